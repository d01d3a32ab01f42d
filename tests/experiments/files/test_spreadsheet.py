"""Tables in which no cell is a formula, and no number is touched."""

import math

import pandas as pd
import pytest

from experiments.files import rounded, safe_cell, write_csv


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
        ("+1+1", "'+1+1"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "' =1+1"), ("\r=1", "' =1"), ("  =1", "'  =1"), ("\x00=1", "'=1"), ("\uff1d1", "'\uff1d1"),
        ("-", "'-"), ("-12.5", "-12.5"), ("+7", "+7"), ("1=1", "1=1"), ("a-b", "a-b"), ("", ""),
        ("Osh\x1b[2J\x7f", "Osh[2J"), ("two\r\nlines", "two lines"), ("'quoted", "'quoted"),
        (-1.5, -1.5), (None, None), (True, True),
    ],
)  # fmt: skip
def test_cells(cell, written):
    assert safe_cell(cell) == written


def test_a_table_keeps_its_numbers_and_its_gaps(tmp_path):
    frame = pd.DataFrame(
        {
            "name": ["=1+1", None, "Osh"],
            "mixed": ["-x", -1, math.nan],
            "usd": [-1.5, math.nan, 2.0],
            "rank": pd.array([1, None, -3], dtype="Int64"),
            "kind": pd.Categorical(["@a", "b", "b"]),
            "first": [True, False, True],
        }
    )
    write_csv(frame, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines() == [
        "name,mixed,usd,rank,kind,first",
        "'=1+1,'-x,-1.5,1,'@a,True",
        ",-1,,,b,False",
        "Osh,,2.0,-3,b,True",
    ]


def test_half_of_a_surrogate_pair_does_not_stop_a_table(tmp_path):
    write_csv(pd.DataFrame({"name": pd.Series(["x\udcff"], dtype=object)}), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "name\nx\\udcff\n"


def test_columns_of_some_units_are_rounded_and_the_others_are_not():
    frame = pd.DataFrame({"name": ["a"], "cost_usd": [1.2345], "share": [0.12345], "mass_t": [9.8765]})
    found = rounded(frame, ("_usd", "_t"), 2)
    assert found.iloc[0].to_dict() == {"name": "a", "cost_usd": 1.23, "share": 0.12345, "mass_t": 9.88}
