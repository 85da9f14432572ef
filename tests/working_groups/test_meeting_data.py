"""Meetings in the export, after an account is deleted, and after their time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cop.privacy.retention import rules
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.meetings import leader_of, make_action, make_past, make_poll
from tests.factories.members import UserFactory
from working_groups.choices import GroupRole, Visibility
from working_groups.meeting_data import collect, erase
from working_groups.models import (
    Attendance,
    DatePoll,
    GroupCalendar,
    Meeting,
    MeetingAction,
    SlotAnswer,
    WorkingGroup,
)
from working_groups.services.attending import record_attendance
from working_groups.services.date_polls import answer_poll
from working_groups.services.memberships import end_membership

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def group():
    return WorkingGroupFactory()


@pytest.fixture
def ana(group):
    """A leader, who has called a meeting, was there, has something to do, and answered a date poll."""
    ana = leader_of(group)
    meeting, poll = make_past(group, ana, title="Canary meeting"), make_poll(group, ana, title="Canary poll")
    other = MembershipFactory(group=group).member
    for member in (ana, other):
        make_action(meeting, member, what=f"Canary paper of {member.pk}")
        choices = dict.fromkeys(poll.slots.values_list("pk", flat=True), "yes")
        answer_poll(poll_id=poll.pk, group_id=group.pk, member=member, choices=choices)
    record_attendance(meeting_id=meeting.pk, group_id=group.pk, actor=ana, present={ana.pk, other.pk})
    return ana


def test_export_holds_what_is_ones_own_and_nothing_of_others(ana):
    titles = [record.title for record in collect(ana).records]
    assert titles == [
        "Canary meeting",
        f"Canary paper of {ana.pk}",
        *["Proposed time: Canary poll"] * 3,
        "Meeting that you called: Canary meeting",
        "Date poll that you opened: Canary poll",
    ]
    assert collect(UserFactory()).records == []


def test_export_names_nothing_of_a_group_that_the_member_has_left(ana, group):
    GroupCalendar.objects.create(membership=ana.group_memberships.get(), token="t", created_at=timezone.now())
    before = collect(ana).records
    MembershipFactory(group=group, role=GroupRole.LEADER)
    end_membership(group_id=group.pk, member=ana, actor=ana)
    WorkingGroup.objects.update(visibility=Visibility.HIDDEN)
    page = group.page
    page.title = "Canary group"
    page.save()
    records = collect(ana).records
    assert "Canary" not in str(records)
    # Their own answers are still theirs.
    assert records[0].title == "A meeting that you can no longer read"
    assert len(records) == len(before)


def test_meetings_stay_without_the_name_when_an_account_goes(ana):
    for _twice in range(2):
        erase(ana)
    assert collect(ana).records == []
    assert (Attendance.objects.count(), SlotAnswer.objects.count()) == (1, 3)
    assert (Meeting.objects.get().author, DatePoll.objects.get().author) == (None, None)
    assert MeetingAction.objects.filter(member=None).count() == 1


def test_date_polls_and_attendance_are_kept_until_their_day(ana):
    poll, meeting = DatePoll.objects.get(), Meeting.objects.get()
    for key, start, days, model in (
        ("date-polls", poll.closes_at, 180, DatePoll),
        ("meeting-attendance", meeting.ends_at, 1095, Attendance),
    ):
        (rule,) = [each for each in rules() if each.key == key]
        day = start + timedelta(days=days)
        assert (rule.days, rule.remove(day - SECOND)) == (days, 0)
        assert model.objects.exists()
        assert rule.remove(day) > 0
        assert (rule.remove(day), model.objects.count()) == (0, 0)
    assert Meeting.objects.get().poll is None
    assert timezone.now() > meeting.ends_at
