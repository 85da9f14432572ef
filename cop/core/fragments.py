"""The registry of fragments: parts of pages that the site writes itself (the list of cookies, what was tested).

Rooms sign up in ready(); editors place a fragment on a page with the block "Made by the site".
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Fragment:
    """`render` returns HTML that is the same for every visitor, and tags itself what it shows (page_cache.tag)."""

    label: str | Promise
    render: Callable[[HttpRequest | None], SafeString]


_fragments: dict[str, Fragment] = {}


def register(key: str, *, label: str | Promise, render: Callable[[HttpRequest | None], SafeString]) -> None:
    """Offer a fragment to editors. `key` is kept in pages: it does not change."""
    _fragments[key] = Fragment(label, render)


def choices() -> list[tuple[str, str | Promise]]:
    """For the block; asked each time, because rooms sign up one after the other."""
    return [(key, fragment.label) for key, fragment in _fragments.items()]


def rendered(key: str, request: HttpRequest | None = None) -> SafeString:
    """The fragment's HTML; nothing where its room is switched off."""
    return _fragments[key].render(request) if key in _fragments else SafeString("")
