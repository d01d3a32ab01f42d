"""Prices of paths, each by hand, and the cheapest paths against loops over all of them."""

import numpy as np
import pytest

from optimize import HubProblem
from optimize.evaluate import price_design
from optimize.evaluate.pricing import weighted_cost
from optimize.rules import DIRECT, UNMET
from optimize.run import Design
from tests.optimize.evaluate.road import COST, A, B, C, D, design, priced, road
from tests.oracles import evaluator as oracle
from tests.oracles.families import nasty_case


def only(problem, of):
    """Unit cost of the only path of a design."""
    (unit,) = priced(problem, of).unit_cost
    return unit


def test_one_hub_is_handled_once():
    # collection 1, handling 0.2, distribution twice 5
    assert only(road({(A, D): 10.0}), design([B], (A, D, B, B))) == pytest.approx(1.0 + 0.2 + 10.0)


def test_two_hubs_are_handled_each():
    # collection 1, handling 0.2, transfer half of 2, handling 0.4, distribution twice 3
    assert only(road({(A, D): 10.0}), design([B, C], (A, D, B, C))) == pytest.approx(1.0 + 0.2 + 1.0 + 0.4 + 6.0)


def test_flow_to_the_place_itself_goes_to_a_hub_and_back():
    assert only(road({(B, B): 1.0}), design([A], (B, B, A, A))) == pytest.approx(1.0 + 0.1 + 2.0)
    assert only(road({(B, B): 1.0}), design([B], (B, B, B, B))) == pytest.approx(0.2)


def test_service_without_hubs_has_its_price():
    problem = road({(A, D): 10.0}, direct_cost=7 * COST, unmet_penalty=50.0)
    assert only(problem, design([B], (A, D, "direct"))) == 42.0
    assert only(problem, design([B], (A, D, "unmet"))) == 50.0


@pytest.mark.parametrize("mark", ["direct", "unmet"])
def test_service_that_is_not_offered_is_no_way(mark):
    problem = road({(A, D): 10.0})
    assert np.isinf(only(problem, design([B], (A, D, mark))))
    assert np.isinf(priced(problem, design([B], (A, D, mark))).cost)


def test_what_does_not_move_costs_nothing_even_without_a_way():
    problem = road({(A, D): 10.0})
    of = priced(problem, design([B, C], (A, D, B, B), (A, C, "direct"), (B, D, "unmet")))
    assert of.cost == pytest.approx(10 * 11.2)


def test_a_split_flow_pays_each_path_its_share():
    of = priced(road({(A, D): 10.0}), design([B, C], (A, D, B, B, 0.25), (A, D, B, C, 0.75)))
    assert of.carried.tolist() == [2.5, 7.5]
    assert of.cost == pytest.approx(2.5 * 11.2 + 7.5 * 8.6)


def test_the_weight_is_for_the_objective_and_not_in_the_prices():
    legs = {"flow": road({(A, D): 10.0}).blocks[0].flow, "cost": COST}
    problem = HubProblem.from_blocks({"bulk": {**legs, "weight": 3.0}})
    of = priced(problem, design([B], (A, D, B, B)))
    assert of.cost == 60.0
    assert weighted_cost(of) == 180.0


def test_a_class_of_no_weight_does_not_count_even_without_a_way():
    legs = {"flow": np.ones((4, 4)), "cost": np.full((4, 4), np.inf), "weight": 0.0}
    of = priced(HubProblem.from_blocks({"papers": legs}), Design((B,)))
    assert np.isinf(of.cost)
    assert weighted_cost(of) == 0.0


def test_hubs_take_in_what_is_collected_and_what_comes_from_other_hubs():
    problem = road({(A, D): 10.0, (D, A): 4.0, (C, C): 2.0})
    of = priced(problem, design([B, C], (A, D, B, C), (D, A, C, B), (C, C, C, C)))
    assert of.collected.tolist() == [0.0, 10.0, 6.0, 0.0]
    assert of.taken_in.tolist() == [0.0, 14.0, 16.0, 0.0]
    assert of.handling_cost == pytest.approx(14 * 0.2 + 16 * 0.4)
    assert of.flow_on_links[B, C] == 10.0
    assert of.flow_on_links[C, B] == 4.0
    assert of.flow_on_links.sum() == 14.0
    assert of.cost_of_links[B, C] == 10.0


def test_a_transfer_over_several_links_pays_every_link_and_every_hub_that_it_enters():
    problem = road({(A, D): 10.0})
    of = priced(problem, design([A, B, C, D], (A, D, A, D), links=[(A, B), (B, C), (C, D)]))
    assert of.unit_cost == pytest.approx([0.1 + (0.5 + 0.2) + (1.0 + 0.4) + (1.5 + 0.8)])
    assert of.taken_in.tolist() == [10.0, 10.0, 10.0, 10.0]
    assert of.cost == pytest.approx(45.0)


# ---------------------------------------------------------------------------------------------------- discounts


PIECES = [(0.0, 1.0), (15.0, 0.25)]
"""Up to 20 units each counts whole; beyond, the link's flow counts as 15 and a quarter of it."""


def test_a_small_flow_pays_in_full():
    of = priced(road({(A, D): 10.0}, discount=PIECES), design([B, C], (A, D, B, C)))
    assert of.cost == pytest.approx(10 * 8.6)


def test_flows_that_join_on_a_link_earn_its_discount_and_pay_all_handling():
    problem = road({(A, D): 30.0, (B, C): 10.0}, discount=PIECES)
    of = priced(problem, design([B, C], (A, D, B, C), (B, C, B, C)))
    # ends: 30 units pay 1 + 6, 10 pay nothing; hubs: 40 times 0.2 + 0.4; link of price 1: 40 count as 15 + 10
    assert of.cost == pytest.approx(210.0 + 24.0 + 25.0)
    assert of.cost_of_links[B, C] == pytest.approx(25.0)
    assert of.mean_unit_cost == pytest.approx([1 + 0.2 + 25 / 40 + 0.4 + 6, 0.2 + 25 / 40 + 0.4])
    assert of.unit_cost == pytest.approx([8.6, 1.6])


def test_both_directions_of_a_link_earn_their_discount_apart():
    problem = road({(B, C): 40.0, (C, B): 10.0}, discount=PIECES, handling_cost=None)
    of = priced(problem, design([B, C], (B, C, B, C), (C, B, C, B)))
    assert of.cost == pytest.approx(25.0 + 10.0)


def test_a_fixed_part_is_paid_by_links_in_use_alone():
    problem = road({(B, C): 2.0, (A, D): 1.0}, discount=[(5.0, 0.5)], handling_cost=None, direct_cost=COST)
    of = priced(problem, design([B, C], (B, C, B, C), (A, D, "direct")))
    assert of.cost == pytest.approx((5.0 + 1.0) + 6.0)
    assert of.cost_of_links.sum() == pytest.approx(6.0)


def test_a_discount_makes_no_way_where_there_is_none():
    problem = HubProblem(
        np.ones((2, 2)), np.where(np.eye(2, dtype=bool), 0.0, np.inf), discount=[(0.0, 0.0)], unmet_penalty=9.0
    )
    assert np.isinf(priced(problem, design([0, 1], (0, 1, 0, 1))).cost)


def test_a_discount_on_a_way_over_two_links_is_earned_on_each():
    problem = road({(A, C): 30.0, (B, C): 10.0}, discount=PIECES, handling_cost=None)
    of = priced(problem, design([A, B, C], (A, C, A, C), (B, C, B, C), links=[(A, B), (B, C)]))
    # a to b costs 0.5 and carries 30, counted as 22.5; b to c costs 1 and carries 40, counted as 25
    assert of.cost == pytest.approx(0.5 * 22.5 + 25.0)
    assert of.mean_unit_cost == pytest.approx([0.5 * 22.5 / 30 + 25 / 40, 25 / 40])


# ------------------------------------------------------------------------------------------------ cheapest paths


def found(problem, of):
    """First and last hub of every pair."""
    block = priced(problem, of)
    n = problem.n
    return block.routing.first.reshape(n, n), block.routing.last.reshape(n, n)


def test_every_pair_takes_its_cheapest_way():
    first, last = found(road({(A, D): 1.0}), Design((B, C)))
    # a-d: 11.2 over b, 3 + 0.4 + 6 over c, 8.6 over both
    assert (first[A, D], last[A, D]) == (B, C)
    # a-a: over b 1 + 0.2 + 2; d-d: over c 3 + 0.4 + 6
    assert (first[A, A], last[A, A]) == (B, B)
    assert (first[D, D], last[D, D]) == (C, C)


def test_a_node_keeps_to_the_hubs_that_it_may_use():
    uses = {A: [C], B: [B], C: [C], D: [C]}
    first, last = found(road({(A, D): 1.0}), design([B, C], uses=uses))
    assert (first[A, D], last[A, D]) == (C, C)
    assert (first[B, A], last[B, A]) == (B, C)


def test_of_equal_ways_unmet_comes_first_then_direct_then_the_earlier_hubs():
    flat = np.ones((3, 3))
    same = {"collection_cost": flat, "transfer_cost": 0 * flat, "distribution_cost": flat}
    over = HubProblem(flat, **same)
    first, last = found(over, Design((1, 2)))
    assert (first == 1).all()
    assert (last == 1).all()
    assert (found(HubProblem(flat, **same, direct_cost=2 * flat), Design((1, 2)))[0] == DIRECT).all()
    assert (found(HubProblem(flat, **same, direct_cost=2 * flat, unmet_penalty=2.0), Design((1, 2)))[0] == UNMET).all()


def test_a_pair_without_a_way_is_unmet():
    problem = HubProblem(np.ones((2, 2)), np.full((2, 2), np.inf))
    assert (found(problem, Design((0,)))[0] == UNMET).all()
    assert np.isinf(priced(problem, Design((0,))).cost)


@pytest.mark.parametrize("seed", range(60))
def test_the_cheapest_ways_are_those_of_a_loop_over_all(seed):
    problem, request = nasty_case(seed, "cost", links=seed % 3 == 0)
    rng = np.random.default_rng(seed)
    hubs = tuple(sorted(rng.choice(problem.h, request.p_min, replace=False).tolist()))
    links = None
    if seed % 3 == 0:
        links = np.triu(rng.random((problem.h, problem.h)) < 0.5, 1)
        closed = np.setdiff1d(np.arange(problem.h), hubs)
        links[closed] = links[:, closed] = False
        links |= links.T
    of = Design(hubs, links=links)
    for ours in price_design(problem, of)[0]:
        block = ours.block
        expected = [oracle.unit_cost(block, of, *path[:4]) for path in oracle.paths(block, of, 0, 0)]
        assert ours.unit_cost == pytest.approx(expected)
