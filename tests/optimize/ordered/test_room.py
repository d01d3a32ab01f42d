"""Hub sets within the room of their hubs, against linear programs over all paths."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem, solve
from optimize.ordered.relaxation import Relaxation
from optimize.ordered.room import RoomRule
from optimize.ordered.search import Best
from optimize.problem import without_weightless_gaps
from optimize.run import Clock, Limits, Workers, make_request
from tests.oracles.compact import hub_sets, optimum, scenario_cost
from tests.oracles.random_cases import random_case


def rule_of(case, workers, **asked):
    problem = without_weightless_gaps(case.problem)
    request = make_request(problem, **{**case.arguments(), **asked})
    return RoomRule(problem, request, Limits(), workers)


def listed(sets, h):
    table = np.full((len(sets), h), -1)
    for row, hubs in enumerate(sets):
        table[row, : len(hubs)] = hubs
    return table, np.array([len(hubs) for hubs in sets])


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), part=st.floats(0.2, 1.5))
def test_a_set_is_bounded_from_below_and_the_best_is_priced(seed, part):
    case = random_case(seed, n=3, capacities=True)
    sets = hub_sets(case.problem, case.asked)
    costs = [scenario_cost(case.problem, case.problem.scenarios[0], hubs, "multiple") for hubs in sets]
    finite = [cost for cost in costs if cost < math.inf]
    cutoff = part * max(finite, default=100.0) + 1.0
    with Workers(1) as workers:
        rule = rule_of(case, workers)
        nothing = np.zeros((1, case.problem.h))
        bounds = rule.bounds(*listed(sets, case.problem.h), cutoff, nothing)
        assert all(b <= c + 1e-7 * max(1.0, abs(c)) for b, c in zip(bounds, costs, strict=True))
        best = Best(Clock(), 1e-6, cutoff)
        simple = Relaxation(rule.problem, rule.request, nothing, workers)
        rule.settle(*listed(sets, case.problem.h), best, simple)
    if min(costs) < cutoff * (1 - 1e-9):
        assert best.value == pytest.approx(min(costs), rel=1e-7, abs=1e-7)
    else:
        assert best.value == cutoff


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_prices_found_make_a_relaxation(seed):
    case = random_case(seed, n=3, capacities=True)
    sets = hub_sets(case.problem, case.asked)
    with Workers(1) as workers:
        rule = rule_of(case, workers)
        best = Best(Clock(), 1e-6, 1e6)
        relaxation = rule.relaxation(rule.request, best, None)
        values = relaxation.values(*listed(sets, case.problem.h))
    for hubs, value in zip(sets, values, strict=True):
        cost = scenario_cost(case.problem, case.problem.scenarios[0], hubs, "multiple")
        assert value <= cost + 1e-7 * max(1.0, abs(cost))
    assert (relaxation.prices >= 0).all()
    expected = optimum(case.problem, case.asked)
    assert expected is None or best.value >= expected - 1e-7 * max(1.0, abs(expected))


def test_prices_bring_the_bound_near_the_optimum_where_room_is_short():
    """Ten nodes on a line, all candidates, room for 40% of the flow each: without prices two hubs cost less."""
    places = np.arange(10.0)
    rng = np.random.default_rng(3)
    flow = rng.random((10, 10))
    problem = HubProblem(flow, abs(places[:, None] - places), transfer=0.5, capacity=0.55 * flow.sum())
    request = make_request(problem, p=2)
    with Workers(1) as workers:
        rule = RoomRule(problem, request, Limits(), workers)
        best = Best(Clock(), 1e-6, 1e6)
        priced = rule.relaxation(request, best, None)
        sets = listed([(k, m) for k in range(10) for m in range(k)], 2)
        simple = Relaxation(problem, request, np.zeros((1, 10)), workers)
        least = [float(relaxed.values(*sets).min()) for relaxed in (simple, priced)]
    exact = solve(problem, p=2, method="enumeration").objective
    assert least[0] <= least[1] <= exact * (1 + 1e-9)
    assert best.value == pytest.approx(exact)


@pytest.mark.parametrize("seed", range(300, 306))
def test_r_allocation_within_capacities_has_the_last_word_of_the_model(seed):
    case = random_case(seed, n=3, allocation=2, capacities=True)
    expected = optimum(case.problem, case.asked)
    found = solve(case.problem, method="ordered", **case.arguments())
    assert (found.status == "infeasible") == (expected is None)
    if expected is not None:
        assert found.objective == pytest.approx(expected, rel=1e-6, abs=1e-6)
