"""Sets of hubs and what they cost."""

import numpy as np
import pytest

from experiments.report.sets import NO_COST, Sets, _steps, regret_edges
from tests.experiments.hand import hand_comparison

HAND = {"base": {"A": 1010.0, "B": 1200.0, "C": 1500.0}, "shock": {"A": 2010.0, "B": 1400.0, "C": 1300.0}}
"""USD a year: see `tests.experiments.hand`."""


def costs(sets):
    return sets.cost * sets.unit + np.array(sets.low)[:, None]


def test_costs_of_all_sets_are_kept_to_the_dollar():
    found = hand_comparison()
    sets = Sets.of(found)
    assert sorted(map(len, sets.members)) == [0, 1, 1, 1, 2, 2, 2]  # the gateway alone, and A, B, C beside it
    table = costs(sets)
    for s, scenario in enumerate(("base", "shock")):
        for hub, usd in HAND[scenario].items():
            assert table[s, sets.row(["G", hub])] == pytest.approx(usd, abs=1.0)
    assert sets.row(["A", "B"]) == sets.row(["G", "A", "B"])
    assert sets.row(["A", "nowhere"]) == -1


def test_risks_are_those_of_the_sets_and_regret_is_among_sets_of_the_same_size():
    sets = Sets.of(hand_comparison())
    a, b, c = (sets.row([hub]) for hub in "ABC")
    assert sets.risks["expected"][[a, b, c]] == pytest.approx([1260.0, 1250.0, 1450.0])
    # what-if: 1010, 900, 2000 (direct at 200 beats 400)
    assert sets.risks["worst_case"][[a, b, c]] == pytest.approx([2010.0, 1400.0, 2000.0])
    # best single hubs: 1010 (A), 1300 (C) and 900 (B)
    assert sets.risks["max_regret"][[a, b, c]] == pytest.approx([710.0, 190.0, 1100.0])
    # the worst tenth is all in the shock, of weight 1/4, or for C in the base
    assert sets.risks["cvar"][[a, b, c]] == pytest.approx([2010.0, 1400.0, 1500.0])
    assert sets.largest_regret == pytest.approx(1100.0)


@pytest.mark.parametrize(
    ("largest", "edges"),
    [(0.0, [1.0]), (5.0, [1.0, 3.0]), (30.0, [1.0, 3.0, 10.0, 30.0]), (4e6, [1e4, 3e4, 1e5, 3e5, 1e6, 3e6])],
)
def test_colours_begin_at_round_numbers(largest, edges):
    assert regret_edges(largest) == edges


def test_costs_that_are_infinite_or_large_are_kept_too():
    low, unit, steps = _steps(np.array([[np.inf, 5.0], [np.inf, 5.0 + 8e9]]))
    assert low == [0.0, 5.0]
    assert unit == 2.0
    assert steps.tolist() == [[NO_COST, NO_COST], [0, 4_000_000_000]]
