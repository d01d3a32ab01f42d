"""The hub sets that a decision chooses among: which they are, what they cost, what a measure makes of them."""

from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pytest

from optimize import HubProblem, InputError, ScenarioProblem
from optimize.decide.designs import first_least, list_designs, sized
from tests.conftest import nasty_scenarios
from tests.oracles import enumeration as oracle
from tests.oracles import risk as oracle_of_risk


def test_all_sets_of_the_sizes_are_there_with_what_they_cost():
    problem = nasty_scenarios(1)
    designs = list_designs(problem, range(1, 4))
    sets = {tuple(problem.candidates[k] for k in s): s for s in oracle.all_sets(problem, (1, 2, 3))}
    assert {designs.hubs(at) for at in range(len(designs))} == set(sets)
    for at in range(len(designs)):
        assert designs.cost[at] == pytest.approx(oracle.scenario_costs(problem, sets[designs.hubs(at)]))


def test_sets_of_one_size_come_in_the_order_of_the_candidates():
    problem = nasty_scenarios(2)
    designs = list_designs(problem, None).of_size(2)
    assert [designs.hubs(at) for at in range(len(designs))] == list(combinations(problem.candidates, 2))


def test_hubs_may_have_to_be_open_or_closed():
    problem = nasty_scenarios(3)
    a, b, *_ = problem.candidates
    designs = list_designs(problem, 2, open_hubs=[b], closed_hubs=[a])
    assert [designs.hubs(at) for at in range(len(designs))] == [(b, x) for x in problem.candidates[2:]]


@pytest.mark.parametrize("risk", oracle_of_risk.RISKS)
def test_a_measure_is_what_its_definition_says(risk):
    problem = nasty_scenarios(4)
    designs = list_designs(problem, 2)
    costs = [oracle.scenario_costs(problem, s) for s in oracle.all_sets(problem, [2])]
    chance = [scenario.probability for scenario in problem.scenarios]
    numbers = oracle_of_risk.parameters(risk, np.random.default_rng(1), len(chance))
    asked = SimpleNamespace(risk=risk, **numbers)
    expected = [oracle_of_risk.together(c, chance, asked, np.min(costs, axis=0).tolist()) for c in costs]
    taken = numbers if "cvar" in risk or "prob" in risk else {}
    assert designs.values(risk, **taken) == pytest.approx(expected)


def test_no_regret_is_relative_to_nothing():
    flow = np.ones((2, 2))
    scenarios = ScenarioProblem({"calm": HubProblem(flow, flow), "quiet": HubProblem(0 * flow, flow)})
    with pytest.raises(InputError, match="cost 0 in scenarios quiet"):
        list_designs(scenarios, 1).values("relative_regret")


def test_a_class_without_weight_may_have_no_way():
    legs = {"flow": np.ones((3, 3)), "cost": np.ones((3, 3))}
    problem = HubProblem.from_blocks({"one": legs, "lost": {**legs, "cost": np.full((3, 3), np.inf), "weight": 0.0}})
    assert list_designs(problem, 1).expected.tolist() == [18.0] * 3


def test_a_scenario_that_nothing_can_serve_makes_regrets_infinite_and_no_noise():
    flow = np.ones((2, 2))
    lost = HubProblem(flow, np.full((2, 2), np.inf))
    designs = list_designs(ScenarioProblem({"calm": HubProblem(flow, flow), "lost": lost}), 1)
    assert designs.values("max_regret").tolist() == [np.inf, np.inf]
    assert designs.values("relative_regret").tolist() == [np.inf, np.inf]


def test_what_cannot_be_is_refused_by_name():
    problem = nasty_scenarios(5)
    with pytest.raises(InputError, match="p is 9"):
        sized(problem, 9)
    with pytest.raises(InputError, match="range of hub numbers"):
        sized(problem, range(1, 4, 2))
    with pytest.raises(InputError, match="`problem` is a dict"):
        list_designs({}, 1)
    with pytest.raises(InputError, match="link costs"):
        list_designs(HubProblem(np.ones((3, 3)), np.ones((3, 3)), link_cost=np.ones((3, 3))), 1)


def test_the_first_of_equal_values_counts_unless_something_else_decides():
    values = np.array([3.0, 1.0 + 1e-13, 1.0, 1.0])
    assert first_least(values) == 1
    assert first_least(values, np.array([0.0, 5.0, 4.0, 4.0])) == 2
    assert first_least(np.array([np.inf, np.inf])) == 0
