"""The secret address of one group's calendar for one member: made, renewed, revoked."""

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..models import GroupCalendar
from ..refusals import Reason, Refused
from .memberships import LOG_PREFIX
from .standing import inside_now

if TYPE_CHECKING:
    from cop.members.models import User


@transaction.atomic
def renew_group_calendar(*, group_id: int, member: "User", now: datetime | None = None) -> GroupCalendar:
    """Give the member a new secret address for this group; one that existed opens nothing from now on.

    Nobody is told; the log holds that it happened, neither the address nor the group. Raises `Refused` (NOT_YOURS) for
    whoever does not belong to the group.
    """
    inside = inside_now(group_id, member)
    if not inside.is_member:
        raise Refused(Reason.NOT_YOURS)
    made, _is_new = GroupCalendar.objects.update_or_create(
        membership=inside.membership, defaults={"token": secrets.token_urlsafe(32), "created_at": now or timezone.now()}
    )
    log(instance=member, action=f"{LOG_PREFIX}calendar.renew", user=member)
    return made


@transaction.atomic
def revoke_group_calendar(*, group_id: int, member: "User") -> bool:
    """Take the secret address away; says whether there was one."""
    gone = bool(GroupCalendar.objects.filter(membership__group=group_id, membership__member=member).delete()[0])
    if gone:
        log(instance=member, action=f"{LOG_PREFIX}calendar.revoke", user=member)
    return gone
