"""The door for files that come in: what a file is, its content says; its name is made harmless.

Nothing is believed that the sender says: not the extension, not the type. Pictures are written anew, which leaves out
where they were taken and whatever was hidden behind them.
"""

import unicodedata
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from typing import IO

import filetype
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

MEGABYTE = 1024 * 1024
MOST_PIXELS = 40_000_000
# Office files are archives: how much they may unpack to, and into how many parts.
MOST_UNPACKED = 200 * MEGABYTE
MOST_PARTS = 5_000
# Text unpacks well, but not like this: such an archive is made to fill a disk.
HIGHEST_RATIO = 300
SUSPICIOUS_FROM = 20 * MEGABYTE
LONGEST_NAME = 120

PICTURES = {"image/png": "png", "image/jpeg": "jpg"}
_FORMATS = {"PNG": ("png", "image/png"), "JPEG": ("jpg", "image/jpeg"), "WEBP": ("webp", "image/webp")}
TEXTS = {"txt": "text/plain", "md": "text/markdown", "csv": "text/csv"}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OOXML = {
    "word/document.xml": ("docx", f"{_OFFICE}wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", f"{_OFFICE}spreadsheetml.sheet"),
    "ppt/presentation.xml": ("pptx", f"{_OFFICE}presentationml.presentation"),
}
_ODF = {
    f"application/vnd.oasis.opendocument.{kind}": extension
    for kind, extension in (("text", "odt"), ("spreadsheet", "ods"), ("presentation", "odp"))
}
_ACTIVE_PARTS = ("vbaproject.bin", "vbadata.xml", "activex/", "basic/", "scripts/", "macrosheets/")
_ACTIVE_NAMES = (".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".scr", ".ps1", ".hta", ".jar", ".msi", ".com")
_NOT_TEXT = {chr(number) for number in range(32)} - {"\t", "\n", "\r", "\f"}

BASIC = frozenset({"pdf", "png", "jpg", "docx", "xlsx", "pptx", "odt", "ods", "odp"})
EVERYTHING = BASIC | {"webp", *TEXTS}


class FileProblem(models.TextChoices):
    """What is wrong with a file. The label is what its sender reads."""

    EMPTY = "file_empty", _("This file is empty.")
    LARGE = "file_large", _("This file is too large.")
    TYPE = "file_type", _("Files of this kind are not accepted. Send a PDF, a picture, a text or an office document.")
    BROKEN = "file_broken", _("This file cannot be read. Save it again, or send it as a PDF.")
    PICTURE = "file_picture", _("This picture has too many pixels: at most 40 million.")
    MACROS = "file_macros", _("This document contains macros or programs. Save it without them, or as a PDF.")
    VIRUS = "file_virus", _("A virus was found in this file. It was not kept.")
    NOT_SCANNED = "file_not_scanned", _("Files cannot be checked for viruses at the moment. Please try again later.")


class FileRefused(Exception):
    """A file was not taken; nothing was kept."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem

    def __str__(self) -> str:
        return str(self.problem.label)


@dataclass(frozen=True)
class GoodFile:
    """A file that may be kept: where its bytes are read (pictures: written anew), a harmless name, its true type."""

    source: IO[bytes]
    size: int
    name: str
    content_type: str
    extension: str

    def read(self) -> bytes:
        """All of it."""
        self.source.seek(0)
        return self.source.read()


def check(source: IO[bytes], *, name: str, size: int, largest: int, kinds: Collection[str] = EVERYTHING) -> GoodFile:
    """Judge a file of `size` bytes by its content; `kinds` are the extensions that are taken.

    `source` must be seekable; the file that comes back reads from it, unless it is a picture. Raises `FileRefused`.
    """
    if not size:
        raise FileRefused(FileProblem.EMPTY)
    if size > largest:
        raise FileRefused(FileProblem.LARGE)
    head, tail = _ends(source, size)
    guess = filetype.guess(head)
    mime = guess.mime if guess else ""
    if head.startswith(b"%PDF-") and b"%%EOF" in tail:
        extension, content_type = "pdf", "application/pdf"
    elif mime in ("image/png", "image/jpeg", "image/webp"):
        source, extension, content_type = _picture(source)
        size = source.seek(0, 2)
    elif head.startswith(b"PK\x03\x04"):
        extension, content_type = _office(source)
    else:
        extension, content_type = _text(source, name, mime)
    if extension not in kinds:
        raise FileRefused(FileProblem.TYPE)
    source.seek(0)
    return GoodFile(source, size, clean_name(name, extension), content_type, extension)


def _ends(source: IO[bytes], size: int) -> tuple[bytes, bytes]:
    source.seek(0)
    head = source.read(8192)
    source.seek(max(size - 2048, 0))
    return head, source.read(2048)


def _picture(source: IO[bytes]) -> tuple[IO[bytes], str, str]:
    source.seek(0)
    try:
        # The formats are named, so that nothing is tried but these readers.
        with Image.open(source, formats=list(_FORMATS)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise FileRefused(FileProblem.PICTURE)
            kind = picture.format or ""
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            if upright.mode not in ("L", "RGB", "RGBA", "P") or (kind == "JPEG" and upright.mode != "L"):
                upright = upright.convert("RGB" if kind == "JPEG" else "RGBA")
            # A copy of the pixels alone: position, thumbnails and comments stay behind.
            upright.info = {}
            out = BytesIO()
            upright.save(out, kind, **({"optimize": False} if kind == "PNG" else {"quality": 90}))
    except FileRefused:
        raise
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileRefused(FileProblem.BROKEN) from error
    return (out, *_FORMATS[kind])


def _office(source: IO[bytes]) -> tuple[str, str]:
    source.seek(0)
    try:
        with zipfile.ZipFile(source) as archive:
            parts = archive.infolist()
            _refuse_bombs(parts)
            names = [part.filename for part in parts]
            if any(part.flag_bits & 0x1 for part in parts) or any(map(_leads_outside, names)):
                raise FileRefused(FileProblem.BROKEN)
            lower = [name.lower() for name in names]
            if any(part in name for name in lower for part in _ACTIVE_PARTS) or any(
                name.endswith(_ACTIVE_NAMES) for name in lower
            ):
                raise FileRefused(FileProblem.MACROS)
            if "mimetype" in names:
                mimetype = _begin(archive, "mimetype", 100).decode("ascii", "replace").strip()
                if mimetype in _ODF and "content.xml" in names:
                    return _ODF[mimetype], mimetype
            if "[Content_Types].xml" in names:
                types = _begin(archive, "[Content_Types].xml", 4 * MEGABYTE).lower()
                if b"macroenabled" in types or b"vba" in types:
                    raise FileRefused(FileProblem.MACROS)
                for part, found in _OOXML.items():
                    if part in names:
                        return found
    except FileRefused:
        raise
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise FileRefused(FileProblem.BROKEN) from error
    raise FileRefused(FileProblem.TYPE)


def _refuse_bombs(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise FileRefused(FileProblem.LARGE)
    if unpacked > SUSPICIOUS_FROM and unpacked > HIGHEST_RATIO * max(packed, 1):
        raise FileRefused(FileProblem.LARGE)


def _begin(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as part:
        return part.read(most)


def _text(source: IO[bytes], name: str, mime: str) -> tuple[str, str]:
    """Plain text is whatever decodes as such, and says by its name that it wants to be no more."""
    extension = name.rpartition(".")[2].lower()
    extension = {"markdown": "md", "text": "txt"}.get(extension, extension)
    if extension not in TEXTS or mime:
        raise FileRefused(FileProblem.TYPE)
    source.seek(0)
    try:
        text = decoded(source.read())
    except UnicodeDecodeError as error:
        raise FileRefused(FileProblem.BROKEN) from error
    if _NOT_TEXT & set(text):
        raise FileRefused(FileProblem.TYPE)
    return extension, TEXTS[extension]


def decoded(content: bytes) -> str:
    """A text file as text: UTF-8, UTF-16 with its mark, or what Western Europe wrote before. Raises as decode does."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _leads_outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name


def clean_name(name: str, extension: str) -> str:
    """The last part of a path, without control and direction characters, short, with the extension that is true."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")
    stem = name.rpartition(".")[0] or name
    # Dots within are what makes "invoice.exe.pdf" look like something else.
    stem = stem.replace(".", "-").strip(" -") or "file"
    stem = stem.encode()[:LONGEST_NAME].decode(errors="ignore").strip()
    return f"{stem}.{extension}"
