"""At the same moment: one form sent twice, two leaders who choose a date, one member who answers twice."""

import uuid

import pytest

from tests.factories.documents import make_document
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.meetings import leader_of, make_meeting, make_poll, meeting_facts
from tests.factories.members import UserFactory
from tests.letters import kinds
from working_groups.choices import GroupRole
from working_groups.models import Attendance, Meeting, MeetingPaper, SlotAnswer
from working_groups.refusals import Reason
from working_groups.services import attending, date_polls, meeting_clock, meetings, papers

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


def test_member_who_answers_differently_in_two_tabs_has_the_answers_of_one_of_them(race):
    poll = make_poll(WorkingGroupFactory(), slots=6)
    member = MembershipFactory(group=poll.group).member
    slots = list(poll.slots.values_list("pk", flat=True))
    facts = {"poll_id": poll.pk, "group_id": poll.group_id, "member": member}
    results = race(
        [
            # The second tab shows the times in another order.
            lambda choice=choice, order=order: date_polls.answer_poll(choices=dict.fromkeys(order, choice), **facts)
            for choice, order in (("yes", slots), ("no", slots[::-1])) * 3
        ]
    )
    assert results == [None] * 6
    answers = list(SlotAnswer.objects.values_list("slot", "choice"))
    assert sorted(slot for slot, _choice in answers) == slots
    assert len({choice for _slot, choice in answers}) == 1


def test_leader_who_chooses_twice_at_once_makes_one_meeting_and_one_invitation_each(race):
    poll = make_poll(WorkingGroupFactory())
    leader = leader_of(poll.group)
    MembershipFactory(group=poll.group)
    first, second, _third = poll.slots.values_list("pk", flat=True)
    facts = {"poll_id": poll.pk, "group_id": poll.group_id, "actor": leader}
    made = race([lambda slot=slot: date_polls.choose_slot(slot_id=slot, **facts) for slot in (first, second) * 3])
    assert len({each.pk for each in made}) == 1
    meeting = Meeting.objects.get()
    assert meeting.starts_at in set(poll.slots.filter(pk__in=(first, second)).values_list("starts_at", flat=True))
    assert len(kinds(kind="working_groups.meeting_invited")) == 1


def test_poll_answered_while_its_meeting_is_made_keeps_the_answer_or_says_that_it_is_over(race):
    poll = make_poll(WorkingGroupFactory())
    leader, member = leader_of(poll.group), MembershipFactory(group=poll.group).member
    slot = poll.slots.values_list("pk", flat=True)[0]
    facts = {"poll_id": poll.pk, "group_id": poll.group_id}
    made, answered = race(
        [
            lambda: date_polls.choose_slot(slot_id=slot, actor=leader, **facts),
            lambda: date_polls.answer_poll(choices={slot: "yes"}, member=member, **facts),
        ]
    )
    assert made == Meeting.objects.get()
    if answered is None:
        assert SlotAnswer.objects.count() == 1
    else:
        assert (answered.reason, SlotAnswer.objects.count()) == (Reason.POLL_OVER, 0)


def test_documents_added_by_two_leaders_at_once_stand_once_and_are_numbered_without_twins(race):
    group = WorkingGroupFactory()
    meeting = make_meeting(group)
    leaders = [leader_of(group), MembershipFactory(group=group, role=GroupRole.LEADER).member]
    documents = [make_document(group, leaders[0], name=f"Paper {number}.txt").pk for number in range(4)]
    facts = {"meeting_id": meeting.pk, "group_id": group.pk}
    results = race(
        [
            lambda actor=actor, order=order: papers.add_papers(actor=actor, document_ids=order, **facts)
            for actor, order in zip(leaders, (documents[:3], documents[::-1]), strict=True)
        ]
    )
    assert sum(results) == 4
    assert sorted(MeetingPaper.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_two_clocks_remind_once(race):
    meeting = make_meeting(WorkingGroupFactory())
    member = MembershipFactory(group=meeting.group).member
    attending.answer_meeting(meeting_id=meeting.pk, group_id=meeting.group_id, member=member, comes=True)
    soon = meeting.starts_at.replace(second=0) - (meeting.ends_at - meeting.starts_at)
    assert sum(race([lambda: meeting_clock.send_meeting_letters(now=soon)] * 4)) == 1
