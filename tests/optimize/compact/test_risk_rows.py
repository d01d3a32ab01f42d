"""The objective over scenarios in a program."""

from dataclasses import replace

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem, solve
from optimize.compact import run
from optimize.compact.risk_rows import ScenarioCost, add_risk
from optimize.evaluate import evaluate
from optimize.risk import Expected
from optimize.run import Limits, Status, make_request
from optimize.solvers import Model, solve_model
from tests.conftest import nasty_problem
from tests.oracles import compact as oracle
from tests.oracles.checks import solved


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


def test_own_optima_are_found_where_regret_needs_them():
    problems = {f"s{i}": nasty_problem(i, n=5, candidates=[0, 1, 2, 3], unmet_penalty=60.0) for i in range(2)}
    problem = ScenarioProblem(problems)
    request = make_request(problem, p=1, risk="max_regret")
    result = solve(problem, p=1, risk="max_regret", method="compact")
    alone = replace(request, measure=Expected())
    own = tuple(oracle.optimum(ScenarioProblem({name: one}), alone) for name, one in problems.items())
    value = evaluate(problem, result.design, replace(request, own_optimum=own)).objective
    assert value == pytest.approx(oracle.optimum(problem, request), abs=1e-6 * max(own))


COSTS = [[10.0, 0.0, 6.0], [2.0, 9.0, 6.0]]  # of three designs in two scenarios


@pytest.mark.parametrize(
    ("risk", "given", "value"),
    [
        ("expected", {}, 0.75 * 0.0 + 0.25 * 9.0),
        ("worst_case", {}, 6.0),
        ("max_regret", {}, 5.0),  # against 1 and 2: the third design regrets 5 and 4
        ("relative_regret", {}, 3.5),  # 9 and 0, -1 and 3.5, 5 and 2
        ("cvar", {"cvar_level": 0.0}, 2.25),
        ("cvar", {"cvar_level": 0.5}, (0.25 * 9.0 + 0.25 * 0.0) / 0.5),
        ("cvar", {"cvar_level": 0.75}, 6.0),
        ("mean_cvar", {"cvar_level": 0.75, "cvar_weight": 0.5}, (2.25 + 9.0) / 2),  # the third: 6
        ("mean_cvar", {"cvar_level": 0.75, "cvar_weight": 0.7}, 6.0),  # the second: 6.975
        ("robust_probability", {"radius": 0.25}, 4.5),
        ("robust_probability", {"radius": 0.5}, 6.0),  # the second: 6.75
        ("probability_bounds", {"probability_low": [0.6, 0.0]}, 3.6),
        ("probability_bounds", {"probability_low": [0.3, 0.0], "probability_high": [1.0, 0.9]}, 6.0),
    ],
)
@pytest.mark.parametrize("unit", [1.0, 100.0])
def test_the_rows_are_the_risk_measures(risk, given, value, unit):
    """A choice of one out of three designs whose scenario costs are given."""
    one = HubProblem(np.ones((3, 3)), np.ones((3, 3)))
    problem = ScenarioProblem({"a": one, "b": one}, [0.75, 0.25])
    request = replace(make_request(problem, p=1, risk=risk, **given), own_optimum=(1.0, 2.0))
    model = Model("choice")
    x = model.add_variables(3, up=1.0, integer=True)
    model.add_rows(0, x, 1.0, "==", [1.0])
    costs = {s: ScenarioCost(constant=-1.0) for s in range(2)}
    for s, cost in costs.items():
        cost.add(x, np.array(COSTS[s]) + 1.0)
    add_risk(model, problem, request, costs, unit)
    assert solve_model(model).objective == pytest.approx(value)


def test_regret_without_own_optima_is_refused():
    problem = HubProblem(np.ones((2, 2)), np.ones((2, 2)))
    with pytest.raises(ValueError, match="own optimum"):
        add_risk(Model("x"), problem, make_request(problem, p=1, risk="max_regret"), {0: ScenarioCost()}, 1.0)


def test_an_expression_without_parts_is_empty():
    columns, coefficients = ScenarioCost().joined()
    assert len(columns) == len(coefficients) == 0
