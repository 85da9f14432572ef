"""Every write to a programme: sessions, rooms, tracks. Who chose a session is told when it moves."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from cop.core import page_cache
from cop.notifications.services import outbox

from ..models import EventPage, RegistrationSetup, Room, Session, SessionPlace, SessionSpeaker, Speaker, Track
from ..refusals import Reason, Refused
from ..selectors import dates
from ..selectors.events import is_cancelled
from ..selectors.programme import sessions_that_may_move
from .pictures import ask_for_pictures, ask_for_portraits
from .places import lock_setup
from .waiting_list import offer_free_places, renew_offers

if TYPE_CHECKING:
    from cop.members.models import User

PREFIX = "events.session."
LONGEST_SLUG = 80
LONGEST_REASON = 300
Part = tuple[Speaker, str]


def save_session(
    *, session: Session, parts: Iterable[Part] | None, actor: "User", now: datetime | None = None
) -> Session:
    """Write a new or changed session with its people (`None` leaves them as they are).

    When title, time, room or its being cancelled differ from before, SEQUENCE is raised and everybody who has chosen it
    gets a letter with the old and the new facts; more places are offered to those who wait for it. The caller has
    validated the session.
    """
    now = now or timezone.now()
    with transaction.atomic():
        setup = _lock(session.event_id)
        before = Session.objects.select_related("room").select_for_update(of=("self",)).filter(pk=session.pk).first()
        if not session.slug:
            session.slug = free_slug(session.event_id, session.title)
        moved = before is not None and _facts(before) != _facts(session)
        if before is not None:
            session.sequence = before.sequence + moved
        session.save()
        if parts is not None:
            _write_parts(session, parts)
            ask_for_pictures(session.event)
        if before is not None and moved:
            _tell(session, old=_words(before))
        if setup is not None and before is not None and session.places != before.places and not session.is_cancelled:
            offer_free_places(setup, now=now, session_ids=[session.pk])
        _done(session.event, "edit" if before else "create", actor, session.title)
    return session


def cancel_session(*, session: Session, actor: "User") -> bool:
    """The session does not take place; it stays in the programme, marked. Those who chose it are told. Once is enough:
    a second call changes nothing and returns False."""
    with transaction.atomic():
        _lock(session.event_id)
        row = Session.objects.select_related("room", "event").select_for_update(of=("self",)).get(pk=session.pk)
        if row.is_cancelled:
            return False
        old = _words(row)
        row.is_cancelled = True
        row.sequence += 1
        row.save(update_fields=["is_cancelled", "sequence"])
        _tell(row, old=old)
        _done(row.event, "cancel", actor, row.title)
    session.is_cancelled, session.sequence = True, row.sequence
    return True


def restore_session(*, session: Session, actor: "User", reason: str, now: datetime | None = None) -> bool:
    """A cancelled session takes place after all: the inverse of `cancel_session`.

    Cancelling leaves the choices as they are, so they stand again, and everybody who still has it gets a letter; offers
    get their whole time again, and free places are offered. A second call changes nothing and returns False. Refused:
    `EVENT_CANCELLED`, `EVENT_OVER` for a session that has ended, `REASON_MISSING`.
    """
    now = now or timezone.now()
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise Refused(Reason.REASON_MISSING)
    with transaction.atomic():
        setup = _lock(session.event_id)
        row = Session.objects.select_related("room", "event__state").select_for_update(of=("self",)).get(pk=session.pk)
        if not row.is_cancelled:
            return False
        if is_cancelled(row.event):
            raise Refused(Reason.EVENT_CANCELLED)
        if row.ends_at <= now:
            raise Refused(Reason.EVENT_OVER, _("This session is over."))
        old = _words(row)
        row.is_cancelled = False
        row.sequence += 1
        row.save(update_fields=["is_cancelled", "sequence"])
        if setup is not None:
            renew_offers(setup, now=now, session=row)
        _tell(row, old=old, restored=True, reason=reason)
        if setup is not None:
            offer_free_places(setup, now=now, session_ids=[row.pk])
        _done(row.event, "restore", actor, row.title, reason=reason)
    session.is_cancelled, session.sequence = False, row.sequence
    return True


def delete_session(*, session: Session, actor: "User") -> None:
    """Take a session away that nobody has ever chosen. Refused (`SESSION_CHOSEN`) otherwise: cancel it instead."""
    with transaction.atomic():
        _lock(session.event_id)
        if SessionPlace.objects.filter(session=session).exists():
            raise Refused(Reason.SESSION_CHOSEN)
        event, title = session.event, session.title
        session.delete()
        _done(event, "delete", actor, title)


def duplicate_session(*, session: Session, actor: "User") -> Session:
    """A second session with the same facts and people, under a new address; nobody has chosen it."""
    with transaction.atomic():
        parts = list(session.session_speakers.values_list("speaker_id", "role", "sort_order"))
        copy = Session.objects.get(pk=session.pk)
        copy.pk = None
        copy._state.adding = True
        copy.title = _("%(title)s (copy)") % {"title": session.title[:180]}
        copy.slug = free_slug(session.event_id, copy.title)
        copy.sequence, copy.is_cancelled = 0, False
        copy.save()
        SessionSpeaker.objects.bulk_create(
            SessionSpeaker(session=copy, speaker_id=speaker, role=role, sort_order=order)
            for speaker, role, order in parts
        )
        _done(session.event, "create", actor, copy.title)
    return copy


def speaker_saved(*, speaker: Speaker) -> None:
    """A speaker has been written (and logged) by the admin's own view: pages follow, the worker makes the portrait."""
    renew_pages_naming(speaker)
    ask_for_portraits(speaker)


def renew_pages_naming(speaker: Speaker) -> None:
    """With the running transaction, drop every kept page on which the speaker stands."""
    events = EventPage.objects.filter(sessions__speakers=speaker).distinct().values_list("pk", flat=True)
    page_cache.touch("events", *(f"event:{pk}" for pk in events))


def save_room(*, room: Room, actor: "User") -> Room:
    """Write a room. A new name is a change of place: its sessions' SEQUENCE rises and those who chose them are told."""
    with transaction.atomic():
        before = Room.objects.select_for_update().filter(pk=room.pk).first()
        renamed = before is not None and before.name != room.name
        sessions = (
            list(room.sessions.select_related("room", "event").select_for_update(of=("self",))) if renamed else []
        )
        room.save()
        for session in sessions:
            old = _words(session)
            session.room = room
            session.sequence += 1
            session.save(update_fields=["sequence"])
            _tell(session, old=old)
        _done(room.event, "rooms", actor, room.name)
    return room


def delete_room(*, room: Room, actor: "User") -> None:
    """Take a room away. Refused (`ROOM_IN_USE`) while a session is in it."""
    with transaction.atomic():
        if room.sessions.exists():
            raise Refused(Reason.ROOM_IN_USE)
        event, name = room.event, room.name
        room.delete()
        _done(event, "rooms", actor, name)


def save_track(*, track: Track, actor: "User") -> Track:
    """Write a track."""
    with transaction.atomic():
        track.save()
        _done(track.event, "tracks", actor, track.name)
    return track


def delete_track(*, track: Track, actor: "User") -> None:
    """Take a track away; its sessions stay, without a track."""
    with transaction.atomic():
        event, name = track.event, track.name
        track.delete()
        _done(event, "tracks", actor, name)


def shift_programme(*, event: EventPage, days: int, actor: "User", first: datetime | None = None) -> int:
    """Move all sessions by so many days on the event's clock; returns how many.

    09:00 stays 09:00 where the clocks change between. Each SEQUENCE rises once, and everybody who has chosen sessions
    gets one letter about all of theirs. `first` is when the first session starts as the editor saw it: where that has
    changed meanwhile (a button pressed twice), nothing is moved.
    """
    if not days:
        return 0
    with transaction.atomic():
        _lock(event.pk)
        sessions = list(
            Session.objects.filter(event_id=event.pk)
            .select_related("room")
            .select_for_update(of=("self",))
            .order_by("starts_at", "pk")
        )
        if not sessions or (first is not None and sessions[0].starts_at != first):
            return 0
        moved = []
        for session in sessions:
            session.event = event
            moved.append((session, _words(session)))
            _shift(session, timedelta(days=days))
            session.sequence += 1
        Session.objects.bulk_update(sessions, ["starts_at", "ends_at", "sequence"])
        _tell_of_all(moved)
        _done(event, "shift", actor, ngettext("%d day", "%d days", abs(days)) % days)
    return len(sessions)


def rearrange_sessions(*, event: EventPage, order: Sequence[int], seen: Sequence[int], actor: "User") -> int:
    """Let sessions change places: the first of `order` (ids) takes the first time and room, and so on.

    Returns how many moved. The SEQUENCE of each that moves rises once, and everybody who has chosen some of them gets
    one letter about all of theirs. `seen` is the order as the editor saw it: where that has changed meanwhile, or
    `order` names other sessions, nothing is moved.
    """
    with transaction.atomic():
        _lock(event.pk)
        # Whoever moves or cancels one of them at the same moment waits, or is waited for.
        list(Session.objects.select_for_update().filter(event_id=event.pk).order_by("pk"))
        sessions = sessions_that_may_move(event)
        if [session.pk for session in sessions] != list(seen) or sorted(order) != sorted(seen):
            return 0
        slots = [(session.starts_at, session.ends_at, session.room) for session in sessions]
        by_id = {session.pk: session for session in sessions}
        moved = []
        for pk, (starts_at, ends_at, room) in zip(order, slots, strict=True):
            session = by_id[pk]
            if (session.starts_at, session.ends_at, session.room) == (starts_at, ends_at, room):
                continue
            moved.append((session, _words(session)))
            session.starts_at, session.ends_at, session.room = starts_at, ends_at, room
            session.sequence += 1
        if moved:
            Session.objects.bulk_update(
                [session for session, _old in moved], ["starts_at", "ends_at", "room", "sequence"]
            )
            _tell_of_all(moved)
            _done(event, "rearrange", actor, ngettext("%d session", "%d sessions", len(moved)) % len(moved))
    return len(moved)


def _shift(session: Session, by: timedelta) -> None:
    length = session.ends_at - session.starts_at
    # Adding to a local time moves its wall clock.
    session.starts_at = (session.local_start + by).astimezone(UTC)
    ends_at = (session.local_end + by).astimezone(UTC)
    # In the hour that a change of clocks leaves out or has twice, an end could come before its start.
    session.ends_at = ends_at if ends_at > session.starts_at else session.starts_at + length


def free_slug(event_id: int, title: str) -> str:
    """An address made from the title that no other session of the event has."""
    base = slugify(title)[: LONGEST_SLUG - 4].strip("-") or "session"
    taken = set(Session.objects.filter(event_id=event_id, slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{number}" for number in range(2, 1000))) if slug not in taken)


def _lock(event_id: int) -> RegistrationSetup | None:
    """Places of sessions change hands under the lock of the set-up; an event without one has no places."""
    if not RegistrationSetup.objects.filter(event_id=event_id).exists():
        return None
    return lock_setup(event_id)


def _facts(session: Session) -> tuple[Any, ...]:
    return (session.title, session.starts_at, session.ends_at, session.room_id, session.is_cancelled)


def _words(session: Session) -> dict[str, str]:
    start, end = session.local_start, session.local_end
    return {
        "title": session.title,
        "when": f"{dates.days(start, end)}, {dates.hours(start, end)}, {dates.zone_name(session.event)}",
        "where": session.room.name if session.room else "",
    }


def _tell(session: Session, *, old: dict[str, str], **facts: Any) -> None:
    """One letter to each member who has chosen the session, unless it is over."""
    if session.ends_at <= timezone.now():
        return
    claims = (
        SessionPlace.objects.active()
        .filter(session=session, registration__member__is_active=True)
        .select_related("registration__member")
    )
    outbox.post_many(
        kind="events.session_changed",
        drafts=[
            outbox.Draft(
                cause=f"session/{session.pk}/changed/{session.sequence}/{claim.registration.member_id}",
                to=claim.registration.member,
                params={
                    "session_place": claim.pk,
                    "cancelled": session.is_cancelled,
                    "old": old,
                    "new": _words(session),
                    **facts,
                },
            )
            for claim in claims
        ],
    )


def _tell_of_all(moved: list[tuple[Session, dict[str, str]]]) -> None:
    """One letter to each member about all their sessions that have moved, save those cancelled or over."""
    now = timezone.now()
    coming = {
        session.pk: (session, old) for session, old in moved if not session.is_cancelled and session.ends_at > now
    }
    by_person: dict[int, list[SessionPlace]] = {}
    for claim in (
        SessionPlace.objects.active()
        .filter(session__in=list(coming), registration__member__is_active=True)
        .select_related("registration__member")
        .order_by("session__starts_at", "session_id", "pk")
    ):
        by_person.setdefault(claim.registration_id, []).append(claim)
    drafts = []
    for claims in by_person.values():
        session, _old = coming[claims[0].session_id]
        member = claims[0].registration.member
        if member is None:
            continue
        drafts.append(
            outbox.Draft(
                cause=f"session/{session.pk}/changed/{session.sequence}/{member.pk}",
                to=member,
                params={
                    "moved": [
                        {
                            "session_place": claim.pk,
                            "cancelled": False,
                            "old": coming[claim.session_id][1],
                            "new": _words(coming[claim.session_id][0]),
                        }
                        for claim in claims
                    ]
                },
            )
        )
    outbox.post_many(kind="events.session_changed", drafts=drafts)


def _write_parts(session: Session, parts: Iterable[Part]) -> None:
    """The people as given, in this order; somebody named twice keeps the first role."""
    first: dict[int, str] = {}
    for speaker, role in parts:
        first.setdefault(speaker.pk, role)
    session.session_speakers.all().delete()
    SessionSpeaker.objects.bulk_create(
        SessionSpeaker(session=session, speaker_id=speaker, role=role, sort_order=order)
        for order, (speaker, role) in enumerate(first.items())
    )


def _done(event: EventPage, action: str, actor: "User", what: str, **facts: Any) -> None:
    log(instance=event, action=f"{PREFIX}{action}", user=actor, data={"what": what, **facts})
    page_cache.touch(f"event:{event.pk}", "events")
