"""The files of a resource: adding, new versions, titles, order, removing. They are seen at once (`files_obstacle`)."""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from cop.core import page_cache
from cop.core.extraction.cleaning import NotCleaned, without_notes
from cop.core.files.checking import FileRefused, GoodFile
from cop.core.files.serving import private_storage
from cop.core.stored import keeping

from ..models import FileVersion, ResourceFile, ResourcePage
from ..permissions import files_obstacle
from ..refusals import Reason, Refused
from .indexing import index_resources

if TYPE_CHECKING:
    from cop.members.models import User

MOST_FILES = 20


def checked(source: Any, *, name: str, size: int) -> GoodFile:
    """A file as it may be kept: judged by content, looked at for viruses. Raises `Refused` (FILE) with words."""
    try:
        return keeping.judged(source, name=name, size=size)
    except FileRefused as refusal:
        raise Refused(Reason.FILE, str(refusal)) from refusal


def for_readers(file: GoodFile) -> GoodFile:
    """The same without notes of the speaker and comments, which are not meant for readers. It takes a while: before
    anything is locked, if that can be. Raises `Refused` (NOTES): what cannot be looked through may hold some."""
    try:
        copy = without_notes(file.source, file.extension)
    except NotCleaned as problem:
        raise Refused(Reason.NOTES) from problem
    return file if copy is None else replace(file, source=copy, size=copy.seek(0, 2))


def add_file(
    *,
    resource: ResourcePage,
    actor: "User",
    file: GoodFile,
    title: str = "",
    language: str = "",
    key: uuid.UUID | None = None,
    now: datetime | None = None,
) -> FileVersion:
    """Add a file behind the others; without a title it is called as it came. The same key again is the same file.

    Raises `Refused` (TOO_MANY, and what `files_obstacle` says).
    """
    key = key or uuid.uuid4()
    if written := written_with(key):
        return written
    with keeping.stored(f"resources/{resource.pk}", file, FileVersion) as path, once(key) as first:
        if not first:
            locked = _locked(resource.pk, actor)
            made = behind_the_others(locked, title or file.name.rpartition(".")[0], language, now)
            first.append(write_version(made, file, path, key, "", now))
            note(locked, "add", actor, made)
    return first[0]


def behind_the_others(page: ResourcePage, title: str, language: str, now: datetime | None) -> ResourceFile:
    """A file without a version yet, on a page that is locked. Raises `Refused` (TOO_MANY)."""
    if page.files.count() >= MOST_FILES:
        raise Refused(Reason.TOO_MANY)
    last = page.files.order_by("-position").values_list("position", flat=True).first()
    return ResourceFile.objects.create(
        resource=page,
        title=title,
        language=language,
        position=0 if last is None else last + 1,
        changed_at=now or timezone.now(),
    )


def add_version(
    *,
    file: ResourceFile,
    actor: "User",
    content: GoodFile,
    what_changed: str = "",
    key: uuid.UUID | None = None,
    now: datetime | None = None,
) -> FileVersion:
    """Put a new version in the place of the present one, which editors keep. The same key again is the same version.

    Raises `Refused` (GONE, and what `files_obstacle` says).
    """
    key = key or uuid.uuid4()
    if written := written_with(key):
        return written
    with keeping.stored(f"resources/{file.resource_id}", content, FileVersion) as path, once(key) as first:
        if not first:
            locked = _locked(file.resource_id, actor)
            present = _present(file.pk)
            first.append(write_version(present, content, path, key, what_changed, now))
            index_resources([locked.pk])
            note(locked, "version", actor, present)
    return first[0]


@transaction.atomic
def change_file(*, file: ResourceFile, actor: "User", title: str, language: str) -> None:
    """Give a file another title or language. Raises `Refused` as `add_version` does."""
    locked = _locked(file.resource_id, actor)
    present = _present(file.pk)
    present.title, present.language = title, language
    present.save(update_fields=["title", "language"])
    note(locked, "change", actor, present)


@transaction.atomic
def move_file(*, file: ResourceFile, actor: "User", up: bool) -> None:
    """Let a file change places with the one before or behind it; the first one up changes nothing.

    Raises `Refused` as `add_version` does.
    """
    locked = _locked(file.resource_id, actor)
    present = _present(file.pk)
    files = list(locked.files.all())
    place = files.index(present)
    other = place - 1 if up else place + 1
    if 0 <= other < len(files):
        files[place], files[other] = files[other], files[place]
    for position, each in enumerate(files):
        each.position = position
    ResourceFile.objects.bulk_update(files, ["position"])
    note(locked, "move", actor, present)


@transaction.atomic
def remove_file(*, file: ResourceFile, actor: "User") -> None:
    """Remove a file with all versions; what lies in the storage goes after the commit. Raises `Refused` as before."""
    locked = _locked(file.resource_id, actor)
    present = _present(file.pk)
    note(locked, "remove", actor, present)
    take_away([present])


def take_away(files: Iterable[ResourceFile]) -> None:
    """Files with all versions; what lies in the storage goes after the commit."""
    for file in files:
        paths = [path for version in file.versions.all() for path in paths_of(version)]
        file.delete()
        transaction.on_commit(partial(_delete, paths))


def paths_of(version: FileVersion) -> list[str]:
    """Where a version and its pictures lie."""
    numbers = range(1, version.pictures + 1)
    pictures = [version.picture_path(number, small=small) for number in numbers for small in (False, True)]
    return [version.path, *pictures]


def _delete(paths: list[str]) -> None:
    for path in paths:
        private_storage().delete(path)


@contextmanager
def once(key: uuid.UUID) -> Iterator[list[FileVersion]]:
    """One transaction for one key: who comes second, even at the same moment, gets what the first one wrote."""
    first: list[FileVersion] = []
    try:
        with transaction.atomic():
            if written := written_with(key):
                first.append(written)
            yield first
    except IntegrityError:
        if not (written := written_with(key)):
            raise
        first.append(written)


def written_with(key: uuid.UUID) -> FileVersion | None:
    """The version that an earlier submission with the same key has made."""
    return FileVersion.objects.filter(key=key).select_related("file").first()


def _locked(resource_id: int, actor: "User") -> ResourcePage:
    """The page first, as everywhere: order and number of its files are what two editors may fight for."""
    locked = ResourcePage.objects.select_for_update(of=("self",)).filter(pk=resource_id).first()
    if locked is None:
        raise Refused(Reason.GONE)
    if reason := files_obstacle(actor, locked):
        raise Refused(reason)
    return locked


def _present(pk: int) -> ResourceFile:
    present = ResourceFile.objects.filter(pk=pk).first()
    if present is None:
        raise Refused(Reason.GONE)
    return present


def write_version(
    file: ResourceFile, content: GoodFile, path: str, key: uuid.UUID, what_changed: str, now: datetime | None
) -> FileVersion:
    """Write a version of what lies at `path` and have it read; for services that have locked the page and asked who."""
    from ..tasks import read_file

    version = FileVersion.objects.create(
        file=file,
        number=file.last_number + 1,
        key=key,
        name=content.name,
        path=path,
        size=content.size,
        content_type=content.content_type,
        extension=content.extension,
        what_changed=what_changed,
        created_at=now or timezone.now(),
    )
    file.last_number, file.current, file.changed_at = version.number, version, version.created_at
    file.save(update_fields=["last_number", "current", "changed_at"])
    read_file.enqueue(version.pk)
    return version


def note(resource: ResourcePage, what: str, actor: "User | None", file: ResourceFile) -> None:
    """The line in the history of the page; kept pages of the library are dropped."""
    log(instance=resource, action=f"resources.file_{what}", user=actor, data={"title": file.title})
    page_cache.touch(f"page:{resource.pk}", "library")
