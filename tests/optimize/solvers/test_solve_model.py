"""Every way a solver's run can end, by HiGHS and by CBC; models in arrays; growing linear programs."""

import os
import signal
import stat
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from optimize import InputError
from optimize.run import Clock, make_limits
from optimize.run.result import Status
from optimize.solvers import GrowingLP, Model, available_solvers, cbc_process, solve_model
from optimize.solvers.backends import check_solver
from optimize.solvers.highs import set_options
from optimize.solvers.milp import objective_scale
from tests.places import CHECKOUT


@pytest.fixture(params=["HiGHS", "CBC"])
def solver(request):
    if request.param not in available_solvers():
        pytest.skip(f"{request.param} is not installed here: pip install 'pulp[cbc]'")
    return request.param


def knapsack(scale=1.0, maximize=True):
    """Values 10, 13, 7, weights 3, 4, 2, room for 6: best are the second and the third, 20."""
    model = Model("knapsack", maximize=maximize)
    take = model.add_variables(3, up=1, integer=True, cost=np.array([10.0, 13.0, 7.0]) * scale)
    model.add_rows(0, take, [3.0, 4.0, 2.0], "<=", 6.0)
    return model


def market_split(cost=0.0):
    """Make a model on which no solver gets anywhere in a second (Cornuejols and Dawande 1998); slack at `cost`."""
    rng = np.random.default_rng(1)
    n, m = 50, 6
    model = Model("market split")
    side = model.add_variables(n, up=1, integer=True, cost=0.0 if cost else 1.0)
    weight = rng.integers(0, 100_000, (m, n)).astype(float)
    row = np.arange(m)
    entries = [(np.repeat(row, n), np.tile(side, m), weight.ravel())]
    if cost:
        over, under = model.add_variables((2, m), cost=cost)
        entries += [(row, over, np.ones(m)), (row, under, -np.ones(m))]
    model.add_rows(*(np.concatenate(part) for part in zip(*entries, strict=True)), "==", weight.sum(axis=1) // 2)
    return model


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


def test_names_of_solvers_are_read_in_any_case():
    assert check_solver(None) == check_solver("highs") == check_solver("HIGHS") == "HiGHS"


@pytest.mark.parametrize("name", ["GUROBI_CMD", "no such solver"])
def test_a_missing_solver_is_named_with_what_there_is(name):
    with pytest.raises(InputError, match=r"is not available here: use one of HiGHS"):
        solve_model(knapsack(), make_limits(solver=name))


def test_an_unknown_option_is_refused():
    with pytest.raises(InputError, match="does not take option 'mip_rel_gasp'"):
        solve_model(knapsack(), options={"mip_rel_gasp": 0.1})


def test_options_reach_highs():
    lp = GrowingLP(seed=7, threads=1)
    lp.add_columns([1.0])
    lp.solve()
    highs = lp._highs
    assert highs.getOptionValue("random_seed")[1] == 7
    assert highs.getOptionValue("threads")[1] == 1
    with pytest.raises(InputError):
        set_options(highs, {"threads": -5})


def test_the_number_of_threads_may_change_between_runs():
    for threads in (1, 2, None, 1):
        assert solve_model(knapsack(), make_limits(threads=threads)).status is Status.OPTIMAL


@pytest.fixture
def fake_cbc(tmp_path, monkeypatch):
    def make(script):
        path = tmp_path / "cbc"
        path.write_text("#!/bin/sh\n" + script)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr("optimize.solvers.cbc.cbc_path", lambda: str(path))

    return make


def test_a_crash_of_cbc_is_reported(fake_cbc):
    fake_cbc("echo about to fail; kill -SEGV $$\n")
    report = solve_model(knapsack(), make_limits(solver="cbc"))
    assert (report.status, report.values) == (Status.ERROR, None)
    assert "about to fail" in report.message


def test_cbc_is_killed_when_it_overruns_its_limit(fake_cbc, monkeypatch):
    monkeypatch.setattr(cbc_process, "_LAST_WORDS_S", 0.3)
    fake_cbc("trap '' INT\necho Continuous objective value is -19.5\nwhile true; do sleep 0.05; done\n")
    start = time.perf_counter()
    report = solve_model(knapsack(), make_limits(solver="cbc", time_limit=0.2))
    assert time.perf_counter() - start < 5.0
    assert report.status is Status.NO_SOLUTION
    assert np.isfinite(report.bound)


def test_the_bound_in_cbcs_log_is_not_read_beyond_its_digits():
    log = (
        "Continuous objective value is 123.457\nCbc0010I After 10 nodes, best solution 130, best possible 125.25 (1 s)"
    )
    assert 125.2 < cbc_process._bound(log) < 125.25
    assert cbc_process._bound("Cbc0010I best solution 1e+50, best possible -1e+50") == -np.inf


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


def test_a_coefficient_that_is_not_finite_is_a_fault():
    model = Model()
    x = model.add_variables(1, cost=np.inf)
    model.add_rows(0, x, 1.0, "<=", 1.0)
    with pytest.raises(ValueError, match="not finite"):
        solve_model(model)


@given(st.floats(1e-12, 1e15))
def test_the_scaling_of_the_objective_is_a_power_of_two_to_a_handy_size(size):
    factor = objective_scale(np.array([size, 2 * size]), None)
    assert np.log2(factor) == round(np.log2(factor))
    assert 1e2 < size * factor < 1e4


# ------------------------------------------------------------------------------------------------ growing programs


def random_lp(seed):
    rng = np.random.default_rng(seed)
    n, m = rng.integers(2, 8), rng.integers(1, 8)
    matrix = np.round(rng.random((m, n)) * 5 * (rng.random((m, n)) < 0.7), 2)
    return np.round(rng.random(n) * 9, 2) + 0.1, matrix, np.minimum(matrix.sum(axis=1), 1.0 + rng.random(m)), rng


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("scale", [1.0, 1e-6])
def test_a_growing_lp_agrees_with_scipy_round_by_round(seed, scale):
    cost, matrix, rhs, _ = random_lp(seed)
    lp = GrowingLP(scale=scale)
    lp.add_columns(cost / scale, low=0.0, up=1.0)
    for r in range(len(rhs)):
        lp.add_dense_rows(matrix[r : r + 1], low=rhs[r])
        point = lp.solve()
        expected = linprog(cost / scale, -matrix[: r + 1], -rhs[: r + 1], bounds=(0, 1))
        assert point.status is Status.OPTIMAL
        assert point.objective == pytest.approx(expected.fun, rel=1e-7)
        assert point.bound == point.objective
        # strong duality: rows at their low side, columns at their bounds
        dual = point.duals @ rhs[: r + 1] + np.minimum(point.reduced_costs, 0.0).sum()
        assert dual == pytest.approx(expected.fun, rel=1e-6)
        assert np.allclose(point.activity, matrix[: r + 1] @ point.primal, atol=1e-7)


def test_columns_come_with_entries_in_the_rows_that_are_there():
    lp = GrowingLP()
    lp.add_columns([5.0])
    lp.add_dense_rows([[1.0]], low=2.0)
    assert lp.solve().objective == pytest.approx(10.0)
    cheap = lp.add_columns([1.0], up=1.5, entries=np.array([[1.0]]))
    assert cheap.tolist() == [1]
    assert lp.solve().objective == pytest.approx(0.5 * 5 + 1.5)


def test_bounds_costs_and_right_hand_sides_may_change():
    lp = GrowingLP()
    x = lp.add_columns([1.0, 2.0], up=1.0)
    row = lp.add_dense_rows([[1.0, 1.0]], low=1.0)
    lp.set_bounds(x[0], 0.0, 0.25)
    assert lp.solve().objective == pytest.approx(0.25 + 1.5)
    lp.set_row_bounds(row, 0.5, np.inf)
    assert lp.solve().objective == pytest.approx(0.25 + 0.5)
    lp.set_cost(x, [3.0, 1.0])
    assert lp.solve().objective == pytest.approx(0.5)


def test_the_same_program_is_solved_with_and_without_integers():
    lp = GrowingLP()
    lp.add_columns([-10.0, -13.0, -7.0], up=1.0, integer=True)
    lp.add_dense_rows([[3.0, 4.0, 2.0]], up=6.0)
    relaxed, whole = lp.solve(), lp.solve(mip=True)
    assert relaxed.objective < whole.objective == pytest.approx(-20.0)
    assert whole.duals is None
    assert whole.bound == pytest.approx(-20.0)
    assert lp.solve().objective == pytest.approx(relaxed.objective)
    started = lp.solve(mip=True, start=[0.0, 1.0, np.nan])
    assert started.objective == pytest.approx(-20.0)


def test_a_growing_program_reports_infeasible_and_unbounded():
    lp = GrowingLP()
    x = lp.add_columns([-1.0])
    assert lp.solve().status is Status.UNBOUNDED
    lp.add_dense_rows([[1.0]], up=-1.0)
    point = lp.solve()
    assert (point.status, point.primal, point.bound) == (Status.INFEASIBLE, None, np.inf)
    assert x.tolist() == [0]


def test_an_lp_that_is_cut_short_claims_nothing():
    rng = np.random.default_rng(0)
    lp = GrowingLP()
    lp.add_columns(rng.random(2000), up=1.0)
    lp.add_dense_rows(rng.random((1500, 2000)) * (rng.random((1500, 2000)) < 0.05), low=1.0)
    point = lp.solve(clock=Clock(0.0))
    assert (point.status, point.primal, point.bound) == (Status.NO_SOLUTION, None, -np.inf)
    assert lp.solve(clock=Clock(60.0)).status is Status.OPTIMAL


def test_a_solver_says_nothing_unless_asked():
    code = (
        "import numpy as np; from optimize import HubProblem, solve; "
        "print(solve(HubProblem(np.ones((3, 3)), 1.0 - np.eye(3)), p=1, method='compact', log={log}).status)"
    )
    said = {
        log: subprocess.run(  # noqa: S603
            [sys.executable, "-c", code.format(log=log)], capture_output=True, text=True, check=True, cwd=CHECKOUT
        ).stdout
        for log in (False, True)
    }
    assert said[False] == "optimal\n"
    assert "HiGHS" in said[True]
