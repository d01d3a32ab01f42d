"""Messages: whatever they are, what is left of the pairs and the clients is below every allocation."""

import numpy as np
import pytest

from optimize.single import build_model
from optimize.single.kernels import block_costs, pair_cost
from optimize.single.messages import diffuse, list_labels, move, pair_minima
from tests.oracles.random_cases import random_case


def labelled(model, ok):
    labels, count = np.empty(ok.shape, dtype=np.int64), np.empty(ok.shape[:2], dtype=np.int64)
    list_labels(ok, labels, count)
    return labels, count


def case(seed, outside):
    """A model, random messages, and labels of which some are struck out."""
    problem = random_case(seed, n=5, h=4, outside=outside).problem
    model = build_model(problem, [1.0])
    rng = np.random.default_rng(seed)
    blocks, n, h = model.unary.shape
    ok = rng.random((blocks, n, h)) < 0.7
    ok[:, :, 0] = True
    message = rng.normal(size=(blocks, n, n, h)) * float(model.flow.max())
    return model, ok, message


@pytest.mark.parametrize("outside", [True, False])
@pytest.mark.parametrize("seed", range(8))
def test_pair_minima_are_the_least_of_all_label_pairs(seed, outside):
    model, ok, message = case(seed, outside)
    labels, count = labelled(model, ok)
    blocks, n, _ = ok.shape
    chosen = np.empty((blocks, n, n), dtype=np.int64)
    found = sum(pair_minima(model, message, labels, count, chosen, first, 2) for first in (0, 1))
    total = 0.0
    for b in range(blocks):
        for i in range(n):
            for j in range(i + 1, n):
                if model.flow[b, i, j] == 0 and model.flow[b, j, i] == 0:
                    assert chosen[b, i, j] == -1
                    continue
                left = {
                    (k, m): pair_cost(model, b, i, j, k, m) - message[b, i, j, k] - message[b, j, i, m]
                    for k in np.flatnonzero(ok[b, i])
                    for m in np.flatnonzero(ok[b, j])
                }
                total += min(left.values())
                assert left[chosen[b, i, j], chosen[b, j, i]] == pytest.approx(min(left.values()))
    assert found == pytest.approx(total)


@pytest.mark.parametrize("outside", [True, False])
@pytest.mark.parametrize("seed", range(8))
def test_messages_move_costs_and_lose_none(seed, outside):
    """Reduced costs and reduced pairs of an allocation add up to its cost, so that their minima bound it."""
    model, ok, message = case(seed, outside)
    blocks, n, h = ok.shape
    direction = np.random.default_rng(seed + 99).normal(size=message.shape)
    moved, reduced = np.empty_like(message), np.empty((blocks, n, h))
    for first in (0, 1):
        move(model, moved, message, direction, 0.5, reduced, first, 2)
    rng = np.random.default_rng(seed)
    labels, count = labelled(model, ok)
    chosen = np.empty((blocks, n, n), dtype=np.int64)
    for i in range(n):
        moved[:, i, i] = 0.0
    pairs = pair_minima(model, moved, labels, count, chosen, 0, 1)
    for _ in range(10):
        hub_of = np.array([[rng.choice(np.flatnonzero(ok[b, i])) for i in range(n)] for b in range(blocks)])
        clients = sum(reduced[b, i, hub_of[b, i]] for b in range(blocks) for i in range(n))
        spared = sum(  # pairs without flow are in no minimum: what they passed on has to come off
            moved[b, i, j, hub_of[b, i]]
            for b in range(blocks)
            for i in range(n)
            for j in range(n)
            if i != j and model.flow[b, i, j] == 0 and model.flow[b, j, i] == 0
        )
        cost = block_costs(model, hub_of).sum()
        assert clients - spared + pairs <= cost + 1e-7 * max(1.0, abs(cost))


@pytest.mark.parametrize("outside", [True, False])
@pytest.mark.parametrize("forward", [True, False])
def test_diffusion_lowers_no_pair_and_no_client_below_its_price(outside, forward):
    for seed in range(4):
        model, ok, _ = case(seed, outside)
        ok[:] = True
        labels, count = labelled(model, ok)
        blocks, n, h = ok.shape
        message = np.zeros((blocks, n, n, h))
        reduced, price = model.unary.copy(), model.unary.min(axis=2) + 0.1
        chosen = np.empty((blocks, n, n), dtype=np.int64)
        before = pair_minima(model, message, labels, count, chosen, 0, 1)
        least = np.minimum(model.unary.min(axis=2), price)
        diffuse(model, message, reduced, labels, count, price, forward)
        after = pair_minima(model, message, labels, count, chosen, 0, 1)
        assert after >= before - 1e-9 * max(1.0, abs(before))
        assert reduced == pytest.approx(model.unary + message.sum(axis=2))
        assert (reduced.min(axis=2) >= least - 1e-9 * np.abs(least).max()).all()
