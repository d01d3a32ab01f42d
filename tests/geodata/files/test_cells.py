"""Cells of CSV files: split, counted, and faults of all kinds told once."""

import pytest

import geodata
from geodata.faults import FaultCollector
from geodata.files.cells import Commas, is_row, parse_cell, split_cells, swallowed
from geodata.files.schema import PLACES


def test_rows_are_split_whatever_their_ends():
    for end in ("\n", "\r\n", "\r"):
        assert split_cells(end.join(["a, b", "", '"c,d",e']), "x.csv", FaultCollector()) == [
            ["a", "b"], [], ["c,d", "e"],
        ]  # fmt: skip
    assert [is_row(cells) for cells in ([], ["", ""], ["#a", "b"], ["a"])] == [False, False, False, True]


@pytest.mark.parametrize(
    ("text", "row", "problem"),
    [
        ("a,b\n" + "x" * 200_000 + ",1\n", 2, "more than 131,072 characters"),
        ("a,b\nc," + "," * 2000, 2, "2002 cells"),
        ("a,b\n\n" + 'c,"d\ne,f\n', 3, "goes over several lines"),
        ('a,b\nc,"d" e\n', 2, "not readable as CSV"),
    ],
    ids=["cell", "cells", "open quotes", "quotes"],
)
def test_a_file_that_cannot_be_split_is_one_fault_with_its_row(text, row, problem):
    faults = FaultCollector()
    assert split_cells(text, "x.csv", faults) is None
    (fault,) = faults.sorted()
    assert fault.row == row
    assert problem in fault.problem


def test_a_file_of_too_many_rows_is_one_fault(monkeypatch):
    monkeypatch.setattr("geodata.files.cells.MOST_ROWS", 1000)
    faults = FaultCollector()
    assert split_cells("\n" * 1000, "x.csv", faults) is not None
    assert split_cells("\n" * 1001, "x.csv", faults) is None
    assert [fault.problem for fault in faults.sorted()] == ["more than 1,000 rows"]


def test_decimal_commas_are_one_fault_of_a_file_and_the_rest_is_told_beside_it(edit):
    for row in (3, 4, 5):
        edit.cell("trade.csv", row, "value_bn_usd", f"{row},5")
    edit.cell("trade.csv", 5, "value_bn_usd_low", "0,5")
    edit.cell("trade.csv", 6, "value_bn_usd", "much")
    commas, other = geodata.check_region(edit.folder)
    assert (commas.row, commas.column, commas.label) == (3, "value_bn_usd", "HUN -> AUT")
    assert commas.problem == (
        '"3,5" is not a number, and 3 more with commas: rows 3, 4, 5; columns value_bn_usd, value_bn_usd_low'
    )
    assert commas.remedy.startswith("write it with a decimal point: 3.5; write all with a decimal point")
    assert (other.row, other.problem) == (6, '"much" is not a number')


def test_one_comma_is_told_as_it_is():
    faults, commas = FaultCollector(), Commas("x.csv")
    commas.add(2, "a", "b", "1,920")
    commas.report(faults)
    (fault,) = faults.sorted()
    assert (fault.problem, fault.remedy) == (
        '"1,920" is not a number', "write 1920, or 1.92 if a decimal comma is meant",
    )  # fmt: skip


def test_quotes_that_swallow_rows_are_noticed_in_any_column(danube):
    path = danube / "links.csv"
    text = path.read_text(encoding="utf-8")
    text = text.replace("1435,1435,265,,,,,,,,rhine-danube,,open,example,assumed,\n",
                        '1435,1435,265,,,,,,,,rhine-danube,,open,example,assumed,"wide\n', 1)  # fmt: skip
    path.write_text(text.replace("opened by a scenario", 'opened by a scenario"'), encoding="utf-8")
    (fault,) = geodata.check_region(danube)
    assert (fault.row, fault.column, fault.label) == (3, "note", "vie-bud-rail")
    assert "looks like a row of its own" in fault.problem


def test_a_note_may_have_lines(edit):
    edit.cell("links.csv", 2, "note", "first,\nsecond")
    assert edit.region().data["links"].rows[0]["note"] == "first,\nsecond"
    assert swallowed({"a": "x\ny,z"}, 3) is None
    assert swallowed({"a": "x\ny,z"}, 2) == "a"


@pytest.mark.parametrize("column", ["id", "name", "country", "aliases", "note"])
def test_control_characters_are_refused_wherever_they_are(edit, column):
    edit.cell("places.csv", 3, column, "a\x1b[31mb")
    found = [fault for fault in geodata.check_region(edit.folder) if fault.column == column]
    assert "U+001B" in found[0].problem
    assert found[0].row == 3


def test_a_list_has_not_ten_thousand_items():
    items, (problem, _) = parse_cell(";".join(["x"] * 10_000), PLACES.column("aliases"))
    assert len(items) == 10_000
    assert problem == "10000 items"


def test_thousands_of_faults_are_told_as_five_hundred(edit):
    rows = edit.rows("trade.csv")
    edit.write("trade.csv", rows + [["X", "Y", "", "1", *[""] * (len(rows[0]) - 4)]] * 3000)
    faults = [fault for fault in geodata.check_region(edit.folder) if fault.file == "trade.csv"]
    assert len(faults) == 501
    assert faults[0].file == "trade.csv"
    assert any(fault.problem == "more than 500 faults; the rest is not shown" for fault in faults)
