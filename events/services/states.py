"""The one place where a registration or a session place changes its state."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry

from ..choices import HOLDING, RegistrationStatus
from ..models.registration import Claim, Registration, SessionPlace
from ..refusals import Reason, Refused
from ..transitions import TRANSITIONS, Transition

if TYPE_CHECKING:
    from cop.members.models import User

LOG_PREFIX = "events.claim."


def change_state(
    claim: Claim,
    transition: str,
    *,
    actor: "User | None",
    now: datetime,
    reason: str = "",
    offer_expires_at: datetime | None = None,
    **facts: Any,
) -> None:
    """Move `claim` along a line of the table and write that down in the history.

    The caller holds the lock on the event's set-up and has already given the claim its numbers (see `places`); numbers
    are taken away here when the new state holds no place. Raises `Refused(NOT_ALLOWED)` for a line that is not in the
    table and `Refused(REASON_MISSING)` where the table wants a reason.
    """
    line = TRANSITIONS[transition]
    reason = reason.strip()
    before = "" if claim.pk is None else claim.status
    if line.needs_reason and not reason and _is_open(line, claim):
        raise Refused(Reason.REASON_MISSING)
    move(claim, transition, now=now, offer_expires_at=offer_expires_at)
    claim.save()
    if isinstance(claim, Registration):
        log_change(claim, transition, actor=actor, before=before, reason=reason, **facts)


def move(claim: Claim, transition: str, *, now: datetime, offer_expires_at: datetime | None = None) -> None:
    """Give `claim` the state at the end of this line (not saved here). Nothing else assigns one.

    `change_state` calls it; so does who writes many new claims in one statement, and has nothing to write down for
    them. Raises `Refused(NOT_ALLOWED)` for a line that is not in the table.
    """
    line = TRANSITIONS[transition]
    if not _is_open(line, claim):
        raise Refused(Reason.NOT_ALLOWED)
    (target,) = line.targets
    claim.updated_at = now
    if claim.pk is None:
        claim.created_at = now
    else:
        claim.serial += 1
    claim.status = target
    if target == RegistrationStatus.WAITING:
        claim.queued_at = claim.queued_at or now
    claim.offer_expires_at = offer_expires_at if target == RegistrationStatus.OFFERED else None
    if target not in HOLDING:
        release_numbers(claim)


def _is_open(line: Transition, claim: Claim) -> bool:
    """Does this line start where the claim is? Lines without a source are for new ones only."""
    new = claim.pk is None
    return new if not line.sources else not new and claim.status in line.sources


def release_numbers(claim: Claim) -> None:
    """Take the numbers of its places away from `claim` (not saved here)."""
    if isinstance(claim, Registration):
        claim.place_number = claim.category_number = None
    elif isinstance(claim, SessionPlace):
        claim.number = None


def log_change(
    registration: Registration,
    action: str,
    *,
    actor: "User | None",
    before: str = "",
    reason: str = "",
    at: datetime | None = None,
    **facts: Any,
) -> None:
    """Add one line to the history of a registration. Without an actor it was the system; `at` is for what happened to
    something of the registration's and did not change itself."""
    # Wagtail's `log()` asks the database again whether actor and content type exist: two statements for nothing, while
    # others wait for the lock.
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=ContentType.objects.get_for_model(Registration),
                object_id=str(registration.pk),
                label=registration.code,
                action=f"{LOG_PREFIX}{action}",
                user=actor,
                timestamp=at or registration.updated_at,
                data={
                    "from": before,
                    "to": registration.status,
                    "reason": reason,
                    "serial": registration.serial,
                    **facts,
                },
            )
        ]
    )
