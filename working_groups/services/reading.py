"""Reading what is in documents, in the background: texts for the search, pictures of pages for the preview."""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cop.core import extraction
from cop.core.extraction import Problem
from cop.core.files.serving import private_storage

from ..choices import ReadingState
from ..models import DocumentText, DocumentVersion
from .indexing import index_documents

logger = logging.getLogger(__name__)

# Longer than a file may take (`extraction.SECONDS`); a worker that is killed holds it up no longer.
CLAIM = timedelta(minutes=5)
TASK_MAY_TAKE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
AT_ONCE = 500


def read(version_id: int, *, now: datetime | None = None) -> bool:
    """Read one version, if nobody else does; True when it is done. Whatever goes wrong ends in the row."""
    now = now or timezone.now()
    claimed = DocumentVersion.objects.filter(pk=version_id, reading=ReadingState.WAITING).update(
        reading=ReadingState.READING, claimed_until=now + CLAIM, attempts=F("attempts") + 1
    )
    if not claimed:
        return False
    version = DocumentVersion.objects.get(pk=version_id)
    try:
        with _on_disk(version.path) as path:
            found = extraction.read(path, version.extension)
        for number, picture in found.pictures.items():
            # A killed attempt may have left its picture under the same name.
            private_storage().delete(version.picture_path(number))
            private_storage().save(version.picture_path(number), ContentFile(picture))
        return _keep(version, found)
    except Exception:
        logger.exception("Version %s cannot be read.", version_id)
        last = version.attempts >= MOST_ATTEMPTS
        _mine(version).update(
            reading=ReadingState.FAILED if last else ReadingState.WAITING,
            problem=Problem.DAMAGED if last else "",
            claimed_until=None,
        )
        return False


def sweep(*, now: datetime | None = None) -> int:
    """Take up again what a killed worker or a lost task left behind; returns how many were queued."""
    from ..document_tasks import read_version

    now = now or timezone.now()
    lost = DocumentVersion.objects.filter(reading=ReadingState.READING, claimed_until__lt=now)
    # A file that takes its worker down with it must not do so for ever.
    lost.filter(attempts__gte=MOST_ATTEMPTS).update(
        reading=ReadingState.FAILED, problem=Problem.HUGE, claimed_until=None
    )
    lost.update(reading=ReadingState.WAITING, claimed_until=None)
    waiting = DocumentVersion.objects.filter(reading=ReadingState.WAITING, created_at__lt=now - TASK_MAY_TAKE)
    ids = list(waiting.order_by("created_at").values_list("pk", flat=True)[:AT_ONCE])
    for pk in ids:
        read_version.enqueue(pk)
    return len(ids)


@transaction.atomic
def _keep(version: DocumentVersion, found: extraction.Read) -> bool:
    done = _mine(version).update(
        reading=ReadingState.FAILED if found.problem and not found.pictures else ReadingState.DONE,
        problem=found.problem,
        unit=found.unit,
        pictures=len(found.pictures),
        claimed_until=None,
    )
    if done:
        DocumentText.objects.filter(version=version, number__gt=0).delete()
        DocumentText.objects.bulk_create(
            [
                DocumentText(version=version, number=number, text=text)
                for number, text in found.texts.items()
                if text
            ],
            batch_size=AT_ONCE,
        )  # fmt: skip
        index_documents([version.document_id])
    return bool(done)


def _mine(version: DocumentVersion) -> Any:
    return DocumentVersion.objects.filter(
        pk=version.pk, reading=ReadingState.READING, claimed_until=version.claimed_until
    )


@contextmanager
def _on_disk(path: str) -> Iterator[Path]:
    """The file as one of this machine: where it lies, or a copy of what a bucket holds."""
    storage = private_storage()
    try:
        place = Path(storage.path(path))
    except NotImplementedError:
        with tempfile.NamedTemporaryFile() as copy, storage.open(path) as source:
            shutil.copyfileobj(source, copy)
            copy.flush()
            yield Path(copy.name)
        return
    if not place.exists():
        raise FileNotFoundError(place.name)
    yield place
