"""Calendars to download and to subscribe to, and the page that explains the personal one."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cop.core import page_cache

from .. import calendar_sources, ical, limits
from ..selectors import calendars, events, facets, programme
from ..selectors.listing import events_for_calendar
from ..services import calendar_feeds

MEDIA_TYPE = "text/calendar; charset=utf-8"


def calendar_response(request: HttpRequest, content: bytes, name: str, *, download: bool = True) -> HttpResponse:
    """The calendar with its ETag, or 304 where the reader has it already."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'{"attachment" if download else "inline"}; filename="{name}"'
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


@require_safe
def events_calendar(request: HttpRequest) -> HttpResponse:
    """All events that everybody may see, with the filters of the list; without a filter also what other rooms hold open
    for everybody. Permission: public; nothing private for anybody, because calendars are passed on."""
    shown = events_for_calendar(events.everybody(), request.GET)
    page_cache.tag(request, "events")
    page_cache.known_parameters(request, *facets.NAMES)
    is_filtered = any(request.GET.get(name) for name in facets.NAMES)
    more = [] if is_filtered else calendar_sources.public_items(since=timezone.now() - calendars.KEPT)
    return calendar_response(request, ical.events_calendar(shown, more=more), "events.ics", download=False)


@require_safe
def event_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """One event as a file. Permission: that of the event."""
    event = events.get_event_for(request.user, slug)
    page_cache.tag(request, f"event:{event.pk}", "events")
    page_cache.known_parameters(request)
    return calendar_response(request, ical.event_calendar(event), ical.file_name(event.slug))


@require_safe
def session_ics(request: HttpRequest, slug: str, session_slug: str) -> HttpResponse:
    """One session as a file. Permission: that of the event."""
    event = events.get_event_for(request.user, slug)
    session, _sessions = programme.get_session_for(request.user, event, session_slug)
    page_cache.tag(request, f"event:{event.pk}", "events")
    page_cache.known_parameters(request)
    return calendar_response(request, ical.session_calendar(session), ical.file_name(session.slug))


@require_safe
def personal_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """A member's own calendar. Permission: whoever knows the secret address, as long as it and the account stand."""
    page_cache.never(request)
    member = calendars.member_of_feed(token)
    now = timezone.now()
    more = calendar_sources.personal_items(member, since=now - calendars.KEPT)
    content = ical.personal_calendar(calendars.personal(member, now=now), more=more)
    response = calendar_response(request, content, "my-events.ics", download=False)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: HttpRequest) -> HttpResponse:
    """How to subscribe to one's own calendar; make, renew, revoke its address. Permission: logged in, one's own."""
    if request.method == "POST":
        if not limits.allowed(request, "calendar"):
            messages.error(request, _("That was too often. Please wait ten minutes, then try again."))
        elif request.POST.get("act") == "revoke":
            if calendar_feeds.revoke_feed(member=request.user, actor=request.user):
                messages.success(request, _("Your calendar address no longer works."))
        else:
            calendar_feeds.renew_feed(member=request.user, actor=request.user)
            messages.success(request, _("Your calendar has a new address. Any address before it no longer works."))
        return redirect("my_calendar")
    feed = calendars.feed_of(request.user)
    path = reverse("personal_calendar", args=[feed.token]) if feed else ""
    address = f"{settings.SITE_URL}{path}" if feed else ""
    return render(
        request,
        "events/my_calendar.html",
        {
            "feed": feed,
            "address": address,
            "webcal": f"webcal://{address.partition('://')[2]}" if feed else "",
            "trail": [(_("My page"), reverse("my_page"))],
        },
    )
