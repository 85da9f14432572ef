"""Sending an issue of the newsletter: tested, scheduled, started, written in batches, finished, stopped.

Each recipient is a letter of the outbox, unique by issue and address. A batch writes its letters, moves the cursor and
asks for the next batch in one transaction: killed at any moment, the next run goes on where the last whole batch ended.
"""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.log_actions import log

from cop.core import page_cache
from cop.core.teasers import teasers_for
from cop.notifications.services import outbox

from ..choices import IssueState
from ..models import Issue
from ..permissions import can_compose, can_send, editing_obstacle, scheduling_obstacle
from ..refusals import Reason, Refused
from ..selectors import newsletter
from ..selectors.articles import everybody
from ..selectors.subscribers import active_subscribers, address_of

if TYPE_CHECKING:
    from cop.members.models import User

PREFIX = "news.issue."
BATCH = 200
MOST_TESTERS = 5
# A batch that has not run after this time is thought lost; a second one does no harm, the lock and the causes decide.
BATCH_MAY_TAKE = timedelta(minutes=3)


def send_test(*, issue_id: int, addresses: Sequence[str], actor: "User") -> int:
    """The issue as it is now to one to five addresses; says to how many. Refused: `NOT_YOURS`, `NO_ADDRESS`."""
    if not can_compose(actor):
        raise Refused(Reason.NOT_YOURS)
    wanted = list(dict.fromkeys(address.strip().lower() for address in addresses if address.strip()))
    if not 1 <= len(wanted) <= MOST_TESTERS or not all(map(_is_address, wanted)):
        raise Refused(Reason.NO_ADDRESS)
    with transaction.atomic():
        issue = Issue.objects.get(pk=issue_id)
        batch = uuid.uuid4().hex
        for address in wanted:
            outbox.post(
                kind="news.newsletter_test",
                cause=f"newsletter {issue.pk} test {batch} {_digest(address)}",
                to=address,
                params={"issue": issue.pk},
            )
        log(instance=issue, action=f"{PREFIX}test", user=actor, data={"number": len(wanted)})
    return len(wanted)


def schedule(*, issue_id: int, due_at: datetime, actor: "User", now: datetime | None = None) -> Issue:
    """The clock starts it at that time. Refused: `NOT_YOURS`, `NOT_DRAFT`, `PAST`, and what `start` refuses."""
    now = now or timezone.now()
    with transaction.atomic():
        issue = _locked_for_sending(issue_id, actor, (IssueState.DRAFT,))
        if reason := scheduling_obstacle(due_at, now=now):
            raise Refused(reason)
        _refuse_what_cannot_go(issue)
        issue.state, issue.due_at, issue.problem = IssueState.SCHEDULED, due_at, ""
        issue.save(update_fields=["state", "due_at", "problem"])
        log(instance=issue, action=f"{PREFIX}schedule", user=actor, data={"due_at": due_at.isoformat()})
    return issue


def unschedule(*, issue_id: int, actor: "User") -> Issue:
    """A draft again. Refused: `NOT_YOURS`, `NOT_SCHEDULED`."""
    with transaction.atomic():
        issue = _locked_for_sending(issue_id, actor, (IssueState.SCHEDULED,), Reason.NOT_SCHEDULED)
        issue.state, issue.due_at = IssueState.DRAFT, None
        issue.save(update_fields=["state", "due_at"])
        log(instance=issue, action=f"{PREFIX}unschedule", user=actor)
    return issue


def start(*, issue_id: int, actor: "User | None", now: datetime | None = None) -> Issue:
    """From now on it goes to everybody: gets its number, keeps its content, enters the archive, and the worker writes
    the letters. `actor` is None for the clock, which starts only what was scheduled.

    Refused: `NOT_YOURS`, `NOT_DRAFT`, `NO_SUBJECT`, `EMPTY`, `HIDDEN_ITEM`. Starting twice is refused the second time.
    """
    now = now or timezone.now()
    with transaction.atomic():
        states = (IssueState.DRAFT, IssueState.SCHEDULED) if actor else (IssueState.SCHEDULED,)
        # All of them: two issues that start at once must not take the same number.
        list(Issue.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
        issue = _locked_for_sending(issue_id, actor, states)
        _refuse_what_cannot_go(issue)
        teasers = teasers_for(everybody(), issue.items.values_list("page_id", flat=True))
        issue.content = [newsletter.as_content(teaser) for teaser in teasers]
        issue.number = (Issue.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        issue.state, issue.started_at, issue.moved_at, issue.problem = IssueState.SENDING, now, now, ""
        issue.save()
        log(instance=issue, action=f"{PREFIX}start", user=actor)
        _ask_for_batch(issue)
        page_cache.touch("newsletter")
    return issue


def write_batch(*, issue_id: int, now: datetime | None = None) -> int:
    """Write the next letters of an issue that is being sent; returns how many are new. Twice at once writes each once.

    Asks for the next batch itself; after the last one the issue is finished as soon as its letters are.
    """
    now = now or timezone.now()
    with transaction.atomic():
        issue = Issue.objects.select_for_update().filter(pk=issue_id, state=IssueState.SENDING).first()
        if issue is None:
            return 0
        if issue.written_at is not None:
            _finish_if_done(issue, now)
            return 0
        batch = list(active_subscribers().filter(pk__gt=issue.cursor).order_by("pk")[:BATCH])
        drafts = [
            outbox.Draft(
                cause=f"{newsletter.cause_prefix(issue)}{_digest(address_of(subscriber))}",
                to=subscriber.member or subscriber.address,
                params={"issue": issue.pk},
            )
            for subscriber in batch
            if _is_address(address_of(subscriber))
        ]
        new = outbox.post_many(kind=newsletter.LETTER, drafts=drafts)
        issue.recipients += len(new)
        issue.moved_at = now
        if batch:
            issue.cursor = batch[-1].pk
        if len(batch) < BATCH:
            issue.written_at = now
        issue.save(update_fields=["recipients", "moved_at", "cursor", "written_at"])
        if issue.written_at is None:
            _ask_for_batch(issue)
        else:
            _finish_if_done(issue, now)
    return len(new)


def stop(*, issue_id: int, actor: "User") -> int:
    """Let no more letters go, because something is wrong with it; says how many were held back. It leaves the archive.

    What is on its way already arrives. Refused: `NOT_YOURS`, `NOT_SENDING`.
    """
    with transaction.atomic():
        issue = _locked_for_sending(issue_id, actor, (IssueState.SENDING,), Reason.NOT_SENDING)
        held = outbox.withdraw(cause_prefix=newsletter.cause_prefix(issue))
        issue.state, issue.finished_at = IssueState.STOPPED, timezone.now()
        issue.save(update_fields=["state", "finished_at"])
        log(instance=issue, action=f"{PREFIX}stop", user=actor, data={"held": held})
        page_cache.touch("newsletter")
    return held


def sweep(*, now: datetime | None = None) -> None:
    """What the clock does each minute: start what is due, go on with what a dead worker left, finish what is done.

    An issue that was scheduled and cannot go becomes a draft again, with the reason.
    """
    now = now or timezone.now()
    for issue_id in Issue.objects.filter(state=IssueState.SCHEDULED, due_at__lte=now).values_list("pk", flat=True):
        try:
            start(issue_id=issue_id, actor=None, now=now)
        except Refused as refused:
            if refused.reason != Reason.NOT_DRAFT:
                _give_back(issue_id, str(refused))
    sending = Issue.objects.filter(state=IssueState.SENDING)
    for issue in sending.filter(written_at=None, moved_at__lt=now - BATCH_MAY_TAKE):
        write_batch(issue_id=issue.pk, now=now)
    for issue_id in sending.exclude(written_at=None).values_list("pk", flat=True):
        write_batch(issue_id=issue_id, now=now)


def _give_back(issue_id: int, problem: str) -> None:
    with transaction.atomic():
        issue = Issue.objects.select_for_update().get(pk=issue_id)
        if issue.state == IssueState.SCHEDULED:
            issue.state, issue.due_at, issue.problem = IssueState.DRAFT, None, problem[:300]
            issue.save(update_fields=["state", "due_at", "problem"])
            log(instance=issue, action=f"{PREFIX}given_back", data={"problem": problem[:300]})


def _finish_if_done(issue: Issue, now: datetime) -> None:
    if newsletter.progress_of(issue).waiting == 0:
        issue.state, issue.finished_at = IssueState.SENT, now
        issue.save(update_fields=["state", "finished_at"])


def _ask_for_batch(issue: Issue) -> None:
    from ..tasks import write_newsletter

    # Behind single letters and codes, before the letters of the issue itself.
    write_newsletter.using(priority=-5).enqueue(issue.pk)


def _locked_for_sending(
    issue_id: int, actor: "User | None", states: Sequence[IssueState], otherwise: Reason = Reason.NOT_DRAFT
) -> Issue:
    if actor is not None and not can_send(actor):
        raise Refused(Reason.NOT_YOURS)
    issue = Issue.objects.select_for_update().get(pk=issue_id)
    if issue.state not in states:
        raise Refused(editing_obstacle(issue) or otherwise if otherwise == Reason.NOT_DRAFT else otherwise)
    return issue


def _refuse_what_cannot_go(issue: Issue) -> None:
    if obstacle := newsletter.sending_obstacle(issue):
        raise Refused(*obstacle)


def _is_address(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return len(address) <= outbox.LONGEST_ADDRESS


def _digest(address: str) -> str:
    return hashlib.sha256(address.lower().encode()).hexdigest()[:32]
