"""Handing letters about registrations to the outbox: facts of the moment go in, the worker renders later."""

from datetime import datetime
from typing import Any

from cop.notifications.services import outbox

from ..models import Registration, SessionPlace
from ..transitions import SESSION_LETTERS, TRANSITIONS


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value is not None else None


def tell(registration: Registration, transition: str, *, reason: str = "", **facts: Any) -> None:
    """The letter of this transition, if the table has one. Unique by registration and change number."""
    kind = TRANSITIONS[transition].letter
    if kind:
        write(registration, kind, transition, reason=reason, **facts)


def write(registration: Registration, kind: str, what: str, **facts: Any) -> None:
    """A letter about a registration; nobody is told whose account is gone."""
    if registration.member is None:
        return
    outbox.post(
        kind=kind,
        cause=f"registration/{registration.pk}/{registration.serial}/{what}",
        to=registration.member,
        params={
            "registration": registration.pk,
            "serial": registration.serial,
            "status": registration.status,
            "offer_expires_at": _moment(registration.offer_expires_at),
            **facts,
        },
    )


def tell_about_session(claim: SessionPlace, transition: str) -> None:
    """The letter about a session's waiting list, if this transition has one."""
    kind = SESSION_LETTERS.get(transition, "")
    member = claim.registration.member
    if not kind or member is None:
        return
    outbox.post(
        kind=kind,
        cause=f"session-place/{claim.pk}/{claim.serial}/{transition}",
        to=member,
        params={
            "registration": claim.registration_id,
            "session_place": claim.pk,
            "serial": claim.serial,
            "offer_expires_at": _moment(claim.offer_expires_at),
        },
    )
