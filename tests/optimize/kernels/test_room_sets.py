"""Sets within room: a walk prices every set like the set alone, and shares add up to the flows."""

from itertools import combinations

import numpy as np
import pytest

from optimize import HubProblem
from optimize.kernels import new_desk, shares_within_room, walk_with_room
from optimize.table.room import stack


@pytest.fixture(scope="module")
def crowd():
    rng = np.random.default_rng(4)
    problem = HubProblem(
        rng.random((6, 6)), rng.random((6, 6)), transfer=0.4, capacity=2.0 + 3.0 * rng.random(6), unmet_penalty=1.4
    )
    return stack(problem.scenarios[0]).crowd


def alone(crowd, hubs, both):
    cost, load, price = np.empty(1), np.empty((1, len(hubs))), np.empty((1, len(hubs)))
    walk_with_room(
        crowd,
        new_desk(crowd, len(hubs), both),
        np.array(hubs),
        np.empty(0, dtype=np.int64),
        -1,
        0,
        both,
        cost,
        load,
        price,
    )
    return cost[0], load[0]


@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("forced", [(), (2,)])
@pytest.mark.parametrize("depth", [1, 3])
def test_a_walk_prices_every_set_of_its_branch_in_order(crowd, forced, depth, both):
    elements = [k for k in (0, 1, 3, 5) if k not in forced]
    later = elements[1:]
    sets = [(*forced, elements[0], *more) for size in range(depth) for more in combinations(later, size)]
    sets.sort(key=lambda hubs: [elements.index(k) for k in hubs if k in elements])
    cost, width = np.empty(len(sets)), len(forced) + depth
    load, price = np.full((len(sets), width), np.nan), np.full((len(sets), width), np.nan)
    walk_with_room(
        crowd,
        new_desk(crowd, width, both),
        np.array(forced, dtype=np.int64),
        np.array(elements),
        0,
        depth,
        both,
        cost,
        load,
        price,
    )
    for row, hubs in enumerate(sets):
        expected, loads = alone(crowd, hubs, both)
        assert cost[row] == pytest.approx(expected, rel=1e-12)
        assert load[row, : len(hubs)] == pytest.approx(loads, rel=1e-6)
        assert np.isnan(price[row, len(hubs) :]).all()


@pytest.mark.parametrize("both", [False, True])
def test_shares_of_each_pair_sum_to_one_and_load_the_hubs(crowd, both):
    hubs = np.array([0, 2, 4])
    desk = new_desk(crowd, 3, both)
    share = np.zeros(len(desk.uses.option))
    pairs, cost = shares_within_room(crowd, hubs, both, desk, share)
    uses = desk.uses
    assert 0 < pairs <= 36
    expected, loads = alone(crowd, hubs, both)
    assert cost == pytest.approx(expected, rel=1e-12)
    found = np.zeros(3)
    for p in range(pairs):
        options = range(uses.start[p], uses.start[p + 1])
        assert sum(share[o] for o in options) == pytest.approx(1.0)
        for o in options:
            for q in {uses.first[uses.option[o]], uses.last[uses.option[o]]} - {-1}:
                found[q] += share[o] * uses.flow[p]
    assert found == pytest.approx(loads, rel=1e-6)
