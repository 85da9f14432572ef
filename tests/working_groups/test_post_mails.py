"""Letters about posts: one per person and post, by the rule of the page; headers; who has left gets none."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cop.notifications import selectors as outbox_reads
from cop.notifications.choices import LetterState
from cop.notifications.models import Letter
from cop.notifications.services import delivery
from tests.factories.discussion import make_answer, make_thread
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.letters import deliver_all, html_of, letters
from working_groups.choices import FollowLevel, GroupRole, Rhythm
from working_groups.models import Membership, Post, PostMail, ThreadFollow
from working_groups.selectors.telling import will_be_told
from working_groups.services import post_mails
from working_groups.services.joining import leave
from working_groups.services.post_changes import delete_post, edit_post
from working_groups.services.posting import start_thread

pytestmark = pytest.mark.django_db
POST = "working_groups.post"


@pytest.fixture
def group():
    return WorkingGroupFactory(page__title="First group", page__slug="first")


def hearer(group, rhythm=Rhythm.AT_ONCE, **facts):
    return MembershipFactory(group=group, rhythm=rhythm, rules_accepted=group.rules_version, **facts).member


def told():
    """Let the worker write all letters; the members that get one."""
    post_mails.write_all(until=timezone.now())
    return [letter.member for letter in letters(kind=POST)]


@pytest.mark.parametrize("is_announcement", [False, True])
def test_those_get_a_letter_whom_the_page_counted(group, is_announcement):
    for rhythm in Rhythm:
        hearer(group, rhythm)
    author = hearer(group, role=GroupRole.LEADER)
    called = hearer(group, Rhythm.MENTIONS, member__name="Cal Called")

    counted = will_be_told(group, None, author, mentioned=[called.pk], is_announcement=is_announcement)
    make_thread(group, author, text="@Cal Called, look", is_announcement=is_announcement)

    assert len(told()) == counted.at_once == (6 if is_announcement else 2)
    assert author not in told()


def test_follow_mention_and_rhythm_together_make_one_letter(group):
    member = hearer(group, member__name="Cal Called")
    thread = make_thread(group, text="@Cal Called")
    ThreadFollow.objects.create(thread=thread, member=member, level=FollowLevel.FOLLOW)
    answer = make_answer(thread, text="And again @Cal Called")

    assert told() == [member, member]
    post_mails.write_batch(post_id=answer.pk)
    post_mails.tell_mentioned(answer, [member.pk])
    assert [letter.cause for letter in letters(kind=POST)] == [
        f"group post {post.pk} to {member.pk}" for post in Post.objects.order_by("pk")
    ]


def test_batches_go_on_where_the_last_ended(group, monkeypatch):
    monkeypatch.setattr(post_mails, "BATCH", 2)
    members = [hearer(group) for _ in range(5)]
    post = make_thread(group).posts.get()

    assert [post_mails.write_batch(post_id=post.pk) for _ in range(4)] == [2, 2, 1, 0]
    assert sorted(letter.member_id for letter in letters(kind=POST)) == [member.pk for member in members]
    mail = PostMail.objects.get()
    assert (mail.letters, mail.done_at is not None) == (5, True)


def test_lost_batch_is_swept(group):
    hearer(group)
    make_thread(group)
    post_mails.sweep()
    assert letters(kind=POST) == []
    post_mails.sweep(now=timezone.now() + post_mails.BATCH_MAY_TAKE + timedelta(seconds=1))
    assert len(letters(kind=POST)) == 1


def test_letter_carries_what_mail_programs_thread_by(group, settings, mailbox):
    settings.REPLY_DOMAIN = "reply.example"
    member = hearer(group, member__name="Ana Reader")
    thread = make_thread(group, title="Which indicators?", text="**Which** ones? [here](/search/)")
    make_answer(thread)
    make_answer(thread)
    told()

    first, second, third = deliver_all()

    assert (first.subject, second.subject) == (
        "[First group] Which indicators?",
        "Re: [First group] Which indicators?",
    )
    ids = [message.extra_headers["Message-ID"] for message in (first, second, third)]
    assert len(set(ids)) == 3
    assert all(re.fullmatch(r"<discussion\.\d+\.\d\.[0-9a-f]{16}@testserver>", each) for each in ids)
    assert "References" not in first.extra_headers
    assert (second.extra_headers["In-Reply-To"], second.extra_headers["References"]) == (ids[0], ids[0])
    assert (third.extra_headers["In-Reply-To"], third.extra_headers["References"]) == (ids[1], f"{ids[0]} {ids[1]}")
    headers = third.extra_headers
    assert headers["List-Id"] == '"First group" <first.groups.testserver>'
    assert headers["List-Archive"] == "<http://testserver/working-groups/first/discussion/>"
    assert headers["List-Post"] == "<mailto:first@reply.example>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (headers["Precedence"], headers["Auto-Submitted"]) == ("list", "auto-generated")
    assert re.fullmatch(r"reply\+[0-9a-z-]{30,57}@reply\.example", third.reply_to[0])
    assert len(third.reply_to[0].partition("@")[0]) <= 64
    assert 'href="http://testserver/search/"' in html_of(first)
    assert "<strong>Which</strong>" in html_of(first)
    assert "prefers-color-scheme:dark" in html_of(first)
    assert member.email in first.to[0]
    # The same again, whenever it is built.
    assert first.message()["Message-ID"] == ids[0]


def test_without_reply_domain_letter_promises_nothing(group, mailbox):
    hearer(group)
    make_thread(group)
    told()
    (message,) = deliver_all()
    assert (message.reply_to, "List-Post" in message.extra_headers) == ([], False)
    assert "Answer this mail" not in message.body + html_of(message)


@pytest.mark.parametrize("facts", [{"role": GroupRole.OBSERVER}, {"rules_accepted": 0}])
def test_who_may_not_write_has_no_address_to_answer_to(settings, mailbox, facts):
    settings.REPLY_DOMAIN = "reply.example"
    group = WorkingGroupFactory(rules="Be kind", rules_version=1)
    MembershipFactory(group=group, rhythm=Rhythm.AT_ONCE, **{"rules_accepted": 1, **facts})
    make_thread(group)
    told()
    (message,) = deliver_all()
    assert message.reply_to == []


def test_letters_that_wait_are_dropped_when_they_are_no_longer_true(group, mailbox):
    gone, closed, muted, quiet, slower = (hearer(group) for _ in range(5))
    thread = make_thread(group)
    told()
    leave(group_id=group.pk, member=gone)
    closed.is_active = False
    closed.save()
    ThreadFollow.objects.create(thread=thread, member=muted, level=FollowLevel.MUTE)
    Membership.objects.filter(member=quiet).update(rhythm=Rhythm.NOTHING)
    Membership.objects.filter(member=slower).update(rhythm=Rhythm.DAILY)

    delivery.deliver_due()

    states = dict(Letter.objects.filter(kind=POST).values_list("member", "state"))
    # A slower rhythm is for what comes from now on: no digest covers what was told at once.
    assert states == {each.pk: LetterState.WITHDRAWN for each in (gone, closed, muted, quiet)} | {
        slower.pk: LetterState.SENT
    }


def test_deleted_post_is_told_to_nobody(group, mailbox):
    hearer(group)
    post = make_thread(group).posts.get()
    delete_post(post=post, actor=post.author)
    assert told() == []


def test_words_of_a_group_are_not_shown_to_staff_who_see_letters(group, mailbox):
    hearer(group)
    make_thread(group, title="Canary title", text="Canary words")
    told()
    letter = Letter.objects.get(kind=POST)
    assert "Canary" not in str(outbox_reads.shown_to_staff(letter))
    (message,) = deliver_all()
    assert "Canary words" in message.body
    letter.refresh_from_db()
    assert "Canary" not in f"{letter.subject}{letter.text}{letter.html}{letter.headers}{letter.params}"
    assert sorted(letter.headers) == ["Auto-Submitted", "Date", "Message-ID", "Subject", "To"]
    assert "Canary" not in str(outbox_reads.shown_to_staff(letter))


def test_change_that_mentions_somebody_tells_them_once(group):
    member = hearer(group, Rhythm.MENTIONS, member__name="Cal Called")
    post = make_thread(group).posts.get()
    assert told() == []
    edit_post(post=post, editor=post.author, text="Now @Cal Called", version=0)
    edit_post(post=post, editor=post.author, text="Now @Cal Called!", version=1)
    assert told() == [member]


def test_samples_are_told_to_nobody(group):
    hearer(group)
    author = hearer(group)
    start_thread(group_id=group.pk, author=author, title="T", text="Text", key="0" * 32, tells=False)
    assert told() == []


def test_statements_of_a_batch_do_not_grow_with_its_members(group, django_assert_num_queries):
    post = make_thread(group).posts.get()
    for _ in range(3):
        hearer(group)
    # savepoint 2, mail, post, mentions, hearers, letters and their task, mail
    with django_assert_num_queries(9):
        post_mails.write_batch(post_id=post.pk)
