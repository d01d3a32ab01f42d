"""What the decomposition works on: scenarios put together, caps that change no hub set that is wanted."""

from dataclasses import replace

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem
from optimize.benders.instance import make_instance
from optimize.run import make_request


def pair(cost, **rest):
    """One flow of 2 from a to b, over a hub at either end."""
    flow = np.array([[0.0, 2.0], [0.0, 0.0]])
    return HubProblem(flow, np.array([[0.0, cost], [cost, 0.0]]), fixed_cost=[3.0, 5.0], **rest)


def scenarios(*chances):
    return ScenarioProblem({f"s{s}": pair(10.0 * (s + 1)) for s in range(len(chances))}, list(chances))


def instance_of(problem, **asked):
    return make_instance(problem, make_request(problem, p=1, **asked))


def test_the_expected_cost_puts_all_scenarios_into_one_group():
    instance = instance_of(scenarios(0.25, 0.75))
    assert instance.groups == 1
    assert [piece.view.weight[0, 1] for piece in instance.pieces] == [0.5, 1.5]
    assert instance.fixed.tolist() == [[3.0, 5.0]]


def test_other_risk_measures_keep_a_group_a_scenario():
    instance = instance_of(scenarios(0.25, 0.75), risk="worst_case")
    assert instance.groups == 2
    assert [piece.view.weight[0, 1] for piece in instance.pieces] == [2.0, 2.0]
    assert instance.objective(np.array([7.0, 9.0])) == 9.0


@pytest.mark.parametrize(("risk", "groups"), [("cvar", 1), ("worst_case", 2)])
def test_a_scenario_of_no_probability_counts_for_the_worst_case_alone(risk, groups):
    assert instance_of(scenarios(1.0, 0.0), risk=risk).groups == groups


def test_closed_hubs_are_gone_and_the_others_keep_their_numbers():
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)), fixed_cost=[1.0, 2.0, 3.0])
    instance = instance_of(problem, closed_hubs=[1])
    assert instance.alive.tolist() == [0, 2]
    assert instance.fixed.tolist() == [[1.0, 3.0]]
    assert instance.restricted(np.array([1])).alive.tolist() == [2]


def test_a_cap_leaves_what_the_ceiling_can_afford():
    """A pair that makes up the whole objective keeps its price: the cap is above the ceiling, never below."""
    instance = instance_of(pair(10.0)).capped(20.0)
    assert 2.0 * instance.pieces[0].view.outside[0, 1] > 20.0
    assert instance.pieces[0].view.outside[1, 0] == 0.0  # no flow, no price


def test_the_caps_of_a_regret_leave_room_for_what_is_taken_off():
    problem = scenarios(0.5, 0.5)
    request = make_request(problem, p=1, risk="max_regret")
    instance = make_instance(problem, replace(request, own_optimum=(100.0, 7.0))).capped(20.0)
    assert 2.0 * instance.pieces[0].view.outside[0, 1] > 120.0
    assert 2.0 * instance.pieces[1].view.outside[0, 1] > 27.0


def test_the_caps_of_a_cvar_leave_room_for_what_is_unlikely():
    """A CVaR of 20 over half the probability can have a scenario of chance 0.1 that costs 100."""
    instance = instance_of(scenarios(0.9, 0.1), risk="cvar", cvar_level=0.5).capped(20.0)
    assert 2.0 * instance.pieces[1].view.outside[0, 1] > 100.0


def test_the_tail_of_all_probability_is_the_mean_in_one_group():
    instance = instance_of(scenarios(0.25, 0.75), risk="cvar", cvar_level=0.0)
    assert instance.groups == 1
    assert [piece.view.weight[0, 1] for piece in instance.pieces] == [0.5, 1.5]


def test_a_relative_regret_has_costs_divided_by_the_optimum():
    problem = scenarios(0.5, 0.5)
    request = make_request(problem, p=1, risk="relative_regret")
    instance = make_instance(problem, replace(request, own_optimum=(4.0, 8.0)))
    assert [piece.view.weight[0, 1] for piece in instance.pieces] == [0.5, 0.25]
    assert instance.reference.tolist() == [1.0, 1.0]
    assert instance.objective(np.array([1.5, 1.25])) == 0.5


def test_an_own_outside_option_stays_where_it_is_cheaper():
    instance = instance_of(pair(10.0, unmet_penalty=4.0)).capped(20.0)
    assert instance.pieces[0].view.outside[0, 1] == 4.0


def test_the_ceiling_is_above_every_hub_set():
    # dearest: 10 to the hub, 10 between hubs, 10 from it, for 2 units; and the dearer hub
    assert instance_of(pair(10.0)).ceiling(1) == pytest.approx(2 * 30 + 5)
    assert instance_of(pair(10.0)).ceiling(2) == pytest.approx(2 * 30 + 8)


def test_scaling_multiplies_every_cost():
    instance = instance_of(scenarios(0.5, 0.5), risk="worst_case").scaled(2.0)
    assert instance.fixed[0].tolist() == [6.0, 10.0]
    assert instance.pieces[0].view.weight[0, 1] == 4.0
    assert instance.scale == 2.0
