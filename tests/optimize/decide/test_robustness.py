"""The price of robustness, measure by measure, against plain loops."""

import numpy as np
import pytest

from optimize import HubProblem, InputError, ScenarioProblem, solve
from optimize.decide import price_of_robustness
from tests.conftest import nasty_scenarios
from tests.oracles import enumeration as oracle

MEASURES = ["expected", "worst_case", "max_regret", "cvar"]


@pytest.mark.parametrize("seed", range(8))
def test_each_row_is_the_optimum_of_its_measure(seed):
    problem = nasty_scenarios(seed)
    sets = oracle.all_sets(problem, [2])
    costs = [oracle.scenario_costs(problem, s) for s in sets]
    chance = [scenario.probability for scenario in problem.scenarios]
    own = np.min(costs, axis=0)
    table = price_of_robustness(problem, 2, risk=MEASURES)
    assert table.index.tolist() == MEASURES
    least = min(oracle.risk_value(c, chance, "expected") for c in costs)
    for risk, row in table.iterrows():
        values = [oracle.risk_value(c, chance, risk, 0.9, own) for c in costs]
        at = [tuple(problem.candidates[k] for k in s) for s in sets].index(row["hubs"])
        assert row[f"value_{risk}"] == pytest.approx(min(values))
        for other in MEASURES:
            assert row[f"value_{other}"] == pytest.approx(oracle.risk_value(costs[at], chance, other, 0.9, own))
        assert row["expected_cost"] == pytest.approx(oracle.risk_value(costs[at], chance, "expected"))
        assert row["price"] == pytest.approx(row["expected_cost"] - least)
        assert row["price_share"] == pytest.approx(row["price"] / least)
        assert row["price"] >= 0


def test_the_value_of_each_measure_is_that_of_solve():
    problem = nasty_scenarios(11)
    table = price_of_robustness(problem, 2)
    for risk, row in table.iterrows():
        assert row[f"value_{risk}"] == pytest.approx(solve(problem, p=2, risk=risk).objective)


def test_of_equally_robust_hubs_the_cheapest_on_average_are_taken():
    def two_hubs(at_a, at_b):
        legs = np.zeros((3, 3))
        legs[0, 1], legs[0, 2] = at_a, at_b
        sent = np.zeros((3, 3))
        sent[0, 0] = 1.0
        return HubProblem(sent, np.zeros((3, 3)), collection_cost=legs, candidates=["a", "b"], labels=["x", "a", "b"])

    scenarios = ScenarioProblem({"calm": two_hubs(5.0, 1.0), "storm": two_hubs(9.0, 9.0)})
    assert price_of_robustness(scenarios, 1, risk="worst_case").loc["worst_case", "hubs"] == ("b",)


def test_what_no_hubs_can_serve_is_refused():
    gone = HubProblem(np.ones((2, 2)), np.full((2, 2), np.inf))
    with pytest.raises(InputError, match="unmet_penalty"):
        price_of_robustness(gone, 1)
