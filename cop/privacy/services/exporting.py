"""A member's own data: asking for it, putting it together in the background, handing it out, removing it."""

import json
import logging
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import IO, TYPE_CHECKING, Any

from django.core.files import File as DjangoFile
from django.core.files.storage import Storage, storages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from cop.notifications.services import outbox

from .. import personal_data, readable
from ..models import DataExport, ExportState
from ..models.exports import UNDER_WAY
from ..personal_data import Chapter, Collected
from ..refusals import PrivacyRefused, Reason

if TYPE_CHECKING:
    from cop.members.models import User

logger = logging.getLogger(__name__)

KEPT = timedelta(days=7)
# Longer than any export can take; a worker that is killed holds it up no longer.
CLAIM = timedelta(minutes=10)
TASK_MAY_TAKE = timedelta(minutes=5)
MAX_ATTEMPTS = 3
ASKED_A_DAY = 5
IN_MEMORY = 4 * 1024 * 1024
CHUNK = 256 * 1024


def private_storage() -> Storage:
    """Outside MEDIA_ROOT (traps.md no. 2)."""
    return storages["private"]


def ask_for_export(*, member: "User", now: datetime | None = None) -> DataExport:
    """Have the member's data put together; a letter follows. An earlier file is removed.

    Refused (PrivacyRefused): while one is being made, and more often than five times in 24 hours.
    """
    from ..clock import make_export

    now = now or timezone.now()
    earlier = DataExport.objects.filter(member=member)
    if earlier.filter(state__in=UNDER_WAY).exists():
        raise PrivacyRefused(Reason.UNDER_WAY)
    if earlier.filter(asked_at__gt=now - timedelta(days=1)).count() >= ASKED_A_DAY:
        raise PrivacyRefused(Reason.TOO_OFTEN)
    try:
        with transaction.atomic():
            export = DataExport.objects.create(member=member, asked_at=now)
            for each in earlier.filter(state=ExportState.READY):
                _remove(each)
            make_export.enqueue(export.pk)
    except IntegrityError:
        # Two windows at the same moment: the constraint had the last word.
        raise PrivacyRefused(Reason.UNDER_WAY) from None
    return export


def make(export_id: int, *, now: datetime | None = None) -> bool:
    """Put the file together, if nobody else does; True when it is ready. Whatever goes wrong ends in the row."""
    now = now or timezone.now()
    until = now + CLAIM
    claimed = DataExport.objects.filter(pk=export_id, state=ExportState.WAITING).update(
        state=ExportState.MAKING, claimed_until=until, attempts=F("attempts") + 1
    )
    if not claimed:
        return False
    export = DataExport.objects.select_related("member").get(pk=export_id)
    try:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as target:
            write_zip(target, export.member, now=now)
            size = target.tell()
            target.seek(0)
            # A killed attempt may have left its file under the same name.
            private_storage().delete(export.path)
            private_storage().save(export.path, DjangoFile(target))
    except Exception as error:
        logger.exception("Export %s cannot be made.", export_id)
        last = export.attempts >= MAX_ATTEMPTS
        _mine(export).update(
            state=ExportState.FAILED if last else ExportState.WAITING,
            claimed_until=None,
            error=f"{type(error).__name__}: {error}"[:300],
        )
        return False
    with transaction.atomic():
        ready = timezone.now()
        done = _mine(export).update(
            state=ExportState.READY, claimed_until=None, ready_at=ready, expires_at=ready + KEPT, size=size, error=""
        )
        if done:
            outbox.post(
                kind="privacy.export_ready",
                cause=f"privacy.export_ready:{export.pk}",
                to=export.member,
                params={"expires_at": ready + KEPT},
            )
    return bool(done)


def sweep(*, now: datetime | None = None) -> int:
    """Take up again what a killed worker or a lost task left behind; returns how many were queued."""
    from ..clock import make_export

    now = now or timezone.now()
    lost = DataExport.objects.filter(state=ExportState.MAKING, claimed_until__lt=now)
    # An export that takes its worker down with it must not do so for ever.
    lost.filter(attempts__gte=MAX_ATTEMPTS).update(
        state=ExportState.FAILED, claimed_until=None, error="The worker was lost each time."
    )
    lost.update(state=ExportState.WAITING, claimed_until=None)
    waiting = DataExport.objects.filter(state=ExportState.WAITING, asked_at__lt=now - TASK_MAY_TAKE)
    ids = list(waiting.values_list("pk", flat=True))
    for pk in ids:
        make_export.enqueue(pk)
    return len(ids)


def remove_expired(now: datetime) -> int:
    """Remove files whose days are over; returns how many."""
    expired = list(DataExport.objects.filter(state=ExportState.READY, expires_at__lte=now))
    for export in expired:
        _remove(export)
    return len(expired)


def remove_all(member: "User") -> None:
    """Remove the member's exports, files and rows; one that is just being made writes nothing any more."""
    for export in DataExport.objects.filter(member=member):
        private_storage().delete(export.path)
        export.delete()


def open_file(export: DataExport) -> IO[bytes]:
    """The file, to be handed out. Raises FileNotFoundError if it is gone."""
    return private_storage().open(export.path, "rb")


def write_zip(target: IO[bytes], member: "User", *, now: datetime) -> None:
    """Everything that is registered about the member: data.json, index.html, and the files in folders."""
    parts = [(chapter, chapter.collect(member)) for chapter in personal_data.chapters()]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        files: dict[str, list[str]] = {}
        for chapter, collected in parts:
            files[chapter.key] = list(_write_files(archive, chapter, collected))
        archive.writestr("data.json", _as_json(parts, files, member, now))
        archive.writestr("index.html", readable.page(parts, files, member=member, now=now))


def _write_files(archive: zipfile.ZipFile, chapter: Chapter, collected: Collected) -> Iterator[str]:
    for number, file in enumerate(collected.files, start=1):
        # The number keeps two files of one name apart; the name is the member's own and cannot leave the folder.
        safe = "".join("-" if char in '/\\:*?"<>|' or not char.isprintable() else char for char in file.name)
        name = f"files/{chapter.key}/{number:03}-{safe.strip('. ')[-100:] or 'file'}"
        try:
            source = file.open()
        except FileNotFoundError:
            continue
        with source, archive.open(name, "w") as entry:
            while block := source.read(CHUNK):
                entry.write(block)
        yield name


def _as_json(parts: list[tuple[Chapter, Collected]], files: dict[str, list[str]], member: "User", now: datetime) -> str:
    chapters: dict[str, Any] = {
        chapter.key: {
            "records": [{key: value for key, _label, value in record.facts} for record in collected.records],
            "files": files[chapter.key],
        }
        for chapter, collected in parts
    }
    whole = {"made_at": now, "account": member.email, "chapters": chapters}
    return json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _remove(export: DataExport) -> None:
    DataExport.objects.filter(pk=export.pk).update(state=ExportState.REMOVED)
    transaction.on_commit(lambda: private_storage().delete(export.path))


def _mine(export: DataExport) -> Any:
    return DataExport.objects.filter(pk=export.pk, state=ExportState.MAKING, claimed_until=export.claimed_until)
