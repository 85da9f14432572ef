"""Taking notes and comments out of files that came into the library before this was done to every file."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cop.core.extraction.cleaning import CLEANABLE, NotCleaned, without_notes
from cop.core.files.checking import GoodFile
from cop.core.files.serving import private_storage
from cop.core.stored import keeping

from ..choices import CleaningOutcome
from ..models import FileVersion, ImportedResource, ResourcePage
from .files import note, write_version
from .indexing import index_resources


def waiting(*, before: datetime | None = None) -> list[int]:
    """Numbers of the versions that readers get and that may hold notes, the oldest first; `before`: added before it."""
    found = FileVersion.objects.filter(extension__in=CLEANABLE, file__current_id=F("pk"))
    if before is not None:
        found = found.filter(created_at__lt=before)
    return list(found.order_by("created_at", "pk").values_list("pk", flat=True))


def clean_up(version: FileVersion, *, is_rehearsal: bool = False, now: datetime | None = None) -> CleaningOutcome:
    """Put a copy without notes and comments in the place of this version, as a new one; editors keep this one, as they
    keep all earlier ones. It is looked through before anything is locked. Done again, it does nothing more.

    A rehearsal looks it through and writes nothing. Nothing is raised for a bad file.
    """
    try:
        with private_storage().open(version.path, "rb") as source:
            copy = without_notes(source, version.extension)
    except FileNotFoundError:
        return CleaningOutcome.LOST
    except NotCleaned:
        return CleaningOutcome.FAILED
    if copy is None:
        return CleaningOutcome.CLEAN
    with copy:
        if is_rehearsal:
            return CleaningOutcome.CLEANED
        good = GoodFile(copy, copy.seek(0, 2), version.name, version.content_type, version.extension)
        with keeping.stored(f"resources/{version.file.resource_id}", good, FileVersion) as path:
            return _replace(version, good, path, now or timezone.now())


@transaction.atomic
def _replace(version: FileVersion, good: GoodFile, path: str, now: datetime) -> CleaningOutcome:
    # The page first, as everywhere.
    page = ResourcePage.objects.select_for_update(of=("self",)).filter(pk=version.file.resource_id).first()
    file = page.files.filter(current=version).first() if page else None
    if page is None or file is None:
        return CleaningOutcome.LEFT
    words = _("Notes and comments were taken out.")
    made = write_version(file, good, path, uuid.uuid4(), words, now)
    # Otherwise the next import would take it for a change that an editor has made.
    known = ImportedResource.objects.filter(file=file, file_number=version.number)
    known.update(file_number=made.number)
    index_resources([page.pk])
    note(page, "version", None, file)
    return CleaningOutcome.CLEANED
