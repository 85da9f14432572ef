"""The library as a list whose searches can be saved: words and filters, as its address has them."""

from collections.abc import Iterable

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core.facet_index import Bits
from cop.search.listings import Listing, Pairs, encoded, register_listing
from cop.search.query import parse, typed
from cop.search.selectors.fresh import Fresh, Key

from .models import ResourcePage
from .search_texts import KEY as FILES
from .selectors.catalogue import Catalogue, catalogue
from .selectors.facets import facets_of

KEY = "library"


def register() -> None:
    """Called once, when the apps are ready."""
    register_listing(Listing(KEY, gettext_lazy("Library"), "library", read, describe, fitting))


def read(query: QueryDict) -> Pairs | None:
    """Words and filters; nothing chosen means everything that is new. None where a filter's value is unknown."""
    known = catalogue()
    chosen = known.index.read(query, facets_of(known))
    text = typed(query.get("q", ""))
    if chosen.unknown or (text and not parse(text)):
        return None
    return [*([("q", text)] if text else []), *chosen.pairs()]


def describe(pairs: Pairs) -> str:
    """“monitoring”, Topic: Energy or Water, Country: Spain."""
    known = catalogue()
    parts = [_("“%(text)s”") % {"text": value} for name, value in pairs if name == "q"]
    for facet in facets_of(known):
        values = [facet.label(value) for name, value in pairs if name == facet.name]
        if values:
            parts.append(f"{facet.title}: {_(' or ').join(values)}")
    return ", ".join(parts) or _("everything")


def fitting(pairs: Pairs, fresh: Fresh) -> Iterable[Key]:
    """New resources that have what the filters ask for, and all words; with words also those in whose files they are
    new."""
    known = fresh.once("library", catalogue)
    facets = fresh.once("library.facets", lambda: facets_of(known))
    bits = fresh.once("library.bits", lambda: _bits(known, fresh))
    fits = known.index.fitting(known.index.read(QueryDict(encoded(pairs)), facets), known.index.everything)
    found = {key for key, bit in bits.items() if bit & fits}
    text = dict(pairs).get("q", "")
    return found & fresh.containing(parse(text)) if text else [key for key in found if not isinstance(key, tuple)]


def _bits(known: Catalogue, fresh: Fresh) -> dict[Key, Bits]:
    resources: dict[Key, int] = {pk: pk for pk, page in fresh.pages.items() if isinstance(page, ResourcePage)}
    for key, thing in fresh.things.items():
        if key[0] == FILES and thing.page_id is not None:
            resources[key] = thing.page_id
    return {key: known.index.of([pk]) for key, pk in resources.items()}
