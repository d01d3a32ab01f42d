"""What a process does that solves one task after another: pickles come in and go out by its standard streams.

It is started by its name, not out of the program that asks (as ``multiprocessing`` does), so that scripts need no
``if __name__ == "__main__"`` and notebooks work as well.
"""

import os
import pickle
import signal
import sys
import threading
import time
import traceback
from dataclasses import replace
from typing import Any, BinaryIO

from optimize.pauses import listening
from optimize.problem import Problem
from optimize.solution import HubSolution
from optimize.solve import solve


def answer(problem: Problem, options: dict[str, Any]) -> tuple[str, Any]:
    """Solve a task.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    options : dict
        Keyword arguments of `solve`.

    Returns
    -------
    str
        "solved" or "failed".
    HubSolution or tuple of str
        The solution, without the problem if that is the one given; or kind, words and trace of the error.
    """
    try:
        return "solved", without_problem(solve(problem, **options), problem)
    except Exception as error:
        return "failed", (type(error).__name__, str(error), traceback.format_exc())


def without_problem(solution: HubSolution, problem: Problem) -> HubSolution:
    """Leave out the problem, which the other side has.

    Parameters
    ----------
    solution : HubSolution
    problem : HubProblem or ScenarioProblem

    Returns
    -------
    HubSolution
    """
    pool = tuple(without_problem(each, problem) for each in solution.pool)
    return replace(solution, pool=pool, problem=None if solution.problem is problem else solution.problem)


def with_problem(solution: HubSolution, problem: Problem) -> HubSolution:
    """Put back the problem.

    Parameters
    ----------
    solution : HubSolution
        See `without_problem`.
    problem : HubProblem or ScenarioProblem

    Returns
    -------
    HubSolution
    """
    pool = tuple(with_problem(each, problem) for each in solution.pool)
    return replace(solution, pool=pool, problem=problem if solution.problem is None else solution.problem)


def serve(tasks: BinaryIO, answers: BinaryIO) -> None:
    """Solve tasks until there are no more.

    Parameters
    ----------
    tasks : binary file
        Pickled pairs of a problem and options; None for the problem of the task before.
    answers : binary file
        Pickles of what `answer` returns; before it, pairs of "waiting" and what the work waits for in words.
    """
    problem: Any = None
    while True:
        try:
            given, options = pickle.load(tasks)  # noqa: S301 - from the process that started this one
        except EOFError:
            return
        problem = problem if given is None else given
        with listening(lambda why: _send(("waiting", why), answers)):
            found = answer(problem, options)
        _send(found, answers)


def _send(message: tuple[str, Any], answers: BinaryIO) -> None:
    pickle.dump(message, answers)
    answers.flush()


def end_with(parent: int, every_s: float = 1.0) -> None:
    """End this process, amid a task too, when the one that started it has ended.

    Parameters
    ----------
    parent : int
        Its process number.
    every_s : float
        Seconds between two looks.
    """
    while os.getppid() == parent:
        time.sleep(every_s)
    os._exit(1)


def main(parent: int) -> None:
    """Serve the process that started this one.

    Parameters
    ----------
    parent : int
        Its process number.
    """
    threading.Thread(target=end_with, args=(parent,), daemon=True).start()
    # Ctrl-C reaches all processes of a terminal: the one that asks decides what becomes of this one
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    # what is printed, a solver's log say, is no answer
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)
