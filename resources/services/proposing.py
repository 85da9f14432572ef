"""A member proposes a good practice: drafts, sending, taking back, deleting."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.models import WorkflowState

from cop.notifications.services import outbox

from ..choices import ResourceKind
from ..models import GoodPracticePage, LibraryPage, PracticeProposal
from ..practice_content import Content, content_of, is_same, missing, write
from ..refusals import Reason, Refused
from ..selectors.proposals import changing_obstacle, deleting_obstacle, standing_of, taking_back_obstacle
from .files import take_away
from .taking_in import free_slug

if TYPE_CHECKING:
    from cop.members.models import User

MOST_OPEN = 5


@transaction.atomic
def begin(*, member: "User", key: uuid.UUID, content: Content, now: datetime | None = None) -> PracticeProposal:
    """Keep a new draft: a page that is not published, and that only the member knows of. Nobody is told.

    The same key again is the same form sent twice: its words go into the draft that the first one made.
    Raises `Refused` (NO_LIBRARY, TOO_MANY_OPEN, and those of `save`).
    """
    # Two pages at the same moment must not take the same place and address; and nobody begins six at once.
    library = LibraryPage.objects.select_for_update(of=("self",)).order_by("pk").first()
    if library is None:
        raise Refused(Reason.NO_LIBRARY)
    known = PracticeProposal.objects.filter(key=key, author=member).first()
    if known is not None:
        return save(member=member, proposal_id=known.pk, content=content, now=now)
    if _open_of(member) >= MOST_OPEN:
        raise Refused(Reason.TOO_MANY_OPEN)
    now = now or timezone.now()
    page = GoodPracticePage(
        slug=free_slug(library, content.title),
        kind=ResourceKind.GOOD_PRACTICE,
        is_sample=member.is_sample,
        live=False,
        has_unpublished_changes=True,
    )
    # No owner: the owner of a page is who looks after it in the secretariat.
    write(page, content)
    library.add_child(instance=page)
    page.save_revision(user=member)
    return PracticeProposal.objects.create(
        key=key, page=page, author=member, title=content.title, created_at=now, changed_at=now
    )


def _open_of(member: "User") -> int:
    unfinished = PracticeProposal.objects.filter(author=member, declined_at=None, page__live=False)
    return unfinished.filter(page__first_published_at=None).count()


@transaction.atomic
def save(
    *,
    member: "User",
    proposal_id: int,
    content: Content,
    based_on: int | None = None,
    now: datetime | None = None,
) -> PracticeProposal:
    """Write the author's words into the draft. What it says already is not written again, whatever state it is in.

    `based_on` is the number of the version that the author had before them; another one since is not written over.
    Raises `Refused` (GONE, NEWER, and what `changing_obstacle` says).
    """
    proposal = locked_proposal(member, proposal_id)
    page = _draft_of(proposal)
    if page is not None and is_same(content_of(page), content):
        return proposal
    obstacle = changing_obstacle(standing_of(proposal), page)
    if obstacle or page is None:
        raise Refused(obstacle or Reason.IS_REMOVED)
    if based_on is not None and based_on != page.latest_revision_id:
        raise Refused(Reason.NEWER)
    if page.title != content.title:
        page.slug = free_slug(page.get_parent(), content.title, but=page.pk)
    write(page, content)
    _keep(page, member)
    proposal.title = content.title
    proposal.changed_at = now or timezone.now()
    proposal.save(update_fields=["title", "changed_at"])
    return proposal


@transaction.atomic
def send(*, member: "User", proposal_id: int, consents: bool, now: datetime | None = None) -> PracticeProposal:
    """Hand the draft to the secretariat: the first time to the step “Check”, after changes to the step that asked for
    them. The author is told that it has come, and those who may take the step that it waits.

    Raises `Refused` (GONE, INCOMPLETE, NO_CONSENT, NO_REVIEW, and what `changing_obstacle` says).
    """
    now = now or timezone.now()
    proposal = locked_proposal(member, proposal_id)
    page = _draft_of(proposal)
    obstacle = changing_obstacle(standing_of(proposal), page)
    if obstacle or page is None:
        raise Refused(obstacle or Reason.IS_REMOVED)
    if missing(content_of(page)):
        raise Refused(Reason.INCOMPLETE)
    if not consents:
        raise Refused(Reason.NO_CONSENT)
    proposal.consented_at, proposal.licence, proposal.changed_at = now, page.licence, now
    proposal.save(update_fields=["consented_at", "licence", "changed_at"])
    if page.date != timezone.localdate(now):
        # The day on which it is cited; editors may set another one.
        page.date = timezone.localdate(now)
        _keep(page, member)
    state = _start(page, member)
    outbox.post(
        kind="resources.practice_received",
        cause=f"resources.practice_received/{state.current_task_state_id}",
        to=member,
        params={"proposal": proposal.pk},
    )
    return proposal


def _start(page: GoodPracticePage, member: "User") -> WorkflowState:
    state = page.current_workflow_state
    if state is not None:
        state.resume(user=member)
        return state
    workflow = page.get_workflow()
    if workflow is None:
        raise Refused(Reason.NO_REVIEW)
    started: WorkflowState = workflow.start(page, member)
    return started


@transaction.atomic
def take_back(*, member: "User", proposal_id: int) -> PracticeProposal:
    """End the review: the author may change the practice, and send it again. Nobody is told; it leaves the lists of
    those for whom it waited.

    Raises `Refused` (GONE, NOT_WAITING).
    """
    proposal = locked_proposal(member, proposal_id)
    page = proposal.page
    # Whoever approves it at this moment holds the same row (services.validating).
    states = WorkflowState.objects.active().for_instance(page) if page else WorkflowState.objects.none()
    state = states.select_for_update(of=("self",)).first()
    if state is None or taking_back_obstacle(standing_of(proposal)):
        raise Refused(Reason.NOT_WAITING)
    state.cancel(user=member)
    return proposal


@transaction.atomic
def delete(*, member: "User", proposal_id: int) -> None:
    """Remove a proposal that nobody reviews, with its page. A published practice stays.

    Raises `Refused` (GONE, IN_REVIEW, IS_PUBLISHED).
    """
    proposal = locked_proposal(member, proposal_id)
    if obstacle := deleting_obstacle(standing_of(proposal)):
        raise Refused(obstacle)
    remove(proposal)


def remove(proposal: PracticeProposal) -> None:
    """The proposal, and its page with its files where that was never published."""
    page = proposal.page
    proposal.delete()
    if page is not None and not page.was_published:
        take_away(page.files.all())
        page.delete()


def practice_published(page_id: int) -> None:
    """A practice came onto the site: its author is told, once."""
    proposal = PracticeProposal.objects.filter(page=page_id, page__live=True).select_related("author").first()
    if proposal is not None and proposal.author is not None:
        outbox.post(
            kind="resources.practice_published",
            cause=f"resources.practice_published/{proposal.pk}",
            to=proposal.author,
            params={"proposal": proposal.pk},
        )


def locked_proposal(member: "User", proposal_id: int) -> PracticeProposal:
    """The member's own, with its page; held until the end of the transaction. Raises `Refused` (GONE)."""
    found = PracticeProposal.objects.select_for_update(of=("self",)).filter(pk=proposal_id, author=member)
    proposal = found.select_related("page").first()
    if proposal is None:
        raise Refused(Reason.GONE)
    return proposal


def _draft_of(proposal: PracticeProposal) -> GoodPracticePage | None:
    page = proposal.page
    return page.get_latest_revision_as_object() if page is not None else None


def _keep(page: GoodPracticePage, member: "User") -> None:
    """Save the draft as the newest version; as long as the page was never published, as the page too. Earlier versions
    that the author has saved and nobody has read are not kept."""
    page.save()
    revision = page.save_revision(user=member)
    page.revisions.filter(user=member, task_states=None).exclude(pk=revision.pk).delete()
