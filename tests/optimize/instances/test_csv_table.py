"""CSV tables: three forms told apart, names typed, faults with their place."""

import numpy as np
import pytest

from optimize.instances.csv_table import read_table


def read(tmp_path, text, absent=0.0):
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    faults = []
    return read_table(path, absent, faults), faults


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_matrix_with_labels(tmp_path, separator):
    table, faults = read(tmp_path, "x,a,b\na,0,1\nb,2,0\n".replace(",", separator))
    assert not faults
    assert table.loc["b", "a"] == 2.0
    assert list(table.columns) == ["a", "b"]


def test_a_long_table_leaves_out_what_is_not_there(tmp_path):
    text = "from,to,usd\na,b,3\nb,c,4\n"
    flow, _ = read(tmp_path, text)
    assert flow.loc["a"].tolist() == [0.0, 3.0, 0.0]
    cost, _ = read(tmp_path, text, absent=np.inf)
    assert cost.loc["a"].tolist() == [0.0, 3.0, np.inf]
    assert cost.loc["c", "c"] == 0.0


def test_two_nodes_are_a_matrix_and_not_a_long_table(tmp_path):
    table, faults = read(tmp_path, "node,a,b\na,0,1\nb,2,0\n")
    assert not faults
    assert table.shape == (2, 2)


def test_bare_numbers_are_named_by_their_place_and_whole_names_are_numbers(tmp_path):
    assert list(read(tmp_path, "0,1\n2,0\n")[0].index) == [0, 1]
    assert list(read(tmp_path, "x,10,20\n10,0,1\n20,2,0\n")[0].index) == [10, 20]
    assert list(read(tmp_path, "x,01,20\n01,0,1\n20,2,0\n")[0].index) == ["01", "20"]


@pytest.mark.parametrize(
    ("text", "absent", "words"),
    [
        ("x,a\na,inf\n", 0.0, "inf is infinite; it has to be finite"),
        ("x,a\na,-1\n", np.inf, "row 2, column 'a': -1 is negative"),
        ("x,a\na,\n", np.inf, "the cell is empty; give a number, or inf where there is no connection"),
        ("0,1\n2\n", 0.0, "row 2: has 1 cells instead of 2"),
        ("0,1\n2,x\n", 0.0, "row 2, column 2: the cell is 'x'"),
    ],
)
def test_a_cell_that_cannot_be_is_placed(tmp_path, text, absent, words):
    table, faults = read(tmp_path, text, absent)
    assert table is None
    assert any(words in fault for fault in faults), faults


def test_of_very_many_faults_twenty_are_told(tmp_path):
    rows = "\n".join(f"a,n{k},x" for k in range(30))
    _, faults = read(tmp_path, f"from,to,value\n{rows}\n")
    assert len(faults) == 21
    assert "and 10 more faults" in faults[-1]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("0 50 9\n30 0 8\n9 7 0\n", [[0, 50, 9], [30, 0, 8], [9, 7, 0]]),
        ("\n0\t5\n\n3\t0\n\n", [[0, 5], [3, 0]]),
        ("# from: rows\n0;5\n3;0\n", [[0, 5], [3, 0]]),
        ("5\n", [[5]]),
    ],
)
def test_numbers_alone_however_they_are_separated(tmp_path, text, rows):
    table, faults = read(tmp_path, text)
    assert not faults
    assert table.to_numpy().tolist() == rows


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x,a,b\na,0,1\nb,2,0\na,3,0\n", "row heading 'a' appears more than once, in rows 2 and 4"),
        ("x,a,a,b\na,0,1,2\nb,2,0,3\n", "column heading 'a' appears more than once, in columns 2 and 3"),
        ("o,d,v\na,b,1\n\nc,a,1\na,b,2\n", "row 5: the pair 'a', 'b' appears before, in row 2"),
        ("x,a,\na,0,1\n,2,0\n", "column 3 has no heading"),
        ("1,2,3\n4,5,6\n", "has 2 rows of 3 numbers, separated by commas"),
        ("id,A,B\na,0,5\nb,1,0\n", "row and column headings differ in 'A', 'B', 'a', 'b'"),
        ("o,d,v\n", "no row below its heading"),
        ("0,nan\n3,0\n", "row 1, column 2: the cell is 'nan', which is not a number"),
    ],
)
def test_what_cannot_be_a_table_is_told_with_its_cause(tmp_path, text, words):
    table, faults = read(tmp_path, text)
    assert table is None
    assert any(words in fault for fault in faults), faults


@pytest.mark.parametrize("text", [";A;B\nA;0,5;1,5\nB;2,5;3,5\n", "0,5 1,5\n2,5 3,5\n", '"0,5","1,5"\n"2,5","3,5"\n'])
def test_decimal_commas_are_told_once(tmp_path, text):
    _, (fault,) = read(tmp_path, text)
    assert "'0,5', with a comma, and 3 more cells have a comma; write 0.5" in fault


def test_many_nodes_in_few_rows_are_refused_before_a_matrix_is_made(tmp_path):
    _, (fault,) = read(tmp_path, "from,to,value\n" + "".join(f"a{k},b{k},1\n" for k in range(3000)))
    assert "names 6,000 nodes, more than the 4,000" in fault
