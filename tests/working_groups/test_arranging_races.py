"""At the same moment: two people put one discussion in order. Posts are neither lost nor doubled nor misnumbered."""

import pytest
from django.db import connection

from tests.factories.discussion import make_answer, make_thread
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from working_groups.choices import GroupRole
from working_groups.models import Post, Thread, ThreadTrace
from working_groups.refusals import Reason, Refused
from working_groups.services import arranging
from working_groups.services.arranging import merge_threads, move_thread, split_thread

pytestmark = pytest.mark.race


@pytest.fixture
def group(transactional_db):
    return WorkingGroupFactory(page__slug="one")


@pytest.fixture
def other(group):
    return WorkingGroupFactory(page__slug="two")


@pytest.fixture
def leaders(group, other):
    """Two people who lead both groups."""
    found = [MembershipFactory(group=group, role=GroupRole.LEADER).member for _ in range(2)]
    for member in found:
        MembershipFactory(group=other, member=member, role=GroupRole.LEADER)
    return found


@pytest.fixture
def author(group, other):
    # A rapporteur, who may write more in an hour than newcomers.
    member = MembershipFactory(group=group, role=GroupRole.RAPPORTEUR).member
    MembershipFactory(group=other, member=member, role=GroupRole.RAPPORTEUR)
    return member


def long_thread(group, author, title, posts=6):
    thread = make_thread(group, author, title=title, text=f"{title} 1")
    for number in range(2, posts + 1):
        make_answer(thread, author, f"{title} {number}")
    return Thread.objects.get(pk=thread.pk)


def whole():
    """The text of all posts, after a look at each thread: numbers without gaps, and what it says of itself is true."""
    texts = []
    for thread in Thread.objects.all():
        posts = list(Post.objects.filter(thread=thread).order_by("number"))
        assert [post.number for post in posts] == list(range(1, thread.last_number + 1)), thread
        assert thread.last_post_at == posts[-1].created_at
        texts += [post.text for post in posts]
    return sorted(texts)


def outcomes(results):
    """Each call came through or was refused in words; nothing else."""
    assert [each for each in results if isinstance(each, Exception) and not isinstance(each, Refused)] == []
    return [each.reason if isinstance(each, Refused) else "done" for each in results]


def post_of(thread, number):
    return Post.objects.select_related("thread").get(thread=thread, number=number)


def test_two_who_split_at_the_same_post_begin_one_thread(race, group, leaders, author):
    thread = long_thread(group, author, "Red")
    before, post = whole(), post_of(thread, 4)
    results = race([lambda actor=actor: split_thread(post=post, actor=actor, title="New") for actor in leaders * 3])
    assert outcomes(results) == ["done"] * 6
    assert len({each.pk for each in results}) == 1
    assert (whole(), Thread.objects.count()) == (before, 2)


def test_two_who_split_at_different_posts_lose_none(race, group, leaders, author):
    thread = long_thread(group, author, "Red")
    before, posts = whole(), [post_of(thread, 3), post_of(thread, 5)]
    results = race(
        [
            lambda actor=actor, post=post: split_thread(post=post, actor=actor, title="New")
            for actor, post in zip(leaders, posts, strict=True)
        ]
    )
    # Whoever splits at the later post first leaves the other one's in place; the other way round it has moved.
    assert sorted(outcomes(results)) in (["done", "done"], ["done", Reason.MOVED])
    assert whole() == before


def test_two_threads_merged_into_each_other_are_one(race, group, leaders, author):
    red, green = long_thread(group, author, "Red", 3), long_thread(group, author, "Green", 3)
    before = whole()
    results = race(
        [
            lambda: merge_threads(thread=red, into=green, actor=leaders[0]),
            lambda: merge_threads(thread=green, into=red, actor=leaders[1]),
        ]
    )
    assert sorted(outcomes(results)) == ["done", Reason.MOVED]
    assert (whole(), Thread.objects.count(), ThreadTrace.objects.count()) == (before, 1, 1)


def test_one_thread_merged_into_two_others_goes_to_one_of_them(race, group, leaders, author):
    red, *others = (long_thread(group, author, title, 3) for title in ("Red", "Green", "Blue"))
    before = whole()
    results = race(
        [
            lambda actor=actor, into=into: merge_threads(thread=red, into=into, actor=actor)
            for actor, into in zip(leaders, others, strict=True)
        ]
    )
    assert sorted(outcomes(results)) == ["done", Reason.MOVED]
    assert (whole(), Thread.objects.count()) == (before, 2)


def test_thread_split_merged_and_moved_at_once_loses_no_post(race, group, other, leaders, author):
    red, green = long_thread(group, author, "Red"), long_thread(group, author, "Green", 3)
    before, post = whole(), post_of(red, 4)
    one, two = leaders
    results = race(
        [
            lambda: split_thread(post=post, actor=one, title="New"),
            lambda: merge_threads(thread=red, into=green, actor=two),
            lambda: move_thread(thread=red, actor=one, to_group_id=other.pk),
            lambda: move_thread(thread=red, actor=two, to_group_id=other.pk),
            lambda: make_answer(red, author, "Late"),
        ]
    )
    said = outcomes(results)
    assert said.count("done") >= 1
    assert set(said) <= {"done", Reason.MOVED}
    late = ["Late"] if said[4] == "done" else []
    assert whole() == sorted(before + late)


def test_thread_moved_there_and_back_at_once_is_in_one_group(race, group, other, leaders, author):
    here, there = long_thread(group, author, "Red", 3), long_thread(other, author, "Green", 3)
    before = whole()
    results = race(
        [
            lambda: move_thread(thread=here, actor=leaders[0], to_group_id=other.pk),
            lambda: move_thread(thread=there, actor=leaders[1], to_group_id=group.pk),
        ]
        * 2
    )
    assert set(outcomes(results)) <= {"done", Reason.MOVED}
    found = dict(Thread.objects.values_list("pk", "group"))
    assert found == {here.pk: other.pk, there.pk: group.pk}
    assert whole() == before


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer; there is no row lock to take out")
def test_control_without_the_lock_the_race_is_seen(race, group, leaders, author, monkeypatch):
    """Take the lock out, and splitting the same post at once can end in two threads or in an error of the database."""
    monkeypatch.setattr(arranging, "lock_thread", lambda inside, pk: Thread.objects.get(pk=pk))
    seen = False
    for attempt in range(12):
        thread = long_thread(group, author, f"Red {attempt}", 3)
        post, number = post_of(thread, 2), Thread.objects.count()
        results = race(
            [lambda actor=actor, post=post: split_thread(post=post, actor=actor, title="X") for actor in leaders]
        )
        errors = [each for each in results if isinstance(each, Exception)]
        seen = bool(errors) or Thread.objects.count() > number + 1
        if seen:
            break
    assert seen
