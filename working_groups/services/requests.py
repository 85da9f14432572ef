"""Asking to join, taking it back, and the leaders' answer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from cop.notifications.services import outbox

from ..choices import Joining, RequestState
from ..models import JoinRequest, Membership
from ..permissions import deciding_obstacle
from ..refusals import Reason, Refused
from .joining import admit, refuse_unless_open
from .memberships import lock_group, log_group, refuse_unless_leads
from .telling import KIND, tell_leaders

if TYPE_CHECKING:
    from cop.members.models import User

Answer = tuple[str, str]


@transaction.atomic
def ask_to_join(*, group_id: int, member: "User", answers: Sequence[Answer]) -> JoinRequest:
    """Ask the leaders; `answers` are pairs of question and answer. They and the person get a letter.

    Raises `Refused`: what `joining_obstacle` says; ALREADY_ASKED; QUESTIONS where those have changed meanwhile.
    """
    group = lock_group(group_id)
    refuse_unless_open(group, member, Joining.REQUEST)
    if not member.is_active:
        raise Refused(Reason.INACTIVE)
    if JoinRequest.objects.filter(group=group, member=member, state=RequestState.OPEN).exists():
        raise Refused(Reason.ALREADY_ASKED)
    if group.questions and [question for question, _answer in answers] != group.questions:
        raise Refused(Reason.QUESTIONS)
    request = JoinRequest.objects.create(group=group, member=member, answers=[list(pair) for pair in answers])
    log_group(group, "ask", actor=member, member=member)
    _tell(request, "request_received")
    tell_leaders(group, "asked", cause=f"group request {request.pk} asked", request=request.pk)
    return request


@transaction.atomic
def withdraw_request(*, group_id: int, member: "User") -> JoinRequest:
    """Take one's own request back. The leaders are told, or not told of it at all. Raises `Refused` (NO_REQUEST)."""
    group = lock_group(group_id)
    request = JoinRequest.objects.filter(group=group, member=member, state=RequestState.OPEN).first()
    if request is None:
        raise Refused(Reason.NO_REQUEST)
    _decide(request, RequestState.WITHDRAWN, actor=member)
    log_group(group, "withdraw", actor=member, member=member)
    # Letters that have not left say what is over now.
    outbox.withdraw(cause_prefix=f"group request {request.pk} asked")
    _tell(request, "request_withdrawn")
    if request.call_id is not None:
        # The leaders were not told that it came either.
        return request
    tell_leaders(group, "member_withdrew", cause=f"group request {request.pk} withdrawn", request=request.pk)
    return request


@transaction.atomic
def accept_request(*, request_id: int, group_id: int, actor: "User", role: str) -> Membership:
    """The person is a member now and gets a letter. Raises `Refused` (NOT_YOURS, NO_REQUEST, CALL_OPEN; of
    `begin_membership`).
    """
    group = lock_group(group_id)
    refuse_unless_leads(group, actor)
    request = _to_decide(request_id, group_id)
    letter = "accepted" if request.call_id is None else "call_accepted"
    return admit(group=group, member=request.member, actor=actor, action="accept", role=role, letter=letter)


@transaction.atomic
def refuse_request(*, request_id: int, group_id: int, actor: "User", reason: str) -> JoinRequest:
    """The person gets a letter with the reason. Raises `Refused` (NOT_YOURS, NO_REQUEST, CALL_OPEN)."""
    group = lock_group(group_id)
    refuse_unless_leads(group, actor)
    request = _to_decide(request_id, group_id)
    _decide(request, RequestState.REFUSED, actor=actor, reason=reason)
    log_group(group, "refuse", actor=actor, member=request.member, reason=reason)
    _tell(request, "refused" if request.call_id is None else "call_declined")
    return request


def _to_decide(request_id: int, group_id: int) -> JoinRequest:
    found = JoinRequest.objects.filter(pk=request_id, group=group_id, state=RequestState.OPEN)
    request = found.select_related("member", "group__page", "call").first()
    if request is None:
        raise Refused(Reason.NO_REQUEST)
    if reason := deciding_obstacle(request):
        raise Refused(reason)
    return request


def _decide(request: JoinRequest, state: str, *, actor: "User", reason: str = "") -> None:
    request.state, request.decided_at, request.decided_by, request.reason = state, timezone.now(), actor, reason
    request.save()


def _tell(request: JoinRequest, what: str) -> None:
    outbox.post(
        kind=KIND + what,
        cause=f"group request {request.pk} {what}",
        to=request.member,
        params={"request": request.pk},
    )
