"""Prices of hub sets and of their newcomers in all scenarios, against plain loops over all paths."""

from itertools import combinations

import numpy as np
import pytest

from optimize.heuristics.data import SearchData
from optimize.kernels import prepare
from optimize.run import Workers, make_request
from optimize.search import HubSets, Measured
from tests.oracles import enumeration as oracle
from tests.oracles.heuristics import KINDS, small_problem


@pytest.mark.parametrize("kind", KINDS)
def test_a_hub_set_costs_what_plain_loops_say(kind):
    problem = small_problem(kind, 3)
    data = SearchData.of(problem, make_request(problem, p_min=1, p_max=3))
    for hubs in ((0,), (1, 3), (0, 1, 2)):
        priced = data.hub_sets().price(hubs)
        expected = oracle.scenario_costs(problem, hubs)
        assert priced.hubs.tolist() == list(hubs)
        if np.isfinite(expected).all():
            assert priced.scenario_cost == pytest.approx(expected)
            assert data.serves(priced.hubs)
        else:
            assert not data.serves(priced.hubs)


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("kind", ["classes", "scenarios"])
def test_newcomers_cost_what_the_larger_sets_do(kind, threads):
    problem = small_problem(kind, 5)
    chance = np.array([s.probability for s in problem.scenarios])
    blocks = [[Measured(prepare(block)) for block in s.blocks] for s in problem.scenarios]
    fixed = np.array([s.fixed_cost for s in problem.scenarios])
    with Workers(threads) as workers:
        sets = HubSets(blocks, fixed, lambda cost: cost @ chance, workers)
        for hubs in [s for p in (1, 2) for s in combinations(range(4), p)]:
            newcomers = np.array([k for k in range(4) if k not in hubs])
            for k, value in zip(newcomers, sets.additions(np.array(hubs), newcomers), strict=True):
                assert value == pytest.approx(float(oracle.scenario_costs(problem, (*hubs, k)) @ chance))
            assert sets.additions(np.array(hubs), newcomers[:0]).tolist() == []


def test_without_a_hub_every_flow_goes_outside():
    problem = small_problem("outside", 2)
    data = SearchData.of(problem, make_request(problem, p=1))
    (block,) = problem.blocks
    assert data.hub_sets().price(()).value == pytest.approx((block.flow * np.minimum(block.direct, 9.0)).sum())


def test_a_limit_counts_pairs_and_a_floor_lifts_them():
    problem = small_problem("euclidean", 1)
    (block,) = problem.blocks
    cost = np.array([[oracle.path_cost(block, i, j, 2, 2) for j in range(5)] for i in range(5)])
    middle = float(np.median(cost))
    for measured, counted in (
        (Measured(prepare(block), limit=middle), cost > middle),
        (Measured(prepare(block), floor=middle), np.maximum(cost, middle)),
    ):
        sets = HubSets([[measured]], np.zeros((1, 4)), lambda scenario: scenario[..., 0], Workers())
        assert sets.price([2]).value == pytest.approx((block.flow * counted).sum())
