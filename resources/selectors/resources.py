"""The doors to resources, and what a resource says about itself wherever it is shown."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Prefetch, QuerySet
from django.http import Http404
from django.utils import dateformat
from django.utils.translation import gettext as _

from cop.core.models import live_pages_visible_to
from cop.taxonomy.countries import country_name
from cop.taxonomy.models import Region

from ..choices import DatePrecision, ResourceKind
from ..models import CollectionPage, LibraryPage, ResourceAuthor, ResourcePage, ResourceRegion, ResourceTopic
from .withdrawn import not_found

if TYPE_CHECKING:
    from cop.members.models import User

type Viewer = "User | AnonymousUser"

# The highest number that a column of ours holds.
LARGEST = 2**63 - 1
NEWEST_FIRST = ("-date", "-pk")
COVERS = {
    ResourceKind.PRESENTATION: "warm",
    ResourceKind.GOOD_PRACTICE: "plain",
    ResourceKind.TOOL: "plain",
    ResourceKind.VIDEO: "warm",
    ResourceKind.RECORDING: "warm",
}
# Long texts, which no list shows.
TEXTS = ("abstract", "body", "search_description")


# Doors ----------------------------------------------------------------------------------------------------------


def everybody() -> AnonymousUser:
    """The visitor of whom nothing is known; what they may see may be passed on."""
    return AnonymousUser()


def resources_visible_to(user: Viewer) -> QuerySet[ResourcePage]:
    """Published resources that `user` may read."""
    return live_pages_visible_to(ResourcePage.objects.all(), user)


def get_resource_for(user: Viewer, slug: str) -> ResourcePage:
    """The resource at this address, a good practice as what it is, with cover, authors, topics and regions; four
    statements. 404 if hidden or absent, `Withdrawn` if it was."""
    if "\0" in slug:
        raise Http404  # PostgreSQL refuses the character rather than find nothing.
    at_address = resources_visible_to(user).filter(slug=slug).select_related("goodpracticepage", "picture")
    found = with_parts(at_address).first()
    if found is None:
        raise not_found(user, slug=slug)
    return own(found)


def get_resource_by_number_for(user: Viewer, number: int) -> ResourcePage:
    """The resource with this number, wherever it has moved; 404 if hidden or absent, `Withdrawn` if it was."""
    if number > LARGEST:
        raise Http404  # PostgreSQL and SQLite refuse the number rather than find nothing.
    found = resources_visible_to(user).filter(pk=number).first()
    if found is None:
        raise not_found(user, pk=number)
    return found


def get_library_for(user: Viewer) -> LibraryPage:
    """The page that stands above the list, with `has_collections`: is there one to read? 404 if hidden or absent."""
    collections = live_pages_visible_to(CollectionPage.objects.all(), user)
    pages = LibraryPage.objects.annotate(has_collections=Exists(collections))
    page = live_pages_visible_to(pages, user).first()
    if page is None:
        raise Http404
    return page


def own(resource: ResourcePage) -> ResourcePage:
    """A good practice as such; its row must have been read with `select_related`."""
    practice = getattr(resource, "goodpracticepage", None)
    if practice is None:
        return resource
    # What was read with the parent's row is known already.
    practice.picture = resource.picture
    practice._prefetched_objects_cache = getattr(resource, "_prefetched_objects_cache", {})
    return practice


# What a resource says about itself ------------------------------------------------------------------------------


def with_parts(resources: QuerySet[ResourcePage]) -> QuerySet[ResourcePage]:
    """With authors, topics and regions: three statements more, whatever the number of resources."""
    return resources.prefetch_related(
        "authors",
        Prefetch("topic_items", ResourceTopic.objects.select_related("tag")),
        Prefetch("region_items", ResourceRegion.objects.select_related("region")),
    )


def day(resource: ResourcePage) -> str:
    """28 November 2023, November 2023, or 2023: what is known."""
    form = {DatePrecision.DAY: "j F Y", DatePrecision.MONTH: "F Y", DatePrecision.YEAR: "Y"}
    return dateformat.format(resource.date, form[DatePrecision(resource.date_precision)])


def years(began: int | None, ended: int | None) -> str:
    """2019–2023, 2021, or since 2022: when a practice was carried out."""
    if began is None:
        return ""
    if ended is None:
        return _("since %(year)d") % {"year": began}
    return str(began) if began == ended else f"{began}–{ended}"


def kind_of(resource: ResourcePage) -> str:
    """What it is, in a word."""
    return str(ResourceKind(resource.kind).label)


def cover_of(resource: ResourcePage) -> str:
    """The ground of the tile map that stands for it where it has no picture."""
    return COVERS.get(ResourceKind(resource.kind), "deep")


def names_of(authors: Iterable[ResourceAuthor], *, most: int = 3) -> str:
    """Ana Sample, Bruno Muster and 4 others, in one line."""
    names = list(dict.fromkeys(author.shown_name for author in authors))
    if len(names) > most + 1:
        return f"{', '.join(names[:most])} +{len(names) - most}"
    return ", ".join(names)


def topics_of(resource: ResourcePage) -> list[tuple[str, str]]:
    """Address part and name of each topic, by name."""
    pairs = ((item.tag.slug, item.tag.name) for item in resource.topic_items.all())
    return sorted(pairs, key=lambda pair: pair[1].casefold())


def regions_of(resource: ResourcePage) -> list[tuple[str, str]]:
    """Code and name of each region, in the editors' order."""
    return [(item.region.code, name_of(item.region)) for item in resource.region_items.all()]


def name_of(region: Region) -> str:
    """What a country or region is called."""
    return country_name(region.code) if region.level == 0 else region.name


def in_order(user: Viewer, ids: Sequence[int], *, parts: bool = True) -> list[Any]:
    """The resources of these numbers in this order, without their texts, as far as `user` may read them."""
    found = resources_visible_to(user).defer(*TEXTS).select_related("picture")
    rows = (with_parts(found) if parts else found).in_bulk(list(ids))
    return [rows[pk] for pk in ids if pk in rows]
