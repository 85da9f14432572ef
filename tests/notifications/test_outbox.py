"""Writing letters: once per cause, in the caller's transaction, two statements."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from cop.notifications.choices import LetterState
from cop.notifications.models import Letter
from cop.notifications.registry import UnknownKind
from cop.notifications.services import outbox
from cop.notifications.services.outbox import Draft
from tests.letters import letters


def tasks() -> list[tuple[str, list, int]]:
    return [
        (task.task_path.rpartition(".")[2], task.args_kwargs["args"], task.priority)
        for task in DBTaskResult.objects.filter(task_path__startswith="cop.notifications.").order_by("enqueued_at")
    ]


def test_post_writes_one_row_and_one_task(post, member):
    letter = post(to=member, cause="registration 1 confirmed", words="Hello", day=date(2027, 3, 16))
    kept = Letter.objects.get()
    assert (kept.pk, kept.kind, kept.cause) == (letter.pk, "sample.own", "registration 1 confirmed")
    assert (kept.member, kept.to, kept.state) == (member, "ana.member@members.example", LetterState.QUEUED)
    assert kept.params == {"words": "Hello", "day": "2027-03-16"}
    assert (kept.subject, kept.text, kept.html, kept.attempts) == ("", "", "", 0)
    assert tasks() == [("deliver_letter", [letter.pk], 0)]


def test_post_takes_two_statements(post, member, django_assert_num_queries):
    with django_assert_num_queries(2) as captured:
        post(to=member)
    assert [query["sql"].split()[0] for query in captured.captured_queries] == ["INSERT", "INSERT"]


def test_post_with_a_known_cause_returns_the_first_letter(post, django_assert_max_num_queries):
    first = post(cause="registration 1 confirmed", words="first")
    with django_assert_max_num_queries(2):
        second = post(cause="registration 1 confirmed", to="somebody.else@mail.example", words="second")
    assert second.pk == first.pk
    assert second.message_id == first.message_id
    assert (second.to, second.params) == ("ana.sample@mail.example", {"words": "first"})
    assert [letter.params for letter in letters()] == [{"words": "first"}]
    assert len(tasks()) == 1


def test_post_with_a_known_cause_leaves_the_transaction_usable(post, member):
    post(cause="once")
    with transaction.atomic():
        post(cause="once")
        member.name = "Written after the second call"
        member.save()
    member.refresh_from_db()
    assert member.name == "Written after the second call"


def test_post_with_a_known_cause_does_not_wake_a_sent_letter(post):
    Letter.objects.filter(pk=post(cause="once").pk).update(state=LetterState.SENT, sent_at=datetime.now(UTC))
    assert post(cause="once").state == LetterState.SENT
    assert [letter.state for letter in letters()] == [LetterState.SENT]


@pytest.mark.django_db(transaction=True)
def test_post_in_a_transaction_that_fails_leaves_nothing(post):
    with pytest.raises(RuntimeError), transaction.atomic():
        post()
        raise RuntimeError
    assert (letters(), tasks()) == ([], [])


@pytest.mark.django_db(transaction=True)
def test_post_outside_a_transaction_writes_both_or_neither(post, monkeypatch):
    def refuse(self, *args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("django_tasks_db.backend.DatabaseBackend.enqueue", refuse)
    with pytest.raises(RuntimeError):
        post()
    assert letters() == []


@pytest.mark.race
def test_post_of_one_cause_by_many_at_once_makes_one_letter(race):
    def write(number):
        with transaction.atomic():
            return outbox.post(kind="sample.own", cause="same", to="ana@mail.example", params={"n": number}).message_id

    outcomes = race([lambda number=number: write(number) for number in range(12)], at_once=6)
    assert set(outcomes) == {letter.message_id for letter in letters()}
    assert len(letters()) == 1
    assert len(tasks()) == 1


def test_post_of_an_unknown_kind_is_refused_and_the_transaction_goes_on(post, member):
    with transaction.atomic():
        with pytest.raises(UnknownKind, match=r"sample\.unheard_of"):
            post("sample.unheard_of")
        member.save()
    assert letters() == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ana",
        "ana@mail.example\r\nBcc: eve@mail.example",
        "ana@mail.example\n",
        "ana@mail.example, eve@mail.example",
        "Ana <ana@mail.example>",
        "ana\x00@mail.example",
        f"{'a' * 250}@mail.example",
    ],
)
def test_post_to_what_is_no_address_is_refused_without_naming_it(post, address):
    with pytest.raises(ValueError, match=r"^The letter has no valid address\.$"):
        post(to=address)
    assert letters() == []


@pytest.mark.parametrize("cause", ["x" * 201, "two\nlines", "nul\x00"])
def test_post_with_a_bad_cause_is_refused(post, cause):
    with pytest.raises(ValueError, match="1 to 200 printable"):
        post(cause=cause)


def test_post_without_a_cause_is_refused(db):
    with pytest.raises(ValueError, match="1 to 200 printable"):
        outbox.post(kind="sample.own", cause="", to="ana@mail.example", params={})


def test_post_removes_nul_from_facts(post):
    letter = post(words="a\x00b", rows=[["L\x00", {"k\x00": "v\x00"}]])
    letter.refresh_from_db()
    assert letter.params == {"words": "ab", "rows": [["L", {"k": "v"}]]}


def test_message_id_is_unique_and_names_our_host(post, settings):
    settings.SITE_URL = "https://s3cop.example:8443"
    first, second = post(), post()
    assert first.message_id != second.message_id
    assert first.message_id.startswith("<")
    assert first.message_id.endswith("@s3cop.example>")


def test_secret_letters_go_first(post):
    post()
    post("sample.code", code="ABCDEF", path="/")
    assert [priority for _task, _args, priority in tasks()] == [0, 50]


def test_post_many_writes_all_in_one_insert_with_one_task(db, member, other_member):
    outbox.post(kind="sample.circular", cause="c ana.sample@mail.example", to="ana.sample@mail.example", params={})
    drafts = [
        Draft(cause="c 1", to=member, params={"n": 1}),
        Draft(cause="c 2", to=other_member, params={"n": 2}),
        Draft(cause="c 2", to=other_member, params={"n": 2}),
        Draft(cause="c ana.sample@mail.example", to="ana.sample@mail.example", params={"n": 3}),
    ]
    with CaptureQueriesContext(connection) as captured:
        new = outbox.post_many(kind="sample.circular", drafts=drafts)
    assert len(captured) == 2
    assert [letter.cause for letter in new] == ["c 1", "c 2"]
    assert [letter.params for letter in letters(kind="sample.circular")] == [{}, {"n": 1}, {"n": 2}]
    assert tasks()[1:] == [("deliver_letters", [[letter.pk for letter in new]], -10)]


def test_post_many_of_nothing_does_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert outbox.post_many(kind="sample.circular", drafts=[]) == []


def test_withdraw_takes_back_what_is_not_on_its_way(post):
    gone, sending, other = post(cause="reminder 7 a"), post(cause="reminder 7 b"), post(cause="reminder 8 a")
    Letter.objects.filter(pk=sending.pk).update(state=LetterState.SENDING, claimed_until=datetime.now(UTC))
    assert outbox.withdraw(cause_prefix="reminder 7 ") == 1
    assert [letter.state for letter in letters()] == ["withdrawn", "sending", "queued"]
    assert [letter.pk for letter in letters()] == [gone.pk, sending.pk, other.pk]


def test_withdraw_forgets_secrets(post):
    post("sample.code", cause="code 1", code="QWERTZ", path="/")
    assert outbox.withdraw(cause_prefix="code ") == 1
    assert letters()[0].params == {}


def test_withdraw_of_everything_is_refused(db):
    with pytest.raises(ValueError, match="every waiting letter"):
        outbox.withdraw(cause_prefix="")
