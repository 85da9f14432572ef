"""Meetings found by their words: in the site's search and in their own group, for those who may read them."""

import pytest

from cop.search.query import parse
from tests.factories.discussion import make_thread
from tests.factories.documents import make_document, read_all
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.meetings import leader_of, make_meeting, make_past
from tests.factories.members import UserFactory
from working_groups.choices import Visibility
from working_groups.search_meetings import find_meetings
from working_groups.services.memberships import end_membership
from working_groups.services.minutes import write_minutes

pytestmark = pytest.mark.django_db

CANARY = "Zanzibarcanary"


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="one", page__title="First circle", visibility=Visibility.PUBLIC)


@pytest.fixture
def ana(group):
    return MembershipFactory(group=group).member


def publish(meeting, text, *, publish=True, version=0):
    facts = {"meeting_id": meeting.pk, "group_id": meeting.group_id, "actor": leader_of(meeting.group)}
    write_minutes(text=text, version=version, publish=publish, **facts)


def titles(words, person):
    return [hit.title for hit in find_meetings(parse(words), person, 10)]


def test_words_are_found_in_title_agenda_and_minutes_the_latest_meeting_first(group, ana):
    make_meeting(group, title="Vouchers", agenda="1. Clusters")
    held = make_past(group, title="Held", agenda="1. Old")
    publish(held, "We compared **clusters** of regions.")
    assert titles("clusters", ana) == ["Vouchers", "Held"]
    assert titles("vouchers clusters", ana) == ["Vouchers"]
    assert titles("vouchers regions", ana) == []
    in_agenda, in_minutes = find_meetings(parse("clusters"), ana, 10)
    assert (in_agenda.url, in_minutes.url[-9:]) == (in_agenda.url.rstrip("#"), "/#minutes")
    assert "clusters" in in_minutes.text
    assert "First circle" in in_minutes.meta


def test_draft_of_minutes_is_found_by_nobody(group, ana):
    held = make_past(group)
    publish(held, CANARY, publish=False)
    for person in (ana, leader_of(group), UserFactory(staff=True)):
        assert titles(CANARY, person) == []
    publish(held, CANARY, version=1)
    assert titles(CANARY, ana) == [held.title]


def test_members_meetings_are_found_by_members_and_open_ones_by_readers(group, ana, client_for):
    make_meeting(group, title=f"{CANARY} own")
    make_meeting(group, title=f"{CANARY} open", is_open=True)
    for person, number in ((ana, 2), (UserFactory(), 1), (None, 1)):
        text = client_for(person).get(f"/search/?q={CANARY}").text
        assert [f"{CANARY}</mark> own" in text, f"{CANARY}</mark> open" in text] == [number == 2, True]
    end_membership(group_id=group.pk, member=ana, actor=ana)
    assert titles(CANARY, ana) == [f"{CANARY} open"]
    hidden = make_meeting(WorkingGroupFactory(visibility=Visibility.HIDDEN), title=CANARY, is_open=True, agenda=CANARY)
    assert titles(CANARY, ana) == [f"{CANARY} open"]
    assert titles(CANARY, leader_of(hidden.group)) == [CANARY, f"{CANARY} open"]


def test_group_finds_its_own_alone(group, ana, client_for):
    make_meeting(group, title="Clusters here")
    elsewhere = make_meeting(title="Clusters there")
    MembershipFactory(group=elsewhere.group, member=ana)
    client = client_for(ana)
    text = client.get("/working-groups/one/meetings/?q=clusters").text
    assert ("Clusters here" in text, "Clusters there" in text) == (True, False)
    assert "Nothing found" in client.get("/working-groups/one/meetings/?q=absent").text
    assert client.get("/working-groups/one/meetings/?q=%00%22*").status_code == 200


def test_search_in_one_part_of_a_group_says_what_the_other_parts_hold(group, ana, client_for):
    make_meeting(group, title="Clusters met")
    make_meeting(make_meeting(title="Clusters there").group, title="Clusters there")
    make_thread(group, ana, text="Clusters of firms")
    read_all(make_document(group, ana, name="Clusters.txt"))
    links = {
        "discussion": '<a href="/working-groups/one/discussion/?q=clusters">1 discussion</a>',
        "documents": '<a href="/working-groups/one/documents/?q=clusters">1 document</a>',
        "meetings": '<a href="/working-groups/one/meetings/?q=clusters">1 meeting</a>',
    }
    for here in links:
        text = client_for(ana).get(f"/working-groups/one/{here}/?q=clusters").text
        assert [part for part, link in links.items() if link in text] == [part for part in links if part != here]
    # Whoever reads the group without belonging to it hears nothing of its own meetings.
    assert links["meetings"] not in client_for(UserFactory()).get("/working-groups/one/discussion/?q=clusters").text
    assert "Also in this group" not in client_for(ana).get("/working-groups/one/discussion/?q=absent").text


@pytest.mark.parametrize("number", [1, 3])
def test_search_costs_one_statement(group, ana, django_assert_num_queries, number):
    for _each in range(number):
        make_meeting(group)
    # Rights of the account (two), the meetings.
    with django_assert_num_queries(3):
        find_meetings(parse("spring"), ana, 10)
