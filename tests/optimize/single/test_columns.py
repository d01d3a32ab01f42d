"""Bounds of many hubs from those of few: they hold, messages lower no pair, and no solution is lost."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.instances import random_nonmetric
from optimize.run import Clock, Limits, make_request
from optimize.single import build_model, columns, search
from optimize.single.columns import Columns, extend, spread_hubs, worth_columns
from optimize.single.heuristic import Incumbent
from optimize.single.kernels import pair_cost
from tests.optimize.single.test_random import assert_agrees, random_case
from tests.oracles.single import best_single


@pytest.fixture
def few(monkeypatch):
    """Begin with two hubs however few there are, and add one at a time."""
    monkeypatch.setattr(columns, "_FIRST", 2)
    monkeypatch.setattr(columns, "_MORE", 1)
    monkeypatch.setattr(search, "worth_columns", lambda _part: True)


def root(problem, request, value):
    model = build_model(problem, [1.0])
    known = Incumbent((0, 1), np.zeros((1, problem.n), dtype=np.int64), value)
    found = search.Search(model, request, Limits(), known)
    return found._root(), found.cutoff


def least_reduced(model, message, i, j, labels_i, labels_j):
    """Least pair cost less messages of two clients, over some labels of each."""
    return min(
        pair_cost(model, 0, i, j, k, m) - message[0, i, j, k] - message[0, j, i, m] for k in labels_i for m in labels_j
    )


@given(st.integers(0, 2**16))
@settings(max_examples=10, deadline=None)
def test_extended_messages_lower_no_pair(seed):
    rng = np.random.default_rng(seed)
    model = build_model(random_nonmetric(5, seed=seed), [1.0])
    message = rng.normal(size=(1, 5, 5, 5))
    known = rng.random((1, 5, 5)) < 0.5
    known[..., int(rng.integers(5))] = True
    ok = known | (rng.random(known.shape) < 0.7)
    before = message.copy()
    total = extend(model, message, known, ok, 0, 1)
    for i in range(5):
        for j in range(i + 1, 5):
            if model.flow[0, i, j] + model.flow[0, j, i] == 0:
                continue
            old = np.flatnonzero(known[0, i]), np.flatnonzero(known[0, j])
            every = np.flatnonzero(ok[0, i]), np.flatnonzero(ok[0, j])
            least = least_reduced(model, before, i, j, *old)
            assert least_reduced(model, message, i, j, *every) == pytest.approx(least, rel=1e-9, abs=1e-9)
    pairs = [(i, j) for i in range(5) for j in range(i + 1, 5) if model.flow[0, i, j] + model.flow[0, j, i] > 0]
    least = [least_reduced(model, message, i, j, np.flatnonzero(ok[0, i]), np.flatnonzero(ok[0, j])) for i, j in pairs]
    assert total == pytest.approx(sum(least), rel=1e-9, abs=1e-9)
    stand = np.broadcast_to(known[:, :, None, :], message.shape)
    assert (message[stand] == before[stand]).all()


@pytest.mark.usefixtures("few")
def test_the_bound_of_all_hubs_is_below_every_solution_though_that_of_some_is_not():
    above = 0
    for seed in range(8):
        problem = random_nonmetric(7, seed=seed)
        best = best_single(problem, [2], "expected", 0.6, [], [])
        part, cutoff = root(problem, make_request(problem, p=2, allocation="single"), 2 * best)
        turns = Columns(part, 2, 2, cutoff, [0, 1])
        for some in turns.turns(Clock()):
            above += some.bound > best
            assert turns.part.bound <= best * (1 + 1e-9)
        assert turns.part.bound <= best * (1 + 1e-9)
    assert above


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("limited", [False, True])
def test_no_solution_is_lost(limited):
    for seed in range(6000, 6040):
        assert_agrees(*random_case(seed, limited=limited))


@pytest.mark.usefixtures("few")
def test_no_solution_is_lost_where_parts_wait_without_the_messages_of_all_hubs(monkeypatch):
    monkeypatch.setattr(search, "_MANY", 2)
    for seed in range(6100, 6140):
        assert_agrees(*random_case(seed, limited=True))


@pytest.mark.usefixtures("few")
def test_no_solution_is_lost_in_scenarios():
    for seed in range(7000, 7008):
        assert_agrees(*random_case(seed, scenarios=2), "worst_case")


def test_hubs_to_begin_with_are_spread():
    cost = np.array([[0.0, 1.0, 9.0, 9.0], [1.0, 0.0, 9.0, 9.0], [9.0, 9.0, 0.0, 2.0]])
    assert spread_hubs(cost, [0], 2).tolist() == [0, 2]


def test_few_hubs_are_taken_all_at_once():
    problem = random_nonmetric(7, seed=1)
    part, _ = root(problem, make_request(problem, p=2, allocation="single"), 1e6)
    assert not worth_columns(part)
