"""Risk measures as weights: each scenario's weight is allowed, and the weighted cost is the risk."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem
from optimize.run import make_request
from optimize.single.risk_search import RiskPricer
from tests.oracles.risk import together

CHANCES = [0.5, 0.2, 0.3, 0.0]
OWN = (3.0, 1.0, 0.5, 2.0)
MEASURES = [
    ("worst_case", {}),
    ("max_regret", {}),
    ("relative_regret", {}),
    ("cvar", {"cvar_level": 0.6}),
    ("cvar", {"cvar_level": 0.95}),
    ("mean_cvar", {"cvar_level": 0.6, "cvar_weight": 0.3}),
    ("robust_probability", {"radius": 0.3}),
    ("probability_bounds", {"probability_low": [0.2, 0.0, 0.0, 0.1], "probability_high": [0.5, 0.6, 0.1, 0.9]}),
]


def pricer(risk, **given):
    one = HubProblem(np.ones((3, 3)), np.ones((3, 3)))
    problem = ScenarioProblem(dict.fromkeys("abcd", one), CHANCES)
    request = make_request(problem, p=1, allocation="single", risk=risk, **given)
    return RiskPricer(problem, replace(request, own_optimum=OWN))


@pytest.mark.parametrize(("risk", "given"), MEASURES)
def test_the_worst_weights_make_the_risk_and_no_others_more(risk, given):
    """The pricer's costs are those that the measure weighs: divided by the optimum for a relative regret."""
    rng = np.random.default_rng(0)
    priced, asked = pricer(risk, **given), SimpleNamespace(risk=risk, **given)
    own = np.array(OWN)
    factor = 1 / own if risk == "relative_regret" else np.ones(4)
    shift = {"max_regret": own, "relative_regret": np.ones(4)}.get(risk, 0.0)
    allowed = []
    for _ in range(50):
        costs = rng.random(4) * 10
        value = together(costs.tolist(), CHANCES, asked, OWN)
        assert priced.risk(costs * factor) == pytest.approx(value)
        weights = priced.worst_weights(costs * factor)
        allowed.append(weights)
        assert weights.sum() == pytest.approx(1.0)
        assert (weights >= 0).all()
        assert weights @ (costs * factor - shift) == pytest.approx(value)
        assert max(w @ (costs * factor - shift) for w in allowed) <= value + 1e-9


@pytest.mark.parametrize(("risk", "counted"), [("cvar", 3), ("worst_case", 4), ("max_regret", 4)])
def test_a_scenario_of_no_probability_counts_for_the_worst_case_and_the_regret_alone(risk, counted):
    assert pricer(risk).counted.sum() == counted
    assert pricer(risk).blocks == counted
