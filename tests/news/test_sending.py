"""Composing and sending an issue: services with refusals and letters, batches, killed workers, races, the archive."""

import os
import signal
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from cop.notifications.choices import LetterState
from cop.notifications.links import Subscriber as Link
from cop.notifications.models import Letter
from cop.notifications.services import delivery, subscriptions
from news.choices import IssueState
from news.models import Issue
from news.refusals import Reason, Refused
from news.selectors import newsletter, subscribers
from news.services import composing, sending
from news.services.subscribing import subscribe_member
from tests.factories.events import EventPageFactory
from tests.factories.members import UserFactory
from tests.factories.news import ArticlePageFactory, IssueFactory, SubscriberFactory
from tests.factories.pages import restrict
from tests.factories.resources import ResourcePageFactory
from tests.letters import deliver_all, html_of, letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    """May compose, not send."""
    user = UserFactory(name="Edda Editor", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["change_issue", "access_admin"]))
    return user


def refused(call, **arguments) -> Reason:
    with pytest.raises(Refused) as caught:
        call(**arguments)
    return caught.value.reason


def recipients() -> list[str]:
    return sorted(letter.to for letter in letters(kind="news.newsletter"))


def send(issue: Issue, actor) -> Issue:
    """Started, all letters written and delivered, finished."""
    sending.start(issue_id=issue.pk, actor=actor)
    while sending.write_batch(issue_id=issue.pk):
        pass
    deliver_all()
    sending.sweep()
    issue.refresh_from_db()
    return issue


# Composing ------------------------------------------------------------------------------------------------------


def test_save_orders_adds_and_removes_pages(editor):
    a, b, c = (ArticlePageFactory(title=title) for title in "ABC")
    issue = IssueFactory(pages=[a, b])

    composing.save_issue(
        issue_id=issue.pk,
        subject=" New ",
        intro=" Words ",
        actor=editor,
        places={a.pk: 9, b.pk: 2},
        add=[c.pk, c.pk, a.pk, 999_999],
    )

    issue.refresh_from_db()
    assert (issue.subject, issue.intro) == ("New", "Words")
    assert [(item.page.title, item.position) for item in newsletter.items_of(issue)] == [("B", 1), ("A", 2), ("C", 3)]
    composing.save_issue(issue_id=issue.pk, subject="New", intro="", actor=editor, remove=[a.pk])
    assert [item["title"] for item in newsletter.content_of(issue)] == ["B", "C"]


def test_pages_that_not_everybody_may_read_do_not_come_in(editor):
    hidden, draft = ArticlePageFactory(), ArticlePageFactory(live=False)
    restrict(hidden)
    issue = IssueFactory()

    composing.save_issue(issue_id=issue.pk, subject="S", intro="", actor=editor, add=[hidden.pk, draft.pk])

    assert newsletter.items_of(issue) == []
    assert newsletter.candidates(issue) == []


def test_candidates_are_news_events_and_resources_that_are_not_chosen_yet():
    chosen = ArticlePageFactory(title="Chosen")
    ArticlePageFactory(title="Zeppelin news")
    EventPageFactory(title="Zeppelin forum", last_published_at=timezone.now())
    ResourcePageFactory(title="A source")
    issue = IssueFactory(pages=[chosen])

    assert sorted((each.kind, each.title) for each in newsletter.candidates(issue)) == [
        ("Event", "Zeppelin forum"),
        ("Library", "A source"),
        ("Library", "Library"),
        ("News", "Zeppelin news"),
    ]
    assert [each.kind for each in newsletter.candidates(issue, words="zeppelin", kind="events.eventpage")] == ["Event"]
    assert newsletter.candidates(issue, words="\0 nothing") == []


def test_composing_is_refused_without_the_right_and_after_the_draft(member, editor, staff):
    issue = IssueFactory(state=IssueState.SCHEDULED, due_at=timezone.now())
    words = {"subject": "S", "intro": ""}

    assert refused(composing.create_issue, subject="S", actor=member) == Reason.NOT_YOURS
    assert refused(composing.save_issue, issue_id=issue.pk, **words, actor=member) == Reason.NOT_YOURS
    assert refused(composing.save_issue, issue_id=issue.pk, **words, actor=editor) == Reason.NOT_DRAFT
    assert refused(composing.delete_issue, issue_id=issue.pk, actor=staff) == Reason.NOT_DRAFT
    draft = composing.create_issue(subject="S", actor=editor)
    composing.delete_issue(issue_id=draft.pk, actor=editor)
    assert list(Issue.objects.all()) == [issue]


# Testing, scheduling ----------------------------------------------------------------------------------------------


def test_test_goes_to_its_addresses_each_time_and_says_that_it_is_one(editor):
    issue = IssueFactory(subject="March", pages=[ArticlePageFactory(title="The item")])

    for _time in range(2):
        addresses = ["a@test.example", " A@test.example", "b@test.example", ""]
        assert sending.send_test(issue_id=issue.pk, addresses=addresses, actor=editor) == 2

    sent = deliver_all()
    assert [message.to[0] for message in sent] == ["a@test.example", "b@test.example"] * 2
    assert sent[0].subject == "Test: March"
    assert "This is a test" in sent[0].body
    assert "The item" in html_of(sent[0])
    assert "List-Unsubscribe" not in sent[0].extra_headers
    issue.refresh_from_db()
    assert issue.state == IssueState.DRAFT


@pytest.mark.parametrize(
    "addresses", [[], [""], ["nobody"], [f"a{n}@x.example" for n in range(6)], ["a@b.example\nBcc: c@d.example"]]
)
def test_test_is_refused_without_one_to_five_addresses(editor, addresses):
    assert (
        refused(sending.send_test, issue_id=IssueFactory().pk, addresses=addresses, actor=editor) == Reason.NO_ADDRESS
    )
    assert letters() == []


def test_schedule_starts_at_its_minute_by_the_clock(staff):
    SubscriberFactory(address="reader@readers.example")
    issue = IssueFactory()
    with time_machine.travel("2027-03-16 08:00:00+00:00", tick=False):
        due_at = timezone.now() + timedelta(hours=1)
        sending.schedule(issue_id=issue.pk, due_at=due_at, actor=staff)
    with time_machine.travel("2027-03-16 08:59:00+00:00", tick=False):
        sending.sweep()
        issue.refresh_from_db()
        assert issue.state == IssueState.SCHEDULED
    with time_machine.travel("2027-03-16 09:00:00+00:00", tick=False):
        for _time in range(2):
            sending.sweep()
        issue.refresh_from_db()
        assert (issue.state, issue.number) == (IssueState.SENDING, 1)


def test_schedule_is_refused_in_the_past_without_the_right_and_twice(editor, staff):
    issue = IssueFactory()
    soon = timezone.now() + timedelta(hours=1)

    assert refused(sending.schedule, issue_id=issue.pk, due_at=timezone.now(), actor=staff) == Reason.PAST
    assert refused(sending.schedule, issue_id=issue.pk, due_at=soon, actor=editor) == Reason.NOT_YOURS
    assert refused(sending.unschedule, issue_id=issue.pk, actor=staff) == Reason.NOT_SCHEDULED
    sending.schedule(issue_id=issue.pk, due_at=soon, actor=staff)
    assert refused(sending.schedule, issue_id=issue.pk, due_at=soon, actor=staff) == Reason.NOT_DRAFT
    sending.unschedule(issue_id=issue.pk, actor=staff)
    issue.refresh_from_db()
    assert (issue.state, issue.due_at) == (IssueState.DRAFT, None)


def test_scheduled_issue_that_cannot_go_becomes_a_draft_with_the_reason(staff):
    page = ArticlePageFactory(title="Gone by then")
    issue = IssueFactory(pages=[page])
    with time_machine.travel("2027-03-16 08:00:00+00:00", tick=False):
        sending.schedule(issue_id=issue.pk, due_at=timezone.now() + timedelta(hours=1), actor=staff)
    page.unpublish()
    with time_machine.travel("2027-03-16 09:00:00+00:00", tick=False):
        sending.sweep()

    issue.refresh_from_db()
    assert issue.state == IssueState.DRAFT
    assert "Gone by then" in issue.problem
    assert letters() == []


# Sending ----------------------------------------------------------------------------------------------------------


def test_issue_goes_to_everybody_once_and_into_the_archive(client, member, staff):
    subscribe_member(member=member, actor=member)
    SubscriberFactory(address="reader@readers.example")
    SubscriberFactory(address=member.email)  # the same mailbox by another way
    article = ArticlePageFactory(title="The news & more", slug="the-news", summary="What it says.")
    issue = IssueFactory(subject="March issue", pages=[article, EventPageFactory(title="The Forum")])

    issue = send(issue, staff)

    assert recipients() == [member.email, "reader@readers.example"]
    assert (issue.state, issue.number, issue.recipients) == (IssueState.SENT, 1, 2)
    assert issue.finished_at is not None
    text = client.get("/newsletter/1/").text
    for words in ("March issue", "Dear readers,", "The news &amp; more", 'href="/news/the-news/"', "The Forum"):
        assert words in text
    assert 'href="/newsletter/1/"' in client.get("/newsletter/").text


def test_letter_holds_the_content_one_click_to_stop_and_the_archive(staff, mailbox):
    SubscriberFactory(address="reader@readers.example")
    issue = IssueFactory(
        subject="March issue",
        intro="Dear readers <b>of</b> this,\n\nsee https://s3cop.example/x",
        pages=[ArticlePageFactory(title="The news & <more>", slug="the-news", is_sample=True)],
    )

    send(issue, staff)

    [message] = mailbox
    html = html_of(message)
    assert message.subject == "March issue"
    assert "The news & <more>" in message.body
    assert "http://testserver/news/the-news/" in message.body
    assert "The news &amp; &lt;more&gt;" in html
    assert "Dear readers &lt;b&gt;of&lt;/b&gt; this," in html
    assert 'href="https://s3cop.example/x"' in html
    assert 'href="http://testserver/news/the-news/"' in html
    assert ">Sample<" in html
    assert "http://testserver/newsletter/1/" in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.extra_headers["List-Unsubscribe"].startswith("<http://testserver/letters/unsubscribe/")


def test_one_click_stops_the_newsletter_for_good(client, staff, mailbox):
    SubscriberFactory(address="reader@readers.example")
    send(IssueFactory(), staff)
    path = mailbox[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")

    assert client.get(path).status_code == 200
    assert subscribers.is_subscribed(address="reader@readers.example")
    answer = client.post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")

    assert (answer.status_code, answer.text) == (200, "Done.")
    assert not subscribers.is_subscribed(address="reader@readers.example")
    send(IssueFactory(), staff)
    assert len(mailbox) == 1


def test_words_of_an_issue_are_not_kept_with_each_letter_but_can_be_shown(staff):
    from cop.notifications.selectors import content_of

    SubscriberFactory()
    send(IssueFactory(intro="The words of the issue."), staff)

    letter = Letter.objects.get(kind="news.newsletter")
    assert (letter.text, letter.html, letter.subject != "") == ("", "", True)
    assert "The words of the issue." in content_of(letter).text


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: IssueFactory(subject=" "), Reason.NO_SUBJECT),
        (lambda: IssueFactory(intro=" "), Reason.EMPTY),
        (lambda: IssueFactory(pages=[ArticlePageFactory(live=False)]), Reason.HIDDEN_ITEM),
        (lambda: IssueFactory(state=IssueState.SENDING, number=1, started_at=timezone.now()), Reason.NOT_DRAFT),
    ],
)
def test_start_is_refused_for_what_cannot_go(staff, make, reason):
    SubscriberFactory()
    issue = make()

    assert refused(sending.start, issue_id=issue.pk, actor=staff) == reason
    assert letters() == []


def test_start_needs_the_right_and_happens_once(editor, staff):
    issue = IssueFactory()

    assert refused(sending.start, issue_id=issue.pk, actor=editor) == Reason.NOT_YOURS
    # The clock starts nothing that was not scheduled.
    assert refused(sending.start, issue_id=issue.pk, actor=None) == Reason.NOT_DRAFT
    sending.start(issue_id=issue.pk, actor=staff)
    assert refused(sending.start, issue_id=issue.pk, actor=staff) == Reason.NOT_DRAFT


def test_content_stays_as_it_was_when_it_started_but_hidden_pages_leave_the_archive(client, staff):
    first, second = ArticlePageFactory(title="First"), ArticlePageFactory(title="Second")
    issue = send(IssueFactory(pages=[first, second]), staff)
    first.title = "Renamed"
    first.save_revision().publish()
    second.unpublish()

    text = client.get(issue.get_absolute_url()).text

    assert "First" in text
    assert "Renamed" not in text
    assert "Second" not in text


def test_batches_go_on_from_the_cursor_and_ask_for_the_next(staff, monkeypatch, run_tasks):
    monkeypatch.setattr(sending, "BATCH", 2)
    for number in range(5):
        SubscriberFactory(address=f"r{number}@readers.example")
    issue = IssueFactory()
    sending.start(issue_id=issue.pk, actor=staff)

    run_tasks()

    issue.refresh_from_db()
    assert recipients() == [f"r{number}@readers.example" for number in range(5)]
    assert issue.recipients == 5
    assert issue.written_at is not None
    sending.sweep()
    issue.refresh_from_db()
    assert issue.state == IssueState.SENT


def test_sweep_goes_on_with_what_a_dead_worker_left(staff, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 2)
    for number in range(3):
        SubscriberFactory(address=f"r{number}@readers.example")
    issue = IssueFactory()
    with time_machine.travel("2027-03-16 09:00:00+00:00", tick=False):
        sending.start(issue_id=issue.pk, actor=staff)
        sending.write_batch(issue_id=issue.pk)
    with time_machine.travel("2027-03-16 09:02:00+00:00", tick=False):
        sending.sweep()  # Perhaps the batch still runs.
        assert len(recipients()) == 2
    with time_machine.travel("2027-03-16 09:04:00+00:00", tick=False):
        sending.sweep()
        assert len(recipients()) == 3
        sending.sweep()
        assert len(recipients()) == 3


def test_who_stops_before_the_letter_goes_does_not_get_it(staff, mailbox):
    SubscriberFactory(address="reader@readers.example")
    issue = IssueFactory()
    sending.start(issue_id=issue.pk, actor=staff)
    sending.write_batch(issue_id=issue.pk)
    subscriptions.unsubscribe(subscriber=Link(subscribers.GROUP, address="reader@readers.example"))

    delivery.deliver_due()
    sending.sweep()

    issue.refresh_from_db()
    assert (mailbox, issue.state) == ([], IssueState.SENT)
    assert newsletter.progress_of(issue).withdrawn == 1


def test_stop_holds_back_what_has_not_gone(client, editor, staff, mailbox):
    for number in range(3):
        SubscriberFactory(address=f"r{number}@readers.example")
    issue = IssueFactory()
    sending.start(issue_id=issue.pk, actor=staff)
    sending.write_batch(issue_id=issue.pk)
    delivery.deliver(Letter.objects.order_by("pk").first().pk)

    assert refused(sending.stop, issue_id=issue.pk, actor=editor) == Reason.NOT_YOURS
    assert sending.stop(issue_id=issue.pk, actor=staff) == 2
    assert refused(sending.stop, issue_id=issue.pk, actor=staff) == Reason.NOT_SENDING

    delivery.deliver_due()
    assert sending.write_batch(issue_id=issue.pk) == 0
    assert len(mailbox) == 1
    assert client.get("/newsletter/1/").status_code == 404
    progress = newsletter.progress_of(issue)
    assert (progress.written, progress.sent, progress.withdrawn, progress.percent) == (3, 1, 2, 100)


def test_letter_that_fails_for_good_does_not_keep_the_issue_from_its_end(staff):
    SubscriberFactory(address="reader@readers.example")
    issue = IssueFactory()
    sending.start(issue_id=issue.pk, actor=staff)
    sending.write_batch(issue_id=issue.pk)
    Letter.objects.update(state=LetterState.FAILED)

    sending.sweep()

    issue.refresh_from_db()
    assert issue.state == IssueState.SENT
    assert newsletter.progress_of(issue).failed == 1


def test_drafts_are_not_in_the_archive_for_anybody(client, client_for, staff):
    IssueFactory(subject="Canary draft")
    IssueFactory(subject="Canary stopped", state=IssueState.STOPPED, number=4, started_at=timezone.now())

    for browser in (client, client_for(staff)):
        assert "Canary" not in browser.get("/newsletter/").text
        assert browser.get("/newsletter/4/").status_code == 404
        assert browser.get("/newsletter/99999999999999999999/").status_code == 404


def test_database_refuses_a_second_issue_of_the_same_number_and_states_without_their_times():
    now = timezone.now()
    IssueFactory(state=IssueState.SENT, number=1, started_at=now, finished_at=now)
    for fields in (
        {"state": IssueState.SENDING, "number": 1, "started_at": now},
        {"state": IssueState.SENDING},
        {"state": IssueState.SCHEDULED},
        {"state": IssueState.SENT, "number": 2, "started_at": now},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            IssueFactory(**fields)


@pytest.mark.parametrize("rows", [1, 3])
def test_archive_takes_one_statement_and_an_issue_two(client, staff, django_assert_num_queries, rows):
    SubscriberFactory()
    for _number in range(rows):
        send(IssueFactory(pages=[ArticlePageFactory() for _each in range(rows)]), staff)
    client.get("/newsletter/1/")

    with django_assert_num_queries(1):
        client.get("/newsletter/")
    # The issue; which of its pages are still there for everybody.
    with django_assert_num_queries(2):
        client.get("/newsletter/1/")
    cache.clear()


# Killed, and at the same moment -------------------------------------------------------------------------------------


@pytest.fixture
def started(transactional_db):
    staff = UserFactory(is_staff=True, is_superuser=True)
    for number in range(6):
        SubscriberFactory(address=f"r{number}@readers.example")
    issue = IssueFactory()
    sending.start(issue_id=issue.pk, actor=staff)
    return issue


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_batch_killed_before_its_commit_is_written_once_by_the_next(started):
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            with transaction.atomic():
                sending.write_batch(issue_id=started.pk)
                os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    started.refresh_from_db()
    assert (recipients(), started.cursor, started.recipients) == ([], 0, 0)

    for _time in range(2):
        sending.sweep(now=timezone.now() + timedelta(minutes=4))

    assert recipients() == [f"r{number}@readers.example" for number in range(6)]


@pytest.mark.race
def test_many_workers_at_once_write_each_letter_once(race, started, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 2)

    outcomes = race([lambda: sending.write_batch(issue_id=started.pk)] * 12, at_once=6)

    assert [each for each in outcomes if isinstance(each, Exception)] == []
    assert sum(outcomes) == 6
    assert recipients() == [f"r{number}@readers.example" for number in range(6)]
    started.refresh_from_db()
    assert started.recipients == 6


@pytest.mark.race
def test_issue_started_by_many_at_once_starts_once_and_numbers_are_given_once(race, transactional_db):
    staff = UserFactory(is_staff=True, is_superuser=True)
    issues = [IssueFactory() for _number in range(3)]

    outcomes = race(
        [lambda pk=issue.pk: sending.start(issue_id=pk, actor=staff) for issue in issues for _time in range(4)],
        at_once=6,
    )

    assert [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, Refused)] == []
    assert sum(isinstance(each, Issue) for each in outcomes) == 3
    assert sorted(Issue.objects.values_list("number", flat=True)) == [1, 2, 3]
