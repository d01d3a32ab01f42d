"""Risk measures as weights: each scenario's weight is allowed, and the weighted cost is the risk."""

from dataclasses import replace

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem
from optimize.run import make_request
from optimize.single.risk_search import RiskPricer
from tests.oracles.enumeration import risk_value

CHANCES = [0.5, 0.2, 0.3, 0.0]
OWN = (3.0, 1.0, 0.0, 2.0)


def pricer(risk, level=0.6):
    one = HubProblem(np.ones((3, 3)), np.ones((3, 3)))
    problem = ScenarioProblem(dict.fromkeys("abcd", one), CHANCES)
    request = make_request(problem, p=1, allocation="single", risk=risk, cvar_level=level)
    return RiskPricer(problem, replace(request, own_optimum=OWN))


@pytest.mark.parametrize(
    ("risk", "level"), [("worst_case", 0.9), ("max_regret", 0.9), ("cvar", 0.0), ("cvar", 0.6), ("cvar", 0.95)]
)
def test_the_worst_weights_make_the_risk_and_no_others_more(risk, level):
    rng = np.random.default_rng(0)
    given = pricer(risk, level)
    allowed = []
    for _ in range(50):
        costs = rng.random(4) * 10
        value = risk_value(costs, CHANCES, risk, level, OWN)
        assert given.risk(costs) == pytest.approx(value)
        weights = given.worst_weights(costs)
        allowed.append(weights)
        shift = np.array(OWN) if risk == "max_regret" else 0.0
        assert weights.sum() == pytest.approx(1.0)
        assert (weights >= 0).all()
        if risk == "cvar":
            assert (weights <= np.array(CHANCES) / (1 - level) + 1e-12).all()
        assert weights @ (costs - shift) == pytest.approx(value)
        assert max(w @ (costs - shift) for w in allowed) <= value + 1e-9


@pytest.mark.parametrize(("risk", "counted"), [("cvar", 3), ("worst_case", 4), ("max_regret", 4)])
def test_a_scenario_of_no_probability_counts_for_the_worst_case_and_the_regret_alone(risk, counted):
    assert pricer(risk).counted.sum() == counted
    assert pricer(risk).blocks == counted
