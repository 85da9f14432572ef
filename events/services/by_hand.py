"""Registering somebody by hand: the secretariat's way in, past the closing time but never past the places."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cop.core import page_cache

from ..models import Registration
from ..permissions import can_manage_registrations, event_state
from ..refusals import Reason, Refused
from .codes import new_ticket_code
from .letters import tell
from .places import lock_setup
from .registering import Sheet
from .sessions import check_choice, start_claims
from .states import change_state

if TYPE_CHECKING:
    from cop.members.models import User


@transaction.atomic
def register_by_hand(
    *,
    member: "User",
    event_id: int,
    category_id: int,
    actor: "User",
    badge_name: str = "",
    badge_organisation: str = "",
    session_ids: Iterable[int] = (),
    reason: str = "",
    now: datetime | None = None,
) -> Registration:
    """Confirm `member` in any category, also before opening and after closing, without code, approval or answers.

    They are told by letter, and can answer the questions themselves while answers can be changed. Raises `Refused` when
    the event is over or cancelled, when they are registered already, or when there is no free place.
    """
    now = now or timezone.now()
    if not can_manage_registrations(actor):
        raise Refused(Reason.NOT_YOURS)
    sheet = Sheet(lock_setup(event_id), member=member)
    state = event_state(sheet.setup)
    if state is not None and state.cancelled_at is not None:
        raise Refused(Reason.EVENT_CANCELLED)
    if sheet.event.ends_at <= now:
        raise Refused(Reason.EVENT_OVER)
    if not member.is_active:
        raise Refused(Reason.INACTIVE, _("The account of this member is not active."))
    if sheet.places.mine:
        raise Refused(Reason.ALREADY, _("This member is registered for the event already."))
    category = sheet.places.categories.get(category_id)
    if category is None:
        raise Refused(Reason.CATEGORY_UNKNOWN)
    if not sheet.places.is_free(category.pk):
        raise Refused(Reason.NO_PLACE, _("There is no free place in “%(name)s”.") % {"name": category.name})
    chosen = check_choice(sheet.sessions, session_ids)
    registration = Registration(
        event=sheet.event,
        member=member,
        category=category,
        code=new_ticket_code(),
        badge_name=badge_name or member.name or member.email.partition("@")[0],
        badge_organisation=badge_organisation,
    )
    sheet.places.take(registration)
    change_state(registration, "register", actor=actor, now=now, reason=reason)
    start_claims(registration, sheet.sessions, chosen, now=now)
    tell(registration, "register")
    page_cache.touch(f"event:{event_id}")
    return registration
