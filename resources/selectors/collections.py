"""Collections: the doors to them, their list, what the page of each shows, and those that hold a resource."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core import pictures, structured
from cop.core.body import page_body
from cop.core.models import live_pages_visible_to

from ..models import CollectionItem, CollectionPage, CollectionsPage, ResourcePage
from .listing import COVER, rows_of
from .packing import offer_of
from .resources import Viewer, in_order, resources_visible_to
from .slide_pictures import cover_html, first_pictures

PER_PAGE = 40
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
    inside: dict[int, list[int]] = {collection.pk: [] for collection in collections}
    for collection_id, resource_id in items.values_list("collection", "resource") if collections else ():
        inside[collection_id].append(resource_id)
    return {
        "trail": [(_("Home"), "/"), (_("Library"), reverse("library"))],
        "cards": _cards(collections, inside, user),
    }


def collection_context(collection: CollectionPage, user: Viewer, query: Mapping[str, Any]) -> dict[str, Any]:
    """The template's context. Statements beyond the collection itself: what is in it (two), the resources shown with
    authors, topics and regions (four), their files, and two for pictures where there are any."""
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


def collections_with(resource: ResourcePage, user: Viewer) -> list[dict[str, Any]]:
    """The collections that hold it, as the component “row” takes them. One statement; none for a page never saved."""
    if resource.pk is None:
        return []
    found = collections_visible_to(user).filter(items__resource=resource.pk).defer("body").order_by("path")
    return [
        {"title": each.title, "url": each.get_absolute_url(), "meta": [], "sample": each.is_sample} for each in found
    ]


def _cards(collections: Iterable[CollectionPage], inside: Mapping[int, Sequence[int]], user: Viewer) -> list[Card]:
    bare = [inside[each.pk][0] for each in collections if each.picture_id is None and inside[each.pk]]
    firsts: list[ResourcePage] = in_order(user, bare, parts=False) if bare else []
    covers = {resource.pk: resource.picture for resource in firsts}
    pages = first_pictures(firsts) if firsts else {}
    pictures.fetch(
        (picture, COVER)
        for picture in (*(each.picture for each in collections), *covers.values())
        if picture is not None
    )
    cards = []
    for each in collections:
        first = inside[each.pk][0] if inside[each.pk] else 0
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
            )
        )
    return cards


def _count(number: int) -> str:
    return ngettext("%(n)d resource", "%(n)d resources", number) % {"n": number}
