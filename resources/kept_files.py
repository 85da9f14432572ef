"""Which private files rows of this room name: versions with their pictures, and sheets with their ZIP files."""

import re
import uuid
from collections.abc import Collection

from cop.core.files import orphans
from cop.core.stored.keeping import named_by

from .models import FileVersion, ImportRun

_of_import = re.compile(r"resources/imports/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(?:sheet|zip)")


def named(paths: Collection[str]) -> set[str]:
    """Of these files. Two statements, one where no sheet is among them."""
    found = named_by(FileVersion, paths)
    keys = {path: key for path in paths if (key := _import_key(path))}
    if keys:
        runs = ImportRun.objects.filter(key__in=set(keys.values()))
        known = set(runs.values_list("key", flat=True))
        found |= {path for path, key in keys.items() if key in known}
    return found


def _import_key(path: str) -> uuid.UUID | None:
    """The key of the import whose sheet or ZIP file lies at this path."""
    match = _of_import.fullmatch(path)
    return uuid.UUID(match[1]) if match else None


orphans.register("resources", named)
