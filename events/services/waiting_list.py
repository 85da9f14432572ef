"""The waiting list: one service for event, category and session.

Whenever places come free, `offer_free_places` walks the queue in its order (priority, then arrival) and offers each
free place once. An offer holds the place; when it ends unanswered, the place goes to the next.
"""

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.utils import timezone

from cop.core import page_cache

from ..choices import RegistrationStatus
from ..models import Registration, RegistrationSetup, Session, SessionPlace
from ..models.registration import Claim
from ..permissions import can_manage_registrations, event_state, offer_obstacle
from ..refusals import Reason, Refused
from .codes import give_code_back
from .letters import tell, tell_about_session
from .places import EventPlaces, Places, SessionPlaces, lock_setup
from .registering import is_confirmed, release_options
from .sessions import end_claims, settle_claims
from .states import change_state, log_change

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cop.members.models import User

logger = logging.getLogger(__name__)

# For an offer of an event that has meanwhile ceased to ask before it gives places.
OFFER_HOURS = 48


def is_frozen(setup: RegistrationSetup, *, now: datetime) -> bool:
    """Is it too late to offer places by itself? Organisers can still move people up by hand."""
    state = event_state(setup)
    return now >= setup.freeze_time or (state is not None and state.cancelled_at is not None)


def offer_free_places(
    setup: RegistrationSetup, *, now: datetime, session_ids: "Iterable[int] | None" = None
) -> list[Claim]:
    """Offer what is free to those who wait; returns whom. The caller holds the lock on `setup`.

    With `offer_hours` = 0 the place is given at once. An offer never outlasts the freeze before the event.
    """
    if is_frozen(setup, now=now):
        return []
    return [
        *_serve(EventPlaces(setup), setup, now=now),
        *_serve(SessionPlaces(setup.event_id, session_ids=session_ids), setup, now=now),
    ]


def _serve[C: Claim](places: Places[C], setup: RegistrationSetup, *, now: datetime) -> list[C]:
    moved: list[C] = []
    if not places.anybody_waits:
        return moved
    for claim in places.queue():
        # Who cannot answer stays in line, and is passed over until the account is switched on again.
        if not claim.can_be_answered or not places.may_take(claim):
            continue
        places.take(claim)
        if setup.offer_hours:
            ends = min(now + timedelta(hours=setup.offer_hours), setup.freeze_time)
            change_state(claim, "offer", actor=None, now=now, offer_expires_at=ends)
            _tell(claim, "offer")
        else:
            change_state(claim, "advance", actor=None, now=now)
            _confirmed(claim, actor=None, now=now)
            _tell(claim, "advance")
        moved.append(claim)
    return moved


def _tell(claim: Claim, transition: str, *, reason: str = "") -> None:
    if isinstance(claim, Registration):
        tell(claim, transition, reason=reason)
    elif isinstance(claim, SessionPlace):
        tell_about_session(claim, transition)


def _confirmed(claim: Claim, *, actor: "User | None", now: datetime) -> None:
    if isinstance(claim, Registration):
        settle_claims(claim, actor=actor, now=now)


def _relock[C: Claim](claim: C) -> tuple[RegistrationSetup, C]:
    """Lock the event's set-up, then read the claim again: whatever was known before may be old."""
    setup = lock_setup(claim.for_event_id)
    fresh = type(claim)._default_manager.select_related(*claim.told_with).get(pk=claim.pk)
    return setup, cast("C", fresh)


@transaction.atomic
def accept_offer[C: Claim](
    *, claim: C, actor: "User | None", serial: int | None = None, now: datetime | None = None
) -> C:
    """Take the offered place. Accepting twice is the same as once. Raises `Refused`: OFFER_OVER, EVENT_CANCELLED,
    INACTIVE.

    `serial` is the change number that a signed link was made for: a link of an earlier offer does not take a later one.
    """
    now = now or timezone.now()
    setup, fresh = _relock(claim)
    if fresh.status == RegistrationStatus.CONFIRMED and (serial is None or fresh.serial == serial + 1):
        return fresh
    state = event_state(setup)
    if state is not None and state.cancelled_at is not None:
        raise Refused(Reason.EVENT_CANCELLED)
    if (serial is not None and fresh.serial != serial) or offer_obstacle(fresh.status, fresh.offer_expires_at, now=now):
        raise Refused(Reason.OFFER_OVER)
    if not fresh.can_be_answered:
        # Switched off since: its link must not act for it; the offer ends and goes to the next.
        raise Refused(Reason.INACTIVE)
    if isinstance(fresh, SessionPlace) and fresh.session.is_cancelled:
        raise Refused(Reason.OFFER_OVER)
    change_state(fresh, "accept", actor=actor, now=now)
    _confirmed(fresh, actor=actor, now=now)
    _tell(fresh, "accept")
    page_cache.touch(f"event:{setup.event_id}")
    return fresh


@transaction.atomic
def decline_offer[C: Claim](
    *, claim: C, actor: "User | None", serial: int | None = None, now: datetime | None = None
) -> C:
    """Give the offered place back; it goes to the next. Declining twice is the same as once."""
    now = now or timezone.now()
    setup, fresh = _relock(claim)
    if fresh.status == RegistrationStatus.CANCELLED and (serial is None or fresh.serial == serial + 1):
        return fresh
    if fresh.status != RegistrationStatus.OFFERED or (serial is not None and fresh.serial != serial):
        raise Refused(Reason.OFFER_OVER)
    change_state(fresh, "decline", actor=actor, now=now)
    _ended(fresh, setup, actor=actor, now=now)
    _tell(fresh, "decline")
    offer_free_places(setup, now=now)
    page_cache.touch(f"event:{setup.event_id}")
    return fresh


def _ended(claim: Claim, setup: RegistrationSetup, *, actor: "User | None", now: datetime) -> None:
    if isinstance(claim, Registration):
        end_claims(claim, actor=actor, now=now)
        release_options(claim)
        give_code_back(claim.invitation_id)


@transaction.atomic
def expire_offers(event_id: int, *, now: datetime | None = None) -> int:
    """End the offers of one event whose time is over, and offer their places to the next. Returns how many ended.

    A cancelled event or session is left as it was: there is no place to lose any more, and everybody has been told.
    """
    now = now or timezone.now()
    setup = lock_setup(event_id)
    state = event_state(setup)
    if state is not None and state.cancelled_at is not None:
        return 0
    over = {"status": RegistrationStatus.OFFERED, "offer_expires_at__lte": now}
    ended: list[Claim] = [
        *Registration.objects.filter(event_id=event_id, **over).select_related(*Registration.told_with),
        *SessionPlace.objects.filter(
            registration__event_id=event_id, session__is_cancelled=False, **over
        ).select_related(*SessionPlace.told_with),
    ]
    for claim in ended:
        change_state(claim, "expire", actor=None, now=now)
        _ended(claim, setup, actor=None, now=now)
        _tell(claim, "expire")
    offer_free_places(setup, now=now)
    if ended:
        page_cache.touch(f"event:{event_id}")
    return len(ended)


def renew_offers(setup: RegistrationSetup, *, now: datetime, session: Session | None = None) -> int:
    """Give the offers of an event, or of one session, that could not be answered for a while their whole time again.

    For what was cancelled and takes place after all; the caller holds the lock on `setup` and tells the people. An
    offer ends with the freeze before the event, or, past that, when the event starts. Returns how many there are.
    """
    limit = setup.freeze_time if now < setup.freeze_time else setup.event.starts_at
    ends = min(now + timedelta(hours=setup.offer_hours or OFFER_HOURS), limit)
    offered = {"status": RegistrationStatus.OFFERED}
    claims: list[Claim] = [
        *SessionPlace.objects.filter(
            registration__event_id=setup.event_id, **offered, **({} if session is None else {"session": session})
        )
    ]
    if session is None:
        claims += Registration.objects.filter(event_id=setup.event_id, **offered)
    for claim in claims:
        claim.offer_expires_at = max(ends, claim.offer_expires_at or ends)
        claim.save(update_fields=["offer_expires_at", "updated_at"])
    return len(claims)


def sweep(*, now: datetime | None = None) -> int:
    """What the clock does every minute: end offers that ran out, and offer places that are free (after a limit was
    raised, or a process was killed between two steps). Each event in a transaction of its own."""
    now = now or timezone.now()
    places = Registration.objects.filter(event__state__cancelled_at=None)
    session_places = SessionPlace.objects.filter(
        registration__event__state__cancelled_at=None, session__is_cancelled=False
    )
    over = {"status": RegistrationStatus.OFFERED, "offer_expires_at__lte": now}
    due = set(places.filter(**over).values_list("event_id", flat=True))
    due |= set(session_places.filter(**over).values_list("registration__event_id", flat=True))
    waiting = {"status": RegistrationStatus.WAITING}
    due |= set(places.filter(**waiting, event__starts_at__gt=now).values_list("event_id", flat=True))
    due |= set(
        session_places.filter(**waiting, registration__event__starts_at__gt=now).values_list(
            "registration__event_id", flat=True
        )
    )
    ended = 0
    for event_id in sorted(due):
        try:
            ended += expire_offers(event_id, now=now)
        except RegistrationSetup.DoesNotExist:
            logger.warning("Event %s has registrations but no set-up.", event_id)
    return ended


@transaction.atomic
def promote[C: Claim](*, claim: C, actor: "User", reason: str, now: datetime | None = None) -> C:
    """An organiser moves somebody up by hand, with a reason, past the queue but never past the places.

    Whoever waits for a session must hold a place at the event. The history of the registration tells of both.

    Raises `Refused(NO_PLACE)` when nothing is free.
    """
    if not can_manage_registrations(actor):
        raise Refused(Reason.NOT_YOURS)
    now = now or timezone.now()
    setup, fresh = _relock(claim)
    if fresh.status != RegistrationStatus.WAITING:
        raise Refused(Reason.NOT_ALLOWED)
    if isinstance(fresh, SessionPlace) and not is_confirmed(fresh.registration):
        raise Refused(Reason.NOT_ALLOWED)
    places = cast("Places[C]", EventPlaces(setup) if isinstance(fresh, Registration) else SessionPlaces(setup.event_id))
    if not places.may_take(fresh):
        raise Refused(Reason.NO_PLACE)
    places.take(fresh)
    change_state(fresh, "promote", actor=actor, now=now, reason=reason)
    if isinstance(fresh, SessionPlace):
        log_change(
            fresh.registration,
            "session_promote",
            actor=actor,
            before=fresh.registration.status,
            reason=reason,
            at=now,
            session=fresh.session_id,
        )
    _confirmed(fresh, actor=actor, now=now)
    _tell(fresh, "promote", reason=reason)
    page_cache.touch(f"event:{setup.event_id}")
    return fresh


@transaction.atomic
def prioritise(*, registration: Registration, actor: "User", priority: int, reason: str) -> Registration:
    """Move somebody within the queue: a higher number goes first. The reason is kept in the history."""
    if not can_manage_registrations(actor):
        raise Refused(Reason.NOT_YOURS)
    if not reason.strip():
        raise Refused(Reason.REASON_MISSING)
    _, fresh = _relock(registration)
    if fresh.status != RegistrationStatus.WAITING:
        raise Refused(Reason.NOT_ALLOWED)
    before = fresh.priority
    fresh.priority = max(-1000, min(1000, priority))
    fresh.priority_reason = reason.strip()[:300]
    fresh.save(update_fields=["priority", "priority_reason", "updated_at"])
    log_change(fresh, "prioritise", actor=actor, before=fresh.status, reason=reason, priority=[before, fresh.priority])
    return fresh


def position(registration: Registration) -> int:
    """How many stand before this one in the queue of its category, counting itself: 1 is the first."""
    queue = (
        Registration.objects.filter(event_id=registration.event_id, category_id=registration.category_id)
        .waiting_in_order()
        .values_list("pk", flat=True)
    )
    return list(queue).index(registration.pk) + 1 if registration.status == RegistrationStatus.WAITING else 0
