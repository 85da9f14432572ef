"""Calls for expressions of interest: opening, changing and closing one, answering it, and the leaders' scores."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from cop.core import page_cache
from cop.core.markdown import to_html
from cop.notifications.services import outbox

from ..choices import Joining, RequestState
from ..models import Call, JoinRequest, Membership, RequestScore, WorkingGroup
from ..models.call import BEST_SCORE
from ..permissions import expressing_obstacle
from ..refusals import Reason, Refused
from .memberships import lock_group, log_group, refuse_unless_leads
from .requests import Answer, refuse_request
from .telling import KIND

if TYPE_CHECKING:
    from cop.members.models import User


@dataclass(frozen=True, kw_only=True)
class CallFacts:
    """What leaders say of a call; `text` is Markdown, `questions` are asked of everybody."""

    title: str
    text: str
    questions: Sequence[str]
    closes_at: datetime


@transaction.atomic
def open_call(*, group_id: int, actor: "User", key: uuid.UUID, facts: CallFacts, now: datetime | None = None) -> Call:
    """Let people express their interest until a date; the group's page says so, and nobody gets a letter.

    The same `key` again returns the call that it made. Raises `Refused` (NOT_YOURS, ARCHIVED, JOINING_CLOSED if one
    joins the group in another way, CALL_RUNNING, CALL_PAST).
    """
    group = _led(group_id, actor)
    # Asked under the lock: who has waited for it must not reckon with an earlier moment.
    now = now or timezone.now()
    if (made := Call.objects.filter(key=key, group=group).first()) is not None:
        return made
    if group.joining != Joining.CALL:
        raise Refused(Reason.JOINING_CLOSED)
    if Call.objects.filter(group=group, closes_at__gt=now).exists():
        raise Refused(Reason.CALL_RUNNING)
    if facts.closes_at <= now:
        raise Refused(Reason.CALL_PAST)
    call = Call.objects.create(
        group=group,
        key=key,
        title=facts.title,
        text=facts.text,
        text_html=str(to_html(facts.text)) if facts.text else "",
        questions=list(facts.questions),
        closes_at=facts.closes_at,
        author=actor,
        created_at=now,
    )
    log_group(group, "call.open", actor=actor, call=call.pk, title=call.title)
    page_cache.touch(f"group:{group.pk}")
    return call


@transaction.atomic
def change_call(*, call_id: int, group_id: int, actor: "User", facts: CallFacts, now: datetime | None = None) -> Call:
    """Change words and closing date of a call that is open. The questions stay once somebody has answered them.

    Raises `Refused` (NOT_YOURS, ARCHIVED, CALL_OVER, CALL_PAST).
    """
    group = _led(group_id, actor)
    now = now or timezone.now()
    call = _open_call(group, call_id, now)
    if facts.closes_at <= now:
        raise Refused(Reason.CALL_PAST)
    before = call.closes_at
    call.title, call.text, call.closes_at = facts.title, facts.text, facts.closes_at
    call.text_html = str(to_html(facts.text)) if facts.text else ""
    if not call.requests.exists():
        call.questions = list(facts.questions)
    call.save()
    dates = {"before": before.isoformat(), "closes": call.closes_at.isoformat()} if before != call.closes_at else {}
    log_group(group, "call.change", actor=actor, call=call.pk, title=call.title, **dates)
    page_cache.touch(f"group:{group.pk}")
    return call


@transaction.atomic
def close_call(*, call_id: int, group_id: int, actor: "User", now: datetime | None = None) -> Call:
    """End a call now; one that is over stays so. Raises `Refused` (NOT_YOURS, ARCHIVED)."""
    group = _led(group_id, actor)
    now = now or timezone.now()
    call = Call.objects.select_for_update().get(pk=call_id, group=group)
    if call.is_open(now):
        call.closes_at = now
        # Who closes it need not be told that it is closed.
        call.told_at = now
        call.save()
        log_group(group, "call.close", actor=actor, call=call.pk, title=call.title)
        page_cache.touch(f"group:{group.pk}")
    return call


@transaction.atomic
def express_interest(
    *, call_id: int, group_id: int, member: "User", answers: Sequence[Answer], now: datetime | None = None
) -> JoinRequest:
    """Say that one wants to join; `answers` are pairs of question and answer. The person gets a letter.

    The leaders get none before the call closes. Raises `Refused`: what `expressing_obstacle` says; INACTIVE;
    ALREADY_ASKED; QUESTIONS where those have changed meanwhile.
    """
    group = lock_group(group_id)
    call = Call.objects.filter(pk=call_id, group=group).first()
    membership = Membership.objects.filter(group=group, member=member).first()
    if reason := expressing_obstacle(group, membership, call, now=now):
        raise Refused(reason)
    if call is None or not member.is_active:
        raise Refused(Reason.INACTIVE)
    if JoinRequest.objects.filter(group=group, member=member, state=RequestState.OPEN).exists():
        raise Refused(Reason.ALREADY_ASKED)
    if call.questions and [question for question, _answer in answers] != call.questions:
        raise Refused(Reason.QUESTIONS)
    request = JoinRequest.objects.create(
        group=group, call=call, member=member, answers=[list(pair) for pair in answers]
    )
    log_group(group, "express", actor=member, member=member)
    outbox.post(
        kind=f"{KIND}interest_received",
        cause=f"group request {request.pk} interest_received",
        to=member,
        params={"request": request.pk},
    )
    return request


@transaction.atomic
def change_interest(
    *, request_id: int, group_id: int, member: "User", answers: Sequence[Answer], now: datetime | None = None
) -> JoinRequest:
    """Answer a call anew as long as it is open; the person gets a letter, and the history says that they did.

    The same answers again change nothing. Raises `Refused`: what `expressing_obstacle` says; NO_REQUEST if it is not
    theirs or no longer waits; QUESTIONS where those have changed meanwhile.
    """
    group = lock_group(group_id)
    now = now or timezone.now()
    found = JoinRequest.objects.filter(pk=request_id, group=group, member=member, state=RequestState.OPEN)
    request = found.select_related("call").first()
    if request is None or request.call is None:
        raise Refused(Reason.NO_REQUEST)
    membership = Membership.objects.filter(group=group, member=member).first()
    if reason := expressing_obstacle(group, membership, request.call, now=now):
        raise Refused(reason)
    questions = request.call.questions
    if questions and [question for question, _answer in answers] != questions:
        raise Refused(Reason.QUESTIONS)
    if request.answers == (given := [list(pair) for pair in answers]):
        return request
    request.answers, request.changed_at = given, now
    request.save(update_fields=["answers", "changed_at"])
    log_group(group, "express.change", actor=member, member=member)
    outbox.post(
        kind=f"{KIND}interest_changed",
        cause=f"group request {request.pk} interest_changed {now.isoformat()}",
        to=member,
        params={"request": request.pk, "changed": now.isoformat()},
    )
    return request


@transaction.atomic
def score_interest(
    *, request_id: int, group_id: int, actor: "User", score: int, note: str = "", now: datetime | None = None
) -> RequestScore:
    """Say what one thinks of an expression of interest, or something else than before. Nobody is told.

    Raises `Refused` (NOT_YOURS, ARCHIVED, NO_REQUEST, YOURSELF, SCORE).
    """
    group = _led(group_id, actor)
    found = JoinRequest.objects.filter(pk=request_id, group=group, state=RequestState.OPEN, call__isnull=False)
    request = found.first()
    if request is None:
        raise Refused(Reason.NO_REQUEST)
    if request.member_id == actor.pk:
        raise Refused(Reason.YOURSELF)
    if not 1 <= score <= BEST_SCORE:
        raise Refused(Reason.SCORE)
    given, _created = RequestScore.objects.update_or_create(
        request=request,
        author=actor,
        defaults={"score": score, "note": note, "scored_at": now or timezone.now()},
    )
    return given


@transaction.atomic
def decline_rest(*, call_id: int, group_id: int, actor: "User", reason: str) -> int:
    """Decline all who have not been answered yet; each gets a letter with the reason. How many.

    Raises `Refused` (NOT_YOURS, CALL_OPEN).
    """
    lock_group(group_id)
    waiting = JoinRequest.objects.filter(call=call_id, group=group_id, state=RequestState.OPEN).order_by("pk")
    numbers = list(waiting.values_list("pk", flat=True))
    for pk in numbers:
        refuse_request(request_id=pk, group_id=group_id, actor=actor, reason=reason)
    return len(numbers)


def _led(group_id: int, actor: "User") -> WorkingGroup:
    group = lock_group(group_id)
    refuse_unless_leads(group, actor)
    if group.is_archived:
        raise Refused(Reason.ARCHIVED)
    return group


def _open_call(group: WorkingGroup, call_id: int, now: datetime) -> Call:
    call = Call.objects.select_for_update().filter(pk=call_id, group=group).first()
    if call is None or not call.is_open(now):
        raise Refused(Reason.CALL_OVER)
    return call
