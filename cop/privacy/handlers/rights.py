"""Privacy's own rows: exports and deletions that a member asked for; and what this room keeps for how long."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import DataExport, Erasure, ErasureState, ExportState, RetentionRun
from ..personal_data import Collected, Record, declare, eraser, export_chapter
from ..retention import Rule, note, rule
from ..services import exporting

if TYPE_CHECKING:
    from cop.members.models import User


@export_chapter("rights", title=gettext_lazy("What you asked for about your data"), order=90)
def collect(member: "User") -> Collected:
    """Exports, and deletions that were undone."""
    records = [
        Record(
            _("Export of my data"),
            [
                ("asked_at", _("Asked for"), row.asked_at),
                ("state", _("State"), row.get_state_display()),
                ("expires_at", _("Kept until"), row.expires_at),
            ],
        )
        for row in DataExport.objects.filter(member=member).order_by("asked_at")
    ]
    records += [
        Record(
            _("Deletion of my account"),
            [
                ("asked_at", _("Asked for"), row.asked_at),
                ("due_at", _("Due"), row.due_at),
                ("undone_at", _("Undone"), row.undone_at),
            ],
        )
        for row in Erasure.objects.filter(member=member).order_by("asked_at")
    ]
    return Collected(records)


@eraser("rights", order=920)
def erase(member: "User") -> None:
    """Exports with their files. That the deletion was asked for and done stays, without a name."""
    exporting.remove_all(member)


@rule(
    "exports",
    what=gettext_lazy("Files with a member's own data, made on request"),
    counted_from=gettext_lazy("the moment at which it was ready"),
    days=exporting.KEPT.days,
    why=gettext_lazy("Long enough to fetch it; whoever needs it later asks again."),
    order=30,
)
def remove_exports(now: datetime, kept: Rule) -> int:
    DataExport.objects.filter(
        state__in=[ExportState.REMOVED, ExportState.FAILED], asked_at__lte=now - timedelta(days=365)
    ).delete()
    return exporting.remove_expired(now)


@rule(
    "deletions",
    what=gettext_lazy("That a deletion was asked for, and when it was done or undone (no name, no address)"),
    counted_from=gettext_lazy("the day on which it was done or undone"),
    days=3 * 365,
    why=gettext_lazy("To prove that it was done."),
    order=31,
)
def remove_old_deletions(now: datetime, kept: Rule) -> int:
    before = kept.before(now)
    done = Erasure.objects.filter(state=ErasureState.DONE, done_at__lte=before).delete()[0]
    return done + Erasure.objects.filter(state=ErasureState.UNDONE, undone_at__lte=before).delete()[0]


@rule(
    "retention-runs",
    what=gettext_lazy("What these rules did each night (numbers only)"),
    counted_from=gettext_lazy("the night"),
    days=400,
    why=gettext_lazy("To see that they are applied."),
    order=90,
)
def remove_old_runs(now: datetime, kept: Rule) -> int:
    return RetentionRun.objects.filter(ran_at__lte=kept.before(now)).delete()[0]


note(
    "last-letters",
    what=gettext_lazy("The last letter to a deleted account, with its address"),
    counted_from=gettext_lazy("the sending"),
    kept=gettext_lazy("10 minutes"),
    why=gettext_lazy("To say that the deletion is done; then the address is forgotten."),
    order=12,
)
note(
    "task-results",
    what=gettext_lazy("Results of background work (numbers of rows, no names)"),
    counted_from=gettext_lazy("the end of the task"),
    kept=gettext_lazy("1 day; failed ones 30 days"),
    why=gettext_lazy("To find out why something failed."),
    order=91,
)

declare(DataExport, exported="rights", erased="rights")
declare(Erasure, exported="rights", reason="The proof that it was done; knows the number of the empty account only.")
