"""What all flow costs over given links, and how long the cheapest ways are."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem
from optimize.links.network_costs import GONE, KEPT, flow_cost, inside_of, mark_longest, price_networks
from optimize.links.stacked import stacked
from tests.optimize.links.cases import linked_problem
from tests.oracles.families import routed, shortest_over_links

HUBS = (0, 2, 3)


def cost_over(problem, links):
    return [
        block.weight * routed(block, [HUBS] * problem.n, shortest_over_links(block, HUBS, links))
        for block in problem.blocks
    ]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_flow_takes_its_cheapest_way_over_the_links(seed):
    problem = linked_problem(seed)
    stack = stacked([(block, block.weight) for block in problem.blocks])
    every = list(combinations(range(3), 2))
    linked = np.full((len(every) + 1, 3, 3), GONE)
    for row, (q, r) in enumerate(every):
        linked[row, q, r] = linked[row, r, q] = KEPT
    linked[-1] = KEPT
    cost = np.zeros((len(linked), 2))
    price_networks(stack, np.array([0, 1]), np.array(HUBS), linked, cost)
    for row, network in enumerate(linked):
        links = {frozenset((HUBS[q], HUBS[r])) for q, r in combinations(range(3), 2) if network[q, r] != GONE}
        expected = cost_over(problem, links)
        assert cost[row] == pytest.approx(expected)
        inside = inside_of(stack, np.array(HUBS))
        assert flow_cost(inside, network, np.inf) == pytest.approx(sum(expected))
        assert flow_cost(inside, network, 0.5 * sum(expected)) >= 0.5 * sum(expected) * (1 - 1e-9)


def test_the_longest_cheapest_way_over_a_link_is_counted():
    """Round a path of four hubs; the ends have a link that nobody takes."""
    ride = np.full((4, 4), 50.0)
    for k in range(3):
        ride[k, k + 1] = ride[k + 1, k] = 1.0
    problem = HubProblem(np.ones((4, 4)), ride, transfer=1.0)
    inside = inside_of(stacked([(problem.blocks[0], 1.0)]), np.arange(4))
    longest = np.empty((4, 4), dtype=np.int64)
    mark_longest(inside, np.full((4, 4), KEPT), longest)
    assert longest[0, 1] == longest[1, 2] == longest[2, 3] == 3
    assert longest[0, 3] == longest[0, 2] == 1
