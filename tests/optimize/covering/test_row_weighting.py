"""Row weighting: hubs that hit every row are found where there are some, and none are said to where there are not."""

from itertools import combinations

import numpy as np
import pytest

from optimize.covering.row_weighting import hit_rows, listed

H = 8


def search(rows, opened, forced=(), steps=500):
    mask = np.isin(np.arange(H), opened)
    weight, draws = np.ones(len(rows), dtype=np.int64), np.random.default_rng(1).random(steps)
    hit = hit_rows(listed(rows), mask, np.isin(np.arange(H), forced), weight, draws)
    return hit, np.flatnonzero(mask)


@pytest.mark.parametrize("seed", range(15))
def test_it_ends_with_hubs_that_hit_every_row_if_so_many_can(seed):
    rows = np.random.default_rng(seed).random((12, H)) < 0.3
    rows[~rows.any(axis=1), 0] = True
    for number in range(1, 6):
        possible = any(rows[:, hubs].any(axis=1).all() for hubs in combinations(range(H), number))
        hit, hubs = search(rows, range(number))
        assert len(hubs) == number
        assert hit == possible
        assert rows[:, hubs].any(axis=1).all() == hit


def test_forced_hubs_stay_open():
    rows = np.eye(H, dtype=bool)[:3]
    hit, hubs = search(rows, [4, 5, 6, 7], forced=[7])
    assert hit
    assert hubs.tolist() == [0, 1, 2, 7]
    assert not search(rows, [5, 6, 7], forced=[6, 7])[0]


def test_without_steps_nothing_moves():
    rows = np.eye(H, dtype=bool)[:2]
    hit, hubs = search(rows, [6, 7], steps=0)
    assert not hit
    assert hubs.tolist() == [6, 7]


def test_hubs_and_rows_are_listed_both_ways():
    found = listed(np.array([[True, False, True], [False, False, True]]))
    assert found.start.tolist() == [0, 2, 3]
    assert found.hub.tolist() == [0, 2, 2]
    assert found.begin.tolist() == [0, 1, 1, 3]
    assert found.row.tolist() == [0, 0, 1]
