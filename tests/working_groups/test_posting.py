"""Threads and posts: written once, changed within the rules, deleted with a trace; each refusal, twice in a row."""

import time
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests.factories.discussion import make_answer, make_thread
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from working_groups.choices import FollowLevel, GroupRole, MembershipState, MembersVisibility
from working_groups.models import Membership, Mention, Post, PostEdit, PostReport, ReadMarker, Thread, ThreadFollow
from working_groups.refusals import Reason, Refused
from working_groups.services.memberships import end_membership
from working_groups.services.post_changes import delete_post, edit_post, restore_post
from working_groups.services.posting import MOST_OF_NEWCOMERS, reply, start_thread
from working_groups.services.reporting import handle_report, report_post
from working_groups.services.threads import close_thread, follow_thread, mark_answer, mark_read, pin_thread
from working_groups.writing import LONGEST, ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return WorkingGroupFactory()


@pytest.fixture
def author(group):
    return MembershipFactory(group=group, member__name="Ana Sample").member


@pytest.fixture
def leader(group):
    return MembershipFactory(group=group, role=GroupRole.LEADER).member


def refusal(call, **facts):
    before = (Thread.objects.count(), Post.objects.count())
    with pytest.raises(Refused) as caught:
        call(**facts)
    assert (Thread.objects.count(), Post.objects.count()) == before
    return caught.value.reason


def history(group):
    entries = ModelLogEntry.objects.for_instance(group).order_by("timestamp", "pk")
    return [entry.action.removeprefix("working_groups.") for entry in entries]


# Writing


def test_thread_begins_with_its_first_post_and_is_read_by_its_author(group, author):
    thread = make_thread(group, author, title="Title", text="**Text**")

    post = Post.objects.get()
    assert (thread.title, thread.last_number, thread.author, thread.last_author) == ("Title", 1, author, author)
    assert (post.number, post.text, post.html) == (1, "**Text**", "<p><strong>Text</strong></p>")
    assert ReadMarker.objects.values_list("member", "number").get() == (author.pk, 1)
    assert history(group) == []


def test_same_form_sent_twice_makes_one_thread_and_one_answer(group, author):
    key, other = uuid.uuid4(), uuid.uuid4()
    facts = {"group_id": group.pk, "author": author, "title": "Title", "text": "Text", "key": key}
    first = start_thread(**facts)
    assert start_thread(**facts) == first

    answer = reply(thread=first.thread, author=author, text="Answer", key=other)
    assert reply(thread=first.thread, author=author, text="Answer", key=other) == answer
    assert list(Post.objects.order_by("number").values_list("number", "text")) == [(1, "Text"), (2, "Answer")]


def test_key_of_somebody_else_is_no_key(group, author, leader):
    thread = make_thread(group, author)
    key = Post.objects.get().key
    assert reply(thread=thread, author=leader, text="Mine", key=key).text == "Mine"


def test_what_came_while_one_wrote_stays_unread(group, author, leader):
    thread = make_thread(group, author)
    mark_read(thread=thread, member=leader, number=1)
    make_answer(thread, author)
    make_answer(thread, leader)
    make_answer(thread, author)
    assert ReadMarker.objects.get(member=leader).number == 1
    assert ReadMarker.objects.get(member=author).number == 2

    mark_read(thread=thread, member=leader, number=4)
    mark_read(thread=thread, member=leader, number=2)
    assert ReadMarker.objects.get(member=leader).number == 4


@pytest.mark.parametrize("role", ["observer", "stranger", "left", "banned", "disabled"])
def test_who_does_not_belong_writes_nothing(group, author, role):
    thread = make_thread(group, author)
    person = {
        "observer": lambda: MembershipFactory(group=group, role=GroupRole.OBSERVER).member,
        "stranger": lambda: MembershipFactory().member,
        "left": lambda: MembershipFactory(group=group, state=MembershipState.LEFT).member,
        "banned": lambda: MembershipFactory(group=group, state=MembershipState.BANNED).member,
        "disabled": lambda: MembershipFactory(group=group, member__is_active=False).member,
    }[role]()
    facts = {"author": person, "text": "Text", "key": uuid.uuid4()}

    assert refusal(reply, thread=thread, **facts) == Reason.NOT_YOURS
    assert refusal(start_thread, group_id=group.pk, title="T", **facts) == Reason.NOT_YOURS


def test_leaving_works_at_once_also_with_an_open_form(group, author, leader):
    thread = make_thread(group, leader)
    end_membership(group_id=group.pk, member=author, actor=author)
    assert refusal(reply, thread=thread, author=author, text="Text", key=uuid.uuid4()) == Reason.NOT_YOURS


def test_archived_group_closed_thread_and_unread_rules_take_no_post(group, author, leader):
    thread = make_thread(group, author)
    facts = {"thread": thread, "author": author, "text": "Text", "key": uuid.uuid4()}
    close_thread(thread=thread, actor=leader, is_closed=True)
    assert refusal(reply, **facts) == Reason.CLOSED
    make_answer(thread, leader)  # moderators may say why
    close_thread(thread=thread, actor=leader, is_closed=False)

    group.rules, group.rules_version = "Be kind.", 2
    group.save()
    Membership.objects.filter(member=author).update(rules_accepted=1)
    assert refusal(reply, **facts) == Reason.RULES
    Membership.objects.filter(member=author).update(rules_accepted=2)
    group.archived_at = timezone.now()
    group.save()
    assert refusal(reply, **facts) == Reason.ARCHIVED
    post = Post.objects.get(number=1)
    assert refusal(edit_post, post=post, editor=author, text="X", version=0) == Reason.ARCHIVED
    assert refusal(delete_post, post=post, actor=author) == Reason.ARCHIVED
    assert refusal(pin_thread, thread=thread, actor=leader, is_pinned=True) == Reason.ARCHIVED


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.EMPTY),
        (" \n\t ", Reason.EMPTY),
        ("\0\u202e", Reason.EMPTY),
        ("\u200b", Reason.EMPTY),
        ("\u2060\ufeff \u200e\u200f\u061c", Reason.EMPTY),
        ("\ufe0f\U000e0100\u034f", Reason.EMPTY),
        ("\u3164\u2800", Reason.EMPTY),
        ("# \u200d", Reason.EMPTY),
        ("> &#8203;&nbsp;", Reason.EMPTY),
        ("[\u200b](https://region.example/)", Reason.EMPTY),
        ("x" * (LONGEST + 1), Reason.TOO_LONG),
        ("x" * 1_000_000, Reason.TOO_LONG),
    ],
)
def test_text_that_is_none_or_too_much_is_refused(group, author, text, reason):
    thread = make_thread(group, author)
    assert refusal(reply, thread=thread, author=author, text=text, key=uuid.uuid4()) == reason


@pytest.mark.parametrize("text", ["👍", "+1", "?", "👩\u200d🔬", "é", "e\u0301", "نعم", "❤\ufe0f", "\U000f0000"])
def test_short_text_that_shows_something_is_a_post(group, author, text):
    assert reply(thread=make_thread(group, author), author=author, text=text, key=uuid.uuid4()).text == text


def test_scripts_and_turned_text_do_no_harm(group, author):
    thread = make_thread(group, author, text="<script>alert(1)</script> [x](javascript:alert(1)) a\u202eb\0c")
    html = thread.posts.get().html
    assert "<script" not in html
    assert "href" not in html
    assert thread.posts.get().text.endswith("abc")


@pytest.mark.parametrize("text", ["@" * 19_000, "@ " * 9_900, "@Member 1 " * 1_900])
def test_text_of_nothing_but_calls_is_read_quickly_in_a_group_of_thousands(text):
    people = {number: f"Member {number}" for number in range(3000)}
    began = time.process_time()
    assert ready(text, people).mentioned in ([], [1])
    # It takes some hundredths of a second; comparing with name after name took eight.
    assert time.process_time() - began < 2


def test_quotations_go_one_level_deep(group, author):
    thread = make_thread(group, author, text=">> deep\n> > > deeper\n> one\n\nown")
    assert thread.posts.get().text == "> deep\n> deeper\n> one\n\nown"


def test_newcomer_writes_less_an_hour_than_others(group, author):
    thread = make_thread(group, author)
    now = timezone.now()
    for _ in range(MOST_OF_NEWCOMERS - 1):
        make_answer(thread, author, now=now)
    facts = {"thread": thread, "author": author, "text": "More", "key": uuid.uuid4()}
    assert refusal(reply, **facts, now=now) == Reason.TOO_FAST

    Membership.objects.filter(member=author).update(joined_at=now - timedelta(days=4))
    assert reply(**facts, now=now).number == MOST_OF_NEWCOMERS + 1


# Mentions


def test_mention_calls_a_member_by_name_once_and_nobody_else(group, author, leader):
    bela = MembershipFactory(group=group, member__name="Bela Muster").member
    UserFactory(name="Out Sider")
    MembershipFactory(group=group, member__name="Left One", state=MembershipState.LEFT)
    text = (
        "@Bela Muster and @bela muster, @Out Sider, @Left One, mail@Bela Muster, `@Ana Sample`\n\n"
        "> @Ana Sample said\n\n"
        "[@Ana Sample](https://x.example)"
    )
    thread = make_thread(group, leader, text=text)

    assert list(Mention.objects.values_list("member", flat=True)) == [bela.pk]
    html = thread.posts.get().html
    assert html.count('<span class="mention">') == 2
    assert '<span class="mention">@Bela Muster</span> and <span class="mention">@bela muster</span>, @Out' in html


def test_longer_name_is_not_the_shorter_one_and_authors_do_not_call_themselves(group, author):
    longer = MembershipFactory(group=group, member__name="Ana Sample-Muster").member
    make_thread(group, author, text="@Ana Sample-Muster @Ana Sample @Ana Samples")
    assert list(Mention.objects.values_list("member", flat=True)) == [longer.pk]


def test_mention_does_not_tell_who_belongs_to_a_group_whose_members_are_not_shown(group, author):
    group.members_visibility = MembersVisibility.LEADERS
    group.save()
    MembershipFactory(group=group, member__name="Bela Muster")
    writer = MembershipFactory(group=group, member__name="Chiara Esempio").member
    thread = make_thread(group, writer)

    post = make_answer(thread, author, text="@Bela Muster @Chiara Esempio")

    assert list(post.mentions.values_list("member", flat=True)) == [writer.pk]
    assert post.html == '<p>@Bela Muster <span class="mention">@Chiara Esempio</span></p>'


# Changing and deleting


def test_author_changes_a_post_for_a_day_and_its_past_stays(group, author):
    thread = make_thread(group, author, title="Old", text="Old text")
    post = thread.posts.get()
    edit_post(post=post, editor=author, text="New text", version=0, title="New")
    edit_post(post=post, editor=author, text="New text", version=1)

    post.refresh_from_db()
    thread.refresh_from_db()
    assert (post.text, post.html, post.version, thread.title) == ("New text", "<p>New text</p>", 1, "New")
    assert list(PostEdit.objects.values_list("version", "text", "editor")) == [(0, "Old text", author.pk)]
    assert history(group) == ["thread.rename"]
    later = post.created_at + timedelta(days=1)
    facts = {"post": post, "editor": author, "text": "Later", "version": 1}
    assert refusal(edit_post, **facts, now=later) == Reason.TOO_LATE
    assert edit_post(**facts, now=later - timedelta(minutes=1)).text == "Later"


def test_two_who_change_one_post_do_not_overwrite_each_other(group, author, leader):
    post = make_thread(group, author).posts.get()
    edit_post(post=post, editor=leader, text="Leader's", version=0)
    assert refusal(edit_post, post=post, editor=author, text="Author's", version=0) == Reason.STALE
    assert Post.objects.get().text == "Leader's"


def test_others_neither_change_nor_delete_a_post(group, author):
    post = make_thread(group, author).posts.get()
    for other in (MembershipFactory(group=group).member, UserFactory()):
        assert refusal(edit_post, post=post, editor=other, text="X", version=0) == Reason.NOT_YOURS
        assert refusal(delete_post, post=post, actor=other) == Reason.NOT_YOURS


def test_changed_post_calls_whom_it_calls_now(group, author):
    bela = MembershipFactory(group=group, member__name="Bela Muster").member
    chiara = MembershipFactory(group=group, member__name="Chiara Esempio").member
    post = make_thread(group, author, text="@Bela Muster").posts.get()
    assert list(Mention.objects.values_list("member", flat=True)) == [bela.pk]
    edit_post(post=post, editor=author, text="@Chiara Esempio", version=0)
    assert list(Mention.objects.values_list("member", flat=True)) == [chiara.pk]


def test_deleted_post_leaves_a_trace_and_can_be_restored_by_moderators_only(group, author, leader):
    thread = make_thread(group, author)
    post = make_answer(thread, author)
    mark_answer(post=post, actor=author, is_answer=True)
    delete_post(post=post, actor=leader, why="Off topic")
    post.refresh_from_db()

    assert (post.is_deleted, post.deleted_by, post.deleted_by_moderator, post.deleted_why) == (
        True, leader, True, "Off topic",
    )  # fmt: skip
    assert Thread.objects.get().answer_number is None
    assert refusal(delete_post, post=post, actor=leader) == Reason.GONE
    assert refusal(edit_post, post=post, editor=author, text="X", version=0) == Reason.GONE
    assert refusal(restore_post, post=post, actor=author) == Reason.NOT_YOURS
    restore_post(post=post, actor=leader)
    restore_post(post=post, actor=leader)
    assert not Post.objects.get(pk=post.pk).is_deleted
    assert history(group) == ["post.delete", "post.restore"]

    delete_post(post=post, actor=author)
    assert history(group) == ["post.delete", "post.restore"]
    assert not Post.objects.get(pk=post.pk).deleted_by_moderator


# The whole thread


def test_moderators_pin_and_close_and_each_change_is_written_down_once(group, author, leader):
    thread = make_thread(group, author)
    for _ in range(2):
        pin_thread(thread=thread, actor=leader, is_pinned=True)
        close_thread(thread=thread, actor=leader, is_closed=True)
    assert history(group) == ["thread.pin", "thread.close"]
    assert refusal(pin_thread, thread=thread, actor=author, is_pinned=False) == Reason.NOT_YOURS
    assert refusal(close_thread, thread=thread, actor=author, is_closed=False) == Reason.NOT_YOURS
    thread.refresh_from_db()
    assert (thread.is_pinned, thread.is_closed) == (True, True)


def test_announcements_are_the_leaders(group, author, leader):
    facts = {"group_id": group.pk, "title": "T", "text": "X", "is_announcement": True}
    rapporteur = MembershipFactory(group=group, role=GroupRole.RAPPORTEUR).member
    for person in (author, rapporteur):
        assert refusal(start_thread, author=person, key=uuid.uuid4(), **facts) == Reason.NOT_YOURS
    assert start_thread(author=leader, key=uuid.uuid4(), **facts).thread.is_announcement
    assert history(group) == ["announce"]


def test_one_post_at_most_is_the_answer_and_who_asked_says_which(group, author):
    thread = make_thread(group, author)
    helper = MembershipFactory(group=group).member
    first, second = make_answer(thread, helper), make_answer(thread, helper)
    assert refusal(mark_answer, post=first, actor=helper, is_answer=True) == Reason.NOT_YOURS
    assert refusal(mark_answer, post=thread.posts.get(number=1), actor=author, is_answer=True) == Reason.GONE

    for post in (first, second, second):
        mark_answer(post=post, actor=author, is_answer=True)
    assert Thread.objects.get().answer_number == 3
    mark_answer(post=first, actor=author, is_answer=False)
    assert Thread.objects.get().answer_number == 3
    mark_answer(post=second, actor=author, is_answer=False)
    assert Thread.objects.get().answer_number is None


def test_member_follows_mutes_and_stops_while_others_cannot(group, author):
    thread = make_thread(group, author)
    for level in (FollowLevel.FOLLOW, FollowLevel.MUTE, FollowLevel.MUTE):
        follow_thread(thread=thread, member=author, level=level)
    assert list(ThreadFollow.objects.values_list("member", "level")) == [(author.pk, "mute")]
    follow_thread(thread=thread, member=author, level="")
    assert not ThreadFollow.objects.exists()
    assert refusal(follow_thread, thread=thread, member=UserFactory(), level="follow") == Reason.NOT_A_MEMBER


# Reports


def test_report_waits_once_until_a_moderator_has_looked(group, author, leader):
    post = make_thread(group, author).posts.get()
    reader = MembershipFactory(group=group, role=GroupRole.OBSERVER).member
    for _ in range(2):
        report = report_post(post=post, reporter=reader, reason="Rude")
    report_post(post=post, reporter=leader, reason="Very rude")
    assert refusal(report_post, post=post, reporter=UserFactory(), reason="X") == Reason.NOT_YOURS
    assert refusal(handle_report, report=report, actor=author, outcome="kept") == Reason.NOT_YOURS
    assert PostReport.objects.filter(handled_at=None).count() == 2

    for _ in range(2):
        handle_report(report=report, actor=leader, outcome="deleted", why="Rude")
    assert PostReport.objects.filter(handled_by=leader, outcome="deleted").count() == 2
    assert Post.objects.get().deleted_why == "Rude"
    assert history(group) == ["post.delete", "report"]
    assert refusal(report_post, post=post, reporter=reader, reason="Again") == Reason.GONE


@pytest.mark.parametrize(
    ("name", "text", "html"),
    [
        ("R&D Office", "@R&D Office, hello", '<p><span class="mention">@R&amp;D Office</span>, hello</p>'),
        ("Ana <Sample>", "Dear @Ana <Sample>!", '<p>Dear <span class="mention">@Ana &lt;Sample&gt;</span>!</p>'),
        ("Eva “E” O'Brien", "@eva “E” O'Brien", '<p><span class="mention">@eva “E” O\'Brien</span></p>'),
        ("Weiß", "@weiß & @Weißer", '<p><span class="mention">@weiß</span> &amp; @Weißer</p>'),
        ("R&D", "@R&Dx, x@R&D, `@R&D`", "<p>@R&amp;Dx, x@R&amp;D, <code>@R&amp;D</code></p>"),
        ("Tom", "1 < 2 & @Tom > 0", '<p>1 &lt; 2 &amp; <span class="mention">@Tom</span> &gt; 0</p>'),
    ],
)
def test_names_with_special_characters_can_be_mentioned(name, text, html):
    written = ready(text, {7: name})
    assert (written.html, written.mentioned) == (html, [7] if "mention" in html else [])
