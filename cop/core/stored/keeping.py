"""How a file comes into the private storage, and what of it rows still name."""

import re
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.core.files.base import File

from cop.core.extraction import SMALL
from cop.core.files import checking, scanning
from cop.core.files.checking import MEGABYTE, GoodFile
from cop.core.files.serving import private_storage

from .models import KeptFile, StoredFile

LARGEST = 100 * MEGABYTE
# What the browser's file dialog offers; the content decides.
ACCEPT = ".pdf,.png,.jpg,.jpeg,.webp,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt,.md,.csv"
_picture = re.compile(rf"(?P<path>.+)\.(?P<number>\d+)(?P<small>{re.escape(SMALL)})?\.webp")


def judged(source: object, *, name: str, size: int) -> GoodFile:
    """A file as it may be kept: judged by content, looked at for viruses. Raises `FileRefused` with words."""
    good = checking.check(source, name=name, size=size, largest=LARGEST)  # type: ignore[arg-type]
    scanning.scan(good.source)
    return good


@contextmanager
def stored(folder: str, file: GoodFile, versions: type[KeptFile]) -> Iterator[str]:
    """The file under a name that nobody can guess, before the database is locked; away again if no row came of it."""
    storage = private_storage()
    file.source.seek(0)
    path = storage.save(f"{folder}/{secrets.token_urlsafe(24)}.{file.extension}", File(file.source, name=file.name))
    keep = False
    try:
        yield path
        keep = versions._default_manager.filter(path=path).exists()
    finally:
        if not keep:
            storage.delete(path)


def named_by(versions: type[StoredFile], paths: Collection[str]) -> set[str]:
    """Those of these files that rows of `versions` name: files themselves, and their pictures. One statement."""
    pictures = {path: found for path in paths if (found := _picture.fullmatch(path))}
    wanted = {*paths, *(found["path"] for found in pictures.values())}
    rows = versions._default_manager.filter(path__in=wanted)
    known: dict[str, int] = dict(rows.values_list("path", "pictures"))  # type: ignore[arg-type]
    return {path for path in paths if path in known or (path in pictures and _has_picture(known, pictures[path]))}


def _has_picture(known: dict[str, int], found: re.Match[str]) -> bool:
    return int(found["number"]) <= known.get(found["path"], 0)
