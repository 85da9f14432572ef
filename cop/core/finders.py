"""In `make run` too a page loads one style sheet: joined when one of the sheets has changed, not at each start."""

import gzip
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder

from .storage import SHEET, join, trim


class JoinedSheetFinder(BaseFinder):
    """Finds css/site.css with the sheets that it imports in their place, and its compressed twins beside it.

    It stands before Django's finders in development. `list` names nothing: collectstatic joins by itself (`storage`).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.source = Path(settings.STATICFILES_DIRS[0])
        self.kept = Path(settings.JOINED_SHEETS)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def list(self, ignore_patterns: Any) -> Iterator[Any]:
        return iter(())

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != SHEET:
            return []
        found = str(self._joined())
        return [found] if find_all else found

    def _joined(self) -> Path:
        target = self.kept / SHEET
        newest = max(sheet.stat().st_mtime_ns for sheet in (self.source / "css").rglob("*.css"))
        if not target.exists() or target.stat().st_mtime_ns != newest:
            text, _names = join(SHEET, lambda name: (self.source / name).read_text(encoding="utf-8"))
            plain = trim(text).encode()
            target.parent.mkdir(parents=True, exist_ok=True)
            # The plain one last: whoever sees it finds its twins.
            for ending, content in ((".gz", gzip.compress(plain, 9)), (".br", brotli.compress(plain)), ("", plain)):
                _put(Path(f"{target}{ending}"), content, newest)
        return target


def _put(path: Path, content: bytes, mtime: int) -> None:
    """Whole or not at all: another process may be reading it."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.utime(name, ns=(mtime, mtime))
    Path(name).chmod(0o644)
    Path(name).replace(path)
