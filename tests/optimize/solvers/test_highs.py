"""HiGHS: options that reach it or are refused, threads, silence."""

import subprocess
import sys
from threading import Thread

import highspy
import numpy as np
import pytest

from optimize import InputError
from optimize.run import Status, make_limits
from optimize.solvers import GrowingLP, Model, solve_model
from optimize.solvers.highs import set_options
from tests.optimize.solvers.programs import knapsack
from tests.places import CHECKOUT


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


def status_of_a_small_lp(threads):
    lp = GrowingLP(threads=threads)
    lp.add_columns([1.0, 2.0], up=1.0)
    lp.add_dense_rows([[1.0, 1.0]], low=1.5)
    return lp.solve().status


def test_threads_that_call_highs_may_ask_for_different_numbers():
    found = [status_of_a_small_lp(1)]
    other = Thread(target=lambda: found.append(status_of_a_small_lp(2)))
    other.start()
    other.join()
    assert [*found, status_of_a_small_lp(2), status_of_a_small_lp(1)] == 4 * [Status.OPTIMAL]


@pytest.mark.parametrize("foreign", [1, 3])
def test_somebody_elses_use_of_highs_does_not_stop_ours(foreign):
    assert status_of_a_small_lp(2) is Status.OPTIMAL
    highspy.Highs.resetGlobalScheduler(True)
    highs = highspy.Highs()
    set_options(highs, {"threads": foreign, "output_flag": False})
    highs.addCol(1.0, 0.0, 1.0, 0, np.zeros(0, np.int32), np.zeros(0))
    highs.run()
    assert status_of_a_small_lp(2) is Status.OPTIMAL
    assert solve_model(knapsack(), make_limits(threads=2)).status is Status.OPTIMAL


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


def test_a_start_is_a_solution_before_any_search():
    model = Model()
    x = model.add_variables(30, up=1.0, integer=True, cost=-np.arange(1.0, 31.0))
    model.add_rows(0, x, np.arange(3.0, 33.0), "<=", 100.0)
    model.suggest(x, np.arange(30) == 7)
    # the search itself may not look at a single node
    report = solve_model(model, options={"mip_max_nodes": 0, "mip_heuristic_effort": 0.0, "presolve": "off"})
    assert report.objective <= -8.0
