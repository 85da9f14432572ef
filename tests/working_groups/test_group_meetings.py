"""Where a meeting is, the minutes before it, and the next meeting on the face of a group."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from icalendar import Calendar

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.meetings import make_meeting, make_past, make_poll
from tests.factories.members import UserFactory
from tests.letters import deliver_all, html_of
from working_groups.choices import GroupRole, Visibility
from working_groups.models import Meeting
from working_groups.services import date_polls
from working_groups.services.meetings import cancel_meeting
from working_groups.services.memberships import end_membership
from working_groups.services.minutes import write_minutes

pytestmark = pytest.mark.django_db

FACE = "/working-groups/one/"
HOME = f"{FACE}meetings/"
CANARY = "Zanzibarcanary"


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="one", page__title="First circle", visibility=Visibility.PUBLIC)


@pytest.fixture
def leader(group):
    return MembershipFactory(group=group, role=GroupRole.LEADER, member__name="Lea Leader").member


@pytest.fixture
def ana(group):
    return MembershipFactory(group=group, member__name="Ana Sample").member


# Place


def test_place_and_address_stand_on_the_page_in_letters_and_in_calendars(group, leader, ana, client_for):
    meeting = make_meeting(group, leader, place="Town Hall", address="1 Square; room 2, left", is_open=True)
    for person in (ana, None):
        client = client_for(person)
        text = client.get(f"{HOME}{meeting.pk}/").text
        assert ("Town Hall, and online" in text, "1 Square; room 2, left" in text) == (True, True)
        assert "4711" not in text
        (entry,) = Calendar.from_ical(client.get(f"{HOME}{meeting.pk}/meeting.ics").content).walk("VEVENT")
        assert str(entry["LOCATION"]) == "Town Hall, 1 Square; room 2, left"
    message = deliver_all()[0]
    assert ("1 Square; room 2, left" in message.body, "1 Square; room 2, left" in html_of(message)) == (True, True)
    assert "4711" not in message.body


def test_date_poll_hands_place_and_address_to_its_meeting(group, leader):
    poll = make_poll(group, leader, place="Town Hall", address="Room 2")
    facts = {"poll_id": poll.pk, "group_id": group.pk, "actor": leader}
    made = date_polls.choose_slot(slot_id=poll.slots.all()[0].pk, **facts)
    assert (made.place, made.address) == ("Town Hall", "Room 2")


def test_address_alone_is_the_place(group, leader, client_for):
    day = timezone.localdate() + timedelta(days=20)
    form = {"title": "Summer", "day": day.isoformat(), "begins": "10:00", "ends": "12:00", "place": "", "link": ""}
    form |= {"time_zone": "Europe/Athens", "key": str(uuid.uuid4()), "address": "1 Square"}
    client = client_for(leader)
    assert client.post(f"{HOME}new/", form | {"address": "x" * 201}).status_code == 200
    assert client.post(f"{HOME}new/", form).status_code == 302
    made = Meeting.objects.get()
    assert (made.place, made.address) == ("1 Square", "")
    assert 'value="1 Square"' in client.get(f"{HOME}{made.pk}/edit/").text


# The minutes before


def publish(meeting, *, published=True):
    facts = {"meeting_id": meeting.pk, "group_id": meeting.group_id, "actor": meeting.author}
    write_minutes(text="*Agreed.*", version=0, publish=published, **facts)


def test_meeting_leads_to_the_last_published_minutes_before_it_that_the_viewer_may_read(group, leader, ana, client_for):
    oldest = make_past(group, leader, days=30, title="Oldest", is_open=True)
    middle = make_past(group, leader, days=20, title=f"{CANARY} middle")
    draft = make_past(group, leader, days=10, title="Draft")
    elsewhere = make_past(days=5, title="Elsewhere")
    coming = make_meeting(group, leader, is_open=True)
    for each in (oldest, middle, elsewhere):
        publish(each)
    publish(draft, published=False)

    def leads_to(person, meeting):
        text = client_for(person).get(f"{HOME}{meeting.pk}/").text
        return [each.pk for each in (oldest, middle, draft, elsewhere) if f'href="{HOME}{each.pk}/#minutes"' in text]

    assert leads_to(ana, coming) == [middle.pk]
    assert leads_to(None, coming) == [oldest.pk]
    assert leads_to(ana, middle) == [oldest.pk]
    assert leads_to(ana, oldest) == []
    assert CANARY not in client_for(None).get(f"{HOME}{coming.pk}/").text


# The next meeting


def shown(person, client_for):
    text = client_for(person).get(FACE).text
    return [title for title in ("Own soon", "Open later") if title in text]


def test_face_shows_the_next_meeting_that_the_viewer_may_know_of(group, leader, ana, client_for):
    make_past(group, leader, title="Own soon past", is_open=True)
    soon = timezone.now() + timedelta(days=2)
    own = make_meeting(group, leader, title="Own soon", starts_at=soon)
    make_meeting(group, leader, title="Open later", is_open=True)
    people = (ana, UserFactory(staff=True), UserFactory(), None)
    for visibility, expected in (
        (Visibility.PUBLIC, [["Own soon"], ["Own soon"], ["Open later"], ["Open later"]]),
        (Visibility.COMMUNITY, [["Own soon"], ["Own soon"], ["Open later"], []]),
        (Visibility.PRIVATE, [["Own soon"], ["Own soon"], [], []]),
    ):
        group.visibility = visibility
        group.save()
        assert [shown(person, client_for) for person in people] == expected, visibility
    cancel_meeting(meeting_id=own.pk, group_id=group.pk, actor=leader, reason="X")
    assert shown(ana, client_for) == ["Open later"]
    end_membership(group_id=group.pk, member=ana, actor=ana)
    assert shown(ana, client_for) == []


def test_face_without_a_meeting_to_come_says_nothing_of_it(group, leader, ana, client_for):
    make_past(group, leader, is_open=True)
    assert "Next meeting" not in client_for(ana).get(FACE).text
    meeting = make_meeting(group, leader, is_open=True)
    assert "Next meeting" in client_for(ana).get(FACE).text
    with time_machine.travel(meeting.ends_at + timedelta(minutes=1)):
        assert "Next meeting" not in client_for(None).get(FACE).text
