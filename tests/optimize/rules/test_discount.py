"""Flow-dependent discounts: the factor, the flow on each link, and the cost of given paths by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimize import HubProblem
from optimize.rules import DIRECT, UNMET, Routing, discounted_cost, useful_pieces
from optimize.rules.discount import link_flows, scale_factor


@pytest.fixture
def valley():
    """Two far clusters of two nodes, and a steep discount for large flows."""
    place = np.array([0.0, 1.0, 20.0, 21.0])
    return HubProblem(10.0 * (1.0 - np.eye(4)), np.abs(place[:, None] - place), discount=[(0.0, 1.0), (15.0, 0.2)])


def test_the_cost_of_given_paths(valley):
    routing = Routing(
        origin=np.array([0, 1, 2]),
        destination=np.array([2, 3, 0]),
        first=np.array([0, 0, DIRECT]),
        last=np.array([2, 2, DIRECT]),
        share=np.array([1.0, 1.0, 1.0]),
    )
    with_direct = HubProblem(
        valley.blocks[0].flow, valley.blocks[0].transfer, direct_cost=np.full((4, 4), 3.0), discount=valley.discount
    )
    # ends: 1 -> 0 and 2 -> 3 cost 1 for 10 units each; link 0 -> 2 carries 20 units over 20 as 15 + 0.2 * 20
    cost = discounted_cost(with_direct.blocks[0], routing, with_direct.discount)
    assert cost == pytest.approx(20.0 + 20.0 * 19.0 + 30.0)


def test_nothing_on_a_link_costs_nothing_even_with_a_fixed_part():
    assert scale_factor(np.array([0.0, 1.0, 10.0]), [(5.0, 0.5)]).tolist() == [0.0, 5.5, 10.0]


def test_both_directions_of_a_link_earn_their_discount_apart(valley):
    routing = Routing(*(np.array(x) for x in ([0, 1, 2], [2, 2, 0], [0, 0, 2], [2, 2, 0])), np.array([1.0, 0.5, 1.0]))
    flow = link_flows(valley.blocks[0], routing)
    assert flow[0, 2] == 15.0
    assert flow[2, 0] == 10.0
    assert flow.sum() == 25.0


def test_every_hub_that_is_passed_is_handled_without_a_discount(valley):
    (block,) = HubProblem(
        valley.blocks[0].flow, valley.blocks[0].transfer, handling_cost=[1.0, 2.0, 4.0, 8.0], discount=valley.discount
    ).blocks
    over_two = Routing(np.array([0]), np.array([2]), np.array([0]), np.array([2]), np.ones(1))
    assert discounted_cost(block, over_two, valley.discount) == pytest.approx(10 * (1 + 4) + 20 * 10)
    over_one = Routing(np.array([0]), np.array([2]), np.array([0]), np.array([0]), np.ones(1))
    assert discounted_cost(block, over_one, valley.discount) == pytest.approx(10 * (1 + 20))


def test_flow_without_a_way_costs_infinity():
    cost = np.array([[0.0, np.inf], [np.inf, 0.0]])
    (block,) = HubProblem(
        np.ones((2, 2)), collection_cost=1 - np.eye(2), distribution_cost=1 - np.eye(2), cost=cost
    ).blocks
    over = Routing(np.array([0]), np.array([1]), np.array([0]), np.array([1]), np.ones(1))
    assert discounted_cost(block, over, [(0.0, 1.0)]) == np.inf
    unmet = Routing(np.array([0]), np.array([1]), np.array([UNMET]), np.array([UNMET]), np.ones(1))
    assert discounted_cost(block, unmet, [(0.0, 1.0)]) == np.inf


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 10)), min_size=1, max_size=6),
    st.integers(1, 100),
)
def test_leaving_out_useless_pieces_changes_nothing(pieces, most):
    pieces = tuple((float(fixed), slope / 10) for fixed, slope in pieces)
    flow = np.linspace(0, most, 50)
    kept = useful_pieces(pieces, float(most))
    np.testing.assert_allclose(scale_factor(flow, kept), scale_factor(flow, pieces), atol=1e-9)
    assert [slope for _, slope in kept] == sorted({slope for _, slope in kept}, reverse=True)


def test_a_piece_is_kept_up_to_the_largest_flow_there_can_be():
    """From a flow of 10 on the second piece is the cheaper one."""
    pieces = ((0.0, 1.0), (9.0, 0.1))
    assert useful_pieces(pieces, 11.0) == [(0.0, 1.0), (9.0, 0.1)]
    assert useful_pieces(pieces, 10.0) == [(0.0, 1.0)]
    # where both cost the same from the start, the flatter one does all
    assert useful_pieces(((0.0, 1.0), (0.0, 0.5)), 3.0)[-1] == (0.0, 0.5)
