"""Fewest hubs that cover every pair: the number is proven, and a bound is there whenever the search is stopped."""

from itertools import combinations

import numpy as np
import pytest

from optimize import HubProblem
from optimize.cover import Case
from optimize.covering.fewest import Fewest
from optimize.run import Clock, Limits
from optimize.run.request import make_request

N = 7


def search(seed, clock=None, flow=None, **asked):
    rng = np.random.default_rng(seed)
    cost = rng.random((N, N))
    limit = 1.1
    problem = HubProblem(np.ones((N, N)) if flow is None else flow, cost, transfer=0.5)
    request = make_request(problem, objective="set_covering", threshold=limit, **asked)
    cases = [Case(0, 0, problem.blocks[0], problem.blocks[0].flow > 0)]
    return Fewest(problem, request, cases, limit, Limits(clock=clock or Clock())), cost, limit


def covers(cost, hubs, limit, pairs=None):
    between = np.where(np.eye(N, dtype=bool), 0.0, 0.5 * cost)
    return all(
        min(cost[i, k] + between[k, m] + cost[m, j] for k in hubs for m in hubs) <= limit
        for i, j in pairs or [(i, j) for i in range(N) for j in range(N)]
    )


@pytest.mark.parametrize("seed", range(12))
def test_the_number_is_the_least_that_covers(seed):
    asked, cost, limit = search(seed)
    counts = [p for p in range(1, N + 1) if any(covers(cost, hubs, limit) for hubs in combinations(range(N), p))]
    assert asked.run(lambda: None)
    if counts:
        assert asked.bound == len(asked.best.hubs) == min(counts)
        assert covers(cost, asked.best.hubs.tolist(), limit)
    else:
        assert asked.best is None


def test_a_number_that_is_too_small_is_proven_to_be():
    numbers = []
    for seed in range(12):
        asked, _, _ = search(seed)
        if asked.run(lambda: None) and asked.best is not None and asked.bound > 1:
            numbers.append(asked.bound)
            fewer, _, _ = search(seed, p_max=asked.bound - 1)
            assert fewer.run(lambda: None)
            assert fewer.best is None
    assert numbers


def test_a_search_that_is_stopped_has_excluded_nothing():
    clock = Clock()
    clock.stop("enough")
    asked, _, _ = search(0, clock)
    assert not asked.run(lambda: None)
    assert asked.bound == 1


@pytest.mark.parametrize("allocation", ["multiple", "single"])
def test_the_program_of_multiple_allocation_bounds_the_number(allocation):
    bounds = []
    for seed in range(12):
        flow = np.triu(np.ones((N, N)), 1) if seed % 2 else None  # each way, or one way only
        relaxed, cost, limit = search(seed, flow=flow, allocation=allocation)
        pairs = [(i, j) for i in range(N) for j in range(N) if flow is None or flow[i, j]]
        relaxed.decision.sort_pairs(relaxed.radii)
        relaxed._hit(Clock())
        sizes = range(1, N + 1)
        counts = [p for p in sizes if any(covers(cost, hubs, limit, pairs) for hubs in combinations(range(N), p))]
        if counts:
            bounds.append(relaxed.bound)
            assert relaxed.bound == min(counts)
        else:
            assert relaxed.bound == N + 1
    assert max(bounds) > 1
