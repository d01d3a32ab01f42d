"""Paths: what each costs leg by leg, and which is the cheapest."""

import numpy as np
import pytest

from optimize import HubProblem
from optimize.rules import DIRECT, UNMET, cheapest_costs, cheapest_paths, path_costs, routing
from tests.conftest import nasty_problem
from tests.oracles import enumeration as oracle
from tests.oracles.random_cases import random_case


@pytest.fixture(scope="module")
def block():
    """Three places, all may be hubs; every number tells where it comes from."""
    hundreds, tens, ones = (np.array([[0.0, 1, 2], [3, 0, 4], [5, 6, 0]]) * size for size in (100.0, 10.0, 1.0))
    return HubProblem(
        np.ones((3, 3)),
        collection_cost=hundreds,
        transfer_cost=tens,
        distribution_cost=ones,
        handling_cost=[0.25, 0.5, 0.125],
        direct_cost=np.full((3, 3), 777.0),
        unmet_penalty=999.0,
    ).blocks[0]


def test_a_path_costs_its_legs_and_the_handling_of_both_hubs(block):
    i, j = np.array([0, 0, 2, 1, 1]), np.array([2, 2, 0, 0, 2])
    first, last = np.array([1, 1, 0, DIRECT, UNMET]), np.array([1, 2, 1, DIRECT, UNMET])
    cost = path_costs(block, i, j, first, last)
    assert cost.tolist() == [
        100 + 0.5 + 4,  # 0 -> 1 -> 2
        100 + 0.5 + 40 + 0.125 + 0,  # 0 -> 1 -> 2 -> 2
        500 + 0.25 + 10 + 0.5 + 3,  # 2 -> 0 -> 1 -> 0
        777.0,
        999.0,
    ]


def test_an_option_that_is_not_there_is_no_way():
    (plain,) = HubProblem(np.ones((2, 2)), np.ones((2, 2))).blocks
    zero, one = np.array([0]), np.array([1])
    for mark in (DIRECT, UNMET):
        assert np.isinf(path_costs(plain, zero, one, np.array([mark]), np.array([mark]))).all()


@pytest.mark.parametrize("seed", range(10))
def test_the_cheapest_path_is_the_cheapest_of_all(seed):
    problem = random_case(seed).problem
    for block in problem.blocks:
        hubs = list(range(problem.h))[seed % 2 :]
        first, last, cost = cheapest_paths(block, hubs)
        for i, j in np.ndindex(block.flow.shape):
            ways = {(k, m): oracle.path_cost(block, i, j, k, m) for k in hubs for m in hubs}
            assert cost[i, j] == pytest.approx(min([oracle.outside(block, i, j), *ways.values()]))
            if first[i, j] >= 0:
                assert ways[first[i, j], last[i, j]] == pytest.approx(cost[i, j])
        origin, destination = (x.ravel() for x in np.indices(block.flow.shape))
        assert path_costs(block, origin, destination, first.ravel(), last.ravel()) == pytest.approx(cost.ravel())


def test_nodes_keep_to_the_hubs_that_they_are_assigned_to(block):
    assigned = np.zeros((3, 3), dtype=bool)
    assigned[0, 2] = assigned[1, 1] = assigned[2, 0] = True
    first, last, cost = cheapest_paths(block, (0, 1, 2), assigned)
    assert (first[0, 1], last[0, 1]) == (2, 1)
    assert cost[0, 1] == 200 + 0.125 + 60 + 0.5 + 0
    assert (first[2, 2], last[2, 2]) == (0, 0)


def test_only_links_that_are_there_are_used(block):
    links = np.zeros((3, 3), dtype=bool)
    links[1, 0] = True
    first, last, _ = cheapest_paths(block, (0, 1), links=links)
    over = {(int(k), int(m)) for k, m in zip(first.ravel(), last.ravel(), strict=True) if k != m}
    assert over <= {(1, 0)}


@pytest.mark.parametrize(("direct", "penalty", "mark"), [(1.0, 2.0, DIRECT), (2.0, 1.0, UNMET), (1.0, 1.0, UNMET)])
def test_the_cheaper_outside_option_is_taken(direct, penalty, mark):
    """At equal cost demand is left unserved, in every module alike."""
    (block,) = HubProblem(
        np.ones((2, 2)), np.full((2, 2), 9.0), direct_cost=np.full((2, 2), direct), unmet_penalty=penalty
    ).blocks
    first, _, cost = cheapest_paths(block, (0, 1))
    assert (first == mark).all()
    assert (cost == 1.0).all()


@pytest.mark.parametrize("seed", range(8))
def test_costs_over_many_hubs_are_those_of_every_path(seed):
    (block,) = nasty_problem(seed).blocks
    hubs = range(len(block.handling))
    expected = [
        [
            min([oracle.outside(block, i, j), *(oracle.path_cost(block, i, j, k, m) for k in hubs for m in hubs)])
            for j in range(block.n)
        ]
        for i in range(block.n)
    ]
    assert cheapest_costs(block, list(hubs)) == pytest.approx(np.array(expected))


def test_long_work_looks_at_the_clock(monkeypatch):
    looks = []
    (block,) = nasty_problem(0).blocks
    cheapest_costs(block, [0, 1], lambda: looks.append(1))
    assert looks == []
    monkeypatch.setattr(routing, "_STEPS_BETWEEN_LOOKS", 0)
    cheapest_costs(block, [0, 1], lambda: looks.append(1))
    assert len(looks) == 4
