"""The hitting-set program of hub covering finds the fewest hubs that cover every pair, and proves the number."""

from itertools import combinations

import numpy as np
import pytest

from optimize import HubProblem
from optimize.center import Decision
from optimize.cover import Case
from optimize.covering.hitting import HittingSet
from optimize.run import Clock, Limits, OutOfTimeError
from optimize.run.request import make_request

N = 8


def instance(seed):
    rng = np.random.default_rng(seed)
    cost = rng.random((N, N))
    np.fill_diagonal(cost, 0.0)
    return HubProblem(rng.random((N, N)) < 0.8, cost, transfer=0.6), cost


def search(problem, limit, clock=None, **asked):
    request = make_request(problem, objective="set_covering", threshold=limit, **asked)
    cases = [Case(0, 0, problem.blocks[0], problem.blocks[0].flow > 0)]
    question = Decision(problem, request, cases, Clock()).question(np.array([limit]))
    alive = ~np.isin(np.arange(N), sorted(request.closed_hubs))
    forced = np.isin(np.arange(N), sorted(request.open_hubs))
    found, proven = [], []
    limits = Limits(clock=clock or Clock(), threads=1)
    program = HittingSet(question, alive, forced, int(alive.sum()), limits, found.append, proven.append)
    return program, found, proven


def fewest(problem, cost, limit, forced=(), closed=()):
    flow = problem.blocks[0].flow
    i, j = np.nonzero(flow)
    for number in range(1, N + 1):
        for hubs in combinations([k for k in range(N) if k not in closed], number):
            some = np.array(hubs)
            ways = cost[i][:, some, None] + 0.6 * cost[np.ix_(some, some)] + cost.T[j][:, None, some]
            if set(forced) <= set(hubs) and (ways.min(axis=(1, 2)) <= limit).all():
                return number
    return None


@pytest.mark.parametrize("limit", [0.5, 0.7, 0.9])
@pytest.mark.parametrize("seed", range(5))
def test_the_number_is_the_least_of_all_hub_sets(seed, limit):
    problem, cost = instance(seed)
    program, found, proven = search(problem, limit, open_hubs=[1], closed_hubs=[2])
    program.run(1, None)
    least = fewest(problem, cost, limit, forced=[1], closed=[2])
    if least is None:
        assert not found
        assert proven[-1] == N  # beyond the seven hubs that may be open
    else:
        assert len(found[-1]) == least
        assert max(proven, default=1) <= least
        assert 1 in found[-1]
        assert 2 not in found[-1]


def test_hubs_that_are_given_are_improved_on():
    problem, cost = instance(3)
    program, found, _ = search(problem, 0.9)
    program.run(1, np.arange(N))
    assert len(found[-1]) == fewest(problem, cost, 0.9)


def test_a_clock_that_is_over_ends_the_search():
    clock = Clock()
    clock.stop("enough")
    program, found, _ = search(instance(0)[0], 0.7, clock)
    with pytest.raises(OutOfTimeError):
        program.run(1, None)
    assert not found
