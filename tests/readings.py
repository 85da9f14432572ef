"""Files that were read once in this process are not read again: each reading starts a process of its own.

That reading itself is right is tested on `cop.core.extraction`, which this leaves alone; of the same bytes it makes the
same every time.
"""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings

from cop.core import extraction


class Remembering:
    """Stands where `cop.core.stored.reading` has `cop.core.extraction`."""

    def __init__(self) -> None:
        self.known: dict[tuple[Any, ...], extraction.Read] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(extraction, name)

    def read(self, path: Path, extension: str, *, drawing: extraction.Drawing) -> extraction.Read:
        """What `extraction.read` says, the first time asked of it."""
        key = (hashlib.sha256(path.read_bytes()).digest(), extension, drawing, settings.SOFFICE)
        if key not in self.known:
            self.known[key] = extraction.read(path, extension, drawing=drawing)
        return self.known[key]
