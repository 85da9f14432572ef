"""Threads moved, split and merged: what becomes of posts, marks, files and links; each refusal, twice in a row."""

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cop.notifications.models import Letter
from tests.factories.discussion import make_answer, make_thread
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from working_groups.choices import FollowLevel, GroupRole, Visibility
from working_groups.discussion_data import collect
from working_groups.mail.headers import message_id_of
from working_groups.models import Document, Mention, Post, ReadMarker, Thread, ThreadFollow, ThreadTrace
from working_groups.refusals import Reason, Refused
from working_groups.services.arranging import merge_threads, move_thread, split_thread
from working_groups.services.documents import checked
from working_groups.services.posting import reply
from working_groups.services.settings import archive
from working_groups.services.threads import follow_thread, mark_answer, mark_read

pytestmark = pytest.mark.django_db

START = timezone.now() - timedelta(days=2)


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="one", page__title="First circle")


@pytest.fixture
def other():
    return WorkingGroupFactory(page__slug="two", page__title="Second circle", visibility=Visibility.HIDDEN)


@pytest.fixture
def author(group):
    return MembershipFactory(group=group, member__name="Ana Sample").member


@pytest.fixture
def leader(group, other):
    member = MembershipFactory(group=group, role=GroupRole.LEADER).member
    MembershipFactory(group=other, member=member, role=GroupRole.LEADER)
    return member


@pytest.fixture
def rapporteur(group):
    return MembershipFactory(group=group, role=GroupRole.RAPPORTEUR).member


def at(hours):
    return START + timedelta(hours=hours)


def words(thread):
    return list(Post.objects.filter(thread=thread).order_by("number").values_list("number", "text"))


def read_to(thread):
    return dict(ReadMarker.objects.filter(thread=thread).values_list("member", "number"))


def history(group):
    entries = ModelLogEntry.objects.for_instance(group).order_by("timestamp", "pk")
    return [entry.action.removeprefix("working_groups.") for entry in entries]


def refusal(call, **facts):
    before = sorted(Post.objects.values_list("pk", "thread", "thread__group", "number"))
    with pytest.raises(Refused) as caught:
        call(**facts)
    assert sorted(Post.objects.values_list("pk", "thread", "thread__group", "number")) == before
    return caught.value.reason


@pytest.fixture
def long(group, author):
    """A thread of four posts, the third of which answers; its author has read three, the rapporteur all."""
    thread = make_thread(group, author, title="Indicators", text="one", now=at(0))
    for hours, text in enumerate(("two", "three", "four"), start=1):
        make_answer(thread, author, text, now=at(hours))
    return Thread.objects.get(pk=thread.pk)


# Splitting


def test_split_thread_begins_a_new_one_with_the_post_and_all_after_it(group, long, author, rapporteur):
    reader = UserFactory()
    mark_read(thread=long, member=rapporteur, number=4)
    mark_read(thread=long, member=reader, number=1)
    follow_thread(thread=long, member=author, level=FollowLevel.FOLLOW)
    mark_answer(post=long.posts.select_related("thread").get(number=4), actor=rapporteur, is_answer=True)
    Letter.objects.all().delete()

    new = split_thread(post=long.posts.get(number=3), actor=rapporteur, title="Another matter")

    long.refresh_from_db()
    assert (words(long), words(new)) == ([(1, "one"), (2, "two")], [(1, "three"), (2, "four")])
    assert (long.last_number, long.last_post_at, long.last_author, long.answer_number) == (2, at(1), author, None)
    assert (new.last_number, new.last_post_at, new.created_at, new.author) == (2, at(3), at(2), author)
    assert (new.title, new.answer_number, new.group) == ("Another matter", 2, group)
    assert read_to(long) == {author.pk: 2, rapporteur.pk: 2, reader.pk: 1}
    assert read_to(new) == {author.pk: 2, rapporteur.pk: 2}
    assert ThreadFollow.objects.filter(thread=new).values_list("member", "level").get() == (author.pk, "follow")
    assert history(group) == ["thread.split"]
    assert not Letter.objects.exists()


def test_split_sent_twice_makes_one_thread(long, rapporteur):
    post = long.posts.select_related("thread").get(number=2)
    new = split_thread(post=post, actor=rapporteur, title="Another matter")
    assert split_thread(post=post, actor=rapporteur, title="Another matter") == new
    assert Thread.objects.count() == 2


def test_split_is_refused(group, long, author, rapporteur, leader):
    first, third = long.posts.get(number=1), long.posts.get(number=3)
    assert refusal(split_thread, post=third, actor=author, title="X") == Reason.NOT_YOURS
    assert refusal(split_thread, post=first, actor=rapporteur, title="X") == Reason.SPLIT_FIRST
    archive(group_id=group.pk, actor=leader)
    assert refusal(split_thread, post=third, actor=rapporteur, title="X") == Reason.ARCHIVED


def test_letter_about_a_post_after_a_split_bears_another_name_than_the_one_that_had_its_number(long, rapporteur):
    before = message_id_of(long.pk, 3, rapporteur.pk, long.numbering)
    split_thread(post=long.posts.get(number=3), actor=rapporteur, title="X")
    long.refresh_from_db()
    assert message_id_of(long.pk, 3, rapporteur.pk, long.numbering) != before


# Merging


@pytest.fixture
def pair(group, author):
    """Two threads written in turns: red at 0 and 2, green at 1 and 3 hours."""
    red = make_thread(group, author, title="Red", text="red one", now=at(0))
    green = make_thread(group, author, title="Green", text="green one", now=at(1))
    make_answer(red, author, "red two", now=at(2))
    make_answer(green, author, "green two", now=at(3))
    return Thread.objects.get(pk=red.pk), Thread.objects.get(pk=green.pk)


def test_merged_threads_stand_in_the_order_of_time_below_the_title_of_the_one_that_stays(
    group, pair, author, rapporteur
):
    red, green = pair
    all_read, red_read = UserFactory(), UserFactory()
    for thread in pair:
        mark_read(thread=thread, member=all_read, number=2)
    mark_read(thread=red, member=red_read, number=2)
    mark_answer(post=red.posts.select_related("thread").get(number=2), actor=rapporteur, is_answer=True)
    follow_thread(thread=red, member=author, level=FollowLevel.MUTE)
    Letter.objects.all().delete()

    kept = merge_threads(thread=red, into=green, actor=rapporteur)

    kept.refresh_from_db()
    assert words(kept) == [(1, "red one"), (2, "green one"), (3, "red two"), (4, "green two")]
    assert (kept.title, kept.last_number, kept.created_at, kept.last_post_at) == ("Green", 4, at(0), at(3))
    assert kept.answer_number == 3
    # Up to the first post that they have not read.
    assert read_to(kept) == {author.pk: 4, all_read.pk: 4, red_read.pk: 1}
    assert ThreadFollow.objects.values_list("thread", "level").get() == (kept.pk, "mute")
    assert list(Thread.objects.all()) == [kept]
    assert ThreadTrace.objects.values_list("number", "into").get() == (red.pk, kept.pk)
    assert history(group) == ["thread.merge"]
    assert not Letter.objects.exists()


def test_answer_of_the_thread_that_stays_remains_the_answer(pair, rapporteur):
    for thread in pair:
        mark_answer(post=thread.posts.select_related("thread").get(number=2), actor=rapporteur, is_answer=True)
    assert merge_threads(thread=pair[0], into=pair[1], actor=rapporteur).answer_number == 4


def test_links_to_a_merged_thread_and_its_posts_lead_to_where_they_stand(pair, group, author, rapporteur, client_for):
    red, green = pair
    post = red.posts.get(number=2)
    merge_threads(thread=red, into=green, actor=rapporteur)
    last = make_thread(group, author, title="Blue")
    merge_threads(thread=green, into=last, actor=rapporteur)

    client = client_for(author)
    assert client.get(f"/working-groups/one/discussion/{red.pk}/").url == f"/working-groups/one/discussion/{last.pk}/"
    url = f"/working-groups/one/discussion/{last.pk}/#post-3"
    assert client.get(f"/working-groups/one/discussion/posts/{post.pk}/").url == url


def test_merging_is_refused(pair, group, other, author, rapporteur, leader):
    red, green = pair
    foreign = make_thread(other, leader)
    assert refusal(merge_threads, thread=red, into=green, actor=author) == Reason.NOT_YOURS
    assert refusal(merge_threads, thread=red, into=red, actor=rapporteur) == Reason.ITSELF
    assert refusal(merge_threads, thread=red, into=foreign, actor=leader) == Reason.MOVED
    merge_threads(thread=red, into=green, actor=rapporteur)
    assert refusal(merge_threads, thread=red, into=green, actor=rapporteur) == Reason.MOVED
    archive(group_id=group.pk, actor=leader)
    assert refusal(merge_threads, thread=green, into=red, actor=rapporteur) == Reason.ARCHIVED


def test_answer_to_a_thread_that_is_merged_meanwhile_is_refused(pair, author, rapporteur):
    merge_threads(thread=pair[0], into=pair[1], actor=rapporteur)
    assert refusal(reply, thread=pair[0], author=author, text="Late", key=uuid.uuid4()) == Reason.MOVED


# Moving


def test_moved_thread_stands_in_the_other_group_with_its_files(group, other, author, leader):
    content = b"Which indicators?"
    file = checked(BytesIO(content), name="notes.txt", size=len(content))
    thread = make_thread(group, leader, title="Indicators", text="@Ana Sample", files=[file])
    for each in (author, leader):
        mark_read(thread=thread, member=each, number=1)
        follow_thread(thread=thread, member=each, level=FollowLevel.FOLLOW)
    Thread.objects.filter(pk=thread.pk).update(is_pinned=True, is_announcement=True)
    Letter.objects.all().delete()

    moved = move_thread(thread=thread, actor=leader, to_group_id=other.pk)
    assert move_thread(thread=moved, actor=leader, to_group_id=other.pk) == moved

    moved.refresh_from_db()
    assert (moved.group, moved.is_pinned, moved.is_announcement) == (other, False, False)
    document = Document.objects.get()
    assert (document.group, document.folder.group, document.folder.is_for_attachments) == (other, other, True)
    # Who does not belong to the hidden group has nothing left that would tell of it.
    assert not Mention.objects.exists()
    assert list(ThreadFollow.objects.values_list("member", flat=True)) == [leader.pk]
    assert list(ReadMarker.objects.values_list("member", flat=True)) == [leader.pk]
    assert (history(group), history(other)) == (["thread.move_out"], ["thread.move_in"])
    assert not Letter.objects.exists()


def test_old_links_to_a_moved_thread_lead_those_there_who_may_read_it_and_others_nowhere(
    group, other, author, leader, client_for
):
    thread = make_thread(group, author)
    post = thread.posts.get()
    move_thread(thread=thread, actor=leader, to_group_id=other.pk)
    for address in (f"{thread.pk}/", f"posts/{post.pk}/"):
        path = f"/working-groups/one/discussion/{address}"
        assert client_for(leader).get(path).url.startswith(f"/working-groups/two/discussion/{thread.pk}/")
        gone = client_for(author).get(path)
        assert gone.status_code == 404
        assert "Second circle" not in gone.text


def test_export_of_an_author_does_not_tell_where_their_words_were_moved(group, other, author, leader):
    thread = make_thread(group, author, title="Indicators", text="My words")
    move_thread(thread=thread, actor=leader, to_group_id=other.pk)
    told = str([(record.title, record.facts) for record in collect(author).records])
    assert "My words" in told
    assert "Second circle" not in told
    assert "/two/" not in told


def test_moving_is_refused_to_who_does_not_lead_both(group, other, author, rapporteur, leader):
    thread = make_thread(group, author)
    facts = {"thread": thread, "to_group_id": other.pk}
    assert refusal(move_thread, actor=rapporteur, **facts) == Reason.NOT_YOURS
    elsewhere = WorkingGroupFactory()
    assert refusal(move_thread, actor=leader, thread=thread, to_group_id=elsewhere.pk) == Reason.NOT_YOURS
    move_thread(thread=thread, actor=UserFactory(staff=True), to_group_id=elsewhere.pk)
    assert refusal(move_thread, actor=leader, **facts) == Reason.MOVED


def test_moving_is_refused_where_a_group_is_archived_or_has_no_space(group, other, leader):
    content = b"Which indicators?"
    file = checked(BytesIO(content), name="notes.txt", size=len(content))
    thread = make_thread(group, leader, files=[file])
    facts = {"thread": thread, "actor": leader, "to_group_id": other.pk}
    other.quota_megabytes = 0
    other.save()
    assert refusal(move_thread, **facts) == Reason.QUOTA
    archive(group_id=other.pk, actor=leader)
    assert refusal(move_thread, **facts) == Reason.ARCHIVED


# The page


def test_moderator_splits_merges_and_moves_on_one_page(group, other, long, leader, client_for):
    target = make_thread(group, leader, title="Target")
    client = client_for(leader)
    path = f"/working-groups/one/discussion/{long.pk}/arrange/"
    page = client.get(f"{path}?from=3").text
    assert 'value="3"' in page
    assert "Second circle" in page

    answer = client.post(path, {"split": "1", "split-number": "3", "split-title": "Another matter"})
    new = Thread.objects.get(title="Another matter")
    assert answer.url == f"/working-groups/one/discussion/{new.pk}/"
    answer = client.post(path, {"merge": "1", "merge-to": target.pk})
    assert answer.url == f"/working-groups/one/discussion/{target.pk}/"
    answer = client.post(f"/working-groups/one/discussion/{new.pk}/arrange/", {"move": "1", "move-to": other.pk})
    assert answer.url == f"/working-groups/two/discussion/{new.pk}/"


def test_wrong_choice_is_said_beside_the_field(long, rapporteur, client_for):
    client = client_for(rapporteur)
    path = f"/working-groups/one/discussion/{long.pk}/arrange/"
    answer = client.post(path, {"split": "1", "split-number": "9", "split-title": "X"})
    assert "This discussion has 4 posts." in answer.text
    # Neither a group that they do not lead nor a thread of another one can be sent.
    assert "Move to another group" not in answer.text
    assert client.post(path, {"merge": "1", "merge-to": "99999"}).status_code == 200
    assert client.post(path, {"move": "1", "move-to": "99999"}).status_code == 200
    assert client.post(path, {"else": "1"}).status_code == 404
