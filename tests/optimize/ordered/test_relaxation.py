"""Multiple allocation with prices of room: never above what hub sets cost within their room."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem
from optimize.ordered.relaxation import Relaxation, objective, weighed
from optimize.problem import without_weightless_gaps
from optimize.run import Limits, Workers, make_request
from tests.oracles.compact import hub_sets, optimum, scenario_cost
from tests.oracles.random_cases import random_case
from tests.oracles.risk import counts, together


def priced(case, seed, workers):
    """The relaxation of a case at random prices; none where room has no limit."""
    problem, rng = without_weightless_gaps(case.problem), np.random.default_rng(seed)
    prices = rng.exponential(2.0, (len(problem.scenarios), problem.h)) * rng.integers(0, 2, problem.h)
    for s, scenario in enumerate(problem.scenarios):
        if scenario.capacity is not None:
            prices[s, ~np.isfinite(scenario.capacity)] = 0.0
    return Relaxation(problem, make_request(problem, **case.arguments()), prices, workers)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_at_any_prices_no_hub_set_is_dearer_than_it_is(seed):
    case = random_case(seed, n=3, scenarios=1 + seed % 2, capacities=True, risk="cvar" if seed % 2 else None)
    sets = hub_sets(case.problem, case.asked)
    table = np.full((len(sets), case.problem.h), -1)
    for row, hubs in enumerate(sets):
        table[row, : len(hubs)] = hubs
    with Workers(1) as workers:
        values = priced(case, seed, workers).values(table, (table >= 0).sum(axis=1))
    chances = [s.probability for s in case.problem.scenarios]
    for hubs, value in zip(sets, values, strict=True):
        costs = [scenario_cost(case.problem, s, hubs, "multiple") for s in case.problem.scenarios]
        if any(c == np.inf for c, used in zip(costs, counts(chances, case.asked), strict=True) if used):
            continue
        exact = together(costs, chances, case.asked, costs)
        assert value <= exact + 1e-7 * max(1.0, abs(exact))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), above=st.floats(1.0, 1.5))
def test_no_better_hub_set_is_eliminated(seed, above):
    """Against a value above the optimum the best hub set is left, and the bound is not above its cost."""
    case = random_case(seed, n=3, capacities=True)
    expected = optimum(case.problem, case.asked)
    if expected is None or expected <= 0:
        return
    costs = {
        hubs: scenario_cost(case.problem, case.problem.scenarios[0], hubs, "multiple")
        for hubs in hub_sets(case.problem, case.asked)
    }
    best = min(costs, key=costs.get)
    with Workers(1) as workers:
        relaxation = priced(case, seed, workers)
        found = relaxation.eliminate(relaxation.request, best, above * expected * (1 + 1e-6), Limits())
    assert found.bound <= expected * (1 + 1e-6)
    assert found.opened <= set(best)
    assert not found.closed & set(best)
    assert found.p_min <= len(best) <= found.p_max


def test_a_set_without_the_room_that_flows_need_is_out():
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)), capacity=[4.0, 5.0, 9.0])
    with Workers(1) as workers:
        relaxation = Relaxation(problem, make_request(problem, p_min=1, p_max=2), np.zeros((1, 3)), workers)
        values = relaxation.values(np.array([[0, -1], [0, 1], [2, -1]]), np.array([1, 2, 1]))
    assert np.isfinite(values).tolist() == [False, True, True]


def test_a_scenario_that_counts_makes_the_objective_infinite_and_another_does_not():
    problem = HubProblem(np.ones((2, 2)), np.ones((2, 2)))
    request = make_request(problem, p=1)
    assert objective(problem, request, [0], np.array([[np.inf], [3.0]])).tolist() == [np.inf, 3.0]


def test_what_counts_nothing_is_weighed_by_its_flow_and_costs_nothing():
    blocks = {"a": {"flow": np.ones((2, 2)), "cost": np.ones((2, 2)), "weight": 0.0, "unmet_penalty": 7.0}}
    block = HubProblem.from_blocks(blocks).blocks[0]
    assert weighed(block).weight == 1.0
    assert not weighed(block).collection.any()
    assert not weighed(block).outside.any()
    assert weighed(weighed(block)).weight == 1.0


@pytest.mark.parametrize("on", ["collection", "throughput"])
def test_by_hand(on):
    """One hub at a: 4 units from a to b cost 1 each, a unit of room costs 3, and room for 2 is worth 6."""
    problem = HubProblem([[0, 4.0], [0, 0]], [[0, 1.0], [1, 0]], capacity=2.0, capacity_on=on, unmet_penalty=99.0)
    with Workers(1) as workers:
        relaxation = Relaxation(problem, make_request(problem, p=1), np.array([[3.0, 0.0]]), workers)
        assert relaxation.values(np.array([[0]]), np.array([1])).tolist() == [4 + 12 - 6]
