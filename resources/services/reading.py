"""Reading what is in files of the library, in the background; how: `cop.core.stored.reading`."""

from datetime import datetime
from typing import Any

from cop.core import page_cache
from cop.core.extraction import Read
from cop.core.stored import reading

from ..drawing import DRAWING
from ..models import FileText, FileVersion
from .indexing import index_resources


def read(version_id: int, *, now: datetime | None = None) -> bool:
    """Read one version, if nobody else does; True when it is done. Whatever goes wrong ends in the row."""
    return reading.read(_room(), version_id, now=now)


def sweep(*, now: datetime | None = None) -> int:
    """Take up again what a killed worker or a lost task left behind; returns how many were queued."""
    return reading.sweep(_room(), now=now)


def _room() -> reading.Room:
    from ..tasks import read_file

    return reading.Room(
        files=FileVersion, texts=FileText, enqueue=read_file.enqueue, done=_done, drawing=DRAWING, facts=_facts
    )


def _facts(found: Read) -> dict[str, Any]:
    width, height = found.size
    return {"picture_width": width, "picture_height": height, "parts": found.parts}


def _done(version: FileVersion) -> None:
    index_resources([version.file.resource_id])
    page_cache.touch(f"page:{version.file.resource_id}", "library")
