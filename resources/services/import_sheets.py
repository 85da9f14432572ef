"""A sheet of old material as rows: its columns, by whatever heading, order and capitals."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cop.core.dois import clean_doi
from cop.core.sheet_reading import rows_of

from ..refusals import Reason, Refused

LARGEST = 5_000_000
MOST_ROWS = 2_000


@dataclass(frozen=True)
class Column:
    """A column: its name in code and as the heading of the template, what may stand in it, and an example."""

    name: str
    heading: str
    words: str | Promise
    example: str
    others: tuple[str, ...] = ()


COLUMNS = (
    Column("key", "Key", _("Your own identifier, once in the sheet: by it a second run finds its resource again."),
           "forum-2023-01", ("id", "identifier")),
    Column("kind", "Kind", _("As the library names it: presentation, policy brief, good practice and so on."),
           "Presentation", ("type",)),
    Column("title", "Title", _("As readers see it."), "Steel towns and skills"),
    Column("summary", "Summary", _("One or two sentences for lists. Empty: the beginning of the abstract."), ""),
    Column("abstract", "Abstract", _("What it says."), "How three steel towns agreed on skills.", ("description",)),
    Column("authors", "Authors", _("With semicolons between: “Family, First (Organisation)”; a body in brackets."),
           "Sample, Ana (Agency of Samples); (European Sample Body)", ("author",)),
    Column("date", "Date", _("2023, 2023-06, 06/2023, June 2023 or 2023-06-15."), "2023-06-15", ("year",)),
    Column("languages", "Languages", _("Codes or English names, semicolons between."), "en; French", ("language",)),
    Column("topics", "Topics", _("Names of topics of this site, with semicolons between."), "", ("topic",)),
    Column("criteria", "Criteria", _("Numbers of fulfilment criteria, 1 to 7."), "2; 4",
           ("criterion", "fulfilment criteria")),
    Column("regions", "Regions", _("NUTS codes, or countries by code or name, with semicolons between."),
           "ES21; Poland", ("region", "countries", "country", "nuts")),
    Column("event", "Event", _("The event’s title, or the last part of its address on this site."), "", ("events",)),
    Column("group", "Group", _("The working group’s title, or the last part of its address."), "",
           ("working group", "groups")),
    Column("publisher", "Publisher", _("Who published it first."), ""),
    Column("licence", "Licence", _("CC BY 4.0, CC BY-SA 4.0, CC0, or own. Empty: nothing is known."), "CC BY 4.0",
           ("license",)),
    Column("doi", "DOI", _("With or without https://doi.org/."), ""),
    Column("isbn", "ISBN", _("10 or 13 digits."), ""),
    Column("link", "Link", _("Addresses elsewhere, with spaces between."), "", ("links", "url", "address")),
    Column("file", "File", _("Its name in the ZIP file, or its path there."), "steel-towns.pdf",
           ("file name", "filename")),
    Column("file_title", "File title", _("As readers see it. Empty: the name of the file."), "Slides"),
    Column("publish", "Publish", _("Yes: published at once. No or empty: a draft."), "no", ("published",)),
    Column("bring_back", "Bring back",
           _("Yes: made again although an editor has deleted it. Empty the cell once it is back."), ""),
    Column("challenge", "Challenge", _("Good practices only: what was hard."), "", ("the challenge",)),
    Column("what_was_done", "What was done", _("Good practices only."), ""),
    Column("evidence", "Evidence", _("Good practices only: figures with their source, what changed, how it is known."),
           "", ("evidence of results", "results")),
    Column("cost", "Cost", _("Good practices only: money, people, time."), "", ("what it cost", "costs")),
    Column("transferability", "Transferability", _("Good practices only: where else it may work, and what it takes."),
           "", ("where else it may work",)),
    Column("lessons", "Lessons", _("Good practices only: what did not work counts as much as what did."), "",
           ("lessons learned", "lessons learnt")),
    Column("contact", "Contact", _("Good practices only: whom to ask. Shown to members who are logged in."), "",
           ("whom to ask",)),
)  # fmt: skip
PRACTICE_COLUMNS = ("challenge", "what_was_done", "evidence", "cost", "transferability", "lessons", "contact")


@dataclass(frozen=True)
class Row:
    """One row: its number in the sheet, and the text of each column that the sheet has."""

    number: int
    cells: Mapping[str, str]

    def text(self, name: str) -> str:
        """Of a column; empty where the sheet has none."""
        return self.cells.get(name, "")

    @property
    def digest(self) -> str:
        """The same for the same words, whatever the order of the columns; empty cells say nothing, nor does the word
        that brings a deleted resource back."""
        filled = sorted((name, text) for name, text in self.cells.items() if text and name != "bring_back")
        return hashlib.sha256(json.dumps(filled).encode()).hexdigest()


@dataclass(frozen=True)
class Sheet:
    """All filled rows below the headings, and headings that no column has."""

    rows: list[Row]
    unknown: list[str] = field(default_factory=list)
    # The row in which a key, DOI or title stands first: by column, then by what is the same without capitals.
    first: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def folded(text: str) -> str:
    """Without capitals, and with one space for whatever stands between words."""
    return re.sub(r"[\s_\-\u2010\u2011]+", " ", text).strip().casefold()


_by_heading = {
    folded(each): column.name for column in COLUMNS for each in (column.heading, column.name, *column.others)
}


def heading_of(name: str) -> str:
    """The heading of a column in the template; empty for what is about the whole row."""
    return next((column.heading for column in COLUMNS if column.name == name), "")


def read_sheet(content: bytes) -> Sheet:
    """The rows of a sheet. Raises `Refused` (SHEET) with what is wrong with it as a whole."""
    if len(content) > LARGEST:
        raise Refused(Reason.SHEET, _now("The sheet is larger than 5 MB."))
    try:
        lines = rows_of(content, most_rows=MOST_ROWS + 1)
    except ValidationError as problem:
        raise Refused(Reason.SHEET, " ".join(problem.messages)) from problem
    begin = next((number for number, line in enumerate(lines) if any(line)), None)
    if begin is None:
        raise Refused(Reason.SHEET, _now("The sheet is empty."))
    names, unknown = _columns(lines[begin])
    rows = [
        Row(number, {name: _clean(line[place]) if place < len(line) else "" for place, name in names.items()})
        for number, line in enumerate(lines[begin + 1 :], start=begin + 2)
        if any(line)
    ]
    if not rows:
        raise Refused(Reason.SHEET, _now("The sheet has headings and no row below them."))
    first: dict[str, dict[str, int]] = {"key": {}, "doi": {}, "title": {}}
    for row in rows:
        first["key"].setdefault(row.text("key").casefold(), row.number)
        first["doi"].setdefault(doi_of(row), row.number)
        first["title"].setdefault(folded(row.text("title")), row.number)
    return Sheet(rows, unknown, first)


def doi_of(row: Row) -> str:
    """To compare by: DOIs know no capitals. Empty where there is none that is good."""
    try:
        return clean_doi(row.text("doi")).casefold()
    except ValidationError:
        return ""


def _columns(headings: list[str]) -> tuple[dict[int, str], list[str]]:
    names: dict[int, str] = {}
    unknown = []
    for place, heading in enumerate(headings):
        name = _by_heading.get(folded(heading))
        if name is None:
            unknown += [heading[:60]] if heading else []
        elif name in names.values():
            words = _now("The column “%(name)s” is there twice.") % {"name": heading_of(name)}
            raise Refused(Reason.SHEET, words)
        else:
            names[place] = name
    missing = [heading_of(name) for name in ("key", "kind", "title", "date") if name not in names.values()]
    if missing:
        words = _now("The first row must name the columns; missing: %(names)s.") % {"names": ", ".join(missing)}
        raise Refused(Reason.SHEET, words)
    return names, unknown


def _clean(text: str) -> str:
    """Signs that no database and no page takes are left out; line breaks stay."""
    return "".join(sign for sign in text if sign in "\n\t" or sign.isprintable() or sign.isspace()).replace("\r", "")
