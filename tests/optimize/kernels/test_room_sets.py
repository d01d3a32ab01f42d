"""Sets within room: a list is priced like each set alone, and shares add up to the flows."""

from itertools import combinations

import numpy as np
import pytest

from optimize import HubProblem
from optimize.kernels import new_desk, price_listed, shares_within_room
from optimize.table.pooled import pooled


@pytest.fixture(scope="module")
def crowd():
    rng = np.random.default_rng(4)
    problem = HubProblem(
        rng.random((6, 6)), rng.random((6, 6)), transfer=0.4, capacity=2.0 + 3.0 * rng.random(6), unmet_penalty=1.4
    )
    return pooled(problem.scenarios[0]).crowd


def priced(crowd, forced, joined, both, *, limited=True):
    joined = np.array(joined, dtype=np.int64).reshape(len(joined), -1)
    width = len(forced) + joined.shape[1]
    cost = np.empty(len(joined))
    load, price = np.full((len(joined), width), np.nan), np.full((len(joined), width), np.nan)
    desk = new_desk(crowd, width, both)
    price_listed(crowd, desk, np.array(forced, dtype=np.int64), joined, both, limited, cost, load, price)
    return cost, load, price


def alone(crowd, hubs, both):
    cost, load, _ = priced(crowd, hubs, [[]], both)
    return cost[0], load[0]


@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("forced", [(), (2,)])
@pytest.mark.parametrize("depth", [1, 3])
def test_every_set_of_a_list_is_priced_like_the_set_alone(crowd, forced, depth, both):
    """Depth first, so that sets share their first hubs; some of them are skipped."""
    others = [k for k in (0, 1, 3, 5) if k not in forced]
    sets = sorted(s for size in range(depth + 1) for s in combinations(others, size))[::2]
    cost, load, price = priced(crowd, forced, [[*s, *[-1] * (depth - len(s))] for s in sets], both)
    for row, hubs in enumerate(sets):
        hubs = (*forced, *hubs)
        expected, loads = alone(crowd, hubs, both)
        assert cost[row] == pytest.approx(expected, rel=1e-12)
        assert load[row, : len(hubs)] == pytest.approx(loads, rel=1e-6)
        assert np.isnan(price[row, len(hubs) :]).all()


def test_without_limits_sets_cost_what_they_do_with_room_for_all(crowd):
    plenty = crowd._replace(capacity=np.full(6, 1e9))
    sets = [[0, -1], [0, 3], [4, -1]]
    free, load, _ = priced(crowd, (), sets, both=True, limited=False)
    assert free == pytest.approx(priced(plenty, (), sets, both=True)[0], rel=1e-12)
    assert np.isnan(load).all()


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
