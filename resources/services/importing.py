"""Imports in the background: a sheet is looked at, then taken in; after a killed worker it goes on where it was."""

import time
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import partial
from typing import IO, TYPE_CHECKING

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cop.core.files.checking import MEGABYTE
from cop.core.files.serving import private_storage

from ..choices import ImportState
from ..models import ImportLine, ImportRun
from ..permissions import can_import
from ..refusals import Reason, Refused
from .import_desk import desk_for
from .import_files import Packed
from .import_rows import Desk, Result, rows_left, take
from .import_sheets import read_sheet

if TYPE_CHECKING:
    from cop.members.models import User

LARGEST_PACKED = 1_000 * MEGABYTE
# How long the worker stays at one import before others get their turn, in seconds; one row more may take a minute.
TURN = 120.0
CLAIM = timedelta(minutes=10)
# A task that was lost waits this long for the sweep.
LOST = timedelta(minutes=10)
MOST_ATTEMPTS = 3
UNDER_WAY = [ImportState.CHECKING, ImportState.IMPORTING]


def begin(
    *, actor: "User", sheet: IO[bytes], name: str, packed: IO[bytes] | None = None, packed_name: str = "",
    size: int = 0, now: datetime | None = None,
) -> ImportRun:  # fmt: skip
    """Keep a sheet and a ZIP file of `size` bytes, and have them looked at; nothing is taken in yet.

    Raises `Refused` (NO_IMPORT, SHEET, PACKED): what is wrong as a whole is said at once.
    """
    if not can_import(actor):
        raise Refused(Reason.NO_IMPORT)
    content = sheet.read()
    found = read_sheet(content)
    if packed is not None:
        if size > LARGEST_PACKED:
            raise Refused(Reason.PACKED, _("The ZIP file is larger than 1 GB. Split it, and the sheet with it."))
        Packed(packed)
        packed.seek(0)
    now = now or timezone.now()
    run = ImportRun(
        actor=actor,
        name=name[:150],
        packed_name=packed_name[:150],
        asked_at=now,
        moved_at=now,
        total=len(found.rows),
        unknown=found.unknown,
    )
    private_storage().save(run.sheet_path, ContentFile(content))
    if packed is not None:
        private_storage().save(run.packed_path, File(packed))
    with transaction.atomic():
        run.save()
        _enqueue(run.pk)
    return run


@transaction.atomic
def start(*, run: ImportRun, actor: "User", now: datetime | None = None) -> None:
    """Have what was looked at taken in, in the name of who starts it. Raises `Refused` (NO_IMPORT, NOT_LOOKED_AT)."""
    if not can_import(actor):
        raise Refused(Reason.NO_IMPORT)
    locked = ImportRun.objects.select_for_update(of=("self",)).filter(pk=run.pk).first()
    if locked is None or locked.state != ImportState.CHECKED:
        raise Refused(Reason.NOT_LOOKED_AT)
    locked.lines.all().delete()
    locked.state, locked.actor, locked.attempts = ImportState.IMPORTING, actor, 0
    locked.claimed_until, locked.moved_at = None, now or timezone.now()
    locked.save(update_fields=["state", "actor", "attempts", "claimed_until", "moved_at"])
    _enqueue(locked.pk)


@transaction.atomic
def remove(*, run: ImportRun, actor: "User") -> None:
    """Forget a run with its sheet and report; resources stay. Raises `Refused` (NO_IMPORT, NOT_LOOKED_AT)."""
    if not can_import(actor):
        raise Refused(Reason.NO_IMPORT)
    locked = ImportRun.objects.select_for_update(of=("self",)).filter(pk=run.pk).first()
    if locked is not None and locked.state in UNDER_WAY:
        raise Refused(Reason.NOT_LOOKED_AT)
    if locked is not None:
        _remove(locked)


def work(run_id: int, *, now: datetime | None = None, turn: float = TURN) -> bool:
    """Look at rows, or take them in, for one turn of `turn` seconds, if nobody else does; True when the run is done.

    Each row is written together with its line, so that who comes next goes on behind the last one.
    """
    now = now or timezone.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    waiting = ImportRun.objects.filter(free, pk=run_id, state__in=UNDER_WAY)
    if not waiting.update(claimed_until=now + CLAIM, attempts=F("attempts") + 1):
        return False
    run = ImportRun.objects.select_related("actor").get(pk=run_id)
    if run.attempts > MOST_ATTEMPTS:
        _stop(run, _("It broke off three times at the same row. Ask an administrator to look at it."))
        return False
    try:
        with ExitStack() as stack:
            is_done = _rows(run, _desk(run, stack), time.monotonic() + turn)
    except (Refused, FileNotFoundError) as problem:
        _stop(run, str(problem) if isinstance(problem, Refused) else _("The sheet or its files are gone."))
        return False
    if not is_done:
        with transaction.atomic():
            _mine(run).update(claimed_until=None, moved_at=timezone.now(), attempts=0)
            _enqueue(run.pk)
        return False
    state = ImportState.CHECKED if run.state == ImportState.CHECKING else ImportState.DONE
    finished = _mine(run).update(state=state, claimed_until=None, moved_at=timezone.now(), attempts=0)
    if finished and state == ImportState.DONE:
        # What was taken lies in the library now; the rest would lie here for nobody.
        private_storage().delete(run.packed_path)
    return bool(finished)


def sweep(*, now: datetime | None = None) -> int:
    """Take up again what a killed worker or a lost task left behind; returns how many were queued."""
    now = now or timezone.now()
    lost = Q(claimed_until__lt=now) | Q(claimed_until__isnull=True, moved_at__lt=now - LOST)
    ids = list(ImportRun.objects.filter(lost, state__in=UNDER_WAY).values_list("pk", flat=True))
    for pk in ids:
        _enqueue(pk)
    return len(ids)


def remove_old(before: datetime) -> int:
    """Remove runs that nothing has happened to since, with sheets and reports; returns how many."""
    old = list(ImportRun.objects.filter(moved_at__lte=before))
    for run in old:
        _remove(run)
    return len(old)


def _desk(run: ImportRun, stack: ExitStack) -> Desk:
    if run.actor is None:
        raise Refused(Reason.NO_IMPORT)
    with private_storage().open(run.sheet_path) as sheet:
        content = sheet.read()
    source = None
    if run.packed_name:
        source = Packed(stack.enter_context(private_storage().open(run.packed_path)))
    return desk_for(actor=run.actor, content=content, source=source)


def _rows(run: ImportRun, desk: Desk, until: float) -> bool:
    """Row by row; True when none is left, False when the turn is over or somebody else has the run."""
    done = set(run.lines.values_list("number", flat=True))
    for row in rows_left(desk, done):
        take(row, desk, rehearsal=run.state == ImportState.CHECKING, note=partial(_note, run))
        run.claimed_until, before = timezone.now() + CLAIM, run.claimed_until
        if not ImportRun.objects.filter(pk=run.pk, state=run.state, claimed_until=before).update(
            claimed_until=run.claimed_until, moved_at=timezone.now(), attempts=0
        ):
            return False
        if time.monotonic() > until:
            break
    return run.lines.count() >= len(desk.sheet.rows)


def _note(run: ImportRun, result: Result) -> None:
    ImportLine.objects.create(
        run=run,
        number=result.row.number,
        key=result.row.text("key")[:100],
        title=result.row.text("title")[:255],
        outcome=result.outcome,
        resource_id=result.resource.pk if result.resource else None,
        words=[[name, text] for name, text in result.words],
    )


def _mine(run: ImportRun) -> QuerySet[ImportRun]:
    return ImportRun.objects.filter(pk=run.pk, state=run.state, claimed_until=run.claimed_until)


def _stop(run: ImportRun, problem: str) -> None:
    _mine(run).update(
        state=ImportState.FAILED, claimed_until=None, problem=problem[:300], moved_at=timezone.now(), attempts=0
    )


def _remove(run: ImportRun) -> None:
    paths = [run.sheet_path, run.packed_path]
    run.delete()
    transaction.on_commit(partial(_delete, paths))


def _delete(paths: list[str]) -> None:
    for path in paths:
        private_storage().delete(path)


def _enqueue(run_id: int) -> None:
    from ..tasks import work_on_import

    work_on_import.enqueue(run_id)
