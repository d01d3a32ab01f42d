"""The loop of every study: hand out cases, keep what comes back, try again what was lost."""

from __future__ import annotations

import logging
import signal
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from types import FrameType
from typing import Any

from experiments.files import results_folder
from experiments.runs.cases import Cases
from experiments.runs.engine import Engine, Outcome, Serial
from experiments.runs.piece import RAISED, Answer, Job, Lost
from experiments.runs.processes import Bounds, Processes, pickled
from experiments.runs.queue import Queue
from experiments.runs.results import Results, failed_table
from experiments.runs.store import Store, open_store
from optimize import InputError
from optimize.run import one_thread, thread_count

Progress = Callable[[int, int, int], None]
"""Told how many cases are done, how many there are, and how many of those that are done were there before."""
LOG = logging.getLogger("silkhub.runs")
_WAIT_S = 0.2


def run_cases(
    plan: Cases,
    folder: Path | None = None,
    *,
    workers: int = 1,
    scheduler: str | None = None,
    resume: bool = False,
    limit_s: float | None = None,
    memory_mb: float | None = None,
    retries: int = 2,
    progress: Progress | None = None,
) -> Results:
    """Evaluate the cases of a plan.

    Results are kept on disk as they come. Whatever stops the run, the same call with `resume` goes on from there and
    ends with the same table, to the last digit, as one that was not disturbed; so it does with any number of workers.

    Parameters
    ----------
    plan : Cases
    folder : Path, optional
        Where results are kept, in a sub-folder for each set of inputs; None = nowhere.
    workers : int
        Processes on this machine; 1 = this process itself; 0 = one for each processor. Each uses one thread.
    scheduler : str, optional
        Address of a Dask scheduler whose workers evaluate the cases, as ``tcp://10.0.0.5:8786``; ``local`` starts one
        with `workers` processes on this machine. Needs the extra ``silkhub[cluster]``.
    resume : bool
        Go on with what an earlier run with the same inputs has kept.
    limit_s : float, optional
        Seconds that a case may take; a worker that takes longer is ended. With it, even a single worker is a process.
    memory_mb : float, optional
        Memory that a case may take, beyond what its process has when it begins; one that asks for more fails. On
        Linux. With it, even a single worker is a process.
    retries : int
        How often a case is tried again that failed, or whose worker ended.
    progress : callable, optional
        See `Progress`.

    Returns
    -------
    Results
        Rows of all cases but those in `Results.failed`.

    Raises
    ------
    InputError
        If the arguments make no sense, or another run is writing to the folder.
    OSError
        If results cannot be kept; those that came before it are.
    KeyboardInterrupt
        On Ctrl-C, and on SIGTERM; results so far are kept.
    """
    _check(workers, limit_s, memory_mb, retries)
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="silkhub-") as place:
            results = run_cases(
                plan, Path(place), workers=workers, scheduler=scheduler, limit_s=limit_s, memory_mb=memory_mb,
                retries=retries, progress=progress,
            )  # fmt: skip
            return replace(results, files=(), _table=results.table())
    began = perf_counter()
    with results_folder(folder):
        store = open_store(folder, plan, resume=resume)
        run = _Run(plan, store, retries, progress, began=int(store.done.sum()))
        for note in store.notes:
            LOG.warning("%s", note)
        if run.began < len(plan):
            bounds = Bounds(limit_s, memory_mb, plan.fresh)
            _evaluate(run, workers or thread_count(None), scheduler, bounds)
        store.settle()
        return Results(
            files=tuple(store.paths()),
            failed=run.failures(),
            total=len(plan),
            reused=run.began,
            notes=tuple(store.notes),
            seconds=perf_counter() - began,
            digest=store.folder.name,
        )


def _check(workers: int, limit_s: float | None, memory_mb: float | None, retries: int) -> None:
    faults = []
    if workers < 0:
        faults.append(f"the number of workers is {workers}: give 1 or more, or 0 for one on each processor")
    if limit_s is not None and not limit_s > 0:
        faults.append(f"the time limit of a case is {limit_s:g}: give seconds above 0, or leave it out")
    if memory_mb is not None and not memory_mb > 0:
        faults.append(f"the memory of a process is {memory_mb:g} MB: give more than 0, or leave it out")
    if retries < 0:
        faults.append(f"the number of retries is {retries}: give 0 or more")
    if faults:
        raise InputError(faults)


def _evaluate(run: _Run, workers: int, scheduler: str | None, bounds: Bounds) -> None:
    # one thread even where there is one worker: solvers may choose among equal optima by the number of their threads
    alone = one_thread() if scheduler is None else nullcontext()
    with alone, _orderly_end() as stopped:
        engine = _engine(run.plan, workers, scheduler, bounds)
        try:
            run.loop(engine, stopped)
        finally:
            engine.close()


def _engine(plan: Cases, workers: int, scheduler: str | None, bounds: Bounds) -> Engine:
    job = Job.of(plan)
    if scheduler is not None:
        from experiments.runs.cluster import Cluster

        return Cluster(pickled(job), scheduler, workers, bounds)
    if workers == 1 and bounds == Bounds():
        return Serial(job)
    return Processes(pickled(job), workers, bounds)


@dataclass
class _Run:
    """A run under way."""

    plan: Cases
    store: Store
    retries: int
    progress: Progress | None
    began: int
    tries: Counter[int] = field(default_factory=Counter)
    failed: dict[int, tuple[str, str]] = field(default_factory=dict)
    done: int = 0

    def loop(self, engine: Engine, stopped: Callable[[], bool]) -> None:
        """Evaluate all that waits."""
        queue = Queue(self.plan, self.store.done, engine.slots)
        under_way = 0
        self.done = self.began
        self.tell()
        while queue or under_way:
            while queue and under_way < engine.slots:
                piece = queue.take()
                if piece is not None:
                    engine.submit(piece)
                    under_way += 1
            outcomes = engine.wait(_WAIT_S)
            if stopped():  # a solver may have taken Ctrl-C for a wish to end early: what it found does not count
                raise KeyboardInterrupt
            for outcome in outcomes:
                under_way -= 1
                self.take(outcome, queue)
            self.tell()

    def take(self, outcome: Outcome, queue: Queue) -> None:
        """Keep what came of a piece, and queue again what did not."""
        if isinstance(outcome, Lost):
            self._lost(outcome, queue)
            return
        _, answer = outcome
        self._keep(answer, queue)
        for number, why in answer.failed.items():
            self._failed(number, RAISED, why, queue)

    def _keep(self, answer: Answer, queue: Queue) -> None:
        queue.measured(len(answer.numbers), answer.seconds)
        if answer.table is not None:
            self.store.add(answer.numbers, answer.table)
        self.done += len(answer.numbers)
        LOG.debug("%d cases in %.3f s", len(answer.numbers), answer.seconds)

    def _lost(self, lost: Lost, queue: Queue) -> None:
        numbers = lost.piece.numbers
        culprit = numbers[0] if len(numbers) == 1 else lost.culprit
        if culprit is None:
            LOG.warning("%s; its %d cases are tried one by one", lost.why, len(numbers))
            queue.back(numbers, apart=True)
            return
        place = numbers.index(culprit)
        for others in (numbers[:place], numbers[place + 1 :]):
            queue.back(others, apart=False)
        self._failed(culprit, lost.kind, lost.why, queue)

    def _failed(self, number: int, kind: str, why: str, queue: Queue) -> None:
        self.tries[number] += 1
        again = self.tries[number] <= self.retries
        LOG.warning("%s failed%s: %s", self.plan.name(number), ", tried again" if again else "", why)
        if again:
            queue.back((number,), apart=True)
        else:
            self.failed[number] = (kind, why)
            self.done += 1

    def tell(self) -> None:
        """Report progress."""
        if self.progress is not None:
            self.progress(self.done, len(self.plan), self.began)

    def failures(self) -> Any:
        """Make the table of cases that failed."""
        return failed_table(
            [
                {
                    "case": number,
                    "name": self.plan.name(number),
                    "tries": self.tries[number],
                    "kind": kind,
                    "reason": why,
                }
                for number, (kind, why) in sorted(self.failed.items())
            ]
        )


@contextmanager
def _orderly_end() -> Iterator[Callable[[], bool]]:
    """Let Ctrl-C and SIGTERM raise KeyboardInterrupt, and tell afterwards that they did.

    Yields
    ------
    callable
        Whether one of them came.
    """
    stopped = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stopped.is_set
        return

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        stopped.set()
        raise KeyboardInterrupt

    usual = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL}
    before = {number: signal.getsignal(number) for number in usual}
    ours = [number for number, handler in usual.items() if before[number] == handler]
    for number in ours:
        signal.signal(number, stop)
    try:
        yield stopped.is_set
    finally:
        for number in ours:
            signal.signal(number, before[number])
