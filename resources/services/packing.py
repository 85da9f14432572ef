"""All files of a collection as one ZIP file: asked for by anybody, made once a state, gone after a day unused."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cop.core.stored import archives
from cop.core.stored.archives import KEPT, UNDER_WAY, Packing
from cop.core.stored.choices import ArchiveState

from ..models import CollectionArchive, CollectionPage
from ..refusals import Reason, Refused
from ..selectors.packing import Contents, contents_of
from .counting import count_download


@transaction.atomic
def ask_for_archive(*, collection: CollectionPage, now: datetime | None = None) -> CollectionArchive:
    """The file of the present state: the one that is there or under way, kept for a day more; else a new one is queued,
    and those of earlier states go.

    The collection is the caller's to have reached by its door. Raises `Refused` (GONE, NOTHING_THERE, TOO_LARGE).
    """
    now = now or timezone.now()
    # Two who ask at once: the second one finds what the first one made.
    locked = CollectionPage.objects.select_for_update(of=("self",)).filter(pk=collection.pk).first()
    if locked is None:
        raise Refused(Reason.GONE)
    contents = contents_of(locked)
    if contents.obstacle:
        raise Refused(contents.obstacle)
    found = None
    for each in CollectionArchive.objects.filter(collection=locked, state__in=[*UNDER_WAY, ArchiveState.READY]):
        if each.digest == contents.digest:
            found = each
        elif each.state == ArchiveState.READY:
            archives.remove(each)
    # Not kept on although it was ready: the clock has just removed it.
    if found is not None and (keep_on(found, now=now) or found.state in UNDER_WAY):
        return found
    made = CollectionArchive.objects.create(
        collection=locked, digest=contents.digest, asked_at=now, total=len(contents.parts)
    )
    _enqueue(made.pk)
    return made


def keep_on(archive: CollectionArchive, *, now: datetime) -> bool:
    """Somebody uses it: its day begins anew. False if it is not there (any more). One statement."""
    rows = CollectionArchive.objects.filter(pk=archive.pk, state=ArchiveState.READY)
    return bool(rows.update(expires_at=now + KEPT))


def note_download(archive: CollectionArchive, contents: Contents, *, now: datetime | None = None) -> None:
    """Somebody fetches it: kept for a day more, and each resource in it counts as downloaded. A statement for each."""
    now = now or timezone.now()
    keep_on(archive, now=now)
    for resource in contents.resources:
        count_download(resource, now=now)


def make(archive_id: int, *, now: datetime | None = None) -> bool:
    """Put the file together, if nobody else does and the collection is still in that state; True when it is ready."""
    return archives.make(PACKING, archive_id, now=now)


def sweep(*, now: datetime | None = None) -> int:
    """Take up again what a killed worker or a lost task left behind; returns how many were queued."""
    return archives.sweep(PACKING, now=now)


def remove_expired(now: datetime) -> int:
    """Remove files that nobody has asked for in a day, and the rows of a month ago; returns how many files."""
    return archives.remove_expired(CollectionArchive, now)


def _enqueue(archive_id: int) -> None:
    from ..tasks import make_archive

    make_archive.enqueue(archive_id)


def _is_allowed(made: CollectionArchive) -> bool:
    return made.collection.live and contents_of(made.collection).digest == made.digest


def _parts(made: Any) -> list[archives.Part]:
    return contents_of(made.collection).parts


PACKING = Packing(CollectionArchive, _enqueue, _parts, _is_allowed, related=("collection",))
