"""Taking a step of the validation of a good practice, and declining a proposal, in the admin."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import TaskState, WorkflowState

from cop.core.visible import shows_something
from cop.notifications.services import outbox

from ..models import GoodPracticePage, PracticeProposal, ValidationTask
from ..permissions import declining_obstacle, may_take_step
from ..refusals import Reason, Refused

if TYPE_CHECKING:
    from cop.members.models import User


@transaction.atomic
def take_step(
    task: ValidationTask,
    task_state: TaskState,
    user: "User",
    action: str,
    act: Callable[..., Any],
    **kwargs: Any,
) -> Any:
    """Approve, or ask for changes, by `act`. Raises `PermissionDenied`: somebody else was faster, the author has taken
    it back, it is not for this person, or changes are asked for without a word."""
    state = WorkflowState.objects.select_for_update(of=("self",)).get(pk=task_state.workflow_state_id)
    known = TaskState.objects.get(pk=task_state.pk)
    if state.current_task_state_id != known.pk or not may_take_step(int(state.object_id), user):
        raise PermissionDenied(str(Reason.NOT_YOURS_TO_DECIDE.label))
    if action == "reject" and not shows_something(kwargs.get("comment", "")):
        raise PermissionDenied(str(Reason.NO_WORDS.label))
    return act(known, user, action, **kwargs)


@transaction.atomic
def decline(*, practice: GoodPracticePage, actor: "User", words: str, now: datetime | None = None) -> PracticeProposal:
    """End the review of a proposal for good; its author is told why. The page stays unpublished until the day on which
    declined proposals are removed.

    Raises `Refused` (GONE, NOT_YOURS_TO_DECIDE, NO_WORDS).
    """
    proposal = PracticeProposal.objects.select_for_update(of=("self",)).filter(page=practice.pk).first()
    if proposal is None:
        raise Refused(Reason.GONE)
    found = WorkflowState.objects.active().for_instance(practice).select_for_update(of=("self",)).first()
    if found is None or declining_obstacle(actor, practice.pk):
        raise Refused(Reason.NOT_YOURS_TO_DECIDE)
    if not shows_something(words):
        raise Refused(Reason.NO_WORDS)
    proposal.declined_at = now or timezone.now()
    proposal.decline_words = words.strip()
    proposal.save(update_fields=["declined_at", "decline_words"])
    log(instance=practice, action="resources.decline", user=actor, data={"words": proposal.decline_words})
    found.cancel(user=actor)
    if proposal.author is not None:
        outbox.post(
            kind="resources.practice_declined",
            cause=f"resources.practice_declined/{proposal.pk}",
            to=proposal.author,
            params={"proposal": proposal.pk},
        )
    return proposal
