"""Switching values of designs whose costs are known functions, against the functions themselves."""

from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import InputError
from optimize.decide import switching_values


def pieces(seed, convex):
    """Costs of designs that are minima, or maxima, of straight lines: intercepts and slopes."""
    rng = np.random.default_rng(seed)
    shape = (int(rng.integers(1, 30)), int(rng.integers(1, 7)))
    level, slope = 50 + 10 * rng.random(shape), 5 * rng.normal(size=shape)
    combine = np.max if convex else np.min

    def cost_of(theta):
        return combine(level + slope * theta, axis=1)

    return cost_of


def walked(cost_of, low, high, steps=1000):
    """The best designs along a fine grid, each as often as it comes back, and where they begin."""
    best = [(float(x), int(np.argmin(cost_of(x)))) for x in np.linspace(low, high, steps + 1)]
    return [best[0], *(now for before, now in pairwise(best) if now[1] != before[1])]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), convex=st.booleans())
def test_all_switches_between_piecewise_linear_costs_are_found(seed, convex):
    cost_of = pieces(seed, convex)
    found = switching_values(cost_of, 0.0, 2.0, shape="convex" if convex else "concave")
    (_, first), *others = walked(cost_of, 0.0, 2.0)
    exact = [(row.theta, row.after) for row in found.itertuples()]
    # a design may be the best for less than a step of the grid; nothing that the grid sees may be missing
    seen = [design for _, design in others]
    at = 0
    for theta, design in exact:
        if at < len(others) and design == seen[at] and 0 <= others[at][0] - theta <= 2.0 / 1000 + 1e-9:
            at += 1
    assert at == len(seen)
    assert (found["method"] == "exact").all()
    assert found["confirmed"].all()
    assert found["before"].tolist() == [first, *found["after"].tolist()][: len(found)]
    for row in found.itertuples():
        for side, design in ((row.lower, row.before), (row.upper, row.after)):
            assert cost_of(side)[design] <= cost_of(side).min() * (1 + 1e-12)
        assert row.cost == pytest.approx(cost_of(row.theta).min())
        assert row.lower < row.theta < row.upper


def whole(seed, convex):
    """Costs of designs with ties: pieces in whole numbers, and for some a value below which they are not feasible."""
    rng = np.random.default_rng(seed)
    shape = (int(rng.integers(2, 12)), int(rng.integers(1, 4)))
    level, slope = rng.integers(0, 8, shape) + 10, rng.integers(-3, 4, shape)
    least = np.where(rng.random(shape[0]) < 0.3, rng.integers(0, 5, shape[0]), 0) if convex else np.zeros(shape[0], int)
    return level, slope, least


def exactly(level, slope, least, high, combine):
    """All switches in fractions: the first best design of every stretch between two values at which lines cross."""
    lines = list(zip(level.ravel().tolist(), slope.ravel().tolist(), strict=True))
    values = {Fraction(b - a, s - t) for (a, s), (b, t) in product(lines, lines) if s != t}
    values = sorted({x for x in values | set(map(Fraction, least.tolist())) if 0 < x < high} | {Fraction(0), high})

    def best(theta):
        costs = [
            combine(a + s * theta for a, s in zip(level[d].tolist(), slope[d].tolist(), strict=True))
            for d in range(len(level))
        ]
        feasible = [d for d in range(len(level)) if theta >= least[d]]
        return min(feasible, key=lambda d: (costs[d], d), default=-1)

    stretches = [(a, best((a + b) / 2)) for a, b in pairwise(values)]
    return [(float(x), one, other) for (_, one), (x, other) in pairwise(stretches) if one != other]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), convex=st.booleans())
def test_of_designs_that_tie_the_first_is_the_best_for_as_long_as_they_do(seed, convex):
    level, slope, least = whole(seed, convex)

    def cost_of(theta):
        lines = level + slope * theta
        return np.where(theta < least, np.inf, lines.max(axis=1) if convex else lines.min(axis=1))

    found = switching_values(cost_of, 0.0, 4.0, shape="convex" if convex else "concave")
    expected = exactly(level, slope, least, Fraction(4), max if convex else min)
    assert found[["before", "after"]].to_numpy().tolist() == [[one, other] for _, one, other in expected]
    assert found["theta"].to_list() == pytest.approx([x for x, *_ in expected], abs=1e-7)
    assert found["confirmed"].all()


def test_a_switch_is_where_the_costs_are_equal():
    found = switching_values(lambda x: [10 + 2 * x, 13 + x, 40 - 7 * x], 0.0, 4.0, shape="concave")
    assert found["theta"].to_list() == pytest.approx([3.0, 3.375])
    assert found[["before", "after"]].to_numpy().tolist() == [[0, 1], [1, 2]]
    assert found["cost"].to_list() == pytest.approx([16.0, 16.375])


def test_a_piece_ends_within_a_design_without_a_switch():
    calls = []

    def cost_of(theta):
        calls.append(theta)
        return [min(10 + theta, 12.0), 20.0]

    assert len(switching_values(cost_of, 0.0, 8.0, shape="concave")) == 0
    assert len(calls) < 20


def test_a_design_that_wins_on_a_short_stretch_is_found_where_shapes_are_known():
    def cost_of(theta):
        # the first rises to 12 at 1 and falls again; the second is better where it is above 12 - 1 / 1000
        return [12 - abs(theta - 1), 11.999]

    found = switching_values(cost_of, 0.0, 2.1, shape="concave")
    assert found["theta"].to_list() == pytest.approx([0.999, 1.001], abs=1e-9)
    assert len(switching_values(cost_of, 0.0, 2.1)) == 0


def test_equal_designs_count_as_the_first_of_them():
    found = switching_values(lambda x: [5.0 + x, 6.0, 6.0, 5.0 + x], 0.0, 2.0, shape="concave")
    assert found[["before", "after"]].to_numpy().tolist() == [[0, 1]]


def test_what_cannot_be_done_below_a_value_switches_from_nothing():
    found = switching_values(lambda x: [np.inf if x < 0.3 else 5.0, np.inf if x < 0.7 else 4.0], 0.0, 1.0)
    assert found["theta"].to_list() == pytest.approx([0.3, 0.7], abs=1e-8)
    assert found[["before", "after"]].to_numpy().tolist() == [[-1, 0], [0, 1]]
    assert (found["method"] == "bracketed").all()


def test_curves_are_bracketed_between_values_of_a_grid():
    found = switching_values(lambda x: [np.sin(x), 0.5], 0.0, 3.0)
    assert found["theta"].to_list() == pytest.approx([np.pi / 6, 5 * np.pi / 6], abs=1e-7)
    assert found["confirmed"].all()


def test_a_grid_misses_what_happens_between_its_values_and_a_finer_one_does_not():
    def cost_of(x):
        return [1.0, 1.0 + abs(x - 0.51) - 0.01]  # the second is better from 0.50 to 0.52

    coarse = switching_values(cost_of, 0.0, 1.2, grid=5)
    fine = switching_values(cost_of, 0.0, 1.2, grid=201)
    assert len(coarse) == 0
    assert fine["theta"].to_list() == pytest.approx([0.50, 0.52], abs=1e-8)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"low": 1.0, "high": 1.0}, "smaller one first"),
        ({"high": np.inf}, "finite"),
        ({"shape": "wavy"}, "shape is 'wavy'"),
        ({"grid": 1}, "grid is 1"),
        ({"tolerance": 0.0}, "tolerance"),
        ({"cost_of": lambda x: [np.nan]}, "one number for each design"),
        ({"cost_of": lambda x: [1.0] * (1 if x < 0.5 else 2)}, "one number for each design"),
    ],
)
def test_what_cannot_be_is_refused_by_name(arguments, words):
    with pytest.raises(InputError, match=words):
        switching_values(**{"cost_of": lambda x: [x], "low": 0.0, "high": 1.0, **arguments})
