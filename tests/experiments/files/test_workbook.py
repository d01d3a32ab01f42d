"""Workbooks as spreadsheet programs read them: text is text, numbers are numbers, every sheet says what it is."""

import zipfile
from datetime import datetime
from xml.etree import ElementTree as ET

import numpy as np
import openpyxl
import pandas as pd
import pytest

from experiments.files import Sheet, write_workbook
from experiments.files.workbook import workbook_cell
from optimize import InputError

HOSTILE = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x")', "#N/A", "#REF!", "<b>&", "\u202eabc"]


def read(path):
    """Its sheets: values by row, as a spreadsheet program has them."""
    return {page.title: [[cell.value for cell in row] for row in page] for page in openpyxl.load_workbook(path)}


def write(path, frame, **about):
    write_workbook([Sheet("hubs", ("Hubs", "what they cost"), frame, **about)], path)
    return path


def test_a_sheet_says_what_it_is_before_its_table(tmp_path):
    frame = pd.DataFrame({"hub": ["A", "B"], "cost_usd": [1.5, 2.0]})
    rows = read(write(tmp_path / "x.xlsx", frame, units={"cost_usd": "USD a year"}))["hubs"]
    assert rows == [
        ["Hubs", None], ["what they cost", None], [None, None], [None, "USD a year"],
        ["hub", "cost_usd"], ["A", 1.5], ["B", 2.0],
    ]  # fmt: skip


def test_the_names_of_columns_stay_in_sight_and_can_be_filtered_by(tmp_path):
    page = openpyxl.load_workbook(write(tmp_path / "x.xlsx", pd.DataFrame({"a": [1], "b": [2]})))["hubs"]
    assert (page.freeze_panes, page.auto_filter.ref) == ("A5", "A4:B5")
    assert page["A1"].font.bold


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_text_whatever_it_looks_like(tmp_path, text):
    page = openpyxl.load_workbook(write(tmp_path / "x.xlsx", pd.DataFrame({text: [text]})))["hubs"]
    for cell in (page["A4"], page["A5"]):
        assert (cell.value, cell.data_type) == (text, "s")
        assert cell.quotePrefix


def test_no_formula_is_in_the_file(tmp_path):
    path = write(tmp_path / "x.xlsx", pd.DataFrame({"name": HOSTILE}))
    with zipfile.ZipFile(path) as packed:
        sheet = ET.fromstring(packed.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    assert [item.tag for item in sheet.iter() if item.tag.endswith("}f")] == []


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\x1b", "\ufffe", "\ud800"])
def test_letters_that_break_a_file_are_left_out(tmp_path, letter):
    frame = pd.DataFrame({"name": pd.Series([f"a{letter}b"], dtype=object)})
    assert read(write(tmp_path / "x.xlsx", frame))["hubs"][-1] == ["ab"]


def test_values_of_all_kinds():
    kinds = [np.float64(1.5), np.int32(3), np.bool_(True), None, pd.NaT, pd.NA, np.nan, -np.inf, ["a", "b"], 10**20]
    assert [workbook_cell(value) for value in kinds] == [
        1.5, 3, True, None, None, None, None, "-inf", "a;b", "100000000000000000000",
    ]  # fmt: skip
    assert workbook_cell(pd.Timestamp("2026-01-02 03:04", tz="UTC")) == datetime(2026, 1, 2, 3, 4)  # noqa: DTZ001
    assert len(workbook_cell("x" * 40_000)) == 32_767


def test_names_of_sheets_are_made_fit_and_different(tmp_path):
    frame = pd.DataFrame({"a": [1]})
    names = ["a/b:c", "a\\b?c", "x" * 50, "X" * 50, "", "'"]
    write_workbook([Sheet(name, ("t",), frame) for name in names], tmp_path / "x.xlsx")
    assert list(read(tmp_path / "x.xlsx")) == [
        "a b c", "a b c (2)", "x" * 31, "X" * 27 + " (2)", "Sheet", "Sheet (2)",
    ]  # fmt: skip


def test_what_does_not_fit_is_told_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr("experiments.files.workbook.MOST_ROWS", 5)
    with pytest.raises(InputError, match="sheet 'hubs' has 3 rows; a workbook takes 5: write it as CSV"):
        write(tmp_path / "x.xlsx", pd.DataFrame({"a": [1, 2, 3]}))
    with pytest.raises(InputError, match="at least one sheet"):
        write_workbook([], tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_is_there_whole_or_not_at_all(tmp_path, monkeypatch):
    (tmp_path / "x.xlsx").write_text("before")
    monkeypatch.setattr("openpyxl.Workbook.save", lambda book, path: (path.write_text("half"), 1 / 0))
    with pytest.raises(ZeroDivisionError):
        write(tmp_path / "x.xlsx", pd.DataFrame({"a": [1]}))
    assert [path.name for path in tmp_path.iterdir()] == ["x.xlsx"]
    assert (tmp_path / "x.xlsx").read_text() == "before"
