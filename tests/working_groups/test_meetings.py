"""Meetings: made, changed, cancelled, answered, held; who is told of what, and once."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from icalendar import Calendar

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.meetings import make_action, make_meeting, make_past, meeting_facts, reload
from tests.factories.members import UserFactory
from tests.letters import deliver_all, html_of, letters
from working_groups.choices import GroupRole, Visibility
from working_groups.models import Attendance, Meeting, MeetingAction
from working_groups.refusals import Reason, Refused
from working_groups.services import attending, meeting_clock, meetings, minutes
from working_groups.services.memberships import end_membership
from working_groups.services.settings import archive

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="one", page__title="First circle")


@pytest.fixture
def leader(group):
    return MembershipFactory(group=group, role=GroupRole.LEADER, member__name="Lea Leader").member


@pytest.fixture
def ana(group):
    return MembershipFactory(group=group, member__name="Ana Sample").member


@pytest.fixture
def bela(group):
    return MembershipFactory(group=group, role=GroupRole.OBSERVER, member__name="Bela Muster").member


@pytest.fixture
def meeting(group, leader, ana, bela):
    return make_meeting(group, leader)


def refusal(call, **facts):
    with pytest.raises(Refused) as caught:
        call(**facts)
    return caught.value.reason


def told(what):
    """Who was told of it, in the order in which they joined."""
    return [letter.member for letter in letters(kind=f"working_groups.{what}")]


def say(meeting, member, comes=True, now=None):
    return attending.answer_meeting(
        meeting_id=meeting.pk, group_id=meeting.group_id, member=member, comes=comes, now=now
    )


def change(meeting, actor, *, sequence=None, now=None, **given):
    facts = {"starts_at": meeting.starts_at} | given
    return meetings.change_meeting(
        meeting_id=meeting.pk,
        group_id=meeting.group_id,
        actor=actor,
        facts=meeting_facts(**facts),
        sequence=meeting.sequence if sequence is None else sequence,
        now=now,
    )


def cancel(meeting, actor, now=None):
    return meetings.cancel_meeting(
        meeting_id=meeting.pk, group_id=meeting.group_id, actor=actor, reason="The room is flooded.", now=now
    )


def entry_of(message):
    (name, content, kind) = message.attachments[0]
    assert (name.endswith(".ics"), kind) == (True, "text/calendar")
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


# Making


def test_meeting_invites_everybody_else_once_with_a_file(group, leader, ana, bela):
    key = uuid.uuid4()
    facts = {"group_id": group.pk, "actor": leader, "key": key}
    made = meetings.make_meeting(facts=meeting_facts(), **facts)
    assert meetings.make_meeting(facts=meeting_facts(title="Other"), **facts) == made
    assert (Meeting.objects.count(), told("meeting_invited")) == (1, [ana, bela])

    message = deliver_all()[0]
    assert message.subject == "Meeting: Spring meeting"
    assert "https://meet.example/room" not in message.body + html_of(message)
    assert "4711" not in message.body + html_of(message)
    event = entry_of(message)
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (f"meeting-{made.pk}@testserver", 0, "TENTATIVE")
    assert "4711" not in event["DESCRIPTION"]


def test_only_who_runs_meetings_makes_them_and_not_in_the_past_or_an_archive(group, leader, ana, bela):
    facts = {"group_id": group.pk, "key": uuid.uuid4(), "facts": meeting_facts()}
    for actor in (ana, bela, UserFactory()):
        assert refusal(meetings.make_meeting, actor=actor, **facts) == Reason.NOT_YOURS
    past = facts | {"facts": meeting_facts(starts_at=timezone.now() - HOUR)}
    assert refusal(meetings.make_meeting, actor=leader, **past) == Reason.MEETING_PAST
    rapporteur = MembershipFactory(group=group, role=GroupRole.RAPPORTEUR).member
    assert meetings.make_meeting(actor=rapporteur, **facts).author == rapporteur
    archive(group_id=group.pk, actor=leader)
    assert refusal(meetings.make_meeting, actor=leader, **facts) == Reason.ARCHIVED


def test_database_refuses_a_meeting_without_length(meeting):
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(ends_at=meeting.starts_at)


# Changing, cancelling


def test_change_raises_the_sequence_and_tells_who_has_not_declined(meeting, leader, ana, bela):
    say(meeting, bela, comes=False)
    changed = change(meeting, leader, starts_at=meeting.starts_at + DAY)
    assert change(changed, leader, starts_at=meeting.starts_at + DAY).sequence == 1
    assert told("meeting_changed") == [ana]

    message = next(each for each in deliver_all() if each.subject.startswith("Changed"))
    event = entry_of(message)
    assert (event["UID"], event["SEQUENCE"]) == (f"meeting-{meeting.pk}@testserver", 1)
    assert event["DTSTART"].dt == meeting.starts_at + DAY


def test_only_the_last_of_two_changes_is_told(meeting, leader, ana, bela):
    change(change(meeting, leader, title="Second"), leader, title="Third")
    assert [each.subject for each in deliver_all() if ana.email in each.to[0]] == ["Meeting: Third", "Changed: Third"]


def test_change_is_refused(meeting, leader, ana, bela):
    assert refusal(change, meeting=meeting, actor=ana, title="X") == Reason.NOT_YOURS
    past = timezone.now() - HOUR
    assert refusal(change, meeting=meeting, actor=leader, starts_at=past) == Reason.MEETING_PAST
    change(meeting, leader, title="Second")
    assert refusal(change, meeting=meeting, actor=leader, title="X", sequence=0) == Reason.MEETING_STALE
    over = {"actor": leader, "title": "X", "now": meeting.ends_at}
    assert refusal(change, meeting=meeting, **over) == Reason.MEETING_OVER
    cancel(meeting, leader)
    assert refusal(change, meeting=meeting, actor=leader, title="X") == Reason.MEETING_CANCELLED
    with pytest.raises(Meeting.DoesNotExist):
        other = MembershipFactory(role=GroupRole.LEADER)
        meetings.cancel_meeting(meeting_id=meeting.pk, group_id=other.group_id, actor=other.member, reason="X")
    assert reload(meeting).title == "Second"


def test_cancelling_twice_tells_once_and_marks_the_calendar(meeting, leader, ana, bela):
    say(meeting, bela, comes=False)
    assert cancel(meeting, leader).sequence == 1
    assert cancel(meeting, leader).sequence == 1
    assert told("meeting_cancelled") == [ana]
    assert refusal(cancel, meeting=meeting, actor=bela) == Reason.NOT_YOURS

    # Invitations that have not left yet are withdrawn.
    (message,) = deliver_all()
    assert "The room is flooded." in message.body
    event = entry_of(message)
    assert (event["STATUS"], event["SEQUENCE"], event["UID"]) == ("CANCELLED", 1, f"meeting-{meeting.pk}@testserver")


def test_meeting_that_is_over_cannot_be_cancelled(meeting, leader):
    assert refusal(cancel, meeting=meeting, actor=leader, now=meeting.ends_at) == Reason.MEETING_OVER
    assert cancel(meeting, leader, now=meeting.ends_at - timedelta(minutes=1)).is_cancelled


# Coming


def test_answer_counts_once_and_can_be_changed(meeting, ana):
    for comes in (True, True, False):
        say(meeting, ana, comes)
    assert list(Attendance.objects.values_list("member", "comes", "serial")) == [(ana.pk, False, 2)]


def test_answer_is_refused(meeting, leader, ana):
    stranger = UserFactory()
    assert refusal(say, meeting=meeting, member=stranger) == Reason.NOT_YOURS
    assert refusal(say, meeting=meeting, member=UserFactory(staff=True)) == Reason.NOT_INVITED
    assert refusal(say, meeting=meeting, member=ana, now=meeting.ends_at) == Reason.MEETING_OVER
    end_membership(group_id=meeting.group_id, member=ana, actor=ana)
    assert refusal(say, meeting=meeting, member=ana) == Reason.NOT_YOURS
    cancel(meeting, leader)
    assert refusal(say, meeting=meeting, member=leader) == Reason.MEETING_CANCELLED
    archive(group_id=meeting.group_id, actor=leader)
    assert refusal(say, meeting=meeting, member=leader) == Reason.ARCHIVED
    assert Attendance.objects.count() == 0


def test_guest_comes_to_an_open_meeting_of_a_group_that_they_may_read(group, leader):
    group.visibility = Visibility.COMMUNITY
    group.save()
    guest, meeting = UserFactory(), make_meeting(group, leader, is_open=True)
    say(meeting, guest)
    closed = change(meeting, leader, is_open=False)
    assert Attendance.objects.count() == 0
    assert refusal(say, meeting=closed, member=guest) == Reason.NOT_YOURS


def test_attendance_is_recorded_for_those_who_belong_or_came(group, leader, ana, bela):
    meeting = make_past(group, leader)
    stranger = UserFactory()
    facts = {"meeting_id": meeting.pk, "group_id": group.pk}
    for _twice in range(2):
        number = attending.record_attendance(actor=leader, present={ana.pk, stranger.pk}, **facts)
        assert number == 1
    assert dict(meeting.attendances.values_list("member", "attended")) == {
        leader.pk: False,
        ana.pk: True,
        bela.pk: False,
    }
    assert refusal(attending.record_attendance, actor=ana, present=set(), **facts) == Reason.NOT_YOURS
    early = facts | {"now": meeting.starts_at - HOUR, "actor": leader, "present": set()}
    assert refusal(attending.record_attendance, **early) == Reason.MEETING_NOT_YET


# Reminders


def test_reminder_goes_once_the_day_before_to_those_who_come(meeting, leader, ana, bela):
    say(meeting, ana)
    say(meeting, bela, comes=False)
    day_before = meeting.starts_at - DAY
    assert meeting_clock.send_meeting_letters(now=day_before - timedelta(minutes=1)) == 0
    assert meeting_clock.send_meeting_letters(now=day_before) == 1
    assert meeting_clock.send_meeting_letters(now=day_before + HOUR) == 0
    assert told("meeting_reminder") == [ana]
    message = deliver_all()[-1]
    assert "https://meet.example/room" in message.body
    assert "4711" in message.body


def test_meeting_that_moves_is_reminded_of_again_and_a_cancelled_one_is_not(meeting, leader, ana):
    say(meeting, ana)
    meeting_clock.send_meeting_letters(now=meeting.starts_at - HOUR)
    moved = change(meeting, leader, starts_at=meeting.starts_at + 5 * DAY, now=meeting.starts_at - HOUR)
    assert meeting_clock.send_meeting_letters(now=moved.starts_at - HOUR) == 1
    cancel(moved, leader, now=moved.starts_at - HOUR)
    Meeting.objects.update(reminded_of=None)
    assert meeting_clock.send_meeting_letters(now=moved.starts_at - HOUR) == 0


def test_meeting_made_within_the_day_is_not_reminded_of(group, leader, ana):
    meeting = make_meeting(group, leader, starts_at=timezone.now() + 3 * HOUR)
    say(meeting, ana)
    assert meeting_clock.send_meeting_letters() == 0


def test_who_left_is_told_nothing_any_more(meeting, leader, ana, bela):
    say(meeting, ana)
    meeting_clock.send_meeting_letters(now=meeting.starts_at - HOUR)
    change(meeting, leader, title="Second")
    end_membership(group_id=meeting.group_id, member=ana, actor=ana)
    assert {bela.email in address for message in deliver_all() for address in message.to} == {True}


# Minutes, actions


def write(meeting, actor, text="We agreed.", *, version=0, publish=True, now=None):
    facts = {"meeting_id": meeting.pk, "group_id": meeting.group_id, "actor": actor}
    return minutes.write_minutes(text=text, version=version, publish=publish, now=now, **facts)


def test_minutes_are_told_once_when_they_are_published(group, leader, ana, bela):
    meeting = make_past(group, leader)
    make_action(meeting, ana, actor=leader)
    draft = write(meeting, leader, "We <script>*agreed*.", publish=False)
    assert (draft.minutes_at, told("meeting_minutes")) == (None, [])
    published = write(meeting, leader, draft.minutes, version=1)
    assert "<script>" not in published.minutes_html
    write(meeting, leader, draft.minutes, version=2)
    write(meeting, leader, "Other words.", version=2)
    assert told("meeting_minutes") == [ana, bela]
    assert reload(meeting).minutes == "Other words."
    message = next(each for each in deliver_all() if each.subject.startswith("Minutes") and ana.email in each.to[0])
    assert "Write the paper" in message.body


def test_minutes_are_refused(group, leader, ana):
    meeting = make_past(group, leader)
    assert refusal(write, meeting=meeting, actor=ana) == Reason.NOT_YOURS
    assert refusal(write, meeting=meeting, actor=leader, text=" \n") == Reason.EMPTY
    early = meeting.starts_at - timedelta(minutes=1)
    assert refusal(write, meeting=meeting, actor=leader, now=early) == Reason.MEETING_NOT_YET
    write(meeting, leader)
    assert refusal(write, meeting=meeting, actor=leader, text="Mine") == Reason.MEETING_STALE
    coming = make_meeting(group, leader)
    cancel(coming, leader)
    assert refusal(write, meeting=coming, actor=leader) == Reason.MEETING_CANCELLED


def test_action_is_given_once_and_reminded_of_twice(group, leader, ana):
    meeting = make_past(group, leader)
    now = timezone.now().replace(hour=10)
    day = now.date()
    action = make_action(meeting, ana, actor=leader, until=day + 10 * DAY, now=now)
    assert told("action_given") == [ana]

    def clock(days, hour=10):
        return meeting_clock.remind_of_actions(now=(now + days * DAY).replace(hour=hour))

    counts = [(clock(days), clock(days)) for days in range(16)]
    assert [days for days, (first, second) in enumerate(counts) if first] == [7, 11]
    assert {second for _first, second in counts} == {0}
    assert (told("action_soon"), told("action_late")) == ([ana], [ana])
    assert [each.subject for each in deliver_all() if "paper" in each.subject] == [
        "For you: Write the paper",
        "Soon due: Write the paper",
        "Overdue: Write the paper",
    ]
    # Another day: reminded of anew, in the morning and not in the night.
    minutes.change_action(
        action_id=action.pk, group_id=group.pk, actor=leader, what="X", member_id=ana.pk, until=day + 30 * DAY
    )
    assert (clock(27, hour=3), clock(27, hour=10)) == (0, 1)


def test_action_that_is_done_is_not_reminded_of(group, leader, ana):
    action = make_action(make_past(group, leader), ana, actor=leader)
    facts = {"action_id": action.pk, "group_id": group.pk}
    for is_done in (True, True):
        assert minutes.set_action_done(actor=ana, is_done=is_done, **facts).done_at is not None
    late = timezone.now() + 11 * DAY
    assert meeting_clock.remind_of_actions(now=late) == 0
    other = MembershipFactory(group=group).member
    assert refusal(minutes.set_action_done, actor=other, is_done=False, **facts) == Reason.NOT_YOURS
    assert minutes.set_action_done(actor=leader, is_done=False, **facts).done_at is None


def test_clock_that_stood_still_catches_up_three_days_and_no_more(group, leader, ana):
    now = timezone.now().replace(hour=10)
    until = now.date() + 10 * DAY
    meeting = make_past(group, leader)
    make_action(meeting, ana, actor=leader, until=until, now=now)
    assert meeting_clock.remind_of_actions(now=now + 13 * DAY) == 1
    make_action(meeting, ana, actor=leader, until=until, now=now)
    assert meeting_clock.remind_of_actions(now=now + 14 * DAY) == 0
    assert told("action_soon") == []


def test_actions_are_refused(group, leader, ana):
    meeting = make_past(group, leader)
    key = uuid.uuid4()
    facts = {"meeting_id": meeting.pk, "group_id": group.pk, "key": key, "what": "X", "until": timezone.localdate()}
    assert refusal(minutes.add_action, actor=ana, member_id=ana.pk, **facts) == Reason.NOT_YOURS
    stranger = UserFactory()
    assert refusal(minutes.add_action, actor=leader, member_id=stranger.pk, **facts) == Reason.NOT_A_MEMBER
    first = minutes.add_action(actor=leader, member_id=ana.pk, **facts)
    assert minutes.add_action(actor=leader, member_id=ana.pk, **facts) == first
    move = {"action_id": first.pk, "group_id": group.pk, "what": "X", "until": first.until}
    assert refusal(minutes.change_action, actor=leader, member_id=stranger.pk, **move) == Reason.NOT_A_MEMBER
    assert refusal(minutes.remove_action, actor=ana, action_id=first.pk, group_id=group.pk) == Reason.NOT_YOURS
    minutes.change_action(actor=leader, member_id=leader.pk, **move)
    assert told("action_given") == [ana]  # one's own is no news
    assert [minutes.remove_action(actor=leader, action_id=first.pk, group_id=group.pk) for _ in "12"] == [True, False]
    assert MeetingAction.objects.count() == 0
