"""Who is told what while a good practice is validated; each once for each cause."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, TaskState, WorkflowState

from cop.editing.services.moderation import wanting
from cop.editing.tellers import Event
from cop.notifications.services import outbox

from ..models import PracticeProposal, ValidationTask
from ..validation import steps_open_to

if TYPE_CHECKING:
    from cop.members.models import User


def tell(event: Event, review: WorkflowState, step: TaskState, actor: "User | None") -> bool:
    """In place of the letters about submitted pages (`cop.editing.tellers`).

    Those who may take a step hear that it waits. Authors of proposals hear what is asked of them; that theirs is
    published they hear when it is (`services.proposing.practice_published`). Editors who wrote a
    practice themselves get the letters about submitted pages.
    """
    if not isinstance(step.task.specific, ValidationTask):
        return False
    if event == "submitted":
        _tell_reviewers(step, actor)
        return True
    proposal = _proposal_of(review)
    if proposal is None:
        return False
    if event == "rejected":
        _tell_author(proposal, "changes", step.pk, {"comment": step.get_comment()})
    return True


def tell_given_back(review: WorkflowState, actor: "User | None") -> None:
    """The secretariat has ended the review of a proposal in the admin, neither declining nor publishing it."""
    proposal = _proposal_of(review)
    if proposal is None or proposal.declined_at or (actor is not None and actor.pk == proposal.author_id):
        return
    if proposal.page is not None and not proposal.page.live:
        _tell_author(proposal, "given_back", review.pk, {})


def _proposal_of(review: WorkflowState) -> PracticeProposal | None:
    if review.base_content_type_id != ContentType.objects.get_for_model(Page).pk:
        return None
    return PracticeProposal.objects.filter(page=review.object_id).select_related("author", "page").first()


def _tell_author(proposal: PracticeProposal, what: str, cause: int, params: dict[str, Any]) -> None:
    if proposal.author is not None and proposal.author.is_active:
        outbox.post(
            kind=f"resources.practice_{what}",
            cause=f"resources.practice_{what}/{cause}",
            to=proposal.author,
            params={"proposal": proposal.pk, **params},
        )


def _tell_reviewers(step: TaskState, actor: "User | None") -> None:
    people = get_user_model()._default_manager
    in_groups = people.filter(groups__in=step.task.specific.groups.all()).distinct()
    fit = [person for person in wanting("submitted", in_groups) if _may_take(step, person)]
    if not fit:
        # Whoever could take it wrote it, checked it, or has left: the administrators see to it.
        fit = [person for person in people.filter(is_superuser=True, is_active=True) if _may_take(step, person)]
    outbox.post_many(
        kind="resources.practice_waits",
        drafts=[
            outbox.Draft(
                cause=f"resources.practice_waits/{step.pk}/{person.pk}",
                to=person,
                params={"page": step.workflow_state.object_id, "step": step.pk},
            )
            for person in fit
            if actor is None or person.pk != actor.pk
        ],
    )


def _may_take(step: TaskState, person: "User") -> bool:
    return steps_open_to(person).filter(pk=step.pk).exists()
