"""Addresses out of pasted text or a sheet."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from openpyxl import load_workbook

LARGEST = 1_000_000
LARGEST_UNPACKED = 20_000_000
MOST_ROWS = 5_000
MOST_CELLS = 50

_check = EmailValidator()
_between = re.compile(r"[\s,;<>()\"'|]+")


def addresses_in(text: str) -> tuple[list[str], list[str]]:
    """Addresses once each and in lower case, and what looks like one but is none ("ana@agency")."""
    good: dict[str, None] = {}
    bad: list[str] = []
    for part in _between.split(text.replace("\0", " ")):
        word = part.removeprefix("mailto:").strip(".").lower()
        if "@" not in word:
            continue
        try:
            _check(word)
        except ValidationError:
            bad.append(word[:80])
        else:
            if len(word) <= 254:
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
        text = content.decode("utf-8-sig")
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


def _cells(content: bytes) -> Iterable[str]:
    damaged = _("This sheet cannot be read. Save it again as XLSX or CSV.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise ValidationError(_("The sheet is too large."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            return [
                str(cell)
                for sheet in book.worksheets
                for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_CELLS, values_only=True)
                for cell in row
                if cell is not None
            ]
        finally:
            book.close()
    except ValidationError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it raise.
        raise ValidationError(damaged) from error
