"""Which pairs hubs cover, by themselves and as sets of bits; how hard a pair is to cover."""

from itertools import combinations, product

import numpy as np
import pytest

from optimize.center.kernels import Question, agrees, count_couples, joined, make_rows, narrow, uncovered
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


def members(words):
    """Candidates in a set of bits."""
    return {64 * w + b for w, word in enumerate(words.tolist()) for b in range(64) if word >> b & 1}


@pytest.mark.parametrize("seed", range(4))
def test_rows_hold_the_couples_that_cover(seed):
    problem, block = case(seed, outside=False)
    asked, hubs, limit = question(problem, 9.0), range(problem.h), 9.0
    everyone = np.ones((1, 5, problem.h), dtype=bool)
    half = [
        make_rows(asked, np.ones(problem.h, dtype=bool), everyone, some) for some in (np.arange(9), np.arange(9, 20))
    ]
    rows = joined(asked, *half)
    for q, (_, i, j) in enumerate(PAIRS):
        couples = {(k, m) for k in hubs for m in hubs if oracle.path_cost(block, i, j, k, m) <= limit}
        for k in hubs:
            assert members(rows.last[q, k]) == {m for a, m in couples if a == k}
            assert members(rows.first[q, k]) == {a for a, m in couples if m == k}
        assert members(rows.alone[q]) == {k for k, m in couples if k == m}
        assert members(rows.firsts[q]) == {k for k, _ in couples}
        assert members(rows.lasts[q]) == {m for _, m in couples}


def test_pairs_that_hubs_leave_uncovered_are_found():
    problem, block = case(3, outside=False)
    asked, hubs = question(problem, 7.0), np.array([0, 2])
    left = uncovered(asked, hubs, 100).tolist()
    assert left == [
        q
        for q, (_, i, j) in enumerate(PAIRS)
        if min(oracle.path_cost(block, i, j, k, m) for k in hubs for m in hubs) > 7.0
    ]
    assert uncovered(asked, hubs, 2).tolist() == left[:2]


@pytest.mark.parametrize("seed", range(6))
def test_a_hub_that_is_removed_is_in_no_allocation(seed):
    problem, block = case(seed, outside=False)
    own, limit = np.asarray(problem.candidate_index), 9.0
    free = np.zeros((1, 5, 5), dtype=bool)
    free[0, np.arange(5), np.arange(5)] = True
    asked = question(problem, limit, single=True, free=free)
    alive, allowed = np.ones(problem.h, dtype=bool), np.ones((1, 5, problem.h), dtype=bool)
    while narrow(asked, alive, allowed):
        pass
    for hubs in combinations(range(problem.h), 2):
        at_home = {int(own[k]): [k] for k in hubs}
        for uses in product(*[at_home.get(i, list(hubs)) for i in range(5)]):
            pairs = product(range(5), repeat=2)
            if all(i == j or oracle.path_cost(block, i, j, uses[i], uses[j]) <= limit for i, j in pairs):
                assert alive[list(hubs)].all()
                assert allowed[0, np.arange(5), list(uses)].all()
