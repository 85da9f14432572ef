"""What leaders and the secretariat do with members."""

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction

from ..choices import GroupRole, MembershipState, RequestState
from ..models import JoinRequest, Membership
from ..permissions import can_oversee_groups
from ..refusals import Reason, Refused
from .joining import admit
from .memberships import change_role, end_membership, forgive, lock_group, refuse_unless_leads
from .requests import refuse_request
from .telling import tell

if TYPE_CHECKING:
    from cop.members.models import User


@transaction.atomic
def give_role(*, group_id: int, member: "User", actor: "User", role: str) -> Membership:
    """Another role; the member gets a letter. Raises `Refused` (NOT_YOURS, ARCHIVED; those of `change_role`)."""
    refuse_unless_leads(lock_group(group_id), actor)
    before = Membership.objects.filter(group=group_id, member=member).values_list("role", flat=True).first()
    membership = change_role(group_id=group_id, member=member, actor=actor, role=role)
    if before != role:
        tell(membership, "role", before=before, role=role)
    return membership


@transaction.atomic
def hand_over(*, group_id: int, to: "User", actor: "User") -> None:
    """`to` leads the group, and the leader who hands over is a member; both get a letter. All or nothing.

    Raises `Refused` (NOT_YOURS, YOURSELF, NOT_A_MEMBER).
    """
    refuse_unless_leads(lock_group(group_id), actor)
    if to.pk == actor.pk:
        raise Refused(Reason.YOURSELF)
    give_role(group_id=group_id, member=to, actor=actor, role=GroupRole.LEADER)
    # Somebody of the secretariat who is no leader has nothing to hand over.
    if Membership.objects.active().filter(group=group_id, member=actor, role=GroupRole.LEADER).exists():
        give_role(group_id=group_id, member=actor, actor=actor, role=GroupRole.MEMBER)


@transaction.atomic
def remove_member(*, group_id: int, member: "User", actor: "User", reason: str) -> Membership:
    """Out at once, with a letter that says why; they may come back. Raises `Refused` (NOT_YOURS, YOURSELF …)."""
    return _put_out(group_id, member, actor, MembershipState.REMOVED, reason)


@transaction.atomic
def ban_member(*, group_id: int, member: "User", actor: "User", reason: str) -> Membership:
    """Out at once and for good, with a letter that says why; also of somebody who has left already."""
    membership = _put_out(group_id, member, actor, MembershipState.BANNED, reason)
    for request_id in JoinRequest.objects.filter(group=group_id, member=member, state=RequestState.OPEN).values_list(
        "pk", flat=True
    ):
        refuse_request(request_id=request_id, group_id=group_id, actor=actor, reason=reason)
    return membership


@transaction.atomic
def lift_ban(*, group_id: int, member: "User", actor: "User") -> Membership:
    """They may join again, and get a letter. Raises `Refused` (NOT_YOURS, NOT_A_MEMBER)."""
    refuse_unless_leads(lock_group(group_id), actor)
    membership = forgive(group_id=group_id, member=member, actor=actor)
    tell(membership, "ban_lifted")
    return membership


@transaction.atomic
def appoint(*, group_id: int, email: str, role: str, actor: "User") -> Membership:
    """The secretariat makes the owner of an account a member, or gives a member this role; they get a letter.

    So a group gets its first leader. Raises `Refused` (NOT_YOURS, UNKNOWN_ACCOUNT; those of `begin_membership`).
    """
    if not can_oversee_groups(actor):
        raise Refused(Reason.NOT_YOURS)
    group = lock_group(group_id)
    member = get_user_model().objects.filter(email=email.strip().lower(), is_active=True).first()
    if member is None:
        raise Refused(Reason.UNKNOWN_ACCOUNT)
    if Membership.objects.active().filter(group=group, member=member).exists():
        return give_role(group_id=group_id, member=member, actor=actor, role=role)
    return admit(group=group, member=member, actor=actor, action="add", role=role, letter="added", lift_ban=True)


def _put_out(group_id: int, member: "User", actor: "User", state: MembershipState, reason: str) -> Membership:
    refuse_unless_leads(lock_group(group_id), actor)
    if member.pk == actor.pk:
        raise Refused(Reason.YOURSELF)
    membership = end_membership(group_id=group_id, member=member, actor=actor, state=state, reason=reason)
    tell(membership, str(state.value), reason=reason)
    return membership
