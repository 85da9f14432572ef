"""Reads about members for pages."""

from collections import defaultdict
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext

from cop.taxonomy.countries import country_name
from cop.taxonomy.models import Region

from .models import Organisation, Profile
from .models.organisation import name_key

if TYPE_CHECKING:
    from .models import User

SUGGESTIONS = 10
# A select's choices under headings.
type Grouped = list[tuple[str, list[tuple[str, str]]]]


def needs_profile(user: "User | AnonymousUser") -> bool:
    """Has this member not yet said who they are? (Asks no database.)"""
    return user.is_authenticated and not user.name.strip()


def organisation_named(name: str, country: Region | None = None) -> Organisation | None:
    """The organisation that a typed name means, merged ones followed to the right one.

    Its own country comes first, then one without a country; without a country, the only one of that name.
    """
    found = list(
        Organisation.objects.filter(name_key=name_key(name)).select_related("merged_into__merged_into").order_by("pk")
    )
    code = country.pk if country else None
    for wanted in (code, None):
        for organisation in found:
            if organisation.country_id == wanted:
                return final(organisation)
    if country is None and len({final(organisation).pk for organisation in found}) == 1:
        return final(found[0])
    return None


def final(organisation: Organisation) -> Organisation:
    """What a merged organisation now stands for."""
    while organisation.merged_into is not None:
        organisation = organisation.merged_into
    return organisation


def suggested_organisations(typed: str, country_code: str = "") -> list[str]:
    """Names to choose from while typing; those of the member's country first. One statement."""
    key = name_key(typed)
    if len(key) < 2:
        return []
    names = (
        Organisation.objects.filter(name_key__contains=key, merged_into=None)
        .annotate(
            rank=Case(
                When(name_key__startswith=key, country_id=country_code or None, then=Value(0)),
                When(country_id=country_code or None, then=Value(1)),
                When(name_key__startswith=key, then=Value(2)),
                default=Value(3),
                output_field=IntegerField(),
            )
        )
        .order_by("rank", "name")
        .values_list("name", flat=True)
    )
    return list(dict.fromkeys(names[: SUGGESTIONS * 2]))[:SUGGESTIONS]


def country_choices() -> Grouped:
    """Countries for a select: Member States first, each group in the order of the alphabet. One statement."""
    return _split_countries(list(Region.objects.countries()))


def place_choices() -> tuple[Grouped, Grouped]:
    """Countries, and regions of level 1 and 2 by country, for the two selects of the profile. One statement."""
    regions = list(Region.objects.filter(level__lte=2))
    below: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for region in regions:
        if region.level:
            below[region.country_code].append((region.code, f"{region.code} {region.name}"))
    countries = _split_countries([region for region in regions if region.level == 0])
    grouped = [(name, below[code]) for _label, group in countries for code, name in group if below[code]]
    return countries, grouped


def _split_countries(countries: list[Region]) -> Grouped:
    named = sorted((country_name(country.code), country.code, country.is_eu) for country in countries)
    inside = [(code, name) for name, code, is_eu in named if is_eu]
    outside = [(code, name) for name, code, is_eu in named if not is_eu]
    groups = [(gettext("European Union"), inside), (gettext("Other countries"), outside)]
    return [(label, choices) for label, choices in groups if choices]


def duplicates_of(organisation: Organisation) -> QuerySet[Organisation]:
    """Candidates for merging: not merged, not itself; staff search among them."""
    return Organisation.objects.filter(merged_into=None).exclude(pk=organisation.pk)


def what_a_merge_moves(source: Organisation) -> dict[str, int]:
    """How many profiles and earlier aliases follow when `source` is merged."""
    return {
        "profiles": Profile.objects.filter(organisation=source).count(),
        "aliases": Organisation.objects.filter(merged_into=source).count(),
    }
