"""Sample meetings in the three working groups: two that were held, one to come, and a date that is looked for."""

import uuid
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from cop.members.models import User
from cop.notifications.models import Letter
from working_groups.choices import GroupRole
from working_groups.models import DatePoll, Document, Meeting, MeetingAction, Membership, WorkingGroup
from working_groups.services.attending import answer_meeting, record_attendance
from working_groups.services.date_polls import Proposal, answer_poll, open_poll
from working_groups.services.meetings import Facts, make_meeting
from working_groups.services.minutes import add_action, set_action_done, write_minutes
from working_groups.services.papers import add_papers

# The same meeting each time the seed runs.
SPACE = uuid.UUID("0d6a4f0c-6f0c-4d0e-8f0b-5b6f1d0a2c11")
ZONE = "Europe/Brussels"
SAMPLE = "*Sample text.* "
# Before the one that was held, every group had this one.
FIRST = "How we work together"
AGREED = "We meet four times a year, twice of them in a room. *Minutes* are published within a week."
PLACE, ADDRESS = "Sample Hall, Brussels", "1 Sample Street, room 2.04, second floor"
# Address part: titles of the held, the coming and the sought meeting; whether everybody may come; what was decided.
MEETINGS = {
    "industrial-transformation": (
        "Which indicators we compare",
        "First comparison of the three indicators",
        "Visit to a region in transition",
        False,
        "We compare **three** indicators each quarter: voucher applications, vacancies in priority areas, partners.",
    ),
    "innovation-diffusion": (
        "Firms that never apply",
        "Accountants as multipliers",
        "Spring meeting",
        False,
        "Two regions try the way through accountants until summer, with the *same* two questions.",
    ),
    "interregional-collaboration": (
        "Letters of intent that were used",
        "Timetables of slow partners",
        "Working day before the Forum",
        True,
        "We collect letters of intent that led to a project, and say for each what it left open.",
    ),
}
AGENDA = (
    SAMPLE + "\n\n1. What we have done since the last meeting\n2. What we decide today\n3. Who does what until when"
)
ACTIONS = ("Write down what we decided on one page", "Ask two more regions to join", "Collect the figures of last year")
DONE = "Find a room for the first meeting"


def make_meetings() -> None:
    """In groups that have members; what exists is left alone."""
    for slug, (held, coming, sought, is_open, decided) in MEETINGS.items():
        group = WorkingGroup.objects.select_related("page").filter(page__slug=slug).first()
        if group is None or Meeting.objects.filter(group=group).exists():
            continue
        active = Membership.objects.active().filter(group=group, member__is_sample=True).select_related("member")
        people = [each.member for each in active.order_by("pk")]
        leader = next((each.member for each in active.order_by("pk") if each.role == GroupRole.LEADER), None)
        if leader is None or len(people) < len(ACTIONS):
            continue
        first = _hold(group, people, leader, _facts(FIRST, _day(-90), is_open=is_open), AGREED)
        last = _hold(group, people, leader, _facts(held, _day(-21), is_open=is_open), decided)
        _give(last, people, leader)
        _close(first, people, leader)
        next_one = _call(group, people, leader, _facts(coming, _day(12), is_open=is_open))
        _put_papers(group, leader, last, next_one)
        _ask(group, people, leader, sought, is_open=is_open)
    # Nobody wants a mailbox full of letters about samples.
    ours = Q(cause__startswith="group meeting ") | Q(cause__startswith="group action ")
    ours |= Q(cause__startswith="group date poll ")
    Letter.objects.filter(ours, member__is_sample=True).delete()


def _day(days: int) -> datetime:
    """Ten o'clock in Brussels, so many days from today; never on a weekend."""
    day = timezone.localdate() + timedelta(days=days)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return datetime.combine(day, time(10), tzinfo=ZoneInfo(ZONE))


def _facts(title: str, start: datetime, *, is_open: bool) -> Facts:
    return Facts(
        title=title,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        time_zone=ZONE,
        place=PLACE,
        address=ADDRESS,
        link="https://meet.example/sample",
        dial_in="+32 000 00 00 00, code 0000",
        agenda=AGENDA,
        is_open=is_open,
    )


def _made(group: WorkingGroup, leader: User, facts: Facts, now: datetime) -> Meeting:
    key = uuid.uuid5(SPACE, f"{group.page.slug} {facts.title}")
    made = make_meeting(group_id=group.pk, actor=leader, key=key, facts=facts, now=now)
    Meeting.objects.filter(pk=made.pk).update(is_sample=True)
    return made


def _hold(group: WorkingGroup, people: list[User], leader: User, facts: Facts, decided: str) -> Meeting:
    meeting = _made(group, leader, facts, facts.starts_at - timedelta(days=20))
    which = {"meeting_id": meeting.pk, "group_id": group.pk}
    after = facts.ends_at + timedelta(hours=2)
    there = people[: max(3, len(people) * 2 // 3)]
    record_attendance(actor=leader, present={each.pk for each in there}, now=after, **which)
    write_minutes(actor=leader, text=SAMPLE + decided, version=0, publish=True, now=after, **which)
    return meeting


def _give(meeting: Meeting, people: list[User], leader: User) -> None:
    """Three things to do: one late, one soon due, one for later."""
    for number, (what, days) in enumerate(zip(ACTIONS, (-2, 2, 20), strict=True)):
        _action(meeting, leader, what, people[-1 - number], timezone.localdate() + timedelta(days=days))


def _close(meeting: Meeting, people: list[User], leader: User) -> None:
    """One that has been done."""
    action = _action(meeting, leader, DONE, people[0], meeting.starts_at.date() + timedelta(days=30))
    set_action_done(action_id=action.pk, group_id=meeting.group_id, actor=leader, is_done=True)


def _action(meeting: Meeting, leader: User, what: str, member: User, until: date) -> MeetingAction:
    return add_action(
        meeting_id=meeting.pk,
        group_id=meeting.group_id,
        actor=leader,
        key=uuid.uuid5(SPACE, f"{meeting.pk} {what}"),
        what=what,
        member_id=member.pk,
        until=until,
        now=meeting.ends_at + timedelta(hours=2),
    )


def _put_papers(group: WorkingGroup, leader: User, last: Meeting, next_one: Meeting) -> None:
    """The sample deck was shown at the last meeting; the other sample documents are read for the next one."""
    samples = Document.objects.filter(group=group, is_sample=True, trashed_at=None).select_related("current")
    decks = [each.pk for each in samples if each.current and each.current.extension == "pptx"]
    others = [each.pk for each in samples if each.pk not in decks]
    for meeting, wanted in ((last, decks), (next_one, others)):
        add_papers(meeting_id=meeting.pk, group_id=group.pk, actor=leader, document_ids=wanted)


def _call(group: WorkingGroup, people: list[User], leader: User, facts: Facts) -> Meeting:
    meeting = _made(group, leader, facts, timezone.now() - timedelta(days=3))
    for number, member in enumerate(people[:9]):
        answer_meeting(meeting_id=meeting.pk, group_id=group.pk, member=member, comes=number % 4 != 3)
    return meeting


def _ask(group: WorkingGroup, people: list[User], leader: User, title: str, *, is_open: bool) -> None:
    starts = [_day(days) + timedelta(hours=hours) for days, hours in ((33, 0), (35, 4), (40, 0), (42, 4))]
    proposal = Proposal(
        title=title,
        time_zone=ZONE,
        slots=[(start, start + timedelta(hours=2)) for start in starts],
        closes_at=_day(10),
        place=PLACE,
        address=ADDRESS,
        note=SAMPLE + "Which day suits you? The programme follows.",
        meeting_is_open=is_open,
    )
    key = uuid.uuid5(SPACE, f"{group.page.slug} {title}")
    poll = open_poll(group_id=group.pk, actor=leader, key=key, proposal=proposal)
    DatePoll.objects.filter(pk=poll.pk).update(is_sample=True)
    slots = list(poll.slots.values_list("pk", flat=True))
    for number, member in enumerate(people[:7]):
        words = [("yes", "no", "yes", "maybe", "yes")[(number + 2 * place) % 5] for place in range(len(slots))]
        choices = dict(zip(slots, words, strict=True))
        answer_poll(poll_id=poll.pk, group_id=group.pk, member=member, choices=choices)


def remove_meetings() -> None:
    """The sample meetings and date polls, with what others have said to them."""
    Meeting.objects.filter(is_sample=True).delete()
    DatePoll.objects.filter(is_sample=True).delete()
