"""The clock: when a run stops, what it tells, and that nothing a callback does loses the run."""

import math
import os
import signal
import sys

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem, solve
from optimize.run import Clock, OutOfTimeError

FIELDS = {"phase", "seconds", "bound", "incumbent", "gap", "done", "total"}


def test_a_clock_without_a_limit_never_ends():
    clock = Clock()
    assert (clock.left, clock.over, clock.limited) == (math.inf, False, False)
    clock.check()


def test_a_part_ends_no_later_than_the_whole():
    whole = Clock(10.0)
    assert whole.part(1000.0).left <= 10.0
    assert whole.part(2.0).left <= 2.0
    assert not whole.part(2.0).over
    assert whole.part(-1.0).over


def test_past_its_limit_it_raises():
    with pytest.raises(OutOfTimeError):
        Clock(-1.0).check()


def test_a_stop_reaches_every_part_and_the_first_reason_stands():
    whole = Clock(10.0)
    part = whole.part(5.0).silent()
    part.stop("interrupted")
    whole.stop("later")
    assert whole.over
    assert part.over
    assert whole.left <= 0.0
    assert whole.stopped == "interrupted"


def test_a_record_has_the_same_fields_and_the_last_values_stand():
    told = []
    clock = Clock(progress=told.append)
    clock.tell("search", bound=5.0, incumbent=10.0)
    clock.tell("proof", bound=8.0)
    clock.tell("table", done=3, total=3)
    assert all(set(record) == FIELDS for record in told)
    assert [record["gap"] for record in told] == [0.5, pytest.approx(0.2), pytest.approx(0.2)]
    assert (told[2]["done"], told[2]["total"]) == (3, 3)


def test_reports_of_one_phase_do_not_come_too_often_but_the_last_part_of_the_work_is_told():
    told = []
    clock = Clock(progress=told.append)
    for done in range(1, 1001):
        clock.tell("table", done=done, total=1000)
    assert 2 <= len(told) < 100
    assert told[-1]["done"] == 1000


def test_a_silent_clock_tells_nothing():
    told = []
    Clock(progress=told.append).silent().part(1.0).tell("search", bound=1.0)
    assert told == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError("full disk")])
def test_what_a_progress_function_raises_stops_the_run_in_order(error):
    calls = []

    def raising(record):
        calls.append(record)
        raise error

    clock = Clock(progress=raising)
    clock.tell("search")
    clock.tell("proof")
    assert len(calls) == 1
    assert clock.over
    assert "full disk" in clock.stopped or clock.stopped == "interrupted"


@pytest.mark.parametrize("method", ["compact", "benders", "enumeration", "heuristic"])
def test_who_leaves_the_program_from_a_progress_function_leaves_it(method):
    def leaving(_record):
        sys.exit(3)

    with pytest.raises(SystemExit) as left:
        solve(_problem(8), p=3, method=method, progress=leaving)
    assert left.value.code == 3


@pytest.mark.usefixtures("ctrl_c")
def test_the_first_ctrl_c_stops_in_order_and_the_second_is_raised():
    clock = Clock()
    with clock.catching_interrupts():
        os.kill(os.getpid(), signal.SIGINT)
        assert clock.stopped == "interrupted"
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.usefixtures("ctrl_c")
def test_a_handler_of_the_program_is_left_alone():
    def own(_number, _frame):
        pass

    signal.signal(signal.SIGINT, own)
    with Clock().catching_interrupts():
        assert signal.getsignal(signal.SIGINT) is own


def _problem(n=24):
    rng = np.random.default_rng(5)
    points = rng.random((n, 2))
    return HubProblem(rng.random((n, n)), np.hypot(*(points[:, None] - points).T), transfer=0.6, fixed_cost=1.0)


# every method, and phases after the first: the heuristic's bound, a regret's own optima ...
CASES = {
    "enumeration": {"p": 3, "method": "enumeration"},
    "benders": {"p": 4, "method": "benders"},
    "single": {"p": 3, "allocation": "single", "method": "single"},
    "center": {"p": 3, "objective": "center", "method": "center"},
    "heuristic": {"p": 4, "method": "heuristic"},
    "heuristic r": {"p": 3, "allocation": 2, "method": "heuristic"},
    "compact": {"p": 3, "allocation": 2, "method": "compact", "time_limit": 30.0},
}


@pytest.mark.parametrize("after", [0, 1, 2])
@pytest.mark.parametrize("name", CASES)
def test_an_exception_of_a_progress_function_never_escapes_solve(name, after):
    problem, calls = _problem(10 if "compact" in name else 24), []

    def raising(record):
        calls.append(record)
        if len(calls) > after:
            msg = "from the callback"
            raise ValueError(msg)

    solution = solve(problem, progress=raising, **CASES[name])
    assert all(set(record) == FIELDS for record in calls)
    if len(calls) > after:
        assert len(calls) == after + 1
        assert "from the callback" in solution.explanation
    if solution.hubs:
        assert solution.bound <= solution.objective


def test_regret_stops_in_order_while_the_scenarios_own_optima_are_sought():
    problem = ScenarioProblem({"a": _problem(), "b": _problem().replace(transfer=0.2)})

    def press(_record):
        raise KeyboardInterrupt

    solution = solve(problem, p=3, risk="max_regret", method="heuristic", progress=press)
    assert solution.status in ("feasible", "no_solution")
    assert len(solution.hubs) in (0, 3)
