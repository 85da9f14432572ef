"""The registry of what is suggested while one types, beside the titles of pages; rooms sign up in ready().

A room whose page has a search field of its own names the kinds that are suggested there.
"""

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
    only_in_fields: bool = False


_suggestions: dict[str, Suggestions] = {}
_fields: dict[str, frozenset[str]] = {}


def register_suggestions(
    key: str, *, label: str | Promise, collect: Callable[[], Iterable[Suggested]], only_in_fields: bool = False
) -> None:
    """`collect` gives all public titles of this kind; it is asked every ten minutes. With `only_in_fields` they are
    suggested where a field names their kind, and not in the site's own."""
    _suggestions[key] = Suggestions(key, label, collect, only_in_fields)


def register_field(key: str, *, kinds: Iterable[str]) -> None:
    """In the field called `key` only these kinds are suggested: keys of pages (`cop.search.registry`) and of rooms."""
    _fields[key] = frozenset(kinds)


def kinds_of_field(key: str) -> frozenset[str] | None:
    """None where no room knows it."""
    return _fields.get(key)


def registered() -> list[Suggestions]:
    """All that have signed up."""
    return list(_suggestions.values())
