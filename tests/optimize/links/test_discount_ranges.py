"""Ranges of flow on hub links: the flows of the optimum lie in them."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.links.discount_ranges import narrow, served_by
from optimize.links.levels import levels_of
from optimize.links.stacked import stacked
from optimize.problem import HubProblem
from tests.optimize.links.cases import linked_problem
from tests.optimize.links.test_discount_kernels import PIECES


def best_flows(block, pieces, hubs):
    """Flows on both links between two hubs, of all pairs at their cheapest paths for the best choice of pieces."""
    best, flows = np.inf, None
    for there, back in product([None, *pieces], repeat=2):
        total, on_link = 0.0, {}
        slope = {}
        for arc, piece in ((hubs, there), (hubs[::-1], back)):
            if piece is not None and np.isfinite(block.transfer[arc]):
                slope[arc] = piece[1]
                total += block.transfer[arc] * piece[0]
        for i, j in np.argwhere(block.flow > 0):
            ways = {None: block.unmet_penalty[i, j]}
            for k in hubs:
                ways[k, k] = block.collection[i, k] + block.handling[k] + block.distribution[k, j]
            for (k, m), s in slope.items():
                ends = block.collection[i, k] + block.handling[k] + block.handling[m] + block.distribution[m, j]
                ways[k, m] = ends + s * block.transfer[k, m]
            way = min(ways, key=ways.get)
            total += block.flow[i, j] * ways[way]
            if way in slope:
                on_link[way] = on_link.get(way, 0.0) + block.flow[i, j]
        if total < best:
            best, flows = total, on_link
    return flows


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(PIECES))
def test_the_flows_of_the_optimum_are_in_the_ranges(seed, pieces):
    problem, hubs = linked_problem(seed, discount=pieces), (1, 4)
    block = problem.blocks[0]
    levels = levels_of(pieces, float(block.flow.sum()))
    served = served_by(stacked([(block, 1.0)]), 0, np.array(hubs))
    lowest, highest = np.zeros((2, 2), np.int64), np.full((2, 2), len(levels.slope) - 1)
    assert narrow(served, levels, lowest, highest, np.empty((4, 2), np.int64))
    flows = best_flows(block, pieces, hubs)
    for (q, k), (r, m) in product(enumerate(hubs), repeat=2):
        ride = block.transfer[k, m]
        if k != m and 0 < ride < np.inf:
            flow = flows.get((k, m), 0.0)
            assert served.must[q, r] <= flow + 1e-9
            assert served.may[q, r] >= flow - 1e-9
            assert levels.begin[lowest[q, r]] <= flow + 1e-9
            assert levels.begin[highest[q, r] + 1] >= flow - 1e-9


def test_flow_that_has_no_other_way_settles_the_piece():
    """Two nodes that reach their own hub alone: all ten units ride, on the flat piece."""
    legs = np.where(np.eye(2, dtype=bool), 0.0, np.inf)
    problem = HubProblem(
        np.array([[0.0, 10.0], [0.0, 0.0]]),
        collection_cost=legs,
        transfer_cost=1.0 - np.eye(2),
        distribution_cost=legs,
        discount=[(0.0, 1.0), (2.0, 0.5)],
    )
    block = problem.blocks[0]
    levels = levels_of(problem.discount, 10.0)
    served = served_by(stacked([(block, 1.0)]), 0, np.arange(2))
    lowest, highest = np.zeros((2, 2), np.int64), np.ones((2, 2), np.int64)
    assert narrow(served, levels, lowest, highest, np.empty((4, 2), np.int64))
    assert (lowest[0, 1], highest[0, 1]) == (1, 1)
    assert (lowest[1, 0], highest[1, 0]) == (0, 0)
    assert served.must[0, 1] == pytest.approx(10.0)
    # on the steep piece alone nothing is consistent
    lowest[0, 1], highest[0, 1] = 0, 0
    assert not narrow(served, levels, lowest, highest, np.empty((4, 2), np.int64))
