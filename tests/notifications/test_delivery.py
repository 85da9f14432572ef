"""Sending: claimed by one, rendered then, kept as sent; what fails is tried again, given up or withdrawn."""

import logging
import smtplib
import ssl
from datetime import datetime, timedelta

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cop.notifications.choices import LetterState
from cop.notifications.models import Letter, Unsubscription
from cop.notifications.services import delivery
from tests.letters import deliver_all, html_of, letters

HERE = "tests.notifications.test_delivery"


class Server(BaseEmailBackend):
    """A mail server that answers with what the test tells it."""

    answer: Exception | int = 1
    taken: list = []
    calls: list[str] = []

    def open(self):
        Server.calls.append("open")
        return True

    def close(self):
        Server.calls.append("close")
        if isinstance(Server.answer, TimeoutError):
            raise Server.answer

    def send_messages(self, messages):
        Server.calls.append("send")
        if isinstance(Server.answer, Exception) and not isinstance(Server.answer, TimeoutError):
            raise Server.answer
        Server.taken += messages
        return Server.answer if isinstance(Server.answer, int) else 1


@pytest.fixture
def server(settings, monkeypatch):
    settings.MAILERS = {"default": {"BACKEND": f"{HERE}.Server"}}
    monkeypatch.setattr(Server, "answer", 1)
    monkeypatch.setattr(Server, "taken", [])
    monkeypatch.setattr(Server, "calls", [])
    return Server


@pytest.fixture
def clock(time_machine):
    """A clock that stands still until it is shifted."""
    time_machine.move_to(timezone.now(), tick=False)
    return time_machine


def fresh(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def test_delivered_letter_is_kept_as_it_was_sent(post, member, mailbox):
    letter = post(to=member, subject="Your place", words="Bring it.", files=["forum.ics"])
    assert delivery.deliver(letter.pk) is True
    message = mailbox[0]
    kept = fresh(letter)
    assert (kept.state, kept.attempts, kept.error, kept.claimed_until) == (LetterState.SENT, 1, "", None)
    assert kept.sent_at is not None
    assert (kept.subject, kept.text, kept.html) == ("Your place", message.body, html_of(message))
    assert kept.attachments == [{"name": "forum.ics", "type": "text/calendar", "size": 15}]
    assert kept.headers["Message-ID"] == letter.message_id == message.extra_headers["Message-ID"]
    assert kept.headers["To"] == "Ana Member <ana.member@members.example>"
    assert "Bring it." in kept.text
    assert len(mailbox) == 1


def test_delivering_twice_sends_once(post, mailbox):
    letter = post()
    assert [delivery.deliver(letter.pk), delivery.deliver(letter.pk)] == [True, False]
    assert len(mailbox) == 1


def test_letter_claimed_by_another_is_left_alone(post, mailbox):
    letter = post()
    claimed = timezone.now() + timedelta(minutes=1)
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENDING, claimed_until=claimed, attempts=1)
    assert delivery.deliver(letter.pk) is False
    assert (fresh(letter).claimed_until, fresh(letter).attempts, mailbox) == (claimed, 1, [])


def test_delivery_takes_three_statements(post, django_assert_num_queries):
    letter = post()
    with django_assert_num_queries(3):
        delivery.deliver(letter.pk)


def test_unknown_number_does_nothing(db, mailbox):
    assert delivery.deliver(4711) is False


def test_worker_runs_the_task(post, mailbox, run_tasks):
    letter = post()
    run_tasks()
    assert [message.extra_headers["Message-ID"] for message in mailbox] == [letter.message_id]


@pytest.mark.parametrize(
    ("error", "permanent"),
    [
        (smtplib.SMTPRecipientsRefused({"ana@mail.example": (550, b"no such user")}), True),
        (smtplib.SMTPRecipientsRefused({"ana@mail.example": (451, b"greylisted")}), False),
        (smtplib.SMTPDataError(554, b"refused"), True),
        (smtplib.SMTPDataError(452, b"mailbox full"), False),
        (smtplib.SMTPSenderRefused(550, b"not you", "secretariat@s3cop.example"), False),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), False),
        (smtplib.SMTPServerDisconnected("gone"), False),
        (ConnectionRefusedError("nobody there"), False),
        (ssl.SSLCertVerificationError("certificate expired"), False),
        (ValueError("Invalid address"), True),
    ],
)
def test_error_of_the_server_fails_at_once_or_is_tried_later(post, server, error, permanent):
    letter = post()
    server.answer = error
    assert delivery.deliver(letter.pk) is False
    kept = fresh(letter)
    assert kept.state == (LetterState.FAILED if permanent else LetterState.QUEUED)
    assert kept.error.startswith(type(error).__name__)
    assert (kept.sent_at, kept.claimed_until, kept.attempts) == (None, None, 1)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            smtplib.SMTPRecipientsRefused({"ana@mail.example": (550, b"5.1.1 no such\r\nuser")}),
            "SMTPRecipientsRefused: 550 5.1.1 no such user",
        ),
        (smtplib.SMTPDataError(452, b"mailbox \xff full"), "SMTPDataError: 452 mailbox \ufffd full"),
        (ConnectionRefusedError("nobody there"), "ConnectionRefusedError: nobody there"),
        (OSError("x" * 900), f"OSError: {'x' * 491}"),
    ],
)
def test_error_is_kept_in_plain_words(post, server, error, words):
    letter = post()
    server.answer = error
    delivery.deliver(letter.pk)
    assert fresh(letter).error == words


def test_server_that_takes_nothing_is_asked_again(post, server):
    letter = post()
    server.answer = 0
    assert delivery.deliver(letter.pk) is False
    assert fresh(letter).state == LetterState.QUEUED


def test_pauses_grow_and_the_eighth_failure_is_the_last(post, server, time_machine):
    time_machine.move_to(datetime(2027, 3, 16, 9, tzinfo=timezone.get_default_timezone()), tick=False)
    letter = post()
    server.answer = ConnectionRefusedError("nobody there")
    pauses = []
    for _attempt in range(7):
        delivery.deliver(letter.pk)
        kept = fresh(letter)
        assert kept.state == LetterState.QUEUED
        pauses.append((kept.due_at - timezone.now()) / timedelta(minutes=1))
        assert delivery.deliver(letter.pk) is False  # Not before it is due.
        time_machine.move_to(kept.due_at, tick=False)
    assert pauses == [1, 3, 9, 27, 81, 243, 729]
    delivery.deliver(letter.pk)
    assert (fresh(letter).state, fresh(letter).attempts) == (LetterState.FAILED, 8)
    assert server.calls.count("send") == 8


def test_error_while_hanging_up_does_not_send_twice(post, server):
    letter = post()
    server.answer = TimeoutError("QUIT was not answered")
    assert delivery.deliver(letter.pk) is True
    assert fresh(letter).state == LetterState.SENT
    assert server.calls == ["open", "send", "close"]


def test_letter_that_cannot_be_built_fails_and_is_logged_without_names(post, mailbox, caplog):
    letter = post("sample.broken", to="hidden.person@mail.example")
    with caplog.at_level(logging.INFO):
        assert delivery.deliver(letter.pk) is False
    kept = fresh(letter)
    assert (kept.state, mailbox) == (LetterState.FAILED, [])
    assert kept.error == "KeyError: 'hidden.person@mail.example'"
    assert [record.name for record in caplog.records] == ["cop.notifications.services.delivery"]
    assert f"Letter {letter.pk} (sample.broken) cannot be rendered: KeyError at " in caplog.text
    assert "hidden.person" not in caplog.text


def test_letter_of_a_forgotten_kind_fails(post):
    letter = post()
    Letter.objects.filter(pk=letter.pk).update(kind="sample.forgotten")
    assert delivery.deliver(letter.pk) is False
    assert fresh(letter).state == LetterState.FAILED


def test_letter_whose_report_is_over_is_withdrawn(post, mailbox):
    letter = post("sample.over")
    assert delivery.deliver(letter.pk) is False
    assert (fresh(letter).state, fresh(letter).error) == (LetterState.WITHDRAWN, "The offer is over.")
    assert mailbox == []


def test_database_error_while_building_is_tried_later(post, monkeypatch):
    def locked(*args):
        raise OperationalError("database is locked")

    letter = post()
    monkeypatch.setattr("cop.notifications.rendering.render", locked)
    delivery.deliver(letter.pk)
    assert fresh(letter).state == LetterState.QUEUED


def test_claim_lost_before_sending_sends_nothing(post, mailbox, monkeypatch):
    letter = post()
    monkeypatch.setattr(delivery, "CLAIM", timedelta(seconds=-1))
    assert delivery.deliver(letter.pk) is False
    assert mailbox == []
    assert fresh(letter).state == LetterState.SENDING


def test_claim_lost_while_sending_writes_nothing(post, server, monkeypatch):
    letter = post()
    others = timezone.now() + timedelta(minutes=9)

    def slow(self, messages):
        Letter.objects.filter(pk=letter.pk).update(claimed_until=others, attempts=2)
        raise ConnectionResetError

    monkeypatch.setattr(Server, "send_messages", slow)
    delivery.deliver(letter.pk)
    kept = fresh(letter)
    assert (kept.state, kept.claimed_until, kept.attempts, kept.error) == (LetterState.SENDING, others, 2, "")


def test_switched_off_circular_is_withdrawn_and_one_s_own_place_is_not(post, member, mailbox):
    Unsubscription.objects.create(member=member, group="sample.circulars")
    Unsubscription.objects.create(member=member, group="sample.own")
    stopped, own, other = post("sample.circular", to=member), post(to=member), post("sample.other", to=member)
    deliver_all()
    assert [fresh(letter).state for letter in (stopped, own, other)] == ["withdrawn", "sent", "sent"]
    assert len(mailbox) == 2


def test_switching_off_without_an_account_counts_for_the_address_whatever_its_case(post, mailbox):
    Unsubscription.objects.create(address="guest@mail.example", group="sample.circulars")
    stopped = post("sample.circular", to="Guest@Mail.example")
    sent = post("sample.circular", to="other.guest@mail.example")
    deliver_all()
    assert [fresh(letter).state for letter in (stopped, sent)] == ["withdrawn", "sent"]


# Secrets --------------------------------------------------------------------------------------------------------


def everything_kept(letter: Letter) -> str:
    return repr(Letter.objects.filter(pk=letter.pk).values().get())


def test_secret_letter_is_sent_with_its_code_and_kept_without(post, mailbox):
    letter = post("sample.code", code="QWERTZ", path="/accounts/code/?c=QWERTZ&x=1")
    assert "QWERTZ" in everything_kept(letter)
    deliver_all()
    message = mailbox[0]
    assert message.subject == "Code QWERTZ"
    assert "Type QWERTZ." in message.body
    assert "?c=QWERTZ&amp;x=1" in html_of(message)
    assert "QWERTZ" not in everything_kept(letter)
    kept = fresh(letter)
    assert kept.subject == "Code ••••••"
    assert "Type ••••••." in kept.text
    assert kept.params == {"code": "••••••", "path": "••••••"}


def test_secret_letter_that_cannot_be_built_without_its_secret_keeps_no_content(post, mailbox):
    letter = post("sample.fragile", number="815")
    deliver_all()
    assert mailbox[0].subject == "Number 815"
    kept = fresh(letter)
    assert "815" not in kept.subject + kept.text + kept.html + repr(kept.params) + repr(kept.headers)
    assert (kept.subject, kept.text) == ("Needs its secret", "What this letter said is secret and is not kept.")


def test_secret_letter_that_fails_forgets_its_code(post, server):
    letter = post("sample.code", code="QWERTZ", path="/")
    server.answer = smtplib.SMTPRecipientsRefused({"ana.sample@mail.example": (550, b"no")})
    delivery.deliver(letter.pk)
    assert fresh(letter).state == LetterState.FAILED
    assert "QWERTZ" not in everything_kept(letter)


def test_secret_letter_that_is_tried_later_remembers_its_code(post, server):
    letter = post("sample.code", code="QWERTZ", path="/")
    server.answer = ConnectionRefusedError("nobody there")
    delivery.deliver(letter.pk)
    assert fresh(letter).params["code"] == "QWERTZ"


def test_secret_letter_stays_readable_in_development(post, mailbox, settings):
    settings.DEBUG = True
    letter = post("sample.code", code="QWERTZ", path="/")
    deliver_all()
    assert (fresh(letter).subject, fresh(letter).params["code"]) == ("Code QWERTZ", "QWERTZ")


# What is picked up afterwards -----------------------------------------------------------------------------------


def batches() -> list[list[int]]:
    found = DBTaskResult.objects.filter(task_path="cop.notifications.tasks.deliver_letters").order_by("enqueued_at")
    return [task.args_kwargs["args"][0] for task in found]


def forget_tasks() -> None:
    DBTaskResult.objects.all().delete()


def test_sweep_puts_back_what_a_dead_worker_held(post, mailbox, run_tasks, clock):
    letter = post()
    Letter.objects.filter(pk=letter.pk).update(
        state=LetterState.SENDING, claimed_until=timezone.now() + delivery.CLAIM, attempts=1
    )
    forget_tasks()
    assert delivery.sweep() == 0
    clock.shift(delivery.CLAIM + timedelta(seconds=1))
    assert delivery.sweep() == 1
    run_tasks()
    assert [message.extra_headers["Message-ID"] for message in mailbox] == [letter.message_id]
    assert (fresh(letter).state, fresh(letter).attempts) == (LetterState.SENT, 2)


def test_sweep_gives_up_a_letter_that_kills_its_workers(post):
    letter = post("sample.code", code="QWERTZ", path="/")
    Letter.objects.filter(pk=letter.pk).update(
        state=LetterState.SENDING, claimed_until=timezone.now() - timedelta(seconds=1), attempts=8
    )
    assert delivery.sweep() == 0
    assert (fresh(letter).state, fresh(letter).error) == (LetterState.FAILED, "The worker was lost each time.")
    assert "QWERTZ" not in everything_kept(letter)


def test_sweep_queues_letters_whose_task_was_lost_once(post, clock):
    letter = post()
    forget_tasks()
    assert delivery.sweep() == 0
    clock.shift(delivery.TASK_MAY_TAKE + timedelta(seconds=1))
    assert [delivery.sweep(), delivery.sweep()] == [1, 0]
    assert batches() == [[letter.pk]]


def test_sweep_queues_the_next_attempt_when_it_is_due(post, server, clock):
    letter = post()
    server.answer = ConnectionRefusedError("nobody there")
    delivery.deliver(letter.pk)
    assert delivery.sweep() == 0
    clock.shift(timedelta(minutes=1))
    assert delivery.sweep() == 1


def test_sweep_does_not_grow_with_letters(post, django_assert_num_queries, clock):
    post()
    clock.shift(timedelta(minutes=6))
    with django_assert_num_queries(5):
        delivery.sweep()
    for _number in range(3):
        post()
    clock.shift(timedelta(minutes=6))
    with django_assert_num_queries(5):
        delivery.sweep()


def test_portion_ends_in_time_and_queues_the_rest(post, server, monkeypatch):
    first, second, third = post(), post(), post()
    forget_tasks()
    monkeypatch.setattr(delivery, "PORTION", timedelta(0))
    delivery.deliver_portion([first.pk, second.pk, third.pk])
    assert server.taken == []
    assert batches() == [[first.pk, second.pk, third.pk]]
    monkeypatch.undo()


def test_many_letters_go_over_one_connection(post, server):
    numbers = [post().pk for _number in range(3)]
    delivery.deliver_portion(numbers)
    assert server.calls == ["open", "send"] * 3 + ["close"]
    assert [letter.state for letter in letters()] == ["sent"] * 3


def test_broken_connection_is_opened_anew_for_the_next_letter(post, server, monkeypatch):
    numbers = [post().pk for _number in range(2)]
    first_try = iter([True])

    def send(self, messages):
        Server.calls.append("send")
        if next(first_try, False):
            raise smtplib.SMTPServerDisconnected("gone")
        return 1

    monkeypatch.setattr(Server, "send_messages", send)
    delivery.deliver_portion(numbers)
    assert server.calls == ["open", "send", "close", "open", "send", "close"]
    assert [letter.state for letter in letters()] == ["queued", "sent"]


def test_command_sends_what_is_due_and_says_how_many(post, mailbox, capsys):
    post()
    later = post()
    Letter.objects.filter(pk=later.pk).update(due_at=timezone.now() + timedelta(hours=1))
    stuck = post()
    Letter.objects.filter(pk=stuck.pk).update(
        state=LetterState.SENDING, claimed_until=timezone.now() - timedelta(seconds=1)
    )
    call_command("send_letters")
    assert capsys.readouterr().out == "2 letters sent.\n"
    assert [letter.state for letter in letters()] == ["sent", "queued", "sent"]
    call_command("send_letters", verbosity=0)
    assert capsys.readouterr().out == ""


def test_clock_asks_for_a_sweep_every_minute():
    from crontask import scheduler

    from cop.notifications import tasks

    jobs = [str(job.trigger) for job in scheduler.get_jobs() if job.name == tasks.sweep_letters.name]
    assert jobs == ["cron[month='*', day='*', day_of_week='*', hour='*', minute='*']"]
