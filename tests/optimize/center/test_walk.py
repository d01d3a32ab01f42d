"""The walk through hub sets finds a cover if and only if there is one."""

from itertools import combinations

import numpy as np
import pytest

from optimize.center.kernels import Question, make_rows
from optimize.center.tree import new_tree
from optimize.center.walk import COVERED, DONE, PAUSED, walk
from tests.oracles import enumeration as oracle
from tests.oracles.random_cases import random_case

PAIRS = np.array([[0, i, j] for i in range(5) for j in range(5) if i != j])


def walked(problem, limit, p_max, forced=(), steps=10_000):
    block = problem.blocks[0]
    legs = (block.collection_handled, block.transfer_handled, block.distribution)
    free = np.zeros((1, 5, 5), dtype=bool)
    free[0, np.arange(5), np.arange(5)] = True
    own, alive = np.asarray(problem.candidate_index), np.ones(problem.h, dtype=bool)
    asked = Question(*(np.ascontiguousarray([leg]) for leg in legs), free, np.array([limit]), False, PAIRS, own)
    rows = make_rows(asked, alive, np.ones((1, 5, problem.h), dtype=bool), np.arange(len(PAIRS)))
    tree = new_tree(rows, alive, own, np.array(forced, dtype=np.int64), p_max, single=False)
    ended = walk(rows, tree, p_max, steps)
    return ended, tree.chosen[: tree.state[0]].tolist()


@pytest.mark.parametrize("p_max", [1, 2, 3])
@pytest.mark.parametrize("seed", range(8))
def test_a_cover_is_found_exactly_where_there_is_one(seed, p_max):
    problem = random_case(seed, n=5, h=4, outside=False).problem
    block = problem.blocks[0]
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
    problem = random_case(0, n=5, h=4).problem
    assert walked(problem, -1.0, 1, steps=0)[0] == PAUSED
