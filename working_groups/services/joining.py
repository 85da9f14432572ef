"""Ways into a group and out of it that one takes oneself."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ..choices import GroupRole, Joining, RequestState
from ..models import JoinRequest, Membership, WorkingGroup
from ..permissions import joining_obstacle
from ..refusals import Refused
from .memberships import begin_membership, end_membership, lock_group
from .telling import tell, tell_leaders

if TYPE_CHECKING:
    from cop.members.models import User


@transaction.atomic
def join(*, group_id: int, member: "User") -> Membership:
    """Join an open group. The member and the leaders get a letter. Raises `Refused` (see `joining_obstacle`)."""
    group = lock_group(group_id)
    refuse_unless_open(group, member, Joining.OPEN)
    membership = admit(group=group, member=member, actor=member, action="join", letter="joined")
    tell_leaders(group, "member_joined", cause=_cause(membership, "joined"), but=member, membership=membership.pk)
    return membership


@transaction.atomic
def leave(*, group_id: int, member: "User") -> Membership:
    """Leave at once. The member and the leaders get a letter. Raises `Refused` (NOT_A_MEMBER, LAST_LEADER)."""
    membership = end_membership(group_id=group_id, member=member, actor=member)
    tell(membership, "left")
    tell_leaders(
        membership.group, "member_left", cause=_cause(membership, "left"), but=member, membership=membership.pk
    )
    return membership


def refuse_unless_open(group: WorkingGroup, member: "User", way: Joining) -> None:
    """Raises `Refused` with the reason for which this member cannot come in this way."""
    membership = Membership.objects.filter(group=group, member=member).first()
    if reason := joining_obstacle(group, membership, way):
        raise Refused(reason)


def admit(
    *,
    group: WorkingGroup,
    member: "User",
    actor: "User",
    action: str,
    letter: str,
    role: str = GroupRole.MEMBER,
    lift_ban: bool = False,
) -> Membership:
    """Begin the membership, close an open request with it, and write the letter to the new member.

    Within the caller's transaction, which holds the lock of the group.
    """
    membership = begin_membership(
        group_id=group.pk, member=member, actor=actor, role=role, action=action, lift_ban=lift_ban
    )
    JoinRequest.objects.filter(group=group, member=member, state=RequestState.OPEN).update(
        state=RequestState.ACCEPTED, decided_at=timezone.now(), decided_by=actor
    )
    tell(membership, letter)
    return membership


def _cause(membership: Membership, what: str) -> str:
    when = membership.ended_at or membership.joined_at
    return f"group membership {membership.pk} {what} {when.isoformat()}"
