"""The grid of one day of a programme: hours by rooms, for any mixture of lengths and overlaps.

Rows are the distinct starting times. A room has as many columns ("lanes") as sessions in it overlap, normally one.
What has no room of its own (a coffee break) lies across the widest free stretch of columns, and plenaries, breaks and
networking spread over the columns that are free beside them. No session is ever lost, none covers another.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ..choices import SessionType
from ..models import Session

SPREADING = (SessionType.PLENARY, SessionType.BREAK, SessionType.NETWORKING)
# Coffee in the foyer does not make the foyer a column.
WITHOUT_COLUMN = (SessionType.BREAK, SessionType.NETWORKING)


@dataclass
class Cell:
    """A rectangle of the table: `span` columns wide, `down` rows high; empty cells hold nothing."""

    sessions: list[Session] = field(default_factory=list)
    span: int = 1
    down: int = 1


@dataclass
class Grid:
    """`columns` are the headings ("" for a further lane of the same room); `rows` pair a start with its cells."""

    columns: list[str]
    rows: list[tuple]


@dataclass
class _Placed:
    session: Session
    first_row: int
    last_row: int
    column: int
    span: int = 1

    @property
    def down(self) -> int:
        return self.last_row - self.first_row + 1


def build(sessions: Sequence[Session]) -> Grid:
    """The grid of one day's sessions."""
    ordered = sorted(sessions, key=lambda each: (each.starts_at, each.ends_at, each.pk or 0))
    starts = sorted({each.starts_at for each in ordered})
    rows_of = {
        id(each): (
            starts.index(each.starts_at),
            max(row for row, start in enumerate(starts) if start < each.ends_at),
        )
        for each in ordered
    }
    in_rooms = [each for each in ordered if each.room is not None and each.type not in WITHOUT_COLUMN]
    floating = [each for each in ordered if each not in in_rooms]

    columns: list[str] = []
    placed: list[_Placed] = []
    used = {each.room for each in in_rooms if each.room is not None}
    rooms = sorted(used, key=lambda room: (room.sort_order, room.pk))
    for room in rooms:
        for number, lane in enumerate(_lanes([each for each in in_rooms if each.room == room])):
            placed += [_Placed(each, *rows_of[id(each)], column=len(columns)) for each in lane]
            columns.append(room.name if number == 0 else "")

    taken = _taken(placed, len(starts), len(columns))
    without_space: list[Session] = []
    for each in floating:
        first, last = rows_of[id(each)]
        column, width = _widest_gap(taken, first, last, len(columns))
        if not width:
            without_space.append(each)
            continue
        # Two breaks side by side: the first takes one column and spreads later, so that the second finds a place.
        rivals = [other for other in floating if other is not each and other.overlaps(each)]
        placed.append(_Placed(each, first, last, column, 1 if rivals else width))
        _take(taken, placed[-1])
    for number, lane in enumerate(_lanes(without_space)):
        column = len(columns)
        columns.append((_("Elsewhere") if rooms else _("Sessions")) if number == 0 else "")
        for row in taken:
            row.append(False)
        for each in lane:
            placed.append(_Placed(each, *rows_of[id(each)], column=column))
            _take(taken, placed[-1])

    for place in placed:
        if place.session.type in SPREADING:
            _spread(place, taken, len(columns))
    return Grid(columns=columns, rows=_table(placed, starts, len(columns)))


def _lanes(sessions: Sequence[Session]) -> list[list[Session]]:
    """Sessions of one room in as few lanes as their overlaps need."""
    lanes: list[list[Session]] = []
    for each in sessions:
        lane = next((lane for lane in lanes if lane[-1].ends_at <= each.starts_at), None)
        if lane is None:
            lanes.append([each])
        else:
            lane.append(each)
    return lanes


def _taken(placed: list[_Placed], rows: int, columns: int) -> list[list[bool]]:
    taken = [[False] * columns for _row in range(rows)]
    for each in placed:
        _take(taken, each)
    return taken


def _take(taken: list[list[bool]], each: _Placed) -> None:
    for row in range(each.first_row, each.last_row + 1):
        for column in range(each.column, each.column + each.span):
            taken[row][column] = True


def _free(taken: list[list[bool]], first: int, last: int, column: int) -> bool:
    return not any(taken[row][column] for row in range(first, last + 1))


def _widest_gap(taken: list[list[bool]], first: int, last: int, columns: int) -> tuple[int, int]:
    """Start and width of the widest run of columns that are free in these rows; (0, 0) if there is none."""
    best, start, width = (0, 0), 0, 0
    for column in range(columns):
        if _free(taken, first, last, column):
            start, width = (start, width + 1) if width else (column, 1)
            if width > best[1]:
                best = (start, width)
        else:
            width = 0
    return best


def _spread(each: _Placed, taken: list[list[bool]], columns: int) -> None:
    while each.column + each.span < columns and _free(taken, each.first_row, each.last_row, each.column + each.span):
        each.span += 1
        _take(taken, each)
    while each.column and _free(taken, each.first_row, each.last_row, each.column - 1):
        each.column -= 1
        each.span += 1
        _take(taken, each)


def _table(placed: list[_Placed], starts: list, columns: int) -> list[tuple]:
    covered = [[False] * columns for _row in starts]
    corners = {(each.first_row, each.column): each for each in placed}
    rows = []
    for number, start in enumerate(starts):
        cells = []
        for column in range(columns):
            if (each := corners.get((number, column))) is not None:
                _take(covered, each)
                cells.append(Cell([each.session], each.span, each.down))
            elif not covered[number][column]:
                cells.append(Cell())
        rows.append((start, cells))
    return rows
