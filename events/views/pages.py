"""The event page and the list of events."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cop.core import page_cache

from ..models import EventPage
from ..selectors import events, facets
from ..selectors.event_page import event_page as context_of_event_page
from ..selectors.listing import index_context


@require_safe
def event_index(request: HttpRequest) -> HttpResponse:
    """The list of events. Permission: public; private events are left out."""
    now = timezone.now()
    page = events.get_index_for(request.user)
    context = index_context(request.user, request.GET, now=now)
    page_cache.tag(request, "events", *(f"event:{event.pk}" for event in context["listing"].events))
    page_cache.known_parameters(request, "past", "page", *facets.NAMES)
    if context["changes_at"]:
        page_cache.expires(request, context["changes_at"])
    return render(request, "events/event_index_page.html", {"page": page, **context})


@require_safe
def event_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One event. Permission: public; a private or unpublished event is answered like one that does not exist."""
    event = events.get_event_for(request.user, slug)
    return show_event(request, event)


def show_event(request: HttpRequest, event: EventPage) -> HttpResponse:
    """The page of an event that the visitor may see."""
    context = context_of_event_page(event, request.user, now=timezone.now())
    page_cache.tag(request, f"event:{event.pk}", "events", f"page:{event.pk}")
    page_cache.known_parameters(request)
    if context["changes_at"]:
        page_cache.expires(request, context["changes_at"])
    return render(request, "events/event_page.html", {"page": event, **context})
