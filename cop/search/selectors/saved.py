"""Saved searches as pages show them, and the door to one's own."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cop.core.facets import with_query

from .. import listings
from ..models import SavedSearch

if TYPE_CHECKING:
    from cop.members.models import User


@dataclass(frozen=True)
class SavedRow:
    """One line: name, what it looks for, where it leads, how often a letter comes."""

    search: SavedSearch
    title: str
    url: str
    what: str
    badge: tuple[str, str]

    @property
    def meta(self) -> list[str]:
        """Below the name."""
        return [self.what]


def saved_of(member: "User") -> list[SavedRow]:
    """A member's own, by name; one statement."""
    return [row_of(search) for search in SavedSearch.objects.filter(member=member).order_by("name", "pk")]


def get_saved_for(member: "User", number: int) -> SavedSearch:
    """One's own; 404 for others' as for none."""
    found = SavedSearch.objects.filter(member=member, pk=number).first()
    if found is None:
        raise Http404
    return found


def row_of(search: SavedSearch) -> SavedRow:
    """As a line; no statement."""
    badge = (_("Paused"), "wait") if search.is_paused else (str(search.get_rhythm_display()), "blue")
    return SavedRow(search, search.name, address_of(search), what_is_saved(search.listing, search.query), badge)


def address_of(search: SavedSearch) -> str:
    """Where its results stand; "" where no room knows the list any more."""
    listing = listings.find_listing(search.listing)
    return with_query(reverse(listing.url_name), listings.decoded(search.query)) if listing is not None else ""


def what_is_saved(listing: str, query: str) -> str:
    """Whole site: “monitoring” in Events."""
    known = listings.find_listing(listing)
    return f"{known.label}: {known.describe(listings.decoded(query))}" if known is not None else ""


def what_can_be_saved(listing: str, query: str) -> str:
    """The same of what stands in an address, whatever it holds; "" where it is nothing to save."""
    known = listings.find_listing(listing)
    pairs = known.understood(query) if known is not None else None
    return what_is_saved(listing, listings.encoded(pairs)) if pairs is not None else ""


def save_address(listing: str, query: QueryDict) -> str:
    """Where this search can be saved; "" where there is nothing to save."""
    known = listings.find_listing(listing)
    pairs = known.read(query) if known is not None else None
    return address_to_save(listing, pairs) if pairs is not None else ""


def address_to_save(listing: str, pairs: listings.Pairs) -> str:
    """The same for what has been read already."""
    return with_query(reverse("save_search"), [("list", listing), ("what", listings.encoded(pairs))])
