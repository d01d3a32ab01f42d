"""Runs that end before the proof: what comes back is admissible, and its bound is on the right side of the optimum.

Under every risk measure, by every method, stopped by Ctrl-C, by the clock, or by a coarse gap.
"""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem, solve
from optimize.rules import Objective
from tests.oracles.random_cases import Asked, Case
from tests.oracles.risk import LARGEST, REGRETS, RISKS, parameters

EXACT = [("multiple", "benders"), ("multiple", "compact"), ("single", "single"), ("single", "compact")]
EVERY = [*EXACT, ("multiple", "enumeration"), ("multiple", "heuristic"), ("single", "heuristic")]


def hard_case(seed, risk, allocation="multiple", objective="cost", scenarios=3):
    """Scenarios whose best hubs differ, with costs that are nothing like distances, so that no bound is tight early."""
    rng = np.random.default_rng(seed)
    n, h = (7, 6) if allocation == "multiple" else (6, 4)
    problems = {}
    for s in range(scenarios):
        problems[f"s{s}"] = HubProblem(
            rng.random((n, n)) * (rng.random((n, n)) < 0.8),
            rng.random((n, n)) * rng.choice([1.0, 4.0]),
            transfer=0.5,
            candidates=range(h),
            fixed_cost=rng.random(n),
            unmet_penalty=3.0 if seed % 3 == 0 else None,
        )
    problem = ScenarioProblem(problems, dict(zip(problems, rng.dirichlet(np.ones(scenarios)).tolist(), strict=True)))
    p = 3 if allocation == "multiple" else 2
    goal = Objective(objective, 1.5 if objective == "max_covering" else None)
    asked = Asked(p, p, allocation, goal, risk, **{"cvar_level": 0.5} | parameters(risk, rng, scenarios))
    return Case(problem, asked, problem)


def holds(case, solution):
    """Hold bound, optimum and objective in that order, whatever the run says of itself."""
    best = case.optimum()
    sign = -1.0 if case.asked.objective.name == "max_covering" else 1.0
    slack = 1e-6 * case.size()
    assert sign * solution.bound <= sign * best + slack
    if solution.design is None:
        assert solution.status == "no_solution"
        return
    assert len(solution.hubs) == case.asked.p_max
    if "best known" in solution.explanation:
        assert solution.status == "feasible"  # a regret against what is not proven may be less than the true one
        return
    assert sign * solution.objective >= sign * best - slack
    if solution.status == "optimal":
        assert solution.objective == pytest.approx(best, abs=slack)


def ctrl_c(after):
    """A progress callback that presses Ctrl-C at its call number `after`."""
    calls = []

    def press(_report):
        calls.append(1)
        if len(calls) == after:
            raise KeyboardInterrupt

    return press


@pytest.mark.parametrize("risk", RISKS)
@pytest.mark.parametrize(("allocation", "method"), EVERY)
def test_interrupted(allocation, method, risk):
    for seed in range(2):
        case = hard_case(seed, risk, allocation)
        for after in (1, 2, 4) if method in ("benders", "single") else (1,):
            holds(case, solve(case.problem, method=method, progress=ctrl_c(after), **case.arguments()))


@pytest.mark.parametrize("risk", RISKS)
@pytest.mark.parametrize(
    ("objective", "method"),
    [
        ("center", "compact"),
        ("center", "center"),
        ("center", "heuristic"),
        ("max_covering", "compact"),
        ("max_covering", "covering"),
    ],
)
def test_other_objectives_interrupted(objective, method, risk):
    if method == "center" and risk not in LARGEST:
        method = "enumeration"  # they are no radius
    if method == "covering" and risk != "expected":
        method = "compact"  # they are no sum
    for seed in (0, 1):
        case = hard_case(seed, risk, objective=objective)
        holds(case, solve(case.problem, method=method, progress=ctrl_c(1), **case.arguments()))


@pytest.mark.parametrize("risk", RISKS)
@pytest.mark.parametrize(("allocation", "method"), EVERY)
def test_out_of_time_at_once(allocation, method, risk):
    case = hard_case(11, risk, allocation)
    holds(case, solve(case.problem, method=method, time_limit=1e-4, **case.arguments()))


@pytest.mark.parametrize("risk", RISKS)
@pytest.mark.parametrize(("allocation", "method"), EXACT)
def test_a_coarse_gap(allocation, method, risk):
    for seed in range(20, 22 if method == "compact" else 25):
        case = hard_case(seed, risk, allocation)
        best, slack = case.optimum(), 1e-6 * case.size()
        solution = solve(case.problem, method=method, gap=0.2, **case.arguments())
        assert solution.status == "optimal"
        assert solution.bound <= best + slack
        assert solution.objective - solution.bound <= 0.2 * abs(solution.objective) + slack
        if risk not in REGRETS:  # see the next test
            assert solution.objective >= best - slack


def test_a_regret_at_a_coarse_gap_is_not_understated():
    for seed in range(20, 25):
        case = hard_case(seed, "max_regret", "single")
        solution = solve(case.problem, method="single", gap=0.2, **case.arguments())
        assert solution.objective >= case.optimum() - 1e-6 * case.size()


@pytest.mark.parametrize("risk", RISKS)
@pytest.mark.parametrize("stop", [{"gap": 0.2}, {"time_limit": 1e-4}], ids=["gap", "time"])
@pytest.mark.parametrize(
    ("objective", "method"),
    [("center", "compact"), ("center", "center"), ("max_covering", "compact"), ("max_covering", "covering")],
)
def test_other_objectives(objective, method, stop, risk):
    if method == "center" and risk not in LARGEST:
        method = "enumeration"  # they are no radius
    if method == "covering" and risk != "expected":
        method = "compact"  # they are no sum
    for seed in range(30, 33):
        case = hard_case(seed, risk, objective=objective)
        best, slack = case.optimum(), 1e-6 * case.size()
        solution = solve(case.problem, method=method, **stop, **case.arguments())
        sign = -1.0 if objective == "max_covering" else 1.0
        assert sign * solution.bound <= sign * best + slack
        if risk not in REGRETS and solution.design is not None:
            assert sign * solution.objective >= sign * best - slack
