"""Numbers of a group for its leaders, and of all groups for the secretariat."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from cop.core.dates import date_range
from tests.factories.discussion import make_answer, make_thread
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.meetings import make_meeting
from tests.factories.members import UserFactory
from working_groups.choices import GroupRole, Visibility
from working_groups.models import Call, JoinRequest, Membership
from working_groups.selectors.doors import get_group_for
from working_groups.selectors.statistics import Month, overview, statistics_of
from working_groups.services.counting import count_download, count_reader

pytestmark = pytest.mark.django_db
NOW = "2026-06-15T12:00:00Z"


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="one", page__title="First circle")


@pytest.fixture
def leader(group):
    return MembershipFactory(group=group, role=GroupRole.LEADER, member__profile__country_id="BE").member


@time_machine.travel(NOW, tick=False)
def test_group_is_counted_by_month_country_and_reader(group, leader):
    reader = MembershipFactory(group=group, member__profile__country_id="EL").member
    MembershipFactory(group=group, state="left")
    Membership.objects.filter(group=group).update(joined_at=timezone.now() - timedelta(days=400))
    Membership.objects.filter(member=reader).update(joined_at=timezone.now())
    thread = make_thread(group, leader)
    make_answer(thread, leader)
    make_answer(thread, leader, now=timezone.now() - timedelta(days=40))
    make_answer(thread, leader, now=timezone.now() - timedelta(days=400))
    make_thread()
    count_reader(get_group_for(reader, "one"))
    count_download(group.pk, now=timezone.now() - timedelta(days=60))

    shown = statistics_of(get_group_for(leader, "one"))
    assert [each["value"] for each in shown.figures] == [2, 1, 3, 1]
    assert shown.months[:4] == [
        Month("June 2026", 2, 1, 1, 0, 1),
        Month("May 2026", 1, 1, 0, 0, 0),
        Month("April 2026", 0, 0, 0, 1, 0),
        Month("March 2026", 0, 0, None, None, 0),
    ]
    assert [(each.title, [(c.label, c.value) for c in each.items[-3:]]) for each in shown.charts] == [
        ("Posts a month", [("Apr", 0), ("May", 1), ("Jun", 2)]),
        ("Readers a month", [("Apr", 0), ("May", 0), ("Jun", 1)]),
        ("Downloads a month", [("Apr", 1), ("May", 0), ("Jun", 0)]),
    ]
    assert shown.countries == [("Belgium", 1, 0), ("Greece", 1, 1)]


def test_quiet_groups_are_marked_and_stand_first(group, leader):
    busy = WorkingGroupFactory(page__title="Alpha")
    make_thread(busy)
    meets = WorkingGroupFactory(page__title="Beta", visibility=Visibility.HIDDEN)
    make_meeting(meets)
    WorkingGroupFactory(page__title="Old", archived_at=timezone.now())
    rows = overview()
    assert [(row["title"], row["is_quiet"]) for row in rows] == [
        ("First circle", True),
        ("Alpha", False),
        ("Beta", False),
        ("Old", False),
    ]
    assert (rows[0]["members"], rows[0]["leaders"], rows[1]["posts"]) == (1, 1, 1)


def test_overview_says_who_waits_and_is_narrowed_and_sorted(group, leader, client_for):
    busy = WorkingGroupFactory(page__title="Alpha", page__slug="alpha")
    make_thread(busy)
    old = WorkingGroupFactory(page__title="Old", archived_at=timezone.now())
    since = timezone.now() - timedelta(days=9)
    for days in (0, 4):
        request = JoinRequest.objects.create(group=busy, member=UserFactory())
        JoinRequest.objects.filter(pk=request.pk).update(created_at=since + timedelta(days=days))
    # Who has answered an open call waits for its end, not for the leaders.
    call = Call.objects.create(
        group=group,
        key=uuid.uuid4(),
        title="T",
        closes_at=timezone.now() + timedelta(days=1),
        created_at=timezone.now(),
    )
    JoinRequest.objects.create(group=group, call=call, member=UserFactory())

    def titles(**chosen):
        return [row["title"] for row in overview(**chosen)]

    row = next(row for row in overview() if row["title"] == "Alpha")
    assert (row["waiting"], row["waiting_since"]) == (2, date_range(timezone.localdate(since)))
    assert titles(show="quiet") == ["First circle"]
    assert titles(show="waiting") == ["Alpha"]
    assert titles(show="leaderless") == ["Alpha"]
    assert titles(show="archived") == [old.page.title]
    assert titles(sort="waiting") == titles(sort="last-post") == ["Alpha", "First circle", "Old"]
    assert titles(sort="title") == ["Alpha", "First circle", "Old"]
    assert titles(sort="members")[:2] == ["Alpha", "First circle"]
    assert titles(show="<script>", sort="x") == titles()
    Call.objects.update(closes_at=timezone.now())
    assert titles(show="waiting", sort="waiting") == ["Alpha", "First circle"]
    page = client_for(UserFactory(staff=True)).get("/groups-overview/?show=waiting&sort=waiting")
    assert 'href="?sort=waiting&amp;show=quiet"' in page.text
    assert 'href="/working-groups/alpha/desk/requests/"' in page.text


def test_overview_is_for_the_secretariat_alone(group, leader, client_for, django_assert_num_queries):
    assert client_for(leader).get("/groups-overview/").status_code == 404
    client = client_for(UserFactory(staff=True))
    for _number in range(2):
        with django_assert_num_queries(3):  # session, account, groups
            text = client.get("/groups-overview/").text
        WorkingGroupFactory()
    assert "First circle" in text
    assert [
        "/groups-overview/" in client_for(person).get("/working-groups/one/desk/").text
        for person in (UserFactory(staff=True), leader)
    ] == [True, False]


def test_statistics_cost_the_same_however_many_there_are(group, leader, client_for, django_assert_num_queries):
    client = client_for(leader)
    for number in (1, 3):
        for _each in range(number):
            make_thread(group)
        # Session, account, rights (two), the group, requests; then posts, who came, months, countries.
        with django_assert_num_queries(10):
            client.get("/working-groups/one/desk/statistics/")
