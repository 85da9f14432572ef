"""What was published in a span of time, read once for all saved searches that are looked through in one go."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page

from cop.core.folding import tokens
from cop.core.models import BasePage, live_pages_visible_to
from cop.core.serving import own, with_own_fields
from cop.notifications.batches import shared

from .. import listings, registry
from ..public_texts import text_of
from ..query import Query

if TYPE_CHECKING:
    from cop.members.models import User

    from ..models import SavedSearch

# After an import of thousands the newest are told of; the list itself shows all.
MOST_FRESH = 2_000


@dataclass
class Fresh:
    """Pages published after `since`, up to `until`; whoever is to hear of them is asked about afterwards."""

    since: datetime
    until: datetime
    pages: Mapping[int, BasePage]
    # Those that everybody may read.
    public: frozenset[int]
    _words: dict[int, str] = field(default_factory=dict)
    _fitting: dict[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    _kept: dict[str, Any] = field(default_factory=dict)

    def covers(self, since: datetime, until: datetime) -> bool:
        """Is all that came between these in it?"""
        return self.since <= since and until <= self.until

    def once[T](self, key: str, make: Callable[[], T]) -> T:
        """What a list needs for all its searches (its index of filters), made for the first of them."""
        if key not in self._kept:
            self._kept[key] = make()
        kept: T = self._kept[key]
        return kept

    def kind_of(self, number: int) -> str:
        """The key of the kind under which search shows the page."""
        kind = registry.kind_of(self.pages[number])
        return kind.key if kind is not None else ""

    def containing(self, query: Query, among: Iterable[int] | None = None) -> list[int]:
        """Those with all words of the query and none of the excluded ones, wherever they stand in the page."""
        fits = [(_needle(term.words, term.begins), True) for term in query.terms]
        fits += [(_needle(term.words, term.begins), False) for term in query.excluded]
        return [
            number
            for number in (self.pages if among is None else among)
            if number in self.pages and all((needle in self._text(number)) == there for needle, there in fits)
        ]

    def fitting(self, listing: str, query: str) -> tuple[int, ...]:
        """Numbers of the pages that fit a search, however many members have saved it; the newest first."""
        key = (listing, query)
        if key not in self._fitting:
            known = listings.find_listing(listing)
            found = set(known.fitting(listings.decoded(query), self)) if known is not None else set()
            self._fitting[key] = tuple(number for number in self.pages if number in found)
        return self._fitting[key]

    def within(self, search: "SavedSearch", since: datetime, until: datetime) -> list[int]:
        """Those that fit this search and came between these."""
        return [
            number
            for number in self.fitting(search.listing, search.query)
            if (moment := self.pages[number].first_published_at) is not None and since < moment <= until
        ]

    def visible_to(self, member: "User", numbers: Iterable[int]) -> set[int]:
        """Which of these the member may read now. One statement where some are not for everybody, else none."""
        wanted = set(numbers)
        guarded = wanted - self.public
        if not guarded:
            return wanted
        seen = live_pages_visible_to(Page.objects.filter(pk__in=guarded), member).values_list("pk", flat=True)
        return (wanted & self.public) | set(seen)

    def _text(self, number: int) -> str:
        if number not in self._words:
            self._words[number] = f" {' '.join(tokens(text_of(self.pages[number])))} "
        return self._words[number]


def read_fresh(since: datetime, until: datetime) -> Fresh:
    """Two statements: the pages; which of them everybody may read."""
    rows = Page.objects.filter(live=True, first_published_at__gt=since, first_published_at__lte=until)
    newest = with_own_fields(rows).order_by("-first_published_at", "-pk")[:MOST_FRESH]
    found = (own(page) for page in newest)
    pages = {page.pk: page for page in found if isinstance(page, BasePage) and registry.kind_of(page) is not None}
    public = live_pages_visible_to(Page.objects.filter(pk__in=list(pages)), AnonymousUser())
    return Fresh(since, until, pages, frozenset(public.values_list("pk", flat=True)) if pages else frozenset())


def shared_fresh(since: datetime, until: datetime) -> Fresh:
    """The same, read once for letters that leave in one go."""
    kept: dict[str, Fresh] = shared("search.fresh", dict)
    known = kept.get("fresh")
    if known is None or not known.covers(since, until):
        if known is not None:
            since, until = min(since, known.since), max(until, known.until)
        kept["fresh"] = read_fresh(since, until)
    return kept["fresh"]


def _needle(words: tuple[str, ...], begins: bool) -> str:
    return f" {' '.join(words)}{'' if begins else ' '}"
