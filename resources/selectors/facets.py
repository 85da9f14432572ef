"""The filters of the library: how they are called, and how their values are."""

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cop.core import facets
from cop.core.facets import Facet, Pairs
from cop.taxonomy.countries import country_name
from cop.taxonomy.criteria import criterion_label

from .. import contexts
from ..choices import ResourceKind, language_name
from .catalogue import NAMES, Catalogue

# So many values of a filter are shown at once; the others unfold.
SHOWN = 8


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


def folded(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Long filters show what is chosen and what most things have; the others unfold below, in their usual order."""
    for group in groups:
        options = group["options"]
        if len(options) <= SHOWN + 2:
            continue
        ranked = sorted(options, key=lambda option: (not option["checked"], -option["count"]))
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
