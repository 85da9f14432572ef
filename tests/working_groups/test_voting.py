"""Votes: one a member, by the database; changed until the end; secret ones show nobody's choice."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories.discussion import make_thread
from tests.factories.groups import MembershipFactory
from tests.factories.members import UserFactory
from working_groups.choices import GroupRole, PollKind
from working_groups.models import Ballot, BallotChoice, Poll
from working_groups.refusals import Reason, Refused
from working_groups.services.posting import start_thread
from working_groups.services.threads import close_thread
from working_groups.services.voting import vote
from working_groups.writing import PollAsked

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask():
    def make(**facts):
        thread = make_thread(poll=PollAsked("Which first?", ("Red", "Green", "Blue", "Red"), **facts))
        poll = Poll.objects.select_related("post__thread").get(post__thread=thread)
        return poll, list(poll.options.values_list("pk", flat=True))

    return make


def refusal(**facts):
    with pytest.raises(Refused) as caught:
        vote(**facts)
    return caught.value.reason


def chosen(poll):
    rows = BallotChoice.objects.filter(ballot__poll=poll).order_by("ballot__member", "option__position")
    return list(rows.values_list("ballot__member", "option__label"))


def test_vote_counts_once_and_can_be_changed(ask):
    poll, (red, green, _blue) = ask()
    member = poll.post.author
    for option in (red, red, green):
        vote(poll=poll, member=member, options=[option])
    assert chosen(poll) == [(member.pk, "Green")]
    assert Ballot.objects.count() == 1


def test_many_choices_where_they_are_allowed(ask):
    poll, (red, _green, blue) = ask(kind=PollKind.MANY)
    vote(poll=poll, member=poll.post.author, options=[red, blue, red])
    assert [label for _member, label in chosen(poll)] == ["Red", "Blue"]


def test_wrong_votes_leave_the_earlier_one(ask):
    poll, (red, green, _blue) = ask()
    _other, (foreign, *_rest) = ask()
    member = poll.post.author
    vote(poll=poll, member=member, options=[red])
    for options in ([], [red, green], [foreign], [0]):
        assert refusal(poll=poll, member=member, options=options) == Reason.VOTE_WRONG
    assert chosen(poll) == [(member.pk, "Red")]


def test_vote_ends_on_its_day_with_its_thread_and_its_membership(ask):
    end = timezone.now() + timedelta(days=1)
    poll, (red, *_rest) = ask(closes_at=end)
    member = poll.post.author
    assert refusal(poll=poll, member=member, options=[red], now=end) == Reason.VOTE_OVER
    vote(poll=poll, member=member, options=[red], now=end - timedelta(minutes=1))
    group = poll.post.thread.group
    for stranger in (UserFactory(), MembershipFactory(group=group, role=GroupRole.OBSERVER).member):
        assert refusal(poll=poll, member=stranger, options=[red]) == Reason.NOT_YOURS
    leader = MembershipFactory(group=group, role=GroupRole.LEADER).member
    close_thread(thread=poll.post.thread, actor=leader, is_closed=True)
    assert refusal(poll=poll, member=member, options=[red]) == Reason.CLOSED


def test_database_takes_one_ballot_a_member_and_one_choice_a_ballot(ask):
    poll, (red, green, _blue) = ask()
    ballot = vote(poll=poll, member=poll.post.author, options=[red])
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(poll=poll, member=poll.post.author, cast_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        BallotChoice.objects.create(ballot=ballot, option_id=green, slot=0)


def test_secret_vote_shows_numbers_and_named_one_names(ask, client_for):
    for is_secret in (True, False):
        poll, (red, *_rest) = ask(is_secret=is_secret)
        group = poll.post.thread.group
        voter = MembershipFactory(group=group, member__name="Bela Muster").member
        client = client_for(poll.post.author)
        address = f"/working-groups/{group.page.slug}/discussion/"
        vote(poll=poll, member=voter, options=[red])
        before = client.get(f"{address}{poll.post.thread_id}/").text
        assert 'aria-label="Red"' not in before  # the result comes with one's own vote
        client.post(f"{address}posts/{poll.post_id}/vote/", {"option": [red]})

        text = client.get(f"{address}{poll.post.thread_id}/").text
        assert '<progress value="2" max="2" aria-label="Red">' in text
        assert "your vote" in text
        assert ("Bela Muster" in text) is not is_secret


def test_form_asks_for_a_whole_vote(ask, client_for):
    poll, _options = ask()
    group = poll.post.thread.group
    client = client_for(poll.post.author)
    address = f"/working-groups/{group.page.slug}/discussion/new/"
    form = {"title": "T", "text": "X", "key": str(uuid.uuid4()), "poll_kind": "one"}
    for wrong in (
        {"poll_question": "Q"},
        {"poll_options": "a\nb"},
        {"poll_question": "Q", "poll_options": "a\na\n "},
        {"poll_question": "Q", "poll_options": "a\nb", "poll_closes": "2001-01-01"},
        {"poll_question": "Q", "poll_options": "a\nb", "poll_kind": "forged"},
        {"poll_question": "Q", "poll_options": "\n".join(map(str, range(21)))},
    ):
        assert client.post(address, form | wrong).status_code == 200
    assert Poll.objects.count() == 1
    right = {"poll_question": "Q", "poll_options": "a\n b \nb", "poll_closes": timezone.localdate().isoformat()}
    assert client.post(address, form | right | {"poll_named": "on"}).status_code == 302
    made = Poll.objects.latest("pk")
    assert (made.question, made.is_secret, made.is_over) == ("Q", False, False)
    assert [option.label for option in made.options.all()] == ["a", "b"]
    assert (
        start_thread(group_id=group.pk, author=poll.post.author, title="T", text="X", key=uuid.UUID(form["key"]))
        == made.post
    )
