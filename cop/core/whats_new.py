"""The registry of what is new: rooms sign up in ready(), the home page shows what the first of them has."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    Viewer = User | AnonymousUser


@dataclass(frozen=True)
class Card:
    """A thing of the community's life. `picture` is HTML; without one the card shows a crop of the tile map."""

    kind: str | Promise
    date: str
    title: str
    text: str
    url: str
    cover: str = "plain"
    seed: int = 0
    sample: bool = False
    picture: str = ""


@dataclass(frozen=True)
class Source:
    """`find(viewer, limit)` returns the newest first; two statements at most, whatever the number of things."""

    title: str | Promise
    more_label: str | Promise
    more_url: str
    order: int
    find: "Callable[[Viewer, int], Sequence[Card]]"


_sources: dict[str, Source] = {}


def register(
    key: str,
    *,
    title: str | Promise,
    more_label: str | Promise,
    more_url: str,
    find: "Callable[[Viewer, int], Sequence[Card]]",
    order: int = 100,
) -> None:
    """Offer cards under a title of their own, with a way to all of them."""
    _sources[key] = Source(title, more_label, more_url, order, find)


def newest(viewer: "Viewer", limit: int) -> tuple[Source, Sequence[Card]] | None:
    """The first source, by order, that has something for this viewer."""
    for source in sorted(_sources.values(), key=lambda each: each.order):
        if cards := source.find(viewer, limit):
            return source, cards
    return None
