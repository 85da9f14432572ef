"""What waits for somebody on the admin's home: rooms sign up in ready(), each with a count that costs a statement."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from cop.members.models import User


@dataclass(frozen=True)
class Waiting:
    """One line: how many, of what (in words that fit the number), and where to deal with them."""

    count: int
    label: str | Promise
    url: str


Source = Callable[["User"], Waiting | None]
_sources: list[tuple[int, Source]] = []


def register(source: Source, *, order: int = 100) -> None:
    """Add a source. It returns None for people whom the matter does not concern, before it asks the database; a count
    of 0 for those whom it does, when there is nothing. Registering twice changes nothing."""
    if (order, source) not in _sources:
        _sources.append((order, source))
        _sources.sort(key=lambda each: each[0])


def waiting_for(user: "User") -> list[Waiting]:
    """The lines with something in them."""
    found = (source(user) for _order, source in _sources)
    return [line for line in found if line is not None and line.count]
