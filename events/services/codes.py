"""Codes: the short one on a ticket, and invitation codes."""

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F

from ..models import Category, InvitationCode, RegistrationSetup
from ..refusals import Reason, Refused

if TYPE_CHECKING:
    from cop.members.models import User

# Crockford's alphabet: no I, L, O, U, so that nothing is misread on paper or over the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_ticket_code() -> str:
    """Eight characters, 40 random bits: typed at the door when a code cannot be scanned. It grants nothing online."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


def find_code(setup: RegistrationSetup, code: str) -> InvitationCode | None:
    """The invitation code of this event, whatever its case and the spaces around it."""
    wanted = code.strip()
    if not wanted or len(wanted) > 40 or "\x00" in wanted:
        return None
    return InvitationCode.objects.filter(setup=setup, code__iexact=wanted).select_related("category").first()


def code_obstacle(
    invitation: InvitationCode | None, *, member: "User", category: Category, now: datetime
) -> Reason | None:
    """Why this code does not help this member into this category; None if it does."""
    if invitation is None:
        return Reason.CODE_UNKNOWN
    if invitation.expires_at is not None and invitation.expires_at <= now:
        return Reason.CODE_EXPIRED
    if invitation.uses >= invitation.max_uses:
        return Reason.CODE_USED
    if invitation.email and invitation.email.lower() != member.email.lower():
        return Reason.CODE_ADDRESS
    if invitation.category_id is not None and invitation.category_id != category.pk:
        return Reason.CODE_CATEGORY
    if invitation.category_id is None and not category.is_public:
        return Reason.CODE_CATEGORY
    return None


def use_code(invitation: InvitationCode) -> None:
    """Count one use. Raises `Refused(CODE_USED)` if somebody else had the last one."""
    used = InvitationCode.objects.filter(pk=invitation.pk, uses__lt=F("max_uses")).update(uses=F("uses") + 1)
    if not used:
        raise Refused(Reason.CODE_USED)


def give_code_back(invitation_id: int | None) -> None:
    """A registration that ended before the event gives its use back."""
    if invitation_id is not None:
        InvitationCode.objects.filter(pk=invitation_id, uses__gt=0).update(uses=F("uses") - 1)
