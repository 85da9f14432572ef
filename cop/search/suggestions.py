"""The registry of what is suggested while one types, beside the titles of pages; rooms sign up in ready()."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Suggested:
    """A title that everybody may read, and where it leads. With `page_id` it is shown while that page is public."""

    title: str
    url: str
    page_id: int | None = None


@dataclass(frozen=True)
class Suggestions:
    """What a room suggests, under which name."""

    key: str
    label: str | Promise
    collect: Callable[[], Iterable[Suggested]]


_suggestions: dict[str, Suggestions] = {}


def register_suggestions(key: str, *, label: str | Promise, collect: Callable[[], Iterable[Suggested]]) -> None:
    """`collect` gives all public titles of this kind; it is asked every ten minutes."""
    _suggestions[key] = Suggestions(key, label, collect)


def registered() -> list[Suggestions]:
    """All that have signed up."""
    return list(_suggestions.values())
