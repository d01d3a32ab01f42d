"""Least costs that pairs have in common, and whether transfers obey the triangle inequality: against plain minima."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.benders.onward import Points, before_room, depart, is_metric, onward
from optimize.kernels import PreparedBlock


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_least_costs_over_near_other_and_open_candidates(seed):
    rng = np.random.default_rng(seed)
    n, h = 3, int(rng.integers(2, 7))
    near = int(rng.integers(1, h + 1))
    a, t, e = rng.random((n, h)), rng.random((h, h)), rng.random((h, n))
    np.fill_diagonal(t, 0.0)
    hubs = np.sort(rng.choice(near, int(rng.integers(1, near + 1)), replace=False))
    points = Points(np.zeros((1, h)), hubs[None, :], np.array([len(hubs)]), np.ones((n, 1)))
    common = onward(PreparedBlock(a, t, e, np.ones((n, n)), np.ones((n, n))), near, points)
    before = before_room(near, h, points)
    depart(a[0], t, near, points, before)
    for k in range(h):
        for j in range(n):
            on = [t[k, m] + e[m, j] for m in range(h)]
            assert common.beyond[j, k] == pytest.approx(min(on[near:], default=np.inf))
            if k < near:
                assert common.ahead[j, k] == pytest.approx(min(on[:near]))
            if k in hubs:
                place = hubs.tolist().index(k)
                assert common.open_ahead[0, j, place] == pytest.approx(min(on[m] for m in hubs))
        up = [a[0, m] + t[m, k] for m in range(h)]
        assert before.beyond[k] == pytest.approx(min(up[near:], default=np.inf))
        if k < near:
            assert before.near[k] == pytest.approx(min(up[:near]))


def test_a_way_by_a_third_hub_breaks_the_triangle_inequality():
    metric = np.array([[0.0, 1.0, 2.0], [1.0, 0.0, 1.0], [2.0, 1.0, 0.0]])
    assert is_metric(metric)
    for k, m in [(0, 2), (2, 0), (0, 1)]:
        dear = metric.copy()
        dear[k, m] = 3.5
        assert not is_metric(dear)


def test_no_way_at_all_breaks_it_where_there_is_one_by_a_third_hub():
    t = np.array([[0.0, 1.0, np.inf], [1.0, 0.0, 1.0], [np.inf, 1.0, 0.0]])
    assert not is_metric(t)
    t[1, 2] = t[2, 1] = np.inf
    assert is_metric(t)
