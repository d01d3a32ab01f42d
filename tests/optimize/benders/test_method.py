"""`method="benders"`: agreement with enumeration, published optima, and bounds that hold whenever the run stops."""

from dataclasses import replace

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem, solve
from optimize.benders import run, search, separation
from optimize.instances import random_clustered
from optimize.run import Clock, Limits, OutOfTimeError
from optimize.run.request import make_request
from optimize.run.result import Status
from tests.oracles.benders import objectives, own_optima, random_case, scenario_cost
from tests.published import published_problem, published_rows, question


def case_with_values(seed):
    problem, request = random_case(seed)
    if request.measure.against_optimum:
        request = replace(request, own_optimum=own_optima(problem, request))
    sets, value = objectives(problem, request)
    return problem, request, sets, value


def size_of(problem, hubs, best):
    """What an error is relative to: a regret may be 0 where costs are large."""
    costs = [scenario_cost(s, hubs) for s in problem.scenarios]
    return max(abs(best), 1e-6 * max((c for c in costs if np.isfinite(c)), default=0.0), 1e-300)


def check(seed):
    problem, request, sets, value = case_with_values(seed)
    result = run(problem, request, Limits())
    best = value.min()
    if not np.isfinite(best):
        assert result.status is Status.INFEASIBLE
        return
    assert result.status is Status.OPTIMAL
    scale = size_of(problem, result.design.hubs, best)
    assert value[sets.index(result.design.hubs)] <= best + 2e-9 * scale
    assert best - 1.1e-6 * scale <= result.bound <= best + 1e-9 * scale


@pytest.mark.parametrize("first", range(0, 400, 50))
def test_agrees_with_enumeration(first):
    for seed in range(first, first + 50):
        check(seed)


@pytest.mark.parametrize("first", range(1000, 1300, 50))
def test_agrees_with_enumeration_when_it_has_to_branch(first, monkeypatch):
    monkeypatch.setattr(search, "_FEW_SETS", 2)
    monkeypatch.setattr(search, "_WORTH_ROUNDS", 0.0)
    monkeypatch.setattr(search, "_WORTH_ROUNDS_LAST", 0.0)
    for seed in range(first, first + 50):
        check(seed)


@pytest.mark.parametrize("first", [2000, 2050])
def test_agrees_with_enumeration_where_few_candidates_are_near(first, monkeypatch):
    monkeypatch.setattr(separation, "_NEAR", 1)
    for seed in range(first, first + 50):
        check(seed)


@pytest.mark.parametrize("seed", range(12))
def test_agrees_with_enumeration_of_metric_costs_where_few_candidates_are_near(seed, monkeypatch):
    monkeypatch.setattr(separation, "_NEAR", 1)
    monkeypatch.setattr(search, "_FEW_SETS", 2)
    problem = random_clustered(
        9, seed=seed, classes=1 + seed % 2, density=0.6, fixed_cost=0.1 if seed % 3 == 0 else None
    )
    request = make_request(problem, p_max=4) if seed % 3 == 0 else make_request(problem, p=2 + seed % 2)
    result = run(problem, request, Limits())
    sets, value = objectives(problem, request)
    assert value[sets.index(result.design.hubs)] == pytest.approx(value.min(), rel=1e-9)
    assert value.min() * (1 - 1e-8) <= result.bound <= value.min() * (1 + 1e-9)


def test_branches_where_the_root_gap_stays_open(monkeypatch):
    monkeypatch.setattr(search, "_FEW_SETS", 2)
    monkeypatch.setattr(search, "_WORTH_ROUNDS", 0.0)
    monkeypatch.setattr(search, "_WORTH_ROUNDS_LAST", 0.0)
    rng = np.random.default_rng(5)
    problem = HubProblem(rng.random((14, 14)), rng.random((14, 14)), transfer=0.3)
    request = make_request(problem, p=5)
    result = run(problem, request, Limits())
    sets, value = objectives(problem, request)
    assert result.info["nodes"] > 1
    assert value[sets.index(result.design.hubs)] == pytest.approx(value.min(), rel=1e-9)
    assert result.bound == pytest.approx(value.min(), rel=1e-8)


@pytest.mark.parametrize("risk", ["expected", "worst_case", "max_regret", "cvar"])
def test_a_bound_that_ties_with_the_incumbent_is_not_taken_for_an_objective(risk):
    # where a scenario closes hubs, exchanging one useless hub for another leaves the cuts' bound as it was
    for seed in range(6):
        rng = np.random.default_rng(seed)
        n, flow = 16, rng.random((16, 16))
        candidates = list(range(0, 16, 2))
        problems = {}
        for s in range(6):
            cost = rng.random((n, n)) + 0.2
            lost = rng.choice(candidates, 3, replace=False)
            cost[lost, :] = cost[:, lost] = np.inf
            problems[f"s{s}"] = HubProblem(flow, cost, transfer=0.5, candidates=candidates, unmet_penalty=5.0)
        problem = ScenarioProblem(problems)
        proven = solve(problem, p=3, risk=risk, method="benders")
        listed = solve(problem, p=3, risk=risk, method="enumeration")
        assert proven.status == "optimal"
        assert proven.objective == pytest.approx(listed.objective, rel=1e-9)


def test_a_stopped_run_returns_its_best_and_a_bound_that_holds(monkeypatch):
    monkeypatch.setattr(search, "_FEW_SETS", 2)
    monkeypatch.setattr(search, "_WORTH_ROUNDS", 0.0)
    monkeypatch.setattr(search, "_WORTH_ROUNDS_LAST", 0.0)
    for seed in range(60):
        problem, request, sets, value = case_with_values(seed)
        for looks in (1, 2, 3, 5, 9):
            left = [looks]

            def look(_self, left=left):
                left[0] -= 1
                if left[0] < 0:
                    raise OutOfTimeError

            with monkeypatch.context() as patch:
                patch.setattr(Clock, "check", look)
                result = run(problem, request, Limits())
            best = value.min()
            if result.design is None:
                assert result.status in (Status.INFEASIBLE, Status.NO_SOLUTION)
                assert result.status is Status.NO_SOLUTION or not np.isfinite(best)
                assert result.bound <= best
                continue
            found = value[sets.index(result.design.hubs)]
            assert np.isfinite(found)
            assert result.bound <= best + 1e-9 * size_of(problem, result.design.hubs, best)


def test_the_time_limit_is_kept():
    rng = np.random.default_rng(3)
    problem = HubProblem(rng.random((60, 60)), rng.random((60, 60)), transfer=0.5)
    solution = solve(problem, p=9, method="benders", time_limit=1.0)
    assert solution.seconds < 5.0
    assert solution.bound <= solution.objective
    assert len(solution.hubs) == 9


def test_progress_tells_bounds_that_rise_to_the_optimum():
    rng = np.random.default_rng(1)
    problem = HubProblem(rng.random((20, 20)), rng.random((20, 20)), transfer=0.5)
    told = []
    solution = solve(problem, p=6, method="benders", progress=told.append)
    assert told
    assert all(t["bound"] <= solution.objective * (1 + 1e-9) for t in told)
    assert all(t["incumbent"] >= solution.objective * (1 - 1e-9) for t in told)


def test_unreachable_flow_is_infeasible():
    cost = np.ones((4, 4))
    cost[3, :3] = cost[:3, 3] = np.inf
    result = run(
        problem := HubProblem(np.ones((4, 4)), cost, candidates=[0, 1, 2]), make_request(problem, p=2), Limits()
    )
    assert result.status is Status.INFEASIBLE


def test_a_problem_without_flow_takes_the_cheapest_hub():
    problem = HubProblem(np.zeros((3, 3)), np.ones((3, 3)), fixed_cost=[3.0, 1.0, 2.0])
    solution = solve(problem, method="benders")
    assert solution.hubs == (1,)
    assert solution.objective == 1.0


def test_every_open_optimum_is_reproduced():
    for row in published_rows("UMApHMP", "UMAHLP"):
        solution = solve(published_problem(row), method="benders", **question(row))
        assert solution.status == "optimal"
        assert solution.objective == pytest.approx(row.optimum, rel=1e-7, abs=0.006), row
