"""The registry of things that can be found; rooms sign up in ready(), so that search need not know them.

A kind of page needs a name only: the search index knows its words. Rows that are not pages (sessions, people …) come
from a source: a function that takes the query and the viewer and answers with what this viewer may see.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils.functional import Promise

from .query import Query

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    Viewer = User | AnonymousUser


@dataclass(frozen=True)
class Hit:
    """One thing that was found. `text` is what stands below its title; words in it are marked by the page.

    `place`: where in it the words stand ("Slide 7"), for things that have pages. `below`: what is said of it where it
    is no hit of its own but stands below its page (`Trace.page`). `names`: other titles; who types one of them typed
    the exact title.
    """

    title: str
    url: str
    text: str = ""
    meta: Sequence[str] = ()
    is_sample: bool = False
    place: str = ""
    below: str = ""
    names: Sequence[str] = ()


@dataclass(frozen=True)
class Trace:
    """One thing that was found, before it is read: its number in the room, and its title, which says how near it is.

    `page`: the page to which it belongs, as a file does. Where that was found too, both are one hit: the page.
    """

    pk: int
    title: str
    page: int | None = None


class Traces(list[Trace]):
    """What a source found, to be read as far as it is shown. `is_cut`: more fits than was looked through."""

    def __init__(self, traces: Iterable[Trace] = (), *, is_cut: bool = False) -> None:
        super().__init__(traces)
        self.is_cut = is_cut


@dataclass(frozen=True)
class Kind:
    """A type of page that search shows under a name of its own."""

    key: str
    label: str | Promise
    order: int
    meta: Callable[[Model], Sequence[str]] = field(default=lambda page: ())


type Find = Callable[[Query, "Viewer", int], Sequence[Hit] | Traces]
type Read = Callable[[Query, "Viewer", Sequence[int]], Mapping[int, Hit]]


@dataclass(frozen=True)
class Source:
    """A room's own search: `find(query, viewer, limit)`. One statement each, please.

    Where there may be many, it answers with `Traces`, and `read(query, viewer, numbers)` gives those that are shown.
    """

    key: str
    label: str | Promise
    order: int
    find: Find
    read: Read | None = None


_kinds: dict[type[Model], Kind] = {}
_sources: dict[str, Source] = {}


def register_page(
    model: type[Model],
    *,
    key: str,
    label: str | Promise,
    order: int = 100,
    meta: Callable[[Model], Sequence[str]] | None = None,
) -> None:
    """Pages of this type are found under this label. `key` stands in the address when only this kind is shown."""
    _kinds[model] = Kind(key, label, order, meta) if meta else Kind(key, label, order)


def register_source(*, key: str, label: str | Promise, order: int = 100, find: Find, read: Read | None = None) -> None:
    """Things that are not pages. The room answers for what the viewer may see, when finding and when reading."""
    _sources[key] = Source(key, label, order, find, read)


def kind_of(page: Model) -> Kind | None:
    """Under which name a page is shown; None: it is not found at all (home page, lists)."""
    return _kinds.get(type(page))


def kind_of_type(model: type[Model]) -> Kind | None:
    """The same for a type."""
    return _kinds.get(model)


def labels() -> dict[str, str | Promise]:
    """All that can be found, by the key that stands in the address."""
    return {each.key: each.label for each in (*_kinds.values(), *_sources.values())}


def page_labels() -> dict[str, str | Promise]:
    """Kinds of pages only."""
    return {each.key: each.label for each in _kinds.values()}


def page_models() -> list[type[Model]]:
    """The types of page that can be found."""
    return list(_kinds)


def sources() -> list[Source]:
    """All sources."""
    return list(_sources.values())
