"""Tables as sheets to download: CSV row by row, XLSX written to a file as it grows; no cell is a live formula."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = [("xlsx", gettext_lazy("Excel (XLSX)")), ("csv", gettext_lazy("CSV"))]
# What a spreadsheet would take for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_767

Cell = str | int | float | bool | datetime | date | None


def safe(value: Any) -> Cell:
    """What may stand in a cell: numbers and times as they are, text that no spreadsheet takes for a formula."""
    if value is None or isinstance(value, bool | int | float | date):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value) if isinstance(value, Promise) else f"{value}")[: LONGEST_CELL - 1]
    return f"'{text}" if text.startswith(FORMULA) else text


class _Line:
    """What csv writes into: hands each line on."""

    def write(self, line: str) -> str:
        return line


def as_csv(table: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Lines of CSV as they come, in UTF-8 with the mark by which Excel knows it."""
    writer = csv.writer(_Line())
    yield b"\xef\xbb\xbf"
    for row in table:
        yield writer.writerow([_plain(value) for value in row]).encode()


def _plain(value: Cell) -> Cell:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return value


def as_xlsx(table: Iterable[Sequence[Cell]], title: str) -> IO[bytes]:
    """A workbook in a temporary file, open at its beginning; rows are written away as they come."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("".join(each for each in title if each not in "[]:*?/\\'")[:31] or "Sheet")
    sheet.freeze_panes = "A2"
    for row in table:
        sheet.append(list(row))
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    workbook.save(file)
    file.seek(0)
    return file


def send(table: Any, kind: str, name: str, title: str) -> HttpResponseBase:
    """A sheet as a download that nothing keeps."""
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(as_csv(table), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        response = FileResponse(as_xlsx(table, title), as_attachment=True, filename=name, content_type=XLSX)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
