"""Imports as the admin shows them: how far, how many rows of which outcome, what became of each row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cop.core.sheets import Cell, safe

from ..choices import ImportOutcome, ImportState
from ..models import ImportLine, ImportRun
from ..services.import_sheets import COLUMNS, heading_of


@dataclass(frozen=True)
class Progress:
    """How far a run has come: rows done of all, and how many of each outcome that there are."""

    done: int
    total: int
    numbers: Sequence[tuple[str | Promise, int]]


def progress_of(run: ImportRun) -> Progress:
    """One statement."""
    counted = dict(run.lines.order_by().values_list("outcome").annotate(Count("pk")))
    numbers = [(each.label, counted[each]) for each in ImportOutcome if counted.get(each)]
    return Progress(sum(counted.values()), run.total, numbers)


def said(line: ImportLine) -> list[tuple[str, str]]:
    """What is said of a row: the heading of the column that is meant (empty: the whole row), and a sentence."""
    return [(heading_of(name), text) for name, text in line.words]


def report_of(run: ImportRun) -> Iterator[list[Cell]]:
    """The report as a table, headings first; nothing in it is a live formula."""
    yield [str(each) for each in (_("Row"), _("Key"), _("Title"), _("Outcome"), _("What is said"))]
    for line in run.lines.iterator(chunk_size=200):
        words = " ".join(f"{heading}: {text}" if heading else text for heading, text in said(line))
        yield [line.number, safe(line.key), safe(line.title), str(line.get_outcome_display()), safe(words)]


def template() -> list[list[Cell]]:
    """A sheet with all columns and a row that shows how they are filled."""
    return [[column.heading for column in COLUMNS], [safe(column.example) for column in COLUMNS]]


def is_rehearsed(run: ImportRun) -> bool:
    """Whether its lines say what would become of rows, not what became of them."""
    return run.state in (ImportState.CHECKING, ImportState.CHECKED)
