"""Posts that a reader finds out of order, and what the moderators say."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ..choices import ReportOutcome
from ..models import Post, PostReport
from ..refusals import Reason, Refused
from .memberships import log_group
from .post_changes import delete_post
from .standing import inside_now

if TYPE_CHECKING:
    from cop.members.models import User


@transaction.atomic
def report_post(*, post: Post, reporter: "User", reason: str, now: datetime | None = None) -> PostReport:
    """Tell the moderators; the same person about the same post again changes nothing, so that nobody shouts.

    Everybody with an account who may read the post may. Raises `Refused` (NOT_YOURS, GONE).
    """
    inside = inside_now(post.thread.group_id, reporter)
    if not inside.can_read:
        raise Refused(Reason.NOT_YOURS)
    if Post.objects.filter(pk=post.pk, deleted_at__isnull=False).exists():
        raise Refused(Reason.GONE)
    report, _created = PostReport.objects.get_or_create(
        post=post, reporter=reporter, defaults={"reason": reason, "created_at": now or timezone.now()}
    )
    return report


@transaction.atomic
def handle_report(
    *, report: PostReport, actor: "User", outcome: str, why: str = "", now: datetime | None = None
) -> None:
    """Close all reports on the post: it is kept, or deleted; twice changes nothing. Raises `Refused` (NOT_YOURS)."""
    inside = inside_now(report.post.thread.group_id, actor)
    if not inside.can_moderate:
        raise Refused(Reason.NOT_YOURS)
    now = now or timezone.now()
    if outcome == ReportOutcome.DELETED and not Post.objects.get(pk=report.post_id).is_deleted:
        delete_post(post=report.post, actor=actor, why=why, now=now)
    waiting = PostReport.objects.filter(post=report.post, handled_at__isnull=True)
    if waiting.update(handled_at=now, handled_by=actor, outcome=outcome):
        log_group(inside.group, "report", actor=actor, post=report.post_id, outcome=outcome)
