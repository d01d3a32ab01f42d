"""Every way a solver's run can end, by HiGHS and by CBC."""

import os
import signal
import threading
import time

import numpy as np
import pytest

from optimize.run import Status, make_limits
from optimize.solvers import Model, available_solvers, solve_model
from tests.optimize.solvers.programs import knapsack, market_split


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e12])
def test_an_optimum_comes_with_its_bound_at_any_scale(solver, scale):
    report = solve_model(knapsack(scale), make_limits(solver=solver))
    assert report.status == "optimal"
    assert report.objective == pytest.approx(20 * scale)
    assert report.values.round().tolist() == [0, 1, 1]
    assert report.bound >= report.objective
    assert report.bound == pytest.approx(report.objective, rel=2e-6)
    assert report.gap <= 1e-6
    assert report.solver == solver


def test_no_solution_is_infeasible(solver):
    model = Model()
    x = model.add_variables(2, integer=True, cost=1.0)
    model.add_rows(0, x, 2.0, "==", 3.0)
    report = solve_model(model, make_limits(solver=solver))
    assert (report.status, report.values, report.bound) == (Status.INFEASIBLE, None, np.inf)


def test_a_row_without_entries_that_cannot_hold_is_infeasible(solver):
    model = Model()
    model.add_variables(1, up=1, integer=True, cost=1.0)
    model.add_rows([], [], [], ">=", np.array([1.0]))
    assert solve_model(model, make_limits(solver=solver)).status is Status.INFEASIBLE


@pytest.mark.parametrize("integer", [True, False])
def test_an_objective_without_end_is_unbounded(solver, integer):
    model = Model()
    x = model.add_variables(2, integer=integer, cost=-1.0)
    model.add_rows(0, x, [1.0, -1.0], "<=", 3.0)
    report = solve_model(model, make_limits(solver=solver))
    assert (report.status, report.values, report.bound) == (Status.UNBOUNDED, None, -np.inf)


def test_a_time_limit_keeps_the_incumbent_and_a_valid_bound(solver):
    start = time.perf_counter()
    report = solve_model(market_split(cost=1e8), make_limits(solver=solver, time_limit=1.0))
    assert time.perf_counter() - start < 8.0
    assert report.status is Status.FEASIBLE
    assert report.values is not None
    assert report.bound < report.objective
    assert report.objective > 0
    assert 0 < report.gap <= 1 + 1e-9


def test_a_time_limit_without_incumbent_gives_no_values_but_a_bound(solver):
    report = solve_model(market_split(), make_limits(solver=solver, time_limit=1.0))
    assert (report.status, report.values) == (Status.NO_SOLUTION, None)
    assert np.isnan(report.objective)
    assert 15 < report.bound < 30


def test_a_run_may_stop_at_a_gap_and_its_bound_stays_valid(solver):
    rng = np.random.default_rng(0)
    model = Model(maximize=True)
    x = model.add_variables(30, up=1, integer=True, cost=rng.random(30) * 1e9 + 1e9)
    model.add_rows(np.repeat(np.arange(5), 30), np.tile(x, 5), rng.random(150), "<=", np.full(5, 4.0))
    exact = solve_model(model, make_limits(solver="HiGHS", gap=1e-9))
    loose = solve_model(model, make_limits(solver=solver, gap=0.2))
    assert loose.status is Status.OPTIMAL
    assert loose.objective <= exact.objective * (1 + 1e-9) <= loose.bound * (1 + 1e-8)
    assert loose.gap <= 0.2 * (1 + 1e-6)


def test_columns_that_appear_nowhere_stand_at_their_bounds(solver):
    model = Model()
    idle = model.add_variables(2, low=[2.0, -5.0], up=[5.0, -1.0])
    x = model.add_variables(1, cost=1.0, low=1.0)
    model.add_rows(0, x, 1.0, ">=", 1.5)
    report = solve_model(model, make_limits(solver=solver))
    assert report.values[idle].tolist() == [2.0, -1.0]
    assert report.objective == pytest.approx(1.5)


def test_an_empty_objective_asks_for_any_solution(solver):
    model = Model()
    x = model.add_variables(2, up=1, integer=True)
    model.add_rows(0, x, 1.0, "==", 1.0)
    report = solve_model(model, make_limits(solver=solver))
    assert report.status is Status.OPTIMAL
    assert report.values.sum() == pytest.approx(1.0)


def test_progress_is_told_in_the_units_of_the_model(solver):
    told = []
    solve_model(market_split(cost=1e8), make_limits(solver=solver, time_limit=2.5, progress=told.append))
    assert told
    assert {"phase", "seconds", "bound", "incumbent", "gap"} <= set(told[-1])
    assert all(not t["incumbent"] < 1e8 for t in told)


@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("name", ["HiGHS", "CBC"])
def test_ctrl_c_stops_a_run_in_order(name):
    if name not in available_solvers():
        pytest.skip(f"{name} is not installed here")
    threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT)).start()
    limits = make_limits(solver=name, time_limit=20.0)
    with limits.clock.catching_interrupts():
        report = solve_model(market_split(cost=1e8), limits)
    assert limits.clock.stopped == "interrupted"
    assert report.seconds < 10
    assert report.status in (Status.FEASIBLE, Status.NO_SOLUTION)
    assert np.isfinite(report.bound)
