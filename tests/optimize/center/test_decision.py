"""Hubs within given limits are found exactly where enumeration finds some, also if few pairs are looked at first."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem
from optimize.center import Decision, decision
from optimize.cover import center_cases
from optimize.run import Clock, OutOfTimeError
from optimize.run.request import make_request


def radius(cost, hubs, allocation):
    """Least largest cost of a pair over hubs, from the definition."""
    n = len(cost)
    path = np.array(
        [[cost[:, k][:, None] + (0.6 * cost[k, m] if k != m else 0.0) + cost[m] for m in hubs] for k in hubs]
    )
    if allocation == "multiple":
        return path.min(axis=(0, 1))[~np.eye(n, dtype=bool)].max()
    every = product(*[[hubs.index(i)] if i in hubs else range(len(hubs)) for i in range(n)])
    pairs = [(i, j) for i in range(n) for j in range(n)]
    return min(max(path[uses[i], uses[j], i, j] for i, j in pairs) for uses in every)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["multiple", "single"]), st.booleans())
def test_hubs_are_found_exactly_where_there_are_some(seed, allocation, symmetric):
    rng = np.random.default_rng(seed)
    n, p = 6, int(rng.integers(1, 4))
    cost = rng.random((n, n))
    cost = cost + cost.T if symmetric else cost
    problem = HubProblem(np.ones((n, n)), cost, transfer=0.6)
    request = make_request(problem, p=p, objective="center", allocation=allocation)
    cases = center_cases(problem, request)
    least = min(radius(cost, hubs, allocation) for hubs in combinations(range(n), p))
    with pytest.MonkeyPatch.context() as few:
        few.setattr(decision, "_FIRST_PAIRS", 2)
        few.setattr(decision, "_MORE_PAIRS", 1)
        asked = Decision(problem, request, cases, Clock())
        asked.sort_pairs(np.array([least]))
        assert asked.search(np.array([least - 1e-9]), p, p) is None
        found = asked.search(np.array([least + 1e-9]), p, p)
    assert len(found.hubs) == p
    assert found.radius(cases) <= least + 1e-9


def test_a_search_ends_when_the_clock_is_over():
    problem = HubProblem(np.ones((6, 6)), np.random.default_rng(0).random((6, 6)))
    request = make_request(problem, p=2, objective="center")
    clock = Clock()
    clock.stop("enough")
    with pytest.raises(OutOfTimeError):
        Decision(problem, request, center_cases(problem, request), clock).search(np.array([1.0]), 2, 2)
