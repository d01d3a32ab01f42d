"""Allocation within a radius: found exactly where full enumeration finds one."""

from itertools import combinations, product

import numpy as np
import pytest

from optimize.center.allocation import allocate, begin_allocation, stuck_pairs
from optimize.center.kernels import Question
from tests.oracles import enumeration as oracle
from tests.oracles.random_cases import random_case


def question(problem, free, limit):
    block = problem.blocks[0]
    legs = (block.collection_handled, block.transfer_handled, block.distribution)
    arrays = tuple(np.ascontiguousarray([leg]) for leg in legs)
    pairs, own = np.zeros((0, 3), dtype=np.int64), np.asarray(problem.candidate_index)
    return Question(*arrays, free, np.array([limit]), True, pairs, own)


@pytest.mark.parametrize("outside", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_it_is_possible_where_enumeration_says_so(seed, outside):
    problem = random_case(seed, n=4, h=4, outside=outside).problem
    block, own = problem.blocks[0], np.asarray(problem.candidate_index)
    for hubs in combinations(range(problem.h), 2):
        at_home = {int(own[k]): [place] for place, k in enumerate(hubs)}
        choices = [at_home.get(i, [0, 1]) for i in range(4)]
        radius = {}
        for places in product(*choices):
            hub_of = [hubs[a] for a in places]
            costs = [
                min(oracle.path_cost(block, i, j, hub_of[i], hub_of[j]), oracle.outside(block, i, j))
                for i in range(4)
                for j in range(4)
            ]
            radius[places] = max(costs)
        least = min(radius.values())
        for limit, possible in ((least + 1e-9, 1), (least - 1e-6, 0)):
            free = np.zeros((1, 4, 4), dtype=bool)
            if block.outside is not None:
                free[0] = block.outside <= limit
            asked = question(problem, free, limit)
            search = begin_allocation(asked, 0, np.array(hubs), np.arange(4))
            assert allocate(search, 10_000) == possible
            if possible:
                assert radius[tuple(search.place.tolist())] <= least + 1e-9
                assert len(stuck_pairs(asked, np.array(hubs), 8)) == 0
                # what is possible for all nodes is possible for some
                assert allocate(begin_allocation(asked, 0, np.array(hubs), np.array([1, 3])), 10_000) == 1


def test_out_of_budget_nothing_is_said():
    problem = random_case(1, n=4, h=4).problem
    free = np.zeros((1, 4, 4), dtype=bool)
    search = begin_allocation(question(problem, free, 50.0), 0, np.array([0, 1]), np.arange(4))
    assert allocate(search, 0) == -1
    assert allocate(search, 10_000) >= 0


def test_the_pairs_of_a_stuck_node_cannot_be_covered_at_once():
    stuck = 0
    for seed in range(12):
        problem = random_case(seed, n=4, h=4, outside=False).problem
        block, own = problem.blocks[0], np.asarray(problem.candidate_index)
        for hubs in combinations(range(problem.h), 2):
            limit = 7.0
            pairs = stuck_pairs(question(problem, np.zeros((1, 4, 4), dtype=bool), limit), np.array(hubs), 1)
            if not len(pairs):
                continue
            stuck += 1
            at_home = {int(own[k]): [k] for k in hubs}
            for uses in product(*[at_home.get(i, list(hubs)) for i in range(4)]):
                both_ways = [*pairs.tolist(), *pairs[:, ::-1].tolist()]
                assert max(oracle.path_cost(block, i, j, uses[i], uses[j]) for i, j in both_ways) > limit
    assert stuck
