"""Which hubs the bound opens: the cheapest by number, and by capacity."""

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimize import HubProblem, ScenarioProblem
from optimize.single import build_model
from optimize.single.cover import CLOSED, OPEN, UNDECIDED, demand_of_groups, relaxed_cover, select, select_by_number


@given(st.integers(0, 2**16))
@settings(max_examples=60, deadline=None)
def test_the_hubs_of_the_bound_are_the_cheapest_that_hold_the_demand(seed):
    rng = np.random.default_rng(seed)
    h = 6
    limited = HubProblem(np.ones((h, h)), 1.0 - np.eye(h), capacity=rng.random(h) * 20)
    model = build_model(limited, [1.0])
    rho, demand = rng.normal(size=h) + 0.5, np.array([20.0 * rng.random()])
    state = rng.choice([0, 1, 2, 2, 2], h)
    low, high = sorted(rng.integers(1, h + 1, 2))
    assume((state == 1).sum() <= high)
    allowed = [
        z
        for z in product((0, 1), repeat=h)
        if low <= sum(z) <= high
        and all((s != 0 or not v) and (s != 1 or v) for s, v in zip(state, z, strict=True))
        and model.capacity[0] @ np.array(z) >= demand[0]
    ]
    least = min((rho @ np.array(z) for z in allowed), default=np.inf)
    picked = np.zeros(h, dtype=bool)
    value = select(model, np.where(state == 0, np.inf, rho), state, low, high, demand, picked)
    assert value == pytest.approx(least)


@given(st.integers(0, 2**16))
@settings(max_examples=60, deadline=None)
def test_hubs_without_a_limit_beside_limited_ones_hold_what_there_is(seed):
    """Two scenarios in which different hubs are limited: the least sum of hubs that hold both demands."""
    rng = np.random.default_rng(seed)
    h = 5
    limits = np.where(rng.random((2, h)) < 0.3, np.inf, rng.random((2, h)) * 12)
    problems = [HubProblem(np.ones((h, h)), 1.0 - np.eye(h), capacity=limit) for limit in limits]
    model = build_model(ScenarioProblem({"a": problems[0], "b": problems[1]}), [0.5, 0.5])
    rho, demand = rng.normal(size=h) + 0.5, rng.random(2) * 15
    state = rng.choice([CLOSED, OPEN, UNDECIDED, UNDECIDED, UNDECIDED], h)
    low, high = sorted(rng.integers(1, h + 1, 2).tolist())
    assume((state == OPEN).sum() <= high)
    held = [z for z in choices(state, low, high) if (limits[:, z == 1].sum(axis=1) >= demand).all()]
    value = select(model, np.where(state == CLOSED, np.inf, rho), state, low, high, demand, np.zeros(h, dtype=bool))
    assert value == pytest.approx(min((rho @ z for z in held), default=np.inf))


def choices(state, low, high):
    """Every admissible choice of hubs, as 0 and 1."""
    for z in product((0, 1), repeat=len(state)):
        if low <= sum(z) <= high and all(v == (s == OPEN) for s, v in zip(state, z, strict=True) if s != UNDECIDED):
            yield np.array(z)


@given(st.integers(0, 2**16))
@settings(max_examples=100, deadline=None)
def test_by_number_and_what_a_change_trades_against(seed):
    """The sum is the least there is; opening or closing one more hub costs what the returned numbers say."""
    rng = np.random.default_rng(seed)
    h = 6
    rho = rng.normal(size=h).round(1)
    state = rng.choice([CLOSED, OPEN, UNDECIDED, UNDECIDED, UNDECIDED], h)
    low, high = sorted(rng.integers(1, h + 1, 2).tolist())
    assume((state == OPEN).sum() <= high)
    allowed = list(choices(state, low, high))
    picked = np.zeros(h, dtype=bool)
    total, leaves, comes = select_by_number(np.where(state == CLOSED, np.inf, rho), state, low, high, picked)
    if not allowed:
        assert total == np.inf
        return
    assert total == pytest.approx(min(rho @ z for z in allowed))
    for k in np.flatnonzero(state == UNDECIDED):
        flipped = min((rho @ z for z in allowed if bool(z[k]) is not bool(picked[k])), default=np.inf)
        claimed = total + comes - rho[k] if picked[k] else total + rho[k] - leaves
        assert claimed <= flipped + 1e-9
        assert claimed == pytest.approx(flipped)


@given(st.integers(0, 2**16))
@settings(max_examples=60, deadline=None)
def test_the_relaxed_cover_is_below_every_choice_that_holds_the_demand(seed):
    rng = np.random.default_rng(seed)
    h = 5
    flow = np.diag(rng.random(h) * 4)
    model = build_model(HubProblem(flow, 1.0 - np.eye(h), capacity=rng.random(h) * 8), [1.0])
    rho, state = rng.normal(size=h), rng.choice([CLOSED, OPEN, UNDECIDED, UNDECIDED], h)
    demand = demand_of_groups(model)
    assert demand[0] == pytest.approx(flow.sum())
    held = [z for z in choices(state, 0, h) if model.capacity[0] @ z >= demand[0]]
    finite = np.where(state == CLOSED, np.inf, rho)
    changes = [(int(k), opened) for k in np.flatnonzero(state == UNDECIDED) for opened in (True, False)]
    for flipped, opened in [(-1, False), *changes]:
        fits = [z for z in held if flipped < 0 or bool(z[flipped]) is opened]
        least = min((rho @ z for z in fits), default=np.inf)
        claimed = relaxed_cover(model, finite, state, demand, np.int64(flipped), np.bool_(opened))
        assert claimed <= least + 1e-9
