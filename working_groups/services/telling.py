"""Who is told of a change in a group, and the causes of those letters."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from cop.notifications.links import secretariat
from cop.notifications.services import outbox
from cop.notifications.services.outbox import Draft

from ..choices import GroupRole
from ..models import Membership, WorkingGroup

if TYPE_CHECKING:
    from cop.members.models import User

KIND = "working_groups."


def tell(membership: Membership, what: str, **facts: Any) -> None:
    """One letter to the person whose membership has changed; each change is a cause of its own."""
    outbox.post(
        kind=KIND + what,
        cause=f"group membership {membership.pk} {what} {_stamp(timezone.now())}",
        to=membership.member,
        params={"membership": membership.pk, **facts},
    )


def tell_leaders(group: WorkingGroup, what: str, *, cause: str, but: "User | None" = None, **facts: Any) -> None:
    """One letter to each leader, `but` the one who did it; to the secretariat where there is no leader at all."""
    leaders = [each.member for each in _leaders(group)]
    to: list[User | str] = [leader for leader in leaders if but is None or leader.pk != but.pk]
    if not leaders:
        to = [secretariat()]
    outbox.post_many(
        kind=KIND + what,
        drafts=[
            Draft(
                cause=f"{cause} {who if isinstance(who, str) else who.pk}", to=who, params={"group": group.pk, **facts}
            )
            for who in to
        ],
    )


def tell_members(group: WorkingGroup, what: str, *, but: "User | None" = None, **facts: Any) -> None:
    """One letter to each member, `but` the one who did it."""
    stamp = _stamp(timezone.now())
    members = Membership.objects.active().filter(group=group).select_related("member")
    outbox.post_many(
        kind=KIND + what,
        drafts=[
            Draft(
                cause=f"group membership {each.pk} {what} {stamp}",
                to=each.member,
                params={"membership": each.pk, **facts},
            )
            for each in members
            if but is None or each.member_id != but.pk
        ],
    )


def _leaders(group: WorkingGroup) -> list[Membership]:
    leading = Membership.objects.active().filter(group=group, role=GroupRole.LEADER)
    return list(leading.select_related("member").order_by("pk"))


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
