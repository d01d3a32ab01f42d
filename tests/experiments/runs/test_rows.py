"""Results of any allowed form become rows of one table."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from experiments.runs.rows import common_schema, fitted, joined, table_of
from optimize import InputError


def rows_of(*results):
    cases = [{"x": number} for number in range(len(results))]
    return table_of(range(len(results)), cases, results).to_pylist()


def test_each_form_of_a_result_has_its_rows():
    found = rows_of(
        {"v": 1}, None, [{"v": 2}, {"v": 3}], [], pd.DataFrame({"v": [4, 5]}), {"v": np.array([6]), "w": "a"}
    )
    assert [(row["case"], row["x"], row["v"], row["w"]) for row in found] == [
        (0, 0, 1, None), (2, 2, 2, None), (2, 2, 3, None), (4, 4, 4, None), (4, 4, 5, None), (5, 5, 6, "a"),
    ]  # fmt: skip


def test_columns_are_in_the_order_in_which_they_first_come():
    table = table_of([0, 1], [{"x": 1}, {"x": 2}], [{"b": 1}, {"a": 2, "b": 3}])
    assert table.column_names == ["case", "x", "b", "a"]


def test_numpy_numbers_are_numbers():
    [row] = rows_of({"f": np.float64(0.5), "i": np.int64(3), "b": np.bool_(True), "n": float("nan")})
    assert (row["f"], row["i"], row["b"]) == (0.5, 3, True)
    assert np.isnan(row["n"])


@pytest.mark.parametrize(
    ("result", "message"),
    [
        (3.0, "returned float"), ([1], "returned list"), ({"x": 1}, "which its case has already"),
        ({"x": np.ones(1)}, "which its case has already"),
        ({"a": np.ones(2), "b": np.ones(3)}, "several lengths: a 2, b 3"),
        ({"a": object()}, "column a has values"),
    ],
)  # fmt: skip
def test_other_results_are_refused(result, message):
    with pytest.raises((TypeError, ValueError), match=message):
        rows_of(result)


def test_tables_are_joined_whatever_kind_of_number_they_have():
    tables = [pa.table({"a": [1]}), pa.table({"a": pa.nulls(1)}), pa.table({"a": [0.5], "b": ["x"]}), pa.table({})]
    assert joined(tables).to_pylist() == [{"a": 1.0, "b": None}, {"a": None, "b": None}, {"a": 0.5, "b": "x"}]
    common = common_schema([table.schema for table in tables])
    assert [fitted(table, common).schema.equals(common) for table in tables] == [True] * 4


def test_text_and_numbers_in_one_column_are_refused():
    with pytest.raises(InputError, match="give each column values of one kind"):
        joined([pa.table({"a": [1]}), pa.table({"a": ["x"]})])
    with pytest.raises(InputError, match="give each column values of one kind"):
        common_schema([pa.schema([("a", pa.int64())]), pa.schema([("a", pa.string())])])
