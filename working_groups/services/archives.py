"""A folder as one ZIP file: asked for by a member, made in the background, fetched by the door, gone after a day."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from cop.core.files.serving import private_storage
from cop.core.stored import archives
from cop.core.stored.archives import Packing, Part, clean_name
from cop.core.stored.choices import ArchiveState

from ..models import Document, Folder, FolderArchive, Membership
from ..permissions import can_read, standing_of
from ..refusals import Reason, Refused
from ..selectors.doors import Inside

if TYPE_CHECKING:
    from cop.members.models import User


def ask_for_archive(
    *, inside: Inside, member: "User", folder: Folder | None, now: datetime | None = None
) -> FolderArchive:
    """Have a folder, or all documents, put into one file; an earlier one is removed.

    Raises `Refused` (UNDER_WAY, NOTHING_THERE).
    """
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
                archives.remove(each)
            _enqueue(made.pk)
    except IntegrityError:
        raise Refused(Reason.UNDER_WAY) from None
    return made


def make(archive_id: int, *, now: datetime | None = None) -> bool:
    """Put the file together, if nobody else does and its member may still read the group; True when it is ready."""
    return archives.make(PACKING, archive_id, now=now)


def sweep(*, now: datetime | None = None) -> int:
    """Take up again what a killed worker or a lost task left behind; returns how many were queued."""
    return archives.sweep(PACKING, now=now)


def remove_expired(now: datetime) -> int:
    """Remove files whose day is over, and the rows of a month ago; returns how many files."""
    return archives.remove_expired(FolderArchive, now)


def remove_all(member: "User") -> None:
    """Remove the member's archives; one that is just being made is thrown away by its maker."""
    for each in FolderArchive.objects.filter(member=member):
        private_storage().delete(each.path)
        each.delete()


def _enqueue(archive_id: int) -> None:
    from ..document_tasks import make_archive

    make_archive.enqueue(archive_id)


def _is_allowed(made: FolderArchive) -> bool:
    membership = Membership.objects.filter(group=made.group, member=made.member).first()
    return can_read(made.group, standing_of(made.member, membership))


def _parts(made: FolderArchive) -> Iterator[Part]:
    folders = _inside_of(made.group_id, made.folder) or {}
    for document in _documents(made.group_id, folders).iterator(chunk_size=200):
        yield Part(document.name, document.current.path, folders.get(document.folder_id or 0, ""))


PACKING = Packing(FolderArchive, _enqueue, _parts, _is_allowed, related=("group__page", "member", "folder"))


def _inside_of(group_id: int, folder: Folder | None) -> dict[int, str] | None:
    """The folder and all below it by id, each with its path in the file; None: all of the group's. One statement."""
    rows = list(Folder.objects.filter(group=group_id).order_by("name"))
    below: dict[int | None, list[Folder]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    found: dict[int, str] = {}

    def walk(parent: int | None, path: str) -> None:
        for child in below.get(parent, []):
            found[child.pk] = f"{path}{clean_name(child.name)}/"
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
