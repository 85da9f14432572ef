"""What a letter about saved searches holds: what is new, fits, and may be read by its reader when it leaves."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .. import listings, words
from ..models import SavedSearch
from ..news import Thing
from ..query import parse
from .fresh import Fresh, Key, shared_fresh

if TYPE_CHECKING:
    from cop.core.models import BasePage
    from cop.members.models import User

# A letter is to be read in a minute; the rest stands behind the search's link.
SHOWN = 10


@dataclass(frozen=True)
class Span:
    """What a letter covers of one search: what came after `since`, up to `until`."""

    search_id: int
    since: datetime
    until: datetime

    def as_fact(self) -> list[Any]:
        """As the letter keeps it."""
        return [self.search_id, self.since.isoformat(), self.until.isoformat()]

    @classmethod
    def from_fact(cls, fact: Sequence[Any]) -> "Span":
        return cls(int(fact[0]), datetime.fromisoformat(fact[1]), datetime.fromisoformat(fact[2]))


@dataclass(frozen=True)
class SearchNews:
    """A search with the first of what is new in it; `number` counts all of it."""

    search: SavedSearch
    found: "list[BasePage | FoundThing]"
    number: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.number - len(self.found)


@dataclass(frozen=True)
class FoundThing:
    """Something that is not a page, with the kind that it is of, and the words around what was looked for."""

    kind: str
    thing: Thing
    text: str


def news_of(member: "User", spans: Sequence[Span]) -> list[SearchNews]:
    """By search, each page and thing once. Statements: the searches; those of `read_fresh`, shared by letters that
    leave in one go; those of `Fresh.came` where some of it is not for everybody."""
    if not spans:
        return []
    fresh = shared_fresh(min(span.since for span in spans), max(span.until for span in spans))
    searches = SavedSearch.objects.filter(member=member, is_paused=False).in_bulk([span.search_id for span in spans])
    known = [(searches[span.search_id], span) for span in spans if span.search_id in searches]
    found = [(search, span, fresh.within(search, span.since, span.until)) for search, span in known]
    came = fresh.came([member], {member.pk: {key for _search, _span, keys in found for key in keys}})
    new = [
        (search, [key for key in keys if (moment := came.get((member.pk, key))) and span.since < moment <= span.until])
        for search, span, keys in found
    ]
    told: set[Hashable] = {key for _search, keys in new for key in keys if not isinstance(key, tuple)}
    news, pages = [], set(told)
    for search, keys in new:
        mine = [key for key in keys if _is_first(fresh, key, told, pages)]
        if mine:
            news.append(SearchNews(search, [_found(fresh, search, key) for key in mine[:SHOWN]], len(mine)))
    return news


def _is_first(fresh: Fresh, key: Key, told: set[Hashable], pages: set[Hashable]) -> bool:
    """Once in a letter: by the first search that it fits; a thing not beside its page or another of the same kind."""
    if not isinstance(key, tuple):
        is_first = key in pages
        pages.discard(key)
        return is_first
    thing = fresh.things[key]
    marks = {key, *([(key[0], thing.about)] if thing.about is not None else [])}
    is_first = not told & marks and thing.page_id not in told
    told.update(marks)
    return is_first


def _found(fresh: Fresh, search: SavedSearch, key: Key) -> "BasePage | FoundThing":
    if not isinstance(key, tuple):
        return fresh.pages[key]
    thing = fresh.things[key]
    query = parse(dict(listings.decoded(search.query)).get("q", ""))
    return FoundThing(fresh.label_of(key), thing, words.extract([thing.text], query))
