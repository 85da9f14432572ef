"""All that the event page shows: one function for visitors, members and the editors' preview."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from cop.core import pictures
from cop.core.prepared import prepared
from cop.taxonomy import tilemap
from cop.taxonomy.countries import country_name
from cop.taxonomy.gathering import topic_url
from resources.selectors.related import Kin, rows_beside

from ..choices import EventKind
from ..models import EventDocument, EventPage
from . import dates, events, programme, structured
from .portraits import with_portraits
from .registration import registration_box

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

# The text column: as wide as the screen on phones, 44rem beside the box.
PICTURE = pictures.shape(480, 800, 1200, sizes="(width >= 62rem) 44rem, calc(100vw - 2rem)")
MEETING_PLACES = {"barcelona": tilemap.BARCELONA, "brussels": tilemap.BRUSSELS}


def event_page(event: EventPage, user: "User | AnonymousUser", *, now: datetime) -> dict[str, Any]:
    """The template's context. Statements beyond the event itself: programme, documents, places, and the pictures."""
    sessions = programme.sessions_of(event)
    box = registration_box(event, user, now=now, has_programme=bool(sessions))
    shared = pictures.shared(event.picture)
    picture_url = shared.url if shared else ""
    return {
        "event": event,
        "hero": hero(event, sessions, now=now, places=box.state),
        "box": box,
        "cancelled": events.is_cancelled(event),
        "cancel_reason": event.state.cancel_reason if events.is_cancelled(event) else "",
        "is_past": event.ends_at <= now,
        "about": about_title(event),
        "picture": pictures.html(event.picture, PICTURE, first=True),
        "shared": shared,
        "teaser": programme.teaser(event, sessions),
        "session_count": len(sessions),
        "speakers": with_portraits(programme.speakers_of(sessions)),
        "documents": documents(event),
        "library": library_beside(event, user),
        "topics": [(name, topic_url(slug)) for slug, name in events.topics_of(event)],
        "place": place_facts(event),
        "calendars": calendar_links(event),
        "structured": structured.as_script(structured.event_data(event, picture_url=pictures.absolute(picture_url))),
        "changes_at": min(
            (moment for moment in (*events.boundaries(event), box.changes_at) if moment and moment > now), default=None
        ),
    }


def library_beside(event: EventPage, user: "User | AnonymousUser") -> list[dict[str, Any]]:
    """What of the library was shown at the event, or is on its topics, as the component “row” takes it. One statement.

    Where an event is says nothing about what it is about.
    """
    kin = Kin(
        pages=[event.pk] if event.pk else [],
        topics=[slug for slug, _name in events.topics_of(event)],
    )
    return rows_beside(kin, user)


def hero(event: EventPage, sessions: list, *, now: datetime, places: str = "") -> dict[str, Any]:
    """The deep band at the top, as the component “event-hero” takes it."""
    return {
        "badges": events.badges(event, now, places=places),
        "start": event.local_start,
        "end": events.last_day(event),
        "days": dates.days(event.local_start, event.local_end),
        "hours": dates.event_hours_tag(event, programme.spans(sessions)),
        "zone": "" if dates.is_whole_days(event) else dates.zone(event),
        "place": events.where(event),
        "past": event.ends_at <= now,
        "hot": MEETING_PLACES.get(event.city.casefold(), "none"),
        "trail": [(_("Home"), "/"), (_("Events"), reverse("event_index"))],
    }


def about_title(event: EventPage) -> str:
    """About this Forum, about this workshop."""
    return {
        EventKind.FORUM: _("About this Forum"),
        EventKind.CONFERENCE: _("About this conference"),
        EventKind.WEBINAR: _("About this webinar"),
        EventKind.WORKSHOP: _("About this workshop"),
        EventKind.MEETING: _("About this meeting"),
    }[EventKind(event.kind)]


def documents(event: EventPage) -> list[dict[str, str]]:
    """The documents offered, as the component “file” takes them."""
    shown = []
    for item in _documents_of(event.pk) if event.pk else event.documents.all():
        document = item.document
        shown.append(
            {
                "title": item.label or document.title,
                "url": document.url,
                "kind": document.file_extension.upper(),
                "text": filesizeformat(document.file_size) if document.file_size else "",
            }
        )
    return shown


@prepared
def _documents_of(event_id: int) -> QuerySet[EventDocument]:
    return EventDocument.objects.filter(page=event_id).select_related("document")


def country_of(event: EventPage) -> str:
    """The English name of its country, if it has one."""
    return country_name(event.country_id) if event.country_id else ""


def place_facts(event: EventPage) -> list[tuple[str, str]]:
    """Where it is, line by line."""
    lines = [
        (_("Venue"), event.venue),
        (_("Address"), ", ".join(event.address.splitlines())),
        (
            _("Town"),
            ", ".join(
                part for part in (event.city, country_name(event.country_id) if event.country_id else "") if part
            ),
        ),
        (_("Taking part"), event.get_mode_display()),
        (_("Languages"), event.languages),
        (_("Series"), event.series.name if event.series else ""),
    ]
    return [(label, value) for label, value in lines if value]


def calendar_links(event: EventPage) -> list[dict[str, str]]:
    """The forms of two web calendars, filled in; the box has the file for every other one."""
    address = f"{settings.SITE_URL}{event.get_absolute_url()}"
    utc = "%Y%m%dT%H%M%SZ"
    start, end = (moment.astimezone(dates.UTC) for moment in (event.starts_at, event.ends_at))
    google = urlencode(
        {
            "action": "TEMPLATE",
            "text": event.title,
            "dates": f"{start.strftime(utc)}/{end.strftime(utc)}",
            "location": events.where(event),
            "details": address,
        }
    )
    outlook = urlencode(
        {
            "path": "/calendar/action/compose",
            "rru": "addevent",
            "subject": event.title,
            "startdt": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "enddt": end.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "location": events.where(event),
            "body": address,
        }
    )
    return [
        {"label": "Google", "url": f"https://calendar.google.com/calendar/render?{google}", "icon": "external"},
        {
            "label": "Outlook",
            "url": f"https://outlook.office.com/calendar/0/action/compose?{outlook}",
            "icon": "external",
        },
    ]
