"""A design with its paths priced, and what its links cost."""

import numpy as np
import pytest

from optimize import ScenarioProblem
from optimize.evaluate import link_set_up_cost, price_design
from optimize.evaluate.design import PricedDesign
from optimize.run import Design, make_request
from tests.optimize.evaluate.road import A, B, C, D, allocation, design, network, road, routing

FLOW = {(A, D): 10.0, (B, C): 4.0}
PROBLEM = ScenarioProblem({"dry": road(FLOW), "flood": road(FLOW, direct_cost=np.full((4, 4), 0.5))})


def test_without_paths_each_scenario_takes_its_own_cheapest():
    (dry,), (flood,) = price_design(PROBLEM, Design((B, C)))
    assert dry.cost == pytest.approx(10 * 8.6 + 4 * 1.6)
    assert flood.cost == pytest.approx(14 * 0.5)


def test_paths_that_are_given_come_before_those_of_the_design():
    over_b, over_c = routing((A, D, B, B), (B, C, B, B)), routing((A, D, C, C), (B, C, C, C))
    of = Design((B, C), routing=((over_b,), (over_b,)))
    (dry,), (flood,) = price_design(PROBLEM, of)
    assert dry.routing is over_b
    assert flood.cost == pytest.approx(10 * 11.2 + 4 * 4.2)
    (dry,), (flood,) = price_design(PROBLEM, of, [[over_b], [over_c]])
    assert (dry.routing, flood.routing) == (over_b, over_c)


def test_allocations_are_those_of_the_scenario():
    to_b, to_c = (allocation({node: [hub] for node in range(4)}) for hub in (B, C))
    (dry,), _ = price_design(PROBLEM, Design((B, C), ((to_b,), (to_c,))))
    assert set(dry.routing.first.tolist()) == {B}


def test_links_cost_their_cheaper_direction_once():
    price = np.full((4, 4), 50.0)
    price[A, B], price[B, A], price[C, D] = 3.0, 8.0, 7.0
    problem = road(FLOW, link_cost=price)
    assert link_set_up_cost(problem, design(range(4), links=[(A, B), (C, D)])) == 10.0
    assert link_set_up_cost(problem, design(range(4), links=[])) == 0.0
    assert link_set_up_cost(problem, design(range(4))) == 0.0
    assert link_set_up_cost(road(FLOW), design(range(4), links=[(A, B)])) == 0.0
    one_way = Design((A, B), links=np.triu(network((A, B))))
    assert link_set_up_cost(problem, one_way) == 3.0


def test_sentences_name_classes_scenarios_nodes_and_hubs():
    request = make_request(PROBLEM, p=1, risk="worst_case")
    case = PricedDesign(PROBLEM, request, Design((B,)), price_design(PROBLEM, Design((B,))))
    assert [place.where for place in case.each_block()] == [
        "class 'flow' of scenario 'dry'",
        "class 'flow' of scenario 'flood'",
    ]
    assert (case.node(D), case.hub(C), case.hubs([A, B])) == ("'d'", "'c'", "'a', 'b'")
    assert case.open_hubs.tolist() == [False, True, False, False]
