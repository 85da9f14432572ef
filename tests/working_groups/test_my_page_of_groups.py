"""What groups put on "my page": unread mentions, requests that wait; nothing of groups one can no longer know."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.discussion import make_answer, make_thread
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from working_groups.choices import GroupRole, Joining, Visibility
from working_groups.models import Call, JoinRequest, Membership, Mention
from working_groups.selectors.mentions import unread_mentions
from working_groups.selectors.my_requests import ANSWERED, requests_of
from working_groups.services.calls import CallFacts, express_interest, open_call
from working_groups.services.requests import refuse_request
from working_groups.services.threads import mark_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="one", page__title="First circle", joining=Joining.CALL)


@pytest.fixture
def leader(group):
    return MembershipFactory(group=group, role=GroupRole.LEADER, member__name="Lea Leader").member


@pytest.fixture
def member():
    return UserFactory(name="Ana Member")


@pytest.fixture
def request_(group, leader, member):
    facts = CallFacts(title="Members wanted", text="", questions=[], closes_at=timezone.now() + timedelta(days=3))
    call = open_call(group_id=group.pk, actor=leader, key=uuid.uuid4(), facts=facts)
    return express_interest(call_id=call.pk, group_id=group.pk, member=member, answers=[])


def test_expression_of_interest_can_be_changed_until_the_call_closes(request_, member, client_for):
    (row,) = requests_of(member)
    assert (row.title, row.badge, row.edit_url) == (
        "First circle", ("Call open", "wait"), "/working-groups/one/interest/",
    )  # fmt: skip
    text = client_for(member).get("/my/").text
    assert "Change my answers" in text
    assert "Members wanted" in text
    Call.objects.update(closes_at=timezone.now())
    (row,) = requests_of(member)
    assert (row.badge, row.edit_url) == (("Waiting for the leaders", "wait"), "")


def test_declined_request_stands_there_for_a_month(group, leader, request_, member):
    Call.objects.update(closes_at=timezone.now())
    refuse_request(request_id=request_.pk, group_id=group.pk, actor=leader, reason="No")
    assert [row.badge for row in requests_of(member)] == [("Declined", "")]
    assert requests_of(member, now=timezone.now() + ANSWERED) == []


def test_request_to_a_group_that_is_hidden_now_is_not_named(group, request_, member):
    assert [row.title for row in requests_of(member)] == ["First circle"]
    type(group).objects.update(visibility=Visibility.HIDDEN)
    group.page.unpublish()
    assert requests_of(member) == []
    assert JoinRequest.objects.count() == 1


def test_mention_stands_there_until_it_was_read(group, leader, member, client_for):
    MembershipFactory(group=group, member=member)
    thread = make_thread(group, leader, title="Which indicators?")
    post = make_answer(thread, leader)
    Mention.objects.create(post=post, member=member)
    Mention.objects.create(post=post, member=leader)
    (row,) = unread_mentions(member)
    assert (row.title, row.meta[:2]) == ("Which indicators?", ["Lea Leader", "First circle"])
    assert "You were mentioned" in client_for(member).get("/my/").text
    mark_read(thread=thread, member=member, number=post.number)
    assert unread_mentions(member) == []
    assert "You were mentioned" not in client_for(member).get("/my/").text


def test_mention_of_a_group_one_has_left_and_of_a_deleted_post_is_not_shown(group, leader, member):
    MembershipFactory(group=group, member=member)
    thread = make_thread(group, leader)
    first, second = make_answer(thread, leader), make_answer(thread, leader)
    for post in (first, second):
        Mention.objects.create(post=post, member=member)
    type(first).objects.filter(pk=first.pk).update(deleted_at=timezone.now())
    assert len(unread_mentions(member)) == 1
    type(group).objects.update(visibility=Visibility.PRIVATE)
    Membership.objects.filter(member=member).update(state="left", ended_at=timezone.now())
    assert unread_mentions(member) == []


def test_both_cost_the_same_with_one_and_three(group, leader, member, django_assert_num_queries):
    MembershipFactory(group=group, member=member)
    requests_of(member)  # rights are read once
    for number in (1, 2):
        for _each in range(number):
            thread = make_thread(group, leader)
            Mention.objects.create(post=make_answer(thread, leader), member=member)
            JoinRequest.objects.create(group=WorkingGroupFactory(), member=member)
        with django_assert_num_queries(3):  # mentions in posts, in comments; requests
            unread_mentions(member)
            requests_of(member)
