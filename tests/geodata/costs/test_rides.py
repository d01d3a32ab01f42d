"""Kernels of scheduled services on small random numbers, against plain loops."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.costs.rides import board


def some(rng, *shape):
    """Few whole numbers, so that many are equal, and inf."""
    values = rng.integers(0, 6, shape).astype(float)
    values[rng.random(shape) < 0.2] = np.inf
    return values


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 6), p=st.integers(0, 5))
def test_from_door_to_door_the_earliest_of_the_best_two_stops_are_taken(seed, n, p):
    rng = np.random.default_rng(seed)
    legs, to_stop, from_stop = some(rng, p, p), some(rng, n, p), some(rng, p, n)
    by, stops = rng.integers(0, 9, (p, p)), 10 + np.arange(p)
    cost, service, first, last = board(stops, legs, by, to_stop, from_stop)
    for i, j in product(range(n), range(n)):
        # ways in the order in which the first of equal ones is taken: by the last stop, then by the first
        ways = [(to_stop[i, a] + legs[a, b] + from_stop[b, j], b, a) for b in range(p) for a in range(p)]
        best = min(ways, default=(np.inf, 0, 0))
        assert cost[i, j] == best[0]
        expected = (by[best[2], best[1]], stops[best[2]], stops[best[1]]) if np.isfinite(best[0]) else (-1, -1, -1)
        assert (service[i, j], first[i, j], last[i, j]) == expected


def test_the_best_first_stop_is_that_of_the_last_one():
    """Two stops of departure, two of arrival: each pair of places has its own."""
    legs = np.array([[np.inf, np.inf, 1.0, 9.0], [np.inf, np.inf, 9.0, 1.0], *2 * [4 * [np.inf]]])
    to_stop = np.array([[1.0, 2.0, 9.0, 9.0]])
    from_stop = np.array([[9.0], [9.0], [5.0], [3.0]])
    cost, service, first, last = board(np.arange(4) * 11, legs, np.arange(16).reshape(4, 4), to_stop, from_stop)
    assert [float(cost[0, 0]), int(service[0, 0]), int(first[0, 0]), int(last[0, 0])] == pytest.approx([6.0, 7, 11, 33])
