"""Reading what is in documents, in the background; how: `cop.core.stored.reading`."""

from datetime import datetime

from cop.core.stored import reading

from ..models import DocumentText, DocumentVersion
from .indexing import index_documents


def read(version_id: int, *, now: datetime | None = None) -> bool:
    """Read one version, if nobody else does; True when it is done. Whatever goes wrong ends in the row."""
    return reading.read(_room(), version_id, now=now)


def sweep(*, now: datetime | None = None) -> int:
    """Take up again what a killed worker or a lost task left behind; returns how many were queued."""
    return reading.sweep(_room(), now=now)


def _room() -> reading.Room:
    from ..document_tasks import read_version

    return reading.Room(
        files=DocumentVersion,
        texts=DocumentText,
        enqueue=read_version.enqueue,
        done=lambda version: index_documents([version.document_id]),
    )
