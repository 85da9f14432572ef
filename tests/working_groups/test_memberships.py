"""Memberships begin, change and end in one place; each step stands in the group's history."""

import pytest
from wagtail.models import ModelLogEntry

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from working_groups.choices import GroupRole, MembershipState
from working_groups.models import Membership, WorkingGroup
from working_groups.refusals import Reason, Refused
from working_groups.services.memberships import begin_membership, change_role, end_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return WorkingGroupFactory()


def history(group):
    entries = ModelLogEntry.objects.for_instance(group).order_by("timestamp", "pk")
    return [
        (entry.action.removeprefix("working_groups."), entry.user_id, entry.data.get("member")) for entry in entries
    ]


def refusal(call, **facts):
    with pytest.raises(Refused) as caught:
        call(**facts)
    return caught.value.reason


def test_member_joins_once_and_it_is_written_down(group):
    member = UserFactory()
    begin_membership(group_id=group.pk, member=member, actor=member)

    assert refusal(begin_membership, group_id=group.pk, member=member, actor=member) == Reason.ALREADY
    assert Membership.objects.get().role == GroupRole.MEMBER
    assert history(group) == [("join", member.pk, member.pk)]


def test_who_left_comes_back_on_the_same_row_with_a_new_role(group):
    leader = MembershipFactory(group=group, role=GroupRole.LEADER).member
    member = MembershipFactory(group=group, role=GroupRole.RAPPORTEUR).member
    end_membership(group_id=group.pk, member=member, actor=member)
    assert Membership.objects.get(member=member).state == MembershipState.LEFT

    begin_membership(group_id=group.pk, member=member, actor=leader, role=GroupRole.OBSERVER)

    again = Membership.objects.get(member=member)
    assert (again.role, again.state, again.ended_at) == (GroupRole.OBSERVER, MembershipState.ACTIVE, None)


def test_banned_member_stays_out_until_the_ban_is_lifted(group):
    leader = MembershipFactory(group=group, role=GroupRole.LEADER).member
    member = MembershipFactory(group=group).member
    end_membership(group_id=group.pk, member=member, actor=leader, state=MembershipState.BANNED, reason="Threats")

    assert refusal(begin_membership, group_id=group.pk, member=member, actor=member) == Reason.BANNED
    begin_membership(group_id=group.pk, member=member, actor=leader, lift_ban=True)
    assert history(group) == [("banned", leader.pk, member.pk), ("join", leader.pk, member.pk)]


def test_who_left_can_still_be_banned_but_not_leave_twice(group):
    leader = MembershipFactory(group=group, role=GroupRole.LEADER).member
    member = MembershipFactory(group=group, state=MembershipState.LEFT).member

    assert refusal(end_membership, group_id=group.pk, member=member, actor=member) == Reason.NOT_A_MEMBER
    end_membership(group_id=group.pk, member=member, actor=leader, state=MembershipState.BANNED)
    assert Membership.objects.get(member=member).state == MembershipState.BANNED


def test_last_leader_can_neither_leave_nor_step_down(group):
    leader = MembershipFactory(group=group, role=GroupRole.LEADER).member
    MembershipFactory(group=group, role=GroupRole.LEADER, member__is_active=False)

    assert refusal(end_membership, group_id=group.pk, member=leader, actor=leader) == Reason.LAST_LEADER
    facts = {"group_id": group.pk, "member": leader, "actor": leader, "role": GroupRole.MEMBER}
    assert refusal(change_role, **facts) == Reason.LAST_LEADER
    assert history(group) == []

    other = MembershipFactory(group=group).member
    change_role(group_id=group.pk, member=other, actor=leader, role=GroupRole.LEADER)
    change_role(**facts)
    assert [entry[0] for entry in history(group)] == ["role", "role"]


def test_same_role_again_changes_nothing(group):
    member = MembershipFactory(group=group).member
    change_role(group_id=group.pk, member=member, actor=member, role=GroupRole.MEMBER)
    assert history(group) == []


def test_nobody_joins_an_archived_group_and_no_disabled_account_joins_any(group):
    assert (
        refusal(begin_membership, group_id=group.pk, member=UserFactory(is_active=False), actor=None) == Reason.INACTIVE
    )
    WorkingGroup.objects.update(archived_at=group.created_at)
    assert refusal(begin_membership, group_id=group.pk, member=UserFactory(), actor=None) == Reason.ARCHIVED
    assert Membership.objects.count() == 0
