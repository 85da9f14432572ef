"""The programme of an event, and the page of one session."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cop.core import page_cache

from ..models import EventPage, Session
from ..selectors import dates, events, programme
from ..selectors.portraits import with_portraits
from ..selectors.slides import published_slides


@require_safe
def event_programme(request: HttpRequest, slug: str) -> HttpResponse:
    """All days of the programme. Permission: that of the event."""
    event = events.get_event_for(request.user, slug)
    sessions = programme.sessions_of(event)
    mine = programme.chosen_sessions(event, request.user)
    page_cache.tag(request, f"event:{event.pk}", "events")
    page_cache.known_parameters(request, "track")
    now = timezone.now()
    if event.ends_at > now:
        page_cache.expires(request, event.ends_at)
    days = programme.days(event, sessions, mine=mine, slides=published_slides(event, request.user))
    tracks = programme.track_filters(sessions, request.GET.get("track", ""))
    return render(
        request,
        "events/programme.html",
        {
            "event": event,
            "cancelled": events.is_cancelled(event),
            "days": days,
            "tabs": [{"url": f"#{day.anchor}", "label": day.label} for day in days],
            "tracks": tracks,
            "all_tracks": not any(track.checked for track in tracks),
            "mine": mine,
            "where": events.where(event),
            "zone": dates.zone(event),
            "trail": trail(event),
            "is_past": event.ends_at <= now,
        },
    )


@require_safe
def event_session(request: HttpRequest, slug: str, session_slug: str) -> HttpResponse:
    """One session at its stable address. Permission: that of the event."""
    event = events.get_event_for(request.user, slug)
    session, sessions = programme.get_session_for(request.user, event, session_slug)
    before, after = programme.neighbours(session, sessions)
    page_cache.tag(request, f"event:{event.pk}", "events")
    page_cache.known_parameters(request)
    for moment in (*events.boundaries(event), session.ends_at):
        if moment > timezone.now():
            page_cache.expires(request, moment)
    return render(
        request,
        "events/session.html",
        {
            "event": event,
            "session": session,
            "off": session.is_cancelled or events.is_cancelled(event),
            "mine": session.pk in programme.chosen_sessions(event, request.user),
            "badge": programme.places_badge(session),
            "facts": session_facts(event, session),
            "hours": programme.session_hours(session),
            "day": dates.day_name(session.local_start.date(), year=True),
            "zone": dates.zone(event),
            "people": programme.with_words(with_portraits(session.people)),
            "slides": published_slides(event, request.user).get(session.pk, []),
            "before": (before, programme.session_url(event, before)) if before else None,
            "after": (after, programme.session_url(event, after)) if after else None,
            "trail": [*trail(event), (_("Programme"), reverse("event_programme", args=[event.slug]))],
            "can_register": events.registration_is_open(event, timezone.now()),
        },
    )


def trail(event: EventPage) -> list[tuple[str, str]]:
    """Breadcrumbs down to the event."""
    return [(_("Home"), "/"), (_("Events"), reverse("event_index")), (event.title, event.get_absolute_url())]


def session_facts(event: EventPage, session: Session) -> list[tuple[str, str]]:
    """Where and how, line by line."""
    rows = [
        (_("Room"), session.room.name if session.room else ""),
        (_("Type"), session.get_type_display()),
        (_("Track"), session.track.name if session.track else ""),
        (_("Places"), programme.places_words(session) if session.needs_choice else ""),
        (_("Online"), _("Streamed") if session.is_streamed else ""),
    ]
    return [(label, value) for label, value in rows if value]
