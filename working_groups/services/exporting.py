"""Taking the list of members out of the platform: who did is written down."""

from typing import TYPE_CHECKING

from django.db import transaction

from ..models import Membership
from ..refusals import Reason, Refused
from .memberships import log_group, refuse_unless_leads

if TYPE_CHECKING:
    from cop.members.models import User

    from ..models import WorkingGroup

KINDS = ("xlsx", "csv")


@transaction.atomic
def note_member_export(*, group: "WorkingGroup", actor: "User", kind: str) -> None:
    """One line in the group's history; nobody is told. Raises `Refused` (NOT_YOURS, NOTHING_THERE)."""
    refuse_unless_leads(group, actor)
    count = Membership.objects.active().filter(group=group).count()
    if not count:
        raise Refused(Reason.NOTHING_THERE)
    log_group(group, "export", actor=actor, count=count, kind=kind)
