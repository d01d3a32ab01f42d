"""Duals are raised until they cover every path of a pair, whatever they were before."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.benders.cover import Pair, lists, raise_near, raise_others


def random_pair(seed):
    rng = np.random.default_rng(seed)
    h = int(rng.integers(2, 10))
    a, e, t = rng.random(h), rng.random(h), rng.random((h, h))
    np.fill_diagonal(t, 0.0)
    for k in range(h):
        t = np.minimum(t, t[:, [k]] + t[[k]])
    near = int(rng.integers(1, h + 1))
    others = [np.inf] * h
    if near < h:
        up, on = (a[:, None] + t)[near:].min(axis=0), (t + e)[:, near:].min(axis=1)
    else:
        up, on = np.array(others), np.array(others)
    pair = Pair(a, e, (a[:, None] + t)[:near].min(axis=0), (t + e)[:, :near].min(axis=1), up, on, t, t.T.copy())
    return rng, pair, near


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10_000))
def test_every_path_is_covered_and_no_dual_falls(seed):
    rng, pair, near = random_pair(seed)
    h, alpha = len(pair.a), rng.random() * 2.0
    u = np.zeros(h)
    u[:near] = rng.random(near) * rng.choice([0.0, 0.3], near)
    before, room = u.copy(), lists(h)
    raise_near(pair, alpha, near, u, room)
    if near < h:
        raise_others(pair, alpha, near, u, room)
    assert (u >= before).all()
    for k in range(h):
        for m in range(h):
            duals = u[k] if k == m else u[k] + u[m]
            assert duals >= alpha - (pair.a[k] + pair.t[k, m] + pair.e[m]) - 1e-12


def test_the_first_candidates_are_raised_to_what_is_needed_alone():
    t = np.zeros((2, 2))
    a, e = np.array([0.0, 3.0]), np.array([3.0, 0.0])
    pair = Pair(a, e, np.full(2, a.min()), np.full(2, e.min()), np.full(2, np.inf), np.full(2, np.inf), t, t)
    u = np.zeros(2)
    raise_near(pair, 2.0, 2, u, lists(2))
    # the path from the first to the second costs nothing: the second, less promising, carries all of alpha
    assert u.tolist() == pytest.approx([0.0, 2.0])
