"""At the same moment: one form sent twice, many answers, one member voting twice. On connections of their own."""

import uuid

import pytest

from tests.factories.discussion import make_thread
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from working_groups.models import Ballot, BallotChoice, Poll, Post, Thread
from working_groups.services.posting import reply, start_thread
from working_groups.services.voting import vote
from working_groups.writing import PollAsked

pytestmark = pytest.mark.race


def test_one_form_sent_many_times_makes_one_post(race):
    thread = make_thread(WorkingGroupFactory())
    key = uuid.uuid4()
    # The secretariat has no membership that could be locked.
    for author in (thread.author, UserFactory(staff=True)):
        results = race([lambda author=author: reply(thread=thread, author=author, text="Once", key=key)] * 6)
        assert len({post.pk for post in results}) == 1
    assert Post.objects.filter(text="Once").count() == 2
    facts = {"group_id": thread.group_id, "author": thread.author, "title": "T", "text": "X", "key": uuid.uuid4()}
    assert len({post.pk for post in race([lambda: start_thread(**facts)] * 6)}) == 1
    assert Thread.objects.count() == 2


def test_many_answers_at_once_are_numbered_without_gaps(race):
    thread = make_thread(WorkingGroupFactory())
    authors = [MembershipFactory(group=thread.group).member for _ in range(8)]
    race([lambda author=author: reply(thread=thread, author=author, text="X", key=uuid.uuid4()) for author in authors])
    assert sorted(Post.objects.values_list("number", flat=True)) == list(range(1, 10))
    assert Thread.objects.get().last_number == 9


def test_member_who_votes_twice_at_once_has_one_vote(race):
    thread = make_thread(WorkingGroupFactory(), poll=PollAsked("Which?", ("Red", "Green")))
    poll = Poll.objects.select_related("post__thread").get()
    options = list(poll.options.values_list("pk", flat=True))
    race([lambda option=option: vote(poll=poll, member=thread.author, options=[option]) for option in options * 3])
    assert (Ballot.objects.count(), BallotChoice.objects.count()) == (1, 1)
