"""Risk measures are their definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimize.rules.risk import combine
from tests.oracles.enumeration import risk_value

COSTS = st.lists(st.floats(0, 1e9), min_size=1, max_size=6)


@given(costs=COSTS, seed=st.integers(0, 1000), level=st.floats(0, 0.99))
def test_every_measure_is_its_definition(costs, seed, level):
    chance = np.random.default_rng(seed).dirichlet(np.ones(len(costs)))
    own = [c / 2 for c in costs]
    for risk in ("expected", "worst_case", "max_regret", "cvar"):
        value = combine(np.array(costs), chance, risk, cvar_level=level, own_optimum=np.array(own))
        assert float(value) == pytest.approx(risk_value(costs, chance, risk, level, own), rel=1e-7, abs=1e-6)


@given(costs=COSTS, seed=st.integers(0, 1000), level=st.floats(0, 0.99))
def test_cvar_lies_between_the_mean_and_the_worst(costs, seed, level):
    chance = np.random.default_rng(seed).dirichlet(np.ones(len(costs)))
    values = np.array(costs)
    slack = 1e-9 * (1 + values.max())
    cvar = combine(values, chance, "cvar", cvar_level=level)
    assert combine(values, chance, "expected") <= cvar + slack
    assert cvar <= values.max() + slack


def test_a_scenario_of_no_probability_does_not_count_in_the_mean():
    assert combine(np.array([1.0, np.inf]), np.array([1.0, 0.0]), "expected") == 1.0


def test_regret_needs_something_to_regret():
    with pytest.raises(ValueError, match="own optimum"):
        combine(np.array([1.0]), np.array([1.0]), "max_regret")
