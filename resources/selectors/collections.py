"""Collections: the doors to them, their list, what the page of each shows, what programs get, and those that hold a
resource."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Sum
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.images.models import AbstractImage

from cop.core import pictures, structured
from cop.core.body import page_body
from cop.core.models import live_pages_visible_to

from ..models import CollectionItem, CollectionPage, CollectionsPage, ResourceFile, ResourcePage
from .listing import COVER, rows_of
from .packing import LARGEST, offer_of
from .resources import Viewer, everybody, in_order, resources_visible_to
from .slide_pictures import SlidePicture, cover_html, first_pictures

PER_PAGE = 40
# So many titles stand on the card of a collection; so many collections below the page of another one.
TITLES = 3
OTHERS = 3
PICTURE = pictures.shape(480, 800, 1200, sizes="(width >= 62rem) 34rem, calc(100vw - 2rem)")


@dataclass(frozen=True)
class Card:
    """A collection in the list, as the component “card” takes it."""

    title: str
    url: str
    # “12 resources”: as many as the viewer may read.
    count: str
    text: str
    seed: int
    sample: bool
    picture: SafeString
    # The first titles in it, and how many more there are.
    first: Sequence[str]
    more: int


@dataclass(frozen=True)
class Told:
    """A collection as programs get it: numbers and titles of its resources in order, the address of its cover, and how
    many files make how many bytes as one ZIP file (0 where there is none to be had)."""

    collection: CollectionPage
    resources: Sequence[tuple[int, str]]
    cover: str
    files: int
    size: int


# Doors ----------------------------------------------------------------------------------------------------------


def collections_visible_to(user: Viewer) -> QuerySet[CollectionPage]:
    """Published collections that `user` may read."""
    return live_pages_visible_to(CollectionPage.objects.all(), user)


def get_collections_page_for(user: Viewer) -> CollectionsPage:
    """The page that stands above the list; 404 if hidden or absent. One statement."""
    page = live_pages_visible_to(CollectionsPage.objects.all(), user).first()
    if page is None:
        raise Http404
    return page


def get_collection_for(user: Viewer, slug: str) -> CollectionPage:
    """The collection at this address; 404 if hidden or absent. One statement."""
    if "\0" in slug:
        raise Http404  # PostgreSQL refuses the character rather than find nothing.
    found = collections_visible_to(user).filter(slug=slug).select_related("picture").first()
    if found is None:
        raise Http404
    return found


# What is in them ------------------------------------------------------------------------------------------------


def resources_in(collection: CollectionPage, user: Viewer) -> list[int]:
    """Numbers of its resources that `user` may read, in the editors' order. Two statements; one for a draft."""
    ids = [item.resource_id for item in collection.items.all()]
    known = set(resources_visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    return [pk for pk in ids if pk in known]


def collections_context(user: Viewer) -> dict[str, Any]:
    """The template's context. Statements: the collections, what is in them, the first resource of each, and two for
    pictures where there are any."""
    collections = list(collections_visible_to(user).select_related("picture").defer("body").order_by("path"))
    visible = resources_visible_to(user).values("pk")
    items = CollectionItem.objects.filter(collection__in=collections, resource__in=visible).order_by("sort_order", "pk")
    inside: dict[int, list[tuple[int, str]]] = {collection.pk: [] for collection in collections}
    if collections:
        for collection_id, resource_id, title in items.values_list("collection", "resource", "resource__title"):
            inside[collection_id].append((resource_id, title))
    return {
        "trail": [(_("Home"), "/"), (_("Library"), reverse("library"))],
        "cards": _cards(collections, inside, user),
    }


def told(ids: Iterable[int]) -> list[Told]:
    """Collections by their numbers, in this order, as everybody may see them. Statements: the collections, what is in
    them, the files of that, the first resource of each without cover, the pictures of pages and those of editors."""
    wanted = list(ids)
    rows = collections_visible_to(everybody()).select_related("picture").defer("body").in_bulk(wanted)
    collections = [rows[pk] for pk in wanted if pk in rows]
    visible = resources_visible_to(everybody()).values("pk")
    items = CollectionItem.objects.filter(collection__in=collections, resource__in=visible).order_by("sort_order", "pk")
    inside: dict[int, list[tuple[int, str]]] = {collection.pk: [] for collection in collections}
    for collection_id, resource_id, title in items.values_list("collection", "resource", "resource__title"):
        inside[collection_id].append((resource_id, title))
    held = {resource_id for each in inside.values() for resource_id, _title in each}
    files = ResourceFile.objects.filter(resource__in=held, current__isnull=False).order_by().values("resource")
    weights = {
        resource_id: (number, size)
        for resource_id, number, size in files.annotate(n=Count("pk"), size=Sum("current__size")).values_list(
            "resource", "n", "size"
        )
    }
    covers = _cover_addresses(collections, {pk: [number for number, _title in each] for pk, each in inside.items()})
    found = []
    for each in collections:
        weighed = [weights.get(resource_id, (0, 0)) for resource_id, _title in inside[each.pk]]
        number, size = sum(n for n, _size in weighed), sum(size for _n, size in weighed)
        if size > LARGEST:
            number = size = 0
        found.append(Told(each, inside[each.pk], covers[each.pk], number, size))
    return found


def collection_context(collection: CollectionPage, user: Viewer, query: Mapping[str, Any]) -> dict[str, Any]:
    """The template's context. Statements beyond the collection itself: what is in it (two), the resources shown with
    authors, topics and regions (four), their files, other collections, and two for pictures where there are any."""
    ids = resources_in(collection, user)
    page = Paginator(ids, PER_PAGE).get_page(query.get("page"))
    resources = in_order(user, list(page.object_list))
    # The cover is that of the whole collection, on whichever of its pages.
    first = resources[:1] if page.number == 1 else in_order(user, ids[:1], parts=False)
    rows = rows_of(resources)
    chosen = collection.picture or (first[0].picture if first else None)
    page_picture = first_pictures(first).get(ids[0]) if first and chosen is None else None
    address = f"{settings.SITE_URL}{collection.get_absolute_url()}"
    return {
        "collection": collection,
        "body": page_body(collection.body, user),
        "trail": [
            (_("Home"), "/"),
            (_("Library"), reverse("library")),
            (_("Collections"), reverse("library_collections")),
        ],
        "count": _count(len(ids)),
        "page_of_list": page,
        # Where the numbers of this page begin.
        "start": page.start_index(),
        "rows": rows,
        "zip": offer_of(collection, ids),
        "others": _others(collection, user),
        "picture": pictures.html(chosen, PICTURE, alt="", first=True)
        or cover_html(page_picture, sizes=PICTURE.sizes, first=True),
        "shared": page_picture.shared if page_picture else pictures.shared(chosen),
        "structured": structured.as_script(
            {
                "@type": "CollectionPage",
                "name": collection.title,
                "description": collection.description,
                "url": address,
                "mainEntity": {
                    "@type": "ItemList",
                    "numberOfItems": len(ids),
                    "itemListElement": [
                        {
                            "@type": "ListItem",
                            "position": number,
                            "name": resource.title,
                            "url": f"{settings.SITE_URL}{resource.get_absolute_url()}",
                        }
                        for number, resource in enumerate(resources, page.start_index())
                    ],
                },
            }
        ),
    }


def _others(collection: CollectionPage, user: Viewer) -> list[dict[str, Any]]:
    """Some other collections, the newest first, as the component “row” takes them. One statement."""
    found = collections_visible_to(user).exclude(pk=collection.pk).defer("body").order_by("-first_published_at", "-pk")
    return [_as_row(each, [each.summary]) for each in found[:OTHERS]]


def _as_row(collection: CollectionPage, meta: Sequence[str] = ()) -> dict[str, Any]:
    return {
        "title": collection.title,
        "url": collection.get_absolute_url(),
        "meta": list(meta),
        "sample": collection.is_sample,
    }


def collections_with(resource: ResourcePage, user: Viewer) -> list[dict[str, Any]]:
    """The collections that hold it, as the component “row” takes them. One statement; none for a page never saved."""
    if resource.pk is None:
        return []
    found = collections_visible_to(user).filter(items__resource=resource.pk).defer("body").order_by("path")
    return [_as_row(each) for each in found]


def _first_covers(
    collections: Iterable[CollectionPage], inside: Mapping[int, Sequence[int]], user: Viewer, shape: pictures.Shape
) -> tuple[dict[int, AbstractImage | None], dict[int, SlidePicture]]:
    """Of the first resource of each collection without a picture of its own: its cover, and the picture of its first
    page; renditions in `shape` are read for all of them."""
    bare = [inside[each.pk][0] for each in collections if each.picture_id is None and inside[each.pk]]
    firsts: list[ResourcePage] = in_order(user, bare, parts=False) if bare else []
    covers = {resource.pk: resource.picture for resource in firsts}
    pages = first_pictures(firsts) if firsts else {}
    pictures.fetch(
        (picture, shape)
        for picture in (*(each.picture for each in collections), *covers.values())
        if picture is not None
    )
    return covers, pages


def _cover_addresses(collections: Sequence[CollectionPage], inside: Mapping[int, Sequence[int]]) -> dict[int, str]:
    covers, pages = _first_covers(collections, inside, everybody(), pictures.SHARE)
    found = {}
    for each in collections:
        first = inside[each.pk][0] if inside[each.pk] else 0
        path = pictures.url(each.picture or covers.get(first))
        if not path and not each.picture_id and first in pages:
            path = pages[first].url
        found[each.pk] = pictures.absolute(path)
    return found


def _cards(
    collections: Sequence[CollectionPage], inside: Mapping[int, Sequence[tuple[int, str]]], user: Viewer
) -> list[Card]:
    numbers = {pk: [number for number, _title in held] for pk, held in inside.items()}
    covers, pages = _first_covers(collections, numbers, user, COVER)
    cards = []
    for each in collections:
        first = numbers[each.pk][0] if numbers[each.pk] else 0
        cards.append(
            Card(
                title=each.title,
                url=each.get_absolute_url(),
                count=_count(len(inside[each.pk])),
                text=each.summary,
                seed=each.pk,
                sample=each.is_sample,
                picture=pictures.html(each.picture or covers.get(first), COVER, alt="")
                or cover_html(None if each.picture_id else pages.get(first), sizes=COVER.sizes),
                first=[title for _number, title in inside[each.pk][:TITLES]],
                more=max(len(inside[each.pk]) - TITLES, 0),
            )
        )
    return cards


def _count(number: int) -> str:
    return ngettext("%(n)d resource", "%(n)d resources", number) % {"n": number}
