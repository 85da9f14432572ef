"""What rooms above this one add to its calendars: a small registry that they sign up to when the apps are ready."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cop.members.models import User


@dataclass(frozen=True, kw_only=True)
class CalendarItem:
    """One entry. `uid` never changes, `sequence` never falls; `changed` are moments of changes, the latest counts.

    `address` is a whole address of a page; `text` are paragraphs; texts need no cleaning.
    """

    uid: str
    title: str
    start: datetime
    end: datetime
    address: str
    location: str
    text: Sequence[str]
    status: str
    sequence: int
    changed: Sequence[datetime | None]
    categories: Sequence[str] = ()


@dataclass(frozen=True)
class Source:
    """`personal(member, since)`: what stands in the secret calendar of this member now. `public()`: what stands in the
    calendar that is passed on: only what visitors may see. Both leave out what has ended before `since`."""

    personal: Callable[["User", datetime], Iterable[CalendarItem]]
    public: Callable[[datetime], Iterable[CalendarItem]]


_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Sign up; the same name again replaces."""
    _sources[name] = source


def personal_items(member: "User", *, since: datetime) -> list[CalendarItem]:
    """What all sources have for a member."""
    return [item for source in _sources.values() for item in source.personal(member, since)]


def public_items(*, since: datetime) -> list[CalendarItem]:
    """What all sources have for everybody."""
    return [item for source in _sources.values() for item in source.public(since)]
