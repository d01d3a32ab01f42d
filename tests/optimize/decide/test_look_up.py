"""Costs of sets of hubs against plain loops, and arguments that cannot be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem, InputError, solve
from optimize.decide import look_up
from tests.conftest import nasty_problem, nasty_scenarios
from tests.oracles import enumeration as oracle


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_all_subsets_and_single_sets_cost_what_plain_loops_say(seed):
    problem = nasty_scenarios(seed)
    every, costs = look_up.subset_costs(problem, range(problem.h)), look_up.SetCosts(problem)
    for mask in range(1 << problem.h):
        hubs = [k for k in range(problem.h) if mask >> k & 1]
        expected = oracle.scenario_costs(problem, hubs)
        assert every[mask] == pytest.approx(expected, rel=1e-12)
        assert costs.of(hubs) == pytest.approx(expected, rel=1e-12)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), on=st.sampled_from(["collection", "throughput"]))
def test_sets_keep_to_the_capacities_as_a_mixed_integer_program_does(seed, on):
    room = np.random.default_rng(seed).integers(1, 20, 5).astype(float)
    problem = nasty_problem(seed, candidates=[0, 2, 3], capacity=room, capacity_on=on, unmet_penalty=40.0)
    every, costs = look_up.subset_costs(problem, [0, 1, 2]), look_up.SetCosts(problem)
    expected = solve(problem, p=2, open_hubs=[0, 3], method="compact").objective
    assert every[0b101] == pytest.approx([expected])
    assert costs.of([2, 0]) == pytest.approx([expected])


def test_subsets_looked_up_at_once_cost_the_same_as_alone():
    problem = nasty_scenarios(6)
    together, alone = look_up.SetCosts(problem), look_up.SetCosts(problem)
    together.look_up_subsets([3, 0, 2])
    assert len(together.known) == 8
    for hubs, costs in together.known.items():
        assert costs == pytest.approx(alone.of(hubs))


def test_no_hub_at_all_leaves_what_goes_outside_within_capacities_too():
    problem = HubProblem(2 * np.ones((3, 3)), np.ones((3, 3)), unmet_penalty=5.0)
    assert look_up.SetCosts(problem).of([]) == pytest.approx([90.0])
    assert look_up.SetCosts(problem.replace(capacity=1.0)).of([]) == pytest.approx([90.0])
    assert look_up.subset_costs(problem, []) == pytest.approx(np.array([[90.0]]))
    assert look_up.SetCosts(problem.replace(unmet_penalty=None)).of([]) == [np.inf]


def test_a_value_is_the_risk_measure_of_the_scenarios_and_sunk_hubs_still_cost():
    problem = nasty_scenarios(3)
    costs = look_up.SetCosts(problem, look_up.measure(problem, "cvar", {"cvar_level": 0.6}))
    chance = [scenario.probability for scenario in problem.scenarios]
    sunk = [
        cost + scenario.fixed_cost[2]
        for cost, scenario in zip(oracle.scenario_costs(problem, [0, 1]), problem.scenarios, strict=True)
    ]
    assert costs.value([0, 1], sunk=[2]) == pytest.approx(oracle.risk_value(sunk, chance, "cvar", 0.6))


def test_sets_as_numbers_have_a_bit_for_each_member():
    sets = np.array([[-1, -1], [7, -1], [4, 7]])
    assert look_up.bit_masks(sets, [4, 7]).tolist() == [0, 0b10, 0b11]


def test_hubs_are_named_as_everywhere_and_come_in_order():
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)), labels=["osh", "ala", "tas"], candidates=["osh", "tas"])
    assert look_up.positions_of(problem, ["tas", "osh"]) == (0, 1)
    assert look_up.positions_of(problem, "tas") == (1,)
    assert look_up.labels_of(problem, [1, 0]) == ("osh", "tas")
    with pytest.raises(InputError, match="'ala' is not a candidate"):
        look_up.positions_of(problem, ["ala"])
    with pytest.raises(InputError, match="hubs: 'tass' is not a node; did you mean 'tas'"):
        look_up.positions_of(problem, ["tass"])


def test_a_single_label_need_not_be_in_a_list():
    numbers = HubProblem(np.ones((3, 3)), np.ones((3, 3)))
    tuples = HubProblem(np.ones((2, 2)), np.ones((2, 2)), labels=[("a", 1), ("b", 2)])
    assert look_up.positions_of(numbers, 2) == (2,)
    assert look_up.positions_of(tuples, ("b", 2)) == (1,)


def test_what_has_no_closed_form_is_refused():
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)), discount=[(0.0, 1.0)])
    with pytest.raises(InputError, match="discount"):
        look_up.SetCosts(problem)
    with pytest.raises(InputError, match="is a dict"):
        look_up.checked({})


@pytest.mark.parametrize("value", [-1, 4, 1.5, True, None, "2"])
def test_a_count_out_of_range_is_refused_with_the_range(value):
    with pytest.raises(InputError, match=r"r is .*from 0 to 3, the number of hubs"):
        look_up.whole_number(value, 0, 3, "r", "the number of hubs")


def test_regret_is_refused_where_hubs_are_lost_and_unknown_measures_always():
    problem = nasty_scenarios(1)
    with pytest.raises(InputError, match="regret compares"):
        look_up.measure(problem, "max_regret", {})
    assert look_up.measure(problem, "max_regret", {}, regret=True).risk == "max_regret"
    with pytest.raises(InputError, match="risk is 'luck'"):
        look_up.measure(problem, "luck", {})
    with pytest.raises(InputError, match="level is not an argument"):
        look_up.measure(problem, "cvar", {"level": 0.3})
