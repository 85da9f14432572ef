"""The pages and calendars of meetings: who reaches them, what they show to whom, what they cost, bad input."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from events.services.calendar_feeds import renew_feed
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.meetings import make_action, make_meeting, make_past, make_poll
from tests.factories.members import UserFactory
from working_groups.choices import GroupRole, Visibility
from working_groups.models import Attendance, GroupMonth, Meeting, MeetingAction, Membership
from working_groups.permissions import can_see_meeting, meetings_visible_to
from working_groups.selectors.doors import enter, with_membership_of
from working_groups.services.attending import answer_meeting
from working_groups.services.counting import month_of
from working_groups.services.meetings import cancel_meeting
from working_groups.services.memberships import end_membership
from working_groups.services.minutes import write_minutes

pytestmark = pytest.mark.django_db

HOME = "/working-groups/one/meetings/"
CANARY = "Zanzibarcanary"


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="one", page__title="First circle")


@pytest.fixture
def leader(group):
    return MembershipFactory(group=group, role=GroupRole.LEADER, member__name="Lea Leader").member


@pytest.fixture
def ana(group):
    return MembershipFactory(group=group, member__name="Ana Sample").member


def say(meeting, member, comes=True):
    answer_meeting(meeting_id=meeting.pk, group_id=meeting.group_id, member=member, comes=comes)


def feed_of(client, member):
    """Title, state and sequence of what stands in the member's own calendar."""
    token = renew_feed(member=member, actor=member).token
    content = client.get(reverse("personal_calendar", args=[token])).content
    return {str(each["SUMMARY"]): (str(each["STATUS"]), each["SEQUENCE"]) for each in entries(content)}


def entries(content):
    return Calendar.from_ical(content).walk("VEVENT")


# Reaching


@pytest.mark.parametrize("visibility", Visibility)
def test_list_and_door_agree_for_every_standing(visibility):
    group = WorkingGroupFactory(visibility=visibility)
    leader = MembershipFactory(group=group, role=GroupRole.LEADER).member
    meetings = [make_meeting(group, leader, is_open=is_open) for is_open in (True, False)]
    left = MembershipFactory(group=group)
    end_membership(group_id=group.pk, member=left.member, actor=left.member)
    observer = MembershipFactory(group=group, role=GroupRole.OBSERVER).member
    for person in (UserFactory(), left.member, observer, leader, UserFactory(staff=True)):
        found = with_membership_of(type(group).objects.filter(pk=group.pk), person.pk).get()
        inside = enter(found, person)
        by_door = [each.pk for each in meetings if can_see_meeting(inside, each)]
        assert sorted(meetings_visible_to(person).values_list("pk", flat=True)) == by_door


def test_members_meeting_of_a_public_group_is_for_its_members(group, leader, ana, client_for):
    group.visibility = Visibility.PUBLIC
    group.save()
    own = make_meeting(group, leader, title=CANARY)
    opened = make_meeting(group, leader, title="Open day", is_open=True)
    for person in (None, UserFactory()):
        client = client_for(person)
        text = client.get(HOME).text
        assert (CANARY in text, "Open day" in text) == (False, True)
        assert client.get(f"{HOME}{own.pk}/").status_code == 404
        assert client.get(f"{HOME}{own.pk}/meeting.ics").status_code == 404
        assert client.get(f"{HOME}{opened.pk}/").status_code == 200
        assert [str(each["SUMMARY"]) for each in entries(client.get(f"{HOME}calendar.ics").content)] == [
            "Open day – First circle"
        ]
    member = client_for(ana)
    assert CANARY in member.get(HOME).text
    assert CANARY in member.get(f"{HOME}{own.pk}/").text
    assert CANARY not in member.get(f"{HOME}calendar.ics").text


def test_meeting_is_reached_through_its_own_group_only(group, leader, client_for):
    other = make_past()
    action = make_action(other, MembershipFactory(group=other.group).member)
    poll = make_poll(other.group)
    MembershipFactory(group=other.group, member=leader, role=GroupRole.LEADER)
    client = client_for(leader)
    for path in (f"{other.pk}/", f"{other.pk}/edit/", f"{other.pk}/cancel/", f"{other.pk}/attendance/",
                 f"{other.pk}/minutes/", f"{other.pk}/meeting.ics", f"actions/{action.pk}/", f"dates/{poll.pk}/",
                 f"{10**30}/", f"dates/{10**30}/", f"actions/{10**30}/"):  # fmt: skip
        assert client.get(f"{HOME}{path}").status_code == 404, path
    for path in (f"{other.pk}/answer/", f"{other.pk}/actions/", f"actions/{action.pk}/tick/",
                 f"dates/{poll.pk}/choose/", f"dates/{poll.pk}/withdraw/"):  # fmt: skip
        assert client.post(f"{HOME}{path}", {"comes": "yes"}).status_code == 404, path
    assert Attendance.objects.count() == 0


def test_nobody_else_finds_anything_of_a_hidden_groups_meetings(client_for):
    group = WorkingGroupFactory(page__slug="one", page__title=CANARY, visibility=Visibility.HIDDEN)
    leader = MembershipFactory(group=group, role=GroupRole.LEADER).member
    made = make_meeting(group, leader, title=f"{CANARY} open", is_open=True, agenda=CANARY)
    held = make_past(group, leader, title=f"{CANARY} held")
    action = make_action(held, leader, what=CANARY)
    poll = make_poll(group, leader, title=CANARY)
    assert CANARY in client_for(leader).get("/my/").text
    assert CANARY in client_for(leader).get(HOME).text
    absent = "/working-groups/two/meetings/"
    for person in (None, UserFactory(), MembershipFactory().member):
        client = client_for(person)
        for path in ("", "new/", "calendar.ics", f"{made.pk}/", f"{made.pk}/meeting.ics", f"{made.pk}/minutes/",
                     "find-a-date/", f"dates/{poll.pk}/", f"actions/{action.pk}/"):  # fmt: skip
            here, there = client.get(f"{HOME}{path}"), client.get(f"{absent}{path}")
            assert (here.status_code, there.status_code) == (404, 404), path
            assert CANARY not in here.text
        for path in ("/events/calendar.ics", "/working-groups/", "/sitemap.xml", f"/search/?q={CANARY}extra", "/my/"):
            assert f"{CANARY} " not in client.get(path, follow=True).text
        if person is not None:
            assert feed_of(client, person) == {}


# What a page shows


def test_link_and_numbers_are_shown_to_those_who_come(group, leader, ana, client_for):
    meeting = make_meeting(group, leader)
    member, runner = client_for(ana), client_for(leader)
    for address in (f"{HOME}{meeting.pk}/", f"{HOME}{meeting.pk}/meeting.ics", HOME):
        text = member.get(address).text
        assert ("meet.example" in text, "4711" in text) == (False, False)
    assert "meet.example/room" in runner.get(f"{HOME}{meeting.pk}/").text
    assert member.post(f"{HOME}{meeting.pk}/answer/", {"comes": "yes"}).status_code == 302
    assert "4711" in member.get(f"{HOME}{meeting.pk}/").text
    assert "4711" in member.get(f"{HOME}{meeting.pk}/meeting.ics").text.replace("\r\n ", "")
    member.post(f"{HOME}{meeting.pk}/answer/", {"comes": "no"})
    assert "4711" not in member.get(f"{HOME}{meeting.pk}/").text


def test_answer_to_a_meeting_that_was_moved_meanwhile_is_asked_for_again(group, leader, ana, client_for):
    meeting, client = make_meeting(group, leader), client_for(ana)
    read = int(meeting.starts_at.timestamp())
    assert f'name="starts_at" value="{read}"' in client.get(f"{HOME}{meeting.pk}/").text
    hour = timedelta(hours=1)
    Meeting.objects.update(starts_at=meeting.starts_at + hour, ends_at=meeting.ends_at + hour)
    answer = {"comes": "yes", "starts_at": read}
    assert "has been moved meanwhile" in client.post(f"{HOME}{meeting.pk}/answer/", answer, follow=True).text
    assert Attendance.objects.count() == 0
    client.post(f"{HOME}{meeting.pk}/answer/", answer | {"starts_at": read + 3600})
    client.post(f"{HOME}{meeting.pk}/answer/", answer | {"starts_at": "9" * 30 + "x"})
    assert Attendance.objects.get().comes


def test_who_reads_a_meeting_is_a_reader_of_the_group(group, leader, ana, client_for):
    meeting = make_meeting(group, leader)
    for _twice in range(2):
        client_for(ana).get(f"{HOME}{meeting.pk}/")
    assert GroupMonth.objects.get().readers == 1


def test_times_are_shown_on_both_clocks_where_they_differ(group, leader, ana, client_for):
    meeting = make_meeting(group, leader)
    assert "On the clock of the meeting" not in client_for(ana).get(f"{HOME}{meeting.pk}/").text
    ana.time_zone = "Europe/Helsinki"
    ana.save()
    text = client_for(ana).get(f"{HOME}{meeting.pk}/").text
    assert ("(Helsinki)" in text, "(Brussels)" in text) == (True, True)


def test_draft_of_minutes_is_for_those_who_run_the_meeting(group, leader, ana, client_for):
    meeting = make_past(group, leader)
    facts = {"meeting_id": meeting.pk, "group_id": group.pk, "actor": leader, "text": CANARY}
    write_minutes(version=0, publish=False, **facts)
    address = f"{HOME}{meeting.pk}/"
    assert [CANARY in client_for(person).get(address).text for person in (leader, ana)] == [True, False]
    write_minutes(version=1, publish=True, **facts)
    assert CANARY in client_for(ana).get(address).text


def test_names_and_actions_are_for_those_who_belong(group, leader, ana, client_for):
    group.visibility = Visibility.PUBLIC
    group.save()
    meeting = make_past(group, leader, is_open=True)
    make_action(meeting, ana, what=CANARY)
    Attendance.objects.create(meeting=meeting, member=ana, comes=True, serial=1)
    address = f"{HOME}{meeting.pk}/"
    shown = [client_for(person).get(address).text for person in (leader, None)]
    assert [(CANARY in text, "Ana Sample" in text) for text in shown] == [(True, True), (False, False)]


# Forms


def form_of(**given):
    day = timezone.localdate() + timedelta(days=20)
    facts = {"title": "Summer", "day": day.isoformat(), "begins": "10:00", "ends": "12:00"}
    return facts | {"time_zone": "Europe/Athens", "place": "Hall", "key": str(uuid.uuid4())} | given


def test_meeting_is_made_and_changed_on_its_own_clock(group, leader, client_for):
    client = client_for(leader)
    form = form_of(is_open="on")
    for _twice in range(2):
        assert client.post(f"{HOME}new/", form).status_code == 302
    made = Meeting.objects.get()
    assert (made.time_zone, made.is_open, made.ends_at - made.starts_at) == ("Europe/Athens", True, timedelta(hours=2))
    text = client.get(f"{HOME}{made.pk}/edit/").text
    assert 'value="10:00"' in text
    assert client.post(f"{HOME}{made.pk}/edit/", form | {"begins": "09:00", "sequence": 0}).status_code == 302
    assert Meeting.objects.get().starts_at == made.starts_at - timedelta(hours=1)


def test_bad_meetings_are_sent_back(group, leader, client_for):
    client = client_for(leader)
    for wrong in (
        {"title": ""},
        {"title": "x" * 151},
        {"title": "a\nb\x00"},
        {"day": "2026-13-40"},
        {"day": "0001-01-01"},
        {"day": "9999-12-31"},
        {"day": timezone.localdate().isoformat(), "begins": "00:00", "ends": "00:01"},
        {"day": "2027-03-28", "begins": "02:30", "ends": "03:30", "time_zone": "Europe/Brussels"},
        {"ends": "10:00"},
        {"time_zone": "Europe/Nowhere"},
        {"place": "", "link": ""},
        {"link": "javascript:alert(1)"},
        {"agenda": "x" * 20_001},
        {"key": "forged"},
    ):
        assert client.post(f"{HOME}new/", form_of(**wrong)).status_code == 200, wrong
    assert Meeting.objects.count() == 0


def test_scripts_in_every_field_stay_text(group, leader, client_for):
    bad = "<script>alert(1)</script>"
    client = client_for(leader)
    facts = {"title": bad, "place": bad, "dial_in": bad, "agenda": f"[x](javascript:alert(1)) {bad}"}
    client.post(f"{HOME}new/", form_of(**facts))
    made = Meeting.objects.get()
    for address in (HOME, f"{HOME}{made.pk}/", f"{HOME}{made.pk}/edit/", f"{HOME}{made.pk}/cancel/"):
        text = client.get(address).text
        assert (bad in text, 'href="javascript' in text) == (False, False)


def test_leader_holds_a_meeting(group, leader, ana, client_for):
    meeting = make_past(group, leader)
    client = client_for(leader)
    address = f"{HOME}{meeting.pk}/"
    client.post(f"{address}attendance/", {"present": [str(ana.pk), "x", "9" * 40]})
    assert "Were there" in client.get(address).text
    form = {"text": "*agreed*", "version": 0}
    assert "<em>agreed</em>" in client.post(f"{address}minutes/", form | {"preview": "yes"}).text
    client.post(f"{address}minutes/", form | {"publish": "yes"})
    assert "<em>agreed</em>" in client.get(address).text

    form = {"what": "Paper", "member": ana.pk, "until": "2027-01-31", "key": str(uuid.uuid4())}
    assert client.post(f"{address}actions/", form | {"member": UserFactory().pk}).status_code == 200
    for _twice in range(2):
        client.post(f"{address}actions/", form)
    action = MeetingAction.objects.get()
    assert "Paper" in client_for(ana).get("/my/").text
    client_for(ana).post(f"{HOME}actions/{action.pk}/tick/", {"done": "1"})
    assert "Paper" not in client_for(ana).get("/my/").text
    client.post(f"{HOME}actions/{action.pk}/", form | {"what": "Other"})
    assert MeetingAction.objects.get().what == "Other"
    client.post(f"{HOME}actions/{action.pk}/", {"remove": "yes"})
    assert MeetingAction.objects.count() == 0


# Calendars


def test_own_calendar_holds_the_meetings_of_my_groups_until_i_leave(group, leader, ana, client_for):
    meeting = make_meeting(group, leader)
    declined = make_meeting(group, leader, title="Declined")
    make_meeting(title="Elsewhere")
    say(declined, ana, comes=False)
    client = client_for(None)
    name = "Spring meeting – First circle"
    assert feed_of(client, ana) == {name: ("TENTATIVE", 0)}
    say(meeting, ana)
    assert feed_of(client, ana) == {name: ("CONFIRMED", 1)}
    cancel_meeting(meeting_id=meeting.pk, group_id=group.pk, actor=leader, reason="X")
    assert feed_of(client, ana) == {name: ("CANCELLED", 2)}
    end_membership(group_id=group.pk, member=ana, actor=ana)
    assert feed_of(client, ana) == {}


def test_calendar_of_everybody_holds_open_meetings_of_public_groups(client):
    for visibility in Visibility:
        group = WorkingGroupFactory(visibility=visibility, page__title=visibility.label[:6].strip())
        for is_open in (True, False):
            make_meeting(group, title=f"{visibility} {is_open}", is_open=is_open)
    found = [str(each["SUMMARY"]) for each in entries(client.get("/events/calendar.ics").content)]
    assert [each.split(" –")[0] for each in found] == ["public True"]
    assert entries(client.get("/events/calendar.ics?kind=forum").content) == []


# What it costs


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_with_one_meeting_and_three(
    group, leader, ana, client_for, django_assert_num_queries, number
):
    for _each in range(number):
        held = make_past(group, leader)
        make_action(held, ana)
        coming = make_meeting(group, leader)
        say(coming, ana)
        say(coming, leader)
        make_poll(group, leader)
    # The first reading of a month is counted, the next ones cost nothing.
    Membership.objects.update(read_month=month_of(timezone.now()))
    client = client_for(ana)
    # Session, account, its rights (two), the group with one's own row; then what comes, how many have been, those, the
    # date polls.
    with django_assert_num_queries(9):
        client.get(HOME)
    # The meeting, who comes, its documents, the minutes before, actions.
    with django_assert_num_queries(10):
        client.get(f"{HOME}{held.pk}/")
    # How many actions, one page of them, whose they are.
    with django_assert_num_queries(8):
        client.get(f"{HOME}actions/")
    # How many fit, those to come and those that have been; no date polls. What discussions and documents hold.
    with django_assert_num_queries(10):
        client.get(f"{HOME}?q=spring")
