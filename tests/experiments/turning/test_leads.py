"""Costs of hubs with something moved, against problems that are solved one by one."""

import numpy as np
import pytest

from experiments.turning.leads import hub_costs, weighted
from experiments.turning.levers import list_levers
from optimize import solve


def _cost(study, world, scenario, hub):
    problem = world.problem(scenario, candidates=list(study.candidates))
    return solve(problem, p=2, open_hubs=[*study.gateways, hub]).objective


def _lever(study, name):
    return next(lever for lever in list_levers(study) if lever.id == name)


def test_hubs_cost_what_their_problems_do(unsure_study):
    world = unsure_study.region.with_inputs({"crossings.dwell_h[link=gate-south]": 80.0})
    found = hub_costs(unsure_study, world, ["north-closed"])[0]
    assert found == pytest.approx([_cost(unsure_study, world, "north-closed", hub) for hub in ("NOR", "SOU", "MID")])


def test_the_lead_is_that_over_the_best_other(bench):
    order = np.sort(bench.expected)
    assert bench.lead == pytest.approx(order[1] - order[0])
    assert bench.hubs[bench.best] == "SOU"


def test_a_weight_is_moved_at_the_cost_of_the_others(unsure_study, bench):
    lever = _lever(unsure_study, "probability[north-closed]")
    assert bench.at(lever, 0.3) == pytest.approx(0.7 * bench.costs[0] + 0.3 * bench.costs[1])
    assert bench.at(lever, lever.central) == pytest.approx(bench.expected)


def test_how_often_a_scenario_begins_changes_its_weight(unsure_study, bench):
    lever = _lever(unsure_study, "scenarios.per_year[scenario=north-closed]")
    share = 3.0 * 30 / 365
    odds = share / (1 - share)
    assert bench.at(lever, 3.0) == pytest.approx((bench.costs[0] + odds * bench.costs[1]) / (1 + odds))


def test_a_first_look_at_all_scenarios_is_an_evaluation(unsure_study, bench):
    lever = _lever(unsure_study, "crossings.dwell_h[link=gate-south]")
    assert bench.roughly_at(lever, 90.0, 2).tolist() == bench.at(lever, 90.0).tolist()


def test_a_first_look_takes_all_scenarios_to_change_like_the_weightiest(unsure_study, bench):
    lever = _lever(unsure_study, "crossings.dwell_h[link=gate-south]")
    moved = hub_costs(unsure_study, lever.world(unsure_study.region, 90.0), ["base"])[0]
    assert bench.roughly_at(lever, 90.0, 1) == pytest.approx(bench.expected + moved - bench.costs[0])


def test_scenarios_without_weight_do_not_count():
    costs = np.array([[1.0, 2.0], [np.inf, 4.0]])
    assert weighted(np.array([1.0, 0.0]), costs).tolist() == [1.0, 2.0]
