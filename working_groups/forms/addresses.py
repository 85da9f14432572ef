"""Addresses out of pasted text or a sheet."""

import codecs
import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from openpyxl import load_workbook

LARGEST = 1_000_000
LARGEST_UNPACKED = 20_000_000
MOST_ROWS = 5_000
MOST_CELLS = 50
LONGEST = 254

# Nobody is invited at this machine's own mailboxes.
_check = EmailValidator(allowlist=[])
# "Unicode text" of Excel.
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_between = re.compile(r"[\s,;<>()\"'|]+")


def addresses_in(text: str) -> tuple[list[str], list[str]]:
    """Addresses once each and in lower case, and what looks like one but is none ("ana@agency").

    Signs that nobody sees, which come along when one pastes from a mail program, and those that begin a formula are
    left out.
    """
    good: dict[str, None] = {}
    bad: list[str] = []
    seen = "".join(sign for sign in text.replace("\0", " ") if unicodedata.category(sign) != "Cf")
    for part in _between.split(seen):
        word = part.lstrip("=+-").removeprefix("mailto:").strip(".").lower()
        if "@" not in word:
            continue
        try:
            _check(word)
            if len(word) > LONGEST or word.endswith("]"):
                raise ValidationError("")
        except ValidationError:
            bad.append(word[:80])
        else:
            good[word] = None
    return list(good), bad


def text_of(upload: UploadedFile) -> str:
    """All cells of a sheet (XLSX, CSV, plain text) as text. Raises ValidationError with what is wrong."""
    if (upload.size or 0) > LARGEST:
        raise ValidationError(_("The sheet is larger than 1 MB."))
    content = upload.read()
    if content.startswith(b"PK"):
        return "\n".join(_cells(content))
    try:
        text = content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if "\0" in text:
        raise ValidationError(_("This file is neither a sheet (XLSX, CSV) nor a text."))
    return "\n".join(cell for row in _rows(text) for cell in row)


def _rows(text: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text))
    except csv.Error:
        yield [text]


def _cells_of(sheet: Any) -> Iterator[object]:
    for number, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_CELLS, values_only=True)):
        filled = [cell for cell in row if cell is not None]
        if number == MOST_ROWS and filled:
            raise ValidationError(_("The sheet has more than 5,000 rows. Split it, so that nobody is left out."))
        yield from filled


def _cells(content: bytes) -> Iterable[str]:
    damaged = _("This sheet cannot be read. Save it again as XLSX or CSV.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise ValidationError(_("The sheet is too large."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            return [str(cell) for sheet in book.worksheets for cell in _cells_of(sheet)]
        finally:
            book.close()
    except ValidationError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it raise.
        raise ValidationError(damaged) from error
