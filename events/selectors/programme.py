"""Reads of a programme: its sessions with their people, its days as grids, one session, the teaser."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core.prepared import prepared

from ..choices import ACTIVE, HOLDING, SessionType, SpeakerRole, TrackColour
from ..models import EventPage, Room, Session, SessionPlace, Speaker, Track
from . import dates, grid

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

FEW_PLACES = 10
TEASER_LENGTH = 6
# The fourth colour, grey, is that of a session without a track.
TONES = {TrackColour.BLUE: 1, TrackColour.GREEN: 2, TrackColour.ORANGE: 3}


@dataclass(frozen=True)
class Person:
    """Somebody who speaks, chairs or moderates; `portrait` is filled in by `portraits.with_portraits`."""

    id: int
    name: str
    position: str
    role: str
    is_sample: bool
    picture_id: int | None = None
    portrait: str = ""

    @property
    def role_label(self) -> str:
        return str(SpeakerRole(self.role).label)


@dataclass(frozen=True)
class TrackFilter:
    """One choice of the track filter; `number` ties it to the sessions' marks and to the style sheet."""

    key: str
    label: str
    number: int
    checked: bool


@dataclass
class Day:
    """One day of the programme, ready for the component “programme”."""

    day: date
    anchor: str
    label: str
    caption: str
    rooms: list[dict[str, str]]
    rows: list[dict[str, Any]] = field(default_factory=list)


def sessions_of(event: EventPage) -> list[Session]:
    """All sessions in order, each with `.people` and `.places_taken`: one statement.

    The people come by an outer join, so a session of three speakers arrives as three rows and is put together here;
    rooms and tracks are made once each.
    """
    found: dict[int, Session] = {}
    rooms: dict[int, Room] = {}
    tracks: dict[int, Track] = {}
    for row in _sessions_with_people(event.pk):
        session = found.get(row[0])
        if session is None:
            session = found[row[0]] = Session.from_db(DEFAULT_DB_ALIAS, OWN, row[:ROOM_AT])
            # The event is known; asking for it again would cost a statement a session.
            session.event = event
            session.room = _shared(Room, ROOM, row[ROOM_AT:TRACK_AT], rooms)
            session.track = _shared(Track, TRACK, row[TRACK_AT:PEOPLE_AT], tracks)
            session.people = []
            session.places_taken = row[PEOPLE_AT]
        if row[PEOPLE_AT + 1] is not None:
            session.people.append(Person(*row[PEOPLE_AT + 1 :]))
    return list(found.values())


OWN, ROOM, TRACK = ([field.attname for field in each._meta.concrete_fields] for each in (Session, Room, Track))
ROOM_AT, TRACK_AT, PEOPLE_AT = len(OWN), len(OWN) + len(ROOM), len(OWN) + len(ROOM) + len(TRACK)


@prepared
def _sessions_with_people(event_id: int) -> QuerySet[Session, tuple[Any, ...]]:
    taken = (
        SessionPlace.objects.filter(session=OuterRef("pk"), status__in=HOLDING)
        .order_by()
        .values("session")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return (
        Session.objects.filter(event_id=event_id)
        .order_by("starts_at", "room__sort_order", "pk", "session_speakers__sort_order", "session_speakers__pk")
        .values_list(
            *OWN,
            *(f"room__{name}" for name in ROOM),
            *(f"track__{name}" for name in TRACK),
            Coalesce(Subquery(taken, output_field=IntegerField()), 0),
            "session_speakers__speaker_id",
            "session_speakers__speaker__name",
            "session_speakers__speaker__role",
            "session_speakers__role",
            "session_speakers__speaker__is_sample",
            "session_speakers__speaker__picture_id",
        )
    )


def _shared[M: (Room, Track)](
    model: type[M], names: list[str], values: tuple[Any, ...], known: dict[int, M]
) -> M | None:
    key = values[0]
    if key is None:
        return None
    if key not in known:
        known[key] = model.from_db(DEFAULT_DB_ALIAS, names, values)
    return known[key]


def first_start(event: EventPage) -> datetime | None:
    """When the first session starts; None without sessions."""
    return Session.objects.filter(event_id=event.pk).order_by("starts_at").values_list("starts_at", flat=True).first()


def sessions_outside(event: EventPage) -> int:
    """How many sessions lie before the event starts or after it ends; cancelled ones do not count."""
    outside = Q(starts_at__lt=event.starts_at) | Q(ends_at__gt=event.ends_at)
    return Session.objects.filter(outside, event_id=event.pk, is_cancelled=False).count()


def sessions_that_may_move(event: EventPage) -> list[Session]:
    """What may change places, as it stands now: all sessions but breaks and cancelled ones. One statement."""
    sessions = list(
        Session.objects.filter(event_id=event.pk, is_cancelled=False)
        .exclude(type=SessionType.BREAK)
        .select_related("room")
        .order_by("starts_at", "room__sort_order", "pk")
    )
    for session in sessions:
        session.event = event
    return sessions


def chosen_sessions(event: EventPage, member: "User | AnonymousUser | None") -> set[int]:
    """The sessions that the member has chosen and not lost."""
    if member is None or not member.is_authenticated:
        return set()
    return set(
        SessionPlace.objects.filter(
            registration__event_id=event.pk, registration__member_id=member.pk, status__in=ACTIVE
        ).values_list("session_id", flat=True)
    )


def get_session_for(user: "User | AnonymousUser", event: EventPage, slug: str) -> tuple[Session, list[Session]]:
    """The session with this address and all sessions of the event; 404 if there is none.

    Whether `user` may see the event was asked at the event's own door.
    """
    sessions = sessions_of(event)
    found = next((each for each in sessions if each.slug == slug), None)
    if found is None:
        raise Http404
    return found, sessions


def with_words(people: Sequence[Person]) -> list[tuple[Person, str]]:
    """People, each with their biography: one statement, none where nobody is named."""
    known = Speaker.objects.in_bulk([person.id for person in people])
    return [(person, known[person.id].biography if person.id in known else "") for person in people]


def neighbours(session: Session, sessions: Sequence[Session]) -> tuple[Session | None, Session | None]:
    """The sessions before and after, breaks left out."""
    line = [each for each in sessions if each.type != SessionType.BREAK or each.pk == session.pk]
    index = next(number for number, each in enumerate(line) if each.pk == session.pk)
    return (line[index - 1] if index else None, line[index + 1] if index + 1 < len(line) else None)


def speakers_of(sessions: Iterable[Session]) -> list[Person]:
    """Everybody once, in the order of their first appearance; nobody of a cancelled session."""
    found: dict[int, Person] = {}
    for session in sessions:
        if not session.is_cancelled:
            for person in session.people:
                found.setdefault(person.id, person)
    return list(found.values())


def places_badge(session: Session) -> dict[str, str] | None:
    """Few places, full; None where there is nothing to say."""
    if not session.needs_choice or session.places is None or session.is_cancelled:
        return None
    left = max(0, session.places - session.places_taken)
    if not left:
        return {"label": _("Full"), "tone": "bad"}
    if left <= min(FEW_PLACES, session.places // 4):
        return {"label": ngettext("%d place left", "%d places left", left) % left, "tone": "wait"}
    return None


def places_words(session: Session) -> str:
    """What the page of a session says about its places."""
    if session.places is None:
        return _("No limit")
    left = max(0, session.places - session.places_taken)
    return _("%(left)s of %(places)s left") % {"left": left, "places": session.places}


def session_url(event: EventPage, session: Session) -> str:
    """The stable address of a session."""
    return reverse("event_session", args=[event.slug, session.slug])


def track_filters(sessions: Iterable[Session], wanted: str) -> list[TrackFilter]:
    """The tracks of a programme in order; `wanted` is the key in the address, unknown ones choose nothing."""
    tracks = sorted({each.track for each in sessions if each.track}, key=lambda track: (track.sort_order, track.pk))
    keys = [track_key(track) for track in tracks]
    return [
        TrackFilter(key, track.name, number, key == wanted and key not in keys[: number - 1])
        for number, (track, key) in enumerate(zip(tracks, keys, strict=True), start=1)
    ]


def track_key(track: Track) -> str:
    """How the track is called in addresses."""
    return slugify(track.name) or str(track.pk)


def days(
    event: EventPage,
    sessions: Sequence[Session],
    *,
    mine: set[int],
    slides: Mapping[int, Sequence[Any]] = MappingProxyType({}),
) -> list[Day]:
    """The programme as one grid a day; a session belongs to the day on which it begins at the event. `slides`: what is
    in the library, by session."""
    numbers = {track.label: track.number for track in track_filters(sessions, "")}
    by_day: dict[date, list[Session]] = defaultdict(list)
    for session in sessions:
        by_day[session.local_start.date()].append(session)
    marks = {"mine": mine, "numbers": numbers, "slides": slides}
    return [_day(event, day, by_day[day], marks) for day in sorted(by_day)]


def _day(event: EventPage, day: date, sessions: list[Session], marks: dict[str, Any]) -> Day:
    table = grid.build(sessions)
    name = dates.day_name(day)
    return Day(
        day=day,
        anchor=f"day-{day:%Y-%m-%d}",
        label=dates.day_short(day),
        caption=_("%(day)s, sessions by time and room") % {"day": name},
        rooms=[{"name": column} for column in table.columns],
        rows=[
            {
                "label": dates.time_tag(start, event.tz),
                "cells": [
                    {
                        "span": cell.span,
                        "down": cell.down,
                        "sessions": [_shown(event, each, **marks) for each in cell.sessions],
                    }
                    for cell in cells
                ],
            }
            for start, cells in table.rows
        ],
    )


def _shown(
    event: EventPage,
    session: Session,
    *,
    mine: set[int],
    numbers: dict[str, int],
    slides: Mapping[int, Sequence[Any]],
) -> dict[str, Any]:
    """A session as the component “session” takes it."""
    pause = session.type == SessionType.BREAK
    badge = places_badge(session)
    track = session.track
    return {
        "title": session.title,
        "hours": session_hours(session, track_number=numbers[track.name] if track else 0),
        "url": "" if pause else session_url(event, session),
        "room": session.room.name if session.room else "",
        "kind": "" if pause or session.type == SessionType.PARALLEL else session.get_type_display(),
        "text": _who(session),
        "track": track.name if track else "",
        "tone": TONES.get(TrackColour(track.colour), 0) if track else 0,
        "badges": [badge] if badge else [],
        "mine": session.pk in mine,
        "pause": pause,
        "cancelled": session.is_cancelled,
        "slides": slides.get(session.pk, ()),
        "level": 3,
    }


def session_hours(session: Session, *, track_number: int = 0) -> SafeString:
    """Its hours on the event's clock as <time> elements."""
    return dates.hours_tag(session.starts_at, session.ends_at, session.event.tz, track=track_number)


def _who(session: Session) -> str:
    names = [person.name for person in session.people]
    if session.is_streamed:
        names.append(_("streamed"))
    return ", ".join(names)


def teaser(event: EventPage, sessions: Sequence[Session]) -> list[dict[str, Any]]:
    """The first lines of the programme: one a starting time, parallel sessions gathered, breaks left out."""
    groups: dict[datetime, list[Session]] = defaultdict(list)
    for session in sessions:
        if session.type != SessionType.BREAK and not session.is_cancelled:
            groups[session.starts_at].append(session)
    several_days = len({start.astimezone(event.tz).date() for start in groups}) > 1
    programme = reverse("event_programme", args=[event.slug])
    lines: list[dict[str, Any]] = []
    for start in sorted(groups)[:TEASER_LENGTH]:
        group, local = groups[start], start.astimezone(event.tz)
        time = dates.clock(local)
        first = group[0]
        meta: tuple[str, ...]
        if len(group) == 1:
            title, url = first.title, session_url(event, first)
            meta = (first.get_type_display(), first.room.name if first.room else "")
        else:
            title = ngettext("%d session at the same time", "%d sessions at the same time", len(group)) % len(group)
            url = f"{programme}#day-{local:%Y-%m-%d}"
            meta = tuple(each.title for each in group[:3])
        lines.append({"title": title, "url": url, "meta": meta, "time": time, "day": dates.day_short(local.date())})
    if not several_days:
        for line in lines:
            line["day"] = ""
    return lines


def spans(sessions: Iterable[Session]) -> list[tuple[datetime, datetime]]:
    """Start and end of each session that takes place, for the hours of the event."""
    return [(each.starts_at, each.ends_at) for each in sessions if not each.is_cancelled]
