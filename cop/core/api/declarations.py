"""The registry of collections: rooms sign up in ready() with what programs may read; only what everybody may see."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise

from .schema import Schema

PER_PAGE, MOST_PER_PAGE = 20, 100


@dataclass(frozen=True)
class Field:
    """One property of an item: its name, what it may be, how it is read from a row, what it means."""

    name: str
    schema: Schema
    read: Callable[[Any], Any]
    text: str | Promise


@dataclass(frozen=True)
class Parameter:
    """One query parameter. `schema` is that of one value; `many`: it may be given several times, which means “or”."""

    name: str
    schema: Schema
    text: str | Promise
    many: bool = False
    example: str = ""


@dataclass(frozen=True)
class Found:
    """The numbers of everything that fits, in order; `changes_at`: when this changes by itself."""

    ids: Sequence[int]
    changes_at: datetime | None = None


@dataclass(frozen=True)
class Collection:
    """`find` takes the checked parameters; `load` gives rows for some numbers, in their order, in a fixed number of
    statements. Both ask for what everybody may see. `tags` are those of the page cache, `page` is the list for people.
    `changed`: when all that a row says last changed; None where a part can go and leave no date behind.
    """

    key: str
    title: str | Promise
    text: str | Promise
    page: str
    fields: Sequence[Field]
    parameters: Sequence[Parameter]
    find: Callable[[QueryDict], Found]
    load: Callable[[Iterable[int]], list[Any]]
    changed: Callable[[Any], datetime] | None = None
    tags: Sequence[str] = field(default=())
    # Words about an item that was withdrawn for good; "" for one that never was.
    gone: Callable[[int], str] | None = None

    @property
    def url(self) -> str:
        """Its whole address."""
        return settings.SITE_URL + reverse("api_list", args=[self.key])

    def item_url(self, number: int) -> str:
        """The whole address of one item."""
        return settings.SITE_URL + reverse("api_item", args=[self.key, number])

    def item(self, row: Any) -> dict[str, Any]:
        """A row as programs get it."""
        return {each.name: each.read(row) for each in self.fields}

    @property
    def schema(self) -> Schema:
        """What an item is."""
        return {
            "type": "object",
            "properties": {each.name: {**each.schema, "description": str(each.text)} for each in self.fields},
            "required": [each.name for each in self.fields],
            "additionalProperties": False,
        }


_collections: dict[str, Collection] = {}


def register(collection: Collection) -> None:
    """Programs may read it from now on."""
    _collections[collection.key] = collection


def registered() -> list[Collection]:
    """All that have signed up, by their keys."""
    return [_collections[key] for key in sorted(_collections)]


def find(key: str) -> Collection | None:
    """The collection with this key."""
    return _collections.get(key)
