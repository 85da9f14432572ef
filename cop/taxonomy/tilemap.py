"""The motif: one square a NUTS 2 region, as SVG crops of the tile grid in data/tilegrid.csv."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

TABLE = Path(__file__).parent / "data" / "tilegrid.csv"
BARCELONA = "ES51"
BRUSSELS = "BE10"

Place = tuple[int, int]


@dataclass(frozen=True)
class Crop:
    """A window of the grid in cells: left, top, columns, rows; `hot` is the one orange square, if any."""

    left: int
    top: int
    columns: int
    rows: int
    hot: str = ""

    @property
    def view_box(self) -> str:
        return f"{self.left} {self.top} {self.columns} {self.rows}"

    def holds(self, place: Place) -> bool:
        column, row = place
        return self.left <= column < self.left + self.columns and self.top <= row < self.top + self.rows


CROPS: Mapping[str, Crop] = {
    "home": Crop(0, 0, 27, 25),
    "hero": Crop(1, 5, 20, 14, hot=BRUSSELS),
    "footer": Crop(3, 12, 23, 3),
    "empty": Crop(2, 16, 8, 5, hot=BARCELONA),
}
# Windows that are well filled, each with its hot region; a cover takes one of them by its seed.
COVERS = (
    Crop(11, 9, 10, 5, hot="CZ04"),
    Crop(13, 1, 10, 5, hot="SE11"),
    Crop(2, 16, 10, 5, hot="ES23"),
    Crop(17, 12, 10, 5, hot="RO12"),
    Crop(6, 8, 10, 5, hot="NL41"),
    Crop(3, 11, 10, 5, hot="BE34"),
    Crop(10, 15, 10, 5, hot="SI04"),
)
# The regions of the home map that the ties join; the two orange ones are where the community met.
CHOSEN = ("PT11", "FRJ1", "FI1B", "PL63", "RO32", "SI04", "IE06", "BG41", "SE11")
TIES = (
    (BRUSSELS, "IE06"),
    (BRUSSELS, "SE11"),
    ("PL63", BRUSSELS),
    (BRUSSELS, "SI04"),
    (BARCELONA, "PT11"),
    ("FI1B", "PL63"),
    ("SI04", "RO32"),
    ("SI04", "BG41"),
)
BEND = -0.18


@cache
def grid() -> dict[str, Place]:
    """Region code to column and row, for all 244 regions of the EU."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {line["code"]: (int(line["col"]), int(line["row"])) for line in csv.DictReader(lines)}


def tint(place: Place) -> str:
    """a, b or c from column and row alone, so that a region has the same tint in every crop."""
    column, row = place
    mixed = (column * 7919 + row * 104729 + column * row * 31) % 97
    return "c" if mixed < 10 else "b" if mixed < 32 else "a"


def squares(
    crop: Crop, hot: frozenset[str] = frozenset(), chosen: frozenset[str] = frozenset()
) -> dict[str, list[Place]]:
    """The places of a crop by class: a, b, c (tints), d (chosen), hot."""
    found: dict[str, list[Place]] = {}
    for code, place in grid().items():
        if crop.holds(place):
            kind = "hot" if code in hot else "d" if code in chosen else tint(place)
            found.setdefault(kind, []).append(place)
    return found


@cache
def tiles(name: str, *, css: str = "", hot: str = "", label: str = "") -> SafeString:
    """A named crop as SVG; `hot` is the code of another region to stand out."""
    if name == "mark":
        return _mark()
    crop = CROPS[name]
    if name == "home":
        return _svg(crop, _home(), css=css)
    return _svg(crop, _paths(squares(crop, frozenset({hot or crop.hot}))), css=css, label=label)


@cache
def cover(seed: int = 0, kind: str = "") -> SafeString:
    """A cover of 10 by 5 squares: the same seed gives the same crop; kind is "", "warm" or "deep"."""
    crop = COVERS[seed % len(COVERS)]
    css = f"cover cover--{kind}" if kind else "cover"
    return _svg(crop, _paths(squares(crop, frozenset({crop.hot}))), css=css)


def _svg(crop: Crop, inner: str, *, css: str = "", label: str = "") -> SafeString:
    name = (
        format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true" focusable="false"')
    )
    return format_html(
        '<svg class="tiles{}" viewBox="{}" width="{}" height="{}" {}>{}</svg>',
        f" {css}" if css else "",
        crop.view_box,
        crop.columns * 40,
        crop.rows * 40,
        name,
        mark_safe(inner),
    )


def _paths(found: Mapping[str, list[Place]]) -> str:
    return "".join(
        f'<path class="{kind}" d="{_squares(found[kind])}"/>' for kind in ("a", "b", "c", "d", "hot") if kind in found
    )


def _squares(places: list[Place]) -> str:
    return "".join(f"M{column}.1 {row}.1h.8v.8h-.8z" for column, row in places)


def _home() -> str:
    hot = frozenset({BARCELONA, BRUSSELS})
    found = squares(CROPS["home"], hot, frozenset(CHOSEN))
    ends = {kind: found.pop(kind) for kind in ("d", "hot")}
    ties = "".join(f'<path class="tie" d="{_tie(start, end)}"/>' for start, end in TIES)
    # Squares that ties join lie above the ties; the label's pointer lies below its square.
    return (
        _paths(found)
        + ties
        + f'<path class="tie--hot" d="{_tie(BRUSSELS, BARCELONA)}"/>'
        + '<path class="tie--hot pointer" d="M4 6.8 8.5 12.5"/>'
        + _paths(ends)
        + '<text x="8.1" y="19.75">Barcelona 2023</text><text x="1.2" y="6.4">Brussels 2025</text>'
    )


def _tie(start: str, end: str) -> str:
    (x1, y1), (x2, y2) = ((column + 0.5, row + 0.5) for column, row in (grid()[start], grid()[end]))
    x = (x1 + x2) / 2 - (y2 - y1) * BEND
    y = (y1 + y2) / 2 + (x2 - x1) * BEND
    return f"M{x1} {y1}Q{x:.2f} {y:.2f} {x2} {y2}"


def _mark() -> SafeString:
    return mark_safe(
        '<svg class="tiles" viewBox="0 0 3 3" width="30" height="30" aria-hidden="true" focusable="false">'
        f'<path class="d" d="{_squares([(0, 0), (2, 0), (1, 1), (1, 2), (2, 2)])}"/>'
        f'<path class="c" d="{_squares([(1, 0), (0, 1)])}"/><path class="hot" d="{_squares([(2, 1)])}"/></svg>'
    )
