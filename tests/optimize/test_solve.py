"""`solve` as a user calls it: every method finds the same, and what cannot be is said."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem, InputError, solve
from optimize.solve import METHODS
from tests.conftest import nasty_problem, nasty_scenarios
from tests.oracles import enumeration as oracle


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), p=st.integers(1, 3))
def test_auto_finds_the_optimum_of_nasty_problems(seed, p):
    problem = nasty_problem(seed)
    value, _ = oracle.optimum(problem, [p])
    solution = solve(problem, p=p)
    if np.isinf(value):
        assert solution.status == "infeasible"
        assert solution.explanation
    else:
        assert solution.status == "optimal"
        assert solution.objective == pytest.approx(value)
        assert solution.bound == pytest.approx(value)


@pytest.mark.parametrize("risk", ["expected", "worst_case", "max_regret", "cvar"])
def test_risk_measures_agree_with_their_definitions(risk):
    problem = nasty_scenarios(21)
    value, _ = oracle.optimum(problem, [2], risk=risk, level=0.7)
    assert solve(problem, p=2, risk=risk, cvar_level=0.7).objective == pytest.approx(value)


def test_p_none_opens_as_many_hubs_as_pay():
    problem = nasty_problem(4, unmet_penalty=40.0, fixed_cost=np.full(5, 3.0))
    value, hubs = oracle.optimum(problem, range(1, problem.h + 1))
    solution = solve(problem)
    assert solution.objective == pytest.approx(value)
    assert len(solution.hubs) == len(hubs)


def test_a_place_out_of_reach_without_a_price_is_infeasible_and_named():
    cost = np.array([[0.0, 1, np.inf], [1, 0, np.inf], [np.inf, np.inf, 0]])
    solution = solve(HubProblem(np.ones((3, 3)), cost, labels=["a", "b", "island"], candidates=["a", "b"]), p=1)
    assert solution.status == "infeasible"
    assert "island" in solution.explanation
    assert solution.hubs == ()
    assert "island" in solution.summary()


def test_all_faults_of_a_request_are_reported_at_once():
    problem = nasty_problem(1)
    with pytest.raises(InputError) as error:
        solve(problem, p=9, allocation="double", objective="speed", risk="hope", time_limit=-1, open_hubs=["x"])
    assert len(error.value.faults) == 6


@pytest.mark.parametrize("p", [0, -1, 2.5])
def test_p_out_of_range_is_refused(p):
    with pytest.raises(InputError, match="p is"):
        solve(nasty_problem(1), p=p)


def test_an_unknown_method_is_refused_with_the_known_ones():
    with pytest.raises(InputError, match="benders"):
        solve(nasty_problem(1), p=1, method="magic")


def test_a_method_that_does_not_fit_says_why():
    with pytest.raises(InputError, match="multiple allocation"):
        solve(nasty_problem(1), p=1, allocation="single", method="enumeration")


@pytest.mark.parametrize("method", [m for m in METHODS if m not in ("single", "center", "covering", "links")])
def test_methods_agree(method):
    problem = nasty_problem(33, n=6, unmet_penalty=40.0)
    value, _ = oracle.optimum(problem, [2])
    solution = solve(problem, p=2, method=method)
    assert solution.objective == pytest.approx(value)
    assert solution.bound <= value * (1 + 1e-9)


@pytest.mark.parametrize("method", ["compact", "single"])
@pytest.mark.parametrize("seed", range(6))
def test_single_allocation_agrees(method, seed):
    problem = nasty_problem(seed, unmet_penalty=40.0)
    value, _ = oracle.optimum(problem, [2], allocation="single")
    solution = solve(problem, p=2, allocation="single", method=method)
    assert solution.objective == pytest.approx(value)
    assert solution.status == "optimal"
    assert set(solution.allocation.dropna()) <= set(solution.hubs)


@pytest.mark.parametrize("risk", ["expected", "worst_case", "cvar", "max_regret"])
@pytest.mark.parametrize("seed", range(8))
def test_the_worst_case_of_covered_flow_is_the_least(risk, seed):
    problem = nasty_scenarios(seed)
    solution = solve(problem, p=2, objective="covering", threshold=6.0, risk=risk, cvar_level=0.5)
    covered = {
        hubs: [
            sum(
                block.flow[i, j]
                for i in range(block.n)
                for j in range(block.n)
                if min([np.inf if block.direct is None else block.direct[i, j]]
                       + [oracle.path_cost(block, i, j, k, m) for k in hubs for m in hubs]) <= 6.0 + 1e-9
            )
            for scenario in problem.scenarios
            for block in scenario.blocks
        ]
        for hubs in oracle.all_sets(problem, [2])
    }  # fmt: skip
    own = [-max(values[s] for values in covered.values()) for s in range(len(problem.scenarios))]
    chances = [scenario.probability for scenario in problem.scenarios]
    best = max(-oracle.risk_value([-c for c in values], chances, risk, 0.5, own) for values in covered.values())
    assert solution.status == "optimal"
    assert solution.objective == pytest.approx(best, abs=1e-6)


def test_capacities_are_refused_where_they_would_not_count():
    with pytest.raises(InputError, match="capacities"):
        solve(nasty_problem(1, capacity=np.ones(5)), p=2, objective="center")


def test_an_unknown_solver_is_refused_whatever_the_method():
    with pytest.raises(InputError, match="magic"):
        solve(nasty_problem(1, unmet_penalty=40.0), p=1, solver="magic")


def test_a_solver_that_is_not_used_is_said_so_and_one_that_is_used_is_not():
    problem = HubProblem(np.ones((3, 3)), np.array([[0.0, 1, 3], [1, 0, 1], [3, 1, 0]]))
    assert "solver HiGHS was not used" in solve(problem, p=1, solver="HiGHS", method="enumeration").explanation
    for objective in ("cost", "center"):
        found = solve(problem, p=1, objective=objective, solver="HiGHS", method="compact")
        assert "was not used" not in found.explanation
    assert "was not used" not in solve(problem, p=1, method="enumeration").explanation
