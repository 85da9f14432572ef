"""The registry of addresses for search engines: rooms sign up in ready() with what is public and no page of Wagtail's.

Pages need not sign up: every live page that everybody may read is listed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page

from .addresses import HOME_DEPTH, address_of
from .models import live_pages_visible_to

# What one file may hold by the protocol (sitemaps.org). A site that grows beyond it needs an index of files.
MOST = 50_000


@dataclass(frozen=True)
class Entry:
    """One address of the site, and when what it shows last changed."""

    path: str
    changed: datetime | None = None


_sources: dict[str, Callable[[], Iterable[Entry]]] = {}


def register(key: str, find: Callable[[], Iterable[Entry]]) -> None:
    """`find` answers with what everybody may read; one statement, please."""
    _sources[key] = find


def entries() -> Iterator[Entry]:
    """Pages first, then what rooms add. One statement for all pages."""
    pages = live_pages_visible_to(Page.objects.filter(depth__gte=HOME_DEPTH), AnonymousUser())
    for page in pages.order_by("path").only("pk", "url_path", "last_published_at")[:MOST]:
        yield Entry(address_of(page), page.last_published_at)
    for find in _sources.values():
        yield from find()
