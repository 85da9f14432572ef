"""The list of collections, each of them, and all files of one as a ZIP file."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cop.core import page_cache
from cop.core.files.serving import begins_download, serve
from cop.core.same_origin import from_our_pages_only

from ..limits import may_ask_for_zip
from ..models import CollectionPage
from ..refusals import Refused
from ..selectors import collections
from ..selectors.packing import get_archive_for, zip_context
from ..services.packing import ask_for_archive, note_download

REFRESH_SECONDS = 3


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


# All files of one as a ZIP file ----------------------------------------------------------------------------------


@require_POST
@from_our_pages_only
def ask_for_zip(request: HttpRequest, slug: str) -> HttpResponse:
    """Have all files of a collection put into one. Permission: as for the collection; not too often from one place."""
    collection = collections.get_collection_for(request.user, slug)
    if not may_ask_for_zip(request):
        problem = _("You have asked too often. Please try again in a few minutes.")
        return _zip_page(request, collection, problem=problem, status=429)
    try:
        ask_for_archive(collection=collection)
    except Refused as refusal:
        return _zip_page(request, collection, problem=str(refusal), status=409)
    return HttpResponseRedirect(reverse("collection_zip", args=[collection.slug]))


@require_safe
def collection_zip(request: HttpRequest, slug: str) -> HttpResponse:
    """How far the ZIP file of a collection is. Permission: as for the collection."""
    return _zip_page(request, collections.get_collection_for(request.user, slug))


@require_safe
def zip_file(request: HttpRequest, slug: str, key: uuid.UUID) -> HttpResponseBase:
    """The file itself, as long as it is what the collection is now. Permission: as for the collection, asked at each
    request; only files that everybody may read are in it."""
    collection = collections.get_collection_for(request.user, slug)
    made, contents = get_archive_for(collection, key)
    answer = serve(
        request, path=made.path, name=f"{collection.slug}.zip", content_type="application/zip", etag=str(made.key)
    )
    is_taken = answer.status_code in (200, 206) and begins_download(request)
    if is_taken and not getattr(request.user, "is_staff", False):
        note_download(made, contents)
    return answer


def _zip_page(
    request: HttpRequest, collection: CollectionPage, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = zip_context(collection, problem=problem)
    response = render(request, "resources/collection_zip.html", context, status=status)
    if context["under_way"] and not problem:
        # The page looks again by itself, without a script.
        response.headers["Refresh"] = f"{REFRESH_SECONDS}; url={reverse('collection_zip', args=[collection.slug])}"
    response.headers["Cache-Control"] = "no-store"
    return response
