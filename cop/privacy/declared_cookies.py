"""The registry of what the platform itself keeps in a browser; rooms sign up in ready(), a command writes the rows.

Declared here is what our code and our libraries set. What editors bring in (a video host, a counter of visits) is
entered in the admin.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from .cookie_choices import CookieCategory, CookieKind


@dataclass(frozen=True)
class Declaration:
    """One cookie or entry of storage. `code` is its lasting name among ours; `name` may hold * for what varies."""

    code: str
    name: Callable[[], str]
    purpose: str | Promise
    duration: str | Promise
    category: CookieCategory
    kind: CookieKind
    order: int


_declarations: dict[str, Declaration] = {}


def declare(
    code: str,
    *,
    name: Callable[[], str],
    purpose: str | Promise,
    duration: str | Promise,
    category: CookieCategory = CookieCategory.NECESSARY,
    kind: CookieKind = CookieKind.COOKIE,
    order: int = 100,
) -> None:
    """Declare it once. `name` is asked when the row is written, because settings decide it in production."""
    _declarations[code] = Declaration(code, name, purpose, duration, category, kind, order)


def declared() -> Iterator[Declaration]:
    """All of them, in order."""
    return iter(sorted(_declarations.values(), key=lambda each: (each.order, each.code)))
