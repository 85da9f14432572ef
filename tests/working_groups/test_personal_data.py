"""Export, erasure and retention of what the working groups know of a member."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cop.privacy import personal_data, retention
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from working_groups.choices import GroupRole, MembershipState, RequestState
from working_groups.models import Invitation, JoinRequest, Membership
from working_groups.services.members import remove_member

pytestmark = pytest.mark.django_db


def collected(member):
    chapter = next(each for each in personal_data.chapters() if each.key == "groups")
    return [record.title for record in chapter.collect(member).records]


def erase(member):
    next(each for each in personal_data.erasers() if each.key == "groups").erase(member)


def apply(key, now):
    return next(each for each in retention.rules() if each.key == key).remove(now)


def make_invitation(group, email):
    soon = timezone.now() + timedelta(days=1)
    return Invitation.objects.create(group=group, email=email, token_hash=email, expires_at=soon)


def test_member_takes_memberships_requests_and_invitations_along():
    group = WorkingGroupFactory(page__title="First")
    member = MembershipFactory(group=group).member
    MembershipFactory(group=group)
    JoinRequest.objects.create(group=group, member=member, answers=[["Why?", "So."]])
    make_invitation(group, member.email)
    make_invitation(group, "other@x.example")
    assert collected(member) == ["First", "Request to join First", "Invitation to First"]


def test_erasing_leaves_no_name_in_the_groups_and_may_take_the_last_leader():
    group = WorkingGroupFactory()
    leader = MembershipFactory(group=group, role=GroupRole.LEADER, member__name="Lea Leader").member
    member = MembershipFactory(group=group, member__name="Ana Member").member
    JoinRequest.objects.create(group=group, member=member)
    make_invitation(group, member.email)
    remove_member(group_id=group.pk, member=member, actor=leader, reason="Ana shouted.")

    for _ in range(2):
        erase(member)
        erase(leader)

    assert Membership.objects.count() == JoinRequest.objects.count() == Invitation.objects.count() == 0
    assert [entry.data for entry in ModelLogEntry.objects.all()] == [{"name": "Former member"}]


def test_old_rows_go_on_their_day_and_bans_and_open_requests_stay():
    group, now = WorkingGroupFactory(), timezone.now()
    for state in MembershipState:
        MembershipFactory(group=group, state=state)
    Membership.objects.exclude(state=MembershipState.ACTIVE).update(ended_at=now - timedelta(days=730))
    for state in RequestState:
        decided = None if state == RequestState.OPEN else now - timedelta(days=365)
        JoinRequest.objects.create(group=group, member=UserFactory(), state=state, decided_at=decided)
    make_invitation(group, "a@x.example")
    Invitation.objects.update(expires_at=now - timedelta(days=30))

    early = now - timedelta(seconds=1)
    keys = ("group-memberships", "group-requests", "group-invitations")
    assert [apply(key, early) for key in keys] == [0, 0, 0]
    assert [apply(key, now) for key in keys] == [2, 3, 1]
    assert set(Membership.objects.values_list("state", flat=True)) == {MembershipState.ACTIVE, MembershipState.BANNED}
    assert JoinRequest.objects.get().state == RequestState.OPEN
