"""Faults of references."""

import pytest


@pytest.mark.parametrize(
    ("file", "row", "column", "text", "problem"),
    [
        ("references.csv", 2, "from", "XXX", 'unknown place "XXX"'),
        ("references.csv", 2, "via", "the-moon", 'unknown link, place or corridor "the-moon"'),
        ("references.csv", 2, "kind", "speed", '"speed" is not known'),
        ("references.csv", 2, "scenario", "flood", 'unknown scenario "flood"'),
        ("references.csv", 2, "to", "", "needs to"),
        ("references.csv", 2, "to", "VIE", "ends where it starts"),
    ],
)
def test_a_wrong_cell(edit, file, row, column, text, problem):
    edit.assert_wrong(file, row, column, text, problem)
