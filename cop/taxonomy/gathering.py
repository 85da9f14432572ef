"""The registry of what stands on the page of a topic or a fulfilment criterion; rooms sign up in ready().

A subject is what such a page is about. A source finds what its room has on it, for one viewer, in one statement.
"""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    Viewer = User | AnonymousUser


@dataclass(frozen=True)
class Subject:
    """A topic, or a criterion with the topics that belong to it.

    Where things have criteria of their own, `criterion` says which are meant; the others are found by `topics`
    (address parts).
    """

    title: str
    topics: tuple[str, ...] = ()
    criterion: int | None = None
    text: str = ""

    @property
    def url(self) -> str:
        """Its page."""
        if self.criterion is not None:
            return reverse("criterion", args=[self.criterion])
        return topic_url(self.topics[0])

    @property
    def seed(self) -> int:
        """For its cover: the same wherever it is shown."""
        return zlib.crc32(self.url.encode())

    @property
    def feed_url(self) -> str:
        """What is new on it, for feed readers and partner sites."""
        if self.criterion is not None:
            return reverse("criterion_feed", args=[self.criterion])
        return reverse("topic_feed", args=[self.topics[0]])

    @property
    def topic_pairs(self) -> list[tuple[str, str]]:
        """The filter of lists that know topics only."""
        return [("topic", slug) for slug in self.topics]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The filter of lists that know criteria too."""
        return self.topic_pairs if self.criterion is None else [("criterion", str(self.criterion))]


@dataclass(frozen=True)
class Thing:
    """One thing on a subject. What has a `uid` and was `published` stands in feeds too; both moments are aware."""

    title: str
    url: str
    meta: Sequence[str] = ()
    text: str = ""
    is_sample: bool = False
    kind: str = ""
    uid: str = ""
    published: datetime | None = None
    changed: datetime | None = None
    person: str = ""

    @property
    def seed(self) -> int:
        """For its cover, where it is shown as a card."""
        return zlib.crc32(self.url.encode())


@dataclass(frozen=True)
class Gathered:
    """How many there are, the first of them, where all of them are listed, and when this changes by itself."""

    number: int
    things: Sequence[Thing]
    url: str = ""
    changes_at: datetime | None = None


@dataclass(frozen=True)
class Invitation:
    """What whoever comes may add to a source: asked in a sentence, with the address of the form for a subject."""

    text: str | Promise
    label: str | Promise
    url: Callable[[Subject], str]


@dataclass(frozen=True)
class Source:
    """`find(subject, viewer, most)` answers with what this viewer may see; one statement. `tags` are those of the page
    cache. `closed` is said to visitors where nothing is found: others may find more. `is_beside`: the first of
    them stand beside resources on the same topics, too. `as_cards`: shown as cards, with their texts, where others are
    rows. With an `invitation` the source has its place on the page even when nothing is found."""

    title: str | Promise
    more_label: str | Promise
    order: int
    find: "Callable[[Subject, Viewer, int], Gathered]"
    tags: tuple[str, ...] = ()
    closed: str | Promise = ""
    is_beside: bool = False
    as_cards: bool = False
    invitation: Invitation | None = None


_sources: dict[str, Source] = {}

NOTHING = Gathered(0, ())
# Of each room, beside a resource.
BESIDE = 2


def register(
    key: str,
    *,
    title: str | Promise,
    more_label: str | Promise,
    find: "Callable[[Subject, Viewer, int], Gathered]",
    order: int = 100,
    tags: tuple[str, ...] = (),
    closed: str | Promise = "",
    is_beside: bool = False,
    as_cards: bool = False,
    invitation: Invitation | None = None,
) -> None:
    """Things of a room are gathered under this title."""
    _sources[key] = Source(title, more_label, order, find, tags, closed, is_beside, as_cards, invitation)


def sources() -> list[tuple[str, Source]]:
    """All that have signed up, with their keys, in their order."""
    return sorted(_sources.items(), key=lambda item: item[1].order)


def beside(subject: Subject, user: "Viewer") -> list[Thing]:
    """The first things of the rooms that stand beside resources. One statement for each room."""
    return [
        thing
        for _key, source in sources()
        if source.is_beside
        for thing in source.find(subject, user, BESIDE).things[:BESIDE]
    ]


def topic_url(slug: str) -> str:
    """The page of a topic: what its chip leads to, wherever it stands."""
    return reverse("topic", args=[slug])


def criterion_url(number: int) -> str:
    """The page of a fulfilment criterion."""
    return reverse("criterion", args=[number])
