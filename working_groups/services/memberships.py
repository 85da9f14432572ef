"""The one place where a membership begins, changes and ends."""

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cop.core import page_cache

from ..choices import GroupRole, MembershipState, Rhythm
from ..models import Document, Membership, WorkingGroup
from ..permissions import can_oversee_groups
from ..refusals import Reason, Refused

if TYPE_CHECKING:
    from cop.members.models import User

LOG_PREFIX = "working_groups."


def lock_group(group_id: int) -> WorkingGroup:
    """The group, locked until the end of the transaction: who joins, leaves and leads is decided one by one.

    Not its key: whoever holds their own row and writes something that points to the group would wait for this lock,
    while its holder waits for that row, until the database ends one of the two.
    """
    return WorkingGroup.objects.select_for_update(of=("self",), no_key=True).select_related("page").get(pk=group_id)


def log_group(
    group: WorkingGroup, action: str, *, actor: "User | None", member: "User | None" = None, **facts: Any
) -> None:
    """Add one line to the group's history; `member` is whom it is about."""
    data = {"member": member.pk, "name": member.name, **facts} if member is not None else facts
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=ContentType.objects.get_for_model(WorkingGroup),
                object_id=str(group.pk),
                label=group.page.title[:255],
                action=f"{LOG_PREFIX}{action}",
                user=actor,
                timestamp=timezone.now(),
                data=data,
            )
        ]
    )


def refuse_unless_leads(group: WorkingGroup, actor: "User") -> None:
    """Asked again under the lock: who has just lost the role leads no more. Raises `Refused` (NOT_YOURS)."""
    leads = Membership.objects.active().filter(group=group, member=actor, role=GroupRole.LEADER)
    if not (can_oversee_groups(actor) or leads.exists()):
        raise Refused(Reason.NOT_YOURS)


@transaction.atomic
def begin_membership(
    *,
    group_id: int,
    member: "User",
    actor: "User | None",
    role: str = GroupRole.MEMBER,
    rhythm: str = Rhythm.DAILY,
    action: str = "join",
    lift_ban: bool = False,
) -> Membership:
    """`member` belongs to the group from now on; a membership that had ended is revived.

    The caller has asked whether this way in is open (see `services.joining`). Raises `Refused` (ARCHIVED, INACTIVE,
    ALREADY, BANNED) and changes nothing then.
    """
    group = lock_group(group_id)
    if group.is_archived:
        raise Refused(Reason.ARCHIVED)
    if not member.is_active:
        raise Refused(Reason.INACTIVE)
    membership = Membership.objects.filter(group=group, member=member).first() or Membership(group=group, member=member)
    if membership.pk is not None:
        if membership.is_active:
            raise Refused(Reason.ALREADY)
        if membership.state == MembershipState.BANNED and not lift_ban:
            raise Refused(Reason.BANNED)
    membership.role, membership.rhythm = role, rhythm
    membership.away_since = membership.ended_at
    membership.state, membership.ended_at = MembershipState.ACTIVE, None
    membership.joined_at = membership.digest_mark = timezone.now()
    membership.save()
    log_group(group, action, actor=actor, member=member, role=role)
    page_cache.touch(f"group:{group.pk}")
    return membership


@transaction.atomic
def end_membership(
    *, group_id: int, member: "User", actor: "User", state: str = MembershipState.LEFT, reason: str = ""
) -> Membership:
    """The membership is over at once: left, removed or banned; documents that they were editing are free again.

    Raises `Refused` (NOT_A_MEMBER, LAST_LEADER).
    Banning somebody who has left already is possible, so that they cannot come back.
    """
    group = lock_group(group_id)
    membership = Membership.objects.filter(group=group, member=member).first()
    if membership is None or not (membership.is_active or state == MembershipState.BANNED):
        raise Refused(Reason.NOT_A_MEMBER)
    if membership.is_active and membership.role == GroupRole.LEADER:
        _refuse_last_leader(group, membership)
    membership.state, membership.ended_at = state, timezone.now()
    membership.save()
    _free_documents_of(membership)
    log_group(group, str(MembershipState(state).value), actor=actor, member=member, reason=reason)
    page_cache.touch(f"group:{group.pk}")
    return membership


@transaction.atomic
def change_role(*, group_id: int, member: "User", actor: "User", role: str) -> Membership:
    """Give a member another role. Raises `Refused` (NOT_A_MEMBER, LAST_LEADER); the same role again changes nothing."""
    group = lock_group(group_id)
    membership = Membership.objects.active().filter(group=group, member=member).first()
    if membership is None:
        raise Refused(Reason.NOT_A_MEMBER)
    if membership.role == role:
        return membership
    if membership.role == GroupRole.LEADER:
        _refuse_last_leader(group, membership)
    before, membership.role = membership.role, role
    membership.save()
    if role == GroupRole.OBSERVER:
        _free_documents_of(membership)
    log_group(group, "role", actor=actor, member=member, before=before, role=role)
    page_cache.touch(f"group:{group.pk}")
    return membership


@transaction.atomic
def forgive(*, group_id: int, member: "User", actor: "User") -> Membership:
    """Lift a ban: they are like somebody who has left. Raises `Refused` (NOT_A_MEMBER) if they are not banned."""
    group = lock_group(group_id)
    membership = Membership.objects.filter(group=group, member=member, state=MembershipState.BANNED).first()
    if membership is None:
        raise Refused(Reason.NOT_A_MEMBER)
    membership.state = MembershipState.LEFT
    membership.save()
    log_group(group, "forgive", actor=actor, member=member)
    return membership


def _free_documents_of(membership: Membership) -> None:
    """Whoever can add no version any more keeps nobody else from it."""
    locked = Document.objects.filter(group=membership.group_id, locked_by=membership.member_id)
    locked.update(locked_by=None, locked_until=None)


def _refuse_last_leader(group: WorkingGroup, leaving: Membership) -> None:
    others = Membership.objects.active().filter(group=group, role=GroupRole.LEADER).exclude(pk=leaving.pk)
    if not others.exists():
        raise Refused(Reason.LAST_LEADER)
