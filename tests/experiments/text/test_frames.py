"""Rows of tables as dictionaries."""

import numpy as np
import pandas as pd
import pytest

from experiments.text import blank_missing, rows, rows_by

FRAME = pd.DataFrame({"a": [1, 2], 3: ["x", "y"]}, index=["first", "second"])


def test_rows_leave_the_index_out_and_name_columns_by_texts():
    assert rows(FRAME) == [{"a": 1, "3": "x"}, {"a": 2, "3": "y"}]


def test_rows_are_found_by_their_index():
    assert rows_by(FRAME) == {"first": {"a": 1, "3": "x"}, "second": {"a": 2, "3": "y"}}


@pytest.mark.parametrize("nothing", [None, np.nan, pd.NA])
def test_nothing_becomes_an_empty_text(nothing):
    frame = pd.DataFrame({"a": pd.Series([1, nothing], dtype=object)})
    assert blank_missing(frame)["a"].tolist() == [1, ""]
    assert frame["a"].isna().tolist() == [False, True]


def test_zero_is_not_nothing():
    assert blank_missing(pd.DataFrame({"a": [0.0, np.nan]}))["a"].tolist() == [0.0, ""]
