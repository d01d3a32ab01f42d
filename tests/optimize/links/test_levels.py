"""Levels of hub links, and the most flow that they can carry."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import solve
from optimize.evaluate import evaluate
from optimize.links import levels as module
from optimize.links.levels import discounted, levels_of, most_flows, slopes
from optimize.problem import HubProblem
from optimize.rules.discount import link_flows, scale_factor
from optimize.run import make_request
from tests.optimize.links.cases import linked_problem
from tests.optimize.links.test_discount_kernels import PIECES


def test_levels_begin_where_their_pieces_become_the_cheapest():
    levels = levels_of([(0.0, 1.0), (6.0, 0.4), (30.0, 0.1)], 100.0)
    assert levels.begin.tolist() == pytest.approx([0.0, 10.0, 80.0, 100.0])
    assert levels.slope.tolist() == [1.0, 0.4, 0.1]


def test_a_fixed_part_from_the_first_unit_on_makes_a_level_without_flow():
    levels = levels_of([(2.0, 0.5)], 10.0)
    assert levels.slope.tolist() == [np.inf, 0.5]
    assert levels.begin.tolist() == [0.0, 0.0, 10.0]


@given(st.sampled_from(PIECES), st.floats(0.0, 50.0))
def test_flow_counts_as_the_least_of_the_pieces_and_has_the_slope_of_that(pieces, flow):
    levels = levels_of(pieces, 50.0)
    value = discounted(levels, np.array([flow]))
    np.testing.assert_allclose(value, scale_factor(np.array([flow]), pieces))
    slope = slopes(levels, np.array([flow]))[0]
    if flow > 0:
        assert any(s == slope and f + s * flow == pytest.approx(value[0]) for f, s in pieces)
    else:
        assert slope == levels.slope[0]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(PIECES))
def test_no_hub_set_has_more_flow_on_a_link_than_the_bound(seed, pieces):
    problem = linked_problem(seed, nodes=4, discount=pieces)
    bounds = [most_flows(block, levels_of(pieces, float(block.flow.sum()))) for block in problem.blocks]
    for hubs in combinations(range(4), 2):
        solution = solve(problem, open_hubs=hubs, p=2, method="compact")
        routing = solution.design.routing[0]
        for block, paths, most in zip(problem.blocks, routing, bounds, strict=True):
            assert (link_flows(block, paths) <= most + 1e-9).all()


def test_a_link_that_no_flow_gains_by_carries_none():
    """The way over both hubs is never shorter than the way over one."""
    place = np.array([0.0, 1.0])
    cost = np.abs(place[:, None] - place)
    problem = HubProblem(np.array([[0.0, 5.0], [0.0, 0.0]]), cost, handling_cost=1.0, discount=[(0.0, 1.0)])
    assert most_flows(problem.blocks[0], levels_of([(0.0, 1.0)], 5.0)).tolist() == [[0.0, 0.0], [0.0, 0.0]]
    request = make_request(problem, p=2)
    assert evaluate(problem, solve(problem, p=2).design, request).objective == pytest.approx(10.0)


def test_where_there_are_too_many_pairs_all_flow_may_be_on_any_link(monkeypatch):
    block = linked_problem(2).blocks[0]
    monkeypatch.setattr(module, "_MOST_PATHS", 1)
    most = most_flows(block, levels_of([(0.0, 1.0)], float(block.flow.sum())))
    there = np.isfinite(block.transfer) & ~np.eye(5, dtype=bool)
    assert (most == np.where(there, block.flow.sum(), 0.0)).all()
