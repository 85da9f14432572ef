"""A sample call for expressions of interest in a working group, with sample answers and a leader's scores."""

import uuid
from datetime import datetime, time, timedelta

from django.utils import timezone

from cop.members.models import User
from cop.notifications.models import Letter
from working_groups.choices import GroupRole, Joining
from working_groups.models import Call, JoinRequest, WorkingGroup
from working_groups.services.calls import CallFacts, express_interest, open_call, score_interest

from .accounts import PRACTITIONER
from .groups import SAMPLE

SLUG = "innovation-diffusion"
OPEN_FOR = timedelta(days=21)
TITLE = "Practitioners who bring innovation to small companies (sample)"
TEXT = SAMPLE + (
    "The group takes **up to eight new members**. We look for people who work with small and medium-sized companies "
    "that do no research of their own.\n\n"
    "Members meet online every two months, and share one case of their region in a year."
)
QUESTIONS = ["What have you done for small companies in your region?", "Which case would you share with the group?"]
# What they answer; the score and the note of the leader, who has not looked at all of them yet.
ANSWERS = [
    ("Vouchers for first projects with a university, 120 in three years.", "How we cut the form to one page.", 5,
     "Just what we lack."),
    ("A network of advisers who visit companies.", "Why the second visit matters more than the first.", 4, ""),
    ("So far only studies, but we want to begin.", "None yet.", 2, "Perhaps as an observer."),
]  # fmt: skip
OWN = ("Digital audits for workshops with fewer than ten people.", "What we stopped doing, and why.")


def make_calls(crowd: list[User]) -> None:
    """Once, where members are chosen by a call, there is a sample leader, and none was ever opened."""
    group = WorkingGroup.objects.filter(page__slug=SLUG, joining=Joining.CALL, calls=None).first()
    if group is None:
        return
    leading = group.memberships.active().filter(role=GroupRole.LEADER, member__is_sample=True)
    leader = leading.select_related("member").first()
    if leader is None:
        return
    inside = set(group.memberships.values_list("member_id", flat=True))
    others = [member for member in reversed(crowd) if member.pk not in inside][: len(ANSWERS)]
    zone = timezone.get_default_timezone()
    closes_at = datetime.combine(timezone.localdate(timezone=zone) + OPEN_FOR, time(23, 59), tzinfo=zone)
    facts = CallFacts(title=TITLE, text=TEXT, questions=QUESTIONS, closes_at=closes_at)
    call = open_call(group_id=group.pk, actor=leader.member, key=uuid.uuid4(), facts=facts)
    Call.objects.filter(pk=call.pk).update(is_sample=True)
    for member, (first, second, score, note) in zip(others, ANSWERS, strict=False):
        request = _answer(call, member, (first, second))
        score_interest(request_id=request.pk, group_id=group.pk, actor=leader.member, score=score, note=note)
    ana = User.objects.filter(email=PRACTITIONER, is_sample=True).exclude(pk__in=inside).first()
    if ana is not None:
        _answer(call, ana, OWN)


def _answer(call: Call, member: User, answers: tuple[str, str]) -> JoinRequest:
    pairs = list(zip(QUESTIONS, answers, strict=True))
    request = express_interest(call_id=call.pk, group_id=call.group_id, member=member, answers=pairs)
    # Nobody wants a mailbox full of letters about samples.
    Letter.objects.filter(cause=f"group request {request.pk} interest_received").delete()
    return request


def remove_calls() -> None:
    """The samples; answers and scores go with the call, lines of the group's history with the sample people."""
    Call.objects.filter(is_sample=True).delete()
