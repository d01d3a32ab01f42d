"""Most covered flow: against the enumeration of all hub sets, on costs that are nothing like distances as well."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem
from optimize.covering.coverage import coverage_of
from optimize.covering.most import MostCovered
from optimize.run import Clock


def case(seed, n):
    rng = np.random.default_rng(seed)
    place = rng.random((n, 2))
    cost = np.hypot(*(place[:, None] - place).transpose(2, 0, 1)) if seed % 2 else rng.random((n, n))
    if seed % 3 == 0:
        cost = np.where(rng.random((n, n)) < 0.15, np.inf, cost)
    flow = rng.random((n, n)) * (rng.random((n, n)) < 0.7)
    return flow, cost, float(rng.uniform(0.1, 1.2))


def covered(flow, cost, hubs, limit, transfer):
    """Flow within a limit over the best couple of hubs, from the definition."""
    total = 0.0
    for i, j in np.argwhere(flow > 0):
        ways = (cost[i, k] + (transfer * cost[k, m] if k != m else 0.0) + cost[m, j] for k in hubs for m in hubs)
        total += flow[i, j] if min(ways) <= limit else 0.0
    return total


def search(flow, cost, limit, p, forced=(), clock=None):
    problem = HubProblem(flow, cost, transfer=0.5)
    coverage = coverage_of([(problem.blocks[0], 1.0)], limit, np.arange(len(flow)), lambda: None)
    return MostCovered(coverage, p, forced, clock or Clock(), 1e-9)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 7), st.data())
def test_the_best_hubs_are_found_and_no_bound_is_below_them(seed, n, data):
    p = data.draw(st.integers(1, n))
    forced = (1,) if data.draw(st.booleans()) else ()
    flow, cost, limit = case(seed, n)
    sets = [hubs for hubs in combinations(range(n), p) if set(forced) <= set(hubs)]
    best = max(covered(flow, cost, hubs, limit, 0.5) for hubs in sets)
    asked = search(flow, cost, limit, p, forced)
    assert asked.run()
    assert asked.value == pytest.approx(best, abs=1e-9)
    assert covered(flow, cost, asked.best, limit, 0.5) == pytest.approx(best, abs=1e-9)
    assert best - 1e-9 <= asked.bound <= best + 1e-6
    assert set(forced) <= set(asked.best)


@pytest.mark.parametrize("seed", range(6))
def test_a_search_that_is_stopped_has_hubs_and_a_bound_above_the_best(seed):
    flow, cost, limit = case(seed, 7)
    best = max(covered(flow, cost, hubs, limit, 0.5) for hubs in combinations(range(7), 4))
    clock = Clock()
    clock.stop("enough")
    asked = search(flow, cost, limit, 4, clock=clock)
    assert not asked.run()
    assert len(asked.best) == 4
    assert covered(flow, cost, asked.best, limit, 0.5) == pytest.approx(asked.value)
    assert asked.bound >= best - 1e-9


def test_an_exchange_never_covers_less():
    flow, cost, limit = case(1, 7)
    asked = search(flow, cost, limit, 3)
    asked.offer((0, 1, 2))
    before = asked.value
    asked.improve()
    assert asked.value >= before


def test_nothing_is_searched_where_some_hubs_cover_everything():
    flow, cost, _ = case(1, 9)
    asked = search(flow, cost, 10.0, 3)
    assert asked.run()
    assert asked.nodes == 0
    assert asked.bound == pytest.approx(flow.sum())
    assert covered(flow, cost, asked.best, 10.0, 0.5) == pytest.approx(flow.sum())
