"""The best pieces between given hubs: against all choices of a piece for every link."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.links.discount_kernels import best_pieces, price_block
from optimize.links.levels import levels_of
from optimize.links.stacked import stacked
from tests.optimize.links.cases import linked_problem
from tests.oracles.families import routed

PIECES = ([(0.0, 1.0), (6.0, 0.4)], [(0.0, 1.0), (3.0, 0.7), (12.0, 0.2)], [(2.0, 0.5)], [(3.0, 0.9), (9.0, 0.0)])


def least_cost(problem, b, hubs):
    """Least cost over the piece, or none, that every link is on."""
    block = problem.blocks[b]
    arcs = [(k, m) for k in hubs for m in hubs if k != m and np.isfinite(block.transfer[k, m])]
    best = np.inf
    for chosen in product([None, *problem.discount], repeat=len(arcs)):
        transfer, set_up = np.full_like(block.transfer, np.inf), 0.0
        for arc, piece in zip(arcs, chosen, strict=True):
            if piece is not None:
                set_up += block.transfer[arc] * piece[0]
                transfer[arc] = block.transfer[arc] * piece[1]
        best = min(best, set_up + routed(block, [hubs] * problem.n, transfer))
    return best


def priced(problem, b, hubs, cutoff=np.inf, nodes=10_000):
    levels = levels_of(problem.discount, float(problem.blocks[b].flow.sum()))
    flow = np.zeros((len(hubs), len(hubs)))
    stack = stacked([(block, 1.0) for block in problem.blocks])
    return (*best_pieces(stack, b, levels, np.array(hubs), cutoff, nodes, flow), flow)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(PIECES), st.integers(0, 1))
def test_the_best_pieces_of_two_hubs_are_those_of_all_choices(seed, pieces, b):
    problem = linked_problem(seed, discount=pieces)
    value, proven, _ = priced(problem, b, (1, 3))
    assert value == pytest.approx(least_cost(problem, b, (1, 3)))
    assert proven == pytest.approx(value)


@pytest.mark.parametrize("seed", range(6))
def test_the_best_pieces_of_three_hubs_are_those_of_all_choices(seed):
    problem = linked_problem(seed, nodes=4, discount=PIECES[seed % 2 * 2])
    value, proven, _ = priced(problem, 0, (0, 2, 3))
    assert value == pytest.approx(least_cost(problem, 0, (0, 2, 3)))
    assert proven == pytest.approx(value)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(PIECES), st.integers(1, 2))
def test_a_search_that_is_cut_short_claims_no_more_than_is_true(seed, pieces, nodes):
    problem = linked_problem(seed, discount=pieces)
    least = least_cost(problem, 0, (0, 4))
    value, proven, _ = priced(problem, 0, (0, 4), nodes=nodes)
    assert proven <= least * (1 + 1e-9)
    assert value >= least * (1 - 1e-9)


def test_nothing_is_found_from_the_cutoff_on():
    problem = linked_problem(3, discount=PIECES[0])
    least = least_cost(problem, 0, (0, 4))
    value, proven, _ = priced(problem, 0, (0, 4), cutoff=0.9 * least)
    assert value == np.inf
    assert proven == pytest.approx(0.9 * least)


def test_every_hub_set_is_priced_by_itself():
    problem = linked_problem(8, discount=PIECES[1])
    levels = levels_of(problem.discount, float(problem.blocks[1].flow.sum()))
    sets, size = np.array([[0, 1, 2], [4, 2, -1]]), np.array([3, 2])
    value, proven, flow = np.empty(2), np.empty(2), np.zeros((2, 3, 3))
    stack = stacked([(block, 1.0) for block in problem.blocks])
    price_block(stack, 1, levels, sets, size, np.full(2, np.inf), 10_000, value, proven, flow)
    assert value[0] == pytest.approx(priced(problem, 1, (0, 1, 2))[0])
    assert value[1] == pytest.approx(least_cost(problem, 1, (4, 2)))
    assert (flow[1, 2] == 0.0).all()
