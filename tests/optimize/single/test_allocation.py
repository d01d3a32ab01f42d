"""Exact allocation to given hubs."""

import numpy as np
import pytest

from optimize import HubProblem
from optimize.instances import random_nonmetric
from optimize.run import Clock
from optimize.single import build_model, solve_allocation
from tests.oracles.single import allocation_cost, scenario_cost


@pytest.fixture(scope="module")
def problem():
    return random_nonmetric(9, seed=3)


@pytest.mark.parametrize("hubs", [(0, 4), (1, 3, 7), (2, 5, 6, 8)])
def test_allocation_to_given_hubs_is_exact(problem, hubs):
    model = build_model(problem, [1.0])
    found, bound = solve_allocation(model, hubs)
    # 4 ** 5 allocations at most
    expected = scenario_cost(problem, problem.scenarios[0], hubs)
    assert found.value == pytest.approx(expected, rel=1e-9)
    assert bound <= expected * (1 + 1e-12)
    assert allocation_cost(problem.blocks[0], found.hub_of[0]) == pytest.approx(found.value, rel=1e-9)


def test_a_start_that_is_given_does_not_change_the_optimum(problem):
    model = build_model(problem, [1.0])
    start = np.full((1, 9), 4, dtype=np.int64)
    start[0, 0] = 0
    found, _ = solve_allocation(model, (4, 0), start=start)
    assert found.hubs == (0, 4)
    assert found.value == pytest.approx(scenario_cost(problem, problem.scenarios[0], (0, 4)))


def test_out_of_time_its_bound_still_holds(problem):
    model = build_model(problem, [1.0])
    found, bound = solve_allocation(model, (0, 3, 6), clock=Clock(time_limit=0.0))
    best = scenario_cost(problem, problem.scenarios[0], (0, 3, 6))
    assert bound <= best <= found.value + 1e-9 * best


def test_capacities_that_hold_too_little_leave_nothing():
    problem = HubProblem(np.ones((4, 4)), 1.0 - np.eye(4), capacity=np.full(4, 7.0))
    model = build_model(problem, [1.0])
    found, _ = solve_allocation(model, (0, 1))
    assert found.value >= model.ceiling or found.value == np.inf
    roomy = build_model(HubProblem(np.ones((4, 4)), 1.0 - np.eye(4), capacity=np.full(4, 8.0)), [1.0])
    assert solve_allocation(roomy, (0, 1))[0].value < roomy.ceiling
