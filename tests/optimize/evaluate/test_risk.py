"""Risk measures by hand, and against a fill of the tail from the dearest scenario down."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimize.evaluate.risk import can_count, risk_value, size_of
from optimize.risk import RiskMeasure, measure_of
from optimize.run import Request
from tests.oracles import risk as oracle
from tests.oracles.risk import RISKS, parameters

COSTS, CHANCES = [1.0, 5.0, 9.0, 3.0], [0.4, 0.2, 0.1, 0.3]


def together(risk, level=0.9, costs=COSTS, chances=CHANCES, own=None):
    request = Request(1, 1, measure=measure_of(risk, {"cvar_level": level}, []))
    return risk_value(np.array(costs), np.array(chances), request, None if own is None else np.array(own))


def test_the_mean():
    assert together("expected") == pytest.approx(0.4 + 1.0 + 0.9 + 0.9)


def test_the_worst_case():
    assert together("worst_case") == 9.0


def test_the_largest_regret_is_not_where_costs_are_largest():
    assert together("max_regret", own=[0.5, 1.0, 8.0, 3.0]) == 4.0


def test_a_regret_may_be_below_zero():
    assert together("max_regret", own=[2.0, 7.0, 12.0, 4.0]) == -1.0


def test_a_regret_needs_something_to_regret():
    with pytest.raises(ValueError, match="own optimum"):
        together("max_regret")


def test_an_unknown_measure_is_refused():
    class Hope(RiskMeasure):
        name = "hope"

        def envelope(self, probability):
            raise NotImplementedError

    with pytest.raises(ValueError, match="hope"):
        risk_value(np.array(COSTS), np.array(CHANCES), Request(1, 1, measure=Hope()), None)


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (0.0, 3.2),  # all of it: the mean
        (0.5, (0.1 * 9 + 0.2 * 5 + 0.2 * 3) / 0.5),
        (0.7, (0.1 * 9 + 0.2 * 5) / 0.3),
        (0.9, 9.0),
        (0.99, 9.0),
    ],
)
def test_the_mean_of_the_tail(level, expected):
    assert together("cvar", level) == pytest.approx(expected)


def test_scenarios_of_equal_cost_fill_the_tail_together():
    assert together("cvar", 0.5, [4.0, 4.0, 4.0, 1.0], [0.2, 0.2, 0.2, 0.4]) == pytest.approx(4.0)
    assert together("cvar", 0.2, [4.0, 4.0, 4.0, 1.0], [0.2, 0.2, 0.2, 0.4]) == pytest.approx((0.6 * 4 + 0.2) / 0.8)


@pytest.mark.parametrize("risk", ["expected", "cvar"])
def test_what_cannot_happen_does_not_count(risk):
    assert together(risk, 0.0, [2.0, np.inf, 4.0], [0.5, 0.0, 0.5]) == pytest.approx(3.0)
    assert together(risk, 0.0, [2.0, 1e12, 4.0], [0.5, 0.0, 0.5]) == pytest.approx(3.0)


@pytest.mark.parametrize("risk", ["expected", "cvar", "worst_case"])
def test_what_can_happen_and_cannot_be_served_costs_infinity(risk):
    assert together(risk, 0.5, [2.0, np.inf], [0.9, 0.1]) == np.inf


def test_what_cannot_happen_counts_in_the_worst_case():
    assert together("worst_case", costs=[2.0, 7.0], chances=[1.0, 0.0]) == 7.0


@given(
    costs=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6), seed=st.integers(0, 1000), risk=st.sampled_from(RISKS)
)
def test_every_measure_is_that_of_the_oracle(costs, seed, risk):
    rng = np.random.default_rng(seed)
    chances = rng.dirichlet(np.ones(len(costs)))
    if len(costs) > 2:
        chances = np.append(chances[:-2] / chances[:-2].sum(), [0.0, 0.0])
    own = (rng.random(len(costs)) * 10 + 0.1).tolist()
    request = Request(1, 1, measure=measure_of(risk, parameters(risk, rng, len(costs)), [str(c) for c in chances]))
    expected = oracle.together(costs, chances.tolist(), request, own)
    value = risk_value(np.array(costs), chances, request, np.array(own))
    assert value == pytest.approx(expected, rel=1e-9, abs=1e-4)


@pytest.mark.parametrize(
    ("risk", "given", "value"),
    [
        ("robust_probability", {"radius": 0.0}, 3.2),
        ("robust_probability", {"radius": 0.2}, 3.2 + 0.2 * (9 - 1)),  # from the cheapest to the dearest
        ("robust_probability", {"radius": 0.5}, 3.2 + 0.4 * (9 - 1) + 0.1 * (9 - 3)),
        ("robust_probability", {"radius": 1.0}, 9.0),
        ("probability_bounds", {"probability_high": [0.5, 0.2, 0.2, 0.4]}, 0.2 * 9 + 0.2 * 5 + 0.4 * 3 + 0.2 * 1),
        ("probability_bounds", {"probability_low": [0.4, 0.0, 0.0, 0.0]}, 0.4 * 1 + 0.6 * 9),
        ("probability_bounds", {"probability_low": CHANCES}, 3.2),
        ("mean_cvar", {"cvar_level": 0.7, "cvar_weight": 0.3}, 0.7 * 3.2 + 0.3 * (0.1 * 9 + 0.2 * 5) / 0.3),
    ],
)
def test_probabilities_that_are_not_known_exactly_and_mixtures(risk, given, value):
    request = Request(1, 1, measure=measure_of(risk, given, list("abcd")))
    assert risk_value(np.array(COSTS), np.array(CHANCES), request, None) == pytest.approx(value)


def test_a_relative_regret_is_a_share_of_the_optimum():
    assert together("relative_regret", own=[0.5, 1.0, 8.0, 3.0]) == 4.0
    assert together("relative_regret", own=[0.25, 4.0, 8.0, 3.0]) == 3.0


@pytest.mark.parametrize(
    ("risk", "given"),
    [
        ("mean_cvar", {"cvar_weight": 0.5}),
        ("robust_probability", {"radius": 0.0}),
        ("probability_bounds", {"probability_high": [1.0, 0.0]}),
        ("probability_bounds", {"probability_low": [1.0, 0.0]}),
    ],
)
def test_what_can_have_no_weight_may_be_impossible(risk, given):
    request = Request(1, 1, measure=measure_of(risk, given, ["a", "b"]))
    assert risk_value(np.array([2.0, np.inf]), np.array([1.0, 0.0]), request, None) == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("risk", "given"),
    [
        ("mean_cvar", {"cvar_weight": 0.0}),
        ("mean_cvar", {"cvar_weight": 1.0}),
        ("robust_probability", {"radius": 0.1}),
        ("probability_bounds", {"probability_high": [1.0, 0.1]}),
        ("probability_bounds", {"probability_low": [0.0, 0.1]}),
    ],
)
def test_what_can_have_weight_and_cannot_be_served_costs_infinity(risk, given):
    request = Request(1, 1, measure=measure_of(risk, given, ["a", "b"]))
    assert risk_value(np.array([2.0, np.inf]), np.array([0.9, 0.1]), request, None) == np.inf


@pytest.mark.parametrize("risk", RISKS)
def test_the_scenarios_that_can_make_a_difference_are_those_of_the_oracle(risk):
    for seed in range(10):
        rng = np.random.default_rng(seed)
        request = Request(1, 1, measure=measure_of(risk, parameters(risk, rng, 3), list("abc")))
        chances = [0.25, 0.0, 0.75]
        assert can_count(np.array(chances), request).tolist() == oracle.counts(chances, request)


def test_the_size_of_a_regret_is_that_of_what_it_is_the_difference_of():
    cost = np.array([6.0, np.inf, 9.0])
    assert size_of(cost, Request(1, 1, measure=measure_of("max_regret", {}, []), own_optimum=(3.0, 1.0, 9.0))) == 9.0
    relative = measure_of("relative_regret", {}, [])
    assert size_of(cost, Request(1, 1, measure=relative, own_optimum=(3.0, 1.0, 9.0))) == 2.0
