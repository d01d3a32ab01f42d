"""Aggregates: cheaper than the problem whatever the hubs, in every scenario; and the bounds that come from them."""

from dataclasses import replace
from importlib import import_module
from itertools import combinations

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem, solve
from optimize.heuristics.aggregation import aggregate
from optimize.run import Limits, make_request
from tests.oracles.heuristics import KINDS, small_problem
from tests.oracles.random_cases import every_path
from tests.oracles.risk import RISKS


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


@pytest.mark.parametrize(("weight", "penalty"), [(0.1, None), (3.0, None), (1.0, 1.5), (0.1, 1.5)])
@pytest.mark.parametrize("seed", range(3))
def test_weights_and_outside_options_count_in_an_aggregate_as_in_the_problem(seed, weight, penalty):
    rng = np.random.default_rng(seed)
    far = np.linspace(0.0, 5.0, 8)[:, None]
    block = {
        "flow": rng.random((8, 8)),
        "collection_cost": far + rng.random((8, 8)),
        "transfer_cost": rng.random((8, 8)),
        "distribution_cost": (far + rng.random((8, 8))).T,
        "weight": weight,
        "unmet_penalty": penalty,
    }
    problem = HubProblem.from_blocks({"one": block}, candidates=range(4))
    for clusters in (1, 3, 6):
        small = aggregate(problem, clusters)
        assert small.constant[0] > 0 or penalty is not None
        for hubs in [s for p in (1, 2, 4) for s in combinations(range(4), p)]:
            exact = transport_cost(problem.scenarios[0], hubs)
            bound = transport_cost(small.scenarios[0], hubs) + small.constant[0]
            assert bound <= exact * (1 + 1e-12)
            if penalty is None and clusters == 6:
                assert bound > 0.7 * exact


def spread_and_even():
    """Two scenarios: in one nodes differ in how far they are from all hubs, so that much is set apart; in the other,
    which costs more, they are all as far."""
    rng = np.random.default_rng(5)
    n, h = 9, 4
    far = np.linspace(0.0, 10.0, n)[:, None]
    spread = {"collection_cost": far + rng.random((n, n)), "distribution_cost": (far + rng.random((n, n))).T}
    even = {"collection_cost": 20 + rng.random((n, n)), "distribution_cost": 20 + rng.random((n, n))}
    flow = rng.random((n, n))
    common = {"transfer_cost": rng.random((n, n)), "candidates": range(h)}
    return ScenarioProblem({"spread": HubProblem(flow, **spread, **common), "even": HubProblem(flow, **even, **common)})


@pytest.mark.parametrize("risk", RISKS)
@pytest.mark.parametrize("clusters", [2, 4, 6])
def test_the_bound_of_aggregates_holds_under_every_risk_measure(risk, clusters, monkeypatch):
    """By scenario aggregates fall short by different amounts. The bound itself is looked at: that of a solution is cut
    off at its objective, and on so small a problem that is the optimum."""
    problem = spread_and_even()
    module = import_module("optimize.heuristics.run")
    monkeypatch.setattr(module, "_WHOLE_NODES", 2)
    monkeypatch.setattr(module, "_PAIR_S", np.inf)  # no time for the whole problem
    monkeypatch.setattr(module, "_CLUSTERS", (clusters,))
    constant = aggregate(problem, clusters).constant
    assert constant[0] > 3 * constant[1]
    sets = list(combinations(range(4), 2))
    cost = np.array([[transport_cost(s, hubs) for s in problem.scenarios] for hubs in sets])
    own = cost.min(axis=0)
    best = {
        "expected": cost.mean(axis=1).min(),
        "worst_case": cost.max(axis=1).min(),
        "cvar": cost.max(axis=1).min(),
        "max_regret": (cost - own).max(axis=1).min(),
        "relative_regret": (cost / own - 1).max(axis=1).min(),
        "mean_cvar": (0.5 * cost.mean(axis=1) + 0.5 * cost.max(axis=1)).min(),
        "robust_probability": (0.3 * cost.min(axis=1) + 0.7 * cost.max(axis=1)).min(),
        "probability_bounds": (0.2 * cost.min(axis=1) + 0.8 * cost.max(axis=1)).min(),
    }[risk]
    asked = {"mean_cvar": {"cvar_weight": 0.5}, "robust_probability": {"radius": 0.2}}
    asked |= {"probability_bounds": {"probability_high": [0.8, 0.8]}}
    given = asked.get(risk, {}) | {"cvar_level": 0.5}
    request = replace(make_request(problem, p=2, risk=risk, **given), own_optimum=tuple(own.tolist()))
    bound, _ = module._relaxation_bound(problem, request, Limits(), 20.0)
    assert bound <= best * (1 + 1e-9)
    solution = solve(problem, p=2, risk=risk, **given, method="heuristic")
    assert solution.bound <= best * (1 + 1e-9)
    assert solution.objective == pytest.approx(best)


def test_aggregates_bound_better_the_finer_they_are(monkeypatch):
    problem = spread_and_even()
    module = import_module("optimize.heuristics.run")
    monkeypatch.setattr(module, "_WHOLE_NODES", 2)
    monkeypatch.setattr(module, "_PAIR_S", np.inf)  # no time for the whole problem
    request = make_request(problem, p=2)
    bounds = []
    for clusters in ((2,), (2, 5), (2, 5, 8)):
        monkeypatch.setattr(module, "_CLUSTERS", clusters)
        bounds.append(module._relaxation_bound(problem, request, Limits(), 20.0)[0])
    assert bounds == sorted(bounds)
    cost = [[transport_cost(s, hubs) for s in problem.scenarios] for hubs in combinations(range(4), 2)]
    best = min(sum(row) / 2 for row in cost)
    assert 0.9 * best < bounds[-1] <= best


def test_a_regret_against_poor_estimates_may_be_below_zero_and_so_may_its_bound(monkeypatch):
    """What is taken for the scenarios' own optima is half as much again: every regret is negative."""
    problem = spread_and_even()
    module = import_module("optimize.heuristics.run")
    monkeypatch.setattr(module, "_WHOLE_NODES", 2)
    monkeypatch.setattr(module, "_PAIR_S", np.inf)  # no time for the whole problem
    monkeypatch.setattr(module, "_CLUSTERS", (4,))
    sets = list(combinations(range(4), 2))
    cost = np.array([[transport_cost(s, hubs) for s in problem.scenarios] for hubs in sets])
    own = 1.5 * cost.min(axis=0)
    best = float((cost - own).max(axis=1).min())
    assert best < 0
    request = replace(make_request(problem, p=2, risk="max_regret"), own_optimum=tuple(own.tolist()))
    assert module._relaxation_bound(problem, request, Limits(), 20.0)[0] <= best


def test_with_time_enough_the_whole_problem_is_decomposed_after_its_aggregate(monkeypatch):
    problem = spread_and_even()
    module = import_module("optimize.heuristics.run")
    monkeypatch.setattr(module, "_WHOLE_NODES", 2)
    monkeypatch.setattr(module, "_CLUSTERS", (2, 3))
    cost = [[transport_cost(s, hubs) for s in problem.scenarios] for hubs in combinations(range(4), 2)]
    best = min(sum(row) / 2 for row in cost)
    bound, hubs = module._relaxation_bound(problem, make_request(problem, p=2), Limits(), 20.0)
    assert bound == pytest.approx(best)
    assert sum(transport_cost(s, hubs) for s in problem.scenarios) / 2 == pytest.approx(best)
