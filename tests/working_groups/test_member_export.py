"""The list of members as a sheet: for leaders, without addresses, without formulas, and written down."""

import csv
import io

import pytest
import time_machine
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from cop.members.choices import ProfileVisibility
from tests.factories.discussion import make_answer, make_thread
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import OrganisationFactory, UserFactory
from working_groups.choices import GroupRole, MembershipState
from working_groups.exports import member_rows
from working_groups.models import Membership
from working_groups.selectors.desk import history_line
from working_groups.selectors.doors import get_group_for

pytestmark = pytest.mark.django_db
ADDRESS = "/working-groups/first/desk/members/export/"
NOW = "2026-06-15T12:00:00Z"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="first", page__title="First")


@pytest.fixture
def leader(group):
    return MembershipFactory(group=group, role=GroupRole.LEADER, member__name="Lea Leader").member


@pytest.fixture
def found(group):
    """A member who lets members find them, with a name like a formula."""
    profile = {
        "visibility": ProfileVisibility.MEMBERS,
        "country_id": "EL",
        "organisation": OrganisationFactory(name='=HYPERLINK("http://evil.example")'),
    }
    return MembershipFactory(group=group, member__name="@SUM(A1)", member__profile=profile).member


@pytest.fixture
def unseen(group):
    """One who does not, and one who has left."""
    MembershipFactory(group=group, state=MembershipState.LEFT, member__name="Gone Away")
    profile = {"visibility": ProfileVisibility.NOBODY, "country_id": "BE", "organisation": OrganisationFactory()}
    return MembershipFactory(group=group, member__name="Zoe Unseen", member__profile=profile).member


def sent(response):
    return b"".join(response)


def test_leader_gets_what_the_desk_shows_and_no_address(group, leader, found, unseen, client_for):
    make_answer(make_thread(group, found), found)
    response = client_for(leader).post(ADDRESS, {"kind": "csv"})
    content = sent(response).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(content))) == [
        ["Name", "Role", "Organisation", "Country", "Member since", "Posts", "Last post"],
        ["Lea Leader", "leader", "", "", "2026-06-15", "0", ""],
        ["'@SUM(A1)", "member", '\'=HYPERLINK("http://evil.example")', "Greece", "2026-06-15", "2", "2026-06-15"],
        ["Zoe Unseen", "member", "", "", "2026-06-15", "0", ""],
    ]
    assert [each.email in content for each in (leader, found, unseen)] == [False] * 3
    assert response["Content-Disposition"] == 'attachment; filename="first-members-2026-06-15.csv"'
    assert response["Cache-Control"] == "no-store, private"


def test_workbook_holds_the_same_without_live_formulas(group, leader, found, client_for):
    response = client_for(leader).post(ADDRESS, {"kind": "xlsx"})
    sheet = load_workbook(io.BytesIO(sent(response))).active
    assert [cell.value for cell in sheet[3]][:4] == [
        "'@SUM(A1)", "member", "'=HYPERLINK(\"http://evil.example\")", "Greece",
    ]  # fmt: skip
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n", "d"}


def test_download_is_written_into_the_history(group, leader, client_for):
    client_for(leader).post(ADDRESS, {"kind": "csv"})
    entry = ModelLogEntry.objects.get(action="working_groups.export")
    assert (entry.user, entry.data) == (leader, {"count": 1, "kind": "csv"})
    assert (history_line(entry)["what"], history_line(entry)["details"]) == ("List of members downloaded", "1 · csv")


@pytest.mark.parametrize(
    ("role", "status"), [(GroupRole.RAPPORTEUR, 403), (GroupRole.MEMBER, 403), (GroupRole.LEADER, 200)]
)
def test_only_leaders_download(group, client_for, role, status):
    person = MembershipFactory(group=group, role=role).member
    assert client_for(person).post(ADDRESS, {"kind": "csv"}).status_code == status
    assert client_for(UserFactory()).post(ADDRESS, {"kind": "csv"}).status_code == 403
    assert ModelLogEntry.objects.filter(action="working_groups.export").count() == (status == 200)


def test_unknown_kind_and_looking_write_nothing_down(group, leader, client_for):
    client = client_for(leader)
    assert client.post(ADDRESS, {"kind": "exe"}).url == "/working-groups/first/desk/"
    assert client.get(ADDRESS).status_code == 405
    assert "Download as CSV" in client.get("/working-groups/first/desk/").text
    assert ModelLogEntry.objects.filter(action="working_groups.export").count() == 0


def test_sheet_costs_the_same_with_one_and_three_members(group, leader, django_assert_num_queries):
    inside = get_group_for(leader, "first")
    for _number in range(2):
        with django_assert_num_queries(2):  # what they wrote, members with their profiles
            rows = list(member_rows(inside))
        MembershipFactory(group=group)
        MembershipFactory(group=group)
    assert len(rows) == Membership.objects.active().count() - 1
