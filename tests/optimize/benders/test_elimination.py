"""Elimination of hubs for any allocation: nothing better than the known value is lost, and the bound is one."""

import numpy as np
import pytest

from optimize import HubProblem
from optimize.benders import eliminate
from optimize.instances import random_euclidean
from optimize.run import Clock, Limits, make_request
from tests.conftest import nasty_problem, nasty_scenarios
from tests.oracles.single import best_single


@pytest.mark.parametrize("excess", [1e-6, 0.1])
def test_the_best_single_allocation_keeps_its_hubs_and_is_not_below_the_bound(excess):
    struck = 0
    for seed in range(40):
        problem = nasty_problem(seed)
        numbers = range(1, problem.h + 1) if seed % 2 else range(2, 3)
        best = best_single(problem, numbers, "expected", 0.6, [], [])
        if not np.isfinite(best):
            continue
        request = make_request(problem, p_min=min(numbers), p_max=max(numbers), allocation="single")
        known = eliminate(problem, request, [0], best * (1 + excess), Limits())
        left = best_single(problem, numbers, "expected", 0.6, sorted(known.opened), sorted(known.closed))
        assert left == pytest.approx(best, rel=1e-9, abs=1e-9)
        assert known.bound <= best * (1 + excess)
        assert known.bound <= best * (1 + 1e-9) or known.bound == best * (1 + excess)
        within = [size for size in numbers if known.p_min <= size <= known.p_max]
        assert best_single(problem, within, "expected", 0.6, [], []) == pytest.approx(best, rel=1e-9, abs=1e-9)
        struck += len(known.closed)
    assert struck > 0


@pytest.mark.parametrize("risk", ["worst_case", "cvar"])
def test_nothing_is_lost_under_a_risk_measure(risk):
    for seed in range(10):
        problem = nasty_scenarios(seed)
        best = best_single(problem, [2], risk, 0.6, [], [])
        request = make_request(problem, p=2, allocation="single", risk=risk, cvar_level=0.6)
        known = eliminate(problem, request, [0, 1], best * (1 + 1e-6) + 1e-6, Limits())
        left = best_single(problem, [2], risk, 0.6, sorted(known.opened), sorted(known.closed))
        assert left == pytest.approx(best, rel=1e-9, abs=1e-9)
        assert known.bound <= best * (1 + 1e-6) + 1e-6


def test_a_value_that_nothing_beats_is_the_bound():
    problem = nasty_problem(1, fixed_cost=None, direct_cost=None)
    best = best_single(problem, [2], "expected", 0.6, [], [])
    request = make_request(problem, p=2, allocation="multiple")
    assert eliminate(problem, request, [0], 0.2 * best, Limits()).bound == 0.2 * best


def test_without_time_nothing_is_struck():
    problem = nasty_problem(2)
    request = make_request(problem, p=2, allocation="single")
    known = eliminate(problem, request, [0], 1e4, Limits(Clock(1e-9)))
    assert known.closed == frozenset()
    assert known.bound <= 0


def test_numbers_of_hubs_that_fixed_costs_rule_out_are_out():
    problem = random_euclidean(10, seed=1)
    dear = problem.blocks[0].flow.sum() * problem.blocks[0].transfer.max() * 10
    problem = HubProblem(problem.blocks[0].flow, problem.blocks[0].transfer, fixed_cost=np.full(10, dear))
    best = min(best_of(problem, [k]) for k in range(10))
    request = make_request(problem, allocation="single")
    known = eliminate(problem, request, [0], best * 1.5, Limits())
    assert (known.p_min, known.p_max) == (1, 1)


def best_of(problem, hubs):
    """Cost of a single hub that serves all nodes."""
    (k,) = hubs
    block = problem.blocks[0]
    unit = block.collection[:, k][:, None] + block.distribution[k][None, :]
    return float((block.flow * unit).sum() + problem.fixed_cost[k])
