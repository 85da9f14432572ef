"""What of this room leads to people: who was asked to approve a draft. They need not have an account."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.privacy.personal_data import Collected, Record, declare, eraser, export_chapter
from cop.privacy.retention import Rule, rule

from .models import Approval

if TYPE_CHECKING:
    from cop.members.models import User


@export_chapter("approvals", title=gettext_lazy("Drafts that you were asked to approve"), order=70)
def collect(member: "User") -> Collected:
    """Requests to the account's address, with the answer."""
    return Collected(
        [
            Record(
                row.name,
                [
                    ("name", _("Name"), row.name),
                    ("asked_at", _("Asked"), row.created_at),
                    ("note", _("Message"), row.note),
                    ("answer", _("Answer"), row.get_answer_display()),
                    ("answered_at", _("Answered"), row.answered_at),
                    ("comment", _("Comment"), row.comment),
                ],
            )
            for row in Approval.objects.filter(email__iexact=member.email).order_by("created_at", "pk")
        ]
    )


@eraser("approvals", order=130)
def erase(member: "User") -> None:
    """That a version was approved stays; by whom does not."""
    Approval.objects.filter(email__iexact=member.email).update(
        name=str(_("Former member")), email="", note="", comment=""
    )


@rule(
    "approvals",
    what=gettext_lazy("Who was asked to approve a draft, and the answer"),
    counted_from=gettext_lazy("the day on which the link ended"),
    days=365,
    why=gettext_lazy("To know who agreed to a page; the page's own history stays."),
    order=42,
)
def remove_old_approvals(now: datetime, kept: Rule) -> int:
    before = kept.before(now)
    return Approval.objects.filter(Q(answered_at=None) | Q(answered_at__lte=before), expires_at__lte=before).delete()[0]


declare(Approval, exported="approvals", erased="approvals")
