"""What `solve` lets a method claim: no optimum without its bound, no regret bound without the scenarios' own optima."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem, solve
from optimize.run import MethodResult, Status
from tests.oracles.doubles import pretend
from tests.oracles.random_cases import every_path


def one(seed=0, n=5):
    rng = np.random.default_rng(seed)
    return HubProblem(rng.random((n, n)), 1.0 + rng.random((n, n)), transfer=0.4)


def two_scenarios():
    return ScenarioProblem({"calm": one(1), "storm": one(2)})


def costs(problem, p=2):
    """(sets, scenarios) cost of every set of p hubs, by comparing all paths."""
    sets = list(combinations(range(problem.h), p))
    return np.array(
        [[sum((b.flow * every_path(b, s)).sum() for b in c.blocks) for c in problem.scenarios] for s in sets]
    )


@pytest.mark.parametrize(
    ("short", "gap", "status"),
    [
        (0.0, 1e-6, "optimal"),
        (0.5e-6, 1e-6, "optimal"),
        (2e-6, 1e-6, "feasible"),
        (0.1, 1e-6, "feasible"),
        (0.1, 0.2, "optimal"),
        (0.3, 0.2, "feasible"),
    ],
)
def test_an_optimum_is_claimed_within_the_gap_alone(monkeypatch, short, gap, status):
    """A method says "optimal" with a bound that is `short` of its cost, as a part of it."""
    best = float(costs(one()).min())
    pretend(monkeypatch, "enumeration", lambda found, *_: replace(found, bound=best * (1 - short)))
    solution = solve(one(), p=2, method="enumeration", gap=gap)
    assert solution.status == status
    assert solution.gap == pytest.approx(short, abs=1e-12)


@pytest.mark.parametrize(("short", "status"), [(0.5e-6, "optimal"), (1e-3, "feasible")])
def test_a_bound_that_meets_the_cost_makes_an_optimum(monkeypatch, short, status):
    best = float(costs(one()).min())

    def modest(found, *_):
        return replace(found, status=Status.FEASIBLE, bound=best * (1 - short))

    pretend(monkeypatch, "enumeration", modest)
    assert solve(one(), p=2, method="enumeration").status == status


def test_the_objective_is_the_evaluator_s_whatever_the_method_says(monkeypatch):
    """A method hands over the dearest hubs with the bound of the best: the gap is theirs."""
    cost = costs(one())[:, 0]
    worst = list(combinations(range(5), 2))[int(cost.argmax())]
    pretend(monkeypatch, "enumeration", lambda found, *_: replace(found, design=replace(found.design, hubs=worst)))
    solution = solve(one(), p=2, method="enumeration")
    assert solution.objective == pytest.approx(cost.max())
    assert solution.bound == pytest.approx(cost.min())
    assert solution.gap == pytest.approx(1 - cost.min() / cost.max())
    assert solution.status == "feasible"


def test_a_bound_above_the_cost_is_a_fault(monkeypatch):
    pretend(monkeypatch, "enumeration", lambda found, *_: replace(found, bound=2 * found.bound))
    with pytest.raises(RuntimeError, match="fault of silkhub"):
        solve(one(), p=2, method="enumeration")


@pytest.mark.parametrize("known", [None, "bound only"])
def test_a_regret_s_bound_is_dropped_where_a_scenario_s_own_optimum_is_unknown(monkeypatch, known):
    """Nothing is found in "storm" by itself: the regret is measured against nothing there, and its bound means none."""
    problem = two_scenarios()
    cost = costs(problem)
    true_regret = float((cost - cost.min(axis=0)).max(axis=1).min())

    def lost_in_the_storm(found, asked, request):
        alone = [s.name for s in asked.scenarios] == ["storm"]
        if not alone:
            return found
        return MethodResult(Status.NO_SOLUTION, None, found.bound if known else 0.0, "out of time")

    pretend(monkeypatch, "enumeration", lost_in_the_storm)
    solution = solve(problem, p=2, risk="max_regret", method="enumeration")
    assert 0.0 <= solution.bound <= true_regret
    assert solution.status == "feasible"
    assert "storm" in solution.explanation


def test_a_regret_against_a_poor_solution_is_no_more_than_the_true_one(monkeypatch):
    """In "storm" by itself only the dearest hubs are found."""
    problem = two_scenarios()
    cost = costs(problem)
    sets = list(combinations(range(5), 2))
    true_regret = float((cost - cost.min(axis=0)).max(axis=1).min())

    def poor(found, asked, request):
        if [s.name for s in asked.scenarios] != ["storm"]:
            return found
        dearest = sets[int(cost[:, 1].argmax())]
        return replace(found, status=Status.FEASIBLE, design=replace(found.design, hubs=dearest), bound=0.0)

    pretend(monkeypatch, "enumeration", poor)
    solution = solve(problem, p=2, risk="max_regret", method="enumeration")
    assert solution.bound <= true_regret * (1 + 1e-9)
    assert solution.status == "feasible"
