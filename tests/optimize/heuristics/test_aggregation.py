"""Aggregates: cheaper than the problem whatever the hubs, in every scenario; and the bounds that come from them."""

from importlib import import_module
from itertools import combinations

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem, solve
from optimize.heuristics.aggregation import aggregate
from tests.oracles.heuristics import KINDS, small_problem
from tests.oracles.random_cases import RISKS, every_path


def transport_cost(scenario, hubs):
    """What the flows of a scenario cost when each takes its cheapest path."""
    total = 0.0
    for block in scenario.blocks:
        used = block.flow > 0
        total += block.weight * float(block.flow[used] @ every_path(block, hubs)[used])
    return total


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_an_aggregate_never_costs_more_whatever_the_hubs(kind, seed):
    problem = small_problem(kind, seed, n=9, hubs=4)
    small = aggregate(problem, 4)
    assert all(block.n <= 4 for scenario in small.scenarios for block in scenario.blocks)
    for hubs in (hubs for p in (1, 2, 3) for hubs in combinations(range(4), p)):
        exact, bound = (
            np.array([transport_cost(scenario, hubs) for scenario in scenarios])
            for scenarios in (problem.scenarios, small.scenarios)
        )
        assert (bound + small.constant <= exact * (1 + 1e-12)).all()


def test_an_aggregate_with_a_cluster_a_node_is_the_problem_itself():
    problem = small_problem("euclidean", 1, n=8)
    small = aggregate(problem, 8)
    assert small.scenarios[0].blocks[0] is problem.blocks[0]
    assert small.constant.tolist() == [0.0]


@pytest.mark.parametrize("seed", range(4))
def test_weights_and_outside_options_count_in_an_aggregate_as_in_the_problem(seed):
    rng = np.random.default_rng(seed)
    blocks = {
        name: {"flow": rng.random((8, 8)), "cost": rng.random((8, 8)) + 1, "weight": weight, "unmet_penalty": penalty}
        for name, weight, penalty in (("light", 0.1, None), ("heavy", 3.0, None), ("cheap", 1.0, 1.5))
    }
    problem = HubProblem.from_blocks(blocks, candidates=range(4))
    for clusters in (1, 3, 6):
        small = aggregate(problem, clusters)
        for hubs in [s for p in (1, 2, 4) for s in combinations(range(4), p)]:
            exact = transport_cost(problem.scenarios[0], hubs)
            assert transport_cost(small.scenarios[0], hubs) + small.constant[0] <= exact * (1 + 1e-12)


def far_and_near():
    """Two scenarios: in one all nodes are far from every hub, so that much is set apart; in the other none is."""
    rng = np.random.default_rng(5)
    n, h = 9, 4
    far = {"collection_cost": 10 + rng.random((n, n)), "distribution_cost": 10 + rng.random((n, n))}
    near = {"collection_cost": rng.random((n, n)) * 15, "distribution_cost": rng.random((n, n)) * 15}
    flow = rng.random((n, n))
    common = {"transfer_cost": rng.random((n, n)), "candidates": range(h)}
    return ScenarioProblem({"far": HubProblem(flow, **far, **common), "near": HubProblem(flow, **near, **common)})


@pytest.mark.parametrize("risk", RISKS)
@pytest.mark.parametrize("clusters", [2, 4])
def test_the_bound_of_aggregates_holds_under_every_risk_measure(risk, clusters, monkeypatch):
    """Aggregates alone bound, as for problems of many nodes: by scenario they fall short by different amounts."""
    problem = far_and_near()
    module = import_module("optimize.heuristics.run")
    monkeypatch.setattr(module, "_WHOLE_NODES", 2)
    monkeypatch.setattr(module, "_CLUSTERS", (clusters,))
    constant = aggregate(problem, clusters).constant
    assert abs(constant[0] - constant[1]) > 0.2 * constant.max()
    sets = list(combinations(range(4), 2))
    cost = np.array([[transport_cost(s, hubs) for s in problem.scenarios] for hubs in sets])
    best = {
        "expected": cost.mean(axis=1).min(),
        "worst_case": cost.max(axis=1).min(),
        "cvar": cost.max(axis=1).min(),
        "max_regret": (cost - cost.min(axis=0)).max(axis=1).min(),
    }[risk]
    solution = solve(problem, p=2, risk=risk, cvar_level=0.5, method="heuristic")
    assert solution.bound <= best * (1 + 1e-9)
    assert solution.objective == pytest.approx(best)
