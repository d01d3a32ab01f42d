"""Incomplete hub networks and hub arcs: against enumeration of hubs, links and allocations."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import solve
from optimize.compact.incomplete import run
from optimize.errors import InputError
from optimize.problem.problem import HubProblem
from optimize.rules.links import closed_transfer
from optimize.run import Limits
from optimize.run.request import make_request
from tests.oracles import families
from tests.oracles.families import check_optimal, nasty_case, nasty_problem


def network_case(seed, **features):
    """A random problem with priced links, a given number of them, or both."""
    problem, request = nasty_case(seed, "cost", links=True, **features)
    rng = np.random.default_rng(seed + 1)
    if problem.link_cost is None or rng.random() < 0.5:
        request = replace(request, hub_links=int(rng.integers(0, request.p_max * (request.p_max - 1) // 2 + 1)))
    return problem, request


@pytest.mark.parametrize("start", range(0, 160, 20))
def test_incomplete_networks_equal_enumeration(start):
    for seed in range(start, start + 20):
        problem, request = network_case(seed)
        check_optimal(run, problem, request, families.incomplete(problem, request))


def test_incomplete_networks_over_scenarios_equal_enumeration():
    for seed in range(1000, 1050):
        problem, request = network_case(seed, several=True)
        check_optimal(run, problem, request, families.incomplete(problem, request))


def test_cbc_agrees_with_enumeration():
    for seed in range(3000, 3015):
        problem, request = network_case(seed)
        check_optimal(run, problem, request, families.incomplete(problem, request), solver="CBC")


@pytest.fixture
def ring():
    """Four hubs; going round the ring is cheaper than across it."""
    cost = np.array([[0, 1, 9, 1], [1, 0, 1, 9], [9, 1, 0, 1], [1, 9, 1, 0.0]])
    return HubProblem(1.0 - np.eye(4), cost, transfer=0.5, collection=50.0, distribution=50.0, handling_cost=0.1)


def test_transfer_over_several_links_pays_the_hubs_in_between(ring):
    links = np.zeros((4, 4), dtype=bool)
    for k, m in ((0, 1), (1, 2), (2, 3)):
        links[k, m] = links[m, k] = True
    cost = closed_transfer(ring.blocks[0], (0, 1, 2, 3), links)
    assert cost[0, 3] == pytest.approx(3 * 0.5 + 2 * 0.1)
    assert np.isinf(closed_transfer(ring.blocks[0], (0, 1, 3), links)[0, 3])


def test_a_given_number_of_links_makes_the_ring(ring):
    request = make_request(ring, p=4, hub_links=4)
    # two links beat the one across: no bound may rest on paths over single links
    result = check_optimal(run, ring, request, families.incomplete(ring, request))
    assert result.design.links.sum() == 8
    assert not result.design.links[0, 2]
    assert not result.design.links[1, 3]


def test_dear_links_are_not_built(ring):
    problem = HubProblem(1.0 - np.eye(4), ring.blocks[0].transfer * 2, transfer=0.5, link_cost=np.full((4, 4), 1e6))
    result = run(problem, make_request(problem, p_max=4), Limits())
    assert not result.design.links.any()


def test_more_links_than_can_be_built_are_refused(ring):
    price = np.full((4, 4), np.inf)
    price[0, 1] = price[1, 0] = 1.0
    problem = HubProblem(1.0 - np.eye(4), ring.blocks[0].transfer, link_cost=price)
    result = run(problem, make_request(problem, p=3, hub_links=2), Limits())
    assert result.status == "infeasible"
    assert "only 1 links can be built" in result.explanation


def test_capacities_are_refused(ring):
    problem = HubProblem(1.0 - np.eye(4), ring.blocks[0].transfer, capacity=np.full(4, 3.0))
    with pytest.raises(InputError, match="capacities"):
        run(problem, make_request(problem, p=2, hub_links=1), Limits())


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_closed_transfer_is_the_shortest_way_over_open_links(seed):
    rng = np.random.default_rng(seed)
    problem = nasty_problem(rng, nodes=6)
    block, h = problem.scenarios[0].blocks[0], problem.h
    hubs = tuple(np.flatnonzero(rng.random(h) < 0.8).tolist())
    links = np.triu(rng.random((h, h)) < 0.5, 1)
    links |= links.T
    edges = {frozenset((int(k), int(m))) for k, m in np.argwhere(links)}
    inside = np.ix_(hubs, hubs)
    expected = families.shortest_over_links(block, hubs, edges)[inside]
    np.testing.assert_allclose(closed_transfer(block, hubs, links)[inside], expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("there", "back", "price"), [(3.0, 5.0, 3.0), (5.0, 3.0, 3.0), (np.inf, 4.0, 4.0), (4.0, np.inf, 4.0)]
)
def test_a_link_is_set_up_from_the_end_where_that_is_cheaper(there, back, price):
    """A link serves both directions, and has one price: that of its cheaper end."""
    legs = np.where(np.eye(2, dtype=bool), 0.0, np.inf)
    problem = HubProblem(
        np.array([[0.0, 1.0], [1.0, 0.0]]),
        collection_cost=legs,
        transfer_cost=np.ones((2, 2)),
        distribution_cost=legs,
        link_cost=np.array([[0.0, there], [back, 0.0]]),
    )
    solution = solve(problem, p=2, method="compact")
    assert solution.status == "optimal"
    assert solution.objective == pytest.approx(2.0 + price)


def test_as_many_links_as_can_be_built_are_allowed(ring):
    price = np.full((4, 4), np.inf)
    price[0, 1] = price[1, 2] = 1.0
    problem = HubProblem(1.0 - np.eye(4), ring.blocks[0].transfer, link_cost=price)
    result = run(problem, make_request(problem, p=3, hub_links=2), Limits())
    assert result.status == "optimal"
    assert result.design.links.sum() == 4
