"""Heuristics against lists of all hub sets and choices, against the published optima, and at their limits."""

from time import perf_counter

import numpy as np
import pytest

from optimize import HubProblem, solve
from optimize.instances import random_clustered, random_euclidean, random_scenarios
from optimize.run.request import make_request
from tests.oracles.heuristics import KINDS, optimum, small_problem
from tests.published import published_problem, published_rows, question


def checked(problem, **arguments):
    """Solve heuristically and compare with the optimum: the bound holds, and so small a problem is solved."""
    solution = solve(problem, method="heuristic", **arguments)
    arguments.pop("seed", None)
    best = optimum(problem, make_request(problem, **arguments))
    if not np.isfinite(best):
        assert solution.status in ("no_solution", "infeasible")
        return
    assert solution.bound <= best * (1 + 1e-9)
    assert solution.objective == pytest.approx(best, rel=1e-7)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("number", [{"p_min": 1, "p_max": 2}, {"p": 1}, {"p": 2}], ids=["any", "one", "two"])
def test_multiple_allocation_finds_the_optimum_of_small_problems(kind, seed, number):
    checked(small_problem(kind, seed), **number)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("allocation", ["single", 2])
def test_nodes_that_use_few_hubs_find_the_optimum_of_small_problems(kind, seed, allocation):
    checked(small_problem(kind, seed), p=3, allocation=allocation)


@pytest.mark.parametrize("risk", ["worst_case", "cvar", "max_regret"])
def test_every_risk_measure_agrees_with_the_table_of_hub_sets(risk):
    problem = random_scenarios(9, 4, seed=3, candidates=6)
    exact = solve(problem, p=2, risk=risk, cvar_level=0.6, method="enumeration")
    found = solve(problem, p=2, risk=risk, cvar_level=0.6, method="heuristic")
    assert found.objective == pytest.approx(exact.objective, rel=1e-7)
    assert found.bound <= exact.objective * (1 + 1e-7) + 1e-7


@pytest.mark.parametrize("allocation", ["multiple", "single"])
@pytest.mark.parametrize("objective", ["center", "set_covering", "max_covering"])
@pytest.mark.parametrize("seed", range(2))
def test_other_objectives_agree_with_the_compact_model(objective, allocation, seed):
    problem = random_euclidean(7, seed=seed, candidates=5)
    reach = float(problem.blocks[0].collection.max())
    request = {"objective": objective, "allocation": allocation}
    if objective != "center":
        request["threshold"] = 1.1 * reach
    if objective != "set_covering":
        request["p"] = 2
    exact = solve(problem, method="compact", **request)
    found = solve(problem, method="heuristic", **request)
    if exact.status == "infeasible":
        assert found.status == "no_solution"
        return
    assert found.objective == pytest.approx(exact.objective, rel=1e-7)
    sign = -1 if objective == "max_covering" else 1
    assert sign * found.bound <= sign * exact.objective + 1e-7 * abs(exact.objective)


@pytest.mark.parametrize("allocation", ["multiple", "single"])
@pytest.mark.parametrize("seed", range(3))
def test_capacities_are_kept_and_agree_with_the_compact_model(allocation, seed):
    problem = random_euclidean(7, seed=seed, fixed_cost=0.1, tightness=0.3)
    exact = solve(problem, allocation=allocation, method="compact")
    found = solve(problem, allocation=allocation, method="heuristic")
    assert found.objective == pytest.approx(exact.objective, rel=1e-6)
    assert found.bound <= exact.objective * (1 + 1e-9)


def test_throughput_capacities_of_multiple_allocation_agree_with_the_compact_model():
    rng = np.random.default_rng(5)
    flow, cost = rng.uniform(size=(6, 6)), rng.uniform(1, 3, (6, 6))
    problem = HubProblem(
        flow, cost, transfer=0.4, fixed_cost=np.full(6, 2.0), capacity=np.full(6, 0.6 * flow.sum()),
        capacity_on="throughput",
    )  # fmt: skip
    exact, found = (solve(problem, method=method) for method in ("compact", "heuristic"))
    assert found.objective == pytest.approx(exact.objective, rel=1e-6)


def test_forced_and_banned_hubs_are_obeyed():
    problem = random_clustered(20, seed=4)
    solution = solve(problem, p=4, method="heuristic", open_hubs=[3, 7], closed_hubs=[0, 1, 2])
    assert {3, 7} <= set(solution.hubs)
    assert not {0, 1, 2} & set(solution.hubs)


def test_a_flow_without_any_way_is_no_solution():
    cost = np.array([[0.0, np.inf], [np.inf, 0.0]])
    solution = solve(HubProblem(np.ones((2, 2)), cost), p=1, method="heuristic")
    assert solution.status in ("no_solution", "infeasible")


def test_the_same_seed_gives_the_same_hubs():
    problem = random_clustered(40, seed=2)
    one, same = (solve(problem, p=5, method="heuristic", seed=9) for _ in range(2))
    assert one.hubs == same.hubs
    assert one.objective == same.objective


def test_a_time_limit_is_kept_and_leaves_a_solution_with_a_bound():
    solve(random_euclidean(6, seed=0), p=2, method="heuristic")  # compile
    problem = random_clustered(300, seed=1)
    began = perf_counter()
    solution = solve(problem, p=6, method="heuristic", time_limit=1.0)
    assert perf_counter() - began < 20.0  # loaded machines
    assert len(solution.hubs) == 6
    assert 0 < solution.bound <= solution.objective


def test_an_interrupt_gives_back_what_was_found():
    problem = random_clustered(60, seed=1)
    calls = []

    def press_ctrl_c(report):
        calls.append(report)
        if np.isfinite(report["incumbent"]):
            raise KeyboardInterrupt

    solution = solve(problem, p=4, method="heuristic", progress=press_ctrl_c)
    assert calls
    assert len(solution.hubs) == 4
    assert solution.bound <= solution.objective


@pytest.mark.parametrize("problem", ["UMApHMP", "UMAHLP", "UMApHCP", "USApHMP", "CSAHLP"])
def test_published_optima_are_reached(problem):
    rows = published_rows(problem, largest=25)
    for row in rows[::2] if problem.startswith("UM") else rows[::4]:
        solution = solve(published_problem(row), method="heuristic", time_limit=10.0, **question(row))
        assert solution.objective <= row.optimum * (1 + 1e-6), row
        assert solution.bound <= row.optimum * (1 + 1e-6), row
