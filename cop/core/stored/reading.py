"""Reading what is in stored files, in the background: texts for the search, pictures of pages for the eye."""

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cop.core import extraction
from cop.core.extraction import Drawing, Problem
from cop.core.files.serving import private_storage

from .choices import UNREAD, ReadingState
from .models import StoredFile, StoredText

logger = logging.getLogger(__name__)

# Longer than a file may take (`extraction.SECONDS`, twice where an office program draws first); a worker that is killed
# holds it up no longer.
CLAIM = timedelta(minutes=7)
TASK_MAY_TAKE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
AT_ONCE = 500


@dataclass(frozen=True)
class Room:
    """How one room reads its files: its tables, what queues a file, what is done once it was read."""

    files: type[StoredFile]
    texts: type[StoredText]
    enqueue: Callable[[int], object]
    # In the transaction in which its texts were written.
    done: Callable[[Any], object]
    drawing: Drawing = field(default_factory=Drawing)
    # What the room keeps of the size of the first picture, as fields of the row.
    facts: Callable[[extraction.Read], dict[str, Any]] = lambda _found: {}


def read(room: Room, pk: int, *, now: datetime | None = None) -> bool:
    """Read one file, if nobody else does; True when it is done. Whatever goes wrong ends in the row."""
    now = now or timezone.now()
    rows = room.files._default_manager
    claimed = rows.filter(pk=pk, reading=ReadingState.WAITING).update(
        reading=ReadingState.READING, claimed_until=now + CLAIM, attempts=F("attempts") + 1
    )
    if not claimed:
        return False
    file = rows.get(pk=pk)
    try:
        with on_disk(file.path) as path:
            found = extraction.read(path, file.extension, drawing=room.drawing)
        for small, pictures in ((False, found.pictures), (True, found.small)):
            for number, picture in pictures.items():
                # A killed attempt may have left its picture under the same name.
                private_storage().delete(file.picture_path(number, small=small))
                private_storage().save(file.picture_path(number, small=small), ContentFile(picture))
        return _keep(room, file, found)
    except Exception:
        logger.exception("%s %s cannot be read.", room.files.__name__, pk)
        last = file.attempts >= MOST_ATTEMPTS
        _mine(room, file).update(
            reading=ReadingState.FAILED if last else ReadingState.WAITING,
            problem=Problem.DAMAGED if last else "",
            claimed_until=None,
        )
        return False


def sweep(room: Room, *, now: datetime | None = None) -> int:
    """Take up again what a killed worker or a lost task left behind; returns how many were queued."""
    now = now or timezone.now()
    rows = room.files._default_manager
    lost = rows.filter(reading=ReadingState.READING, claimed_until__lt=now)
    # A file that takes its worker down with it must not do so for ever.
    lost.filter(attempts__gte=MOST_ATTEMPTS).update(
        reading=ReadingState.FAILED, problem=Problem.HUGE, claimed_until=None
    )
    lost.update(reading=ReadingState.WAITING, claimed_until=None)
    waiting = rows.filter(reading=ReadingState.WAITING, created_at__lt=now - TASK_MAY_TAKE)
    ids = list(waiting.order_by("created_at").values_list("pk", flat=True)[:AT_ONCE])
    for pk in ids:
        room.enqueue(pk)
    return len(ids)


def note_of(file: StoredFile | None) -> str:
    """A sentence on how the reading went; empty where all is well, or nothing is to be read."""
    if file is None or file.extension not in extraction.READABLE:
        return ""
    if file.reading in UNREAD:
        return _("This file is being read. Its preview will stand here in a minute.")
    return str(Problem(file.problem).label) if file.problem else ""


@transaction.atomic
def _keep(room: Room, file: Any, found: extraction.Read) -> bool:
    done = _mine(room, file).update(
        reading=ReadingState.FAILED if found.problem and not found.pictures else ReadingState.DONE,
        problem=found.problem,
        unit=found.unit,
        pictures=len(found.pictures),
        claimed_until=None,
        **room.facts(found),
    )
    if done:
        texts = room.texts._default_manager
        texts.filter(version=file, number__gt=0).delete()
        rows = [room.texts(version=file, number=number, text=text) for number, text in found.texts.items() if text]
        texts.bulk_create(rows, batch_size=AT_ONCE)
        room.done(file)
    return bool(done)


def _mine(room: Room, file: StoredFile) -> Any:
    return room.files._default_manager.filter(
        pk=file.pk, reading=ReadingState.READING, claimed_until=file.claimed_until
    )


@contextmanager
def on_disk(path: str) -> Iterator[Path]:
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
