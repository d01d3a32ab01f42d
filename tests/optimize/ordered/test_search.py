"""The search over hub sets, with a rule whose costs are listed."""

from itertools import chain, combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem
from optimize.ordered import search as module
from optimize.ordered.relaxation import Relaxation
from optimize.ordered.search import Best, LostError, Search, list_sets, sets_of
from optimize.run import Clock, Design, Limits, OutOfTimeError, Workers, make_request
from tests.oracles.random_cases import every_path


def cost_of_set(problem, hubs):
    """Multiple allocation, by comparing all paths."""
    block = problem.blocks[0]
    return float((block.flow * every_path(block, hubs)).sum() + problem.scenarios[0].fixed_cost[list(hubs)].sum())


class Dearer:
    """Every hub set costs some more than multiple allocation, as drawn."""

    at_once = 2

    def __init__(self, problem, request, workers, seed, clock=None, patience=10**9):
        self.problem, self.request, self.workers, self.seed = problem, request, workers, seed
        self.clock, self.patience, self.settled = clock, patience, []

    def cost(self, hubs):
        more = np.random.default_rng([self.seed, *hubs]).uniform(0, 0.3)
        return cost_of_set(self.problem, hubs) * (1 + more)

    def relaxation(self, request, best, before):
        return Relaxation(self.problem, request, np.zeros((1, self.problem.h)), self.workers)

    def settle(self, sets, size, best, relaxation):
        for row, p in zip(sets, size, strict=True):
            hubs = tuple(sorted(row[:p].tolist()))
            self.settled.append(hubs)
            best.offer(hubs, self.cost(hubs), lambda hubs=hubs: Design(hubs))
        if len(self.settled) > self.patience:
            self.clock.stop("enough")


def made(seed, n=6, **fields):
    rng = np.random.default_rng(seed)
    return HubProblem(rng.integers(0, 6, (n, n)).astype(float), 1 + 9 * rng.random((n, n)), transfer=0.4, **fields)


def allowed(problem, request):
    sizes = range(request.p_min, request.p_max + 1)
    every = chain.from_iterable(combinations(range(problem.h), size) for size in sizes)
    return [hubs for hubs in every if request.allows(hubs)]


def searched(problem, request, seed=0, **asked):
    with Workers(1) as workers:
        rule = Dearer(problem, request, workers, seed, **asked)
        limits = Limits(asked.get("clock") or Clock())
        search = Search(rule, request, limits, Best(limits.clock, 1e-6, 1e6))
        try:
            search.run()
        except OutOfTimeError:
            return rule, search, True
        return rule, search, False


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), few=st.sampled_from([1, 5, 10**6]))
def test_the_best_hub_set_is_found_and_proven_however_the_sets_are_split(seed, few):
    rng = np.random.default_rng(seed)
    problem = made(seed, fixed_cost=10 * rng.random(6))
    low = int(rng.integers(1, 4))
    asked = {"open_hubs": [0]} if seed % 3 == 0 else {"closed_hubs": [1]} if seed % 3 == 1 else {}
    request = make_request(problem, p_min=low, p_max=int(rng.integers(low, 5)), allocation=2, **asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_MOST_SETS", few)
        try:
            rule, search, _ = searched(problem, request, seed)
        except LostError:
            assert few < len(allowed(problem, request))
            return
    least = min(rule.cost(hubs) for hubs in allowed(problem, request))
    assert search.best.value == pytest.approx(least)
    assert search.bound == pytest.approx(least, rel=1e-5)
    assert search.bound <= search.best.value


@pytest.mark.parametrize("seed", range(5))
def test_a_known_hub_set_lets_parts_be_split_at_its_hubs(seed, monkeypatch):
    monkeypatch.setattr(module, "_MOST_SETS", 2)
    problem = made(seed)
    request = make_request(problem, p=3, allocation=2)
    with Workers(1) as workers:
        rule = Dearer(problem, request, workers, seed)
        search = Search(rule, request, Limits(), Best(Clock(), 1e-6, 1e6))
        rule.settle(np.array([[0, 1, 2]]), np.array([3]), search.best, None)
        search.run()
    assert search.best.value == pytest.approx(min(rule.cost(hubs) for hubs in allowed(problem, request)))


def test_sets_are_settled_in_the_order_of_the_relaxation_and_no_further_than_need_be():
    problem = made(2)
    rule, search, _ = searched(problem, make_request(problem, p=3, allocation=2), 2)
    values = [cost_of_set(problem, hubs) for hubs in rule.settled]
    assert values == sorted(values)
    assert len(values) < comb(6, 3)
    assert all(value < search.best.value or value == values[-1] for value in values)


def test_out_of_time_the_bound_and_the_best_hold():
    problem = made(3)
    request = make_request(problem, p=3, allocation=2)
    rule, search, stopped = searched(problem, request, 3, clock=Clock(), patience=1)
    least = min(rule.cost(hubs) for hubs in allowed(problem, request))
    assert stopped
    assert 0 < search.bound <= least <= search.best.value


@pytest.mark.parametrize("seed", range(6))
def test_all_sets_of_a_part_are_listed_once(seed):
    rng, problem = np.random.default_rng(seed), made(0)
    low = int(rng.integers(1, 5))
    request = make_request(problem, p_min=low, p_max=5, open_hubs=[2], closed_hubs=[5] if seed % 2 else [])
    sets, size = list_sets(request, 6)
    found = [tuple(sorted(row[:p].tolist())) for row, p in zip(sets, size, strict=True)]
    assert sorted(found) == sorted(allowed(problem, request))
    assert sets_of(request, 6) == len(found)


def test_the_best_takes_what_is_better_alone():
    best = Best(Clock(), 1e-6, 10.0)
    best.offer([1], 11.0, None)
    assert best.hubs == ()
    assert best.cutoff == 10.0
    best.offer([2, 0], 9.0, lambda: "design")
    best.offer([1], 9.5, None)
    assert (best.hubs, best.value, best.design()) == ((0, 2), 9.0, "design")
    assert 9.0 * (1 - 1e-9) < best.cutoff < 9.0
    assert Best(Clock(), 0.1, 10.0, design=lambda: None).cutoff == pytest.approx(9.1)
