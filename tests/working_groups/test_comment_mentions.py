"""Mentions in comments on documents: told as in posts, once per person and comment; unread until the page is seen."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from cop.notifications.choices import LetterState
from cop.notifications.models import Letter
from cop.notifications.services import delivery
from tests.factories.discussion import make_thread
from tests.factories.documents import make_document
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.letters import deliver_all, html_of, letters
from working_groups.choices import MembersVisibility, Rhythm
from working_groups.models import CommentMention, Membership
from working_groups.selectors.mentions import unread_mentions
from working_groups.services.digests import write_now
from working_groups.services.document_changes import trash_document
from working_groups.services.document_comments import comment, remove_comment
from working_groups.services.joining import leave
from working_groups.services.threads import mark_read

pytestmark = pytest.mark.django_db
KIND = "working_groups.comment_mention"


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="one", page__title="First circle", joining="open")


@pytest.fixture
def author(group):
    return MembershipFactory(group=group, member__name="Ana Sample").member


@pytest.fixture
def document(group, author):
    return make_document(group, author, name="Paper.txt")


def called(group, rhythm=Rhythm.MENTIONS, name="Cal Called"):
    return MembershipFactory(group=group, rhythm=rhythm, member__name=name).member


def say(document, author, text="Look, @Cal Called & all", key=None):
    return comment(document=document, author=author, text=text, key=key or uuid.uuid4())


@pytest.mark.parametrize("rhythm", Rhythm)
def test_who_is_mentioned_hears_at_once_unless_they_want_no_mail(group, author, document, rhythm, mailbox):
    member = called(group, rhythm)
    key = uuid.uuid4()
    said = [say(document, author, key=key) for _ in range(2)]
    assert said[0] == said[1]
    assert '<span class="mention">@Cal Called</span>' in said[0].html
    told = [letter.member for letter in letters(kind=KIND)]
    assert told == ([] if rhythm == Rhythm.NOTHING else [member])
    if told:
        (message,) = deliver_all()
        assert message.subject == "[First circle] Comment on Paper.txt"
        for body in (message.body, html_of(message)):
            assert "Ana Sample mentions you in a comment on “Paper.txt” in First circle:" in body
            assert f"/working-groups/one/documents/{document.pk}/#comment-{said[0].pk}" in body
        assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_only_those_who_read_the_group_can_be_called_and_nobody_by_themselves(group, author, document):
    called(WorkingGroupFactory(), name="Olga Outsider")
    say(document, author, "@Olga Outsider, @Ana Sample")
    assert (CommentMention.objects.count(), letters(kind=KIND)) == (0, [])


def test_where_members_are_not_shown_only_those_who_spoke_can_be_called(document, group, author):
    group.members_visibility = MembersVisibility.LEADERS
    group.save()
    called(group)
    say(document, author, "@Cal Called")
    assert letters(kind=KIND) == []
    other = called(group, name="Olga Other")
    say(document, other, "I say something, @Ana Sample")
    say(document, author, "Yes, @Olga Other")
    assert [letter.member for letter in letters(kind=KIND)] == [author, other]


@pytest.mark.parametrize("end", ["leave", "remove", "trash", "stop"])
def test_letter_is_withdrawn_when_it_is_over(group, author, document, end, mailbox):
    member = called(group)
    said = say(document, author)
    if end == "leave":
        leave(group_id=group.pk, member=member)
    elif end == "remove":
        remove_comment(comment=said, actor=author)
    elif end == "trash":
        trash_document(document=document, actor=author)
    else:
        Membership.objects.filter(member=member).update(rhythm=Rhythm.NOTHING)
    delivery.deliver_due()
    assert Letter.objects.get(kind=KIND).state == LetterState.WITHDRAWN


def test_comment_that_a_letter_told_is_in_no_digest(group, author, document):
    member = called(group, Rhythm.DAILY)
    ago = timezone.now() - timedelta(hours=1)
    Membership.objects.filter(member=member).update(joined_at=ago, digest_mark=ago)
    say(document, author)
    deliver_all()
    write_now(Membership.objects.get(member=member), now=timezone.now() + timedelta(seconds=1))
    delivery.deliver_due()
    assert [letter.state for letter in letters(kind="working_groups.digest")] in ([], [LetterState.WITHDRAWN])


def test_mentions_are_unread_until_thread_and_document_are_seen(
    group, author, document, client_for, django_assert_num_queries
):
    member = called(group)
    thread = make_thread(group, author, title="Question", text="@Cal Called")
    say(document, author)
    say(document, author, "Nobody is called")
    # Posts, comments.
    with django_assert_num_queries(2):
        found = unread_mentions(member)
    assert [(each.title, each.meta[:2]) for each in found] == [
        ("Paper.txt", ["Ana Sample", "First circle"]),
        ("Question", ["Ana Sample", "First circle"]),
    ]
    assert unread_mentions(author) == []
    assert client_for(author).get(f"/working-groups/one/documents/{document.pk}/").status_code == 200
    assert len(unread_mentions(member)) == 2
    client_for(member).get(f"/working-groups/one/documents/{document.pk}/")
    assert [each.title for each in unread_mentions(member)] == ["Question"]
    mark_read(thread=thread, member=member, number=1)
    assert unread_mentions(member) == []


def test_mentions_of_a_group_that_one_has_left_are_not_shown(group, author, document):
    member = called(group)
    make_thread(group, author, title="Canary", text="@Cal Called")
    say(document, author)
    leave(group_id=group.pk, member=member)
    assert unread_mentions(member) == []
