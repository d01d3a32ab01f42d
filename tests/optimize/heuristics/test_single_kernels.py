"""Shifts and exchanges of nodes: the books stay right, and no single change helps in the end."""

from itertools import product

import numpy as np
import pytest

from optimize.heuristics.single_kernels import Assignment, fill_transfer, improve, move


def cost_of(linear, w, t, place):
    n = len(place)
    pairs = sum(w[i, j] * t[place[i], place[j]] for i in range(n) for j in range(n) if i != j)
    return sum(linear[i, place[i]] for i in range(n)) + pairs


def table_of(w, t, place):
    """Transfer cost of each node at each hub, the others staying where they are."""
    n, p = len(place), len(t)
    return [
        [sum(w[i, j] * t[k, place[j]] + w[j, i] * t[place[j], k] for j in range(n) if j != i) for k in range(p)]
        for i in range(n)
    ]


@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_in_the_end_no_shift_and_no_exchange_helps(seed, limited):
    rng = np.random.default_rng(seed)
    n, p = 6, 3
    linear, w, t = rng.random((n, p)) * 5, rng.random((n, n)), rng.random((p, p)) * 3
    np.fill_diagonal(t, 0.0)
    out, price = rng.random(n), 50.0
    capacity = np.full(p, 0.45 * out.sum()) if limited else np.full(p, np.inf)
    place = rng.integers(p, size=n)
    movable = np.ones(n, dtype=bool)
    movable[0] = False
    first = place.copy()
    load = np.bincount(place, out, p).astype(float)

    def total(where):
        over = np.maximum(np.bincount(where, out, p) - capacity, 0.0).sum() if limited else 0.0
        return cost_of(linear, w, t, where) + price * over

    improve(Assignment(linear, w, t, out, capacity, price, movable), place, load)
    assert place[0] == first[0]
    assert total(place) <= total(first)
    assert load == pytest.approx(np.bincount(place, out, p))
    for i, k in product(range(1, n), range(p)):
        other = place.copy()
        other[i] = k
        assert total(other) >= total(place) - 1e-6
    for i, j in product(range(1, n), range(1, n)):
        other = place.copy()
        other[i], other[j] = place[j], place[i]
        assert not limited or total(other) >= total(place) - 1e-6


@pytest.mark.parametrize("seed", range(4))
def test_the_table_of_transfers_follows_every_move(seed):
    rng = np.random.default_rng(seed)
    n, p = 6, 3
    w, t = rng.random((n, n)) * (rng.random((n, n)) < 0.7), rng.random((p, p)) * 3
    problem = Assignment(np.zeros((n, p)), w, t, np.ones(n), np.full(p, np.inf), 1.0, np.ones(n, dtype=bool))
    place, g = rng.integers(p, size=n), np.empty((n, p))
    fill_transfer(problem, place, g)
    assert g == pytest.approx(np.array(table_of(w, t, place)))
    for node, hub in zip(rng.integers(n, size=8), rng.integers(p, size=8), strict=True):
        move(problem, place, g, node, hub)
        assert place[node] == hub
        assert g == pytest.approx(np.array(table_of(w, t, place)))
