"""Routes over hub sets: against the cheapest paths of each block, linear programs, and one another."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem
from optimize.problem import without_weightless_gaps
from optimize.rules import DIRECT, UNMET, cheapest_costs, path_costs
from optimize.table import Router
from tests.oracles.compact import scenario_cost
from tests.oracles.random_cases import random_case


def drawn(seed, **options):
    """The first scenario of a random problem, and its router."""
    problem = random_case(seed, **options).problem
    made = without_weightless_gaps(problem) if options.get("capacities") else problem
    return problem, made.scenarios[0], Router(made.scenarios[0], made.capacity_on)


def some_hubs(data, problem):
    return sorted(data.draw(st.sets(st.integers(0, problem.h - 1), min_size=1)))


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), data=st.data())
def test_routes_within_room_cost_what_a_linear_program_says(seed, data):
    problem, scenario, router = drawn(seed, n=3, capacities=True)
    weight = np.array([block.weight for block in scenario.blocks])
    for _ in range(2):  # one router serves many sets
        hubs = some_hubs(data, problem)
        expected = scenario_cost(problem, problem.scenarios[0], hubs, "multiple")
        if np.isfinite(expected):
            routes = router.routes(hubs)
            cost = (weight[routes.block] * routes.flow * routes.cost).sum() + scenario.fixed_cost[hubs].sum()
            assert cost == pytest.approx(expected, rel=1e-7, abs=1e-7)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), data=st.data())
def test_without_limits_each_flow_takes_its_cheapest_path(seed, data):
    problem, scenario, router = drawn(seed, n=4)
    hubs = some_hubs(data, problem)
    routes = router.routes(hubs)
    for b, block in enumerate(scenario.blocks):
        own = routes.block == b
        i, j = routes.origin[own], routes.destination[own]
        pairs = zip(*(ends.tolist() for ends in np.nonzero(block.flow)), strict=True)
        assert sorted(zip(i.tolist(), j.tolist(), strict=True)) == sorted(pairs)
        assert routes.cost[own] == pytest.approx(cheapest_costs(block, hubs)[i, j])
        assert routes.cost[own] == pytest.approx(path_costs(block, i, j, routes.first[own], routes.last[own]))
        assert set(routes.first[own][routes.first[own] >= 0].tolist()) <= set(hubs)


def line(**options):
    """Four places in a row: 5 t from each to each other, by way of place 1 or 2 at half the distance."""
    far = np.abs(np.subtract.outer(np.arange(4), np.arange(4))).astype(float)
    flow = 5.0 * (1 - np.eye(4))
    return HubProblem(flow, far, transfer=0.5, candidates=[1, 2], **options)


def test_what_does_not_fit_stays_behind_at_its_penalty():
    problem = line(capacity=[0.0, 7.0, 0.0, 0.0], capacity_on="throughput", unmet_penalty=50.0)
    routes = Router.of(problem).routes([0])
    assert routes.flow[routes.first == 0].sum() == pytest.approx(7)
    assert routes.flow[routes.first == UNMET].sum() == pytest.approx(53)
    assert (routes.cost[routes.first == UNMET] == 50).all()


def test_where_flows_cannot_be_within_room_all_is_left():
    routes = Router.of(line(capacity=[0.0, 7.0, 0.0, 0.0])).routes([0])
    assert (routes.first == UNMET).all()
    assert (routes.cost == np.inf).all()


def test_without_limits_what_has_no_way_is_left_and_the_rest_goes_on():
    far = np.full((3, 3), 2.0)
    far[2] = np.inf
    problem = HubProblem(np.ones((3, 3)), far, candidates=[1])
    routes = Router.of(problem).routes([0])
    assert set(routes.origin[routes.first == UNMET].tolist()) == {2}
    assert np.isfinite(routes.cost[routes.origin != 2]).all()


def test_with_no_hub_open_all_goes_direct():
    problem = line(direct_cost=np.full((4, 4), 9.0))
    routes = Router.of(problem).routes([])
    assert (routes.first == DIRECT).all()
    assert routes.cost.tolist() == [9.0] * 12
