"""Accepting the rules of a group."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ..models import Membership
from ..refusals import Reason, Refused
from .memberships import lock_group, log_group

if TYPE_CHECKING:
    from cop.members.models import User


@transaction.atomic
def accept_rules(*, group_id: int, member: "User", version: int) -> Membership:
    """Note once that the member accepts this version. Raises `Refused` (NOT_A_MEMBER; RULES if it is an old one)."""
    group = lock_group(group_id)
    membership = Membership.objects.active().filter(group=group, member=member).first()
    if membership is None:
        raise Refused(Reason.NOT_A_MEMBER)
    if version != group.rules_version:
        raise Refused(Reason.RULES)
    if membership.rules_accepted < version:
        membership.rules_accepted, membership.rules_accepted_at = version, timezone.now()
        membership.save()
        log_group(group, "rules_accepted", actor=member, member=member, version=version)
    return membership
