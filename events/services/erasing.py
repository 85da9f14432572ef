"""Erasing sensitive answers some days after the event, with their files and everything that shows what was chosen."""

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..models import AnswerFile, OptionPlace, Question, Registration
from .places import lock_setup
from .setup import SETUP_PREFIX

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

ACTION = f"{SETUP_PREFIX}erase"
AT_ONCE = 500


def erase_due_answers(*, now: datetime | None = None) -> int:
    """Erase what is due of all events, each in a transaction of its own; returns how many registrations."""
    now = now or timezone.now()
    due: dict[int, list[Question]] = {}
    sensitive = Question.objects.filter(is_sensitive=True, setup__event__ends_at__lte=now)
    for question in sensitive.select_related("setup__event"):
        if erase_moment(question) <= now:
            due.setdefault(question.setup.event_id, []).append(question)
    return sum(_erase(event_id, questions) for event_id, questions in sorted(due.items()))


def erase_moment(question: Question) -> datetime:
    """From when the answers to this question must be gone, on the clock at the event."""
    return question.setup.event.local_end + timedelta(days=question.erase_after_days)


@transaction.atomic
def _erase(event_id: int, questions: list[Question]) -> int:
    setup = lock_setup(event_id)
    keys = [question.key for question in questions]
    changed = []
    for registration in Registration.objects.filter(event_id=event_id, answers__has_any_keys=keys):
        registration.answers = {key: value for key, value in registration.answers.items() if key not in keys}
        changed.append(registration)
    files = AnswerFile.objects.filter(question__in=questions)
    for each in files:
        transaction.on_commit(partial(_delete_file, each.file))
    count_of_files, _by_model = files.delete()
    OptionPlace.objects.filter(question__in=questions).delete()
    Registration.objects.bulk_update(changed, ["answers"], batch_size=AT_ONCE)
    if changed or count_of_files:
        log(setup, ACTION, data={"questions": keys, "count": len(changed), "files": count_of_files})
    return len(changed)


def _delete_file(file: "FieldFile") -> None:
    # After the commit: a row without its file could not be explained, a file without its row is found by retention.
    file.delete(save=False)
