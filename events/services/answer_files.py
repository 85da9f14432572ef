"""Files given as answers: judged by the door of `cop.core.files`, stored under a name nobody can guess."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction

from cop.core.files import checking
from cop.core.files.checking import FileRefused, clean_name
from cop.core.files.scanning import scan

from ..models import AnswerFile, Registration
from ..refusals import Reason, Refused

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from ..models import Question

__all__ = ["ACCEPT", "LARGEST", "CheckedFile", "check_file", "clean_name"]

LARGEST = 10 * 1024 * 1024

# What the browser's file dialog offers; the content decides.
ACCEPT = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.pptx,.odt,.ods,.odp"


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: its bytes (pictures: written anew), its type by content, and a harmless name."""

    content: bytes
    name: str
    content_type: str
    extension: str

    @property
    def size(self) -> int:
        return len(self.content)


def check_file(upload: "UploadedFile") -> CheckedFile:
    """Judge an upload. Raises `Refused` with words for the sender; nothing is stored yet."""
    try:
        good = checking.check(
            upload,
            name=upload.name or "",
            size=upload.size or 0,
            largest=LARGEST,
            kinds=checking.BASIC,
        )
        scan(good.source)
    except FileRefused as refusal:
        raise Refused(Reason(refusal.problem.value)) from refusal
    return CheckedFile(good.read(), good.name, good.content_type, good.extension)


@transaction.atomic
def keep_files(
    *, registration: Registration, files: "Mapping[str, CheckedFile]", questions: "Mapping[str, Question]"
) -> dict[str, Any]:
    """Store checked files as answers of `registration`, by question key, and note their ids in its answers.

    A file that answers the same question already is replaced. The caller's transaction holds the event's set-up.
    """
    if not files:
        return registration.answers
    for key, checked in files.items():
        row = AnswerFile(
            registration=registration,
            question=questions[key],
            name=checked.name,
            size=checked.size,
            content_type=checked.content_type,
        )
        row.file.save(f"{secrets.token_urlsafe(24)}.{checked.extension}", ContentFile(checked.content), save=False)
        row.save()
        registration.answers[key] = row.pk
    registration.save(update_fields=["answers", "updated_at"])
    forget_files(registration=registration)
    return registration.answers


@transaction.atomic
def forget_files(*, registration: Registration) -> int:
    """Remove the files of `registration` that no answer names any more; from the disk after the commit."""
    forgotten = [
        row
        for row in AnswerFile.objects.filter(registration=registration).select_related("question")
        if registration.answers.get(row.question.key) != row.pk
    ]
    for row in forgotten:
        storage, path = row.file.storage, str(row.file.name)
        row.delete()
        transaction.on_commit(partial(storage.delete, path), robust=True)
    return len(forgotten)
