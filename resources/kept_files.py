"""Which private files rows of this room name: versions with their pictures, ZIP files of collections."""

from collections.abc import Collection

from cop.core.files import orphans
from cop.core.stored.archives import kept
from cop.core.stored.keeping import named_by

from .models import CollectionArchive, FileVersion

ARCHIVES = CollectionArchive.folder_of_files


def named(paths: Collection[str]) -> set[str]:
    """Of these files. Two statements at most."""
    archives = {path for path in paths if path.startswith(ARCHIVES)}
    return kept(CollectionArchive, archives) | named_by(FileVersion, set(paths) - archives)


orphans.register("resources", named)
