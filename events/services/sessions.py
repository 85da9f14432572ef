"""The sessions of a registration: chosen with it, held once it is confirmed."""

from collections.abc import Iterable
from datetime import datetime
from itertools import combinations
from typing import TYPE_CHECKING

from ..choices import RegistrationStatus
from ..models import Registration, Session, SessionPlace
from ..refusals import Reason, Refused
from .places import SessionPlaces
from .states import change_state, move

if TYPE_CHECKING:
    from cop.members.models import User


def clashes(sessions: Iterable[Session]) -> list[tuple[Session, Session]]:
    """Pairs that take place at the same time."""
    return [(one, two) for one, two in combinations(sessions, 2) if one.overlaps(two)]


def check_choice(places: SessionPlaces, session_ids: Iterable[int]) -> list[int]:
    """The chosen sessions, each once. Raises `Refused` for foreign ones and for clashes."""
    chosen = list(dict.fromkeys(session_ids))
    if any(each not in places.sessions for each in chosen):
        raise Refused(Reason.SESSION_UNKNOWN)
    if clashes(places.sessions[each] for each in chosen):
        raise Refused(Reason.SESSIONS_CLASH)
    return chosen


def start_claims(
    registration: Registration, places: SessionPlaces, chosen: Iterable[int], *, now: datetime
) -> list[SessionPlace]:
    """Write the claims of a registration that has just been made, in one statement."""
    claims = [_new_claim(registration, session_id, places, now=now) for session_id in chosen]
    return SessionPlace.objects.bulk_create(claims) if claims else []


def _new_claim(registration: Registration, session_id: int, places: SessionPlaces, *, now: datetime) -> SessionPlace:
    claim = SessionPlace(registration=registration, session_id=session_id)
    if registration.status != RegistrationStatus.CONFIRMED:
        # What comes of it is decided when the registration itself has a place.
        move(claim, "apply", now=now)
    elif places.is_free(session_id) and not places.somebody_waits_for(session_id):
        places.take(claim)
        move(claim, "register", now=now)
    else:
        move(claim, "queue", now=now)
    return claim


def settle_claims(registration: Registration, *, actor: "User | None", now: datetime) -> None:
    """The registration has been confirmed: its pending sessions get a place, or a place in the session's queue."""
    pending = list(registration.session_places.filter(status=RegistrationStatus.PENDING).select_related("session"))
    if not pending:
        return
    places = SessionPlaces(registration.event_id, session_ids=[claim.session_id for claim in pending])
    for claim in pending:
        if claim.session_id not in places.sessions:
            change_state(claim, "cancel", actor=actor, now=now)
        elif places.is_free(claim.session_id) and not places.somebody_waits_for(claim.session_id):
            places.take(claim)
            change_state(claim, "approve", actor=actor, now=now)
        else:
            change_state(claim, "approve_waiting", actor=actor, now=now)


def change_choice(
    registration: Registration, places: SessionPlaces, chosen: Iterable[int], *, actor: "User | None", now: datetime
) -> tuple[list[int], list[int]]:
    """Make the chosen sessions the ones of this registration. Returns the ids added and dropped.

    Places that come free are not offered here: the caller does that once everything has been given back.
    """
    wanted = check_choice(places, chosen)
    active = {claim.session_id: claim for claim in registration.session_places.active()}
    dropped = [each for each in active if each not in wanted and each in places.sessions]
    added = [each for each in wanted if each not in active]
    for session_id in dropped:
        claim = active[session_id]
        held = claim.holds_place
        change_state(claim, "cancel", actor=actor, now=now)
        if held:
            places.sessions[session_id].taken -= 1
    start_claims(registration, places, added, now=now)
    return added, dropped


def end_claims(registration: Registration, *, actor: "User | None", now: datetime) -> list[int]:
    """The registration has ended: so do its claims to sessions. Returns the sessions in which a place came free."""
    freed = []
    for claim in registration.session_places.filter(
        status__in=[
            RegistrationStatus.PENDING,
            RegistrationStatus.WAITING,
            RegistrationStatus.OFFERED,
            RegistrationStatus.CONFIRMED,
        ]
    ):
        if claim.holds_place:
            freed.append(claim.session_id)
        change_state(claim, "cancel", actor=actor, now=now)
    return freed
