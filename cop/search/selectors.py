"""Finding: live pages that the viewer may read, and whatever rooms add, in groups."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from wagtail.models import Page

from cop.core.addresses import address_of
from cop.core.body import plain_text
from cop.core.folding import tokens
from cop.core.models import live_pages_visible_to
from cop.core.serving import own, with_own_fields

from . import registry, words
from .page_index import ways
from .query import Query, parse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    Viewer = User | AnonymousUser

# More than this is not looked through; the answer to too many results is a better word.
MOST = 100
# How many of a kind are shown before "all".
FIRST = 5


@dataclass(frozen=True)
class Result:
    """One hit as the page shows it."""

    title: SafeString
    url: str
    text: SafeString
    meta: Sequence[str]
    is_sample: bool


@dataclass
class Group:
    """What was found of one kind; `more_url` leads to all of them."""

    key: str
    label: str | Promise
    order: int
    results: list[Result] = field(default_factory=list)
    total: int = 0
    more_url: str = ""


@dataclass(frozen=True)
class Found:
    """The answer to one search."""

    query: Query
    groups: list[Group]
    total: int
    only: str = ""

    @property
    def too_many(self) -> bool:
        return self.total >= MOST


def find(raw: str, user: "Viewer", *, only: str = "", url: str = "") -> Found:
    """Search for what was typed. Statements: one for pages (two when no whole word matched), those of the sources."""
    query = parse(raw)
    groups: dict[str, Group] = {}
    if query:
        for page in _pages(query, user):
            kind = registry.kind_of(page)
            if kind is not None:
                group = groups.setdefault(kind.key, Group(kind.key, kind.label, kind.order))
                group.results.append(_page_result(page, kind, query))
        for source in registry.sources():
            hits = source.find(query, user, MOST)
            if hits:
                group = groups.setdefault(source.key, Group(source.key, source.label, source.order))
                group.results.extend(_result(hit, query) for hit in hits)
    for group in groups.values():
        group.total = len(group.results)
        if only != group.key and group.total > FIRST:
            group.results = group.results[:FIRST]
            group.more_url = f"{url}?{urlencode({'q': query.text, 'only': group.key})}"
    total = sum(group.total for group in groups.values())
    if only not in groups:
        only = ""
    shown = [group for group in groups.values() if only in ("", group.key)]
    return Found(query, sorted(shown, key=lambda group: group.order), total, only)


def _pages(query: Query, user: "Viewer") -> list[Page]:
    """Wagtail's index gives the matches, our own predicate what of them this viewer may read (traps.md no. 1)."""
    for pages in ways(query, Page):
        visible = live_pages_visible_to(pages, user)
        found = [own(page) for page in with_own_fields(visible)[:MOST]]
        if found:
            return sorted((page for page in found if page is not None), key=lambda page: _nearness(page, query))
    return []


def _nearness(page: Page, query: Query) -> int:
    """0 the exact title, 1 all words in the title, 2 in the text; the index's own order stays within."""
    title = tokens(page.title)
    if tuple(title) == query.title:
        return 0
    return 1 if set(query.title) <= set(title) else 2


def _page_result(page: Page, kind: registry.Kind, query: Query) -> Result:
    body = getattr(page, "body", "") or ""
    texts = [getattr(page, "summary", ""), words.plain(body) if isinstance(body, str) else plain_text(body)]
    hit = registry.Hit(
        title=page.title,
        url=address_of(page),
        text=words.extract(texts, query),
        meta=kind.meta(page),
        is_sample=getattr(page, "is_sample", False),
    )
    return _result(hit, query)


def _result(hit: registry.Hit, query: Query) -> Result:
    return Result(words.marked(hit.title, query), hit.url, words.marked(hit.text, query), hit.meta, hit.is_sample)
