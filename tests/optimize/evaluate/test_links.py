"""Ways over hub links: the cheapest ones, and the links that flow rides on."""

from itertools import combinations

import numpy as np
import pytest

from optimize.evaluate.links import built_links, every_link
from optimize.run import Design
from tests.optimize.evaluate.road import A, B, C, D, network, road
from tests.oracles import evaluator as oracle
from tests.oracles.families import nasty_problem

BLOCK = road({(A, D): 1.0}).blocks[0]
EVERY = np.arange(4)


def test_without_a_choice_of_links_a_way_is_one_link_and_the_handling_at_its_end():
    cost = every_link(BLOCK).cost
    assert cost[A, D] == pytest.approx(3.0 + 0.8)
    assert cost[D, A] == pytest.approx(3.0 + 0.1)
    assert np.diag(cost).tolist() == [0.0] * 4


def test_the_problem_keeps_its_own_costs():
    before = BLOCK.transfer.copy()
    every_link(BLOCK)
    built_links(BLOCK, EVERY, network((A, B)))
    assert np.array_equal(BLOCK.transfer, before)


def test_three_links_in_a_row():
    cost = built_links(BLOCK, EVERY, network((A, B), (B, C), (C, D))).cost
    assert cost[A, C] == pytest.approx(0.5 + 0.2 + 1.0 + 0.4)
    assert cost[A, D] == pytest.approx(0.5 + 0.2 + 1.0 + 0.4 + 1.5 + 0.8)
    assert cost[D, A] == pytest.approx(1.5 + 0.4 + 1.0 + 0.2 + 0.5 + 0.1)


def test_a_detour_is_taken_where_it_is_cheaper_than_the_link():
    dear = road({(A, D): 1.0}, transfer_cost=np.array([[0, 1, 9, 9], [1, 0, 1, 9], [9, 1, 0, 1], [9, 9, 1, 0.0]]))
    cost = built_links(dear.blocks[0], EVERY, network((A, B), (B, C), (A, C))).cost
    assert cost[A, C] == pytest.approx(1 + 0.2 + 1 + 0.4)


def test_nothing_passes_a_hub_that_is_not_open_or_a_link_that_is_not_there():
    cost = built_links(BLOCK, np.array([A, B, D]), network((A, B), (B, C), (C, D))).cost
    assert cost[A, B] == pytest.approx(0.7)
    assert np.isinf(cost[[A, B, D], [D, D, A]]).all()


def test_a_link_may_lead_one_way_only():
    built = np.zeros((4, 4), dtype=bool)
    built[A, B] = True
    cost = built_links(BLOCK, np.array([A, B]), built).cost
    assert np.isfinite(cost[A, B])
    assert np.isinf(cost[B, A])


def test_a_link_without_a_way_is_none():
    lost = road({(A, D): 1.0}, transfer_cost=np.where(np.eye(4, dtype=bool), 0.0, np.inf))
    assert np.isinf(built_links(lost.blocks[0], EVERY, network((A, B))).cost[A, B])


def test_flow_is_followed_to_the_links_that_it_rides_on():
    links = built_links(BLOCK, EVERY, network((A, B), (B, C), (C, D)))
    flow = np.zeros((4, 4))
    flow[A, D], flow[B, D], flow[D, C] = 5.0, 2.0, 1.0
    on_links = links.flow_on_links(flow)
    expected = np.zeros((4, 4))
    expected[A, B], expected[B, C], expected[C, D], expected[D, C] = 5.0, 7.0, 7.0, 1.0
    assert np.array_equal(on_links, expected)
    assert flow[A, D] == 5.0  # what was given is left as it was


def test_what_links_cost_adds_up_along_the_ways():
    links = built_links(BLOCK, EVERY, network((A, B), (B, C), (C, D)))
    of_link = np.full((4, 4), 100.0)
    of_link[A, B], of_link[B, C], of_link[C, D] = 1.0, 10.0, 0.5
    along = links.along(of_link)
    assert along[A, D] == 11.5
    assert along[B, D] == 10.5
    assert along[A, B] == 1.0
    assert of_link[A, D] == 100.0


@pytest.mark.parametrize("seed", range(25))
def test_ways_over_random_links_are_the_cheapest_simple_paths(seed):
    rng = np.random.default_rng(seed)
    size = 1 + seed % 6
    problem = nasty_problem(rng, nodes=6, links=True)
    block = problem.scenarios[0].blocks[0]
    hubs = sorted(rng.choice(problem.h, min(size, problem.h), replace=False).tolist())
    built = np.zeros((problem.h, problem.h), dtype=bool)
    for k, m in combinations(hubs, 2):
        built[k, m] = built[m, k] = rng.random() < 0.6
    of, links = Design(tuple(hubs), links=built), built_links(block, np.array(hubs), built)
    for k in hubs:
        for m in hubs:
            way = oracle.best_way(block, of, k, m)
            assert links.cost[k, m] == pytest.approx(np.inf if way is None else oracle.way_cost(block, way))
            if way is not None and np.isfinite(links.cost[k, m]):
                flow = np.zeros(built.shape)
                flow[k, m] = 1.0
                # the links that it rides on lead from k to m and cost what the way does
                on_links = links.flow_on_links(flow)
                np.fill_diagonal(on_links, 0.0)
                rides = on_links > 0
                assert not (rides & ~built).any()
                price = (block.transfer + block.handling)[rides] @ on_links[rides]
                assert price == pytest.approx(links.cost[k, m])
                net = on_links.sum(axis=1) - on_links.sum(axis=0)
                assert net.tolist() == [float(x == k) - float(x == m) for x in range(problem.h)]
