"""Bounds of hub sets at prices of room: never above what a linear program over all paths says."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem
from optimize.ordered.room import stacked
from optimize.ordered.room_kernels import priced_flows, raise_bounds
from optimize.problem import without_weightless_gaps
from tests.oracles.compact import hub_sets, scenario_cost
from tests.oracles.random_cases import random_case


def case_of(seed):
    case = random_case(seed, n=3, capacities=True)
    problem = without_weightless_gaps(case.problem)
    return case, problem.scenarios[0], problem.capacity_on == "throughput"


def below(bound, expected):
    return bound <= expected + 1e-7 * max(1.0, abs(expected))


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_whatever_the_prices_no_bound_is_above_the_cost(seed):
    case, scenario, both = case_of(seed)
    stack, rng = stacked(scenario), np.random.default_rng(seed)
    for hubs in hub_sets(case.problem, case.asked):
        opened, load = np.array(hubs), np.empty(len(hubs))
        # room without a limit has no price
        price = np.where(np.isfinite(stack.capacity[opened]), rng.exponential(3.0, len(hubs)), 0.0)
        expected = scenario_cost(case.problem, case.problem.scenarios[0], hubs, "multiple")
        bound = priced_flows(stack, opened, price, both, load) + scenario.fixed_cost[opened].sum()
        assert below(bound, expected)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_raised_bounds_are_not_above_the_cost_and_never_fall(seed):
    case, scenario, both = case_of(seed)
    stack, rng = stacked(scenario), np.random.default_rng(seed)
    sets = hub_sets(case.problem, case.asked)
    table, size = np.full((len(sets), case.problem.h), -1), np.array([len(hubs) for hubs in sets])
    for row, hubs in enumerate(sets):
        table[row, : len(hubs)] = hubs
    found = {}
    for steps in (1, 30):
        price, found[steps] = np.zeros(table.shape), np.empty(len(sets))
        target = np.full(len(sets), rng.uniform(1.0, 200.0))
        raise_bounds(stack, table, size, both, target, steps, price, found[steps])
    for row, hubs in enumerate(sets):
        expected = scenario_cost(case.problem, case.problem.scenarios[0], hubs, "multiple")
        assert below(found[30][row] + scenario.fixed_cost[list(hubs)].sum(), expected)
        assert found[30][row] >= found[1][row]


def test_prices_close_the_gap_where_a_hub_is_overrun():
    """Four units from a to b: 1 each with the hub at a first, 2 with that at b; room for one at a: 1 + 3 x 2 = 7."""
    problem = HubProblem([[0, 4.0], [0, 0]], [[0, 1.0], [1, 0]], collection=2.0, capacity=[1.0, 9.0])
    stack = stacked(problem.scenarios[0])
    bounds = []
    for steps in (1, 2):
        price, bound = np.zeros((1, 2)), np.empty(1)
        raise_bounds(stack, np.array([[0, 1]]), np.array([2]), False, np.array([7.0]), steps, price, bound)
        bounds.append(bound[0])
    assert bounds == [4.0, 7.0]
    assert price.tolist() == [[1.0, 0.0]]
