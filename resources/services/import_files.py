"""The files that a sheet names: in a ZIP file or a folder, found by name, opened within limits, never outside."""

import hashlib
import re
import tempfile
import unicodedata
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from django.utils.translation import gettext as _

from cop.core.files.checking import HIGHEST_RATIO, MEGABYTE, SUSPICIOUS_FROM
from cop.core.stored.keeping import LARGEST

from ..refusals import Reason, Refused

MOST_FILES = 5_000
MOST_UNPACKED = 4_000 * MEGABYTE
IN_MEMORY = 4 * MEGABYTE
CHUNK = 256 * 1024
SAYS_UTF_8 = 0x800
# What `zipfile` raises while it reads; an encrypted or unknown packing is a RuntimeError to it.
DAMAGED = (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error)


class Source(Protocol):
    """Where files come from: their paths, and how one is opened."""

    paths: list[str]

    def open(self, path: str) -> IO[bytes]:
        """The file at one of the paths. Raises `OSError`, or what a damaged archive makes `zipfile` raise."""


class Folder:
    """All files below a folder of this machine; links that lead out of it are no part of it."""

    def __init__(self, folder: Path) -> None:
        self._root = folder.resolve()
        inside = (path for path in sorted(self._root.rglob("*")) if path.resolve().is_relative_to(self._root))
        self.paths = [path.relative_to(self._root).as_posix() for path in inside if path.is_file()]
        if len(self.paths) > MOST_FILES:
            raise Refused(Reason.PACKED, _("There are more than 5,000 files."))

    def open(self, path: str) -> IO[bytes]:
        return (self._root / path).open("rb")


class Packed:
    """The files of a ZIP file. Raises `Refused` (PACKED) for one that is none, or is made to do harm."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Refused(Reason.PACKED, _("This is no ZIP file, or it is damaged.")) from error
        entries = [entry for entry in self._archive.infolist() if not entry.is_dir()]
        if len(entries) > MOST_FILES:
            raise Refused(Reason.PACKED, _("There are more than 5,000 files."))
        for entry in entries:
            if _leads_outside(entry.filename):
                words = _("The ZIP file holds a name that leads out of it: %(name)s")
                raise Refused(Reason.PACKED, words % {"name": entry.filename[:80]})
            if entry.flag_bits & 0x1:
                raise Refused(Reason.PACKED, _("The ZIP file is locked with a password."))
            if entry.file_size > max(SUSPICIOUS_FROM, HIGHEST_RATIO * max(entry.compress_size, 1)):
                words = _("“%(name)s” unpacks to far more than it should.")
                raise Refused(Reason.PACKED, words % {"name": entry.filename[:80]})
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise Refused(Reason.PACKED, _("The ZIP file unpacks to more than 4 GB."))
        # What a Mac adds beside each file is no file.
        kept = [(_readable(entry), entry) for entry in entries if not entry.filename.startswith("__MACOSX/")]
        self.paths = [path for path, _entry in kept]
        self._entries = dict(kept)

    def open(self, path: str) -> IO[bytes]:
        return self._archive.open(self._entries[path])


def _readable(entry: zipfile.ZipInfo) -> str:
    """Its name with the letters that it had: Macs write UTF-8 and do not say so."""
    if entry.flag_bits & SAYS_UTF_8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _leads_outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name or "\0" in name


def _composed(text: str) -> str:
    # ü can be one sign, or a u with points: which one, says the machine that packed the files.
    return unicodedata.normalize("NFC", text)


def _bare(text: str) -> str:
    """To compare by: without capitals, and with one sign for what stands between words."""
    return re.sub(r"[\s_-]+", "-", _composed(text).casefold())


@dataclass(frozen=True)
class Found:
    """A file that is there; `note` says if its name is not quite the one that was asked for."""

    path: str
    note: str = ""


class Files:
    """Files by the names that a sheet writes. `is_empty`: no files were given at all."""

    def __init__(self, source: Source | None = None) -> None:
        self._source = source
        self.is_empty = source is None
        self._by_path: dict[str, list[str]] = defaultdict(list)
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        for path in source.paths if source else []:
            name = path.rpartition("/")[2]
            self._by_path[_bare(path)].append(path)
            self._by_name[_bare(name)].append(path)
            self._by_stem[_bare(name.rpartition(".")[0] or name)].append(path)

    def find(self, name: str) -> Found:
        """By its path or its name alone, in these capitals or others, or without what stands behind the point. Raises
        `Refused` (FILE): none, or several."""
        wanted = _composed(name.replace("\\", "/").removeprefix("./"))
        for paths in (self._by_path, self._by_name, self._by_stem):
            found = paths.get(_bare(wanted), [])
            exact = [path for path in found if wanted in (_composed(path), _composed(path.rpartition("/")[2]))]
            fitting = exact or found
            if len(fitting) == 1:
                note = "" if exact else _("Taken: %(path)s, which is written differently.") % {"path": fitting[0]}
                return Found(fitting[0], note)
            if fitting:
                words = _("There are several: %(paths)s. Write the path.")
                raise Refused(Reason.FILE, words % {"paths": ", ".join(fitting[:3])[:200]})
        raise Refused(Reason.FILE, _("“%(name)s” is not among the files.") % {"name": name[:100]})

    @contextmanager
    def opened(self, path: str) -> Iterator[tuple[IO[bytes], int, str]]:
        """A copy of the file that can be read again and again, its size in bytes, and its SHA-256.

        Raises `Refused` (FILE) if it cannot be read, or is larger than a file may be, whatever its archive says.
        """
        digest, size = hashlib.sha256(), 0
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as copy:
            try:
                assert self._source is not None  # noqa: S101  (only found files are opened)
                with self._source.open(path) as source:
                    while block := source.read(CHUNK):
                        size += len(block)
                        if size > LARGEST:
                            raise Refused(Reason.FILE, _("The file is larger than 100 MB."))
                        digest.update(block)
                        copy.write(block)
            except (
                OSError,
                EOFError,
                RuntimeError,
                NotImplementedError,
                zipfile.BadZipFile,
                ValueError,
                zlib.error,
            ) as error:
                raise Refused(Reason.FILE, _("The file cannot be unpacked: it is damaged.")) from error
            copy.seek(0)
            yield copy, size, digest.hexdigest()
