"""What all resources have to say to the filters of the library, kept in the memory of each process.

Reading it anew costs four statements over the whole library; it is done when something was published, moved or
restricted (`page_cache.version_of("site")`), and at every request where no shared cache tells of changes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from wagtail.models import Page

from cop.core import page_cache
from cop.core.facet_index import Bits, FacetIndex
from cop.core.models import live_pages_visible_to
from cop.core.serving import own, with_own_fields

from .. import contexts
from ..models import ResourceContext, ResourcePage, ResourceRegion, ResourceTopic
from .resources import NEWEST_FIRST, Viewer, everybody, resources_visible_to

NAMES = ("kind", "topic", "criterion", "country", "region", "year", "language")
# No filters, but what makes resources near to something: numbers of pages they come from, codes of their regions.
PAGE, CODE = "page_number", "region_code"


@dataclass(frozen=True)
class Catalogue:
    """The index of all published resources, newest first, and the names of what they point to."""

    index: FacetIndex
    # Titles, casefolded, in the order of the index.
    titles: list[str]
    # Those that not everybody may read.
    guarded: Bits
    topics: Mapping[str, str]
    regions: Mapping[str, str]
    # By the name of the filter: address part and title of each page.
    contexts: Mapping[str, Mapping[str, str]]

    def visible_to(self, user: Viewer) -> Bits:
        """The resources that `user` may read: one statement where there are guarded ones and somebody is known."""
        free = self.index.everything & ~self.guarded
        if not self.guarded or not user.is_authenticated:
            return free
        guarded = self.index.ids_of(self.guarded)
        return free | self.index.of(resources_visible_to(user).filter(pk__in=guarded).values_list("pk", flat=True))

    @cached_property
    def by_title(self) -> list[int]:
        """Places of the index by title."""
        return sorted(range(len(self.titles)), key=self.titles.__getitem__)


# The version under which the one that is kept was read.
_kept: dict[int, Catalogue] = {}


def catalogue() -> Catalogue:
    """As the library is now."""
    version = page_cache.version_of("site")
    found = _kept.get(version) if version is not None else None
    if found is None:
        found = read()
        if version is not None:
            _kept.clear()
            _kept[version] = found
    return found


def read() -> Catalogue:
    """From the database: resources, topics, regions, what they come from (two), and what of them is guarded."""
    rows = list(
        ResourcePage.objects.filter(live=True)
        .order_by(*NEWEST_FIRST)
        .values_list("pk", "title", "kind", "date", "criteria", "languages")
    )
    free = set(resources_visible_to(everybody()).values_list("pk", flat=True))
    topics, topic_names = _topics()
    countries, regions, codes, region_names = _regions()
    numbers, pages, page_names = _contexts()
    names = (*NAMES, *page_names, PAGE, CODE)
    things = [
        (
            pk,
            {
                "kind": frozenset((kind,)),
                "topic": frozenset(topics[pk]),
                "criterion": frozenset(map(str, criteria)),
                "country": frozenset(countries[pk]),
                "region": frozenset(regions[pk]),
                "year": frozenset((str(date.year),)),
                "language": frozenset(languages),
                **{name: frozenset(pages[name][pk]) for name in page_names},
                PAGE: frozenset(numbers[pk]),
                CODE: frozenset(codes[pk]),
            },
        )
        for pk, _title, kind, date, criteria, languages in rows
    ]
    index = FacetIndex(names, things)
    guarded = index.of(pk for pk, *_rest in rows if pk not in free)
    titles = [title.casefold() for _pk, title, *_rest in rows]
    return Catalogue(index, titles, guarded, topic_names, region_names, page_names)


def _topics() -> tuple[Mapping[int, list[str]], Mapping[str, str]]:
    found: dict[int, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    for pk, slug, name in ResourceTopic.objects.values_list("content_object", "tag__slug", "tag__name"):
        found[pk].append(slug)
        names[slug] = name
    return found, names


def _regions() -> tuple[Mapping[int, list[str]], Mapping[int, list[str]], Mapping[int, list[str]], Mapping[str, str]]:
    """Countries, regions, the codes of both, names. A resource about a region is about its country too."""
    countries: dict[int, list[str]] = defaultdict(list)
    regions: dict[int, list[str]] = defaultdict(list)
    codes: dict[int, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    rows: Iterable[tuple[int, str, int, str, str]] = ResourceRegion.objects.values_list(
        "resource", "region", "region__level", "region__name", "region__country_code"
    )
    for pk, code, level, name, country in rows:
        countries[pk].append(country)
        codes[pk].append(code)
        if level:
            regions[pk].append(code)
            names[code] = name
    return countries, regions, codes, names


def _contexts() -> tuple[
    Mapping[int, list[str]], Mapping[str, Mapping[int, list[str]]], Mapping[str, Mapping[str, str]]
]:
    """Numbers of all pages, address parts by filter, names. Only pages that everybody may read are named: the index is
    the same for all."""
    found: dict[str, dict[int, list[str]]] = {}
    names: dict[str, dict[str, str]] = {}
    for _model, context in contexts.registered():
        found[context.name], names[context.name] = defaultdict(list), {}
    items = ResourceContext.objects.values_list("resource", "page")
    of_page: dict[int, list[int]] = defaultdict(list)
    numbers: dict[int, list[str]] = defaultdict(list)
    for resource, page in items:
        of_page[page].append(resource)
        numbers[resource].append(str(page))
    if of_page:
        pages = live_pages_visible_to(Page.objects.filter(pk__in=list(of_page)), everybody())
        for row in with_own_fields(pages):
            page = own(row)
            origin = contexts.context_of(type(page))
            if page is not None and origin is not None:
                names[origin.name][page.slug] = page.title
                for resource in of_page[page.pk]:
                    found[origin.name][resource].append(page.slug)
    return numbers, found, names
