"""How the table is filled: numbers of sets, rows of branches, and blocks without the nodes that do not matter."""

from itertools import combinations

import numpy as np
import pytest

from optimize import HubProblem, InputError
from optimize.table.build import compressed, count_sets, first_rows, vary


@pytest.mark.parametrize(("elements", "extra"), [(0, 0), (1, 0), (3, 2), (5, 5), (5, 9), (7, 3)])
def test_sets_are_counted_with_the_empty_one(elements, extra):
    listed = [s for size in range(extra + 1) for s in combinations(range(elements), size)]
    assert count_sets(elements, extra) == len(listed)


@pytest.mark.parametrize(("elements", "extra"), [(4, 2), (5, 3), (3, 1), (6, 6)])
def test_branches_begin_where_their_sets_do(elements, extra):
    # depth first: a set before its supersets, elements ascending; as tuples that is their own order
    listed = sorted(s for size in range(extra + 1) for s in combinations(range(elements), size))
    expected = [0, *(next(row for row, s in enumerate(listed) if s and s[0] == start) for start in range(elements))]
    assert first_rows(elements, extra) == expected
    assert first_rows(elements, 0) == [0]


def test_nodes_that_send_or_receive_nothing_are_left_out():
    flow = np.array([[0.0, 2.0, 0.0], [0.0, 0.0, 0.0], [0.0, 3.0, 0.0]])
    cost = np.arange(9.0).reshape(3, 3)
    (block,) = HubProblem.from_blocks({"b": {"flow": flow, "cost": cost, "weight": 2.0}}).blocks
    a, _, e, weight, outside = compressed(block)
    assert weight.tolist() == [[4.0], [6.0]]
    assert a.tolist() == cost[[0, 2]].tolist()
    assert e.tolist() == cost[:, [1]].tolist()
    assert np.isinf(outside).all()


def test_a_pair_that_does_not_count_costs_nothing_outside():
    flow = np.array([[1.0, 0.0], [1.0, 1.0]])
    (block,) = HubProblem(flow, np.ones((2, 2))).blocks
    weight, outside = compressed(block)[3:]
    assert outside[weight == 0].tolist() == [0.0]
    (priced,) = HubProblem(flow, np.ones((2, 2)), unmet_penalty=5.0).blocks
    assert compressed(priced)[4].tolist() == [[5.0, 0.0], [5.0, 5.0]]


def test_for_the_centre_every_pair_of_different_nodes_counts():
    (block,) = HubProblem(np.zeros((3, 3)), np.ones((3, 3))).blocks
    assert compressed(block, every_pair=True)[3].tolist() == (1.0 - np.eye(3)).tolist()


def test_what_varies_is_neither_forced_nor_banned():
    problem = HubProblem(np.ones((5, 5)), np.ones((5, 5)), labels=list("abcde"), candidates=["a", "c", "d", "e"])
    fixed, rest = vary(problem, ["d"], ["a"], 2, "cost")
    assert fixed == [2]
    assert rest.tolist() == [1, 3]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((["a", "b"], [], 1, "cost"), "2 hubs are forced, more than p_max = 1"),
        (([], ["a", "b"], 2, "cost"), "between 1 and the 1 candidates"),
        (([], [], 2, "set_covering"), "objective is 'set_covering'"),
        (([], [], 2, "center", True), "capacities=False"),
    ],
)
def test_a_table_that_cannot_be_made_says_why(arguments, words):
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)), labels=list("abc"))
    with pytest.raises(InputError, match=words):
        vary(problem, *arguments)


@pytest.mark.parametrize("what", [{"link_cost": np.ones((3, 3))}, {"discount": [(0.0, 1.0)]}])
def test_what_has_no_closed_form_is_refused(what):
    with pytest.raises(InputError, match="no closed form"):
        vary(HubProblem(np.ones((3, 3)), np.ones((3, 3)), **what), [], [], 2, "cost")
