"""Sheets that come in (CSV as spreadsheets write it, XLSX) as rows of text; what is no sheet is said in words."""

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook

LARGEST_UNPACKED = 20_000_000
MOST_CELLS = 50
DELIMITERS = (",", ";", "\t")
# "Unicode text" of Excel.
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class TooManyRows(ValidationError):
    """A sheet with more rows than are taken; the caller says what to do."""

    def __init__(self, most: int) -> None:
        super().__init__(_("The sheet has more than %(most)s rows. Split it.") % {"most": f"{most:,}"})


def rows_of(content: bytes, *, most_rows: int, all_sheets: bool = False) -> list[list[str]]:
    """All rows as text, the first 50 cells of each; empty ones too, so that a row keeps its number.

    XLSX: of the first sheet, or of all. Raises `ValidationError` with what is wrong (`TooManyRows` among them).
    """
    if content.startswith(b"PK"):
        return _of_workbook(content, most_rows, all_sheets)
    return _of_text(text_of(content), most_rows)


def text_of(content: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with its mark, or what Western Europe wrote before. Raises as `rows_of`."""
    try:
        text = content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if "\0" in text:
        raise ValidationError(_("This file is neither a sheet (XLSX, CSV) nor a text."))
    return text


def _of_text(text: str, most_rows: int) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter_of(text)):
            cells = [cell.strip() for cell in row[:MOST_CELLS]]
            if len(rows) >= most_rows and any(cells):
                raise TooManyRows(most_rows)
            rows.append(cells)
    except csv.Error as error:
        raise ValidationError(_("This sheet cannot be read. Save it again as XLSX or CSV.")) from error
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _delimiter_of(text: str) -> str:
    """What makes the most cells of the first line; spreadsheets south of the Channel write semicolons."""
    first = text.lstrip().partition("\n")[0]

    def cells(delimiter: str) -> int:
        try:
            return len(next(csv.reader([first], delimiter=delimiter), []))
        except csv.Error:
            return 0

    return max(DELIMITERS, key=cells)


def _of_workbook(content: bytes, most_rows: int, all_sheets: bool) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise ValidationError(_("The sheet is too large."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            sheets = book.worksheets if all_sheets else book.worksheets[:1]
            return [row for sheet in sheets for row in _of_sheet(sheet, most_rows)]
        finally:
            book.close()
    except ValidationError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it raise.
        raise ValidationError(_("This sheet cannot be read. Save it again as XLSX or CSV.")) from error


def _of_sheet(sheet: Any, most_rows: int) -> Iterator[list[str]]:
    empty = 0
    # What the sheet says of its own size is not believed: a hostile one names a million rows.
    for number, cells in enumerate(sheet.iter_rows(max_row=most_rows + 1, max_col=MOST_CELLS)):
        row = [_text(cell) for cell in cells]
        if not any(row):
            empty += 1
            continue
        if number >= most_rows:
            raise TooManyRows(most_rows)
        yield from ([] for _each in range(empty))
        empty = 0
        yield row


def _text(cell: Any) -> str:
    """A cell as it would be written by hand: 2023, not 2023.0; 2023-06-15, not with midnight behind it; 2023-06 where
    the sheet shows no day: spreadsheets make the first of the month out of “06/2023”."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()[: 10 if _shows_day(cell.number_format) else 7]
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


def _shows_day(number_format: str) -> bool:
    # Colours and words of a format stand in brackets and quotes: [Red], "day".
    return "d" in re.sub(r'\[[^\]]*\]|"[^"]*"', "", number_format).casefold()
