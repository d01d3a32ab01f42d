"""A pair's transport problem: its value and its duals are those of the linear program."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from optimize.benders.duals import transport, workspace

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


@settings(max_examples=150, deadline=None)
@given(seeds)
def test_the_transport_problem_has_the_value_of_the_pair_and_its_duals_are_feasible(seed):
    rng = np.random.default_rng(seed)
    h = int(rng.integers(1, 7))
    edges = rng.random((h, h)) * rng.choice([0.3, 1.0])
    if rng.random() < 0.4:
        edges = np.round(4 * edges)
    edges[rng.random((h, h)) < 0.2] = np.inf
    edges = np.minimum(edges, edges.T)
    outside = float(rng.choice([2.0, 50.0]))
    z = rng.choice([0.25, 0.5, 1.0, rng.random()], h)
    cost = np.full((h + 3, h + 3), np.nan)  # room for more hubs than there are
    cost[:h, :h] = edges
    cost[h, :h] = cost[:h, h] = np.diag(edges)
    cost[range(h), range(h)] = np.inf
    cost[h, h] = outside
    u = np.empty(h)
    alpha = transport(h, cost, z, u, workspace(h + 3))
    assert alpha <= outside + 1e-9
    assert (u >= 0).all()
    assert (u[:, None] + u[None, :] >= alpha - edges - 1e-9)[~np.eye(h, dtype=bool)].all()
    assert (u >= alpha - np.diag(edges) - 1e-9).all()
    assert alpha - u @ z == pytest.approx(pair_primal(lambda k, m: edges[k, m], outside, z), abs=1e-7)
