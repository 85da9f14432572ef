"""Several stored files as one ZIP file: made in the background, fetched by the door, removed by the clock.

A room has a table of its own (an heir of `StoredArchive`), and says who may have one and what is in it.
"""

import logging
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any

from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cop.core.files.serving import private_storage

from .choices import ArchiveState
from .models import StoredArchive

logger = logging.getLogger(__name__)

KEPT = timedelta(days=1)
# For how long a row says what became of a file that is gone.
REMEMBERED = timedelta(days=30)
CLAIM = timedelta(minutes=30)
TASK_MAY_TAKE = timedelta(minutes=10)
MOST_ATTEMPTS = 3
UNDER_WAY = [ArchiveState.WAITING, ArchiveState.MAKING]
OVER = [ArchiveState.REMOVED, ArchiveState.FAILED]
IN_MEMORY = 4 * 1024 * 1024
CHUNK = 256 * 1024


@dataclass(frozen=True)
class Part:
    """One file of an archive: its name with ending, where it lies in the private storage, and its folder in the archive
    (empty, or clean and ending in “/”). A name that is taken gets a number."""

    name: str
    path: str
    folder: str = ""


@dataclass(frozen=True)
class Packing:
    """How one room packs: its table, what queues a row, what is in it, and whether it may still be made."""

    archives: type[StoredArchive]
    enqueue: Callable[[int], object]
    parts: Callable[[Any], Iterable[Part]]
    allowed: Callable[[Any], bool]
    # To be read with the row.
    related: tuple[str, ...] = ()


def make(packing: Packing, pk: int, *, now: datetime | None = None) -> bool:
    """Put one file together, if nobody else does and it is still allowed; True when it is ready."""
    now = now or timezone.now()
    rows = packing.archives._default_manager
    claimed = rows.filter(pk=pk, state=ArchiveState.WAITING).update(
        state=ArchiveState.MAKING, claimed_until=now + CLAIM, attempts=F("attempts") + 1, done=0
    )
    if not claimed:
        return False
    made = rows.select_related(*packing.related).get(pk=pk) if packing.related else rows.get(pk=pk)
    if not packing.allowed(made):
        _mine(made).update(state=ArchiveState.REMOVED, claimed_until=None)
        return False
    try:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as target:
            _write(target, made, packing.parts(made))
            size = target.tell()
            target.seek(0)
            private_storage().delete(made.path)
            private_storage().save(made.path, File(target))
    except Exception:
        logger.exception("%s %s cannot be made.", packing.archives.__name__, pk)
        last = made.attempts >= MOST_ATTEMPTS
        _mine(made).update(state=ArchiveState.FAILED if last else ArchiveState.WAITING, claimed_until=None)
        return False
    done = _mine(made).update(
        state=ArchiveState.READY, claimed_until=None, size=size, done=made.total, expires_at=timezone.now() + KEPT
    )
    if not done:
        private_storage().delete(made.path)
    return bool(done)


def sweep(packing: Packing, *, now: datetime | None = None) -> int:
    """Take up again what a killed worker or a lost task left behind; returns how many were queued."""
    now = now or timezone.now()
    rows = packing.archives._default_manager
    lost = rows.filter(state=ArchiveState.MAKING, claimed_until__lt=now)
    lost.filter(attempts__gte=MOST_ATTEMPTS).update(state=ArchiveState.FAILED, claimed_until=None)
    lost.update(state=ArchiveState.WAITING, claimed_until=None)
    waiting = rows.filter(state=ArchiveState.WAITING, asked_at__lt=now - TASK_MAY_TAKE)
    ids = list(waiting.values_list("pk", flat=True))
    for pk in ids:
        packing.enqueue(pk)
    return len(ids)


def remove_expired(archives: type[StoredArchive], now: datetime) -> int:
    """Remove files whose time is over, and the rows of a month ago; returns how many files."""
    rows = archives._default_manager
    expired = rows.filter(state=ArchiveState.READY, expires_at__lte=now)
    # Somebody may have it kept on meanwhile: then the row no longer fits, and stays.
    removed = sum(_removed(each, expired.filter(pk=each.pk)) for each in list(expired))
    rows.filter(state__in=OVER, asked_at__lt=now - REMEMBERED).delete()
    return removed


def remove(archive: StoredArchive) -> None:
    """The row says that it is gone; the file goes after the commit."""
    _removed(archive, type(archive)._default_manager.filter(pk=archive.pk))


def kept(archives: type[StoredArchive], paths: set[str]) -> set[str]:
    """Those of these files that rows name. One statement; none for none."""
    if not paths:
        return set()
    rows = archives._default_manager.filter(state__in=[ArchiveState.MAKING, ArchiveState.READY])
    return {each.path for each in rows.only("key")} & paths


def clean_name(name: str) -> str:
    """A name that every system takes for a file or folder."""
    clean = "".join("-" if char in '/\\:*?"<>|' or not char.isprintable() else char for char in name)
    return clean.strip(". ")[:100] or "folder"


def _removed(archive: StoredArchive, row: Any) -> bool:
    if not row.update(state=ArchiveState.REMOVED):
        return False
    path = archive.path
    transaction.on_commit(lambda: private_storage().delete(path))
    return True


def _write(target: IO[bytes], made: StoredArchive, parts: Iterable[Part]) -> None:
    names: set[str] = set()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for number, part in enumerate(parts, start=1):
            name = _free(names, part.folder, part.name)
            try:
                source = private_storage().open(part.path)
            except FileNotFoundError:
                continue
            with source, archive.open(name, "w", force_zip64=True) as entry:
                for block in _blocks(source):
                    entry.write(block)
            if number % 5 == 0 or number == made.total:
                _mine(made).update(done=min(number, made.total))


def _blocks(source: IO[bytes]) -> Iterator[bytes]:
    while block := source.read(CHUNK):
        yield block


def _free(taken: set[str], folder: str, name: str) -> str:
    stem, _dot, extension = clean_name(name).rpartition(".")
    number, free = 1, f"{folder}{stem}.{extension}"
    while free.casefold() in taken:
        number += 1
        free = f"{folder}{stem} ({number}).{extension}"
    taken.add(free.casefold())
    return free


def _mine(made: StoredArchive) -> Any:
    return type(made)._default_manager.filter(pk=made.pk, state=ArchiveState.MAKING, claimed_until=made.claimed_until)
