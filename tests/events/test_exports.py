"""Sheets of registrations: chosen columns, what the list showed, no live formula, written down."""

import csv
import gc
import tracemalloc
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from cop.core.sheets import as_xlsx
from cop.members.models import User
from events import exports
from events.choices import QuestionKind, RegistrationStatus
from events.models import Category, Question, Registration, SessionPlace
from events.services.registering import register
from tests.factories.events import CategoryFactory, SessionFactory, moment
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_for, manager):
    """An event manager's browser."""
    return client_for(manager)


@pytest.fixture
def category(db) -> Category:
    """An event with a number, a sensitive question and a session."""
    category = CategoryFactory(name="=Room")
    for order, (key, label, kind, is_sensitive) in enumerate(
        (
            ("years", "Years in S3", QuestionKind.NUMBER, False),
            ("diet", "Dietary needs", QuestionKind.LONG, True),
            ("note", "Note", QuestionKind.SHORT, False),
        )
    ):
        Question.objects.create(
            setup=category.setup, key=key, label=label, kind=kind, sort_order=order, is_sensitive=is_sensitive
        )
    return category


def add(category, **extra) -> Registration:
    return register(member=UserFactory(), event_id=category.setup.event_id, category_id=category.pk, **extra)


def address(category, query: str = "") -> str:
    return reverse("registrations:export_event", args=[category.setup.event_id]) + query


def download(client, where: str, kind: str, columns: list[str], **extra) -> list[list]:
    """The rows of the file, head first."""
    response = client.post(where, {"kind": kind, "columns": columns, **extra})
    content = response.getvalue()
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in response.headers["Cache-Control"]
    if kind == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    return [list(row) for row in load_workbook(BytesIO(content)).active.iter_rows(values_only=True)]


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("https://x.example")'])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_formulas_get_an_apostrophe(client, category, kind, start):
    registration = add(category, answers={"note": start})
    Registration.objects.filter(pk=registration.pk).update(badge_name=start, badge_organisation=start)
    rows = download(client, address(category), kind, ["name", "organisation", "category", "question:note"])
    expected = f"'{start}"
    # openpyxl reads a carriage return inside a cell back as a line feed.
    assert [str(each).replace("\n", "\r") for each in rows[1]] == [expected, expected, "'=Room", expected]


def test_head_cannot_be_a_formula_either(client, category):
    Question.objects.filter(key="note").update(label="=cmd()")
    assert download(client, address(category), "csv", ["question:note"]) == [["'=cmd()"]]


def test_numbers_stay_numbers_and_times_are_the_events(client, category):
    event = category.setup.event
    event.time_zone = "Europe/Helsinki"
    event.save()
    registration = add(category, answers={"years": -3})
    Registration.objects.filter(pk=registration.pk).update(created_at=moment("2026-07-01 08:30"))
    columns = ["status", "registered", "question:years"]
    rows = download(client, address(category), "xlsx", columns)
    assert [rows[1][0], rows[1][2]] == ["Confirmed", -3]
    assert rows[1][1].isoformat() == "2026-07-01T11:30:00"
    assert download(client, address(category), "csv", columns)[1] == ["Confirmed", "2026-07-01 11:30", "-3"]


def test_sensitive_answers_only_when_ticked(client, category):
    add(category, answers={"diet": "Canary: no nuts", "note": "hello"})
    form = client.get(address(category)).context["form"]
    assert "question:note" in form.fields["columns"].initial
    assert "question:diet" not in form.fields["columns"].initial
    assert not form.fields["sensitive"].initial
    assert download(client, address(category), "csv", ["question:note"])[1] == ["hello"]
    # Not even by asking for it as an ordinary column.
    smuggled = client.post(address(category), {"kind": "csv", "columns": ["question:diet"]})
    assert list(smuggled.context["form"].errors) == ["columns"]
    rows = download(client, address(category), "csv", ["question:note"], sensitive=["question:diet"])
    assert rows == [["Dietary needs", "Note"], ["Canary: no nuts", "hello"]]


def test_filters_and_search_of_the_list_are_respected(client, category):
    category.places = 1
    category.save()
    first, second = add(category, badge_organisation="Alpha"), add(category, badge_organisation="Beta")
    add(CategoryFactory())
    for query, expected in (
        ("", [first.code, second.code]),
        ("?status=waiting", [second.code]),
        ("?q=alpha", [first.code]),
        ("?status=nonsense", []),
    ):
        rows = download(client, address(category, query), "csv", ["code"])
        assert [row[0] for row in rows[1:]] == expected, query


def test_sessions_in_one_cell(client, category):
    event = category.setup.event
    one = SessionFactory(event=event, title="Opening", needs_choice=True)
    two = SessionFactory(
        event=event, title="Full workshop", needs_choice=True, places=0, starts_at=one.ends_at,
        ends_at=one.ends_at + (one.ends_at - one.starts_at),
    )  # fmt: skip
    add(category, session_ids=[one.pk, two.pk])
    assert download(client, address(category), "csv", ["sessions"])[1] == [
        "Opening; Full workshop (On the waiting list)"
    ]


def test_all_events_in_one_sheet(client, category):
    add(category)
    other = CategoryFactory()
    add(other)
    rows = download(client, reverse("registrations:export"), "xlsx", ["event", "category"])
    assert rows == [
        ["Event", "Category"],
        [category.setup.event.title, "'=Room"],
        [other.setup.event.title, "In the room"],
    ]
    assert ModelLogEntry.objects.filter(action="events.setup.export").count() == 2


def test_export_is_written_down(client, category, manager):
    add(category)
    add(category)
    download(client, address(category, "?status=confirmed"), "xlsx", ["name"], sensitive=["question:diet"])
    entry = ModelLogEntry.objects.for_instance(category.setup).get(action="events.setup.export")
    assert entry.user == manager
    assert entry.data == {
        "columns": ["name", "question:diet"],
        "count": 2,
        "kind": "xlsx",
        "filters": "status=confirmed",
    }


def test_looking_at_the_choice_of_columns_writes_nothing_down(client, category):
    client.get(address(category))
    client.post(address(category), {"kind": "csv"})
    assert ModelLogEntry.objects.filter(action="events.setup.export").count() == 0


def fill(category: Category, count: int) -> None:
    """Many registrations at once, as rows: the service is not what is measured here."""
    session = SessionFactory(event=category.setup.event, needs_choice=True)
    people = User.objects.bulk_create(User(email=f"many{n}@members.example", name=f"Many {n}") for n in range(count))
    made = Registration.objects.bulk_create(
        Registration(
            event=category.setup.event, member=person, category=category, status=RegistrationStatus.CONFIRMED,
            code=f"X{n:07}", badge_name=person.name, place_number=n + 1, category_number=n + 1,
            answers={"years": n, "diet": "none", "note": "A note of some length. " * 4},
        )
        for n, person in enumerate(people)
    )  # fmt: skip
    SessionPlace.objects.bulk_create(
        SessionPlace(registration=each, session=session, status=RegistrationStatus.CONFIRMED, number=n + 1)
        for n, each in enumerate(made)
    )


def collected(table):
    """Rows as they come. What is in cycles (a registration and its places) goes at once, so that the peak is that of
    what is held, not of when the collector happens to run."""
    gc.collect()
    gc.freeze()
    try:
        for number, row in enumerate(table):
            if number % exports.CHUNK == 0:
                gc.collect()
            yield row
    finally:
        gc.unfreeze()


@pytest.mark.parametrize("form", ["rows", "sheet"])
def test_memory_does_not_grow_with_the_rows(category, django_assert_num_queries, form):
    fill(category, 1_500)
    event = category.setup.event
    columns = exports.columns_for(event, list(Question.objects.filter(setup=category.setup)))
    peaks = []
    # Events, categories, sessions, the rows; and for each of 2 and of 6 chunks the places in sessions, and the files.
    for count, statements in ((500, 8), (1_500, 16)):
        registrations = Registration.objects.filter(event=event, place_number__lte=count).order_by("pk")
        tracemalloc.start()
        with django_assert_num_queries(statements):
            table = collected(exports.rows(registrations, columns))
            if form == "rows":
                assert sum(1 for _row in table) == 1 + count
            else:
                with as_xlsx(table, "Registrations") as file:
                    assert len(file.read()) > 20_000
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # All rows at once would take four times as much.
    assert peaks[1] < 1.5 * peaks[0]
