"""The one door through which private files go out: who may has been asked before; here is how.

Whole or in ranges (a download that broke goes on, a long PDF is read from its middle), from this process or, where the
proxy offers it (PRIVATE_FILES_PROXY_PATH), from the proxy by X-Accel-Redirect. Whatever is in a file, a browser must
neither run it nor believe another type than ours.
"""

import re
from collections.abc import Iterator
from typing import IO
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

POLICY = "default-src 'none'; sandbox"
# Not longer than a day: what is withdrawn should not go on in caches that nobody of us can empty.
PUBLIC = "public, max-age=86400, immutable"
CHUNK = 64 * 1024
_range = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def private_storage() -> Storage:
    """Outside MEDIA_ROOT (traps.md no. 2)."""
    return storages["private"]


def serve(
    request: HttpRequest,
    *,
    path: str,
    name: str,
    content_type: str,
    etag: str = "",
    inline: bool = False,
    public: bool = False,
) -> HttpResponseBase:
    """The file at `path` of the private storage. Attachment, unless `inline`: only for pictures that we made or wrote.

    `public` is for what everybody may see at an address that never shows anything else: caches may keep it for a day.

    One range is answered with 206, a range behind the end with 416, several with the whole file. Raises Http404 if the
    file is gone.
    """
    storage = private_storage()
    try:
        size = storage.size(path)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Http404 from error
    response: HttpResponseBase
    if settings.PRIVATE_FILES_PROXY_PATH:
        response = HttpResponse(content_type=content_type)
        response.headers["X-Accel-Redirect"] = settings.PRIVATE_FILES_PROXY_PATH + quote(path)
    else:
        response = _from_here(request, storage, path, size, content_type, etag)
    headers = response.headers
    headers["Accept-Ranges"] = "bytes"
    if etag:
        headers["ETag"] = f'"{etag}"'
    headers["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = POLICY
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Cache-Control"] = PUBLIC if public else "private, no-store"
    return response


def begins_download(request: HttpRequest) -> bool:
    """Is this the request that begins a download? For counting: what goes on with a download is not another one.

    A question for headers is none, nor one for the first byte or two, by which programs ask whether ranges are served.
    """
    if request.method != "GET":
        return False
    asked = _range.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or not any(asked.groups()):
        return True
    begin, end = asked.groups()
    return begin != "" and int(begin) == 0 and (end == "" or int(end) > 1)


def _from_here(
    request: HttpRequest, storage: Storage, path: str, size: int, content_type: str, etag: str
) -> HttpResponseBase:
    wanted = _wanted(request, size, etag)
    if wanted is None:
        return FileResponse(storage.open(path, "rb"), content_type=content_type)
    first, last = wanted
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    content = storage.open(path, "rb")
    content.seek(first)
    response = StreamingHttpResponse(_piece(content, last - first + 1), status=206, content_type=content_type)
    # As FileResponse does it: the file is closed when the answer is.
    response._resource_closers.append(content.close)  # type: ignore[attr-defined]
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Content-Length"] = str(last - first + 1)
    return response


def _wanted(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """First and last byte that were asked for; None: all of them. A first behind the last cannot be had."""
    asked = _range.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or not any(asked.groups()) or request.method not in ("GET", "HEAD"):
        return None
    # The rest of a file that has changed since would not fit its beginning.
    if (known := request.headers.get("If-Range")) and known != f'"{etag}"':
        return None
    begin, end = asked.groups()
    if not begin:
        return (max(size - int(end), 0), size - 1) if int(end) else (1, 0)
    first, last = int(begin), min(int(end), size - 1) if end else size - 1
    if first >= size:
        return (1, 0)
    return None if end and int(end) < first else (first, last)


def _piece(content: IO[bytes], left: int) -> Iterator[bytes]:
    while left > 0 and (block := content.read(min(CHUNK, left))):
        left -= len(block)
        yield block
