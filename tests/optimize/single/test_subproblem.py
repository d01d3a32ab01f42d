"""Conclusions and eliminations: nothing that is still wanted is struck out."""

from itertools import combinations, product

import numpy as np
import pytest

from optimize import HubProblem
from optimize.single import build_model
from optimize.single.cover import CLOSED, OPEN, UNDECIDED
from optimize.single.relaxation import Choices, Relaxation
from optimize.single.subproblem import eliminate, propagate


def designs(problem, ok, state, p_min, p_max):
    """Every choice of hubs and labels that the labels and states allow, within the capacities."""
    (block,) = problem.blocks
    own = {int(node): k for k, node in enumerate(problem.candidate_index)}
    for p in range(p_min, p_max + 1):
        for hubs in combinations(range(problem.h), p):
            if any((state[k] == OPEN) > (k in hubs) or (state[k] == CLOSED and k in hubs) for k in range(problem.h)):
                continue
            choices = [[own[i]] if own.get(i) in hubs else list(hubs) for i in range(problem.n)]
            for hub_of in product(*choices):
                if not all(ok[0, i, k] for i, k in enumerate(hub_of)):
                    continue
                load = np.zeros(problem.h)
                np.add.at(load, list(hub_of), block.out_flow)
                if problem.capacity is None or (load <= problem.capacity).all():
                    yield hubs, hub_of


@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_conclusions_lose_no_design(seed, limited):
    rng = np.random.default_rng(seed)
    n, h = 4, 3
    flow = rng.random((n, n))
    capacity = flow.sum() * rng.uniform(0.3, 0.8, n) if limited else None
    problem = HubProblem(flow, rng.random((n, n)), candidates=[0, 1, 3], capacity=capacity)
    model = build_model(problem, [1.0])
    low = int(rng.integers(1, h + 1))
    high = int(rng.integers(low, h + 1))
    ok = rng.random((1, n, h)) < 0.75
    state = rng.choice([CLOSED, OPEN, UNDECIDED, UNDECIDED, UNDECIDED], h)
    ok[:, :, state == CLOSED] = False
    before = set(designs(problem, ok, state, low, high))
    possible = propagate(model, Choices(ok, state, low, high))
    after = set(designs(problem, ok, state, low, high)) if possible else set()
    assert after == before


def eliminated(own, reduced, ok, state, price, trade, picked):
    """Eliminate with a slack of 10, whatever the fractional solution."""
    rooms = np.zeros((0, len(state)))
    relaxed = Relaxation(price, np.zeros(ok.shape), np.zeros(len(state)), trade, picked, rooms, np.ones(1))
    eliminate(own, reduced, Choices(ok, state, 1, len(state)), relaxed, 10.0)


def test_labels_are_struck_where_they_cost_more_than_the_slack():
    """By hand: two clients, two hubs, the second closed in the bound; slack 10."""
    own = np.array([-1, -1])
    reduced = np.array([[[5.0, 14.9], [3.0, 13.1]]])
    price = np.array([[5.0, 3.0]])
    picked = np.array([True, False])
    for trade, kept in ((0.0, [True, False]), (0.1, [True, False]), (0.2, [False, False])):
        ok, state = np.ones((1, 2, 2), dtype=bool), np.full(2, UNDECIDED)
        eliminated(own, reduced, ok, state, price, np.array([0.0, trade]), picked)
        assert ok[0, :, 1].tolist() == kept
        assert ok[0, :, 0].all()
        assert (state == UNDECIDED).all()


def test_a_hub_whose_change_costs_more_than_the_slack_is_decided():
    own, picked = np.array([-1, -1]), np.array([True, False])
    ok, state = np.ones((1, 1, 2), dtype=bool), np.full(2, UNDECIDED)
    eliminated(own, np.zeros((1, 1, 2)), ok, state, np.zeros((1, 1)), np.array([10.1, 10.1]), picked)
    assert state.tolist() == [OPEN, CLOSED]
    assert ok[0, 0].tolist() == [True, False]


def test_a_hub_s_own_node_is_never_too_dear_for_it():
    ok, state = np.ones((1, 1, 1), dtype=bool), np.full(1, UNDECIDED)
    far = np.full((1, 1, 1), 99.0)
    eliminated(np.array([0]), far, ok, state, np.zeros((1, 1)), np.zeros(1), np.ones(1, dtype=bool))
    assert ok.all()
