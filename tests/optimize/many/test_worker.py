"""The other side of `solve_many`: pickled tasks in, pickled answers out."""

import io
import pickle
import subprocess
import sys

import numpy as np

from optimize import HubProblem
from optimize.many import worker
from optimize.many.worker import answer, serve, with_problem, without_problem
from optimize.pauses import announce
from tests.processes import is_gone

PROBLEM = HubProblem(np.ones((3, 3)), np.array([[0, 1, 3], [1, 0, 1], [3, 1, 0.0]]), labels=["a", "b", "c"])


def test_a_solution_travels_without_the_problem_that_is_known_and_gets_it_back():
    kind, solution = answer(PROBLEM, {"p": 1, "k_best": 2})
    assert (kind, solution.hubs, solution.objective) == ("solved", ("b",), 12.0)
    assert solution.problem is None
    assert [each.problem for each in solution.pool] == [None, None]
    whole = with_problem(solution, PROBLEM)
    assert whole.problem is whole.pool[1].problem is PROBLEM
    assert without_problem(whole, PROBLEM).problem is None


def test_an_error_is_an_answer():
    kind, (name, words, trace) = answer(PROBLEM, {"p": 7})
    assert (kind, name) == ("failed", "InputError")
    assert "only 3 candidate hubs" in words
    assert "Traceback" in trace


def test_tasks_are_served_until_there_are_no_more_and_a_problem_is_sent_once():
    tasks = io.BytesIO(pickle.dumps((PROBLEM, {"p": 1})) + pickle.dumps((None, {"p": 3})))
    answers = io.BytesIO()
    serve(tasks, answers)
    answers.seek(0)
    found = [pickle.load(answers) for _ in range(2)]  # noqa: S301
    assert [len(solution.hubs) for _, solution in found] == [1, 3]


def test_what_the_work_waits_for_is_told_before_the_answer(monkeypatch):
    def waiting(_problem, _options):
        announce("compiling kernels, once")
        return "solved", None

    monkeypatch.setattr(worker, "answer", waiting)
    answers = io.BytesIO()
    serve(io.BytesIO(pickle.dumps((PROBLEM, {"p": 1}))), answers)
    answers.seek(0)
    told = [pickle.load(answers) for _ in range(2)]  # noqa: S301
    assert told == [("waiting", "compiling kernels, once"), ("solved", None)]


def test_it_ends_with_the_process_that_started_it():
    child = "from optimize.many.worker import end_with; end_with({}, 0.05)"
    # it starts another one, says its number, and ends
    starter = (
        "import os, subprocess, sys\n"
        f"print(subprocess.Popen([sys.executable, '-c', {child!r}.format(os.getpid())]).pid, flush=True)"
    )
    command = [sys.executable, "-c", starter]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=60)  # noqa: S603
    assert is_gone(int(done.stdout), seconds=30)
