"""What somebody is to a group at the moment of a write: read anew and locked, so that leaving works at once."""

from typing import TYPE_CHECKING

from .. import permissions
from ..models import Membership, Thread, WorkingGroup
from ..refusals import Reason, Refused
from ..selectors.doors import Inside

if TYPE_CHECKING:
    from cop.members.models import User


def inside_now(group_id: int, member: "User") -> Inside:
    """The group as `member` may use it now. Their own row stays locked: two writes of one person follow each other."""
    membership = Membership.objects.select_for_update().filter(group=group_id, member=member).first()
    group = WorkingGroup.objects.select_related("page").get(pk=group_id)
    return Inside(group, member, membership, permissions.standing_of(member, membership))


def lock_thread(inside: Inside, pk: int) -> Thread:
    """The thread, locked, after the writer's own row. Raises `Refused` (MOVED) if it is no longer in this group."""
    thread = Thread.objects.select_for_update().filter(pk=pk, group=inside.group.pk).first()
    if thread is None:
        raise Refused(Reason.MOVED)
    return thread
