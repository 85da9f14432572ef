"""Cells of sheets: nothing that a spreadsheet takes for a formula, nothing that breaks the file."""

from datetime import date

import pytest

from cop.core.sheets import as_csv, safe


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None), (True, True), (-5, -5), (1.5, 1.5), (date(2026, 6, 1),) * 2,
        ("", ""), ("plain", "plain"), ("a=b", "a=b"),
        ("NUL\x00\x07", "NUL"), ("x" * 40_000, "x" * 32_766),
    ],
)  # fmt: skip
def test_other_cells_stay_as_they_are(value, cell):
    assert safe(value) == cell


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_text_like_a_formula_is_text(begin):
    assert safe(f"{begin}cmd|' /C calc'!A0") == f"'{begin}cmd|' /C calc'!A0"


def test_csv_quotes_what_would_be_another_cell():
    table = [["Name", "Since"], ['A "B", C\nD', date(2026, 6, 1)], [None, True]]
    assert b"".join(as_csv(table)).decode() == '\ufeffName,Since\r\n"A ""B"", C\nD",2026-06-01\r\n,Yes\r\n'
