"""The best links between given hubs: against all sets of links."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.links.network_kernels import best_links, best_networks
from optimize.links.stacked import stacked
from tests.optimize.links.cases import linked_problem
from tests.oracles.families import routed, shortest_over_links


def all_networks(problem, hubs, number):
    """Cost of flow and links of every set of links between the hubs, by the set."""
    price = np.zeros((problem.h, problem.h)) if problem.link_cost is None else problem.link_cost
    price = np.minimum(price, price.T)
    edges = [e for e in combinations(hubs, 2) if np.isfinite(price[e])]
    costs = {}
    for count in range(len(edges) + 1) if number < 0 else [number]:
        for built in combinations(edges, count):
            links = {frozenset(e) for e in built}
            cost = sum(price[e] for e in built)
            for block in problem.blocks:
                ways = shortest_over_links(block, hubs, links)
                cost += block.weight * routed(block, [hubs] * problem.n, ways)
            costs[frozenset(links)] = cost
    return costs, price


def priced(problem, hubs, number, cutoff=np.inf, nodes=10_000):
    stack = stacked([(block, block.weight) for block in problem.blocks])
    _, price = all_networks(problem, hubs[:1], -1)
    best = np.zeros((len(hubs), len(hubs)), dtype=bool)
    value, proven = best_links(stack, price, np.array(hubs), number, cutoff, nodes, best)
    return value, proven, {frozenset((hubs[q], hubs[r])) for q, r in np.argwhere(best)}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(-1, 6), st.booleans())
def test_the_best_links_are_those_of_all_sets_of_links(seed, number, dear):
    problem = linked_problem(seed, priced=dear)
    hubs = (0, 1, 3, 4)
    costs, _ = all_networks(problem, hubs, number)
    value, proven, links = priced(problem, hubs, number)
    if not costs:
        assert value == proven == np.inf
        return
    least = min(costs.values())
    assert value == pytest.approx(least)
    assert proven == pytest.approx(least)
    assert costs[frozenset(links)] == pytest.approx(least)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(-1, 5), st.integers(1, 4), st.booleans())
def test_a_search_that_is_cut_short_claims_no_more_than_is_true(seed, number, nodes, dear):
    problem = linked_problem(seed, priced=dear)
    costs, _ = all_networks(problem, (0, 1, 2, 4), number)
    value, proven, _ = priced(problem, (0, 1, 2, 4), number, nodes=nodes)
    least = min(costs.values(), default=np.inf)
    assert proven <= least * (1 + 1e-9)
    assert value >= least * (1 - 1e-9)


def test_nothing_is_found_from_the_cutoff_on_and_the_cutoff_is_proven():
    problem = linked_problem(5, priced=True)
    least = min(all_networks(problem, (0, 1, 2), -1)[0].values())
    value, proven, links = priced(problem, (0, 1, 2), -1, cutoff=least * 0.9)
    assert (value, links) == (np.inf, set())
    assert proven == pytest.approx(least * 0.9)


def test_rides_without_cost_that_go_in_a_circle_leave_the_bound_true():
    problem = linked_problem(7)
    for block in problem.blocks:
        free = block.transfer.copy()
        free[:] = 0.0
        object.__setattr__(block, "transfer", free)
        object.__setattr__(block, "handling", np.zeros(5))
    costs, _ = all_networks(problem, (0, 1, 2, 3), 3)
    value, proven, _ = priced(problem, (0, 1, 2, 3), 3)
    assert value == pytest.approx(min(costs.values()))
    assert proven == pytest.approx(value)


def test_the_best_of_several_hub_sets_is_found_with_what_its_hubs_cost():
    problem = linked_problem(11, priced=True)
    stack = stacked([(block, block.weight) for block in problem.blocks])
    sets, size = np.array([[0, 1, 2], [1, 3, -1], [2, 3, 4]]), np.array([3, 2, 3])
    fixed = np.array([30.0, 10.0, 20.0])
    every = [min(all_networks(problem, tuple(s[:p].tolist()), 1)[0].values()) for s, p in zip(sets, size, strict=True)]
    price = all_networks(problem, (0,), -1)[1]
    proven, best = np.empty(3), np.zeros((3, 3), dtype=bool)
    row, value = best_networks(stack, price, sets, size, fixed, np.ones(3, np.int64), np.inf, 1000, proven, best)
    totals = np.array(every) + fixed
    assert row == totals.argmin()
    assert value == pytest.approx(totals.min())
    assert (proven <= totals * (1 + 1e-9)).all()
