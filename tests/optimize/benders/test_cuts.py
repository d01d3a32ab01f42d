"""Duals of a pair over all candidates: feasible to the last bit, and as good as a linear program's at their point."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from optimize.benders.cuts import cut_origins
from optimize.benders.onward import Points, is_metric, onward
from optimize.kernels import PreparedBlock

seeds = st.integers(0, 10_000)


def pair_primal(cost_of, outside, z):
    """The pair's linear program, constraints (1)-(2), by an LP solver."""
    h = len(z)
    edges = [(k, m) for k in range(h) for m in range(k, h)]
    c = [cost_of(k, m) for k, m in edges] + [outside]
    rows = [[1.0 if j in e else 0.0 for e in edges] + [0.0] for j in range(h)]
    finite = [(0, None) if np.isfinite(x) else (0, 0) for x in c]
    c = [x if np.isfinite(x) else 0.0 for x in c]
    return linprog(c, A_ub=rows, b_ub=z, A_eq=[[1.0] * len(c)], b_eq=[1.0], bounds=finite).fun


def random_legs(seed):
    rng = np.random.default_rng(seed)
    n, h = int(rng.integers(2, 4)), int(rng.integers(1, 7))
    a, e = rng.random((n, h)), rng.random((h, n))
    t = rng.random((h, h)) * rng.choice([0.1, 1.0])
    if rng.random() < 0.4:
        a, t, e = (np.round(4 * x) for x in (a, t, e))
    if rng.random() < 0.4:
        for x in (a, t, e):
            x[rng.random(x.shape) < 0.2] = np.inf
    np.fill_diagonal(t, 0.0)
    outside = np.full((n, n), rng.choice([2.0, 50.0]))
    z = -np.sort(-rng.choice([0.0, 0.25, 0.5, 1.0, rng.random(), rng.random()], h))
    return a, t, e, outside, z


def duals(view, points, shares, near=None):
    """alpha and u of the only pair that weighs anything, as shares of the points' duals make them."""
    n, h = view.a.shape
    constant, slope = np.empty(1), np.empty((1, h))
    z = np.array(points)
    size = (z > 0).sum(axis=1)
    hubs = np.array([np.pad(np.flatnonzero(point), (0, h - count)) for point, count in zip(z, size, strict=True)])
    asked = Points(z, hubs, size, np.tile(shares, (n, 1)))
    cut_origins(view, onward(view, h if near is None else near, asked), asked, 0, 1, constant, slope)
    return constant[0], slope[0]


@settings(max_examples=150, deadline=None)
@given(seeds)
def test_pair_duals_are_feasible_and_optimal(seed):
    a, t, e, outside, z = random_legs(seed)
    n, h = a.shape
    weight = np.zeros((n, n))
    weight[0, 1] = 1.0  # one pair at a time: the cut's slope is the pair's u
    alpha, u = duals(PreparedBlock(a, t, e, weight, outside), [z], [1.0])

    def cost_of(k, m):
        return min(a[0, k] + t[k, m] + e[m, 1], a[0, m] + t[m, k] + e[k, 1])

    assert alpha <= outside[0, 1] + 1e-9
    assert (u >= 0).all()
    for k in range(h):
        assert u[k] >= alpha - cost_of(k, k) - 1e-12
        for m in range(k):
            assert u[k] + u[m] >= alpha - cost_of(k, m) - 1e-12
    assert alpha - u @ z == pytest.approx(pair_primal(cost_of, outside[0, 1], z), abs=1e-7)


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_a_mixture_of_duals_is_feasible_and_bounds_every_hub_set(seed):
    a, t, e, outside, z = random_legs(seed)
    n, h = a.shape
    rng = np.random.default_rng(seed)
    weight = np.zeros((n, n))
    weight[0, 1] = 1.0
    view = PreparedBlock(a, t, e, weight, outside)
    other = rng.choice([0.0, 0.5, 1.0], h)
    share = rng.random() * 0.7
    alpha, u = duals(view, [z, other], [share, 0.9 - share])

    def cost_of(k, m):
        return min(a[0, k] + t[k, m] + e[m, 1], a[0, m] + t[m, k] + e[k, 1])

    assert (u >= 0).all()
    for k in range(h):
        assert u[k] >= alpha - cost_of(k, k) - 1e-12
        for m in range(k):
            assert u[k] + u[m] >= alpha - cost_of(k, m) - 1e-12
    alone = [duals(view, [point], [1.0])[0] for point in (z, other)]
    assert alpha == pytest.approx(share * alone[0] + (0.9 - share) * alone[1])
    for hubs in [s for p in range(1, h + 1) for s in combinations(range(h), p)]:
        cost = min(cost_of(k, m) for k in hubs for m in hubs)
        assert alpha - u[list(hubs)].sum() <= min(cost, outside[0, 1]) + 1e-9


@settings(max_examples=300, deadline=None)
@given(seeds)
def test_duals_cover_paths_over_candidates_that_are_not_near(seed):
    rng = np.random.default_rng(seed)
    n, h = 2, int(rng.integers(2, 12))
    a, e = rng.random((n, h)), rng.random((h, n))
    t = rng.random((h, h)) * rng.choice([0.2, 1.0])
    if rng.random() < 0.4:
        a, t, e = (np.round(4 * x) for x in (a, t, e))
    if rng.random() < 0.3:
        a[rng.random(a.shape) < 0.2] = np.inf
    np.fill_diagonal(t, 0.0)
    for k in range(h):
        t = np.minimum(t, t[:, [k]] + t[[k]])
    assert is_metric(t)
    z = np.zeros(h)
    opened = int(rng.integers(1, h))
    z[:opened] = rng.choice([0.3, 0.6, 1.0], opened)
    outside = np.full((n, n), rng.choice([1.0, 20.0]))
    weight = np.array([[0.0, 1.0], [0.0, 0.0]])
    near = int(rng.integers(opened, h + 1))
    alpha, u = duals(PreparedBlock(a, t, e, weight, outside), [z], [1.0], near)

    def cost_of(k, m):
        return min(a[0, k] + t[k, m] + e[m, 1], a[0, m] + t[m, k] + e[k, 1])

    for k in range(h):
        assert u[k] >= max(0.0, alpha - cost_of(k, k) - 1e-12)
        for m in range(k):
            assert u[k] + u[m] >= alpha - cost_of(k, m) - 1e-12
    assert alpha - u @ z == pytest.approx(pair_primal(cost_of, outside[0, 1], z), abs=1e-7)
