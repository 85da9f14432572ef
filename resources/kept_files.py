"""Which private files rows of this room name: versions with their pictures."""

from collections.abc import Collection

from cop.core.files import orphans
from cop.core.stored.keeping import named_by

from .models import FileVersion


def named(paths: Collection[str]) -> set[str]:
    """Of these files. One statement."""
    return named_by(FileVersion, paths)


orphans.register("resources", named)
