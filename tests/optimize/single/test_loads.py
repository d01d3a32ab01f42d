"""Bounds within capacities: below every allocation, whatever label a client has to take."""

from itertools import product

import numpy as np
import pytest

from optimize import HubProblem
from optimize.single import build_model
from optimize.single.cover import OPEN, UNDECIDED
from optimize.single.loads import bound_loads
from optimize.single.median import median_bound
from optimize.single.relaxation import Choices, relaxation, with_tolls

N = 4


def problem_of(seed):
    """Two blocks of four clients, some of which send nothing, with tight capacities at two or three candidates."""
    rng = np.random.default_rng(seed)
    flows = [rng.integers(0, 5, (N, N)) * (rng.random((N, 1)) < 0.8) for _ in range(2)]
    total = float(sum(flow.sum() for flow in flows))
    h = int(rng.integers(2, 4))
    room = total * rng.uniform(0.2, 0.9, N)
    room[rng.random(N) < 0.2] = np.inf
    parts = {f"class {b}": {"flow": flow, "cost": rng.random((N, N))} for b, flow in enumerate(flows)}
    problem = HubProblem.from_blocks(parts, candidates=range(h), fixed_cost=rng.random(N), capacity=room)
    return problem, rng.normal(size=(2, N, h)) + 1.0


def loads_fit(problem, labels):
    for k in range(problem.h):
        load = sum(block.flow[at == k].sum() for block, at in zip(problem.blocks, labels, strict=True))
        if load > problem.capacity[k] + 1e-9:
            return False
    return True


def all_allocations(problem, model, reduced):
    """(open hubs, labels, cost) of every allocation within capacities, with each open hub's node at home."""
    clients = 2 * N
    for flat in product(range(problem.h), repeat=clients):
        labels = np.array(flat).reshape(2, N)
        used = set(flat)
        cost = sum(reduced[b, i, labels[b, i]] for b in range(2) for i in range(N))
        at_home = all(labels[b, k] == k for b in range(2) for k in used)
        if at_home and loads_fit(problem, labels):
            yield used, labels, cost + model.fixed[sorted(used)].sum()


def least_by_label(found, h):
    """Least cost of all, and of those in which a client has a label."""
    best, by_label = np.inf, np.full((2, N, h), np.inf)
    for _, labels, cost in found:
        best = min(best, cost)
        for b in range(2):
            for i in range(N):
                by_label[b, i, labels[b, i]] = min(by_label[b, i, labels[b, i]], cost)
    return best, by_label


@pytest.mark.parametrize("seed", range(12))
def test_with_all_hubs_open_the_bound_and_its_reduced_costs_hold(seed):
    problem, reduced = problem_of(seed)
    model, h = build_model(problem, [1.0]), problem.h
    ok = np.ones((2, N, h), dtype=bool)
    for k in range(h):
        ok[:, k] = np.arange(h) == k
    found = [each for each in all_allocations(problem, model, reduced) if len(each[0]) == h]
    best, by_label = least_by_label(found, h)
    relaxed = relaxation(np.zeros((2, N)), np.zeros((2, N, h)), np.zeros(h), 1)
    target = best if np.isfinite(best) else 50.0
    bound = bound_loads(model, reduced, Choices(ok, np.full(h, OPEN), h, h), target, relaxed)
    assert bound <= best + 1e-6
    assert (relaxed.toll >= 0).all()
    assert np.allclose(relaxed.share.sum(axis=2), 1.0)
    raised = bound + with_tolls(model, reduced, relaxed) - relaxed.price[..., None]
    assert (raised <= by_label + 1e-6)[ok].all()


@pytest.mark.parametrize("seed", range(12))
def test_with_hubs_to_choose_the_reduced_costs_hold(seed):
    problem, reduced = problem_of(100 + seed)
    model, h = build_model(problem, [1.0]), problem.h
    best, by_label = least_by_label(all_allocations(problem, model, reduced), h)
    if not np.isfinite(best):
        return
    ok, state = np.ones((2, N, h), dtype=bool), np.full(h, UNDECIDED)
    relaxed = relaxation(reduced.min(axis=2), np.zeros((2, N, h)), np.zeros(h), 1)
    bound = median_bound(model, reduced, Choices(ok, state, 1, h), best, 60, relaxed)
    assert bound <= best + 1e-6
    raised = np.maximum(with_tolls(model, reduced, relaxed) - relaxed.price[..., None], 0.0)
    raised += np.where(relaxed.picked, 0.0, np.maximum(relaxed.trade, 0.0))
    for k in range(h):
        raised[:, k, k] = 0.0  # what a hub's own node costs is in the hub's own rho
    assert (bound + raised <= by_label + 1e-6).all()


def test_a_full_hub_takes_a_toll():
    """By hand: two clients of one unit each would both like the first hub, which has room for one; one goes for 3."""
    flow = np.zeros((4, 4))
    flow[2, 3] = flow[3, 2] = 1.0
    problem = HubProblem(flow, 1.0 - np.eye(4), candidates=[0, 1], capacity=[1.0, 9.0, 9.0, 9.0])
    model = build_model(problem, [1.0])
    reduced = np.array([[[0.0, 9.0], [9.0, 0.0], [1.0, 4.0], [1.0, 6.0]]])
    ok = np.array([[[True, False], [False, True], [True, True], [True, True]]])
    relaxed = relaxation(np.zeros((1, 4)), np.zeros((1, 4, 2)), np.zeros(2), 1)
    bound = bound_loads(model, reduced, Choices(ok, np.full(2, OPEN), 2, 2), 5.0, relaxed)
    assert bound == pytest.approx(5.0, rel=1e-6)
    assert 3.0 - 1e-6 <= relaxed.toll[0, 0] <= 5.0 + 1e-6
    assert relaxed.toll[0, 1] == 0
