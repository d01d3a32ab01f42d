"""Optimal duals of a pair: feasible to the last bit, and as good as a linear program's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from optimize.benders.duals import cut_origins
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


@settings(max_examples=150, deadline=None)
@given(seeds)
def test_pair_duals_are_feasible_and_optimal(seed):
    a, t, e, outside, z = random_legs(seed)
    n, h = a.shape
    weight = np.zeros((n, n))
    weight[0, 1] = 1.0  # one pair at a time: the cut's slope is the pair's u
    constant, slope = np.empty(1), np.empty((1, h))
    view = PreparedBlock(a, t, e, weight, outside)
    cut_origins(view, z, int((z > 0).sum()), 0, 1, constant, slope)
    alpha, u = constant[0], slope[0]

    def cost_of(k, m):
        return min(a[0, k] + t[k, m] + e[m, 1], a[0, m] + t[m, k] + e[k, 1])

    assert alpha <= outside[0, 1] + 1e-9
    assert (u >= 0).all()
    for k in range(h):
        assert u[k] >= alpha - cost_of(k, k) - 1e-12
        for m in range(k):
            assert u[k] + u[m] >= alpha - cost_of(k, m) - 1e-12
    assert alpha - u @ z == pytest.approx(pair_primal(cost_of, outside[0, 1], z), abs=1e-7)
