"""Switching values of costs that are known in closed form."""

import numpy as np
import pytest

from experiments.turning.levers import Lever
from experiments.turning.search import Line, find_turn


def _lever(name="x", *, low=8.0, central=10.0, high=12.0, floor=0.0, ceiling=40.0):
    return Lever(name, "x", "parameter", "", low, central, high, floor, ceiling)


def _find(costs_of, lever=None):
    lever = _lever() if lever is None else lever
    best = int(np.argmin(costs_of(lever.central)))
    return find_turn(Line(lambda x: np.array(costs_of(x), dtype=float), best), lever)


def test_the_value_at_which_two_lines_cross_is_found():
    turn = _find(lambda x: [x, 11.0, 30.0])
    assert (turn.value, turn.hub, turn.confirmed) == (pytest.approx(11.0, rel=1e-8), 1, True)


def test_beyond_low_and_high_it_is_found_too():
    assert _find(lambda x: [x, 25.0]).value == pytest.approx(25.0, rel=1e-7)
    assert _find(lambda x: [-x, -3.0]).value == pytest.approx(3.0, rel=1e-7)


def test_of_two_values_the_nearest_to_the_central_one_counts():
    turn = _find(lambda x: [0.0, x - 8.5, 11.0 - x])
    assert (turn.value, turn.hub) == (pytest.approx(11.0), 2)


def test_of_curves_that_bend_the_crossing_is_found():
    assert _find(lambda x: [x**2, 130.0]).value == pytest.approx(130.0**0.5, rel=1e-8)


def test_a_jump_is_a_switching_value():
    turn = _find(lambda x: [1.0 if x < 10.7 else 5.0, 2.0])
    assert (turn.value, turn.hub, turn.confirmed) == (pytest.approx(10.7, rel=1e-6), 1, True)


def test_a_hub_that_serves_nobody_beyond_a_value_loses_there():
    turn = _find(lambda x: [1.0 if x < 11.3 else np.inf, 2.0])
    assert (turn.value, turn.confirmed) == (pytest.approx(11.3, rel=1e-6), True)


def test_nothing_is_found_where_one_is_always_the_best():
    assert _find(lambda x: [x, x + 1.0]) is None
    assert _find(lambda x: [1.0, np.inf + x]) is None


def test_values_of_which_no_problem_can_be_made_end_the_search_there():
    def costs(x):
        if x > 12.0:
            raise ValueError("too much")
        return [x, 13.0]

    assert _find(costs) is None


def test_a_switch_that_a_cell_cannot_reach_is_none():
    assert _find(lambda x: [x, 25.0], _lever(ceiling=20.0)) is None


def test_a_lever_that_cannot_move_is_left_alone():
    assert _find(lambda x: [x, 25.0], _lever(low=10.0, high=10.0, floor=10.0, ceiling=10.0)) is None


def test_values_are_evaluated_once():
    seen = []

    def costs(x):
        seen.append(x)
        return np.array([x, 11.0])

    find_turn(Line(costs, 0), _lever())
    assert len(seen) == len(set(seen)) < 15


@pytest.mark.parametrize("seed", range(20))
def test_of_many_straight_lines_the_nearest_crossing_is_found(seed):
    rng = np.random.default_rng(seed)
    start, slope = rng.uniform(0.0, 100.0, 6), rng.uniform(-4.0, 4.0, 6)
    lever = _lever("hubs.fixed_usd_per_year[place=a]")
    best = int((start + slope * 10.0).argmin())
    with np.errstate(divide="ignore", invalid="ignore"):
        crossings = (start - start[best]) / (slope[best] - slope)
    reached = [x for x in crossings if lever.floor < x < lever.ceiling]
    inside = [x for x in reached if lever.low <= x <= lever.high]
    wanted = min(inside or reached, key=lambda x: abs(x - 10.0), default=None)
    turn = _find(lambda x: start + slope * x, lever)
    assert (turn is None) == (wanted is None)
    if turn is not None:
        assert turn.value == pytest.approx(wanted, rel=1e-6)
        assert turn.confirmed
