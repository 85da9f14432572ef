"""What of pages and letters waits for somebody; one statement each (see cop.editing.waiting)."""

from typing import TYPE_CHECKING

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.models import TaskState

from cop.notifications.choices import LetterState
from cop.notifications.models import Letter

from ..models import Approval
from ..waiting import Waiting
from .care import stale_pages_of

if TYPE_CHECKING:
    from cop.members.models import User


def to_moderate(user: "User") -> Waiting:
    """Pages that others have submitted and this person may approve; steps of other kinds are counted by their rooms."""
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, task__active=True, task__groupapprovaltask__isnull=False
    )
    if not user.is_superuser:
        states = states.filter(task__groupapprovaltask__groups__user=user)
    count = states.distinct().count()
    # Wagtail's own list of them stands below on the same page.
    url = f"{reverse('wagtailadmin_home')}#workflow-objects-to-moderate"
    return Waiting(count, ngettext("page to approve", "pages to approve", count), url)


def answered_approvals(user: "User") -> Waiting:
    """Answers to this person's requests with which nobody has done anything yet: neither saved nor published since."""
    answered = Approval.objects.filter(
        created_by=user,
        answered_at__isnull=False,
        revision=F("page__latest_revision"),
        page__has_unpublished_changes=True,
    )
    count = answered.count()
    return Waiting(
        count, ngettext("draft with an answer", "drafts with an answer", count), f"{reverse('approvals:index')}?mine=1"
    )


def own_stale_pages(user: "User") -> Waiting:
    """Pages that this person looks after and that are due for review."""
    count = stale_pages_of(user, today=timezone.localdate()).count()
    url = f"{reverse('reviews:index')}?owner=me&due=due"
    return Waiting(count, ngettext("page of yours to review", "pages of yours to review", count), url)


def failed_letters(user: "User") -> Waiting | None:
    """Letters that could not be sent."""
    if not user.has_perm("notifications.view_letter"):
        return None
    count = Letter.objects.filter(state=LetterState.FAILED).count()
    url = f"{reverse('letters:index')}?state={LetterState.FAILED.value}"
    return Waiting(count, ngettext("letter that could not be sent", "letters that could not be sent", count), url)
