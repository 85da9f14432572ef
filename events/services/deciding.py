"""The secretariat decides: approve, reject, note who came."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from cop.core import page_cache

from ..choices import RegistrationStatus
from ..models import Registration
from ..permissions import can_manage_registrations
from ..refusals import Reason, Refused
from .codes import give_code_back
from .letters import tell
from .places import EventPlaces, lock_setup
from .registering import release_options
from .sessions import end_claims, settle_claims
from .states import change_state

if TYPE_CHECKING:
    from cop.members.models import User

    from ..models import RegistrationSetup


def _open(registration: Registration, actor: "User") -> "tuple[RegistrationSetup, Registration]":
    if not can_manage_registrations(actor):
        raise Refused(Reason.NOT_YOURS)
    setup = lock_setup(registration.event_id)
    fresh = Registration.objects.select_related("member", "event", "category").get(pk=registration.pk)
    return setup, fresh


@transaction.atomic
def approve(
    *, registration: Registration, actor: "User", reason: str = "", now: datetime | None = None
) -> Registration:
    """Approve: confirmed while there is a place, else on the waiting list. Approving twice is once."""
    now = now or timezone.now()
    setup, fresh = _open(registration, actor)
    if fresh.status in (RegistrationStatus.CONFIRMED, RegistrationStatus.WAITING):
        return fresh
    places = EventPlaces(setup)
    if fresh.status == RegistrationStatus.PENDING and (
        places.is_free(fresh.category_id) and not places.somebody_waits_for(fresh.category_id)
    ):
        places.take(fresh)
        change_state(fresh, "approve", actor=actor, now=now, reason=reason)
        settle_claims(fresh, actor=actor, now=now)
        tell(fresh, "approve")
    else:
        change_state(fresh, "approve_waiting", actor=actor, now=now, reason=reason)
        tell(fresh, "approve_waiting")
    page_cache.touch(f"event:{setup.event_id}")
    return fresh


@transaction.atomic
def reject(*, registration: Registration, actor: "User", reason: str, now: datetime | None = None) -> Registration:
    """Say no, with a reason that stands in the letter."""
    now = now or timezone.now()
    setup, fresh = _open(registration, actor)
    change_state(fresh, "reject", actor=actor, now=now, reason=reason)
    end_claims(fresh, actor=actor, now=now)
    release_options(fresh)
    give_code_back(fresh.invitation_id)
    tell(fresh, "reject", reason=reason)
    page_cache.touch(f"event:{setup.event_id}")
    return fresh


@transaction.atomic
def record_attendance(
    *, registration: Registration, actor: "User", came: bool | None, now: datetime | None = None
) -> Registration:
    """Note that somebody came (True), did not come (False), or take that note back (None)."""
    now = now or timezone.now()
    _, fresh = _open(registration, actor)
    transition = {True: "attend", False: "miss", None: "reopen"}[came]
    fresh.checked_in_at = now if came else None
    fresh.checked_in_by = actor if came else None
    change_state(fresh, transition, actor=actor, now=now)
    return fresh
