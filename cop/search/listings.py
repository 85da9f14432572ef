"""The registry of lists whose searches can be saved: this room's own page, and those of rooms above (the library).

A list says what of an address it understands, how that is called, and what is new that fits it. It decides nothing
about who may read that: it is asked for all lists alike (`selectors.fresh`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.functional import Promise

if TYPE_CHECKING:
    from .selectors.fresh import Fresh, Key

# Query parameters in the order in which they are kept.
type Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Listing:
    """`read(query)`: what is kept of an address, None where there is nothing to save; the same search gives the same.

    `describe(pairs)`: in words. `url`: the name of its route. `fitting(pairs, fresh)`: what is new and fits, without a
    statement of its own for each search.
    """

    key: str
    label: str | Promise
    url_name: str
    read: Callable[[QueryDict], Pairs | None]
    describe: Callable[[Pairs], str]
    fitting: Callable[[Pairs, "Fresh"], "Iterable[Key]"]

    def understood(self, query: str) -> Pairs | None:
        """The same of a text that somebody may have written by hand: nothing must not become everything."""
        pairs = self.read(QueryDict(query))
        return None if query and not pairs else pairs


_listings: dict[str, Listing] = {}


def register_listing(listing: Listing) -> None:
    """Called in ready()."""
    _listings[listing.key] = listing


def find_listing(key: str) -> Listing | None:
    """None where no room knows it (any more)."""
    return _listings.get(key)


def encoded(pairs: Pairs) -> str:
    """As a row keeps them."""
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return query.urlencode()


def decoded(query: str) -> Pairs:
    """What `encoded` was given."""
    found = QueryDict(query)
    return [(name, value) for name, values in found.lists() for value in values]
