"""Conditional value at risk, alone and mixed with the mean."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimize.risk.cvar import Cvar, MeanCvar
from tests.oracles.enumeration import risk_value

COSTS = st.lists(st.floats(0, 1e9), min_size=1, max_size=6)


def chance_of(costs, seed):
    return np.random.default_rng(seed).dirichlet(np.ones(len(costs)))


@given(costs=COSTS, seed=st.integers(0, 1000), level=st.floats(0, 0.99))
def test_cvar_is_the_least_value_of_its_formula(costs, seed, level):
    chance = chance_of(costs, seed)
    value = float(Cvar(level).value(np.array(costs), chance))
    assert value == pytest.approx(risk_value(costs, chance, "cvar", level), rel=1e-7, abs=1e-6)


@given(costs=COSTS, seed=st.integers(0, 1000), level=st.floats(0, 0.99))
def test_cvar_lies_between_the_mean_and_the_worst(costs, seed, level):
    chance, values = chance_of(costs, seed), np.array(costs)
    slack = 1e-8 * (1 + values.max())
    assert values @ chance <= Cvar(level).value(values, chance) + slack
    assert Cvar(level).value(values, chance) <= values.max() + slack


@given(costs=COSTS, seed=st.integers(0, 1000), level=st.floats(0, 0.99), weight=st.floats(0, 1))
def test_mean_cvar_lies_between_its_ends_by_its_weight(costs, seed, level, weight):
    chance, values = chance_of(costs, seed), np.array(costs)
    mean, cvar = values @ chance, risk_value(costs, chance, "cvar", level)
    mixed = float(MeanCvar(level, weight).value(values, chance))
    assert mixed == pytest.approx((1 - weight) * mean + weight * cvar, rel=1e-7, abs=1e-6)


def test_the_ends_of_mean_cvar_are_the_mean_and_cvar():
    assert MeanCvar(0.5, 0.0).envelope(np.array([0.75, 0.25])).is_linear
    assert float(MeanCvar(0.5, 1.0).value(np.array([1.0, 5.0]), np.array([0.75, 0.25]))) == 3.0


def test_more_weight_and_a_higher_level_are_no_less():
    costs, chance = np.array([1.0, 5.0, 9.0, 3.0]), np.array([0.4, 0.2, 0.1, 0.3])
    by_weight = [float(MeanCvar(0.8, w).value(costs, chance)) for w in (0.0, 0.2, 0.5, 0.9, 1.0)]
    by_level = [float(MeanCvar(level, 0.5).value(costs, chance)) for level in (0.0, 0.2, 0.5, 0.9, 0.99)]
    assert by_weight == sorted(by_weight)
    assert by_level == sorted(by_level)
