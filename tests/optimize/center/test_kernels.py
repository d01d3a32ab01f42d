"""The walk through hub sets finds a cover if and only if there is one; how hard a pair is to cover."""

from itertools import combinations, product

import numpy as np
import pytest

from optimize.center.kernels import COVERED, DONE, PAUSED, Question, agrees, count_couples, new_tree, walk
from tests.oracles import enumeration as oracle
from tests.oracles.random_cases import random_case

PAIRS = np.array([[0, i, j] for i in range(5) for j in range(5) if i != j])


def question(problem, limit, *, single=False, free=None):
    block = problem.blocks[0]
    legs = (block.collection_handled, block.transfer_handled, block.distribution)
    arrays = tuple(np.ascontiguousarray([leg]) for leg in legs)
    free = np.zeros((1, 5, 5), dtype=bool) if free is None else free
    return Question(*arrays, free, np.array([limit]), single, PAIRS, np.asarray(problem.candidate_index))


def case(seed, **kind):
    problem = random_case(seed, n=5, h=4, **kind).problem
    return problem, problem.blocks[0]


@pytest.mark.parametrize("single", [False, True])
def test_two_hubs_agree_where_their_path_is_within_the_limit(single):
    problem, block = case(1, outside=False)
    limit = 9.0
    asked = question(problem, limit, single=single)
    for i, j, k, m in product(range(5), range(5), range(problem.h), range(problem.h)):
        there = oracle.path_cost(block, i, j, k, m) <= limit
        back = oracle.path_cost(block, j, i, m, k) <= limit
        expected = there and (not single or (k == m if i == j else back))
        assert agrees(asked, 0, i, k, j, m) == expected
    assert agrees(question(problem, 0.0, free=np.ones((1, 5, 5), dtype=bool)), 0, 0, 0, 1, 1)


def test_the_couples_of_some_hubs_that_cover_a_pair_are_counted():
    problem, block = case(2, outside=False)
    hubs = np.arange(problem.h)[:2]
    couples = count_couples(question(problem, 8.0), hubs)
    for (_, i, j), number in zip(PAIRS, couples, strict=True):
        assert number == sum(oracle.path_cost(block, i, j, k, m) <= 8.0 for k in hubs for m in hubs)


def walked(problem, limit, p_max, forced=(), steps=10_000):
    free = np.zeros((1, 5, 5), dtype=bool)
    free[0, np.arange(5), np.arange(5)] = True
    asked = question(problem, limit, free=free)
    tree = new_tree(asked, np.ones(problem.h, dtype=bool), np.array(forced, dtype=np.int64), p_max)
    ended = walk(asked, tree, p_max, steps)
    return ended, tree.chosen[: tree.state[0]].tolist()


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
        ended, hubs = walked(problem, least + 1e-9, p_max, forced)
        assert ended == COVERED
        assert set(forced) <= set(hubs)
        assert len(hubs) <= p_max
        assert radius(hubs) <= least + 1e-9
        assert walked(problem, least - 1e-6, p_max, forced)[0] == DONE


def test_a_walk_pauses_when_its_steps_are_used_up():
    problem, _ = case(0, outside=False)
    assert walked(problem, -1.0, 1, steps=0)[0] == PAUSED
