"""Many problems at once: in order, failures in their places, and what was solved is kept whatever happens."""

import io
import os
import pickle
import signal
import threading
from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pytest

from optimize import HubProblem, InputError, solve_many
from optimize.many.solve_many import _ask
from optimize.many.tasks import Task
from optimize.pauses import listening
from tests.oracles.enumeration import scenario_costs


def problem_of(seed, n=5):
    rng = np.random.default_rng(seed)
    return HubProblem(rng.uniform(0, 5, (n, n)), rng.uniform(1, 10, (n, n)), labels=list("abcdefgh")[:n])


def least(problem, p):
    return min(scenario_costs(problem, hubs)[0] for hubs in combinations(range(problem.h), p))


def test_processes_solve_all_in_order_and_what_fails_in_any_way_is_told_in_its_place():
    problems, told = [problem_of(seed) for seed in range(3)], []
    tasks = [
        problems[0],
        (problems[1], {"p": 9}),
        "none",
        (problems[2], {"p": 1}),
        (problems[0], {"progress": print}),
        (problems[1], {"start": _Deadly()}),
        (problems[1], {"start": lambda: None}),
        (problems[1], {"p": 3}),
    ]
    found = solve_many(iter(tasks), workers=2, p=2, progress=told.append)
    fine = {0: least(problems[0], 2), 3: least(problems[2], 1), 7: least(problems[1], 3)}
    assert {n: each.objective for n, each in enumerate(found) if each.status == "optimal"} == pytest.approx(fine)
    why = {n: each.explanation for n, each in enumerate(found) if each.status == "error"}
    for place, words in {
        1: "only 5 candidate hubs",
        2: "it is a str",
        4: "as a whole",
        5: "its process ended with 9",
        6: "cannot be sent",
    }.items():
        assert words in why.pop(place)
    assert why == {}
    assert [each.problem for each in found[:5]] == [*problems[:2], None, problems[2], problems[0]]
    assert len(found[0].flows) == 25
    assert sorted(each["index"] for each in told) == sorted(each["done"] - 1 for each in told) == list(range(8))


def test_one_worker_is_this_process():
    problem = problem_of(4)
    found = solve_many(problem, [{"p": p} for p in (1, 2, 8)], workers=1)
    assert [each.objective for each in found[:2]] == pytest.approx([least(problem, 1), least(problem, 2)])
    assert found[2].status == "error"


class _Deadly:
    """Ends the process that unpickles it."""

    def __reduce__(self):
        return os._exit, (9,)


def test_an_interrupt_leaves_what_was_solved():
    def interrupt(report):
        if report["done"] == 1:
            raise KeyboardInterrupt

    found = solve_many(problem_of(7), [{"p": 1}] * 3, workers=1, progress=interrupt)
    assert [str(each.status) for each in found] == ["optimal", "no_solution", "no_solution"]
    assert all("interrupted" in each.explanation for each in found[1:])


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_ends_processes_that_are_at_work_and_leaves_what_was_solved():
    rng = np.random.default_rng(8)
    hard = (HubProblem(rng.random((60, 60)), rng.random((60, 60))), {"p": 6, "allocation": "single"})
    interrupt = threading.Event()

    def press(report):
        assert report["index"] == 0
        interrupt.set()
        os.kill(os.getpid(), signal.SIGINT)

    found = solve_many([(problem_of(8), {"p": 1}), hard, hard], workers=2, progress=press)
    assert interrupt.is_set()
    assert [str(each.status) for each in found] == ["optimal", "no_solution", "no_solution"]


def test_a_progress_function_that_raises_stops_the_run():
    found = solve_many(problem_of(9), [{"p": 1}] * 3, workers=1, progress=lambda report: report["nothing"])
    assert [str(each.status) for each in found] == ["optimal", "no_solution", "no_solution"]
    assert "progress function raised KeyError" in found[1].explanation


def test_an_iterable_that_fails_raises_its_own_error():
    def broken():
        raise OSError("no more files")
        yield problem_of(10)

    for workers in (1, 2):
        with pytest.raises(OSError, match="no more files"):
            solve_many(broken(), p=1, workers=workers)


@pytest.mark.parametrize("workers", [0, -1, 1.5, True])
def test_a_number_of_workers_that_is_none_is_refused(workers):
    with pytest.raises(InputError, match="workers"):
        solve_many([problem_of(11)], p=1, workers=workers)


@pytest.mark.parametrize("nothing", [[], iter([])])
def test_nothing_to_solve_is_refused(nothing):
    with pytest.raises(InputError, match="nothing to solve"):
        solve_many(nothing, p=1, workers=1)


def test_what_a_process_waits_for_is_announced_here():
    process = SimpleNamespace(
        stdin=io.BytesIO(),
        stdout=io.BytesIO(pickle.dumps(("waiting", "compiling")) + pickle.dumps(("failed", ("E", "why", "")))),
    )
    heard = []
    with listening(heard.append):
        solution, _ = _ask(process, Task(0, problem_of(1), {}), None)
    assert heard == ["compiling"]
    assert solution.status == "error"
