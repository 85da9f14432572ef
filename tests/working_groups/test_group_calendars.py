"""A member's calendar of one group: its secret address, what stands in it, and when it opens nothing any more."""

from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar
from wagtail.models import ModelLogEntry

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.meetings import make_meeting, make_past
from tests.factories.members import UserFactory
from working_groups.choices import GroupRole, Visibility
from working_groups.meeting_data import collect
from working_groups.models import GroupCalendar
from working_groups.refusals import Reason, Refused
from working_groups.services.attending import answer_meeting
from working_groups.services.group_calendars import renew_group_calendar, revoke_group_calendar
from working_groups.services.memberships import begin_membership, end_membership

pytestmark = pytest.mark.django_db

PAGE = "/working-groups/one/meetings/calendar/"


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="one", page__title="First circle", visibility=Visibility.HIDDEN)


@pytest.fixture
def leader(group):
    return MembershipFactory(group=group, role=GroupRole.LEADER, member__name="Lea Leader").member


@pytest.fixture
def ana(group):
    return MembershipFactory(group=group, member__name="Ana Sample").member


def address(group, member):
    token = renew_group_calendar(group_id=group.pk, member=member).token
    return reverse("group_feed", args=[token])


def entries(response):
    found = Calendar.from_ical(response.content).walk("VEVENT")
    return {str(each["SUMMARY"]).split(" –")[0]: (str(each["STATUS"]), str(each["LOCATION"])) for each in found}


def test_calendar_holds_the_meetings_of_this_group_alone_with_ones_answers(group, leader, ana, client):
    come = make_meeting(group, leader, place="Town Hall", address="1 Square, room 2")
    declined = make_meeting(group, leader, title="Declined")
    make_past(group, leader, title="Held")
    make_past(group, leader, title="Long ago", days=400)
    other = make_meeting(title="Elsewhere")
    MembershipFactory(group=other.group, member=ana)
    for meeting, comes in ((come, True), (declined, False)):
        answer_meeting(meeting_id=meeting.pk, group_id=group.pk, member=ana, comes=comes)
    response = client.get(address(group, ana))
    assert entries(response) == {
        "Spring meeting": ("CONFIRMED", "Town Hall, 1 Square, room 2"),
        "Held": ("TENTATIVE", "online"),
    }
    assert b"4711" in response.content.replace(b"\r\n ", b"")
    assert b"4711" not in client.get(address(group, leader)).content.replace(b"\r\n ", b"")
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Content-Disposition"] == 'inline; filename="one.ics"'
    assert client.get(address(group, ana)).status_code == 200
    again = client.get(address(group, ana))
    assert client.get(again.request["PATH_INFO"], headers={"If-None-Match": again["ETag"]}).status_code == 304


def test_address_opens_nothing_once_the_membership_has_ended_and_opens_again_with_it(group, ana, client):
    known = address(group, ana)
    assert client.get(known).status_code == 200
    end_membership(group_id=group.pk, member=ana, actor=ana)
    gone = client.get(known)
    unknown = client.get(reverse("group_feed", args=["a" * 43]))
    assert (gone.status_code, unknown.status_code, len(gone.content)) == (404, 404, len(unknown.content))
    with pytest.raises(Refused) as caught:
        renew_group_calendar(group_id=group.pk, member=ana)
    assert caught.value.reason == Reason.NOT_YOURS
    begin_membership(group_id=group.pk, member=ana, actor=ana)
    assert client.get(known).status_code == 200


def test_address_opens_nothing_for_an_account_that_is_switched_off(group, ana, client):
    known = address(group, ana)
    ana.is_active = False
    ana.save()
    assert client.get(known).status_code == 404


def test_new_address_revokes_the_one_before_and_each_opens_one_thing_only(group, ana, client):
    first, second = address(group, ana), address(group, ana)
    assert [client.get(each).status_code for each in (first, second)] == [404, 200]
    token = GroupCalendar.objects.get().token
    # 32 bytes of the system's randomness.
    assert len(token) == 43
    assert client.get(reverse("personal_calendar", args=[token])).status_code == 404
    assert revoke_group_calendar(group_id=group.pk, member=ana) is True
    assert revoke_group_calendar(group_id=group.pk, member=ana) is False
    assert client.get(second).status_code == 404


def test_log_and_export_hold_that_it_was_made_and_not_where(group, ana):
    token = renew_group_calendar(group_id=group.pk, member=ana).token
    lines = ModelLogEntry.objects.filter(action="working_groups.calendar.renew")
    assert [(each.user_id, each.object_id) for each in lines] == [(ana.pk, str(ana.pk))]
    records = collect(ana).records
    assert [record.title for record in records] == ["Calendar of First circle"]
    told = f"{[each.data for each in lines]}{[each.label for each in lines]}"
    assert (token in f"{records}{told}", "First circle" in told) == (False, False)


def test_member_makes_renews_and_revokes_it_on_its_page(group, ana, client_for):
    client = client_for(ana)
    assert "Make my address" in client.get(PAGE).text
    client.post(PAGE, {"act": "renew"})
    token = GroupCalendar.objects.get().token
    assert f"/calendar/groups/{token}.ics" in client.get(PAGE).text
    client.post(PAGE, {"act": "renew"})
    assert GroupCalendar.objects.get().token != token
    client.post(PAGE, {"act": "revoke"})
    assert not GroupCalendar.objects.exists()


def test_page_is_for_those_who_belong(group, ana, client_for):
    client = client_for(ana)
    end_membership(group_id=group.pk, member=ana, actor=ana)
    for person in (client, client_for(UserFactory()), client_for(None)):
        assert [person.get(PAGE).status_code, person.post(PAGE).status_code] == [404, 404]
    group.visibility, group.page.live = Visibility.PRIVATE, True
    group.save()
    group.page.save()
    assert client.post(PAGE, {"act": "renew"}).status_code == 403
    assert not GroupCalendar.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_calendar_costs_two_statements(group, leader, ana, client, django_assert_num_queries, number):
    for each in range(number):
        make_meeting(group, leader, starts_at=make_past(group, leader).starts_at + timedelta(days=30 + each))
    known = address(group, ana)
    # Whose calendar of which group; its meetings.
    with django_assert_num_queries(2):
        client.get(known)
