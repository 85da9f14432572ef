"""What all feeds of the site have in common: a date that does not move by itself, and answers that say when nothing is
new."""

import hashlib
import re
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date

# An empty feed must not look new each time that it is asked for.
NEVER = datetime(2023, 1, 1, tzinfo=UTC)
# What XML cannot hold at all, not even escaped.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ATOM = "application/atom+xml; charset=utf-8"


class Atom(Atom1Feed):
    """Atom, which says when nothing has changed."""

    def latest_post_date(self) -> datetime:
        """The newest item, or a day long ago."""
        return super().latest_post_date() if self.items else NEVER


def answer(request: HttpRequest, content: bytes, changed_at: datetime, *, media_type: str = ATOM) -> HttpResponse:
    """The content, or 304 for somebody who has it; nothing is asked of the database."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    moment = int(changed_at.timestamp())
    response = HttpResponse(content, content_type=media_type)
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(moment)
    return get_conditional_response(request, etag=etag, last_modified=moment, response=response) or response


def writable(text: object) -> str:
    """Without the signs that would make XML unreadable."""
    return UNWRITABLE.sub("", str(text))
