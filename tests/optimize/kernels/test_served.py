"""Which pairs hubs may serve, by hand and by plain loops."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.kernels import served
from optimize.kernels.served import Pairs, new_crowd
from tests.optimize.kernels.test_crowd import crowd, opened


def reached(one):
    """Pairs that each hub may serve."""
    return [one.reach[first:last].tolist() for first, last in zip(one.first, one.last, strict=True)]


def test_pairs_that_no_hub_serves_cheaper_are_a_constant():
    one = crowd([9, 9])
    assert one.flow.tolist() == [2.0, 3.0]
    assert one.constant == pytest.approx(2 * 5.0 * 1.5)
    assert one.start.tolist() == [0, 2]
    assert one.destination.tolist() == [0, 1]
    assert crowd([9, 9], outside=(10, 10, np.inf)).start.tolist() == [0, 2, 3]


def test_a_hub_reaches_the_pairs_that_it_can_serve_alone_or_with_another():
    assert reached(crowd([9, 9])) == [[0, 1], [0, 1]]
    # the first pair over hub 0 costs 2, over hub 1 not less than 6
    assert reached(crowd([9, 9], outside=(5, 5, 1.5))) == [[0, 1], [1]]


def test_of_very_many_pairs_every_hub_looks_at_all(monkeypatch):
    few = crowd([9, 9], outside=(5, 5, 1.5))
    monkeypatch.setattr(served, "_MOST_MARKS", 3)
    many = crowd([9, 9], outside=(5, 5, 1.5))
    assert reached(many) == [[0, 1], [0, 1]]
    assert opened(many, [1, 0], both=True)[2] == opened(few, [1, 0], both=True)[2]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_no_pair_is_left_out_that_some_hubs_serve_cheaper(seed):
    """Classes with their own legs, some infinite, and tariffs; pairs without flow, without an outside option."""
    rng = np.random.default_rng(seed)
    n, h, count = 4, 3, 20
    a, t, e = (
        np.where(rng.random(shape) < 0.2, np.inf, rng.uniform(0, 9, shape))
        for shape in ((2, n, h), (2, h, h), (2, h, n))
    )
    charge = rng.uniform(0, 5, (2, h))
    cls, tariff, i, j = (rng.integers(0, most, count) for most in (2, 2, n, n))
    flow = np.where(rng.random(count) < 0.2, 0.0, 1.0)
    outside = np.where(rng.random(count) < 0.1, np.inf, rng.uniform(0, 12, count))
    pairs = Pairs(cls, tariff, i, j, flow, outside)
    one = new_crowd((a, t, e), charge, np.ones(2), np.ones(2), np.full(h, np.inf), pairs)
    at = [one.cls[one.row], one.tariff[one.row], one.origin[one.row], one.destination]
    listed = list(zip(*at, one.outside, strict=True))
    lists = [{listed[pair] for pair in each} for each in reached(one)]
    rest = 0.0
    for pair in range(count):
        c, f = cls[pair], tariff[pair]
        key = (c, f, i[pair], j[pair], outside[pair])
        for k in range(h):
            for m in range(h):
                between = t[c, k, m] + charge[f, m] if m != k else 0.0
                cost = a[c, i[pair], k] + charge[f, k] + between + e[c, m, j[pair]]
                if flow[pair] and cost < outside[pair]:
                    assert key in lists[k]
                    assert key in lists[m]
        if flow[pair] and key not in listed:
            rest += outside[pair]
    assert one.constant == pytest.approx(rest)
