"""The library, a resource, its citations, the feed, and what was found as a file."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cop.core import feeds, page_cache, sheets
from cop.core.citations import FORMATS, in_format

from ..exports import table
from ..models import GoodPracticePage
from ..selectors import facets, feed, listing, resources
from ..selectors.resource_page import resource_context
from ..selectors.shown_at import works_of
from ..selectors.spelling import meant_by
from .gone import says_gone

# More is not taken along at once; the interfaces for machines give everything page by page.
MOST_EXPORTED = 2_000
SHEET = "csv"


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """The library with words, filters and order. Permission: public; private resources are left out."""
    page = resources.get_library_for(request.user)
    page_cache.tag(request, f"page:{page.pk}", "library")
    # There are more words than memory: only pages without them are kept.
    page_cache.known_parameters(request, "page", "sort", "view", *facets.names())
    context = listing.library_context(request.user, request.GET)
    context["meant"] = meant_by(context["shown"])
    return render(request, "resources/library_page.html", {"page": page, **context})


@require_safe
@says_gone
def resource_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One resource. Permission: public; a private or unpublished one is answered like one that does not exist."""
    resource = resources.get_resource_for(request.user, slug)
    # What it points to (events, groups) is published, moved and hidden through Wagtail, which drops all pages.
    page_cache.tag(request, f"page:{resource.pk}", "library")
    page_cache.known_parameters(request)
    template = "good_practice_page" if isinstance(resource, GoodPracticePage) else "resource_page"
    context = {"page": resource, **resource_context(resource, request.user)}
    return render(request, f"resources/{template}.html", context)


@require_safe
@says_gone
def resource_by_number(request: HttpRequest, number: int) -> HttpResponse:
    """The address that stays leads to where the resource is now. Permission: as for the resource."""
    resource = resources.get_resource_by_number_for(request.user, number)
    return HttpResponseRedirect(resource.get_absolute_url())


@require_safe
@says_gone
def resource_citation(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """One resource for a program that keeps references. Permission: as for the resource."""
    if form not in FORMATS:
        raise Http404
    resource = resources.get_resource_for(request.user, slug)
    page_cache.tag(request, f"page:{resource.pk}", "library")
    page_cache.known_parameters(request)
    [work] = works_of([resource], request.user)
    return _file(work.in_format(form), form, work.key)


@require_safe
def library_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """All that the words and filters find, as one file. Permission: public; private resources are left out."""
    if form not in FORMATS and form != SHEET:
        raise Http404
    found = listing.listing(request.user, request.GET)
    rows = resources.in_order(request.user, found.fitting[:MOST_EXPORTED])
    if form == SHEET:
        return sheets.send(table(rows), "csv", f"library.{SHEET}", _("Library"))
    return _file(in_format(works_of(rows, request.user), form), form, "library")


@require_safe
def library_feed(request: HttpRequest) -> HttpResponse:
    """The newest of what the words and filters find, as Atom. Permission: public; nothing private for anybody, because
    feeds are passed on."""
    content, changed_at = feed.feed(request.GET, request.path)
    page_cache.tag(request, "library")
    page_cache.known_parameters(request, *facets.names())
    return feeds.answer(request, content, changed_at)


def _file(content: str, form: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=f"{FORMATS[form]}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
