"""Which private files rows of this room name: exports that are being made or can be fetched."""

from collections.abc import Collection

from cop.core.files import orphans

from .models import DataExport
from .models.exports import ExportState


def named(paths: Collection[str]) -> set[str]:
    """Of these files. One statement."""
    kept = DataExport.objects.filter(state__in=[ExportState.MAKING, ExportState.READY]).only("key")
    return {each.path for each in kept} & set(paths)


orphans.register("privacy/exports", named)
