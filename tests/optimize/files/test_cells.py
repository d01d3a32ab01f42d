"""Cells that no spreadsheet runs; `tests/experiments/files/test_spreadsheet.py` has whole tables."""

import pytest

from optimize.files import safe_cell


@pytest.mark.parametrize(
    ("cell", "written"),
    [("=1+1", "'=1+1"), ("  +A1", "'  +A1"), ("-5", "-5"), ("a\tb\nc", "a b c"), ("x\x07", "x"), (4, 4), (None, None)],
)
def test_cells(cell, written):
    assert safe_cell(cell) == written
