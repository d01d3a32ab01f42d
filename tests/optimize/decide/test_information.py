"""The value of the stochastic solution and of perfect information, by definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem, InputError, ScenarioProblem
from optimize.decide import mean_value_problem, value_of_information
from tests.conftest import nasty_problem, nasty_scenarios
from tests.oracles import enumeration as oracle


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), p=st.integers(1, 4))
def test_all_values_are_what_their_definitions_say(seed, p):
    problem = nasty_scenarios(seed)
    sets = oracle.all_sets(problem, [p])
    costs = np.array([oracle.scenario_costs(problem, s) for s in sets])
    chance = np.array([scenario.probability for scenario in problem.scenarios])
    of_mean = [oracle.scenario_costs(mean_value_problem(problem), s)[0] for s in sets]
    value = value_of_information(problem, p)
    assert value.rp == pytest.approx((costs @ chance).min())
    assert value.ws == pytest.approx(costs.min(axis=0) @ chance)
    assert value.eev == pytest.approx(costs[int(np.argmin(of_mean))] @ chance)
    assert value.vss == pytest.approx(value.eev - value.rp)
    assert value.evpi == pytest.approx(value.rp - value.ws)
    assert value.ws <= value.rp <= value.eev
    where = {tuple(problem.candidates[k] for k in s): at for at, s in enumerate(sets)}
    assert costs[where[value.hubs]] @ chance == pytest.approx(value.rp)
    for s, (name, hubs) in enumerate(value.scenario_hubs.items()):
        assert name == problem.scenarios[s].name
        assert costs[where[hubs], s] == pytest.approx(costs[:, s].min())


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), p=st.integers(1, 3), weights=st.booleans())
def test_planning_for_the_mean_is_no_mistake_where_only_demand_varies(seed, p, weights):
    rng = np.random.default_rng(seed)
    base = nasty_problem(seed, unmet_penalty=40.0)
    problems = {
        f"s{i}": base.replace(
            flow=rng.integers(0, 6, (5, 5)).astype(float),
            fixed_cost=rng.integers(0, 20, 5),
            **({"weight": float(rng.integers(1, 5))} if weights else {}),
        )
        for i in range(4)
    }
    value = value_of_information(ScenarioProblem(problems, rng.dirichlet(np.ones(4))), min(p, base.h))
    assert value.vss == 0.0


def test_hubs_that_fail_in_a_scenario_are_worth_infinitely_much_to_avoid():
    flow, near = np.ones((2, 2)), np.array([[0, 1], [1, 0.0]])
    # a hub at b can be reached in all scenarios, one at a only when it is calm, where it is cheaper
    calm = HubProblem(flow, near, handling_cost=[0.0, 1.0], labels="ab")
    storm = HubProblem(flow, np.array([[np.inf, 1], [np.inf, 0.0]]), handling_cost=[0.0, 1.0], labels="ab")
    storm = storm.replace(distribution_cost=near)
    value = value_of_information(ScenarioProblem({"calm": calm, "storm": storm}, [0.9, 0.1]), 1)
    assert (value.hubs, value.mean_hubs) == (("b",), ("a",))
    assert value.eev == value.vss == np.inf


def test_what_no_hubs_can_serve_is_refused_unless_it_never_happens():
    flow = np.ones((2, 2))
    gone = HubProblem(flow, np.full((2, 2), np.inf))
    scenarios = {"calm": HubProblem(flow, flow), "gone": gone}
    with pytest.raises(InputError, match="unmet_penalty"):
        value_of_information(ScenarioProblem(scenarios, [0.5, 0.5]), 1)
    value = value_of_information(ScenarioProblem(scenarios, [1.0, 0.0]), 1)
    assert value.ws == value.rp == value.eev
    assert value.scenario_hubs["gone"] == ()


@pytest.mark.parametrize("seed", range(5))
def test_one_scenario_leaves_nothing_to_know(seed):
    value = value_of_information(nasty_problem(seed, unmet_penalty=40.0), 2)
    assert (value.vss, value.evpi) == (0.0, 0.0)


@pytest.mark.parametrize("seed", range(4))
def test_capacities_count(seed):
    rng = np.random.default_rng(seed)
    problems = {
        f"s{i}": nasty_problem(seed + i, 4, candidates=[0, 1, 3], unmet_penalty=30.0, capacity=rng.integers(3, 20, 4))
        for i in range(2)
    }
    value = value_of_information(ScenarioProblem(problems), 2)
    assert value.ws <= value.rp <= value.eev
    loose = value_of_information(ScenarioProblem(problems).replace(capacity=None), 2)
    assert loose.rp <= value.rp + 1e-9


def test_without_a_number_and_a_price_of_hubs_it_is_said_what_to_give():
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)))
    with pytest.raises(InputError, match="give p=, their number, or a range of numbers"):
        value_of_information(problem)
    assert value_of_information(problem.replace(fixed_cost=5.0)).rp == pytest.approx(23.0)  # 9 flows at 2, and a hub
