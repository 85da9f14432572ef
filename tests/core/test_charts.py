"""Where the columns of a chart stand."""

import pytest

from cop.core.charts import HIGH, TOP, columns


def test_highest_column_is_as_high_as_the_drawing_and_a_small_one_can_be_seen():
    made = columns([("Jan", 1000), ("Feb", 500), ("Mar", 1), ("Apr", 0)])
    assert [(each.y, each.height) for each in made] == [
        (TOP, HIGH),
        (TOP + HIGH // 2, HIGH // 2),
        (TOP + HIGH - 2, 2),
        (TOP + HIGH, 0),
    ]
    assert [each.middle for each in made] == [15, 45, 75, 105]


@pytest.mark.parametrize("values", [[], [("Jan", 0)]])
def test_nothing_has_no_height(values):
    assert [each.height for each in columns(values)] == [0] * len(values)
