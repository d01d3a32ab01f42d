"""One rule for naming nodes: what could mean two things is refused, nothing is guessed."""

import pickle

import numpy as np
import pandas as pd
import pytest

from optimize import HubProblem, HubSetTable, InputError, ScenarioProblem, solve
from optimize.problem import find_label, find_labels

TEXT = ("Almaty", "Tashkent", "Osh")
NUMBERS = (10, 20, 30)
NUMBER_TEXT = ("1", "2", "3")


def found(given, names, **options):
    faults = []
    return find_labels(given, names, "hubs", faults, **options), faults


@pytest.mark.parametrize(
    ("names", "given", "positions"),
    [
        (TEXT, ["Osh", "Almaty"], [2, 0]),
        (TEXT, "Osh", [2]),
        (TEXT, [2, 0], [2, 0]),  # positions, as no label reads like a number
        (NUMBERS, [30], [2]),
        (NUMBERS, ["30"], [2]),
        (NUMBERS, [np.int64(20)], [1]),
        (NUMBER_TEXT, ["1"], [0]),
        (NUMBER_TEXT, [1], [0]),  # the node called "1", not the second one
        (TEXT, [True, False, True], [0, 2]),
        (NUMBERS, np.array([False, True, False]), [1]),
        (TEXT, ["Osh", "Osh"], [2]),
        (range(3), [0, 1, 2], [0, 1, 2]),
    ],
)
def test_a_node_is_found_by_its_label_its_text_or_its_position(names, given, positions):
    assert found(given, tuple(names)) == (positions, [])


@pytest.mark.parametrize(
    ("names", "given", "word"),
    [
        (TEXT, ["Tashkemt"], "did you mean 'Tashkent'"),
        (TEXT, [3], "no node is called 3"),
        (TEXT, [-1], "no node is called -1"),
        (NUMBERS, [0], "no node is called 0"),  # labels are numbers: positions are not taken
        (NUMBER_TEXT, [0], "no node is called 0"),
        (TEXT, [True], "mask"),
        (TEXT, [True, False], "mask"),
        (range(3), [True, False], "mask"),
        (range(3), [0, 0, 1], "mask"),
        (TEXT, np.array([0, 1, 1]), "mask"),
        (TEXT, 3, "give a list"),
        (TEXT, [["Osh"]], "not a node"),
    ],
)
def test_what_is_no_node_or_could_mean_two_things_is_refused(names, given, word):
    _, faults = found(given, tuple(names))
    assert len(faults) >= 1
    assert word in faults[0]


def test_positions_can_be_ruled_out():
    assert found([1], TEXT, positions=False)[1]
    assert find_label("Osh", TEXT, "hub", [], positions=False) == 2


def square(n, seed=0):
    rng = np.random.default_rng(seed)
    return {"flow": rng.random((n, n)), "cost": rng.random((n, n))}


def test_the_node_called_1_is_opened_not_the_second_one():
    problem = HubProblem(**square(6), labels=list("123456"))
    assert "1" in solve(problem, p=2, open_hubs=[1]).hubs
    assert "1" not in solve(problem, p=2, closed_hubs=[1]).hubs
    assert HubProblem(**square(6), labels=list("123456"), candidates=[1, 2]).candidates == ("1", "2")
    assert HubSetTable.build(problem, 2, forced=[1]).forced == (0,)


def test_masks_are_masks_everywhere():
    mask = np.array([False, False, True, False, True])
    problem = HubProblem(**square(5), candidates=mask)
    assert problem.candidates == (2, 4)
    whole = HubProblem(**square(5))
    assert {2, 4} <= set(solve(whole, p=3, open_hubs=mask).hubs)
    with pytest.raises(InputError, match="mask"):
        HubProblem(**square(6), candidates=[0, 0, 0, 1, 0, 1])


def test_probabilities_of_a_series_go_by_label():
    problems = {"open": HubProblem(**square(4, 1)), "closed": HubProblem(**square(4, 2))}
    weights = {"closed": 0.9, "open": 0.1}
    by_label = ScenarioProblem(problems, pd.Series(weights))
    assert by_label.probability == {"open": 0.1, "closed": 0.9}
    assert ScenarioProblem(problems, pd.Series([0.1, 0.9])).probability == by_label.probability
    with pytest.raises(InputError, match="more than once"):
        ScenarioProblem(problems, pd.Series([0.1, 0.4, 0.5], index=["open", "closed", "closed"]))
    with pytest.raises(InputError, match="not a scenario"):
        ScenarioProblem(problems, pd.Series([0.1, 0.9], index=["open", "shut"]))


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"capacity": pd.Series([1.0, 2.0], index=["a", "a"])}, "given twice"),
        ({"capacity": {"a": 1.0, 0: 2.0}}, "given twice"),
        ({"cost": pd.DataFrame(np.ones((4, 3)), index=list("abca"), columns=list("abc"))}, "more than once"),
        ({"cost": np.ma.masked_less(np.eye(3), 0.5)}, "masked"),
        ({"cost": [[0, 1, 2], [1, 0], [2, 1, 0]]}, "row 1 has 2 entries"),
        ({"capacity": [1, pd.NA, 2]}, "does not hold numbers"),
        ({"capacity": [1, [2], 2]}, "does not hold numbers"),
        ({"labels": ["a", ["b"], "c"]}, "cannot be looked up"),
        ({"cost": np.array([["0", "x", "1"]] * 3)}, "does not hold numbers"),
    ],
)
def test_numbers_that_are_ambiguous_or_no_numbers_are_refused(change, word):
    arguments = {"flow": np.ones((3, 3)), "cost": np.ones((3, 3)), "labels": list("abc"), **change}
    with pytest.raises(InputError, match=word):
        HubProblem(**arguments)


def test_what_a_sparse_flow_leaves_out_is_no_flow():
    sparse = pytest.importorskip("scipy.sparse")
    flow = np.array([[0.0, 2.0, 0.0], [0.0, 0.0, 3.5], [1.0, 0.0, 0.0]])
    for kind in (sparse.csr_array, sparse.coo_array, sparse.csc_matrix):
        assert HubProblem(kind(flow), np.ones((3, 3))).blocks[0].flow.tolist() == flow.tolist()


def test_sparse_costs_get_the_remedy():
    sparse = pytest.importorskip("scipy.sparse")
    with pytest.raises(InputError, match=r"toarray\(\)"):
        HubProblem(np.eye(3), sparse.csr_array(np.eye(3)))


def test_a_ragged_flow_names_its_row():
    with pytest.raises(InputError, match="row 2 has 1 entries"):
        HubProblem([[0, 1, 2], [1, 0, 3], [2]], np.ones((3, 3)))


def test_an_input_error_keeps_its_faults_when_pickled():
    for faults in (["one"], ["one", "two"]):
        error = InputError(faults)
        again = pickle.loads(pickle.dumps(error))  # noqa: S301
        assert (again.faults, str(again)) == (error.faults, str(error))


@pytest.mark.parametrize("label", [None, pd.NA, np.timedelta64(1, "s"), [1], 10**400, np.nan])
def test_what_cannot_be_a_name_is_refused(label):
    faults = []
    assert find_label(label, ("a", "b"), "hubs", faults) is None
    assert len(faults) == 1
