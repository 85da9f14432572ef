"""Calendars: public events, one event, one session, and what a member is registered for; made with django-ical.

Times are written in UTC, which every calendar shows on its owner's clock, so that no VTIMEZONE can be wrong. DTSTAMP is
the time of the last change, not of the download: the same facts give the same bytes, and ETags work.
"""

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django_ical.feedgenerator import ICal20Feed
from icalendar import Calendar, vDuration

from cop.taxonomy.countries import country_name

from .calendar_sources import CalendarItem
from .choices import CategoryKind, Mode, RegistrationStatus
from .models import EventPage, Registration, Session
from .selectors import events, programme

if TYPE_CHECKING:
    from .selectors.calendars import Personal

PRODUCT = "-//S3 Community of Practice//Events//EN"
REFRESH = timedelta(hours=1)
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
STATUS_OF = {
    RegistrationStatus.PENDING: TENTATIVE,
    RegistrationStatus.WAITING: TENTATIVE,
    RegistrationStatus.OFFERED: TENTATIVE,
    RegistrationStatus.CONFIRMED: CONFIRMED,
    RegistrationStatus.ATTENDED: CONFIRMED,
    RegistrationStatus.NO_SHOW: CONFIRMED,
    RegistrationStatus.REJECTED: CANCELLED,
    RegistrationStatus.CANCELLED: CANCELLED,
    RegistrationStatus.EXPIRED: CANCELLED,
}
# Marks that turn the direction of text around; they could make a title read as another one.
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class CalendarFeed(ICal20Feed):
    """django-ical's feed with how often to ask again, and nothing of the moment of the download."""

    def write_items(self, calendar: Calendar) -> None:
        if self.feed.get("refresh"):
            calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
            # icalendar knows no type for what begins with X-: it would write 1:00:00, which Outlook does not read.
            calendar.add("x-published-ttl", vDuration(REFRESH).to_ical().decode())
        for item in self.items:
            # Django's feed always has a list of categories; an empty one would be a property without a value.
            item["categories"] = item["categories"] or None
        super().write_items(calendar)


def line(text: object) -> str:
    """One line of plain text: no control characters, no line breaks, no marks that turn the direction around."""
    return " ".join(lines(text).split())


def lines(text: object) -> str:
    """Plain text that may have several lines. Semicolons, commas and backslashes are escaped by icalendar."""
    cleaned = DIRECTION.sub("", str(text)).replace("\r\n", "\n").replace("\r", "\n")
    # icalendar reads a backslash before a capital N as a line break.
    cleaned = cleaned.replace("\\N", "\\n")
    return "".join(
        each for each in cleaned if each in "\n\t" or unicodedata.category(each) not in ("Cc", "Cs", "Zl", "Zp")
    )


def uid(kind: str, pk: int) -> str:
    """The stable name of an entry: event-12@example.eu."""
    return f"{kind}-{pk}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}"


def events_calendar(shown: Iterable[EventPage], *, name: str = "", more: Iterable[CalendarItem] = ()) -> bytes:
    """The calendar of public events to subscribe to, and what other rooms add to it."""
    feed = _feed(name or settings.WAGTAIL_SITE_NAME, refresh=True)
    for event in shown:
        _add_event(feed, event)
    _add_items(feed, more)
    return _bytes(feed)


def calendar_of(items: Iterable[CalendarItem], *, name: str, refresh: bool = False) -> bytes:
    """A calendar of another room's entries; `refresh` if it is one to subscribe to."""
    feed = _feed(name, refresh=refresh)
    _add_items(feed, items)
    return _bytes(feed)


def event_calendar(event: EventPage, *, registration: Registration | None = None, method: str = "PUBLISH") -> bytes:
    """One event as a file; with a registration, as this member's entry: its state, and SEQUENCE raised by its changes.

    `method` "CANCEL" is for letters that take the entry out of the calendar again.
    """
    feed = _feed(event.title, method=method)
    if registration is None:
        _add_event(feed, event, status=CANCELLED if method == "CANCEL" else "")
    else:
        _add_event(
            feed,
            event,
            status=CANCELLED if method == "CANCEL" else STATUS_OF[RegistrationStatus(registration.status)],
            raised=_raised(registration),
            changed=registration.updated_at,
            note=_own_words(registration),
            location=_own_place(registration, event),
        )
    return _bytes(feed)


def session_calendar(session: Session) -> bytes:
    """One session as a file."""
    feed = _feed(session.title)
    _add_session(feed, session)
    return _bytes(feed)


def personal_calendar(personal: "Personal", *, more: Iterable[CalendarItem] = ()) -> bytes:
    """What one member is registered for: events and chosen sessions, each with its state; and what others add to it."""
    feed = _feed(_("%(site)s: my events") % {"site": settings.WAGTAIL_SITE_NAME}, refresh=True)
    for entry in personal.events:
        _add_event(
            feed,
            entry.registration.event,
            status=STATUS_OF[RegistrationStatus(entry.registration.status)],
            raised=entry.raised,
            changed=entry.registration.updated_at,
            note=_own_words(entry.registration),
            location=_own_place(entry.registration, entry.registration.event),
        )
    for place, raised in personal.sessions:
        _add_session(
            feed,
            place.session,
            status=STATUS_OF[RegistrationStatus(place.status)],
            raised=raised,
            changed=place.updated_at,
            location=_own_place(place.registration, place.session.event),
        )
    _add_items(feed, more)
    return _bytes(feed)


def _add_items(feed: CalendarFeed, items: Iterable[CalendarItem]) -> None:
    for item in items:
        _add(feed, **{each.name: getattr(item, each.name) for each in fields(item)})


def _raised(registration: Registration) -> int:
    """How often this member's registrations for the event have changed, those before this one included.

    Calendars ignore an entry whose SEQUENCE falls; so a second registration goes on where the first one ended.
    """
    earlier = Registration.objects.filter(
        member_id=registration.member_id, event_id=registration.event_id, pk__lt=registration.pk
    )
    before = sum(earlier.values_list("serial", flat=True)) if registration.member_id else 0
    return before + registration.serial


def _own_words(registration: Registration) -> str:
    return _("Your registration: %(state)s") % {"state": registration.get_status_display()}


def _own_place(registration: Registration, event: EventPage) -> str:
    """Who takes part online in an event that has rooms as well is not sent to them; empty for everybody else."""
    if event.mode == Mode.HYBRID and registration.category.kind == CategoryKind.ONLINE:
        return _("Online")
    return ""


def _feed(name: str, *, method: str = "PUBLISH", refresh: bool = False) -> CalendarFeed:
    return CalendarFeed(
        title=line(name),
        link=settings.SITE_URL,
        description=None,
        product_id=PRODUCT,
        method=method,
        refresh=refresh,
    )


def _bytes(feed: CalendarFeed) -> bytes:
    out = io.BytesIO()
    feed.write(out, "utf-8")
    return out.getvalue()


def _add_event(
    feed: CalendarFeed,
    event: EventPage,
    *,
    status: str = "",
    raised: int = 0,
    changed: datetime | None = None,
    note: str = "",
    location: str = "",
) -> None:
    state = events.state_of(event)
    address = f"{settings.SITE_URL}{event.get_absolute_url()}"
    _add(
        feed,
        uid=uid("event", event.pk),
        title=event.title,
        start=event.starts_at,
        end=event.ends_at,
        address=address,
        location=location or _location(event),
        text=[note, event.summary, address],
        status=CANCELLED if events.is_cancelled(event) else status or CONFIRMED,
        sequence=(state.sequence if state else 0) + raised,
        changed=[event.last_published_at, state.updated_at if state else None, changed],
        categories=[str(event.get_kind_display())],
    )


def _add_session(
    feed: CalendarFeed,
    session: Session,
    *,
    status: str = "",
    raised: int = 0,
    changed: datetime | None = None,
    location: str = "",
) -> None:
    event = session.event
    state = events.state_of(event)
    address = f"{settings.SITE_URL}{programme.session_url(event, session)}"
    off = session.is_cancelled or events.is_cancelled(event)
    _add(
        feed,
        uid=uid("session", session.pk),
        title=f"{session.title} – {event.title}",
        start=session.starts_at,
        end=session.ends_at,
        address=address,
        location=location
        or ", ".join(part for part in (session.room.name if session.room else "", _location(event)) if part),
        text=[session.abstract, address],
        status=CANCELLED if off else status or CONFIRMED,
        # A cancelled event cancels its sessions: their entries change too.
        sequence=session.sequence + (state.sequence if state else 0) + raised,
        changed=[event.last_published_at, state.updated_at if state else None, changed],
    )


def _location(event: EventPage) -> str:
    country = country_name(event.country_id) if event.country_id else ""
    parts = [event.venue, " ".join(event.address.split()), event.city, country]
    place = ", ".join(dict.fromkeys(part for part in parts if part))
    return place or events.where(event)


def _add(
    feed: CalendarFeed,
    *,
    uid: str,
    title: str,
    start: datetime,
    end: datetime,
    address: str,
    location: str,
    text: Sequence[str],
    status: str,
    sequence: int,
    changed: Sequence[datetime | None],
    categories: Sequence[str] = (),
) -> None:
    last = max((moment for moment in changed if moment), default=start).astimezone(UTC).replace(microsecond=0)
    facts: dict[str, Any] = {
        "unique_id": uid,
        "start_datetime": start.astimezone(UTC),
        "end_datetime": end.astimezone(UTC),
        "location": line(location),
        "status": status,
        "sequence": sequence,
        "timestamp": last,
        "updateddate": last,
        "categories": categories,
        "transparency": "TRANSPARENT" if status == CANCELLED else "OPAQUE",
    }
    feed.add_item(
        title=line(title), link=address, description=lines("\n\n".join(part for part in text if part)), **facts
    )


def file_name(slug: str) -> str:
    """A name for the download that no header can be broken with."""
    return f"{re.sub(r'[^A-Za-z0-9_-]+', '-', slug).strip('-') or 'event'}.ics"
