"""What came in a span of time, read once for all saved searches that are looked through in one go."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from wagtail.models import Page

from cop.core.models import BasePage, live_pages_visible_to
from cop.core.serving import own, with_own_fields
from cop.notifications.batches import shared

from .. import listings, registry
from ..models import PageOpening
from ..news import News, Thing, registered
from ..public_texts import text_of
from ..query import Query
from .fresh_words import FreshWords, fits

if TYPE_CHECKING:
    from cop.members.models import User

    from ..models import SavedSearch

# After an import of thousands the newest are told of; the list itself shows all.
MOST_FRESH = 2_000

# A page by its number, anything else by its kind and number.
type Key = int | tuple[str, int]


@dataclass
class Fresh:
    """Pages and things that came for somebody after `since`, up to `until`; `came` says for whom and when."""

    since: datetime
    until: datetime
    pages: Mapping[int, BasePage]
    things: Mapping[tuple[str, int], Thing] = field(default_factory=dict)
    # Pages that everybody may read; of these and of pages that things belong to.
    public: frozenset[int] = frozenset()
    # Of pages that are or were closed to some: since when they are open to whom.
    openings: Mapping[int, Sequence[PageOpening]] = field(default_factory=dict)
    _fitting: dict[tuple[str, str], tuple[Key, ...]] = field(default_factory=dict)
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

    def kind_of(self, key: Key) -> str:
        """The key of the kind under which search shows it."""
        if isinstance(key, tuple):
            return key[0]
        kind = registry.kind_of(self.pages[key])
        return kind.key if kind is not None else ""

    def label_of(self, key: tuple[str, int]) -> str:
        """How one of its kind is called."""
        return str(self._kinds[key[0]].label)

    def containing(self, query: Query) -> set[Key]:
        """Those with all words of the query and none of the excluded ones, wherever they stand; not what held them
        before as well."""
        found = self._words.containing(query)
        things = (key for key in found if isinstance(key, tuple))
        return found - {key for key in things if (before := self.things[key].before) and fits(query, before)}

    def fitting(self, listing: str, query: str) -> tuple[Key, ...]:
        """What fits a search, however many members have saved it; pages first, the newest first."""
        key = (listing, query)
        if key not in self._fitting:
            known = listings.find_listing(listing)
            found = set(known.fitting(listings.decoded(query), self)) if known is not None else set()
            self._fitting[key] = tuple(each for each in (*self.pages, *self.things) if each in found)
        return self._fitting[key]

    def within(self, search: "SavedSearch", since: datetime, until: datetime) -> list[Key]:
        """Those that fit this search and may have come for somebody between these."""
        fitting = self.fitting(search.listing, search.query)
        return [key for key in fitting if any(since < moment <= until for moment in self._moments(key, until))]

    def came(self, members: "Iterable[User]", wanted: Mapping[int, set[Key]]) -> dict[tuple[int, Key], datetime]:
        """When each of these came for each of the members that may read it now; `wanted` by number of the member.

        Statements: the groups of all of them, where a page was opened to groups; those of each kind of thing that not
        everybody may read; one for each member who is to hear of a page that not everybody may read.
        """
        readers = {member.pk: member for member in members}
        groups = self._groups_of(readers, wanted)
        found: dict[tuple[int, Key], datetime] = {}
        for number, member in readers.items():
            keys = wanted.get(number, set())
            seen = self._readable(member, {page for key in keys if (page := self._page_of(key)) is not None})
            for key in keys:
                moment = self._came_by_page(key, member, groups[number], seen)
                if moment is not None:
                    found[number, key] = moment
        everything: set[Key] = set().union(*wanted.values())
        for news in self._asked:
            some = [thing for key, thing in self.things.items() if key[0] == news.key and key in everything]
            if some and news.came is not None:
                moments = news.came(list(readers), some)
                for (number, thing), moment in moments.items():
                    if (news.key, thing) in wanted.get(number, ()):
                        found[number, (news.key, thing)] = moment
        return found

    # How ------------------------------------------------------------------------------------------------------------

    @cached_property
    def _words(self) -> FreshWords[Key]:
        return FreshWords((*self.pages, *self.things), self._text)

    @cached_property
    def _kinds(self) -> dict[str, News]:
        return {news.key: news for news in registered()}

    @cached_property
    def _asked(self) -> list[News]:
        return [news for news in registered() if news.came is not None]

    def _text(self, key: Key) -> str:
        return self.things[key].words if isinstance(key, tuple) else text_of(self.pages[key])

    def _page_of(self, key: Key) -> int | None:
        """The page that decides who may read it."""
        if not isinstance(key, tuple):
            return key
        return self.things[key].page_id if self._kinds[key[0]].follows_page else None

    def _moments(self, key: Key, until: datetime) -> list[datetime]:
        """When it may have come."""
        if not isinstance(key, tuple):
            first = self.pages[key].first_published_at
            return [*([first] if first else []), *(row.moment for row in self.openings.get(key, ()))]
        moment = self.things[key].moment
        news = self._kinds[key[0]]
        # It depends on whom one asks for.
        late = news.came is not None or self.things[key].page_id in self.openings
        return [moment, *([until] if late and moment <= until else [])]

    def _came_by_page(self, key: Key, member: "User", groups: set[int], seen: set[int]) -> datetime | None:
        thing = self.things[key] if isinstance(key, tuple) else None
        if thing is not None and self._kinds[key[0]].came is not None:  # type: ignore[index]
            return None
        page = self._page_of(key)
        if page is None:
            return thing.moment if thing is not None else None
        if page not in seen:
            return None
        first = thing.moment if thing is not None else self.pages[page].first_published_at
        rows = self.openings.get(page)
        if not rows or member.is_superuser:
            return first
        opened = min((row.moment for row in rows if row.is_for(groups)), default=None)
        # Where it has just been opened, and the clock has not noticed: the next letter tells of it.
        return max(opened, thing.moment) if opened is not None and thing is not None else opened

    def _readable(self, member: "User", pages: set[int]) -> set[int]:
        guarded = pages - self.public
        if not guarded:
            return pages
        seen = live_pages_visible_to(Page.objects.filter(pk__in=guarded), member).values_list("pk", flat=True)
        return (pages & self.public) | set(seen)

    def _groups_of(self, readers: Mapping[int, "User"], wanted: Mapping[int, set[Key]]) -> dict[int, set[int]]:
        groups: dict[int, set[int]] = defaultdict(set)
        pages = {page for keys in wanted.values() for key in keys if (page := self._page_of(key)) is not None}
        if any(page in self.openings for page in pages):
            rows = get_user_model().groups.through.objects.filter(user__in=list(readers))
            for member, group in rows.values_list("user_id", "group_id"):
                groups[member].add(group)
        return groups


def read_fresh(since: datetime, until: datetime) -> Fresh:
    """Statements: pages; those of each kind of thing; which of the pages everybody may read; openings."""
    opened = PageOpening.objects.filter(moment__gt=since, moment__lte=until).values("page")
    rows = Page.objects.filter(
        Q(first_published_at__gt=since, first_published_at__lte=until) | Q(pk__in=opened), live=True
    )
    newest = with_own_fields(rows).order_by("-first_published_at", "-pk")[:MOST_FRESH]
    found = (own(page) for page in newest)
    pages = {page.pk: page for page in found if isinstance(page, BasePage) and registry.kind_of(page) is not None}
    things: dict[tuple[str, int], Thing] = {
        (news.key, thing.number): thing for news in registered() for thing in news.read(since, until)
    }
    about = {*pages, *(thing.page_id for thing in things.values() if thing.page_id is not None)}
    if not about:
        return Fresh(since, until, pages, things)
    public = live_pages_visible_to(Page.objects.filter(pk__in=about), AnonymousUser()).values_list("pk", flat=True)
    openings: dict[int, list[PageOpening]] = defaultdict(list)
    for row in PageOpening.objects.filter(page__in=about):
        openings[row.page_id].append(row)
    return Fresh(since, until, pages, things, frozenset(public), openings)


def shared_fresh(since: datetime, until: datetime) -> Fresh:
    """The same, read once for letters that leave in one go."""
    kept: dict[str, Fresh] = shared("search.fresh", dict)
    known = kept.get("fresh")
    if known is None or not known.covers(since, until):
        if known is not None:
            since, until = min(since, known.since), max(until, known.until)
        kept["fresh"] = read_fresh(since, until)
    return kept["fresh"]
