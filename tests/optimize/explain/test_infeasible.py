"""Infeasible requests say which rule stands in the way, where, and by how much."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem, solve
from optimize.explain.infeasible import explain_infeasible
from optimize.run.request import Request, make_request
from tests.fuzz import fuzz_compact
from tests.oracles import compact as oracle

NAMES = ["almaty", "bishkek", "khiva", "osh"]
COST = np.array([[0, 1, 3, 9], [1, 0, 1, 9], [3, 1, 0, 9], [9, 9, 9, 0.0]])
FLOW = np.ones((4, 4))


def problem(cost=COST, flow=FLOW, **rest):
    return HubProblem(flow, cost, labels=NAMES, **rest)


def explanation(whole, **asked):
    solution = solve(whole, method="compact", **asked)
    assert solution.status == "infeasible"
    return solution.explanation


def without(*pairs):
    cost = COST.copy()
    for i, j in pairs:
        cost[i, j] = np.inf
    return cost


def test_capacity_that_is_short_in_sum_is_stated_with_the_amount():
    said = explanation(problem(capacity=[5, 4, 3, 2]), p=2)
    assert "short by 7" in said
    assert "16 has to be served" in said
    assert "almaty, bishkek" in said


def test_demand_with_an_outside_option_needs_no_capacity():
    direct = np.full((4, 4), np.inf)
    direct[0] = 5.0
    said = explanation(problem(capacity=[5, 4, 1, 1], direct_cost=direct), p=2)
    assert "short by 3" in said


def test_a_place_without_a_way_out_is_named():
    said = explanation(problem(without((3, 0), (3, 1)), candidates=["almaty", "bishkek"]), p=1)
    assert "no candidate hub can be reached from osh" in said
    assert "reaches osh" not in said


def test_a_place_without_a_way_in_is_named():
    said = explanation(problem(without((0, 3), (1, 3)), candidates=["almaty", "bishkek"]), p=1)
    assert "no candidate hub reaches osh" in said


def test_a_place_is_not_missed_if_it_sends_nothing():
    flow = FLOW.copy()
    flow[3] = 0.0
    cost = without((3, 0), (3, 1))
    assert solve(problem(cost, flow, candidates=["almaty", "bishkek"]), p=1, method="compact").status == "optimal"


def test_a_pair_that_no_path_joins_is_named():
    cut = without(*[(i, 3) for i in range(3)], *[(3, i) for i in range(3)])
    said = explanation(problem(cut), p=2)
    assert "almaty -> osh" in said
    assert "not even with all of them open" in said


def test_the_scenario_and_class_are_named():
    cut = without((3, 0), (3, 1))
    near = ["almaty", "bishkek"]
    whole = ScenarioProblem({"base": problem(candidates=near), "closed": problem(cut, candidates=near)})
    said = explanation(whole, p=1)
    assert "in scenario 'closed'" in said
    assert "'base'" not in said


def test_too_few_hubs_to_join_everything_shows_what_stays_unserved():
    chain = np.array([[0, 1, np.inf, np.inf], [1, 0, 1, np.inf], [np.inf, 1, 0, 1], [np.inf, np.inf, 1, 0]])
    said = explanation(problem(chain), p=1)
    assert "with any choice of 1 hub, at least 7 of the flow cannot be served" in said
    assert "1 of almaty -> osh" in said


def test_capacity_that_fits_in_sum_but_not_in_whole_nodes():
    said = explanation(problem(flow=np.diag([3.0, 3, 3, 0]), capacity=[5, 5, 0, 0]), p=2, allocation="single")
    assert "capacities are too small" in said
    assert "at least 1 of the flow" in said


def test_numbers_of_hubs_and_links_that_do_not_fit():
    whole = problem()
    assert "5 hubs are asked for" in explain_infeasible(whole, Request(p_min=5, p_max=5))
    assert "forced open" in explain_infeasible(whole, Request(p_min=1, p_max=1, open_hubs=frozenset({0, 1})))
    assert "at most 1" in explain_infeasible(whole, Request(p_min=2, p_max=2, hub_links=3))
    few = problem(link_cost=without((0, 1), (1, 0), (0, 2), (2, 0), (0, 3), (3, 0), (1, 2), (2, 1)))
    assert "allows only 2" in explain_infeasible(few, Request(p_min=4, p_max=4, hub_links=3))


def test_a_threshold_that_nothing_meets_is_given_the_one_that_would_do():
    request = make_request(problem(), objective="set_covering", threshold=1.0)
    said = explain_infeasible(problem(), request)
    assert "almaty -> osh" in said
    assert "threshold of 9" in said


@pytest.mark.parametrize("first", range(0, 100, 25))
def test_every_infeasible_random_case_is_explained_and_no_feasible_one(first):
    from optimize.explain.elastic import least_relaxation
    from optimize.explain.infeasible import obstacles

    for seed in range(first, first + 25):
        whole, asked = fuzz_compact.case(seed)
        request = make_request(whole, **asked)
        if oracle.optimum(whole, request) is None:
            assert "not all together" not in explain_infeasible(whole, request), seed
        else:
            assert obstacles(whole, request) == [], seed
            if seed % 5 == 0:
                assert least_relaxation(whole, request) == [], seed


def test_forced_hubs_take_the_places_of_larger_ones():
    """Two may be open, and the forced one is small: 2 + 5 for 16 units."""
    assert "short by 9" in explanation(problem(capacity=[5, 4, 3, 2]), p=2, open_hubs=["osh"])
    assert "short by 11" in explanation(
        problem(capacity=[5, 4, 3, 2]), p=2, open_hubs=["osh"], closed_hubs=["almaty", "bishkek"]
    )


def test_an_unmet_penalty_does_not_cover_a_pair():
    cut = without((3, 0), (3, 1))
    whole = problem(cut, candidates=["almaty", "bishkek"], unmet_penalty=2.0)
    request = make_request(whole, objective="max_covering", p=1, threshold=99.0)
    assert "no candidate hub can be reached from osh" in explain_infeasible(whole, request)
    direct = np.full((4, 4), np.inf)
    direct[3] = 5.0
    whole = problem(cut, candidates=["almaty", "bishkek"], direct_cost=direct)
    assert "osh" not in explain_infeasible(whole, make_request(whole, objective="max_covering", p=1, threshold=99.0))
