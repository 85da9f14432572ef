"""Reads of a date poll: the door, and its page with a card for each time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ..choices import SlotChoice
from ..models import DatePoll, Meeting, SlotAnswer
from ..permissions import can_see_polls, dating_obstacle, meeting_obstacle
from .doors import LARGEST, Inside
from .my_meetings import meeting_url, where
from .people import name_of
from .slots import best_of, counted
from .times import clocks


def get_poll_for(inside: Inside, pk: int) -> DatePoll:
    """A date poll of this group for those who belong to it; else 404. One statement."""
    found = DatePoll.objects.filter(group=inside.group.pk, pk=min(pk, LARGEST)).first()
    if found is None or not can_see_polls(inside):
        raise Http404
    found.group = inside.group
    return found


@dataclass(frozen=True)
class SlotCard:
    """One proposed time: on both clocks, what people say, what I say."""

    pk: int
    when: str
    when_there: str
    numbers: list[tuple[str, int]]
    people: list[tuple[str, list[str]]]
    choices: list[dict[str, Any]]
    is_best: bool
    is_past: bool


@dataclass(frozen=True)
class PollPage:
    """All that stands on the page of a date poll."""

    poll: DatePoll
    slots: list[SlotCard]
    note: SafeString
    facts: list[tuple[str, str]]
    can_answer: bool
    has_answered: bool
    can_choose: bool
    is_withdrawn: bool
    is_closed: bool
    meeting_url: str


def poll_page(inside: Inside, poll: DatePoll, *, now: datetime | None = None) -> PollPage:
    """Three statements: the times with their numbers, the answers with names, the meeting that was made of it."""
    now = now or timezone.now()
    slots = list(counted(poll.pk))
    best = best_of([each for each in slots if each.starts_at > now])
    said: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    mine: dict[int, str] = {}
    answers = SlotAnswer.objects.filter(slot__poll=poll, member__is_active=True).select_related("member")
    people: set[int] = set()
    for answer in answers.order_by("member__name", "pk"):
        people.add(answer.member_id)
        said[answer.slot_id][answer.choice].append(name_of(answer.member))
        if answer.member_id == inside.user.pk:
            mine[answer.slot_id] = answer.choice
    meeting = Meeting.objects.filter(poll=poll).values_list("pk", flat=True).first()
    is_over = meeting is not None or not poll.takes_answers(now)
    can_choose = meeting_obstacle(inside) is None and meeting is None and poll.withdrawn_at is None
    until = date_format(timezone.localtime(poll.closes_at), "l, j F Y, H:i")
    facts = [
        (_("Answers until"), until),
        (_("Where"), where(poll)),
        (_("Have answered"), str(len(people))),
    ]
    return PollPage(
        poll=poll,
        slots=[
            SlotCard(
                each.pk,
                *clocks(each.starts_at, each.ends_at, poll.time_zone),
                numbers=[
                    (str(SlotChoice(choice).label), number)
                    for choice, number in (("yes", each.yes), ("maybe", each.maybe), ("no", each.no))
                ],
                people=[
                    (str(choice.label), said[each.pk][choice.value])
                    for choice in SlotChoice
                    if said[each.pk][choice.value]
                ],
                choices=[
                    {"value": choice.value, "label": choice.label, "checked": mine.get(each.pk) == choice.value}
                    for choice in SlotChoice
                ],
                is_best=best is not None and each.pk == best.pk,
                is_past=each.starts_at <= now,
            )
            for each in slots
        ],
        note=mark_safe(poll.note_html),  # made by `to_html`
        facts=[(label, value) for label, value in facts if value],
        can_answer=dating_obstacle(inside, poll, now=now) is None and not is_over,
        has_answered=bool(mine),
        can_choose=can_choose,
        is_withdrawn=poll.withdrawn_at is not None,
        is_closed=is_over,
        meeting_url=meeting_url(inside.page.slug, meeting) if meeting is not None else "",
    )
