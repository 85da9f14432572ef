"""At the same moment: leaders decide, the clock closes a call while people answer it, one form from two tabs."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from tests.letters import letters
from tests.working_groups.test_races import outcome
from working_groups.choices import GroupRole, Joining, RequestState
from working_groups.models import Call, JoinRequest, Membership, RequestScore
from working_groups.refusals import Reason
from working_groups.services.call_clock import tell_of_closed_calls
from working_groups.services.calls import (
    CallFacts,
    change_call,
    change_interest,
    close_call,
    decline_rest,
    express_interest,
    open_call,
    score_interest,
)
from working_groups.services.requests import accept_request, withdraw_request

pytestmark = pytest.mark.race


@pytest.fixture
def group(transactional_db):
    return WorkingGroupFactory(joining=Joining.CALL)


@pytest.fixture
def leaders(group):
    return [MembershipFactory(group=group, role=GroupRole.LEADER).member for _ in range(2)]


def facts(closes_at=None):
    closes_at = closes_at or timezone.now() + timedelta(days=10)
    return CallFacts(title="Members wanted", text="", questions=["Why you?"], closes_at=closes_at)


@pytest.fixture
def call(group, leaders):
    return open_call(group_id=group.pk, actor=leaders[0], key=uuid.uuid4(), facts=facts())


def answer(call, member, words="Because."):
    given = {"call_id": call.pk, "group_id": call.group_id, "member": member}
    return outcome(express_interest, answers=[("Why you?", words)], **given)


def kinds():
    return sorted(str(each.kind).removeprefix("working_groups.") for each in letters())


def test_one_expression_sent_from_many_tabs_is_kept_once(race, call):
    person = UserFactory()
    found = race([answer(call, person, f"Tab {number}") for number in range(6)])
    assert sorted(map(str, found)) == [str(Reason.ALREADY_ASKED)] * 5 + ["done"]
    assert JoinRequest.objects.filter(member=person).count() == 1
    assert kinds() == ["interest_received"]


def test_no_answer_is_later_than_the_close_of_its_call(race, call, group, leaders):
    people = [UserFactory() for _ in range(8)]
    closing = outcome(close_call, call_id=call.pk, group_id=group.pk, actor=leaders[0])
    found = race([*(answer(call, each) for each in people[:4]), closing, *(answer(call, each) for each in people[4:])])
    assert found[4] == "done"
    taken = [each for each in found if each == "done"]
    assert {*found} <= {"done", Reason.CALL_OVER}
    call.refresh_from_db()
    kept = JoinRequest.objects.filter(call=call)
    assert kept.count() == len(taken) - 1
    assert all(each.created_at <= call.closes_at for each in kept)


def test_clock_that_closes_while_people_answer_tells_the_leaders_once(race, call, leaders):
    Call.objects.filter(pk=call.pk).update(closes_at=timezone.now() + timedelta(milliseconds=30))
    found = race(
        [step for _ in range(5) for step in (answer(call, UserFactory()), lambda: bool(tell_of_closed_calls()))]
    )
    tell_of_closed_calls()
    assert {*found[::2]} <= {"done", Reason.CALL_OVER}
    assert JoinRequest.objects.filter(call=call).count() == found[::2].count("done")
    assert kinds().count("call_closed") == len(leaders)
    call.refresh_from_db()
    assert all(each.created_at <= call.closes_at for each in JoinRequest.objects.filter(call=call))


def test_change_that_waited_behind_a_close_opens_nothing_again(race, call, group, leaders):
    given = {"call_id": call.pk, "group_id": group.pk}
    found = race(
        [
            outcome(close_call, actor=leaders[0], **given),
            outcome(change_call, actor=leaders[1], facts=facts(), **given),
            outcome(change_call, actor=leaders[0], facts=facts(), **given),
        ]
    )
    assert found[0] == "done"
    assert {*found[1:]} <= {"done", Reason.CALL_OVER}
    call.refresh_from_db()
    assert not call.is_open()


def test_two_calls_opened_at_once_are_one(race, group, leaders):
    found = race(
        [outcome(open_call, group_id=group.pk, actor=each, key=uuid.uuid4(), facts=facts()) for each in leaders * 2]
    )
    assert sorted(map(str, found)) == [str(Reason.CALL_RUNNING)] * 3 + ["done"]
    assert Call.objects.count() == 1


def waiting(call, number):
    people = [UserFactory() for _ in range(number)]
    for each in people:
        answer(call, each)()
    Call.objects.filter(pk=call.pk).update(closes_at=timezone.now())
    return list(JoinRequest.objects.order_by("pk"))


def test_two_leaders_decide_at_once_and_one_is_heard(race, call, group, leaders):
    request, other = waiting(call, 2)
    given = {"group_id": group.pk}
    found = race(
        [
            outcome(accept_request, request_id=request.pk, actor=leaders[0], role=GroupRole.MEMBER, **given),
            outcome(decline_rest, call_id=call.pk, actor=leaders[1], reason="No", **given),
            outcome(accept_request, request_id=request.pk, actor=leaders[1], role=GroupRole.OBSERVER, **given),
            outcome(withdraw_request, member=other.member, **given),
        ]
    )
    assert {*found} <= {"done", Reason.NO_REQUEST}
    assert not JoinRequest.objects.filter(state=RequestState.OPEN).exists()
    request.refresh_from_db()
    is_member = Membership.objects.active().filter(group=group, member=request.member).exists()
    assert is_member == (request.state == RequestState.ACCEPTED)
    told = kinds()
    decided = list(JoinRequest.objects.values_list("state", flat=True))
    assert told.count("call_accepted") == decided.count(RequestState.ACCEPTED) <= 1
    assert told.count("call_declined") == decided.count(RequestState.REFUSED)


def test_scores_given_at_once_are_one_a_leader(race, call, group, leaders):
    answer(call, UserFactory())()
    request = JoinRequest.objects.get()
    given = {"request_id": request.pk, "group_id": group.pk}
    race([outcome(score_interest, actor=each, score=score, **given) for score in (1, 3, 5) for each in leaders])
    assert sorted(RequestScore.objects.values_list("author", flat=True)) == sorted(each.pk for each in leaders)


def test_change_and_withdrawal_at_once_leave_one_outcome(race, call, group):
    person = UserFactory()
    answer(call, person)()
    request = JoinRequest.objects.get()
    given = {"group_id": group.pk, "member": person}
    found = race(
        [
            outcome(change_interest, request_id=request.pk, answers=[("Why you?", "Else.")], **given),
            outcome(withdraw_request, **given),
        ]
    )
    assert found[1] == "done"
    request.refresh_from_db()
    assert request.state == RequestState.WITHDRAWN
    assert (request.answers == [["Why you?", "Else."]]) == (found[0] == "done")
