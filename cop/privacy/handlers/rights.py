"""Privacy's own rows: exports and deletions that a member asked for; and what this room keeps for how long."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import audit
from ..models import (
    AuditEntry,
    DataExport,
    Erasure,
    ErasureState,
    ExportState,
    RetentionRun,
    TermsAcceptance,
    TermsVersion,
)
from ..personal_data import Collected, Record, declare, eraser, export_chapter
from ..retention import Rule, note, rule
from ..services import exporting

if TYPE_CHECKING:
    from cop.members.models import User


@export_chapter("rights", title=gettext_lazy("What you asked for about your data"), order=90)
def collect(member: "User") -> Collected:
    """Exports, deletions that were undone, what was accepted, and who of the staff looked."""
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
    records += [
        Record(
            _("Accepted"),
            [
                ("document", _("Document"), row.version.get_document_display()),
                ("version", _("Version of"), row.version.in_force_from),
                ("accepted_at", _("Accepted"), row.accepted_at),
            ],
        )
        for row in TermsAcceptance.objects.filter(member=member).select_related("version").order_by("accepted_at")
    ]
    records += [
        Record(
            _("Looked at by the secretariat"),
            [("at", _("When"), row.at), ("action", _("What"), audit.title_of(row.action))],
        )
        for row in AuditEntry.objects.filter(member=member).order_by("at")
    ]
    return Collected(records)


@eraser("rights", order=920)
def erase(member: "User") -> None:
    """Exports with their files. That the deletion was asked for and done stays, without a name."""
    exporting.remove_all(member)
    TermsAcceptance.objects.filter(member=member).delete()


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


@rule(
    "audit",
    what=gettext_lazy("Which of the secretariat looked at whose data, or took lists out"),
    counted_from=gettext_lazy("the day of the line"),
    days=2 * 365,
    why=gettext_lazy("To find out about misuse."),
    order=41,
)
def remove_old_audit_lines(now: datetime, kept: Rule) -> int:
    return AuditEntry.objects.forget_before(kept.before(now))


note(
    "acceptances",
    what=gettext_lazy("Which version of terms and privacy notice a member accepted, and when"),
    counted_from=gettext_lazy("the acceptance"),
    kept=gettext_lazy("as long as the account"),
    why=gettext_lazy("To know what was agreed."),
    order=33,
)
note(
    "profiles",
    what=gettext_lazy("Account, profile, and that one was registered for or took part in an event"),
    counted_from=gettext_lazy("the making"),
    kept=gettext_lazy("until the member deletes the account, or has not signed in for three years"),
    why=gettext_lazy("It is what the account is for."),
    order=5,
)
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

declare(TermsVersion, reason="An address on this site; nobody's.")
declare(TermsAcceptance, exported="rights", erased="rights")
declare(
    AuditEntry,
    exported="rights",
    reason="Who looked at whom is kept until its own time is over; it names nobody and points to an empty account.",
)
declare(DataExport, exported="rights", erased="rights")
declare(Erasure, exported="rights", reason="The proof that it was done; knows the number of the empty account only.")
