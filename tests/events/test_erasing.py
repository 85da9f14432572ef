"""Sensitive answers are erased so many days after the event: values, files, places of choices."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from wagtail.models import ModelLogEntry

from cop.privacy.clock import apply_retention_rules
from events.choices import QuestionKind
from events.models import AnswerFile, OptionPlace, Question, Registration
from events.services.erasing import erase_due_answers
from events.services.registering import register
from tests.factories.events import CategoryFactory, EventPageFactory, moment
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db

# 17:00 in Brussels; the clocks change on 28 March, so that 30 days later it is 17:00 summer time.
END = moment("2027-03-16 16:00")
DUE = moment("2027-04-15 15:00")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def category(db):
    """An event that ended on 16 March 2027, with sensitive and ordinary questions."""
    event = EventPageFactory(starts_at=END - timedelta(hours=8), ends_at=END)
    category = CategoryFactory(setup__event=event, setup__opens_at=moment("2027-01-01 00:00"))
    options = [{"key": "halal", "label": "Halal", "places": 9}, {"key": "vegan", "label": "Vegan", "places": 9}]
    for order, (key, kind, extra) in enumerate(
        (
            ("access", QuestionKind.LONG, {"is_sensitive": True}),
            ("letter", QuestionKind.FILE, {"is_sensitive": True}),
            ("menu", QuestionKind.ONE, {"is_sensitive": True, "options": options}),
            ("paper", QuestionKind.FILE, {}),
            ("tour", QuestionKind.SHORT, {}),
            ("late", QuestionKind.SHORT, {"is_sensitive": True, "erase_after_days": 60}),
        )
    ):
        Question.objects.create(setup=category.setup, key=key, label=key, kind=kind, sort_order=order, **extra)
    return category


def add(category) -> Registration:
    answers = {"access": "step-free", "menu": "halal", "tour": "walk", "late": "kept"}
    with time_machine.travel(moment("2027-02-01 10:00"), tick=False):
        registration = register(
            member=UserFactory(), event_id=category.setup.event_id, category_id=category.pk, answers=answers
        )
    for key in ("letter", "paper"):
        file = AnswerFile(
            registration=registration, question=Question.objects.get(key=key), name=f"{key}.pdf", size=4,
            content_type="application/pdf",
        )  # fmt: skip
        file.file.save(f"{key}.pdf", ContentFile(b"%PDF"))
        registration.answers[key] = file.pk
    registration.save()
    return registration


def erase(at) -> int:
    with time_machine.travel(at, tick=False):
        return erase_due_answers()


@pytest.mark.parametrize(("at", "erased"), [(END, 0), (DUE - MINUTE, 0), (DUE, 1), (DUE + MINUTE, 1)])
def test_erased_on_the_day_at_the_hour(category, at, erased):
    registration = add(category)
    assert erase(at) == erased
    registration.refresh_from_db()
    assert ("access" in registration.answers) == (not erased)


def test_values_files_and_places_go_and_the_rest_stays(category, django_capture_on_commit_callbacks):
    registration = add(category)
    letter, paper = AnswerFile.objects.get(name="letter.pdf"), AnswerFile.objects.get(name="paper.pdf")
    storage = letter.file.storage
    assert OptionPlace.objects.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert erase(DUE) == 1
    registration.refresh_from_db()
    assert registration.answers == {"tour": "walk", "late": "kept", "paper": paper.pk}
    assert list(AnswerFile.objects.all()) == [paper]
    assert (storage.exists(letter.file.name), storage.exists(paper.file.name)) == (False, True)
    assert OptionPlace.objects.count() == 0
    assert registration.status == "confirmed"


def test_file_stays_when_the_transaction_fails(category, django_capture_on_commit_callbacks):
    add(category)
    letter = AnswerFile.objects.get(name="letter.pdf")
    with django_capture_on_commit_callbacks(execute=False):
        erase(DUE)
    assert letter.file.storage.exists(letter.file.name)


def test_logged_once_without_the_answers(category):
    add(category)
    add(category)
    assert [erase(DUE), erase(DUE), erase(DUE + timedelta(days=1))] == [2, 0, 0]
    entry = ModelLogEntry.objects.for_instance(category.setup).get(action="events.setup.erase")
    assert entry.data == {"questions": ["access", "letter", "menu"], "count": 2, "files": 2}
    assert entry.user is None


def test_later_question_is_erased_later(category):
    registration = add(category)
    erase(DUE)
    assert erase(DUE + timedelta(days=30) - MINUTE) == 0
    assert erase(DUE + timedelta(days=30)) == 1
    registration.refresh_from_db()
    assert "late" not in registration.answers


def test_answers_of_a_cancelled_registration_and_of_removed_accounts_go_too(category):
    registration = add(category)
    Registration.objects.filter(pk=registration.pk).update(
        status="cancelled", member=None, place_number=None, category_number=None
    )
    assert erase(DUE) == 1


def test_answers_of_another_event_stay(category):
    other = CategoryFactory()
    Question.objects.create(setup=other.setup, key="access", label="Access", is_sensitive=True)
    registration = register(
        member=UserFactory(), event_id=other.setup.event_id, category_id=other.pk, answers={"access": "ramp"}
    )
    with time_machine.travel(other.setup.event.ends_at, tick=False):
        assert erase_due_answers() == 0
    registration.refresh_from_db()
    assert registration.answers == {"access": "ramp"}


def test_the_nightly_rules_erase(category):
    registration = add(category)
    with time_machine.travel(DUE, tick=False):
        apply_retention_rules.call()
    registration.refresh_from_db()
    assert "access" not in registration.answers
