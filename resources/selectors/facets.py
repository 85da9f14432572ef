"""The filters of the library: how they are called, and how their values are."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cop.core import facets
from cop.core.facet_index import Bits
from cop.core.facets import Chosen, Facet, Pairs
from cop.taxonomy.countries import country_name
from cop.taxonomy.criteria import criterion_label

from .. import contexts
from ..choices import ResourceKind, language_name
from .catalogue import NAMES, Catalogue

# So many values of a filter are shown at once; the others unfold.
SHOWN = 8
# The filters that stand open whatever is chosen.
OPEN = frozenset({"kind", "topic", "criterion"})


def names() -> list[str]:
    """Their names in the address."""
    return [*NAMES, *(context.name for _model, context in contexts.registered())]


def facets_of(catalogue: Catalogue) -> list[Facet]:
    """All of them, in the order in which they are shown."""
    kinds = ResourceKind.values
    return [
        Facet("kind", _("Kind"), lambda value: str(ResourceKind(value).label), order=kinds.index),
        Facet("topic", _("Topic"), _named(catalogue.topics)),
        Facet("criterion", _("Fulfilment criterion"), criterion_label, order=int),
        Facet("country", _("Country"), country_name),
        Facet("region", _("Region"), _named(catalogue.regions)),
        Facet("year", _("Year"), str, order=lambda value: -int(value)),
        Facet("language", _("Language"), language_name),
        *(
            Facet(context.name, context.label, _named(catalogue.contexts.get(context.name, {})))
            for _model, context in contexts.registered()
        ),
    ]


def with_others(
    groups: list[dict[str, Any]], catalogue: Catalogue, facets: Sequence[Facet], chosen: Chosen, within: Bits
) -> list[dict[str, Any]]:
    """The same where nothing fits: filters in which no other value would help list all that there is, without numbers,
    so that one can be taken off and another chosen at once."""
    useful = {
        group["name"]: group
        for group in groups
        if any(option["count"] and not option["checked"] for option in group["options"])
    }
    found = []
    for facet in facets:
        alone = catalogue.index.groups([facet], Chosen({facet.name: chosen.of(facet.name)}), within)
        for group in [useful[facet.name]] if facet.name in useful else alone:
            if facet.name not in useful:
                for option in group["options"]:
                    option["count"] = None
            found.append(group)
    return found


def folded(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The filters that most people use stand open, and those in which something is chosen; each can be folded away.
    Long ones show what is chosen and what most things have; the others unfold below, in their usual order."""
    for group in groups:
        options = group["options"]
        group["folds"] = True
        group["open"] = group["name"] in OPEN or any(option["checked"] for option in options)
        if len(options) <= SHOWN + 2:
            continue
        ranked = sorted(options, key=lambda option: (not option["checked"], -(option["count"] or 0)))
        first = {option["value"] for option in ranked[:SHOWN]} | {
            option["value"] for option in options if option["checked"]
        }
        group["options"] = [option for option in options if option["value"] in first]
        group["more"] = [option for option in options if option["value"] not in first]
    return groups


def library_url(pairs: Pairs = ()) -> str:
    """The address of the library with these filters."""
    return facets.with_query(reverse("library"), pairs)


def _named(names: Mapping[str, str]) -> Callable[[str], str]:
    return lambda value: names.get(value, value)
