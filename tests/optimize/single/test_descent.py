"""Descents over allocations: they keep their books, and end where no move helps."""

import itertools

import numpy as np
import pytest

from optimize import HubProblem
from optimize.single import build_model
from optimize.single.descent import descend
from optimize.single.kernels import assign_nearest, block_costs, total_overload
from tests.oracles.random_cases import random_case


@pytest.mark.parametrize("outside", [True, False])
@pytest.mark.parametrize("seed", range(6))
def test_a_descent_ends_at_its_true_cost_where_no_move_of_a_client_helps(seed, outside):
    problem = random_case(seed, n=5, h=3, outside=outside).problem
    model = build_model(problem, [1.0])
    hubs = np.arange(problem.h)
    hub_of = np.empty((len(problem.blocks), 5), dtype=np.int64)
    assign_nearest(model, hubs, hub_of)
    before = block_costs(model, hub_of).sum()
    value = descend(model, hubs, hub_of, 1e6, np.inf)
    assert value == pytest.approx(block_costs(model, hub_of).sum())
    assert value <= before + 1e-9
    for b in range(len(hub_of)):
        for i in range(5):
            if i in problem.candidate_index:
                assert hub_of[b, i] == list(problem.candidate_index).index(i)
                continue
            for k in hubs:
                other = hub_of.copy()
                other[b, i] = k
                assert block_costs(model, other).sum() >= value - 1e-6 * max(1.0, abs(value))


@pytest.mark.parametrize("seed", range(8))
def test_within_capacities_a_descent_ends_where_no_shift_exchange_or_chain_helps(seed):
    rng = np.random.default_rng(seed)
    n, hubs = 9, np.arange(3)
    flow, cost = rng.uniform(0, 5, (n, n)), rng.uniform(1, 9, (n, n))
    capacity = np.full(n, 0.45 * flow.sum())
    problem = HubProblem(flow, cost, transfer=0.7, candidates=[0, 1, 2], capacity=capacity)
    model = build_model(problem, [1.0])
    hub_of = np.zeros((1, n), dtype=np.int64)
    value = descend(model, hubs, hub_of, 1e6, np.inf)
    assert total_overload(model, hub_of) == 0
    assert value == pytest.approx(block_costs(model, hub_of).sum())
    for pair in itertools.combinations(range(3, n), 2):
        for places in itertools.product(hubs, repeat=2):
            other = hub_of.copy()
            other[0, list(pair)] = places
            moves = [(int(hub_of[0, i]), int(k)) for k, i in zip(places, pair, strict=True) if k != hub_of[0, i]]
            follows = len(moves) == 2 and {moves[0][0], moves[1][0]} & {moves[0][1], moves[1][1]}
            if (len(moves) == 1 or follows) and total_overload(model, other) == 0:
                assert block_costs(model, other).sum() >= value * (1 - 1e-8)


def test_an_overloaded_start_is_repaired_by_the_cheapest_moves():
    flow = np.array([[0.0, 2, 1, 1], [2, 0, 1, 1], [1, 1, 0, 0], [1, 1, 0, 0]])
    cost = np.array([[0.0, 9, 1, 4], [9, 0, 5, 4], [1, 5, 0, 9], [4, 4, 9, 0]])
    problem = HubProblem(flow, cost, candidates=[0, 1], capacity=[6.0] * 4)
    hub_of = np.zeros((1, 4), dtype=np.int64)
    descend(build_model(problem, [1.0]), np.arange(2), hub_of, 1e6, np.inf)
    assert hub_of.tolist() == [[0, 1, 0, 1]]
