"""The walk through hub sets finds a cover if and only if there is one; how hard a pair is to cover."""

from itertools import combinations, product

import numpy as np
import pytest

from optimize.center.kernels import COVERED, DONE, PAUSED, agrees, count_ways, walk
from tests.oracles import enumeration as oracle
from tests.oracles.random_cases import random_case


def arrays(block):
    legs = (block.collection_handled, block.transfer_handled, block.distribution)
    return tuple(np.ascontiguousarray([leg]) for leg in legs)


def case(seed, **kind):
    problem = random_case(seed, n=5, h=4, **kind).problem
    return problem, problem.blocks[0]


@pytest.mark.parametrize("single", [False, True])
def test_two_hubs_agree_where_their_path_is_within_the_limit(single):
    problem, block = case(1, outside=False)
    free = np.zeros((1, 5, 5), dtype=bool)
    limit = 9.0
    for i, j, k, m in product(range(5), range(5), range(problem.h), range(problem.h)):
        there = oracle.path_cost(block, i, j, k, m) <= limit
        back = oracle.path_cost(block, j, i, m, k) <= limit
        expected = there and (not single or (k == m if i == j else back))
        assert agrees(*arrays(block), free, np.array([limit]), single, 0, i, k, j, m) == expected
    free[:] = True
    assert agrees(*arrays(block), free, np.array([0.0]), False, 0, 0, 0, 1, 1)


def test_ways_are_counted_over_the_couples_of_some_hubs():
    problem, block = case(2, outside=False)
    pairs = np.array([[0, i, j] for i in range(5) for j in range(5) if i != j])
    hubs = np.arange(problem.h)[:2]
    ways = count_ways(
        *arrays(block), np.zeros((1, 5, 5), dtype=bool), np.array([8.0]), False, pairs, hubs
    )  # fmt: skip
    for (_, i, j), number in zip(pairs, ways, strict=True):
        assert number == sum(oracle.path_cost(block, i, j, k, m) <= 8.0 for k in hubs for m in hubs)


def walked(problem, block, limit, p_max, forced=(), steps=10_000):
    h = problem.h
    own = np.asarray(problem.candidate_index)
    free = np.zeros((1, 5, 5), dtype=bool)
    free[0, np.arange(5), np.arange(5)] = True
    pairs = np.array([[0, i, j] for i in range(5) for j in range(5) if i != j])
    usable = ~np.isin(np.arange(h), forced)
    hosted = np.full(5, -1, dtype=np.int64)
    hosted[own[list(forced)]] = forced
    chosen = np.zeros(p_max + 1, dtype=np.int64)
    chosen[: len(forced)] = forced
    state = np.array([len(forced), len(forced), 0, 0], dtype=np.int64)
    alive, helps, known = (
        np.ones(h, dtype=bool),
        np.zeros((len(pairs), h), dtype=bool),
        np.zeros(len(pairs), dtype=bool),
    )
    branch, size, place = (np.zeros(shape, dtype=np.int64) for shape in ((p_max + 1, h), p_max + 1, p_max + 1))
    ended = walk(
        *arrays(block), free, np.array([limit]), False, pairs, own, p_max, alive, usable, hosted, chosen, helps, known,
        branch, size, place, state, steps,
    )  # fmt: skip
    return ended, chosen[: state[0]].tolist()


@pytest.mark.parametrize("p_max", [1, 2, 3])
@pytest.mark.parametrize("seed", range(8))
def test_a_cover_is_found_exactly_where_there_is_one(seed, p_max):
    problem, block = case(seed, outside=False)
    p_max = min(p_max, problem.h)
    pairs = [(i, j) for i in range(5) for j in range(5) if i != j]

    def radius(hubs):
        return max(min(oracle.path_cost(block, i, j, k, m) for k in hubs for m in hubs) for i, j in pairs)

    for forced in ((), (0,)):
        least = min(radius(s) for s in combinations(range(problem.h), p_max) if set(forced) <= set(s))
        ended, hubs = walked(problem, block, least + 1e-9, p_max, forced)
        assert ended == COVERED
        assert set(forced) <= set(hubs)
        assert len(hubs) <= p_max
        assert radius(hubs) <= least + 1e-9
        assert walked(problem, block, least - 1e-6, p_max, forced)[0] == DONE


def test_a_walk_pauses_when_its_steps_are_used_up():
    problem, block = case(0, outside=False)
    assert walked(problem, block, 0.0 - 1.0, 1, steps=0)[0] == PAUSED
