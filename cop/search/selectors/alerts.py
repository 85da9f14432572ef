"""What a letter about saved searches holds: new pages that fit and that its reader may read when it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..models import SavedSearch
from .fresh import shared_fresh

if TYPE_CHECKING:
    from cop.core.models import BasePage
    from cop.members.models import User

# A letter is to be read in a minute; the rest stands behind the search's link.
SHOWN = 10


@dataclass(frozen=True)
class Span:
    """What a letter covers of one search: what was published after `since`, up to `until`."""

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
    pages: "list[BasePage]"
    number: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.number - len(self.pages)


def news_of(member: "User", spans: Sequence[Span]) -> list[SearchNews]:
    """By search, each page once. Statements: the searches; two for what is new, shared by letters that leave in one go;
    one where some of it is not for everybody."""
    if not spans:
        return []
    fresh = shared_fresh(min(span.since for span in spans), max(span.until for span in spans))
    searches = SavedSearch.objects.filter(member=member, is_paused=False).in_bulk([span.search_id for span in spans])
    known = [(searches[span.search_id], span) for span in spans if span.search_id in searches]
    found = [(search, fresh.within(search, span.since, span.until)) for search, span in known]
    visible = fresh.visible_to(member, {number for _search, numbers in found for number in numbers})
    told: set[int] = set()
    news = []
    for search, numbers in found:
        mine = [number for number in numbers if number in visible and number not in told]
        told.update(mine)
        if mine:
            news.append(SearchNews(search, [fresh.pages[number] for number in mine[:SHOWN]], len(mine)))
    return news
