"""Sheets and ZIP files of old material, for tests."""

import csv
import io
import zipfile
from io import BytesIO

from openpyxl import Workbook

from resources.models import ImportRun
from resources.services import importing
from resources.services.import_desk import desk_for
from resources.services.import_files import Packed
from resources.services.import_rows import take
from tests.factories.resources import library, publisher

ROW = {"key": "old-1", "kind": "Presentation", "title": "Steel towns", "date": "2023-06", "publish": "yes"}


def row(**cells) -> dict[str, str]:
    return {**ROW, **cells}


def as_csv(*rows, delimiter=",", encoding="utf-8") -> bytes:
    """Rows as CSV; the columns are those of all rows."""
    names = list(dict.fromkeys(name for each in rows for name in each))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(*lines) -> bytes:
    book = Workbook()
    for line in lines:
        book.active.append(list(line))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def packed(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def taken(*rows, files=None, actor=None, rehearsal=False):
    """The results of these rows as CSV, with a ZIP of these files."""
    library()
    source = Packed(BytesIO(packed(files))) if files is not None else None
    desk = desk_for(actor=actor or publisher(), content=as_csv(*rows), source=source)
    return [take(each, desk, rehearsal=rehearsal) for each in desk.sheet.rows]


def begun(*rows, files=None, actor=None) -> ImportRun:
    """A run whose sheet waits to be looked at."""
    library()
    facts = {}
    if files is not None:
        content = packed(files)
        facts = {"packed": BytesIO(content), "packed_name": "old.zip", "size": len(content)}
    return importing.begin(actor=actor or publisher(), sheet=BytesIO(as_csv(*rows)), name="old.csv", **facts)
