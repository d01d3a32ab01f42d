"""Regret where a scenario's own optimum is not known: no bound without it, and nothing is called optimal."""

from dataclasses import replace
from itertools import combinations

import pytest

from optimize import solve
from optimize.run import MethodResult, Status
from tests.oracles.doubles import pretend
from tests.oracles.small import costs, two_scenarios


@pytest.mark.parametrize("known", [None, "bound only"])
def test_a_regret_s_bound_is_dropped_where_a_scenario_s_own_optimum_is_unknown(monkeypatch, known):
    """Neither the method nor the heuristic finds anything in "storm" by itself: the regret is measured against nothing
    there, and its bound means none."""
    problem = two_scenarios()
    cost = costs(problem)
    true_regret = float((cost - cost.min(axis=0)).max(axis=1).min())

    def lost_in_the_storm(found, asked, request):
        alone = [s.name for s in asked.scenarios] == ["storm"]
        if not alone:
            return found
        return MethodResult(Status.NO_SOLUTION, None, found.bound if known else 0.0, "out of time")

    pretend(monkeypatch, "enumeration", lost_in_the_storm)
    pretend(monkeypatch, "heuristic", lost_in_the_storm)
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
