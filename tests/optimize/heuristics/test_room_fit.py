"""Nodes fitted into the room of their hubs: loads and changes against their definitions, small cases by enumeration."""

from itertools import product

import numpy as np
import pytest

from optimize.heuristics.room_fit import FittedBlock, fit
from optimize.run import Clock


def random_block(seed, both, n=6, p=3):
    rng = np.random.default_rng(seed)
    transfer = rng.random((p, p))
    np.fill_diagonal(transfer, 0.0)
    room = rng.integers(0, 5, (n, n)).astype(float)
    place = rng.integers(0, p, n)
    return FittedBlock(rng.random((n, p)), rng.random((n, n)), transfer, room, np.ones(n, bool), both, place)


def load_of(block, place):
    load = np.zeros(len(block.transfer))
    for i, j in product(range(len(place)), repeat=2):
        load[place[i]] += block.room[i, j]
        if block.both and place[i] != place[j]:
            load[place[j]] += block.room[i, j]
    return load


def cost_of(block, place):
    pairs = product(range(len(place)), repeat=2)
    return sum(block.linear[i, k] for i, k in enumerate(place)) + sum(
        block.weight[i, j] * block.transfer[place[i], place[j]] for i, j in pairs if i != j
    )


def over(load, capacity):
    return np.maximum(load - capacity, 0.0).sum()


@pytest.mark.parametrize("both", [False, True])
def test_what_a_node_brings_and_takes_away(both):
    for seed in range(10):
        block = random_block(seed, both)
        block.move(2, 1)
        block.move(0, 2)
        place, now = block.place.copy(), cost_of(block, block.place)
        assert block.load == pytest.approx(load_of(block, place))
        for i, k in product(range(6), range(3)):
            moved = place.copy()
            moved[i] = k
            assert block.cost[i, k] - block.cost[i, place[i]] == pytest.approx(cost_of(block, moved) - now)
            if k != place[i]:
                change = load_of(block, moved) - load_of(block, place)
                assert block.leaving()[i] == pytest.approx(change[place[i]])
                assert block.entering()[i, k] == pytest.approx(change[k])


@pytest.mark.parametrize("both", [False, True])
def test_no_shift_and_no_exchange_is_left_that_pays(both):
    for seed in range(10):
        block = random_block(seed, both)
        capacity = np.full(3, 0.6 * load_of(block, block.place).sum())
        assert fit([block], capacity) == 0.0
        place, now = block.place, cost_of(block, block.place)
        assert (load_of(block, place) <= capacity * (1 + 1e-9)).all()
        shifted = [np.where(np.arange(6) == i, k, place) for i, k in product(range(6), range(3))]
        swapped = [place[_exchanged(i, j)] for i, j in product(range(6), repeat=2)]
        for other in shifted + swapped:
            if over(load_of(block, other), capacity) == 0:
                assert cost_of(block, other) >= now * (1 - 1e-6)


def _exchanged(i, j):
    order = np.arange(6)
    order[i], order[j] = j, i
    return order


@pytest.mark.parametrize("both", [False, True])
def test_tight_room_is_found_where_there_is_some(both):
    found = 0
    for seed in range(20):
        block = random_block(seed, both, n=5, p=2)
        every = [np.array(place) for place in product(range(2), repeat=5)]
        # the most even of all allocations, and next to no room beyond it
        capacity = np.full(2, 1.02 * min(load_of(block, place).max() for place in every))
        left = fit([block], capacity)
        assert left == pytest.approx(over(load_of(block, block.place), capacity * (1 + 1e-9)))
        found += left == 0
    assert found >= 15


def test_nodes_that_may_not_move_stay():
    block = random_block(1, both=True)
    block.movable[:3] = False
    before = block.place[:3].copy()
    fit([block], np.full(3, 1e9))
    assert (block.place[:3] == before).all()


def test_room_is_made_whatever_the_time():
    block = random_block(3, both=False)
    block.place[:] = 0
    block = FittedBlock(
        block.linear, block.weight, block.transfer, block.room, block.movable, both=False, place=block.place
    )
    capacity = np.full(3, 0.6 * block.room.sum())
    assert fit([block], capacity, Clock(0.0)) == 0.0


def test_classes_share_the_room():
    first, second = random_block(5, both=True), random_block(6, both=True)
    capacity = np.full(3, 0.55 * (load_of(first, first.place) + load_of(second, second.place)).sum())
    assert fit([first, second], capacity) == 0.0
    assert (load_of(first, first.place) + load_of(second, second.place) <= capacity * (1 + 1e-9)).all()
