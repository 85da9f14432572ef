"""At the same moment: the last leaders leave, the last use of a link, two answers to one request."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from working_groups.choices import GroupRole
from working_groups.models import Invitation, JoinRequest, Membership
from working_groups.refusals import Reason, Refused
from working_groups.services.invitations import accept_invitation
from working_groups.services.joining import leave
from working_groups.services.requests import accept_request, refuse_request

pytestmark = pytest.mark.race


def outcome(call, **facts):
    def attempt():
        try:
            call(**facts)
        except Refused as refusal:
            return refusal.reason
        return "done"

    return attempt


def test_of_three_leaders_who_leave_at_once_one_stays(race):
    group = WorkingGroupFactory()
    leaders = [MembershipFactory(group=group, role=GroupRole.LEADER).member for _ in range(3)]

    found = race([outcome(leave, group_id=group.pk, member=leader) for leader in leaders])

    assert sorted(map(str, found)) == ["done", "done", str(Reason.LAST_LEADER)]
    assert Membership.objects.active().filter(group=group).count() == 1


def test_last_use_of_a_link_is_taken_once(race):
    group = WorkingGroupFactory()
    invitation = Invitation.objects.create(
        group=group, token_hash="hash", max_uses=2, expires_at=timezone.now() + timedelta(days=1)
    )
    people = [UserFactory() for _ in range(5)]

    found = race([outcome(accept_invitation, invitation_id=invitation.pk, member=person) for person in people])

    assert sorted(map(str, found)) == ["done", "done", *[str(Reason.INVITATION_OVER)] * 3]
    assert Membership.objects.filter(group=group).count() == Invitation.objects.get().uses == 2


def test_request_gets_one_answer(race):
    group = WorkingGroupFactory()
    leaders = [MembershipFactory(group=group, role=GroupRole.LEADER).member for _ in range(2)]
    request = JoinRequest.objects.create(group=group, member=UserFactory())
    facts = {"request_id": request.pk, "group_id": group.pk}

    found = race(
        [
            outcome(accept_request, actor=leaders[0], role=GroupRole.MEMBER, **facts),
            outcome(refuse_request, actor=leaders[1], reason="No", **facts),
        ]
    )

    assert sorted(map(str, found)) == ["done", str(Reason.NO_REQUEST)]
