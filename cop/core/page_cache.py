"""Whole anonymous pages, kept compressed in the shared cache in front of sessions, CSRF, auth and routing.

A view opts in by saying what its page shows: `tag(request, "event:12")`. Services that change something say
`touch("event:12")`, and after the commit every page that carries the tag is gone in every process. A page that
nobody tagged is never kept, so forgetting costs speed, not truth.

Kept are answers to GET with status 200 for visitors without a session, that set no cookie and hold no CSRF token.
A process keeps the bytes of recent pages in its own memory as well, but asks the shared cache for the versions of
their tags each time: that one question is what makes a drop immediate everywhere.
"""

import gzip
import hashlib
import logging
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, partial
from urllib.parse import parse_qsl, urlencode

import brotli
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.exceptions import DisallowedHost
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import ResponseHeaders
from django.utils.http import parse_http_date_safe
from django.utils.translation import get_language

logger = logging.getLogger(__name__)

CACHE_CONTROL = "public, max-age=0, must-revalidate"
# Bumped by every touch. Unchanged from before a view ran until after: nothing the page shows can have changed.
EPOCH = "page-cache:epoch"
LONGEST_QUERY = 200
TRACKING = {"fbclid", "gclid", "mc_cid", "mc_eid", "msclkid"}
TRACKING_PREFIXES = ("utm_", "mtm_", "pk_")
# Set anew for every answer, or belonging to the connection rather than to the page.
NOT_KEPT = {"cache-control", "content-encoding", "content-length", "etag", "vary"}
VARIES_WITHOUT_HARM = {"accept-encoding", "cookie", "hx-request"}
MEMORY_PAGES = 256
MEMORY_LARGEST = 262_144


@dataclass(slots=True)
class Notes:
    """What the view of one request has said about its page."""

    tags: set[str] = field(default_factory=lambda: {"site"})
    opted_in: bool = False
    refused: bool = False
    until: float | None = None
    parameters: tuple[str, ...] = ()


@dataclass(slots=True, frozen=True)
class Entry:
    """One kept page: the versions its tags had, when it ends by itself (epoch seconds), and its bytes."""

    versions: dict[str, int]
    until: float
    etag: str
    headers: tuple[tuple[str, str], ...]
    br: bytes
    gz: bytes


# What a view says -----------------------------------------------------------------------------------------------


def tag(request: HttpRequest, *tags: str) -> None:
    """This page shows these things: keep it, and drop it when one of them is touched ("site" is always among them)."""
    notes = _notes(request)
    notes.opted_in = True
    notes.tags.update(tags)


def expires(request: HttpRequest, when: datetime) -> None:
    """What this page shows changes by itself at this moment (an event ends, registration opens). The earliest wins."""
    notes = _notes(request)
    moment = when.timestamp()
    notes.until = moment if notes.until is None else min(notes.until, moment)


def known_parameters(request: HttpRequest, *names: str) -> None:
    """The query parameters this page depends on. An address with any other parameter is answered, but not kept."""
    _notes(request).parameters = names


def never(request: HttpRequest) -> None:
    """Do not keep this page, whatever else is said."""
    _notes(request).refused = True


def _notes(request: HttpRequest) -> Notes:
    notes = getattr(request, "page_cache_notes", None)
    if notes is None:
        notes = request.page_cache_notes = Notes()  # type: ignore[attr-defined]
    return notes


# What a service says --------------------------------------------------------------------------------------------


def touch(*tags: str) -> None:
    """After the commit, drop every kept page that carries one of these tags, in all processes."""
    # robust: an unreachable cache must not turn a committed change into an error page.
    transaction.on_commit(partial(_bump, tags), robust=True)


def _bump(tags: Iterable[str]) -> None:
    if is_active():
        # The epoch first: a cache that writes one key after the other must not show a new tag beside an old epoch.
        keys = [EPOCH, *map(_tag_key, tags)]
        _cache().set_many({key: _version() for key in keys}, timeout=None)


def is_active() -> bool:
    """Off where PAGE_CACHE_SECONDS is 0, and where the cache is one process's memory: another process's change would
    not be seen. PAGE_CACHE_IN_MEMORY says that there is one process only (tests)."""
    if not settings.PAGE_CACHE_SECONDS:
        return False
    return not isinstance(_cache(), LocMemCache) or getattr(settings, "PAGE_CACHE_IN_MEMORY", False)


def _cache():
    return caches["default"]


def _tag_key(tag: str) -> str:
    return f"page-cache:tag:{tag}"


def _version() -> int:
    # Random, not counted: a version that the cache has evicted must never come back with a value used before.
    return secrets.randbits(62)


def _versions(keys: Iterable[str]) -> dict[str, int]:
    """The current versions, made where missing."""
    keys = list(keys)
    found = _cache().get_many(keys)
    missing = [key for key in keys if key not in found]
    for key in missing:
        _cache().add(key, _version(), timeout=None)
    return _cache().get_many(keys) if missing else found


def version_of(tag: str) -> int | None:
    """What changes with each `touch` of this tag, for whatever a process keeps in its own memory; read it before you
    read what you keep. None: nothing may be kept, because changes of other processes would not be seen."""
    if not is_active():
        return None
    try:
        return _versions([_tag_key(tag)]).get(_tag_key(tag))
    except Exception:
        logger.exception("The page cache cannot be asked.")
        return None


# The middleware -------------------------------------------------------------------------------------------------


class PageCacheMiddleware:
    """Answers from the cache where it can; keeps what may be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.memory: dict[str, Entry] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_active() or not _is_for_everybody(request):
            return self.get_response(request)
        try:
            address = _address(request)
            query = _query_without_tracking(request)
            key = self.key_for(address, query)
            entry, before = self.look_up(key) if key else (None, _versions([EPOCH]))
        except DisallowedHost:
            return self.get_response(request)
        except Exception:
            logger.exception("The page cache cannot be asked.")
            return self.get_response(request)
        if entry:
            return _answer(request, entry, "hit")

        response = self.get_response(request)
        if request.method != "GET" or not _may_be_kept(request, response):
            return response
        try:
            return self.keep(request, response, address, query, before)
        except Exception:
            logger.exception("The page cache cannot be written.")
            return response

    def key_for(self, address: str, query: list[tuple[str, str]]) -> str | None:
        """None where the view has not said that it knows all these parameters."""
        if not query:
            return _key(address, query)
        known = _cache().get(_parameters_key(address), ())
        return _key(address, query) if all(name in known for name, _ in query) else None

    def look_up(self, key: str) -> tuple[Entry | None, dict[str, int]]:
        """The page if it is still true, else the versions from before the view runs."""
        now = time.time()
        entry = self.memory.get(key)
        if entry and entry.until > now and _cache().get_many(entry.versions) == entry.versions:
            return entry, {}
        entry = _cache().get(key)
        versions = _versions([EPOCH, *(entry.versions if entry else ())])
        if entry and entry.until > now and all(versions.get(name) == value for name, value in entry.versions.items()):
            self.remember(key, entry)
            return entry, {}
        return None, versions

    def keep(
        self,
        request: HttpRequest,
        response: HttpResponse,
        address: str,
        query: list[tuple[str, str]],
        before: dict[str, int],
    ) -> HttpResponse:
        notes = _notes(request)
        tags = [_tag_key(name) for name in sorted(notes.tags)]
        after = _versions([EPOCH, *tags])
        now = time.time()
        until = min(now + settings.PAGE_CACHE_SECONDS, notes.until or float("inf"))
        entry = _entry(response, {name: after[name] for name in tags}, until)
        nothing_changed = before.get(EPOCH) == after[EPOCH] or all(before.get(name) == after[name] for name in tags)
        if nothing_changed and until > now and all(name in notes.parameters for name, _ in query):
            if query:
                _cache().set(_parameters_key(address), notes.parameters, timeout=None)
            key = _key(address, query)
            _cache().set(key, entry, timeout=max(1, int(until - now)))
            self.remember(key, entry)
            return _answer(request, entry, "stored")
        return _answer(request, entry, "passed")

    def remember(self, key: str, entry: Entry) -> None:
        if len(entry.br) + len(entry.gz) > MEMORY_LARGEST:
            return
        self.memory.pop(key, None)
        if len(self.memory) >= MEMORY_PAGES:
            self.memory.pop(next(iter(self.memory)), None)
        self.memory[key] = entry


def _is_for_everybody(request: HttpRequest) -> bool:
    """A plain page view of somebody whom we do not know. Wagtail's previews are requests of its own (is_dummy)."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and "HTTP_AUTHORIZATION" not in request.META
        and "HTTP_HX_REQUEST" not in request.META
        and not getattr(request, "is_dummy", False)
    )


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    notes = _notes(request)
    control = response.headers.get("Cache-Control", "")
    vary = {name.strip().lower() for name in response.headers.get("Vary", "").split(",") if name.strip()}
    return (
        notes.opted_in
        and not notes.refused
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and "private" not in control
        and "no-store" not in control
        and response.headers.get("Content-Encoding", "gzip") == "gzip"
        # Without a session cookie there is one version only, so that "Vary: Cookie" (a template asked whether
        # somebody is logged in) does no harm here.
        and vary <= VARIES_WITHOUT_HARM
    )


def _address(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host().lower()}{request.path} {get_language()}"


def _query_without_tracking(request: HttpRequest) -> list[tuple[str, str]]:
    """The query's pairs without campaign marks. The view does not see these either, or its page could show them."""
    raw = request.META.get("QUERY_STRING", "")
    if not raw:
        return []
    pairs = parse_qsl(raw, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if name not in TRACKING and not name.startswith(TRACKING_PREFIXES)]
    if len(kept) != len(pairs):
        request.META["QUERY_STRING"] = urlencode(kept)
    if len(raw) > LONGEST_QUERY:
        never(request)
    return kept


def _key(address: str, query: list[tuple[str, str]]) -> str:
    text = f"{_release()} {address}?{urlencode(sorted(query))}"
    return "page-cache:page:" + hashlib.sha256(text.encode()).hexdigest()


def _parameters_key(address: str) -> str:
    return "page-cache:parameters:" + hashlib.sha256(address.encode()).hexdigest()


@lru_cache(maxsize=1)
def _release() -> str:
    """Changes with our code, templates and static files: a page made by another release must not be shown."""
    digest = hashlib.sha256()
    for folder in sorted(settings.BASE_DIR.iterdir()):
        if folder.is_dir() and not folder.name.startswith(".") and folder.name not in ("node_modules", "tests", "var"):
            for path in sorted(folder.rglob("*.*")):
                if path.suffix in (".css", ".html", ".js", ".py"):
                    digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _entry(response: HttpResponse, versions: dict[str, int], until: float) -> Entry:
    # TextCompressionMiddleware has been at work if this browser takes gzip.
    content = gzip.decompress(response.content) if "Content-Encoding" in response.headers else response.content
    return Entry(
        versions=versions,
        until=until,
        # Weak: the same page, whichever way it is compressed.
        etag=f'W/"{hashlib.sha256(content).hexdigest()[:24]}"',
        headers=tuple((name, value) for name, value in response.items() if name.lower() not in NOT_KEPT),
        br=brotli.compress(content, quality=6),
        gz=gzip.compress(content, compresslevel=6, mtime=0),
    )


def _answer(request: HttpRequest, entry: Entry, how: str) -> HttpResponse:
    if _is_known(request, entry):
        response = HttpResponse(status=304)
        # A script of another site must be allowed to read this as well.
        response.headers = _headers(tuple(filter(_opens, entry.headers)), entry.etag, "", None, how)
        return response
    encoding = _encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    body = {"br": entry.br, "gzip": entry.gz}.get(encoding) or gzip.decompress(entry.gz)
    response = HttpResponse(b"" if request.method == "HEAD" else body)
    response.headers = _headers(entry.headers, entry.etag, encoding, len(body), how)
    return response


def _opens(header: tuple[str, str]) -> bool:
    return header[0].lower().startswith("access-control-")


def _headers(
    kept: tuple[tuple[str, str], ...], etag: str, encoding: str, length: int | None, how: str
) -> ResponseHeaders:
    """Headers of an answer, a fresh set each time: whoever answers may add to theirs."""
    headers = ResponseHeaders({})
    headers._store = dict(_checked_headers(kept, etag, encoding, length, how)._store)
    return headers


@lru_cache(maxsize=2 * MEMORY_PAGES)
def _checked_headers(
    kept: tuple[tuple[str, str], ...], etag: str, encoding: str, length: int | None, how: str
) -> ResponseHeaders:
    """The same, checked by Django once for all answers: sixteen headers cost a tenth of an answer from memory."""
    headers = ResponseHeaders(dict(kept))
    if encoding:
        headers["Content-Encoding"] = encoding
    if length is not None:
        headers["Content-Length"] = str(length)
    headers["Cache-Control"] = CACHE_CONTROL
    headers["ETag"] = etag
    headers["Vary"] = "Accept-Encoding"
    headers["X-Page-Cache"] = how
    return headers


def _is_known(request: HttpRequest, entry: Entry) -> bool:
    """Does the visitor have this very page already? The tag decides; the date counts for readers that send no tag."""
    if known := request.META.get("HTTP_IF_NONE_MATCH", ""):
        return known.strip() == "*" or entry.etag[2:] in known
    since = request.META.get("HTTP_IF_MODIFIED_SINCE", "")
    changed = next((value for name, value in entry.headers if name.lower() == "last-modified"), "")
    if not since or not changed:
        return False
    asked, last = parse_http_date_safe(since), parse_http_date_safe(changed)
    return asked is not None and last is not None and last <= asked


@lru_cache(maxsize=128)
def _encoding(accepted: str) -> str:
    """The best of ours that the browser takes: "br", "gzip" or "" for none."""
    wanted = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.strip().partition(";")
        wanted[name.strip()] = parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((name for name in ("br", "gzip") if wanted.get(name, wanted.get("*", False) and name == "gzip")), "")
