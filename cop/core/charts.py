"""Where the columns of a small chart stand: numbers for the component `month-chart`, which draws them as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

# In units of the drawing; the page makes it as wide as its place.
STEP, BAR, HIGH, TOP = 30, 20, 80, 14


@dataclass(frozen=True)
class Column:
    """One column: its words, its number, and its place; `middle` is where the words stand."""

    label: str
    value: int
    x: int
    y: int
    height: int
    middle: int


def columns(values: Sequence[tuple[str, int]]) -> list[Column]:
    """Columns from left to right, the highest as high as the drawing; what is more than nothing can be seen."""
    most = max((value for _label, value in values), default=0)
    found = []
    for number, (label, value) in enumerate(values):
        height = max(2, round(HIGH * value / most)) if value > 0 else 0
        x = number * STEP + (STEP - BAR) // 2
        found.append(Column(label, value, x, TOP + HIGH - height, height, x + BAR // 2))
    return found
