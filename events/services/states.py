"""The one place where a registration or a session place changes its state."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry

from ..choices import HOLDING, RegistrationStatus
from ..models.registration import Claim, Registration, SessionPlace
from ..refusals import Reason, Refused
from ..transitions import TRANSITIONS

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
    new = claim.pk is None
    if (line.sources and claim.status not in line.sources) or new != (not line.sources):
        raise Refused(Reason.NOT_ALLOWED)
    reason = reason.strip()
    if line.needs_reason and not reason:
        raise Refused(Reason.REASON_MISSING)
    before = "" if new else claim.status
    (target,) = line.targets
    claim.status = target
    claim.updated_at = now
    if new:
        claim.created_at = now
    else:
        claim.serial += 1
    if target == RegistrationStatus.WAITING:
        claim.queued_at = claim.queued_at or now
    claim.offer_expires_at = offer_expires_at if target == RegistrationStatus.OFFERED else None
    if target not in HOLDING:
        release_numbers(claim)
    claim.save()
    if isinstance(claim, Registration):
        log_change(claim, transition, actor=actor, before=before, reason=reason, **facts)


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
