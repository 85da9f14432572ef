"""The registry of what resources come from: rooms above the library sign up with their types of page in ready()."""

from dataclasses import dataclass

from django.utils.functional import Promise
from wagtail.models import Page


@dataclass(frozen=True)
class Context:
    """A type of page that resources come from. `name` is that of the filter in the address, `label` its title."""

    name: str
    label: str | Promise
    order: int


_contexts: dict[type[Page], Context] = {}


def register(model: type[Page], *, name: str, label: str | Promise, order: int = 100) -> None:
    """Resources can be found by pages of this type."""
    _contexts[model] = Context(name, label, order)


def registered() -> list[tuple[type[Page], Context]]:
    """All that have signed up, in their order."""
    return sorted(_contexts.items(), key=lambda item: item[1].order)


def context_of(model: type[Page] | None) -> Context | None:
    """What a type of page is to resources; None: nothing."""
    return _contexts.get(model) if model else None
