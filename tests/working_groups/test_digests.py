"""Digests: their moments on the member's clock, nothing lost, nothing twice, nothing that may no longer be read."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cop.notifications import batches
from cop.notifications.batches import batch
from cop.notifications.choices import LetterState
from cop.notifications.models import Letter
from cop.notifications.services import delivery
from tests.factories.discussion import make_answer, make_thread
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.letters import deliver_all, html_of, letters
from working_groups.choices import FollowLevel, Rhythm
from working_groups.models import Membership, Post, ThreadFollow
from working_groups.selectors.digests import Span, news_of
from working_groups.services import digests, post_mails
from working_groups.services.digests import SETTLE, latest_moment, write_due
from working_groups.services.joining import leave
from working_groups.services.post_changes import delete_post
from working_groups.services.rhythms import change_rhythm

pytestmark = pytest.mark.django_db
DIGEST = "working_groups.digest"
BRUSSELS = ZoneInfo("Europe/Brussels")


def at(*moment, zone=BRUSSELS):
    return datetime(*moment, tzinfo=zone)


# Tuesday.
NOON = at(2026, 3, 10, 12)
EVENING = at(2026, 3, 10, 18)


def reader(group, rhythm=Rhythm.DAILY, mark=NOON - timedelta(days=1), **facts):
    membership = MembershipFactory(group=group, rhythm=rhythm, digest_mark=mark, **facts)
    Membership.objects.filter(pk=membership.pk).update(joined_at=mark)
    return membership.member


def said(group, when=NOON, **facts):
    thread = make_thread(group, now=when, **facts)
    post_mails.PostMail.objects.update(moved_at=when)
    return thread


def run(when):
    return write_due(now=when + SETTLE)


@pytest.mark.parametrize(
    ("rhythm", "now", "moment"),
    [
        (Rhythm.DAILY, at(2026, 3, 10, 17, 59), at(2026, 3, 9, 18)),
        (Rhythm.DAILY, at(2026, 3, 10, 18), at(2026, 3, 10, 18)),
        (Rhythm.WEEKLY, at(2026, 3, 9, 6, 59), at(2026, 3, 2, 7)),
        (Rhythm.WEEKLY, at(2026, 3, 9, 7), at(2026, 3, 9, 7)),
        (Rhythm.WEEKLY, at(2026, 3, 15, 23), at(2026, 3, 9, 7)),
        # Clocks go forward on 29 March, and back on 25 October: always at six by the clock.
        (Rhythm.DAILY, at(2026, 3, 29, 17, 59), at(2026, 3, 28, 18)),
        (Rhythm.DAILY, at(2026, 3, 29, 18), at(2026, 3, 29, 18)),
        (Rhythm.DAILY, at(2026, 10, 25, 17, 59), at(2026, 10, 24, 18)),
        (Rhythm.WEEKLY, at(2026, 3, 30, 6, 59), at(2026, 3, 23, 7)),
        (Rhythm.WEEKLY, at(2026, 10, 26, 7), at(2026, 10, 26, 7)),
    ],
)
def test_moments_are_by_the_clocks_of_the_place(rhythm, now, moment):
    assert latest_moment(BRUSSELS, rhythm, now) == moment


def test_days_of_clock_change_have_23_and_25_hours_between():
    spring = latest_moment(BRUSSELS, Rhythm.DAILY, at(2026, 3, 29, 18)) - at(2026, 3, 28, 18).astimezone(UTC)
    autumn = latest_moment(BRUSSELS, Rhythm.DAILY, at(2026, 10, 25, 18)) - at(2026, 10, 24, 18).astimezone(UTC)
    assert (spring, autumn) == (timedelta(hours=23), timedelta(hours=25))


def test_one_digest_holds_all_groups_of_a_member(mailbox):
    first, second, quiet = (
        WorkingGroupFactory(page__title=title) for title in ("First group", "Second group", "Quiet group")
    )
    member = reader(first)
    for group in (second, quiet):
        MembershipFactory(group=group, member=member, rhythm=Rhythm.DAILY, digest_mark=NOON - timedelta(days=1))
    Membership.objects.filter(member=member).update(joined_at=NOON - timedelta(days=2))
    thread = said(first, title="Alpha", text="Words of alpha")
    make_answer(thread, text="An answer", now=NOON + timedelta(hours=1))
    said(second, title="Beta", text="> quoted\n\nWords of beta")

    assert run(EVENING - timedelta(minutes=1)) == 0
    assert run(EVENING) == 1
    assert run(EVENING) == 0
    (message,) = deliver_all()

    assert message.subject == "3 new posts in your working groups"
    assert message.to == [f"{member.name} <{member.email}>"] or member.email in message.to[0]
    order = [message.body.index(words) for words in ("First group", "Alpha", "An answer", "Second group", "Beta")]
    assert order == sorted(order)
    assert ("Quiet group" in message.body, "quoted" in message.body) == (False, False)
    assert html_of(message).count("<h2") == 2
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_worker_that_was_away_two_days_loses_nothing_and_repeats_nothing(mailbox):
    group = WorkingGroupFactory()
    reader(group)
    for day in range(3):
        said(group, NOON + timedelta(days=day), title=f"Day {day}")

    assert run(EVENING) == 1
    assert run(EVENING + timedelta(days=2, hours=3)) == 1
    bodies = [message.body for message in deliver_all()]

    assert ["Day 0" in body for body in bodies] == [True, False]
    assert ["Day 1" in body and "Day 2" in body for body in bodies] == [False, True]


def test_empty_digest_is_not_written_and_own_posts_are_no_news():
    group = WorkingGroupFactory()
    member = reader(group)
    said(group, author=member)
    assert run(EVENING) == 0
    assert Membership.objects.get(member=member).digest_mark == EVENING


def test_what_was_told_at_once_is_in_no_digest(mailbox):
    group = WorkingGroupFactory()
    member = reader(group, member__name="Cal Called")
    said(group, title="Plain", text="Nothing special")
    said(group, title="Called", text="@Cal Called")

    run(EVENING)
    deliver_all()

    digest = next(message for message in mailbox if "Plain" in message.body and "Called" not in message.subject)
    assert "Called\n" not in digest.body
    assert [letter.kind for letter in letters(member=member)] == ["working_groups.post", DIGEST]


def test_muted_thread_and_deleted_post_are_left_out_when_it_is_sent(mailbox):
    group = WorkingGroupFactory()
    member = reader(group)
    kept, muted, deleted = (said(group, title=title) for title in ("Kept", "Muted", "Deleted"))
    run(EVENING)
    ThreadFollow.objects.create(thread=muted, member=member, level=FollowLevel.MUTE)
    post = Post.objects.get(thread=deleted)
    delete_post(post=post, actor=post.author)

    (message,) = deliver_all()
    assert [title in message.body for title in ("Kept", "Muted", "Deleted")] == [True, False, False]
    assert message.subject.startswith("1 new post in ")
    assert kept.title == "Kept"


@pytest.mark.parametrize("comes_back", [False, True])
def test_who_left_gets_nothing_of_what_waits(mailbox, comes_back):
    group = WorkingGroupFactory(joining="open")
    member = reader(group)
    said(group)
    run(EVENING)
    leave(group_id=group.pk, member=member)
    if comes_back:
        from working_groups.services.joining import join

        join(group_id=group.pk, member=member)
    delivery.deliver_due()
    assert Letter.objects.get(kind=DIGEST).state == LetterState.WITHDRAWN


def test_weekly_and_daily_groups_come_at_their_own_moments(mailbox):
    daily, weekly = WorkingGroupFactory(page__title="Daily"), WorkingGroupFactory(page__title="Weekly")
    member = reader(daily)
    MembershipFactory(group=weekly, member=member, rhythm=Rhythm.WEEKLY, digest_mark=NOON - timedelta(days=1))
    Membership.objects.filter(member=member).update(joined_at=NOON - timedelta(days=2))
    said(daily)
    said(weekly)

    monday = at(2026, 3, 16, 7)
    assert [run(EVENING), run(monday - timedelta(minutes=1)), run(monday)] == [1, 0, 1]
    assert ["Weekly" in message.body for message in deliver_all()] == [False, True]


def test_both_due_after_an_outage_come_in_one_mail(mailbox):
    daily, weekly = WorkingGroupFactory(page__title="Daily"), WorkingGroupFactory(page__title="Weekly")
    member = reader(daily)
    MembershipFactory(group=weekly, member=member, rhythm=Rhythm.WEEKLY, digest_mark=NOON - timedelta(days=1))
    Membership.objects.filter(member=member).update(joined_at=NOON - timedelta(days=2))
    said(daily)
    said(weekly)

    assert run(at(2026, 3, 16, 8)) == 1
    (message,) = deliver_all()
    assert ("Daily" in message.body, "Weekly" in message.body) == (True, True)


def test_each_zone_has_its_evening():
    group = WorkingGroupFactory()
    names = ("Europe/Helsinki", "Europe/Brussels", "Atlantic/Azores", "No/Such")
    members = {name: reader(group, member__time_zone=name) for name in names}
    said(group)
    by_hour = []
    for hour in (-1, 0, 1, 2):
        run(EVENING + timedelta(hours=hour))
        by_hour.append({letter.member.time_zone for letter in letters(kind=DIGEST)})
    assert by_hour == [
        {"Europe/Helsinki"},
        {"Europe/Helsinki", "Europe/Brussels", "No/Such"},
        {"Europe/Helsinki", "Europe/Brussels", "No/Such"},
        set(members),
    ]


def test_members_are_taken_in_batches_whatever_their_addresses(monkeypatch):
    monkeypatch.setattr(digests, "BATCH", 2)
    group = WorkingGroupFactory()
    for name in ("eva", "dan", "cleo", "bob", "ada"):
        reader(group, member__email=f"{name}@members.example")
    said(group)
    assert (run(EVENING), run(EVENING)) == (5, 0)


def test_change_to_at_once_hands_over_what_was_collected(mailbox):
    group = WorkingGroupFactory()
    member = reader(group)
    said(group, title="Collected")
    change_rhythm(group_id=group.pk, member=member, rhythm=Rhythm.AT_ONCE, now=NOON + timedelta(hours=1))
    said(group, NOON + timedelta(hours=2), title="Later")
    post_mails.write_all(until=timezone.now())
    run(EVENING)

    bodies = [message.body for message in deliver_all() if member.email in message.to[0]]
    assert [("Collected" in body, "Later" in body) for body in bodies] == [(True, False), (False, True)]


def test_change_to_a_digest_begins_with_what_comes():
    group = WorkingGroupFactory()
    member = reader(group, Rhythm.NOTHING)
    said(group, title="Before")
    change_rhythm(group_id=group.pk, member=member, rhythm=Rhythm.DAILY, now=NOON + timedelta(hours=1))
    assert run(EVENING) == 0


def test_killed_run_writes_the_same_again(monkeypatch):
    group = WorkingGroupFactory()
    reader(group)
    said(group)
    real = digests.outbox.post_many

    def killed(**facts):
        real(**facts)
        raise KeyboardInterrupt

    monkeypatch.setattr(digests.outbox, "post_many", killed)
    with pytest.raises(KeyboardInterrupt):
        run(EVENING)
    monkeypatch.setattr(digests.outbox, "post_many", real)
    assert letters(kind=DIGEST) == []
    assert run(EVENING) == 1


def test_digest_of_one_member_takes_eight_statements_and_the_next_one_of_a_batch_three(django_assert_num_queries):
    member = None
    spans = []
    for number in (1, 3):
        group = WorkingGroupFactory()
        membership = MembershipFactory(group=group, **({"member": member} if member else {}))
        Membership.objects.filter(pk=membership.pk).update(joined_at=NOON - timedelta(days=2))
        member = membership.member
        spans.append(Span(membership.pk, NOON - timedelta(days=1), EVENING))
        for _ in range(number):
            said(group)
        # Memberships with groups and pages, muted threads, letters that have told something; once a batch: posts with
        # threads and authors, versions, states and comments of documents, the history of meetings.
        with batch(), django_assert_num_queries(8 + 3):
            for _ in range(2):
                news = news_of(member.pk, spans)
                assert [len(each.threads) for each in news] == [1, 3][: len(spans)]
                assert [thread.posts[0].author.name for each in news for thread in each.threads]


def test_batch_is_read_again_for_a_reader_whose_mark_is_older():
    group = WorkingGroupFactory()
    said(group, NOON, title="Old")
    said(group, NOON + timedelta(hours=2), title="New")
    spans = []
    for mark in (NOON + timedelta(hours=1), NOON - timedelta(hours=1)):
        member = reader(group, mark=mark)
        spans.append((member.pk, Span(Membership.objects.get(member=member).pk, mark, EVENING)))
    with batch():
        shown = [
            [[thread.thread.title for thread in each.threads] for each in news_of(pk, [span])]
            for pk, span in (*spans, spans[0])
        ]
    assert shown == [[["New"]], [["Old", "New"]], [["New"]]]


def test_what_a_batch_shares_is_no_older_than_some_seconds(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(batches.time, "monotonic", lambda: clock[0])
    made = iter(range(10))
    with batch():
        first = [batches.shared("x", lambda: next(made)) for _ in range(2)]
        clock[0] += batches.FRESH + 1
        assert (first, batches.shared("x", lambda: next(made))) == ([0, 0], 1)
    assert batches.shared("x", lambda: next(made)) == 2


def test_run_asks_as_often_for_three_members_as_for_one(django_assert_max_num_queries):
    group = WorkingGroupFactory()
    said(group)
    for number, evening in ((1, EVENING), (3, EVENING + timedelta(days=1))):
        for _ in range(number):
            reader(group)
        said(group, evening - timedelta(hours=1))
        post_mails.write_all(until=timezone.now())
        # Waiting mails, zones, first member, members of the batch, next member; in it savepoint 2, memberships,
        # accounts, letters, their task, marks.
        with django_assert_max_num_queries(12):
            assert run(evening) >= 1
