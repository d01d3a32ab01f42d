"""Problems from and to CSV tables."""

import numpy as np
import pytest

from optimize import InputError
from optimize.instances import add_tables, random_nonmetric, read_csv, write_csv
from optimize.instances.csv_files import hub_columns


@pytest.fixture
def write(tmp_path):
    def to(name, text):
        path = tmp_path / name
        path.write_text(text)
        return path

    return to


MATRIX = "node,a,b,c\na,0,1,2\nb,3,0,4\nc,5,6,0\n"


def test_the_three_forms_say_the_same(write):
    long = "from,to,value\na,b,1\na,c,2\nb,a,3\nb,c,4\nc,a,5\nc,b,6\n"
    bare = "0;1;2\n3;0;4\n5;6;0\n"
    problems = [
        read_csv(write(f"{k}.csv", text), write(f"{k}c.csv", text)) for k, text in enumerate((MATRIX, long, bare))
    ]
    for problem in problems:
        np.testing.assert_array_equal(problem.blocks[0].flow, [[0, 1, 2], [3, 0, 4], [5, 6, 0]])
        np.testing.assert_array_equal(problem.blocks[0].collection, problem.blocks[0].flow)
    assert problems[0].labels == ("a", "b", "c")
    assert problems[2].labels == (0, 1, 2)


def test_pairs_that_a_long_cost_table_leaves_out_have_no_way(write):
    flow = write("flow.csv", "o,d,t\nx,y,5\ny,x,1\n")
    cost = write("cost.csv", "o,d,usd\nx,y,2\n")
    problem = read_csv(flow, cost)
    np.testing.assert_array_equal(problem.blocks[0].collection, [[0, 2], [np.inf, 0]])


def test_rows_may_come_in_another_order_than_columns(write):
    cost = write("cost.csv", "node,c,a,b\nb,4,3,0\nc,0,5,6\na,2,0,1\n")
    problem = read_csv(write("flow.csv", MATRIX), cost)
    np.testing.assert_array_equal(problem.blocks[0].collection, problem.blocks[0].flow)


def test_hub_attributes_come_from_their_own_table(write):
    hubs = write("hubs.csv", "node,fixed_cost,capacity,handling_cost,candidate\na,7,inf,0.5,1\nc,9,20,0,1\nb,0,0,0,0\n")
    problem = read_csv(write("flow.csv", MATRIX), write("cost.csv", MATRIX), hubs=hubs, transfer=0.5)
    assert problem.candidates == ("a", "c")
    assert problem.fixed_cost.tolist() == [7, 9]
    assert problem.capacity.tolist() == [np.inf, 20]
    assert problem.blocks[0].handling.tolist() == [0.5, 0]
    assert problem.blocks[0].transfer[0, 1] == 1


@pytest.mark.parametrize("seed", range(5))
def test_a_written_problem_is_read_back_the_same(tmp_path, seed):
    problem = random_nonmetric(7, seed=seed, unreachable=0.1, candidates=4, fixed_cost=0.1, tightness=0.5)
    again = read_csv(**write_csv(problem, tmp_path))
    assert again.candidates == problem.candidates
    np.testing.assert_array_equal(again.fixed_cost, problem.fixed_cost)
    np.testing.assert_array_equal(again.capacity, problem.capacity)
    for name in ("flow", "collection", "transfer", "distribution", "handling"):
        np.testing.assert_array_equal(getattr(again.blocks[0], name), getattr(problem.blocks[0], name))


def test_all_faults_of_all_files_come_at_once(write):
    flow = write("flow.csv", "node,a,b\na,0,-1\nb,,0\n")
    cost = write("cost.csv", "node,a,b\na,0,x\nb,nan\n")
    hubs = write("hubs.csv", "node,fixed_cost,colour\na,x,red\n")
    with pytest.raises(InputError) as refusal:
        read_csv(flow, cost, hubs=hubs)
    message = str(refusal.value)
    for part in (
        "flow.csv, row 2, column 'b': -1 is negative",
        "flow.csv, row 3, column 'a': the cell is empty; give a number",
        "cost.csv, row 2, column 'b': the cell is 'x', which is not a number; write digits",
        "cost.csv, row 3: has 2 cells instead of 3",
        "column 'colour' is not known",
        "hubs.csv, row 2, column 'fixed_cost': the cell is 'x'",
    ):
        assert part in message, message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty: give a table"),
        ("node,a,a\na,0,1\na,1,0\n", "column heading 'a' appears more than once, in columns 2 and 3"),
        ("node,a,b\na,0,1\nc,1,0\n", "row and column headings differ in 'b', 'c'"),
        ("o,d,v\na,b,1\na,b,2\n", "row 3: the pair 'a', 'b' appears before"),
        ("o,d,v\na,,1\n", "row 2: a node has no name; fill column 'd'"),
        ("o,d,v\na,b\n", "row 2: has 2 cells; give o, d, v"),
        ("node,a,b\na,0,inf\nb,1,0\n", "inf is infinite; it has to be finite"),
        ("node,a,b\na,0,1\nb,1,0\nzz,1,0\n", "row and column headings differ in 'zz'"),
    ],
)
def test_broken_flow_tables_are_refused_with_the_place(write, text, message):
    with pytest.raises(InputError, match=message):
        read_csv(write("flow.csv", text), write("cost.csv", MATRIX))


def test_cost_nodes_without_a_flow_row_are_named(write):
    flow = write("flow.csv", "o,d,v\na,b,1\n")
    with pytest.raises(InputError, match=r"cost.csv: nodes c are not in flow.csv"):
        read_csv(flow, write("cost.csv", MATRIX))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("node,fixed_cost\nz,1\n", "row 2: node 'z' is not in the problem"),
        ("node,fixed_cost\na,1\n\nb,2\na,3\n", "node 'a' appears more than once, in rows 2 and 5"),
        ("node,capacity,fixed_cost,capacity\na,1,2,3\n", "'capacity' appears more than once, in columns 2 and 4"),
        ("node,candidate\na,yes\n", "row 2, column 'candidate': the cell is 'yes'"),
        ("node,candidate\na,2\n", "row 2, column 'candidate': 2 is neither 0 nor 1"),
        ("node,fixed_cost\na,inf\n", "row 2, column 'fixed_cost': inf is infinite"),
        ("node,fixed_cost\na\n", "row 2: has 1 cells instead of 2"),
        ("node,fixed_cost\n", "no row below its heading"),
        ("node\na\n", "has one column"),
        ("", "hubs.csv is empty"),
        ('node,capacity\na,"1,920"\nb,"2,500"\n', "the cell is '1,920', with a comma, and 1 more cells have a comma"),
    ],
)
def test_broken_tables_of_hubs_are_refused_with_the_place(write, text, words):
    with pytest.raises(InputError) as told:
        read_csv(write("flow.csv", MATRIX), write("cost.csv", MATRIX), hubs=write("hubs.csv", text))
    assert words in str(told.value)


def test_names_may_be_numbers_in_one_table_and_in_another_order_in_the_next(write):
    flow = write("flow.csv", "node,7,3\n7,0,1\n3,2,0\n")
    problem = read_csv(
        flow, write("cost.csv", "o,d,usd\n3,7,4\n7,3,5\n"), hubs=write("hubs.csv", "node;capacity\n3;9\n")
    )
    assert problem.labels == (7, 3)
    assert problem.blocks[0].collection.tolist() == [[0, 5], [4, 0]]
    assert problem.capacity.tolist() == [np.inf, 9]


def test_a_table_without_headings_beside_one_with_them_is_named(write):
    bare, headed = write("bare.txt", "0 1 2\n3 0 4\n5 6 0\n"), write("headed.csv", MATRIX)
    for flow, cost in ((bare, headed), (headed, bare)):
        with pytest.raises(InputError, match=r"bare.txt has no headings, which headed.csv has: give it the same ones"):
            read_csv(flow, cost)


def test_tables_are_added_to_a_problem(write):
    problem = read_csv(write("flow.csv", MATRIX), write("cost.csv", MATRIX))
    more = add_tables(problem, hubs=write("hubs.csv", "node,fixed_cost\nb,5\n"), direct_cost=write("d.csv", MATRIX))
    assert more.fixed_cost.tolist() == [0, 5, 0]
    assert more.blocks[0].direct.tolist() == [[0, 1, 2], [3, 0, 4], [5, 6, 0]]
    assert more.metadata == problem.metadata
    with pytest.raises(InputError) as told:
        add_tables(problem, hubs=write("hubs.csv", "node,size\nb,5\n"), direct_cost=write("d.csv", "x,y\ny,0\n"))
    assert "column 'size' is not known" in str(told.value)
    assert "d.csv: nodes y are not in the problem" in str(told.value)


def test_candidates_are_said_once(write):
    hubs = write("hubs.csv", "node,candidate\na,1\n")
    with pytest.raises(InputError, match=r"candidates are given, and hubs.csv has a column candidate"):
        read_csv(write("flow.csv", MATRIX), write("cost.csv", MATRIX), hubs=hubs, candidates=["b"])


def test_a_hub_without_a_limit_is_said_to_need_inf(tmp_path):
    (tmp_path / "hubs.csv").write_text("node,capacity\na,5\nb,\n")
    faults = []
    assert hub_columns(tmp_path / "hubs.csv", ["a", "b"], faults) == {}
    assert faults == ["hubs.csv, row 3, column 'capacity': the cell is empty; give a number, or inf for unlimited"]
