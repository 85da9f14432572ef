"""Sharing documents and adding versions to them. A file once shared is never written over."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from cop.core import page_cache
from cop.core.files.checking import MEGABYTE, FileRefused, GoodFile
from cop.core.files.serving import private_storage
from cop.core.stored import keeping
from cop.notifications.services import outbox
from cop.notifications.services.outbox import Draft

from ..choices import Way
from ..models import Document, DocumentText, DocumentVersion, Folder, Post, WorkingGroup
from ..permissions import sharing_obstacle, version_obstacle
from ..refusals import Reason, Refused
from ..selectors.doors import Inside
from ..selectors.telling import hearers
from .indexing import index_documents
from .memberships import lock_group, log_group
from .standing import inside_now
from .telling import KIND

if TYPE_CHECKING:
    from cop.members.models import User

MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Told:
    """Whether the members hear of it, as each of them chose, and what the sender says with it."""

    quietly: bool = True
    message: str = ""


@dataclass
class Kept:
    """What came of files that were sent: documents made, and what was refused, by name."""

    versions: list[DocumentVersion] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def checked(source: Any, *, name: str, size: int) -> GoodFile:
    """A file as it may be kept: judged by content, looked at for viruses. Raises `Refused` (FILE) with words."""
    try:
        return keeping.judged(source, name=name, size=size)
    except FileRefused as refusal:
        raise Refused(Reason.FILE, str(refusal)) from refusal


def share(
    *,
    group_id: int,
    author: "User",
    file: GoodFile,
    folder_id: int | None = None,
    tags: Sequence[str] = (),
    told: Told = Told(),
    batch: uuid.UUID | None = None,
    key: uuid.UUID | None = None,
    now: datetime | None = None,
) -> DocumentVersion:
    """Share a file as a new document. The same key again returns the same version.

    Members hear of it as they chose, unless `told.quietly`; files of one batch come in one letter. A name that the
    folder has already gets a number. Raises `Refused` (NOT_YOURS, ARCHIVED, RULES, QUOTA, NOTHING_THERE).
    """
    key = key or uuid.uuid4()
    if written := _written(author, key):
        return written
    with _stored(group_id, file) as path, _once(author, key) as first:
        if first.written is None:
            group, inside = _locked(group_id, author)
            if reason := sharing_obstacle(inside):
                raise Refused(reason)
            folder = _folder(group, folder_id)
            document = _new_document(group, author, folder, file.name, now)
            version = _add(document, author, file, path, key, batch, now, told=told)
            if tags:
                document.tags.set(tags)
            log_group(group, "document.share", actor=author, document=document.pk, name=document.name)
            _tell(group, author, version, told)
            first.written = version
    return first.written


def add_version(
    *,
    document: Document,
    author: "User",
    file: GoodFile,
    what_changed: str,
    based_on: int,
    told: Told = Told(),
    key: uuid.UUID | None = None,
    now: datetime | None = None,
) -> DocumentVersion:
    """Add a version; the author's own lock ends with it. The same key again returns the same version.

    `based_on` is the number that the author had before them: where it is not the last one, nothing is lost, and
    `DocumentVersion.has_overtaken` says that somebody else was faster. Raises `Refused` (NO_DOCUMENT, NOT_YOURS,
    ARCHIVED, RULES, FINAL, LOCKED, QUOTA).
    """
    key = key or uuid.uuid4()
    if written := _written(author, key):
        return written
    with _stored(document.group_id, file) as path, _once(author, key) as first:
        if first.written is None:
            group, inside = _locked(document.group_id, author)
            locked = _document(document)
            if reason := version_obstacle(inside, locked, now=now):
                raise Refused(reason)
            first.written = _add(
                locked, author, file, path, key, None, now, told=told, what_changed=what_changed, based_on=based_on
            )
            _tell(group, author, first.written, told)
    return first.written


def restore_version(
    *, document: Document, number: int, author: "User", key: uuid.UUID | None = None, now: datetime | None = None
) -> DocumentVersion:
    """Make an earlier version the present one: as a new version with the same file, so that none is lost.

    Raises `Refused` as `add_version` does; NOTHING_THERE if there is no such version or its file is gone.
    """
    earlier = DocumentVersion.objects.filter(document=document, number=number).first()
    if earlier is None or not private_storage().exists(earlier.path):
        raise Refused(Reason.NOTHING_THERE)
    key = key or uuid.uuid4()
    if written := _written(author, key):
        return written
    with private_storage().open(earlier.path) as source:
        file = GoodFile(source, earlier.size, earlier.name, earlier.content_type, earlier.extension)
        with _stored(document.group_id, file) as path, _once(author, key) as first:
            if first.written is None:
                _group, inside = _locked(document.group_id, author)
                locked = _document(document)
                if reason := version_obstacle(inside, locked, now=now):
                    raise Refused(reason)
                words = _("Version %(n)d restored") % {"n": number}
                first.written = _add(
                    locked, author, file, path, key, None, now, told=Told(), what_changed=words,
                    based_on=locked.last_number, restored_from=number,
                )  # fmt: skip
    return first.written


def attach(
    *, post: Post, name: str, content: Any, size: int | None = None, now: datetime | None = None
) -> DocumentVersion:
    """A file that came with a post becomes a document in the folder "Attachments", quietly; the post names it.

    For files that are not checked yet: by mail, say. Twice the same name and size with one post is one document. Raises
    `Refused` (FILE, NOT_YOURS, ARCHIVED, RULES, QUOTA).
    """
    if size is None:
        size = content.seek(0, 2)
    return attach_checked(post=post, file=checked(content, name=name, size=size), now=now)


def attach_checked(*, post: Post, file: GoodFile, place: int = 0, now: datetime | None = None) -> DocumentVersion:
    """The same with a file from `checked`; `place` is its place among several."""
    author = cast("User", post.author)
    key = uuid.uuid5(post.key, f"{place}:{file.name}:{file.size}")
    if written := _written(author, key):
        return written
    group_id = post.thread.group_id
    with _stored(group_id, file) as path, _once(author, key) as first:
        if first.written is None:
            group, inside = _locked(group_id, author)
            if reason := sharing_obstacle(inside):
                raise Refused(reason)
            document = _new_document(group, author, attachments_folder(group), file.name, now, post=post)
            first.written = _add(document, author, file, path, key, post.key, now, told=Told())
            Post.objects.filter(pk=post.pk).update(has_files=True)
    return first.written


def used_bytes(group_id: int) -> int:
    """What all versions of a group's documents take, deleted ones included until they are removed. One statement."""
    found = DocumentVersion.objects.filter(document__group=group_id).aggregate(total=Sum("size"))
    return int(found["total"] or 0)


def attachments_folder(group: WorkingGroup) -> Folder:
    """Where files of posts lie; made when the first one comes. Under the lock of the group."""
    folder = Folder.objects.filter(group=group, is_for_attachments=True).first()
    if folder is not None:
        return folder
    name = _("Attachments")
    if Folder.objects.filter(group=group, parent=None, name=name).exists():
        name = _("Attachments of discussions")
    return Folder.objects.create(group=group, name=name, is_for_attachments=True)


def _stored(group_id: int, file: GoodFile) -> AbstractContextManager[str]:
    return keeping.stored(f"working_groups/{group_id}", file, DocumentVersion)


@dataclass
class _First:
    written: DocumentVersion | None = None


@contextmanager
def _once(author: "User", key: uuid.UUID) -> Iterator[Any]:
    """One transaction for one key: who comes second, even at the same moment, gets what the first one wrote."""
    first = _First()
    try:
        with transaction.atomic():
            first.written = _written(author, key)
            yield first
    except IntegrityError:
        first.written = _written(author, key)
        if first.written is None:
            raise


def _written(author: "User", key: uuid.UUID) -> DocumentVersion | None:
    return DocumentVersion.objects.filter(author=author, key=key).select_related("document__group__page").first()


def _locked(group_id: int, author: "User") -> tuple[WorkingGroup, Inside]:
    """The group first, as everywhere: its space is what is scarce."""
    group = lock_group(group_id)
    return group, inside_now(group_id, author)


def _document(document: Document) -> Document:
    found = Document.objects.select_for_update(of=("self",)).filter(pk=document.pk).first()
    if found is None:
        raise Refused(Reason.NO_DOCUMENT)
    return found


def _folder(group: WorkingGroup, folder_id: int | None) -> Folder | None:
    if folder_id is None:
        return None
    folder = Folder.objects.filter(group=group, pk=folder_id).first()
    if folder is None:
        raise Refused(Reason.NOTHING_THERE)
    return folder


def _new_document(
    group: WorkingGroup,
    author: "User",
    folder: Folder | None,
    name: str,
    now: datetime | None,
    post: Post | None = None,
) -> Document:
    now = now or timezone.now()
    return Document.objects.create(
        group=group,
        folder=folder,
        name=free_name(group, folder, name),
        author=author,
        created_at=now,
        changed_at=now,
        post=post,
    )


def free_name(group: WorkingGroup, folder: Folder | None, name: str, but: int | None = None) -> str:
    """The name, with a number where the folder has it already."""
    stem, _dot, extension = name.rpartition(".")
    taken = set(
        Document.objects.filter(group=group, folder=folder, trashed_at=None, name__startswith=stem)
        .exclude(pk=but or 0)
        .values_list("name", flat=True)
    )
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{stem} ({number}).{extension}"
    return free


def _add(
    document: Document,
    author: "User",
    file: GoodFile,
    path: str,
    key: uuid.UUID,
    batch: uuid.UUID | None,
    now: datetime | None,
    *,
    told: Told,
    what_changed: str = "",
    based_on: int = 0,
    restored_from: int | None = None,
) -> DocumentVersion:
    from ..document_tasks import read_version

    now = now or timezone.now()
    if used_bytes(document.group_id) + file.size > document.group.quota_megabytes * MEGABYTE:
        raise Refused(Reason.QUOTA)
    version = DocumentVersion.objects.create(
        document=document,
        number=document.last_number + 1,
        key=key,
        batch=batch or key,
        name=file.name,
        path=path,
        size=file.size,
        content_type=file.content_type,
        extension=file.extension,
        what_changed=what_changed,
        based_on=based_on,
        restored_from=restored_from,
        is_quiet=told.quietly,
        author=author,
        created_at=now,
    )
    DocumentText.objects.create(version=version, number=0)
    document.last_number, document.current, document.changed_at = version.number, version, now
    if document.locked_by_id == author.pk:
        document.locked_by = document.locked_until = None
    document.save()
    index_documents([document.pk])
    read_version.enqueue(version.pk)
    page_cache.touch(f"group:{document.group_id}")
    return version


def _tell(group: WorkingGroup, author: "User", version: DocumentVersion, told: Told) -> None:
    """One letter for a batch to each who wants to hear at once; digests tell the others."""
    if told.quietly:
        return
    others = hearers(group, None, author).select_related("member")
    outbox.post_many(
        kind=f"{KIND}documents",
        drafts=[
            Draft(
                cause=f"group documents {version.batch} {each.pk}",
                to=each.member,
                params={"membership": each.pk, "batch": str(version.batch), "message": told.message},
            )
            for each in others
            if each.way == Way.AT_ONCE  # type: ignore[attr-defined]
        ],
    )
