"""The registry of what resources come from: rooms above the library sign up with their types of page in ready()."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from wagtail.models import Page

type Details = Callable[[int, Sequence[int]], Sequence[dict[str, Any]]]


@dataclass(frozen=True)
class Context:
    """A type of page that resources come from. `name` is that of the filter in the address, `label` its title.

    `details` says by the key of a resource what more precisely it comes from (the session of an event), as parameters
    of the component “row”. It is asked about those pages only that the viewer may read. One statement.
    """

    name: str
    label: str | Promise
    order: int
    details: Details | None = None


_contexts: dict[type[Page], Context] = {}


def register(
    model: type[Page],
    *,
    name: str,
    label: str | Promise,
    order: int = 100,
    details: Details | None = None,
) -> None:
    """Resources can be found by pages of this type."""
    _contexts[model] = Context(name, label, order, details)


def details_of(name: str, resource_id: int, page_ids: Sequence[int]) -> Sequence[dict[str, Any]]:
    """What the type of this name says more of a resource that comes from these pages; nothing where it says nothing."""
    found = next((context for context in _contexts.values() if context.name == name), None)
    return found.details(resource_id, page_ids) if found and found.details else ()


def registered() -> list[tuple[type[Page], Context]]:
    """All that have signed up, in their order."""
    return sorted(_contexts.items(), key=lambda item: item[1].order)


def context_of(model: type[Page] | None) -> Context | None:
    """What a type of page is to resources; None: nothing."""
    return _contexts.get(model) if model else None
