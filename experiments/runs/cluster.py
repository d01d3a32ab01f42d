"""A Dask cluster that evaluates pieces: one that is there already, or one of processes on this machine.

The job is scattered to the workers once; pieces and answers are small. Each worker should have a nanny, which starts it
anew when it has died.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import queue
import threading
from concurrent.futures import CancelledError
from pathlib import Path
from time import monotonic
from typing import Any

from experiments.runs.digest import code_digest
from experiments.runs.engine import Outcome
from experiments.runs.piece import Answer, Job, Lost, Piece, evaluate_piece
from optimize import InputError
from optimize.run import ONE_THREAD, one_thread

LOCAL = "local"
"""The scheduler's address that means: start one here."""
_AHEAD = 2
"""Pieces for each thread of the cluster, so that none waits for its next one."""
_CONNECT_S, _WORKERLESS_S, _LOOK_S = 20.0, 60.0, 2.0
"""Seconds to wait for a scheduler, for workers where there are none any more, and between two looks at them."""
_SCATTERS = 20
"""How often the job is scattered again, where all workers that had it are gone."""


class Cluster:
    """The workers of a Dask scheduler.

    Parameters
    ----------
    job : Job
    address : str
        Of the scheduler, or `LOCAL`.
    workers : int
        Processes of a local one.
    limit_s : float, optional
        Seconds that a case (with batches: a batch) may take.

    Raises
    ------
    InputError
        If Dask is not installed, there is no such scheduler, or its workers have other code.
    """

    def __init__(self, job: Job, address: str, workers: int, limit_s: float | None) -> None:
        self._own: Any = None
        self._client: Any = None
        self._limit_s = limit_s
        self._pieces: dict[Any, Piece] = {}
        self._ended: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._scatters = 0
        self._job = job
        try:
            self._connect(address, workers)
            self._check_code()
            self._look()
            self._scattered = self._scatter()
        except BaseException:
            self.close()
            raise

    def submit(self, piece: Piece) -> None:
        """Give a piece to the cluster.

        Parameters
        ----------
        piece : Piece
        """
        future = self._client.submit(evaluate_there, self._scattered, piece, self._limit_s, pure=False)
        self._pieces[future] = piece
        future.add_done_callback(self._ended.put)

    def wait(self, seconds: float) -> list[Outcome]:
        """Wait for outcomes.

        Parameters
        ----------
        seconds : float
            At most.

        Returns
        -------
        list

        Raises
        ------
        InputError
            If the scheduler or all workers are gone, or the function's results go into no table.
        """
        found: list[Any] = []
        with contextlib.suppress(queue.Empty):
            found.append(self._ended.get(timeout=seconds))
            while True:
                found.append(self._ended.get_nowait())
        if monotonic() - self._looked > _LOOK_S:
            self._look()
        return [outcome for future in found for outcome in self._outcome(future)]

    def close(self) -> None:
        """Give up what is under way, and end what was started here."""
        for place in (self._client, self._own):
            if place is not None:
                with contextlib.suppress(Exception):
                    if place is self._client:
                        place.cancel(list(self._pieces), force=True)
                    place.close()

    def _connect(self, address: str, workers: int) -> None:
        try:
            import dask
            import distributed
        except ImportError as error:
            message = "Dask is not installed, which --scheduler needs: pip install 'silkhub[cluster]', or use --workers"
            raise InputError([message]) from error
        try:
            if address == LOCAL:
                # one death is enough to suspect a task: it is then tried again, one case at a time
                with one_thread(everywhere=True), dask.config.set({"distributed.scheduler.allowed-failures": 0}):
                    logging.getLogger("distributed").setLevel(logging.CRITICAL)
                    local: Any = distributed.LocalCluster
                    self._own = local(
                        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None,
                        silence_logs=logging.CRITICAL,
                    )  # fmt: skip
            client: Any = distributed.Client
            self._client = client(self._own if self._own is not None else address, timeout=_CONNECT_S)
        except (OSError, TimeoutError, ValueError) as error:
            told = " ".join(str(error).split())[:200]
            message = (
                f"there is no Dask scheduler at {address!r} ({told}): give its address, as tcp://host:8786, or local"
            )
            raise InputError([message]) from error

    def _check_code(self) -> None:
        try:
            theirs = self._client.run(code_digest)
        except Exception as error:
            message = f"the workers of the cluster cannot load silkhub ({error}): install the same version there"
            raise InputError([message]) from error
        wrong = [address for address, digest in theirs.items() if digest != code_digest()]
        if wrong:
            which = ", ".join(wrong[:3])
            message = f"the workers {which} have another version of silkhub or of its libraries: install the same one"
            raise InputError([message])

    def _look(self) -> None:
        """See how many threads the cluster has."""
        if self._client.status not in ("running", "connecting"):
            message = "the connection to the scheduler is lost: start it again, and go on with --resume"
            raise InputError([message])
        self._looked = monotonic()
        threads = 0
        with contextlib.suppress(OSError, TimeoutError):
            threads = sum(self._client.nthreads().values())
        if threads:
            self._seen = self._looked
        elif self._looked - getattr(self, "_seen", self._looked - _WORKERLESS_S) >= _WORKERLESS_S:
            message = "the cluster has no workers: start some, with nannies, and go on with --resume"
            raise InputError([message])
        self.slots = max(1, _AHEAD * threads)

    def _scatter(self) -> Any:
        """Send the job to all workers; where there are none for the moment, wait for some."""
        self._scatters += 1
        if self._scatters > _SCATTERS:
            message = "the workers of the cluster end again and again with all that they were sent: look at their logs"
            raise InputError([message])
        while True:
            try:
                return self._client.scatter(self._job, broadcast=True, hash=False, timeout=_LOOK_S)
            except (OSError, TimeoutError):
                self._look()

    def _outcome(self, future: Any) -> list[Outcome]:
        piece = self._pieces.pop(future)
        if future.status == "finished":
            try:
                return [(piece, self._answer(future))]
            except InputError:
                raise
            except (OSError, CancelledError, TimeoutError):
                pass  # the answer was lost on its way
        elif future.status == "error":
            error = future.exception()
            if isinstance(error, InputError):
                raise error
            if type(error).__name__ == "KilledWorker":
                late = f", or it took longer than {self._limit_s:g} s" if self._limit_s is not None else ""
                return [Lost(piece, None, f"the worker that had it ended{late}")]
            if not isinstance(error, CancelledError):
                return [Lost(piece, None, " ".join(f"{type(error).__name__}: {error}".split())[:300])]
        # what it needed, or what came of it, was on workers that are gone: no fault of the cases
        if self._scattered.status != "finished":
            self._scattered = self._scatter()
        self.submit(piece)
        return []

    @staticmethod
    def _answer(future: Any) -> Answer:
        answer = future.result()
        if not isinstance(answer, Answer):
            message = f"a worker answered with {type(answer).__name__}"
            raise InputError([message])
        return answer


def evaluate_there(job: Job, piece: Piece, limit_s: float | None) -> Answer:
    """Evaluate a piece on a worker.

    Parameters
    ----------
    job : Job
    piece : Piece
    limit_s : float, optional
        Seconds that a case may take; then the worker's process ends, and its nanny starts another one.

    Returns
    -------
    Answer
    """
    for name, value in ONE_THREAD.items():
        os.environ.setdefault(name, value)
    if limit_s is None:
        return evaluate_piece(job, piece)
    try:
        return evaluate_piece(job, piece, lambda _: _WATCH.begin(limit_s))
    finally:
        _WATCH.end()


class _Watch:
    """Ends this process when one of its threads is late, also where compiled code never lets Python look."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._deadlines: dict[int, float] = {}
        self._nowhere: Any = None

    def begin(self, seconds: float) -> None:
        with self._lock:
            self._deadlines[threading.get_ident()] = monotonic() + seconds
            self._arm()

    def end(self) -> None:
        with self._lock:
            self._deadlines.pop(threading.get_ident(), None)
            self._arm()

    def _arm(self) -> None:
        if not self._deadlines:
            faulthandler.cancel_dump_traceback_later()
            return
        if self._nowhere is None:
            self._nowhere = Path(os.devnull).open("w", encoding="ascii")  # noqa: SIM115
        left = max(min(self._deadlines.values()) - monotonic(), 0.001)
        faulthandler.dump_traceback_later(left, exit=True, file=self._nowhere)


_WATCH = _Watch()
