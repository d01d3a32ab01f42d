"""The cheapest paths of pairs and their uses as hubs join, by hand and by plain loops."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.kernels.crowd import count_uses, join_crowd, list_uses, start_outside
from optimize.kernels.served import Pairs, new_crowd

FLOW = [2.0, 3.0, 5.0]


def crowd(capacity, room=1.0, outside=(10.0, 10.0, 1.5), charge=(0.0, 0.0)):
    """Two origins, two destinations, two hubs: i -> k costs 1, between hubs 1, k -> j 1 or, over the other hub, 5."""
    legs = (
        np.array([[[1.0, 4.0], [1.0, 1.0]]]),
        np.array([[[0.0, 1.0], [1.0, 0.0]]]),
        np.array([[[1.0, 5.0], [5.0, 1.0]]]),
    )
    zeros, ends = np.zeros(3, dtype=np.int64), (np.array([0, 0, 1]), np.array([0, 1, 1]))
    pairs = Pairs(zeros, zeros, *ends, np.array(FLOW), np.array(outside, dtype=float))
    return new_crowd(
        legs, np.array([charge]), np.array([2.0]), np.array([room]), np.asarray(capacity, dtype=float), pairs
    )


def opened(one, hubs, both):
    """Cheapest paths over hubs that join one after the other, their uses, the cost of all, and room by use."""
    hubs = np.array(hubs, dtype=np.int64)
    best, use = np.empty(len(one.flow)), np.empty(len(one.flow), dtype=np.int32)
    taken = np.zeros(count_uses(len(hubs), both))
    total = start_outside(one, best, use, taken)
    for size, k in enumerate(hubs):
        total = join_crowd(one, hubs, size, k, both, best, use, taken, best, use, taken)
    return best, use, total, taken


@pytest.mark.parametrize("both", [False, True])
def test_the_cheapest_paths_and_what_they_take(both):
    best, use, total, taken = opened(crowd([9, 9]), [0, 1], both)
    assert best.tolist() == [2.0, 3.0]
    assert total == pytest.approx(2 * (2 * 2.0 + 3 * 3.0 + 5 * 1.5))
    # uses: outside, hub 0, then hubs 0 and 1 and hub 1; or, where the first hub alone counts, hub 1
    assert use.tolist() == ([1, 2] if both else [1, 1])
    assert taken.tolist() == ([0, 2, 3, 0] if both else [0, 5, 0])


def test_charges_are_paid_at_every_hub_of_a_path():
    best, _, _, _ = opened(crowd([9, 9], charge=(0.25, 0.5)), [0, 1], both=True)
    assert best.tolist() == [2.25, 3.75]


def test_a_pair_without_a_way_costs_infinity():
    one = crowd([9, 9], outside=(10, 10, np.inf))
    one.a[0, 1] = np.inf
    assert opened(one, [0, 1], both=False)[2] == np.inf
    assert opened(crowd([9, 9], outside=(10, 10, np.inf)), [], both=False)[2] == np.inf


def test_uses_of_the_first_hubs_come_first():
    assert [count_uses(p, both) for p, both in ((3, False), (3, True))] == [4, 7]
    first, last = list_uses(3, both=True)
    assert list(zip(first, last, strict=True)) == [(-1, -1), (0, 0), (0, 1), (1, 1), (0, 2), (1, 2), (2, 2)]
    assert list_uses(2, both=False)[0].tolist() == [-1, 0, 1]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), both=st.booleans())
def test_paths_uses_and_constants_are_those_of_plain_loops(seed, both):
    """Classes with legs of their own, tariffs within them, infinite legs, pairs without flow or without an outside."""
    rng = np.random.default_rng(seed)
    n, h, classes, tariffs, count = 4, 3, 2, 3, 25

    def legs(*shape):
        return np.where(rng.random(shape) < 0.15, np.inf, rng.uniform(0, 9, shape))

    a, t, e = legs(classes, n, h), legs(classes, h, h), legs(classes, h, n)
    for c in range(classes):
        np.fill_diagonal(t[c], 0.0)
    charge, factor, room = rng.uniform(0, 3, (tariffs, h)), np.array([1.0, 2.0]), np.array([1.0, 0.5])
    which = [rng.integers(0, most, count) for most in (classes, tariffs, n, n)]
    flow = np.where(rng.random(count) < 0.2, 0.0, rng.uniform(1, 5, count))
    outside = np.where(rng.random(count) < 0.2, np.inf, rng.uniform(0, 15, count))
    one = new_crowd((a, t, e), charge, factor, room, np.full(h, np.inf), Pairs(*which, flow, outside))
    hubs = rng.permutation(h)
    total, load = 0.0, np.zeros(h)
    for c, f, i, j, w, o in zip(*which, flow, outside, strict=True):
        ways = {
            (k, m): a[c, i, k] + charge[f, k] + (t[c, k, m] + charge[f, m] if m != k else 0.0) + e[c, m, j]
            for k in range(h)
            for m in range(h)
        }
        (k, m), cost = min(ways.items(), key=lambda way: way[1])
        if w > 0:
            total += factor[c] * w * min(o, cost)
            for hub in {k, m} if both else {k}:
                load[hub] += room[c] * w if cost < o else 0.0
    _, _, found, taken = opened(one, hubs, both)
    assert found == pytest.approx(total, rel=1e-12)
    if total < np.inf:
        loads = np.zeros(h)
        for x, y, amount in zip(*list_uses(h, both), taken, strict=True):
            for place in {x, y} - {-1}:
                loads[hubs[place]] += amount
        assert loads == pytest.approx(load)
