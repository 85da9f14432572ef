"""Wagtail's choosers of pages, asked for pages that the person may know of only.

The hook `construct_page_chooser_queryset` covers lists and searches; the page that one stands on, and the pages that a
request names by number, it does not.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.admin.views import chooser
from wagtail.models import Page

from ..permissions import choosable_pages


def choose_below(request: HttpRequest, parent_page_id: int) -> HttpResponse:
    """Browse the pages below one. Permission: that page and those above it may be known."""
    page = get_object_or_404(Page, pk=parent_page_id)
    trail = page.get_ancestors(inclusive=True).filter(depth__gt=1)
    if trail.exclude(pk__in=choosable_pages(request.user).values("pk")).exists():
        raise PermissionDenied
    return chooser.BrowseView.as_view()(request, parent_page_id=parent_page_id)


def chosen_pages(request: HttpRequest) -> HttpResponse:
    """Titles of pages that were ticked. Permission: each of them may be known."""
    asked = {number for number in request.GET.getlist("id") if number.isdecimal() and len(number) < 19}
    if choosable_pages(request.user).filter(pk__in=asked).count() < len(asked):
        raise PermissionDenied
    return chooser.ChosenMultipleView.as_view()(request)
