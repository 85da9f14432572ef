"""Which private files rows of this room name: versions with their pictures, sheets with their ZIP files, ZIP files of
collections."""

import re
import uuid
from collections.abc import Collection

from cop.core.files import orphans
from cop.core.stored.archives import kept
from cop.core.stored.keeping import named_by

from .models import CollectionArchive, FileVersion, ImportRun

ARCHIVES = CollectionArchive.folder_of_files
_of_import = re.compile(r"resources/imports/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(?:sheet|zip)")


def named(paths: Collection[str]) -> set[str]:
    """Of these files. Three statements at most."""
    archives = {path for path in paths if path.startswith(ARCHIVES)}
    found = kept(CollectionArchive, archives) | named_by(FileVersion, set(paths) - archives)
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
