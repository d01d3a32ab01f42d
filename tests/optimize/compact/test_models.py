"""Compact models of the sum objective: published optima, full enumeration, two solvers, two formulations."""

from dataclasses import replace

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem, solve
from optimize.compact import flow_based, multiple, r_allocation, run, single
from optimize.compact.frame import least_costs
from optimize.compact.paths import find_paths
from optimize.evaluate.evaluation import evaluate
from optimize.instances import read_cab, read_orlib
from optimize.run import Limits
from optimize.run.request import make_request
from optimize.run.result import Status
from optimize.solvers import available_solvers
from tests.conftest import nasty_problem
from tests.fuzz import fuzz_compact
from tests.oracles import compact as oracle

SOLVERS = tuple(name for name in ("HiGHS", "CBC") if name in available_solvers())


def solved(problem, method=run, solver=None, **asked):
    """Run a method and price its design independently; the bound has to be on the right side."""
    request = make_request(problem, **asked)
    result = method(problem, request, Limits(solver=solver))
    assert result.status is Status.OPTIMAL
    evaluation = evaluate(problem, result.design, request)
    assert evaluation.faults == ()
    assert result.bound <= evaluation.objective * (1 + 1e-9)
    assert result.bound == pytest.approx(evaluation.objective, rel=3e-6, abs=1e-9)
    return evaluation.objective, result


# ---------------------------------------------------------------------------------------------------- enumeration


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_enumeration_and_both_solvers_agree_on_nasty_instances(first):
    """CBC, which is a process of its own for each case, has its turn on every fourth."""
    wrong = {
        seed: fuzz_compact.check(seed, SOLVERS if seed % 4 == 0 else ("HiGHS",))[0] for seed in range(first, first + 20)
    }
    assert not {seed: what for seed, what in wrong.items() if what}


@pytest.mark.parametrize("seed", range(40))
def test_the_flow_model_agrees_with_the_path_model(seed, monkeypatch):
    """Both formulations of every allocation, on instances where the other one would be taken."""
    monkeypatch.setattr(multiple, "_MOST_PATHS", -1)
    monkeypatch.setattr(multiple, "_MOST_LIMITED", -1)
    monkeypatch.setattr(r_allocation, "_FEW_PATHS", -1)
    monkeypatch.setattr(single, "_FEW_PATHS", -1)
    monkeypatch.setattr(single, "_MANY_PATHS", -1)
    assert fuzz_compact.check(seed + 10_000, ("HiGHS",))[0] == ""


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("allocation", ["multiple", "single", 2])
def test_every_allocation_agrees_with_enumeration_on_larger_nasty_instances(seed, allocation):
    problem = nasty_problem(seed, n=6 if allocation == "multiple" else 4, unmet_penalty=40.0)
    request = make_request(problem, p=2, allocation=allocation)
    value, _ = solved(problem, p=2, allocation=allocation)
    assert value == pytest.approx(oracle.optimum(problem, request), rel=1e-6, abs=1e-9)


# ------------------------------------------------------------------------------------------------ published optima

SMALL = [
    *[(f"AP{n}", "multiple", p, value) for n, p, value in ((10, 3, 131581.7870), (20, 3, 148048.2990))],
    *[(f"AP{n}", "single", p, value) for n, p, value in ((10, 3, 136008.1260), (20, 2, 172816.6900))],
    ("AP10", "multiple", 5, 86028.8843),
    ("AP10", "single", 5, 91105.3707),
    ("AP20", "multiple", 5, 118934.9740),
]


@pytest.mark.parametrize(("name", "allocation", "p", "optimum"), SMALL)
def test_published_median_optima(benchmarks, name, allocation, p, optimum):
    problem = read_orlib(benchmarks / "ap" / f"{name}.txt")
    value, _ = solved(problem, p=p, allocation=allocation)
    assert value == pytest.approx(optimum, abs=0.006)


@pytest.mark.parametrize(
    ("n", "letters", "optimum"),
    [(10, "LL", 224250.05), (10, "LT", 250992.26), (10, "TL", 263399.94), (10, "TT", 263399.94)],
)
def test_published_capacitated_single_allocation_optima(benchmarks, n, letters, optimum):
    problem = read_orlib(benchmarks / "ap" / f"AP{n}.txt", fixed_cost=letters[0], capacity=letters[1])
    value, _ = solved(problem, allocation="single")
    assert value == pytest.approx(optimum, abs=0.006)


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize(("allocation", "optimum"), [("multiple", 787.259634), ("single", 791.934331)])
def test_published_fixed_charge_optima(benchmarks, solver, allocation, optimum):
    problem = read_cab(benchmarks / "cab" / "cab25.csv", 10, alpha=0.2, fixed_cost=100.0)
    value, result = solved(problem, allocation=allocation, solver=solver)
    assert value == pytest.approx(optimum, abs=1e-4)
    assert result.info["solver"] == solver


def test_r_allocation_lies_between_single_and_multiple_allocation(benchmarks):
    problem = read_orlib(benchmarks / "ap" / "AP10.txt")
    values = [solved(problem, p=3, allocation=r)[0] for r in ("multiple", 2, "single")]
    assert values == sorted(values)
    assert values[0] < values[-1]


# ---------------------------------------------------------------------------------------------------- the models


def detour():
    """Transfer costs that break the triangle inequality: over the third node it would be cheaper."""
    cost = np.array([[0.0, 100.0, 1.0], [100.0, 0.0, 1.0], [1.0, 1.0, 0.0]])
    flow = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    legs = np.where(np.eye(3, dtype=bool), 0.0, 1000.0)
    return HubProblem(flow, collection_cost=legs, transfer_cost=cost, distribution_cost=legs, candidates=[0, 1, 2])


@pytest.mark.parametrize("allocation", ["multiple", "single"])
@pytest.mark.parametrize("method", [run, flow_based.run])
def test_no_flow_passes_a_node_that_is_not_a_hub(allocation, method, monkeypatch):
    monkeypatch.setattr(single, "_FEW_PATHS", 0)
    monkeypatch.setattr(single, "_MANY_PATHS", 0)
    if allocation == "single" and method is flow_based.run:
        method = single.run
    value, result = solved(detour(), method, open_hubs=[0, 1], closed_hubs=[2], p=2, allocation=allocation)
    assert result.design.hubs == (0, 1)
    assert value == pytest.approx(200.0)


def test_a_full_hub_splits_the_flow_and_says_how():
    cost = np.array([[0.0, 9.0, 1.0, 3.0], [9.0, 0.0, 1.0, 3.0], [1.0, 1.0, 0.0, 9.0], [3.0, 3.0, 9.0, 0.0]])
    flow = np.zeros((4, 4))
    flow[0, 1] = 10.0
    problem = HubProblem(flow, cost, transfer=1.0, capacity=[0, 0, 6, 100], candidates=[2, 3])
    value, result = solved(problem, p=2)
    assert value == pytest.approx(6 * 2 + 4 * 6)
    (routing,) = result.design.routing[0]
    shares = {(int(k), int(m)): s for k, m, s in zip(routing.first, routing.last, routing.share, strict=True)}
    assert shares[0, 0] == pytest.approx(0.6)
    assert sum(shares.values()) == pytest.approx(1.0)


@pytest.mark.parametrize("allocation", ["multiple", "single", 2])
def test_what_capacity_cannot_take_stays_unserved_at_its_penalty(allocation):
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)) - np.eye(3), capacity=4.0, unmet_penalty=50.0)
    request = make_request(problem, p=1, allocation=allocation)
    value, _ = solved(problem, p=1, allocation=allocation)
    assert value == pytest.approx(oracle.optimum(problem, request))
    assert value > 5 * 50


@pytest.mark.parametrize("allocation", ["multiple", "single"])
def test_throughput_counts_what_comes_from_other_hubs(allocation):
    flow = np.array([[0.0, 10.0], [0.0, 0.0]])
    limits = {"capacity": [100.0, 5.0], "unmet_penalty": 7.0, "transfer": 0.5}
    cost = np.array([[0.0, 2.0], [2.0, 0.0]])
    free, _ = solved(HubProblem(flow, cost, **limits), p=2, allocation=allocation)
    bound, _ = solved(HubProblem(flow, cost, **limits, capacity_on="throughput"), p=2, allocation=allocation)
    assert free == pytest.approx(10.0)
    cheapest_rest = 20.0 if allocation == "multiple" else 5 * 1.0 + 5 * 7.0
    assert bound == pytest.approx(5 * 1.0 + 5 * 2.0 if allocation == "multiple" else cheapest_rest)


@pytest.mark.parametrize("scale", [1e-6, 1e9])
@pytest.mark.parametrize("allocation", ["multiple", "single"])
def test_the_size_of_the_numbers_does_not_matter(scale, allocation):
    plain = nasty_problem(4, n=6)
    (block,) = plain.blocks
    scaled = nasty_problem(4, n=6, flow=block.flow * scale, fixed_cost=None)
    plain = nasty_problem(4, n=6, fixed_cost=None)
    value, _ = solved(plain, p=2, allocation=allocation)
    assert solved(scaled, p=2, allocation=allocation)[0] == pytest.approx(value * scale, rel=2e-6)


def test_a_scenario_that_cannot_happen_need_not_be_servable():
    flow, cost = np.ones((3, 3)), np.ones((3, 3)) - np.eye(3)
    lost = np.where(np.eye(3, dtype=bool), 0.0, np.inf)
    problem = ScenarioProblem({"base": HubProblem(flow, cost), "lost": HubProblem(flow, lost)}, [1.0, 0.0])
    for allocation in ("multiple", "single"):
        assert solved(problem, p=1, allocation=allocation)[0] == pytest.approx(12.0)
    result = run(problem, make_request(problem, p=1, risk="worst_case"), Limits())
    assert result.status is Status.INFEASIBLE


def test_risk_measures_are_ordered():
    problems = {f"s{i}": nasty_problem(i, n=5, candidates=[0, 1, 2, 3], unmet_penalty=60.0) for i in range(3)}
    problem = ScenarioProblem(problems, [0.5, 0.3, 0.2])
    expected, _ = solved(problem, p=2)
    cvar, _ = solved(problem, p=2, risk="cvar", cvar_level=0.6)
    worst, _ = solved(problem, p=2, risk="worst_case")
    assert expected <= cvar * (1 + 1e-9) <= worst * (1 + 2e-9)
    assert solved(problem, p=2, risk="cvar", cvar_level=0.0)[0] == pytest.approx(expected, rel=1e-6)


def test_a_time_limit_leaves_a_solution_and_a_bound():
    rng = np.random.default_rng(0)
    places = rng.random((22, 2)) * 100
    cost = np.linalg.norm(places[:, None] - places[None, :], axis=2)
    problem = HubProblem(rng.random((22, 22)) * 1e6, cost, collection=3.0, transfer=0.75, distribution=2.0)
    for limit in (0.01, 1.0):
        solution = solve(problem, p=4, method="compact", time_limit=limit)
        assert len(solution.hubs) == 4
        assert 0.2 * solution.objective < solution.bound <= solution.objective


def test_dominated_paths_are_left_out():
    problem = nasty_problem(2, n=6, unmet_penalty=None, direct_cost=None)
    (block,) = problem.blocks
    origin, destination = (x.ravel() for x in np.indices(block.flow.shape))
    hubs, limit = np.arange(problem.h), np.full(36, np.inf)
    everything = find_paths(block, origin, destination, hubs, limit, "all")
    couples = find_paths(block, origin, destination, hubs, limit, "couples")
    assert np.isfinite(everything.cost).all()
    assert len(couples) < len(everything)
    for pair in range(36):
        best = everything.cost[everything.which == pair].min(initial=np.inf)
        assert couples.cost[couples.which == pair].min(initial=np.inf) == best


@pytest.mark.parametrize("seed", range(6))
def test_the_least_cost_is_no_more_than_the_optimum(seed):
    problem = nasty_problem(seed, n=6, unmet_penalty=40.0)
    value, _ = solved(problem, p=2)
    assert 0 < least_costs(problem, make_request(problem, p=2))[0] <= value * (1 + 1e-9)


def test_a_forced_hub_is_in_and_a_banned_one_out():
    problem = nasty_problem(9, n=6, candidates=None)
    for allocation in ("multiple", "single", 2):
        _, result = solved(problem, p=3, allocation=allocation, open_hubs=[4], closed_hubs=[1, 2])
        assert 4 in result.design.hubs
        assert not {1, 2} & set(result.design.hubs)


def test_own_optima_are_found_where_regret_needs_them():
    problems = {f"s{i}": nasty_problem(i, n=5, candidates=[0, 1, 2, 3], unmet_penalty=60.0) for i in range(2)}
    problem = ScenarioProblem(problems)
    request = make_request(problem, p=1, risk="max_regret")
    result = solve(problem, p=1, risk="max_regret", method="compact")
    own = tuple(oracle.optimum(ScenarioProblem({n: p}), replace(request, risk="expected")) for n, p in problems.items())
    value = evaluate(problem, result.design, replace(request, own_optimum=own)).objective
    assert value == pytest.approx(oracle.optimum(problem, request), abs=1e-6 * max(own))
