"""Risk measures by hand, and against a fill of the tail from the dearest scenario down."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimize.evaluate.risk import risk_value
from optimize.run import Request
from tests.oracles import evaluator as oracle

COSTS, CHANCES = [1.0, 5.0, 9.0, 3.0], [0.4, 0.2, 0.1, 0.3]


def together(risk, level=0.9, costs=COSTS, chances=CHANCES, own=None):
    request = Request(1, 1, risk=risk, cvar_level=level)
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
    with pytest.raises(ValueError, match="hope"):
        together("hope")


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
    costs=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6),
    seed=st.integers(0, 1000),
    level=st.sampled_from([0.0, 0.3, 0.5, 0.9, 0.99]),
    risk=st.sampled_from(["expected", "worst_case", "max_regret", "cvar"]),
)
def test_every_measure_is_that_of_the_oracle(costs, seed, level, risk):
    rng = np.random.default_rng(seed)
    chances = rng.dirichlet(np.ones(len(costs)))
    if len(costs) > 2:
        chances = np.append(chances[:-2] / chances[:-2].sum(), [0.0, 0.0])
    own = (rng.random(len(costs)) * 10).tolist()
    request = replace(Request(1, 1), risk=risk, cvar_level=level)
    expected = oracle.risk(costs, chances.tolist(), request, own)
    value = risk_value(np.array(costs), chances, request, np.array(own))
    assert value == pytest.approx(expected, rel=1e-9, abs=1e-4)
