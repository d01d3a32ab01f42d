"""The worst r of the open hubs: as plain loops over all losses say, with labels."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem, InputError, decide, solve
from tests.conftest import nasty_problem, nasty_scenarios
from tests.oracles import enumeration
from tests.oracles import losses as oracle


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), r=st.integers(0, 3), sunk=st.booleans())
def test_the_worst_loss_is_that_of_plain_loops(seed, r, sunk):
    problem = nasty_problem(seed).replace(labels=list("abcde"))
    hubs = problem.candidates[:3]
    worst = decide.interdiction(problem, hubs, r, sunk=sunk)
    assert worst.cost == pytest.approx(oracle.worst(problem, range(3), r, sunk=sunk))
    lost = oracle.positions(problem, worst.lost)
    assert len(lost) == r
    assert oracle.cost(problem, range(3), lost, sunk=sunk) == pytest.approx(worst.cost)
    assert worst.cost_before == pytest.approx(oracle.cost(problem, range(3)))
    assert sorted(worst.lost + worst.left) == list(hubs)
    assert worst.scenario_cost == {"base": pytest.approx(worst.cost)}


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), r=st.integers(0, 4), risk=st.sampled_from(["expected", "worst_case", "cvar"]))
def test_over_scenarios_the_loss_comes_before_the_scenario_is_known(seed, r, risk):
    problem = nasty_scenarios(seed)
    worst = decide.interdiction(problem, problem.candidates, r, risk=risk)
    assert worst.cost == pytest.approx(oracle.worst(problem, range(4), r, risk=risk))
    free = problem.replace(fixed_cost=None)
    left = [k for k in range(4) if problem.candidates[k] in worst.left]
    assert worst.cost_without_fixed == pytest.approx(oracle.cost(free, left, risk=risk))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), on=st.sampled_from(["collection", "throughput"]))
def test_within_capacities_it_is_the_worst_of_what_mixed_integer_programs_say(seed, on):
    room = np.random.default_rng(seed).integers(5, 40, 5).astype(float)
    problem = nasty_problem(seed, candidates=[0, 2, 3], capacity=room, capacity_on=on, unmet_penalty=40.0)
    left = [solve(problem, p=2, closed_hubs=[k], method="compact").objective for k in (0, 2, 3)]
    assert decide.interdiction(problem, [0, 2, 3], 1).cost == pytest.approx(max(left), rel=1e-5)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_more_is_lost_the_more_it_costs_where_fixed_costs_are_sunk(seed):
    problem = nasty_scenarios(seed)
    costs = [decide.interdiction(problem, problem.candidates, r, sunk=True).cost for r in range(5)]
    assert costs == pytest.approx(sorted(costs))
    before = decide.interdiction(problem, problem.candidates, 2, sunk=True).cost_before
    assert costs[0] == pytest.approx(before)


def test_a_hand_example():
    # a and b are neighbours and replace each other; c is far from both
    cost = np.array([[0, 1, 9], [1, 0, 9], [9, 9, 0.0]])
    problem = HubProblem(np.ones((3, 3)), cost, labels=["a", "b", "c"], fixed_cost=[0, 0, 30.0])
    # without c: its own flow goes to a and back, 18 more, its four other pairs cost 9 or 10 in any case; 30 are saved
    assert decide.interdiction(problem, list("abc"), 1).cost == pytest.approx(38 + 2 + 30)
    assert decide.interdiction(problem, list("abc"), 1).lost == ("a",)
    assert decide.interdiction(problem, list("abc"), 1, sunk=True).lost == ("c",)
    assert decide.interdiction(problem, list("abc"), 1, sunk=True).cost == pytest.approx(38 + 18 + 30)


def test_if_all_hubs_are_lost_flow_goes_outside_or_nowhere():
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)), unmet_penalty=7.0)
    assert decide.interdiction(problem, [0, 2], 2).cost == pytest.approx(63.0)
    cut = decide.interdiction(problem.replace(unmet_penalty=None), [0, 2], 2)
    assert cut.cost == np.inf
    assert cut.explanation.startswith("some flow has no way once all hubs are lost")


@pytest.mark.parametrize("r", [-1, 4, 1.5, None])
def test_a_number_of_lost_hubs_that_cannot_be_is_refused(r):
    with pytest.raises(InputError, match=r"r is .* from 0 to 3"):
        decide.interdiction(nasty_problem(1, candidates=[0, 1, 2]), [0, 1, 2], r)


def test_unknown_hubs_and_regrets_are_refused():
    problem = nasty_problem(1, candidates=[0, 1, 2])
    with pytest.raises(InputError, match="3 is not a candidate"):
        decide.interdiction(problem, [0, 3], 1)
    with pytest.raises(InputError, match="regret"):
        decide.interdiction(problem, [0, 1], 1, risk="max_regret")


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), weight=st.sampled_from([0.0, 0.3, 1.0]))
def test_measures_that_take_numbers_get_them(seed, weight):
    problem = nasty_scenarios(seed)
    chance = [scenario.probability for scenario in problem.scenarios]

    def mean_cvar(lost):
        costs = enumeration.scenario_costs(problem, [k for k in range(4) if k not in lost])
        mean, tail = (enumeration.risk_value(costs, chance, risk, 0.6) for risk in ("expected", "cvar"))
        return (1 - weight) * mean + weight * tail

    worst = decide.interdiction(problem, problem.candidates, 2, risk="mean_cvar", cvar_level=0.6, cvar_weight=weight)
    assert worst.cost == pytest.approx(max(mean_cvar(lost) for lost in combinations(range(4), 2)))
