"""Nearly optimal hub sets against plain loops."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem, InputError
from optimize.decide import near_optimal
from tests.conftest import nasty_scenarios
from tests.oracles import enumeration as oracle


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    within=st.sampled_from([0.0, 0.01, 0.2, 2.0]),
    risk=st.sampled_from(["expected", "worst_case", "cvar"]),
)
def test_exactly_the_sets_within_the_share_are_listed(seed, within, risk):
    problem = nasty_scenarios(seed)
    chance = [scenario.probability for scenario in problem.scenarios]
    values = {
        tuple(problem.candidates[k] for k in s): oracle.risk_value(oracle.scenario_costs(problem, s), chance, risk)
        for s in oracle.all_sets(problem, [1, 2])
    }
    best = min(values.values())
    near = {hubs: v for hubs, v in values.items() if v <= best * (1 + within) * (1 + 1e-12)}
    found = near_optimal(problem, range(1, 3), within, risk=risk)
    assert {row.hubs: pytest.approx(row.cost) for row in found.sets.itertuples()} == near
    assert found.sets["cost"].is_monotonic_increasing
    assert found.sets["excess"].to_numpy() == pytest.approx(found.sets["cost"].to_numpy() - best, abs=1e-9 * best)
    for label in problem.candidates:
        assert found.shares[label] == pytest.approx(sum(label in hubs for hubs in near) / len(near))


def test_nothing_is_near_what_cannot_be_served():
    found = near_optimal(HubProblem(np.ones((2, 2)), np.full((2, 2), np.inf), labels="ab"), 1)
    assert len(found.sets) == 0
    assert found.shares.to_dict() == {"a": 0.0, "b": 0.0}


@pytest.mark.parametrize("within", [-0.1, np.inf, True, "near"])
def test_a_share_is_a_number(within):
    with pytest.raises(InputError, match="within is"):
        near_optimal(nasty_scenarios(1), 2, within)
