"""The validation of good practices: the workflow, who may take its steps, and what has been validated."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, TaskState, Workflow, WorkflowState, WorkflowTask

from .models import GoodPracticePage, PracticeProposal, ValidationTask

if TYPE_CHECKING:
    from .selectors.resources import Viewer

STEPS = 2
OPEN = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


def validation_workflow() -> Workflow | None:
    """The workflow that every good practice goes through: the active one whose steps are all taken by other people;
    None while there is none."""
    own = ValidationTask.objects.filter(active=True).values("pk")
    mixed = WorkflowTask.objects.exclude(task__in=own).values("workflow")
    found = Workflow.objects.filter(active=True, workflow_tasks__task__in=own).exclude(pk__in=mixed)
    return found.order_by("pk").distinct().first()


def _states_of_pages() -> QuerySet[TaskState]:
    return TaskState.objects.filter(
        task__validationtask__isnull=False, workflow_state__base_content_type=ContentType.objects.get_for_model(Page)
    )


def steps_open_to(user: "Viewer", *, while_changing: bool = False) -> QuerySet[TaskState]:
    """Steps of validations that wait for somebody and that this person may take: they are in its groups, did not write
    or send the practice, and have not approved an earlier step of it.

    With `while_changing` also the steps at which changes were asked for and the author has not sent it again.
    """
    if not (user.is_authenticated and user.is_active):
        return TaskState.objects.none()
    states = _states_of_pages().filter(task__active=True)
    if while_changing:
        # The step at which a workflow is: in progress, or the one that sent it back.
        states = states.filter(workflowstate__status__in=OPEN)
    else:
        states = states.filter(status=TaskState.STATUS_IN_PROGRESS)
    if not user.is_superuser:
        states = states.filter(task__in=ValidationTask.objects.filter(groups__in=user.groups.all()).values("pk"))
    approved = TaskState.objects.filter(finished_by=user, status=TaskState.STATUS_APPROVED)
    return (
        states.exclude(workflow_state__requested_by=user)
        .exclude(workflow_state__in=approved.values("workflow_state"))
        .exclude(workflow_state__object_id__in=_own_pages(user))
    )


def _own_pages(user: "Viewer") -> QuerySet:
    own = GoodPracticePage.objects.filter(Q(owner=user.pk) | Q(proposal__author=user.pk)).order_by()
    return own.annotate(number=Cast("pk", CharField())).values("number")


def validated_at(page_id: int) -> datetime | None:
    """When the last of the two people approved it, the first time; None if that has not happened. One statement."""
    approved = _states_of_pages().filter(
        workflow_state__object_id=str(page_id),
        workflow_state__status=WorkflowState.STATUS_APPROVED,
        status=TaskState.STATUS_APPROVED,
    )
    whole = approved.values("workflow_state").annotate(steps=Count("task", distinct=True), at=Max("finished_at"))
    return whole.filter(steps__gte=STEPS).order_by("at").values_list("at", flat=True).first()


def reviews_in(*statuses: str) -> QuerySet[WorkflowState]:
    """Reviews in one of these states of the page of an outer row of proposals, for `Exists`."""
    return WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef("page"), CharField()),
        status__in=statuses,
    )


def unsent_pages() -> QuerySet[PracticeProposal]:
    """Proposals that only their authors may know of: nobody reviews, has declined, validated or published them."""
    return PracticeProposal.objects.filter(
        ~Exists(reviews_in(*OPEN, WorkflowState.STATUS_APPROVED)),
        page__live=False,
        page__first_published_at=None,
        declined_at=None,
    )
