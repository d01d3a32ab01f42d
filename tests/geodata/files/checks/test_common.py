"""Faults that every table may have."""

import pytest


@pytest.mark.parametrize("name", ["bud", "Budapest", "BUDAPEST"])
def test_who_writes_a_name_is_told_the_id(edit, name):
    edit.cell("hubs.csv", 2, "place", name)
    assert edit.only_fault().remedy.endswith("BUD")
