"""Cancelling a registration."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from cop.core import page_cache

from ..models import Registration
from ..permissions import can_manage_registrations, cancelling_obstacle
from ..refusals import Reason, Refused
from .codes import give_code_back
from .letters import tell
from .places import lock_setup
from .registering import release_options
from .sessions import end_claims
from .states import change_state
from .waiting_list import offer_free_places

if TYPE_CHECKING:
    from cop.members.models import User


@transaction.atomic
def cancel_registration(
    *, registration: Registration, actor: "User", reason: str = "", now: datetime | None = None
) -> Registration:
    """End a registration; its places go to those who wait, in the same transaction. Cancelling twice is once.

    The member may until the end of the event, an event manager always, with a reason that stands in the letter.
    """
    now = now or timezone.now()
    setup = lock_setup(registration.event_id)
    fresh = Registration.objects.select_related("member", "event", "category").get(pk=registration.pk)
    own = fresh.member_id == actor.pk
    if not own and not can_manage_registrations(actor):
        raise Refused(Reason.NOT_YOURS)
    if fresh.status == "cancelled":
        return fresh
    if own and not can_manage_registrations(actor) and (obstacle := cancelling_obstacle(fresh, now=now)):
        raise Refused(obstacle)
    change_state(fresh, "cancel", actor=actor, now=now, reason=reason)
    end_claims(fresh, actor=actor, now=now)
    release_options(fresh)
    give_code_back(fresh.invitation_id)
    tell(fresh, "cancel", reason="" if own else reason)
    offer_free_places(setup, now=now)
    page_cache.touch(f"event:{setup.event_id}")
    return fresh
