"""Rows of the hitting-set program: what covers every pair hits them, and what does not breaks some."""

from itertools import combinations

import numpy as np
import pytest

from optimize.center import Question
from optimize.covering.vertex_covers import find_rows

N = 6


def question_of(rng, limit):
    collect, transfer, distribute = (rng.random((1, N, N)) for _ in range(3))
    pairs = np.array([(0, i, j) for i in range(N) for j in range(N)])
    free = np.zeros((1, N, N), dtype=bool)
    return Question(collect, transfer, distribute, free, np.array([limit]), False, pairs, np.arange(N))


def covers(asked, hubs, i, j):
    legs = asked.collect[0], asked.transfer[0], asked.distribute[0]
    return any(legs[0][i, k] + legs[1][k, m] + legs[2][m, j] <= asked.limits[0] for k in hubs for m in hubs)


def rows_for(asked, z):
    rows = np.zeros((len(asked.pairs), N), dtype=bool)
    number, looked = find_rows(asked, np.arange(N), z, 0, len(asked.pairs), rows)
    assert looked == len(asked.pairs)
    return rows[:number]


@pytest.mark.parametrize("seed", range(8))
def test_every_hub_set_that_covers_all_pairs_hits_every_row(seed):
    rng = np.random.default_rng(seed)
    asked = question_of(rng, 1.4)
    rows = np.vstack([rows_for(asked, z) for z in (np.zeros(N), np.full(N, 0.2), rng.random(N) * 0.6)])
    assert len(rows)
    good = [
        hubs
        for size in range(1, N + 1)
        for hubs in combinations(range(N), size)
        if all(covers(asked, hubs, i, j) for i in range(N) for j in range(N))
    ]
    assert good
    assert all(row[list(hubs)].any() for row in rows for hubs in good)


@pytest.mark.parametrize("seed", range(4))
def test_open_hubs_break_a_row_for_each_pair_that_they_do_not_cover(seed):
    asked = question_of(np.random.default_rng(seed), 0.9)
    for hubs in combinations(range(N), 3):
        missed = sum(not covers(asked, hubs, i, j) for i in range(N) for j in range(N))
        rows = rows_for(asked, np.isin(np.arange(N), hubs).astype(float))
        assert len(rows) == missed
        assert not rows[:, hubs].any()


def test_half_open_hubs_break_a_row_that_needs_a_whole_one():
    # hub 0 first and hub 1 last cover the only pair, nothing else does
    collect, transfer, distribute = np.zeros((1, 2, 2)), np.full((1, 2, 2), 9.0), np.zeros((1, 2, 2))
    transfer[0, 0, 1] = 0.0
    pairs = np.array([(0, 0, 1)])
    asked = Question(
        collect, transfer, distribute, np.zeros((1, 2, 2), dtype=bool), np.ones(1), False, pairs, np.arange(2)
    )
    rows = np.zeros((4, 2), dtype=bool)
    number, _ = find_rows(asked, np.arange(2), np.array([0.5, 1.0]), 0, 1, rows)
    assert number == 1
    assert rows[0].tolist() == [True, False]
    assert find_rows(asked, np.arange(2), np.ones(2), 0, 1, rows)[0] == 0
