"""`solve` where time is short, classes have no weight, or arguments are of the wrong kind."""

import time
from dataclasses import replace

import numpy as np
import pytest

from optimize import HubProblem, InputError, ScenarioProblem, solve
from optimize.instances import random_nonmetric
from optimize.run import Clock, Limits, OutOfTimeError
from optimize.run.result import MethodResult, Status
from optimize.solvers.backends import run_backend
from optimize.solvers.milp import Model
from optimize.table import enumeration


def small(**overrides):
    rng = np.random.default_rng(3)
    return HubProblem(**{"flow": rng.random((4, 4)), "cost": rng.random((4, 4)), **overrides})


def test_a_program_too_large_for_the_time_leaves_hubs_and_a_bound():
    problem = random_nonmetric(50, seed=1)
    began = time.process_time()
    solution = solve(problem, p=4, allocation=2, method="compact", time_limit=1.0)
    assert time.process_time() - began < 20.0  # the program alone takes longer, and kernels may be compiled
    assert solution.status == "feasible"
    assert len(solution.hubs) == 4
    assert solution.bound <= solution.objective


def test_a_table_too_large_for_the_time_leaves_hubs_and_a_bound():
    problem = random_nonmetric(100, seed=1)
    began = time.process_time()
    solution = solve(problem, p=4, method="enumeration", time_limit=0.5)
    assert time.process_time() - began < 20.0  # as above
    assert solution.status in ("feasible", "optimal")
    assert 0.0 < solution.bound <= solution.objective


def test_building_a_program_stops_at_its_deadline():
    model = Model(clock=Clock(-1.0))
    with pytest.raises(OutOfTimeError):
        model.add_variables(3)
    model = Model()
    model.add_variables(3, cost=1.0)
    end = run_backend("HiGHS", "late", model.arrays(), 1.0, Limits(Clock(-1.0)))
    assert end.status == "no_solution"
    assert end.bound == -np.inf


@pytest.mark.parametrize("method", ["compact", "enumeration", "benders", "single", "heuristic"])
def test_a_class_without_weight_does_not_count(method):
    gap = np.ones((3, 3))
    gap[0] = np.inf
    legs = {"flow": np.ones((3, 3)), "cost": np.ones((3, 3))}
    problem = HubProblem.from_blocks({"counted": legs, "not": {"flow": np.ones((3, 3)), "cost": gap, "weight": 0.0}})
    solution = solve(problem, p=1, allocation="single" if method == "single" else "multiple", method=method)
    assert solution.objective == pytest.approx(18.0)
    assert solution.cost_by_leg.to_numpy().sum() == pytest.approx(18.0)


def test_a_problem_without_flow_has_its_tables():
    solution = solve(small(flow=np.zeros((4, 4)), fixed_cost=[3.0, 1.0, 2.0, 4.0]))
    assert (solution.objective, solution.bound, solution.gap) == (1.0, 1.0, 0.0)
    assert solution.cost_by_leg.loc[("base", "hubs"), "fixed"] == 1.0
    assert solution.flows.empty


def test_regret_against_unproven_optima_is_not_called_optimal(monkeypatch):
    def unproven(problem, request, limits):
        found = enumeration.run(problem, request, limits)
        if request.risk == "max_regret":
            return found
        return MethodResult(Status.FEASIBLE, found.design, 0.0)

    problem = ScenarioProblem({"a": small(), "b": small(transfer=0.2)})
    proven = solve(problem, p=2, risk="max_regret", method="enumeration")
    monkeypatch.setattr(enumeration, "METHOD", replace(enumeration.METHOD, run=unproven))
    estimated = solve(problem, p=2, risk="max_regret", method="enumeration")
    assert estimated.objective == pytest.approx(proven.objective)
    assert (str(proven.status), str(estimated.status)) == ("optimal", "feasible")
    assert "a, b" in estimated.explanation


def test_the_time_limit_of_a_regret_is_shared_by_its_scenarios(monkeypatch):
    shares = []

    def noted(problem, request, limits):
        shares.append(limits.clock.left)
        return enumeration.run(problem, request, limits)

    monkeypatch.setattr(enumeration, "METHOD", replace(enumeration.METHOD, run=noted))
    problem = ScenarioProblem({"a": small(), "b": small(transfer=0.2), "c": small(transfer=0.5)})
    solve(problem, p=2, risk="max_regret", method="enumeration", time_limit=40.0)
    assert shares[0] == pytest.approx(10.0, rel=0.1)
    assert len(shares) == 4


@pytest.mark.parametrize(
    "argument",
    [
        {"time_limit": "soon"},
        {"gap": None},
        {"open_hubs": 3},
        {"progress": 3},
        {"threads": -2},
        {"hub_links": 1.5},
        {"p": "3"},
        {"seed": "a"},
    ],
)
def test_arguments_of_the_wrong_kind_are_refused_by_name(argument):
    with pytest.raises(InputError, match=next(iter(argument))):
        solve(small(), **{"p": 3, **argument})


def test_numbers_of_numpy_are_numbers():
    own = solve(small(), p=3, allocation=2)
    assert solve(small(), p=np.int64(3), allocation=np.int64(2)).objective == pytest.approx(own.objective)
