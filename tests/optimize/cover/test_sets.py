"""Which hubs cover a pair within a limit: sets, their order, and which hubs of two nodes agree."""

from itertools import product

import numpy as np
import pytest

from optimize.cover.sets import agreement, conflicts, cover_sets, path_cost_from, within_outside, without_supersets
from tests.oracles import enumeration as oracle
from tests.oracles.random_cases import random_case


def blocks(count=8, **kind):
    for seed in range(count):
        problem = random_case(seed, n=4, h=4, **kind).problem
        for block in problem.blocks:
            yield seed, problem, block


def test_path_costs_are_the_legs():
    for _, problem, block in blocks(3):
        for i in range(block.n):
            cost = path_cost_from(block, i)
            for k, m, j in product(range(problem.h), range(problem.h), range(block.n)):
                assert cost[k, m, j] == pytest.approx(oracle.path_cost(block, i, j, k, m))


def covers(block, hubs, i, j, limit):
    return min(oracle.path_cost(block, i, j, k, m) for k in hubs for m in hubs) <= limit


@pytest.mark.parametrize("limit", [3.0, 8.0, 14.0])
def test_hub_sets_that_meet_every_row_are_those_that_cover_every_pair(limit):
    for seed, problem, block in blocks():
        alive = np.ones(problem.h, dtype=bool)
        alive[seed % problem.h] = problem.h < 3
        needed = block.flow > 0
        sets = cover_sets(block, needed, limit, alive, block.flow)
        fewer = without_supersets(sets)
        assert len(fewer.weight) <= len(sets.weight)
        open_pairs = [(i, j) for i, j in np.argwhere(needed) if oracle.outside(block, i, j) > limit]
        assert sets.weight.sum() == pytest.approx(sum(block.flow[i, j] for i, j in open_pairs))
        for chosen in product((False, True), repeat=int(alive.sum())):
            hubs = np.flatnonzero(alive)[list(chosen)]
            if not len(hubs):
                continue
            z = np.isin(np.arange(problem.h), hubs)
            y = z[sets.first] & z[sets.second]
            covered = all(covers(block, hubs, i, j, limit) for i, j in open_pairs)
            for rows in (sets, fewer):
                met = (rows.single & z).any(axis=1) | (rows.couple & y).any(axis=1)
                assert bool(met.all()) is covered


@pytest.mark.parametrize("limit", [4.0, 9.0, 15.0])
def test_allocations_that_avoid_all_conflicts_are_those_that_cover_every_pair(limit):
    for _, problem, block in blocks(6):
        n, h = block.n, problem.h
        needed, own = np.ones((n, n), dtype=bool), problem.candidate_index
        alive, forced = np.ones(h, dtype=bool), np.zeros(h, dtype=bool)
        found = agreement(block, needed, limit, alive, forced, own)
        rows = conflicts(found) if found.possible else []
        outside = within_outside(block, limit)
        for hub_of in product(range(h), repeat=n):
            opened = set(hub_of)
            if any(hub_of[own[k]] != k for k in opened):
                continue  # a hub's own node is at home
            pairs = product(range(n), repeat=2)
            fits = all(outside[i, j] or oracle.path_cost(block, i, j, hub_of[i], hub_of[j]) <= limit for i, j in pairs)
            kept = found.possible and all(found.hubs[i, k] for i, k in enumerate(hub_of))
            avoided = kept and all(not (hub_of[i] in K and hub_of[j] in M) for i, j, K, M in rows)
            assert bool(avoided) is fits


def test_a_forced_hub_keeps_its_own_node():
    _, problem, block = next(blocks(1))
    h = problem.h
    forced = np.arange(h) == 0
    everything = agreement(
        block, np.ones((4, 4), dtype=bool), 1e9, np.ones(h, dtype=bool), forced, problem.candidate_index
    )  # fmt: skip
    node = problem.candidate_index[0]
    assert everything.hubs[node].tolist() == [k == 0 for k in range(h)]
    assert not everything.only(~forced).hubs[:, 0].any()
