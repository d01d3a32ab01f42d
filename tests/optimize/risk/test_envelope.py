"""Weights of scenarios: the largest weighted cost is that of a linear program, attained by weights that are allowed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimize.risk.envelope import Envelope, Part, envelope
from tests.oracles.weights import largest_mean

SEEDS = st.integers(0, 10_000)


def random_envelope(rng, count):
    """Bounds on weights that sum to 1, and the weights between them."""
    middle = rng.dirichlet(np.ones(count))
    low, high = middle * rng.random(count), np.minimum(1.0, middle + rng.random(count) * (rng.random(count) < 0.7))
    return low, high, envelope(low, [(high - low, 1.0 - low.sum())])


@given(seed=SEEDS, count=st.integers(1, 6))
def test_the_value_is_that_of_the_linear_program(seed, count):
    rng = np.random.default_rng(seed)
    low, high, weights = random_envelope(rng, count)
    costs = rng.normal(size=count) * 10
    assert float(weights.value(costs)) == pytest.approx(largest_mean(costs, above=low, below=high), rel=1e-7, abs=1e-7)
    least = -largest_mean(-costs, above=low, below=high)
    assert weights.least(costs) == pytest.approx(least, rel=1e-7, abs=1e-7)


@given(seed=SEEDS, count=st.integers(1, 6))
def test_the_value_is_attained_by_weights_that_are_allowed(seed, count):
    rng = np.random.default_rng(seed)
    low, high, weights = random_envelope(rng, count)
    costs = rng.normal(size=(3, count))
    for given_weights, row in zip(weights.weights(costs), costs, strict=True):
        assert (given_weights >= low - 1e-12).all()
        assert (given_weights <= high + 1e-9).all()
        assert given_weights.sum() == pytest.approx(1.0)
        assert given_weights @ row == pytest.approx(float(weights.value(row)))


def test_many_rows_of_costs_have_the_values_of_each():
    _, _, weights = random_envelope(np.random.default_rng(1), 4)
    costs = np.random.default_rng(2).random((5, 3, 4))
    each = [[float(weights.value(row)) for row in rows] for rows in costs]
    assert weights.value(costs) == pytest.approx(np.array(each))


def test_the_centre_is_allowed():
    low, high, weights = random_envelope(np.random.default_rng(3), 5)
    assert weights.centre.sum() == pytest.approx(1.0)
    assert (weights.centre >= low - 1e-12).all()
    assert (weights.centre <= high + 1e-12).all()


def test_a_part_without_choice_is_no_part():
    fixed = envelope(np.array([0.5, 0.0]), [(np.array([0.25, 0.25]), 0.5)])
    assert fixed.is_linear
    assert fixed.base.tolist() == [0.75, 0.25]
    assert envelope(np.array([1.0, 0.0]), [(np.zeros(2), 1e-17), (np.ones(2), 0.0)]).is_linear


def test_what_can_have_no_weight_may_cost_infinitely_much():
    weights = envelope(np.array([0.5, 0.0, 0.0]), [(np.array([0.5, 0.4, 0.0]), 0.5)])
    assert weights.counted.tolist() == [True, True, False]
    assert float(weights.value(np.array([1.0, 2.0, np.inf]))) == pytest.approx(0.6 + 0.8)
    assert float(weights.value(np.array([1.0, np.inf, 1.0]))) == np.inf
    assert float(weights.restricted([True, True, False]).value(np.array([1.0, 2.0]))) == pytest.approx(1.4)


def test_the_most_that_a_scenario_can_weigh():
    assert envelope(np.array([0.2, 0.3]), [(np.array([0.9, 0.1]), 0.5)]).most.tolist() == [0.7, 0.4]


def test_proposed_weights_become_some_that_are_allowed():
    part = Part(np.array([0.5, 0.5, 0.2]), 0.8)
    for proposed in (np.zeros(3), np.array([-1.0, 9.0, 0.1]), np.full(3, 9.0), np.array([0.4, 0.3, 0.1])):
        weight = part.near(proposed)
        assert (weight >= 0).all()
        assert (weight <= part.cap + 1e-12).all()
        assert weight.sum() == pytest.approx(0.8)
    assert part.near(np.array([0.4, 0.3, 0.1])) == pytest.approx([0.4, 0.3, 0.1])


def test_one_scenario_alone_leaves_no_choice():
    assert envelope(np.zeros(1), [(np.ones(1), 1.0)]).is_linear
    assert Envelope(np.ones(1), ()).value(np.array([3.0])) == 3.0
