"""At the same moment: one form sent twice, two leaders who choose a date, one member who answers twice."""

import uuid

import pytest

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.meetings import leader_of, make_meeting, make_poll, meeting_facts
from tests.factories.members import UserFactory
from tests.letters import kinds
from working_groups.choices import GroupRole
from working_groups.models import Attendance, Meeting, SlotAnswer
from working_groups.services import attending, date_polls, meeting_clock, meetings

pytestmark = pytest.mark.race


def test_two_leaders_who_choose_at_once_make_one_meeting(race):
    poll = make_poll(WorkingGroupFactory())
    actors = [leader_of(poll.group), MembershipFactory(group=poll.group, role=GroupRole.LEADER).member]
    slots = list(poll.slots.values_list("pk", flat=True))
    facts = {"poll_id": poll.pk, "group_id": poll.group_id}
    made = race(
        [
            lambda actor=actor, slot=slot: date_polls.choose_slot(actor=actor, slot_id=slot, **facts)
            for actor in actors
            for slot in slots
        ]
    )
    assert len({each.pk for each in made}) == 1
    assert Meeting.objects.count() == 1
    assert len(kinds(kind="working_groups.meeting_invited")) == 1


def test_one_form_sent_many_times_makes_one_meeting(race):
    group = WorkingGroupFactory()
    # The secretariat has no membership that could be locked.
    for actor in (leader_of(group), UserFactory(staff=True)):
        facts = {"group_id": group.pk, "actor": actor, "key": uuid.uuid4(), "facts": meeting_facts()}
        made = race([lambda facts=facts: meetings.make_meeting(**facts)] * 6)
        assert len({each.pk for each in made}) == 1
    assert Meeting.objects.count() == 2


def test_member_who_answers_twice_at_once_has_one_answer(race):
    group = WorkingGroupFactory()
    meeting, poll = make_meeting(group), make_poll(group)
    member = MembershipFactory(group=group).member
    slots = list(poll.slots.values_list("pk", flat=True))
    facts = {"group_id": group.pk, "member": member}
    race(
        [lambda: attending.answer_meeting(meeting_id=meeting.pk, comes=True, **facts)] * 3
        + [lambda: date_polls.answer_poll(poll_id=poll.pk, choices=dict.fromkeys(slots, "yes"), **facts)] * 3
    )
    assert list(Attendance.objects.values_list("comes", "serial")) == [(True, 1)]
    assert SlotAnswer.objects.count() == len(slots)


def test_two_clocks_remind_once(race):
    meeting = make_meeting(WorkingGroupFactory())
    member = MembershipFactory(group=meeting.group).member
    attending.answer_meeting(meeting_id=meeting.pk, group_id=meeting.group_id, member=member, comes=True)
    soon = meeting.starts_at.replace(second=0) - (meeting.ends_at - meeting.starts_at)
    assert sum(race([lambda: meeting_clock.send_meeting_letters(now=soon)] * 4)) == 1
