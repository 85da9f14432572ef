"""Proposals of good practices for their authors: the door, how far each is, and what has happened to it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from cop.members.requests import Asked

from ..choices import ProposalState
from ..models import FileVersion, GoodPracticePage, PracticeProposal, ResourceFile
from ..refusals import Reason
from .resources import LARGEST

if TYPE_CHECKING:
    from cop.members.models import User

S = ProposalState
TONES = {
    S.SENT: "blue",
    S.CHECKED: "blue",
    S.CHANGES: "wait",
    S.DECLINED: "bad",
    S.VALIDATED: "good",
    S.PUBLISHED: "good",
    S.OFF: "bad",
    S.REMOVED: "bad",
}
OBSTACLES = {
    S.SENT: Reason.IN_REVIEW,
    S.CHECKED: Reason.IN_REVIEW,
    S.VALIDATED: Reason.IS_PUBLISHED,
    S.PUBLISHED: Reason.IS_PUBLISHED,
    S.OFF: Reason.IS_PUBLISHED,
    S.DECLINED: Reason.DECLINED,
    S.REMOVED: Reason.IS_REMOVED,
}


@dataclass(frozen=True)
class Step:
    """Something that has happened, with the words of who did it."""

    at: datetime
    what: str
    words: str = ""


@dataclass(frozen=True)
class Standing:
    """How far a proposal is, since when, the last words of the secretariat, and all that has happened, in order."""

    state: ProposalState
    since: datetime
    words: str = ""
    steps: Sequence[Step] = field(default_factory=list)

    @property
    def badge(self) -> tuple[str, str]:
        return str(self.state.label), TONES.get(self.state, "")


# Doors ----------------------------------------------------------------------------------------------------------


def get_proposal_for(user: "User", number: int) -> PracticeProposal:
    """The member's own proposal, with its page; 404 for everybody else's."""
    found = PracticeProposal.objects.filter(pk=number, author=user).select_related("page").first()
    if found is None:
        raise Http404
    return found


def get_proposal_file_for(user: "User", number: int, pk: int) -> FileVersion:
    """The present version of a file of the member's own proposal; 404 for everybody else's. Two statements."""
    proposal = get_proposal_for(user, number)
    files = ResourceFile.objects.filter(pk=min(pk, LARGEST), resource=proposal.page_id, current__isnull=False)
    found = files.select_related("current").first() if proposal.page_id else None
    if found is None or found.current is None:
        raise Http404
    return found.current


# How far it is ---------------------------------------------------------------------------------------------------


def standing_of(proposal: PracticeProposal) -> Standing:
    """Read from the page and its workflow: the one place that says how far a proposal is. Two statements, with the page
    at hand."""
    return _standing(proposal, list(_reviews([proposal])))


def _reviews(proposals: Iterable[PracticeProposal]) -> Iterable[WorkflowState]:
    """The reviews of these proposals with their steps, in order; two statements."""
    numbers = [str(each.page_id) for each in proposals if each.page_id]
    if not numbers:
        return []
    kind = ContentType.objects.get_for_model(Page)
    found = WorkflowState.objects.filter(base_content_type=kind, object_id__in=numbers)
    return found.prefetch_related("task_states").order_by("created_at", "pk")


def _standing(proposal: PracticeProposal, reviews: Sequence[WorkflowState]) -> Standing:
    steps = sorted(_steps(proposal, reviews), key=lambda step: step.at)
    state = _state(proposal, reviews[-1] if reviews else None)
    words = ""
    if state == S.DECLINED:
        words = proposal.decline_words
    elif state == S.CHANGES:
        words = next((step.words for step in reversed(steps) if step.words), "")
    since = proposal.changed_at if state == S.DRAFT else steps[-1].at
    return Standing(state, since, words, steps)


def _state(proposal: PracticeProposal, review: WorkflowState | None) -> ProposalState:
    page = proposal.page
    status = review.status if review else ""
    if page is None:
        return S.REMOVED
    if page.was_published:
        return S.PUBLISHED if page.live else S.OFF
    if review and status == WorkflowState.STATUS_IN_PROGRESS:
        return S.CHECKED if _approved(review) else S.SENT
    if status == WorkflowState.STATUS_NEEDS_CHANGES:
        return S.CHANGES
    if proposal.declined_at:
        return S.DECLINED
    if status == WorkflowState.STATUS_APPROVED:
        return S.VALIDATED
    return S.WITHDRAWN if review and _ended_by(review) == proposal.author_id else S.DRAFT


def _in_order(review: WorkflowState) -> list[TaskState]:
    return sorted(review.task_states.all(), key=lambda each: (each.started_at, each.pk))


def _approved(review: WorkflowState) -> int:
    return sum(each.status == TaskState.STATUS_APPROVED for each in review.task_states.all())


def _ended_by(review: WorkflowState) -> int | None:
    return next((each.finished_by_id for each in _in_order(review) if each.status == TaskState.STATUS_CANCELLED), None)


def _steps(proposal: PracticeProposal, reviews: Sequence[WorkflowState]) -> Iterator[Step]:
    yield Step(proposal.created_at, _("You began a draft"))
    for review in reviews:
        yield from _steps_of(review, proposal)
    if proposal.declined_at:
        yield Step(proposal.declined_at, _("The secretariat declined it"), proposal.decline_words)
    page = proposal.page
    if page is not None and page.first_published_at:
        yield Step(page.first_published_at, _("It came into the library"))


def _steps_of(review: WorkflowState, proposal: PracticeProposal) -> Iterator[Step]:
    approved, sent_back = 0, True
    for each in _in_order(review):
        if sent_back:
            yield Step(each.started_at, _("You sent it to the secretariat"))
        sent_back = each.status == TaskState.STATUS_REJECTED
        if each.finished_at is None:
            continue
        if each.status == TaskState.STATUS_APPROVED:
            approved += 1
            yield Step(
                each.finished_at, _("Somebody checked it") if approved == 1 else _("A second person validated it")
            )
        elif sent_back:
            yield Step(each.finished_at, _("The secretariat asked for changes"), each.get_comment())
        elif each.status == TaskState.STATUS_CANCELLED and each.finished_by_id == proposal.author_id:
            yield Step(each.finished_at, _("You took it back"))
        elif each.status == TaskState.STATUS_CANCELLED and not proposal.declined_at:
            yield Step(each.finished_at, _("The secretariat gave it back to you"))


# What its author may do --------------------------------------------------------------------------------------------


def changing_obstacle(standing: Standing, page: GoodPracticePage | None) -> Reason | None:
    """Why the author cannot change or send it; None if they can."""
    reason = OBSTACLES.get(standing.state)
    return reason or (Reason.IS_LOCKED if page is not None and page.locked else None)


def taking_back_obstacle(standing: Standing) -> Reason | None:
    """Why the author cannot take it back; None if they can."""
    return None if standing.state in (S.SENT, S.CHECKED) else Reason.NOT_WAITING


def deleting_obstacle(standing: Standing) -> Reason | None:
    """Why the author cannot delete it; None if they can."""
    reason = OBSTACLES.get(standing.state)
    return reason if reason in (Reason.IN_REVIEW, Reason.IS_PUBLISHED) else None


# Lists ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ProposalRow:
    """A line of "my page"."""

    title: str
    url: str
    meta: list[str]
    badge: tuple[str, str]
    sample: bool


def proposals_of(member: "User") -> list[ProposalRow]:
    """What the member has proposed, the last changed first. One statement, three where there is something."""
    found = list(
        PracticeProposal.objects.filter(author=member)
        .select_related("page")
        .defer("page__body")
        .order_by("-changed_at")
    )
    return [_row(proposal, standing) for proposal, standing in with_standings(found)]


def with_standings(proposals: Sequence[PracticeProposal]) -> list[tuple[PracticeProposal, Standing]]:
    """Each with how far it is; two statements for all."""
    reviews: dict[str, list[WorkflowState]] = {}
    for review in _reviews(proposals):
        reviews.setdefault(review.object_id, []).append(review)
    return [(each, _standing(each, reviews.get(str(each.page_id), []))) for each in proposals]


def _row(proposal: PracticeProposal, standing: Standing) -> ProposalRow:
    when = format_date(timezone.localtime(standing.since), "j F Y")
    return ProposalRow(
        title=proposal.title,
        url=reverse("proposal", args=[proposal.pk]),
        meta=[_("since %(day)s") % {"day": when}],
        badge=standing.badge,
        sample=bool(proposal.page and proposal.page.is_sample),
    )


def asked_by(member: "User") -> Iterator[Asked]:
    """For the secretariat's page of the member: what has been sent; drafts are nobody's business."""
    found = list(PracticeProposal.objects.filter(author=member, page__isnull=False).select_related("page"))
    for proposal, standing in with_standings(found):
        if standing.state not in (S.DRAFT, S.WITHDRAWN):
            url = reverse("wagtailadmin_pages:edit", args=[proposal.page_id])
            what = _("Good practice: %(title)s") % {"title": proposal.title}
            yield Asked(what, proposal.consented_at or proposal.created_at, str(standing.state.label), url)


# The page of a proposal ----------------------------------------------------------------------------------------------

WAY = (S.DRAFT, S.SENT, S.CHECKED, S.PUBLISHED)


def way_of(standing: Standing) -> dict[str, Any]:
    """The steps ahead and behind, as the component “steps” takes them; empty where the way has ended."""
    at = {S.CHANGES: S.DRAFT, S.WITHDRAWN: S.DRAFT, S.VALIDATED: S.PUBLISHED}.get(standing.state, standing.state)
    if at not in WAY:
        return {}
    return {
        "items": [_("You write"), _("The secretariat checks"), _("A second person validates"), _("In the library")],
        "current": WAY.index(at) + 1,
    }
