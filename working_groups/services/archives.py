"""A folder as one ZIP file: asked for by a member, made in the background, fetched by the door, gone after a day."""

import logging
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import IO, TYPE_CHECKING, Any

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from cop.core.files.serving import private_storage

from ..choices import ArchiveState
from ..models import Document, Folder, FolderArchive, Membership
from ..permissions import can_read, standing_of
from ..refusals import Reason, Refused
from ..selectors.doors import Inside

if TYPE_CHECKING:
    from cop.members.models import User

logger = logging.getLogger(__name__)

KEPT = timedelta(days=1)
CLAIM = timedelta(minutes=30)
TASK_MAY_TAKE = timedelta(minutes=10)
MOST_ATTEMPTS = 3
UNDER_WAY = [ArchiveState.WAITING, ArchiveState.MAKING]
IN_MEMORY = 4 * 1024 * 1024
CHUNK = 256 * 1024


def ask_for_archive(
    *, inside: Inside, member: "User", folder: Folder | None, now: datetime | None = None
) -> FolderArchive:
    """Have a folder, or all documents, put into one file; an earlier one is removed.

    Raises `Refused` (UNDER_WAY, NOTHING_THERE).
    """
    from ..document_tasks import make_archive

    total = _documents(inside.group.pk, _inside_of(inside.group.pk, folder)).count()
    if not total:
        raise Refused(Reason.NOTHING_THERE)
    earlier = FolderArchive.objects.filter(member=member, group=inside.group)
    try:
        with transaction.atomic():
            made = FolderArchive.objects.create(
                group=inside.group, folder=folder, member=member, asked_at=now or timezone.now(), total=total
            )
            for each in earlier.filter(state__in=[ArchiveState.READY, ArchiveState.FAILED]):
                _remove(each)
            make_archive.enqueue(made.pk)
    except IntegrityError:
        raise Refused(Reason.UNDER_WAY) from None
    return made


def make(archive_id: int, *, now: datetime | None = None) -> bool:
    """Put the file together, if nobody else does and its member may still read the group; True when it is ready."""
    now = now or timezone.now()
    claimed = FolderArchive.objects.filter(pk=archive_id, state=ArchiveState.WAITING).update(
        state=ArchiveState.MAKING, claimed_until=now + CLAIM, attempts=F("attempts") + 1, done=0
    )
    if not claimed:
        return False
    made = FolderArchive.objects.select_related("group__page", "member", "folder").get(pk=archive_id)
    membership = Membership.objects.filter(group=made.group, member=made.member).first()
    if not can_read(made.group, standing_of(made.member, membership)):
        _mine(made).update(state=ArchiveState.REMOVED, claimed_until=None)
        return False
    try:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as target:
            _write(target, made)
            size = target.tell()
            target.seek(0)
            private_storage().delete(made.path)
            private_storage().save(made.path, File(target))
    except Exception:
        logger.exception("Archive %s cannot be made.", archive_id)
        last = made.attempts >= MOST_ATTEMPTS
        _mine(made).update(state=ArchiveState.FAILED if last else ArchiveState.WAITING, claimed_until=None)
        return False
    done = _mine(made).update(
        state=ArchiveState.READY, claimed_until=None, size=size, done=made.total, expires_at=timezone.now() + KEPT
    )
    if not done:
        private_storage().delete(made.path)
    return bool(done)


def sweep(*, now: datetime | None = None) -> int:
    """Take up again what a killed worker or a lost task left behind; returns how many were queued."""
    from ..document_tasks import make_archive

    now = now or timezone.now()
    lost = FolderArchive.objects.filter(state=ArchiveState.MAKING, claimed_until__lt=now)
    lost.filter(attempts__gte=MOST_ATTEMPTS).update(state=ArchiveState.FAILED, claimed_until=None)
    lost.update(state=ArchiveState.WAITING, claimed_until=None)
    waiting = FolderArchive.objects.filter(state=ArchiveState.WAITING, asked_at__lt=now - TASK_MAY_TAKE)
    ids = list(waiting.values_list("pk", flat=True))
    for pk in ids:
        make_archive.enqueue(pk)
    return len(ids)


def remove_expired(now: datetime) -> int:
    """Remove files whose day is over, and the rows of a month ago; returns how many files."""
    expired = list(FolderArchive.objects.filter(state=ArchiveState.READY, expires_at__lte=now))
    for each in expired:
        _remove(each)
    FolderArchive.objects.filter(state__in=[ArchiveState.REMOVED, ArchiveState.FAILED],
                                 asked_at__lt=now - timedelta(days=30)).delete()  # fmt: skip
    return len(expired)


def remove_all(member: "User") -> None:
    """Remove the member's archives; one that is just being made is thrown away by its maker."""
    for each in FolderArchive.objects.filter(member=member):
        private_storage().delete(each.path)
        each.delete()


def _inside_of(group_id: int, folder: Folder | None) -> dict[int, str] | None:
    """The folder and all below it by id, each with its path in the file; None: all of the group's. One statement."""
    rows = list(Folder.objects.filter(group=group_id).order_by("name"))
    below: dict[int | None, list[Folder]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    found: dict[int, str] = {}

    def walk(parent: int | None, path: str) -> None:
        for child in below.get(parent, []):
            found[child.pk] = f"{path}{_safe(child.name)}/"
            walk(child.pk, found[child.pk])

    if folder is not None:
        found[folder.pk] = ""
        walk(folder.pk, "")
        return found
    walk(None, "")
    found[0] = ""
    return found


def _documents(group_id: int, folders: dict[int, str] | None) -> Any:
    documents = Document.objects.filter(group=group_id, trashed_at=None, current__isnull=False)
    if folders is not None and 0 not in folders:
        documents = documents.filter(folder__in=list(folders))
    return documents.select_related("current").order_by("folder", "name", "pk")


def _write(target: IO[bytes], made: FolderArchive) -> None:
    folders = _inside_of(made.group_id, made.folder) or {}
    names: set[str] = set()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for number, document in enumerate(_documents(made.group_id, folders).iterator(chunk_size=200), start=1):
            name = _free(names, folders.get(document.folder_id or 0, ""), document.name)
            try:
                source = private_storage().open(document.current.path)
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


def _safe(name: str) -> str:
    clean = "".join("-" if char in '/\\:*?"<>|' or not char.isprintable() else char for char in name)
    return clean.strip(". ")[:100] or "folder"


def _free(taken: set[str], folder: str, name: str) -> str:
    stem, _dot, extension = _safe(name).rpartition(".")
    number, free = 1, f"{folder}{stem}.{extension}"
    while free.casefold() in taken:
        number += 1
        free = f"{folder}{stem} ({number}).{extension}"
    taken.add(free.casefold())
    return free


def _remove(each: FolderArchive) -> None:
    FolderArchive.objects.filter(pk=each.pk).update(state=ArchiveState.REMOVED)
    path = each.path
    transaction.on_commit(lambda: private_storage().delete(path))


def _mine(made: FolderArchive) -> Any:
    return FolderArchive.objects.filter(pk=made.pk, state=ArchiveState.MAKING, claimed_until=made.claimed_until)
