"""The worst mean over probabilities that are not known exactly, against linear programs over the probabilities."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimize.risk.ambiguity import ProbabilityBounds, RobustProbability
from tests.oracles.weights import largest_mean

NAMES = ["calm", "wind", "storm"]


def asked(low=None, high=None):
    """The measure of some bounds, and what is wrong with them."""
    faults = []
    measure = ProbabilityBounds.asked({"probability_low": low, "probability_high": high}, NAMES, faults)
    return measure, faults


@given(seed=st.integers(0, 10_000), count=st.integers(1, 6), radius=st.floats(0, 1))
def test_the_worst_mean_within_a_distance(seed, count, radius):
    rng = np.random.default_rng(seed)
    costs = rng.normal(size=count) * 10
    chance = rng.dirichlet(np.ones(count))
    value = float(RobustProbability(radius).value(costs, chance))
    assert value == pytest.approx(largest_mean(costs, near=chance, radius=radius), rel=1e-6, abs=1e-6)


def test_no_distance_is_the_mean_and_the_largest_the_worst_case_of_all_scenarios():
    costs, chance = np.array([1.0, 5.0, 8.0]), np.array([0.5, 0.5, 0.0])
    assert float(RobustProbability(0.0).value(costs, chance)) == 3.0
    assert float(RobustProbability(0.25).value(costs, chance)) == pytest.approx(3.0 + 0.25 * 7.0)
    assert float(RobustProbability(1.0).value(costs, chance)) == 8.0


def test_a_larger_distance_is_no_better():
    rng = np.random.default_rng(4)
    costs, chance = rng.random((20, 5)), rng.dirichlet(np.ones(5))
    values = [RobustProbability(radius).value(costs, chance) for radius in np.linspace(0, 1, 9)]
    assert (np.diff(values, axis=0) >= -1e-12).all()


def test_what_has_no_probability_counts_as_soon_as_probabilities_can_move():
    costs, chance = np.array([1.0, np.inf]), np.array([1.0, 0.0])
    assert float(RobustProbability(0.0).value(costs, chance)) == 1.0
    assert float(RobustProbability(0.01).value(costs, chance)) == np.inf


@given(seed=st.integers(0, 10_000), count=st.integers(1, 6))
def test_the_worst_mean_between_bounds(seed, count):
    rng = np.random.default_rng(seed)
    middle = rng.dirichlet(np.ones(count))
    low, high = middle * rng.random(count), np.minimum(1.0, middle * (1 + rng.random(count)))
    costs = rng.normal(size=count)
    value = float(ProbabilityBounds(tuple(low), tuple(high)).value(costs, middle))
    assert value == pytest.approx(largest_mean(costs, above=low, below=high), rel=1e-6, abs=1e-6)


def test_bounds_that_meet_are_the_probabilities():
    assert float(ProbabilityBounds((0.1,) * 10, (0.1,) * 10).value(np.arange(10.0), np.full(10, 0.1))) == (
        pytest.approx(4.5)
    )


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ({"storm": 0.1}, None, ((0.0, 0.0, 0.1), (1.0, 1.0, 1.0))),
        (None, {"storm": 0.1}, ((0.0, 0.0, 0.0), (1.0, 1.0, 0.1))),
        ([0.2, 0.0, 0.1], np.array([0.9, 0.5, 0.3]), ((0.2, 0.0, 0.1), (0.9, 0.5, 0.3))),
        (pd.Series({"wind": 0.25}), pd.Series([1.0, 0.5, 0.5]), ((0.0, 0.25, 0.0), (1.0, 0.5, 0.5))),
    ],
)
def test_bounds_come_by_name_or_in_order(low, high, expected):
    measure, faults = asked(low, high)
    assert faults == []
    assert (measure.probability_low, measure.probability_high) == expected


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (None, None, "give one or both"),
        ([0.5, 0.5, 0.5], None, "sums to 1.5, more than 1"),
        (None, [0.1, 0.1, 0.1], "sums to 0.3, less than 1"),
        ([0.5, 0.0, 0.0], [0.4, 1.0, 1.0], "above probability_high in scenarios number [1]"),
        ({"gale": 0.1}, None, "no scenarios; known are"),
        ([0.5], None, "1 numbers for 3 scenarios"),
        ([0.5, "x", 0.1], None, "'x'"),
        ([0.5, -0.1, 0.1], None, "-0.1"),
        ([0.5, np.nan, 0.1], None, "nan"),
        ([0.5, 10**400, 0.1], None, "numbers from 0 to 1"),
        (0.1, None, "a number for each scenario"),
        (np.array(0.1), None, "a number for each scenario"),
        ("abc", None, "a number for each scenario"),
        ({0.1, 0.2, 0.3}, None, "a number for each scenario"),
        (pd.Series([0.1, 0.2], index=["storm", "storm"]), None, "more than once"),
    ],
)
def test_bounds_that_cannot_be_are_refused(low, high, said):
    measure, faults = asked(low, high)
    assert measure is None
    assert said in " ".join(faults)


def test_bounds_of_other_scenarios_are_refused():
    with pytest.raises(ValueError, match="bounds for 2 scenarios"):
        ProbabilityBounds((0.0, 0.0), (1.0, 1.0)).envelope(np.ones(1))
