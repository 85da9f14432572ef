"""“Did you mean” in the library: the words that the search of the site knows, where the library has something."""

from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser

from cop.core.facet_index import Bits
from cop.core.facets import Chosen
from cop.search.query import Query, parse
from cop.search.selectors.spelling import did_you_mean

from .facets import library_url
from .file_finding import pages_of_resources
from .listing import MOST, Listing, ranked_by_words


@dataclass(frozen=True)
class Meant:
    """How the words were perhaps meant, and the address that looks for that; with the filters where these leave
    something of it."""

    text: str
    url: str
    keeps_filters: bool


def meant_by(shown: Listing) -> Meant | None:
    """None where the words find something, or nothing better is known: then no filter is to blame for the words.

    Statements: those of `did_you_mean`, and of one more search for what a visitor would find; none where the words find
    something.
    """
    if not shown.words or shown.found:
        return None
    found: list[Bits] = []

    def finds(query: Query, viewer: AnonymousUser) -> bool:
        numbers = [*ranked_by_words(query, viewer), *pages_of_resources(query, viewer, MOST)]
        found.append(shown.catalogue.index.of(numbers) & ~shown.catalogue.guarded)
        return bool(found[-1])

    text = did_you_mean(shown.words, finds)
    if not text:
        return None
    keeps = bool(shown.catalogue.index.fitting(shown.chosen, found[-1]))
    chosen = shown.chosen if keeps else Chosen({})
    mended = replace(shown, text=text, words=parse(text), chosen=chosen)
    return Meant(text, library_url(mended.pairs()), keeps or shown.chosen.is_empty)
