"""How the exact single-allocation method behaves: bounds, limits, messages, allocation to given hubs."""

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimize import HubProblem, solve
from optimize.instances import random_euclidean, random_nonmetric
from optimize.run import Limits
from optimize.run.request import make_request
from optimize.single import build_model, local_search_single, solve_allocation
from optimize.single.ascent import Ascent
from optimize.single.cover import select
from optimize.single.heuristic import Incumbent
from optimize.single.kernels import block_costs
from optimize.single.search import Search
from tests.oracles.single import allocation_cost, scenario_cost


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


@pytest.mark.parametrize("hubs", [(0, 4), (1, 3, 7), (2, 5, 6, 8)])
def test_allocation_to_given_hubs_is_exact(problem, hubs):
    model = build_model(problem, [1.0])
    found, bound = solve_allocation(model, hubs)
    # 4 ** 5 allocations at most
    expected = scenario_cost(problem, problem.scenarios[0], hubs)
    assert found.value == pytest.approx(expected, rel=1e-9)
    assert bound <= expected * (1 + 1e-12)
    assert allocation_cost(problem.blocks[0], found.hub_of[0]) == pytest.approx(found.value, rel=1e-9)


@given(st.integers(0, 2**16))
@settings(max_examples=25, deadline=None)
def test_local_search_gives_admissible_solutions_at_their_true_cost(seed):
    problem = random_euclidean(12, seed=seed % 17)
    request = make_request(problem, p=3, allocation="single", closed_hubs=[2], open_hubs=[5])
    model = build_model(problem, [1.0])
    found = local_search_single(model, request, rounds=2, seed=seed)
    assert request.allows(found.hubs)
    assert set(found.hub_of.ravel()) <= set(found.hubs)
    assert all(found.hub_of[0, k] == k for k in found.hubs)
    assert block_costs(model, found.hub_of).sum() == pytest.approx(found.value, rel=1e-12)


@given(st.integers(0, 2**16))
@settings(max_examples=15, deadline=None)
def test_every_bound_of_the_ascent_is_below_every_solution(seed):
    rng = np.random.default_rng(seed)
    problem = random_nonmetric(8, seed=seed)
    request = make_request(problem, p=2, allocation="single")
    model = build_model(problem, [1.0])
    best = solve(problem, p=2, allocation="single", method="single").objective
    known = Incumbent((), np.zeros((1, 8), dtype=np.int64), best * (1 + rng.random()))
    search = Search(model, request, Limits(), known)
    ascent = Ascent(search._root(), 2, 2, search.cutoff)
    ascent.diffuse(3)
    bounds = [ascent.step[0], *(ascent.run(5) for _ in range(6))]
    assert max(bounds) <= best * (1 + 1e-9)
    assert bounds == sorted(bounds)


@given(st.integers(0, 2**16))
@settings(max_examples=60, deadline=None)
def test_the_hubs_of_the_bound_are_the_cheapest_that_hold_the_demand(seed):
    rng = np.random.default_rng(seed)
    h = 6
    limited = HubProblem(np.ones((h, h)), 1.0 - np.eye(h), capacity=rng.random(h) * 20)
    model = build_model(limited, [1.0])
    rho, demand = rng.normal(size=h) + 0.5, np.array([20.0 * rng.random()])
    state = rng.choice([0, 1, 2, 2, 2], h)
    low, high = sorted(rng.integers(1, h + 1, 2))
    assume((state == 1).sum() <= high)
    allowed = [
        z
        for z in product((0, 1), repeat=h)
        if low <= sum(z) <= high
        and all((s != 0 or not v) and (s != 1 or v) for s, v in zip(state, z, strict=True))
        and model.capacity[0] @ np.array(z) >= demand[0]
    ]
    least = min((rho @ np.array(z) for z in allowed), default=np.inf)
    picked = np.zeros(h, dtype=bool)
    value = select(model, np.where(state == 0, np.inf, rho), state, low, high, demand, picked)
    assert value == pytest.approx(least)
