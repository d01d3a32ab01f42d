"""How the exact single-allocation method behaves: bounds, limits, messages, allocation to given hubs."""

import numpy as np
import pytest

from optimize import HubProblem, solve
from optimize.instances import random_nonmetric


@pytest.fixture(scope="module")
def problem():
    return random_nonmetric(9, seed=3)


def test_a_time_limit_returns_the_best_solution_with_a_valid_bound():
    hard = random_nonmetric(40, seed=1)
    limited = solve(hard, p=4, allocation="single", method="single", time_limit=0.3)
    proven = solve(hard, p=4, allocation="single", method="single", time_limit=60)
    assert limited.bound <= proven.objective * (1 + 1e-9)
    assert limited.objective >= proven.bound
    assert limited.status in ("feasible", "optimal")


def test_an_interrupt_returns_the_best_solution_with_a_valid_bound(problem):
    def interrupt(_):
        raise KeyboardInterrupt

    stopped = solve(problem, p=3, allocation="single", method="single", progress=interrupt)
    proven = solve(problem, p=3, allocation="single", method="single")
    assert stopped.bound <= proven.objective * (1 + 1e-9)
    assert stopped.objective >= proven.objective * (1 - 1e-9)


def test_progress_shows_bounds_below_the_incumbent(problem):
    seen = []
    solve(problem, p=3, allocation="single", method="single", progress=seen.append)
    assert seen
    assert all(step["bound"] <= step["incumbent"] * (1 + 1e-9) for step in seen)


def test_no_way_for_a_flow_is_infeasible():
    cost = np.array([[0, 1, np.inf], [1, 0, np.inf], [np.inf, np.inf, 0]])
    solution = solve(HubProblem(np.ones((3, 3)), cost), p=1, allocation="single", method="single")
    assert solution.status == "infeasible"


def test_capacities_that_hold_too_little_are_infeasible():
    small = HubProblem(np.ones((4, 4)), 1.0 - np.eye(4), capacity=np.full(4, 3.0))
    solution = solve(small, p_min=1, p_max=4, allocation="single", method="single")
    assert solution.status == "infeasible"
