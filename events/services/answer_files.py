"""The door for files given as answers: what comes in is judged by its content, stored under a name nobody can guess.

Nothing is believed that the sender says: not the extension, not the type. Pictures are written anew, which leaves out
where they were taken and whatever was hidden behind them.
"""

import secrets
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

import filetype
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, ImageOps

from ..models import AnswerFile, Registration
from ..refusals import Reason, Refused

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from ..models import Question

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
# Office files are archives: how much they may unpack to, and into how many parts.
MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 5_000
LONGEST_NAME = 120

# What the browser's file dialog offers; the content decides.
ACCEPT = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.pptx,.odt,.ods,.odp"

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


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: its bytes (pictures: written anew), its type by content, and a harmless name."""

    content: bytes
    name: str
    content_type: str
    extension: str

    @property
    def size(self) -> int:
        return len(self.content)


def check_file(upload: "UploadedFile") -> CheckedFile:
    """Judge an upload. Raises `Refused` with words for the sender; nothing is stored yet."""
    if not upload.size:
        raise Refused(Reason.FILE_EMPTY)
    if upload.size > LARGEST:
        raise Refused(Reason.FILE_LARGE)
    upload.seek(0)
    content = upload.read()
    guess = filetype.guess(content[:8192])
    mime = guess.mime if guess else ""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        extension, content_type = "pdf", "application/pdf"
    elif mime in ("image/png", "image/jpeg"):
        content, extension, content_type = _picture(content)
    elif content.startswith(b"PK\x03\x04"):
        extension, content_type = _office(content)
    else:
        raise Refused(Reason.FILE_TYPE)
    return CheckedFile(content, clean_name(upload.name or "", extension), content_type, extension)


def _picture(content: bytes) -> tuple[bytes, str, str]:
    try:
        # The formats are named, so that nothing is tried but these two readers.
        with Image.open(BytesIO(content), formats=["PNG", "JPEG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(Reason.FILE_PICTURE)
            kind = picture.format
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            if upright.mode not in ("L", "RGB", "RGBA", "P") or (kind == "JPEG" and upright.mode != "L"):
                upright = upright.convert("RGBA" if kind == "PNG" else "RGB")
            # A copy of the pixels alone: position, thumbnails and comments stay behind.
            upright.info = {}
            out = BytesIO()
            upright.save(out, kind, **({"quality": 90} if kind == "JPEG" else {"optimize": False}))
    except Refused:
        raise
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(Reason.FILE_BROKEN) from error
    return (out.getvalue(), "jpg", "image/jpeg") if kind == "JPEG" else (out.getvalue(), "png", "image/png")


def _office(content: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
                raise Refused(Reason.FILE_LARGE)
            names = [part.filename for part in parts]
            if any(part.flag_bits & 0x1 for part in parts) or any(map(_leads_outside, names)):
                raise Refused(Reason.FILE_BROKEN)
            lower = [name.lower() for name in names]
            if any(part in name for name in lower for part in _ACTIVE_PARTS) or any(
                name.endswith(_ACTIVE_NAMES) for name in lower
            ):
                raise Refused(Reason.FILE_MACROS)
            if "mimetype" in names:
                mimetype = archive.read("mimetype")[:100].decode("ascii", "replace").strip()
                if mimetype in _ODF and "content.xml" in names:
                    return _ODF[mimetype], mimetype
            if "[Content_Types].xml" in names:
                types = archive.read("[Content_Types].xml").lower()
                if b"macroenabled" in types or b"vba" in types:
                    raise Refused(Reason.FILE_MACROS)
                for part, found in _OOXML.items():
                    if part in names:
                        return found
    except Refused:
        raise
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise Refused(Reason.FILE_BROKEN) from error
    raise Refused(Reason.FILE_TYPE)


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


@transaction.atomic
def keep_files(
    *, registration: Registration, files: "Mapping[str, CheckedFile]", questions: "Mapping[str, Question]"
) -> dict[str, Any]:
    """Store checked files as answers of `registration`, by question key, and note their ids in its answers.

    A file that answers the same question already is replaced. The caller's transaction holds the event's set-up.
    """
    if not files:
        return registration.answers
    for key, checked in files.items():
        row = AnswerFile(
            registration=registration,
            question=questions[key],
            name=checked.name,
            size=checked.size,
            content_type=checked.content_type,
        )
        row.file.save(f"{secrets.token_urlsafe(24)}.{checked.extension}", ContentFile(checked.content), save=False)
        row.save()
        registration.answers[key] = row.pk
    registration.save(update_fields=["answers", "updated_at"])
    forget_files(registration=registration)
    return registration.answers


@transaction.atomic
def forget_files(*, registration: Registration) -> int:
    """Remove the files of `registration` that no answer names any more; from the disk after the commit."""
    forgotten = [
        row
        for row in AnswerFile.objects.filter(registration=registration).select_related("question")
        if registration.answers.get(row.question.key) != row.pk
    ]
    for row in forgotten:
        storage, path = row.file.storage, str(row.file.name)
        row.delete()
        transaction.on_commit(partial(storage.delete, path), robust=True)
    return len(forgotten)
