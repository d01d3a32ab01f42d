"""Break-evens: both sides computed, and what has none is told apart."""

import math

import pytest

from experiments.air.breakeven import LEAST, MOST, TOLERANCE, crossing


@pytest.mark.parametrize("start", [0.02, 1.0, 2.5, 60.0])
@pytest.mark.parametrize(
    ("gain", "root"),
    [
        (lambda x: 2 * x - 5, 2.5),
        (lambda x: x * x - 20, math.sqrt(20)),
        (lambda x: 1 - 7 / x, 7.0),
        (lambda x: -1.0 if x < 7 else 100.0, 7.0),
    ],
)
def test_the_bracket_holds_the_root_and_is_narrow(gain, root, start):
    found = crossing(gain, start)
    assert found.below < root <= found.above * (1 + 1e-12)
    assert found.above <= found.below * (1 + TOLERANCE) * (1 + 1e-12)
    assert (found.gain_below, found.gain_above) == (gain(found.below), gain(found.above))
    assert found.gain_below < 0 <= found.gain_above


def test_a_good_start_takes_two_evaluations():
    asked = []

    def gain(factor):
        asked.append(factor)
        return 3 * factor - 6

    crossing(gain, 2.0 * (1 + TOLERANCE / 3))
    assert len(asked) == 2


def test_what_never_pays_has_no_upper_side():
    found = crossing(lambda _: -1.0)
    assert (found.below, found.gain_below) == (MOST, -1.0)
    assert math.isnan(found.above)
    assert math.isnan(found.gain_above)


def test_what_always_pays_has_no_lower_side():
    found = crossing(lambda _: 1.0)
    assert (found.above, found.gain_above) == (LEAST, 1.0)
    assert math.isnan(found.below)


@pytest.mark.parametrize("start", [math.inf, 1e9])
def test_a_start_beyond_reason_is_brought_back(start):
    assert crossing(lambda x: x - 50, start).above == pytest.approx(50, rel=TOLERANCE)
    assert math.isnan(crossing(lambda x: x - 5000, start).above)
