"""The p-median bound: below every solution, with what a change of one hub costs at least."""

from itertools import combinations

import numpy as np
import pytest

from optimize import HubProblem
from optimize.single import build_model
from optimize.single.cover import OPEN, UNDECIDED
from optimize.single.median import median_bound
from optimize.single.relaxation import Choices, relaxation
from tests.oracles.single import allocations


def bounded(model, reduced, state, p_min, p_max, target, rounds=60):
    h = reduced.shape[2]
    price = reduced.min(axis=2).copy()
    relaxed = relaxation(price, np.zeros(reduced.shape), np.zeros(h), len(model.capacity))
    choices = Choices(np.ones(reduced.shape, dtype=bool), state, p_min, p_max)
    bound = median_bound(model, reduced, choices, target, rounds, relaxed)
    return bound, relaxed.trade, relaxed.picked, relaxed.share


def solutions(problem, model, reduced, p_min, p_max):
    """{hubs: least sum of reduced costs}, hubs' own nodes at home, capacities kept."""
    found = {}
    (block,) = problem.blocks
    for p in range(p_min, p_max + 1):
        for hubs in combinations(range(problem.h), p):
            best = np.inf
            for hub_of in allocations(problem, block, hubs):
                load = np.zeros(problem.h)
                np.add.at(load, list(hub_of), block.out_flow)
                if problem.capacity is not None and (load > problem.capacity + 1e-9).any():
                    continue
                best = min(best, sum(reduced[0, i, k] for i, k in enumerate(hub_of)))
            found[hubs] = best + model.fixed[list(hubs)].sum()
    return found


@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize("numbers", [(2, 2), (1, 3), (1, 1)])
@pytest.mark.parametrize("seed", range(6))
def test_it_is_below_every_solution_and_so_is_every_trade(seed, numbers, limited):
    rng = np.random.default_rng(seed)
    n, h = 5, 4
    flow = rng.random((n, n))
    capacity = flow.sum() * rng.uniform(0.3, 0.9, n) if limited else None
    problem = HubProblem(flow, rng.random((n, n)), candidates=range(h), fixed_cost=rng.random(n), capacity=capacity)
    model = build_model(problem, [1.0])
    reduced = rng.normal(size=(1, n, h)) + 1.0
    known = solutions(problem, model, reduced, *numbers)
    best = min(known.values())
    state = np.full(h, UNDECIDED, dtype=np.int64)
    bound, trade, picked, share = bounded(model, reduced, state, *numbers, best if np.isfinite(best) else 10.0)
    assert bound <= best + 1e-9
    if not np.isfinite(bound):
        return
    assert (share.sum(axis=2) <= 1 + 1e-9).all() or limited
    for k in range(h):
        flipped = min((v for hubs, v in known.items() if (k in hubs) is not bool(picked[k])), default=np.inf)
        assert bound + trade[k] <= flipped + 1e-7


@pytest.mark.parametrize("seed", range(6))
def test_searches_that_carry_on_never_fall_and_stay_below_every_solution(seed):
    rng = np.random.default_rng(seed)
    n, h = 6, 4
    problem = HubProblem(rng.random((n, n)), rng.random((n, n)), candidates=range(h), fixed_cost=rng.random(n))
    model = build_model(problem, [1.0])
    reduced = rng.normal(size=(1, n, h)) + 1.0
    best = min(solutions(problem, model, reduced, 2, 2).values())
    relaxed = relaxation(reduced.min(axis=2).copy(), np.zeros(reduced.shape), np.zeros(h))
    choices = Choices(np.ones(reduced.shape, dtype=bool), np.full(h, UNDECIDED, dtype=np.int64), 2, 2)
    # a target far above the optimum: steps are too long until the factor has become less
    bounds = [median_bound(model, reduced, choices, best + 50.0, 15, relaxed) for _ in range(40)]
    assert bounds == sorted(bounds)
    assert bounds[-1] <= best + 1e-9
    assert bounds[-1] > bounds[0] or bounds[0] > best - 1e-6
    assert relaxed.factor[0] < 1.0


def test_with_all_hubs_decided_every_client_takes_its_cheapest():
    problem = HubProblem(np.ones((3, 3)), 1.0 - np.eye(3), candidates=[0, 1], fixed_cost=[5.0, 7.0, 0.0])
    model = build_model(problem, [1.0])
    reduced = np.array([[[1.0, 9.0], [8.0, 2.0], [4.0, 3.0]]])
    bound, trade, picked, share = bounded(model, reduced, np.full(2, OPEN), 2, 2, 100.0)
    assert bound == 1.0 + 2.0 + 3.0 + 12.0
    assert picked.all()
    assert np.isinf(trade).all()
    assert share[0].tolist() == [[1, 0], [0, 1], [0, 1]]
