"""One row of a sheet into the library: as the editor's form would take it, in one transaction, or not at all."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry

from cop.core.files.checking import GoodFile

from ..choices import ImportOutcome
from ..models import ImportedResource, LibraryPage, ResourceFile, ResourcePage
from ..refusals import Refused
from .files import add_file, add_version, change_file, checked, for_readers
from .import_files import Files
from .import_pages import Words, fill, page_of
from .import_sheets import Row, Sheet, doi_of, folded, heading_of
from .import_values import YES, Known, Values, values_of

if TYPE_CHECKING:
    from cop.members.models import User


LONGEST_KEY = 100
LONGEST_FILE_TITLE = 150
# A file of a key and a content is the same file in every run.
_SPACE = uuid.UUID("6f2d3a1e-7a55-4f0a-9a55-9d1f4c1b0a52")


@dataclass(frozen=True)
class Desk:
    """What all rows of a run share."""

    sheet: Sheet
    files: Files
    known: Known
    library: LibraryPage
    actor: "User"


@dataclass
class Result:
    """What became of a row, or would; `words` are pairs of column and sentence."""

    row: Row
    outcome: ImportOutcome
    words: Words = field(default_factory=list)
    resource: ResourcePage | None = None


@dataclass(frozen=True)
class _File:
    """The file of a row: `good` is None where the library has it already."""

    name: str = ""
    digest: str = ""
    good: GoodFile | None = None
    note: str = ""


class _Left(Exception):
    """The row is left alone, for the reason in words."""


class _Wrong(Exception):
    """The row is refused; `words` say what is wrong with which columns."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words


def take(
    row: Row, desk: Desk, *, rehearsal: bool = False, note: Callable[[Result], None] = lambda _result: None
) -> Result:
    """Make the resource of a row, change it, or leave it as it is; a rehearsal judges the same and writes nothing.

    `note` is called in the same transaction as the change. Nothing is raised for a bad row: it is in the result.
    """
    try:
        with _file_of(row, desk) as file, transaction.atomic():
            # Two runs at once: the second one sees what the first one made.
            LibraryPage.objects.select_for_update(of=("self",)).get(pk=desk.library.pk)
            result = _taken(row, desk, file, rehearsal)
            note(result)
            return result
    except _Left as left:
        result = Result(row, ImportOutcome.LEFT, [("", str(left))])
    except _Wrong as wrong:
        result = Result(row, ImportOutcome.REFUSED, wrong.words)
    except Refused as refused:
        result = Result(row, ImportOutcome.REFUSED, [("file", str(refused))])
    except ValidationError as problem:
        result = Result(row, ImportOutcome.REFUSED, [("", each) for each in problem.messages])
    note(result)
    return result


@contextmanager
def _file_of(row: Row, desk: Desk) -> Iterator[_File]:
    """The row's file, looked at before the library is locked; what is the same as last time is not looked at again."""
    name = row.text("file")
    if not name:
        yield _File()
        return
    known = _standing(ImportedResource.objects.filter(key=row.text("key")).first(), row)
    if desk.files.is_empty and known and known.file_name == name[:255]:
        yield _File(name, known.file_digest)
        return
    if desk.files.is_empty:
        words = _("No files came with the sheet: “%(name)s” is missing.")
        raise _Wrong([*_problems(row, desk), ("file", words % {"name": name[:100]})])
    try:
        found = desk.files.find(name)
    except Refused as refused:
        raise _Wrong([*_problems(row, desk), ("file", str(refused))]) from refused
    with desk.files.opened(found.path) as (copy, size, digest):
        if known and known.file_digest == digest:
            yield _File(name, digest, note=found.note)
        else:
            good = for_readers(checked(copy, name=found.path.rpartition("/")[2], size=size))
            yield _File(name, digest, good, found.note)


def _problems(row: Row, desk: Desk) -> Words:
    """What is wrong with the row beside its file, so that one run tells everything."""
    return [*_of_key(row, desk), *values_of(row, desk.known).problems]


def _of_key(row: Row, desk: Desk) -> Words:
    key = row.text("key")
    if not key:
        return [("key", _("Give every row a key of its own."))]
    if len(key) > LONGEST_KEY or "\n" in key:
        return [("key", _("A key is one line of at most 100 characters."))]
    first = desk.sheet.first["key"].get(key.casefold(), row.number)
    if first != row.number:
        return [("key", _("Row %(number)s has the same key.") % {"number": first})]
    return []


def _of_doi(row: Row, page: ResourcePage, desk: Desk) -> Words:
    """A DOI is one work: what has it is the same thing under another key."""
    doi = doi_of(row)
    if not doi:
        return []
    first = desk.sheet.first["doi"].get(doi, row.number)
    if first != row.number:
        return [("doi", _("Row %(number)s has the same DOI.") % {"number": first})]
    other = ResourcePage.objects.filter(doi__iexact=doi).exclude(pk=page.pk).first()
    if other is not None:
        return [("doi", _("The library has this DOI already: “%(title)s”.") % {"title": other.title})]
    return []


def _of_title(row: Row, desk: Desk) -> Words:
    """Works may share a title; whoever sends the sheet should know."""
    title = row.text("title")
    first = desk.sheet.first["title"].get(folded(title), row.number)
    if first != row.number:
        return [("title", _("Row %(number)s has the same title. Is it the same work?") % {"number": first})]
    if ResourcePage.objects.filter(title__iexact=title).exists():
        return [("title", _("The library has a resource of this title. Is it the same work?"))]
    return []


def _taken(row: Row, desk: Desk, file: _File, rehearsal: bool) -> Result:
    if wrong := _of_key(row, desk):
        raise _Wrong([*wrong, *values_of(row, desk.known).problems])
    found = ImportedResource.objects.filter(key=row.text("key")).select_related("resource", "file").first()
    record = _standing(found, row)
    if record and record.digest == row.digest and record.file_digest == file.digest:
        return Result(row, ImportOutcome.SAME, resource=record.resource)
    if record:
        _leave_if_changed(record, desk, file)
    values = values_of(row, desk.known)
    page = page_of(record.resource if record else None, values, desk.library, desk.actor)
    problems = [*values.problems, *fill(page, values, desk.library, desk.actor), *_of_file_title(row)]
    problems += _of_doi(row, page, desk)
    if problems:
        raise _Wrong(problems)
    notes = [("file", file.note)] if file.note else []
    notes += [] if record else _of_title(row, desk)
    outcome = ImportOutcome.CHANGED if record else ImportOutcome.MADE
    if values.publish is False and record and record.live:
        notes.append(("publish", _("The page stays published; the change waits in its draft.")))
    if rehearsal:
        return Result(row, outcome, notes)
    _write(page, values, desk, record is None)
    _note_record(row, page, _with_file(row, page, file, record, desk), file)
    return Result(row, outcome, notes, page)


def _standing(record: ImportedResource | None, row: Row) -> ImportedResource | None:
    """What an earlier run made of this key, if it is there; None if it is to be made (again)."""
    if record is None or record.resource_id is not None:
        return record
    if row.text("bring_back").casefold() in YES:
        return None
    entries = PageLogEntry.objects.filter(page=record.page_number, action="wagtail.delete")
    moment = entries.order_by("-timestamp").values_list("timestamp", flat=True).first()
    words = _("Deleted on %(day)s, and left so. To have it made again, write “yes” under “%(column)s”.")
    if moment is None:
        words = _("Deleted since, and left so. To have it made again, write “yes” under “%(column)s”.")
    day = date_format(localtime(moment), "j F Y") if moment else ""
    raise _Left(words % {"day": day, "column": heading_of("bring_back")})


def _leave_if_changed(record: ImportedResource, desk: Desk, file: _File) -> None:
    page = record.resource
    assert page is not None  # noqa: S101 - the record stands
    tester = page.permissions_for_user(desk.actor)
    if page.latest_revision_id != record.revision or (record.live and not page.live):
        raise _Left(_("An editor has changed this page since; it is left as it is."))
    if tester.page_locked() or not tester.can_edit():
        raise _Left(_("This page is locked: nothing of it can be changed at the moment."))
    has_changed = record.file is None or record.file.last_number != record.file_number
    if file.good and record.file_digest and has_changed:
        raise _Left(_("An editor has changed its file since; it is left as it is."))


def _of_file_title(row: Row) -> Words:
    title = row.text("file_title")
    if len(title) > LONGEST_FILE_TITLE or "\n" in title:
        return [("file_title", _("A title is one line of at most 150 characters."))]
    return []


def _write(page: ResourcePage, values: Values, desk: Desk, is_new: bool) -> None:
    if is_new:
        desk.library.refresh_from_db()
        desk.library.add_child(instance=page)
    revision = page.save_revision(user=desk.actor, log_action=True)
    if values.publish:
        # Who imports may publish in the library (`can_import`); old material has been looked at before.
        revision.publish(user=desk.actor, skip_permission_checks=True)
    page.refresh_from_db(fields=["live", "latest_revision"])


def _with_file(
    row: Row, page: ResourcePage, file: _File, record: ImportedResource | None, desk: Desk
) -> ResourceFile | None:
    """Put the file of the row there; the same content again makes no version. A row without a file removes none."""
    present = record.file if record else None
    title = row.text("file_title")
    if file.good:
        key = uuid.uuid5(_SPACE, f"{page.pk} {file.digest} {present.last_number if present else 0}")
        if present is None:
            return add_file(resource=page, actor=desk.actor, file=file.good, title=title, key=key).file
        add_version(file=present, actor=desk.actor, content=file.good, key=key)
        present.refresh_from_db()
    if present and title and title != present.title:
        change_file(file=present, actor=desk.actor, title=title, language=present.language)
    return present


def _note_record(row: Row, page: ResourcePage, kept: ResourceFile | None, file: _File) -> None:
    ImportedResource.objects.update_or_create(
        key=row.text("key"),
        defaults={
            "resource": ResourcePage(pk=page.pk),
            "page_number": page.pk,
            "digest": row.digest,
            "file_digest": file.digest,
            "file_name": file.name[:255],
            "file": kept,
            "file_number": kept.last_number if kept else 0,
            "revision": page.latest_revision_id,
            "live": page.live,
        },
    )


def rows_left(desk: Desk, done: set[int]) -> Iterator[Row]:
    """Rows that no earlier try has come to."""
    return (row for row in desk.sheet.rows if row.number not in done)


def count(results: list[Result]) -> dict[str, Any]:
    """How many rows there are of each outcome; all outcomes, also those without rows."""
    return {each.value: sum(result.outcome == each for result in results) for each in ImportOutcome}
