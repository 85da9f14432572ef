"""The page of all actions of a group: order, filters, ticking, who reaches it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.meetings import make_action, make_past
from tests.factories.members import UserFactory
from working_groups.choices import GroupRole, Visibility
from working_groups.models import MeetingAction
from working_groups.selectors.actions import group_actions
from working_groups.selectors.doors import get_group_for
from working_groups.services.memberships import end_membership
from working_groups.services.minutes import set_action_done
from working_groups.services.settings import archive

pytestmark = pytest.mark.django_db

HOME = "/working-groups/one/meetings/actions/"
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


@pytest.fixture
def given(group, leader, ana):
    """From two meetings: two of Ana's, one late and one done, and two of Lea's."""
    today, now = timezone.localdate(), timezone.now()
    first, second = make_past(group, leader, title="First meeting"), make_past(group, leader, title="Second meeting")
    make_action(first, leader, what="Lea soon", until=today + timedelta(days=1))
    make_action(first, ana, what="Ana late", until=today - timedelta(days=1))
    made = [
        make_action(second, ana, what="Ana done", until=today - timedelta(days=9)),
        make_action(second, leader, what="Lea done", until=today - timedelta(days=8)),
    ]
    for hours, action in enumerate(made):
        set_action_done(
            action_id=action.pk, group_id=group.pk, actor=leader, is_done=True, now=now + timedelta(hours=hours)
        )
    make_action(second, ana, what="Ana later", until=today + timedelta(days=9))


def listed(person, **wanted):
    return [each.what for each in group_actions(get_group_for(person, "one"), **wanted).rows]


@pytest.mark.usefixtures("given")
def test_open_ones_come_first_and_mine_before_the_others(leader, ana):
    assert listed(ana) == ["Ana late", "Ana later", "Lea soon", "Lea done", "Ana done"]
    assert listed(leader) == ["Lea soon", "Ana late", "Ana later", "Lea done", "Ana done"]
    secretariat = UserFactory(staff=True)
    assert listed(secretariat) == ["Ana late", "Lea soon", "Ana later", "Lea done", "Ana done"]


@pytest.mark.usefixtures("given")
def test_one_filters_by_person_and_state(leader, ana):
    for wanted, expected in (
        ({"who": "mine"}, ["Ana late", "Ana later", "Ana done"]),
        ({"who": str(leader.pk)}, ["Lea soon", "Lea done"]),
        ({"state": "open"}, ["Ana late", "Ana later", "Lea soon"]),
        ({"state": "late"}, ["Ana late"]),
        ({"state": "done", "who": "mine"}, ["Ana done"]),
        ({"state": "late", "who": str(leader.pk)}, []),
    ):
        assert listed(ana, **wanted) == expected, wanted
    for nonsense in ({"who": "x"}, {"who": "9" * 40}, {"who": "²"}, {"state": "forged"}):
        assert len(listed(ana, **nonsense)) == 5, nonsense


@pytest.mark.usefixtures("given")
def test_page_says_who_what_until_when_and_from_which_meeting(ana, client_for):
    text = client_for(ana).get(HOME).text
    for words in ("Ana late", "Overdue", "First meeting", "Second meeting", "Lea Leader", "1 day left"):
        assert words in text
    assert client_for(ana).get(f"{HOME}?who={'9' * 18}&state=done").status_code == 200
    assert "No such action" in client_for(ana).get(f"{HOME}?who={'9' * 18}").text
    assert client_for(ana).get(f"{HOME}?page=999&who=%00").status_code == 200


@pytest.mark.usefixtures("given")
def test_person_and_leader_tick_off_here_and_come_back_to_the_same_list(leader, ana, client_for):
    late = MeetingAction.objects.get(what="Ana late")
    soon = MeetingAction.objects.get(what="Lea soon")
    back = {"back": "yes", "who": "mine", "state": "open", "page": "1"}
    answer = client_for(ana).post(f"{HOME}{late.pk}/tick/", back)
    assert answer["Location"] == f"{HOME}?who=mine&state=open&page=1"
    answer = client_for(ana).post(f"{HOME}{soon.pk}/tick/", back)
    done = list(MeetingAction.objects.filter(done_at=None).order_by("pk").values_list("what", flat=True))
    assert done == ["Lea soon", "Ana later"]
    client_for(leader).post(f"{HOME}{late.pk}/tick/", {**back, "open": "yes"})
    assert MeetingAction.objects.get(pk=late.pk).done_at is None
    buttons = [client_for(person).get(HOME).text.count("/tick/") for person in (leader, ana)]
    assert buttons == [5, 3]


@pytest.mark.usefixtures("given")
def test_archived_group_shows_its_actions_and_lets_nobody_tick(group, leader, ana, client_for):
    archive(group_id=group.pk, actor=leader)
    text = client_for(ana).get(HOME).text
    assert ("Ana late" in text, "/tick/" in text) == (True, False)


def test_actions_are_for_those_who_belong_to_the_group_now(group, leader, ana, client_for):
    group.visibility = Visibility.PUBLIC
    group.save()
    make_action(make_past(group, leader, is_open=True), ana, what=CANARY)
    observer = MembershipFactory(group=group, role=GroupRole.OBSERVER).member
    for person in (ana, leader, observer, UserFactory(staff=True)):
        assert CANARY in client_for(person).get(HOME).text
    client = client_for(ana)
    end_membership(group_id=group.pk, member=ana, actor=ana)
    for person, code in ((client, 403), (client_for(UserFactory()), 403), (client_for(None), 302)):
        answer = person.get(HOME)
        assert (answer.status_code, CANARY in answer.text) == (code, False)


def test_my_page_leads_to_the_actions_of_each_group(group, leader, ana, client_for):
    make_action(make_past(group, leader), ana)
    other = make_past(WorkingGroupFactory(page__slug="two", page__title="Second circle"))
    MembershipFactory(group=other.group, member=ana)
    make_action(other, ana)
    text = client_for(ana).get("/my/").text
    assert text.count(f'href="{HOME}"') == 1
    assert text.count('href="/working-groups/two/meetings/actions/"') == 1
