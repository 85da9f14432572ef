"""The list of collections, and each of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cop.core import page_cache

from ..selectors import collections


@require_safe
def collections_page(request: HttpRequest) -> HttpResponse:
    """The list of collections. Permission: public; private ones are left out."""
    page = collections.get_collections_page_for(request.user)
    # What is in them is published, moved and hidden through Wagtail, which drops all pages.
    page_cache.tag(request, f"page:{page.pk}", "library")
    page_cache.known_parameters(request)
    context = {"page": page, **collections.collections_context(request.user)}
    return render(request, "resources/collections_page.html", context)


@require_safe
def collection_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One collection. Permission: public; a private or unpublished one is answered like one that does not exist, and
    resources that the viewer may not read are left out."""
    collection = collections.get_collection_for(request.user, slug)
    page_cache.tag(request, f"page:{collection.pk}", "library")
    page_cache.known_parameters(request, "page")
    context = {"page": collection, **collections.collection_context(collection, request.user, request.GET)}
    return render(request, "resources/collection_page.html", context)
