"""`solve_many`: many problems, or one in many ways, solved in parallel processes."""

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from optimize.errors import InputError
from optimize.many.tasks import Task, failed, not_reached, read_tasks
from optimize.many.worker import answer, with_problem
from optimize.pauses import announce, now
from optimize.problem import Problem
from optimize.run import ONE_THREAD, Progress, thread_count
from optimize.solution import HubSolution

_POLL_S = 0.1  # seconds between two looks at Ctrl-C while processes work (a judgement)
_NAN = float("nan")
_PROGRAM = "import sys; from optimize.many.worker import main; main(int(sys.argv[1]))"


def solve_many(
    problems: Problem | Iterable[Any],
    parameters: Iterable[Mapping[str, Any]] | None = None,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    **common: Any,
) -> list[HubSolution]:
    """Solve many problems in parallel, or one with many parameters.

    Parameters
    ----------
    problems : iterable, or HubProblem or ScenarioProblem
        Problems; or pairs of a problem and a dict of arguments of `solve`; or one problem, with `parameters`.
    parameters : iterable of dict, optional
        Arguments of `solve`, for one problem.
    workers : int, optional
        Processes, each of which uses one thread unless ``threads`` says otherwise. Default: one for each processor that
        this process may use, and no more than there are problems. With 1 all is done in this process.
    progress : callable, optional
        Called after each problem with a dict as that of `solve`, where ``done`` and ``total`` count problems, and
        ``index``, the place of the problem. If it raises, the run stops.
    **common
        Arguments of `solve` for all problems; those of a problem go before.

    Returns
    -------
    list of HubSolution
        In the order of the problems. What failed has status "error" and says why in `HubSolution.explanation`, beside
        ``info["error"]`` and ``info["traceback"]``. After Ctrl-C, what was solved is returned, and what was not has
        status "no_solution".

    Raises
    ------
    InputError
        If there is nothing to solve, or `solve` has no such arguments. They are looked at before anything is solved,
        but for those that a generator gives one after another: a wrong one is an "error" in its place.

    Examples
    --------
    >>> from optimize import solve_many
    >>> from optimize.instances import random_euclidean
    >>> problem = random_euclidean(6, seed=1)
    >>> found = solve_many(problem, [{"p": p} for p in (1, 2, 9)], workers=1)
    >>> [str(each.status) for each in found]
    ['optimal', 'optimal', 'error']
    """
    if workers is not None and (isinstance(workers, bool) or not isinstance(workers, int) or workers < 1):
        raise InputError([f"workers is {workers!r}: give a whole number of processes, at least 1"])
    if progress is not None and not callable(progress):
        raise InputError([f"progress is {progress!r}: give a function that takes one dict"])
    tasks, total = read_tasks(problems, parameters, common)
    count = thread_count(None) if workers is None else workers
    count = max(1, count if total is None else min(count, total))
    return _Run(tasks, total, count, progress).run()


class _Run:
    """Tasks on their way: threads of this process each watch a process that solves."""

    def __init__(self, tasks: Iterator[Task], total: int | None, workers: int, progress: Progress | None) -> None:
        self.tasks, self.total, self.workers, self.progress = tasks, total, workers, progress
        self.began = now()
        self.given: list[Task] = []
        self.found: dict[int, HubSolution] = {}
        self.stopped = ""
        self.failure: BaseException | None = None
        self._over = False
        self._lock = threading.Lock()
        self._done: queue.SimpleQueue[tuple[Task, HubSolution] | None] = queue.SimpleQueue()
        self._processes: set[subprocess.Popen[bytes]] = set()

    def run(self) -> list[HubSolution]:
        """Solve all, and return solutions in order."""
        try:
            if self.workers == 1:
                self._alone()
            else:
                self._together()
        except KeyboardInterrupt:
            self.stopped = "interrupted"
        finally:
            self._end_processes()
        if self.failure is not None:
            raise self.failure
        if not self.given and not self.stopped:
            raise InputError(["there is nothing to solve: the iterable gave nothing"])
        if self.stopped and self.total is not None:
            # what nobody has asked for yet has its place too
            while self._next() is not None:
                pass
        return [
            self.found[task.number] if task.number in self.found else not_reached(task, self.stopped)
            for task in self.given
        ]

    def _alone(self) -> None:
        while not self.stopped and (task := self._next()) is not None:
            solution = _read(task, answer(task.problem, task.options)) if not task.fault else failed(task, task.fault)
            self._keep(task, solution)
            if solution.info.get("stopped"):
                self.stopped = str(solution.info["stopped"])

    def _together(self) -> None:
        threads = [threading.Thread(target=self._watch, daemon=True) for _ in range(self.workers)]
        for thread in threads:
            thread.start()
        ended = 0
        while ended < len(threads) and not self.stopped:
            with suppress(queue.Empty):
                item = self._done.get(timeout=_POLL_S)
                if item is None:
                    ended += 1
                else:
                    self._keep(*item)

    def _next(self) -> Task | None:
        with self._lock:
            try:
                task = next(self.tasks, None)
            except Exception as error:
                self.failure = error
                return None
            if task is not None:
                self.given.append(task)
            return task

    def _keep(self, task: Task, solution: HubSolution) -> None:
        self.found[task.number] = solution
        if self.progress is None:
            return
        try:
            self.progress(
                {
                    "phase": "solve_many",
                    "seconds": now() - self.began,
                    "bound": _NAN,
                    "incumbent": _NAN,
                    "gap": _NAN,
                    "done": len(self.found),
                    "total": self.total,
                    "index": task.number,
                }
            )
        except KeyboardInterrupt:
            raise
        except Exception as error:
            self.stopped = f"the progress function raised {type(error).__name__}: {error}"

    def _end_processes(self) -> None:
        """Kill what works on; where nothing was stopped all have ended by themselves."""
        with self._lock:
            self._over = True
            for process in self._processes:
                process.kill()

    def _watch(self) -> None:
        """Give a process one task after another; one that dies costs the task that it was at."""
        process, known = None, None
        try:
            while not self.stopped and (task := self._next()) is not None:
                if task.fault:
                    self._done.put((task, failed(task, task.fault)))
                    continue
                if process is None:
                    process, known = self._started(), None
                solution, known = _ask(process, task, known)
                if process.poll() is not None:
                    _ended(process)
                    process = None
                if not self.stopped:
                    self._done.put((task, solution))
        finally:
            if process is not None:
                _ended(process)
            self._done.put(None)

    def _started(self) -> "subprocess.Popen[bytes]":
        # it finds the package where this process does
        path = os.pathsep.join(place or "." for place in sys.path)
        process = subprocess.Popen(  # noqa: S603 - this interpreter, and a program that is written here
            [sys.executable, "-c", _PROGRAM, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | ONE_THREAD | {"PYTHONPATH": path},
        )
        with self._lock:
            self._processes.add(process)
            if self._over:
                process.kill()
        return process


def _ended(process: "subprocess.Popen[bytes]") -> None:
    """Let a process end that has no more to do, or has ended."""
    with suppress(OSError):
        process.communicate()


def _ask(process: "subprocess.Popen[bytes]", task: Task, known: Any) -> tuple[HubSolution, Any]:
    """Let a process solve a task; returns the solution, and the problem that the process knows now."""
    assert process.stdin is not None  # noqa: S101
    assert process.stdout is not None  # noqa: S101
    try:
        sent = pickle.dumps((None if task.problem is known else task.problem, task.options))
    except Exception as error:
        return failed(task, f"it cannot be sent to a process: {error}", type(error).__name__), known
    try:
        process.stdin.write(sent)
        process.stdin.flush()
        while True:
            kind, what = pickle.load(process.stdout)  # noqa: S301 - from a process that was started here
            if kind != "waiting":
                return _read(task, (kind, what)), task.problem
            announce(what)
    except (EOFError, OSError, pickle.UnpicklingError):
        process.kill()
        return failed(task, f"its process ended with {process.wait()} before it was solved", "ChildProcessError"), None


def _read(task: Task, found: tuple[str, Any]) -> HubSolution:
    kind, what = found
    if kind == "solved":
        return with_problem(what, task.problem)
    name, words, trace = what
    return failed(task, words, name, trace)
