"""A Dask cluster that evaluates pieces: one that is there already, or one of processes on this machine.

The job is scattered to the workers once; pieces and answers are small. A worker evaluates in watched processes of its
own, one for each of its threads (`experiments.runs.processes`): a case that ends its process, or is late, takes neither
the worker nor what else it holds with it. Dask looks after workers that are lost themselves.
"""

from __future__ import annotations

import contextlib
import logging
import platform
import queue
from concurrent.futures import CancelledError
from time import monotonic, sleep
from typing import Any

from experiments.runs.digest import code_digest
from experiments.runs.engine import Outcome
from experiments.runs.piece import Answer, Lost, Piece
from experiments.runs.processes import Bounds, Processes
from optimize import InputError
from optimize.late import need
from optimize.run import one_thread

LOCAL = "local"
"""The scheduler's address that means: start one here."""
_AHEAD = 2
"""Pieces for each thread of the cluster, so that none waits for its next one."""
_CONNECT_S, _WORKERLESS_S, _LOOK_S = 20.0, 60.0, 2.0
"""Seconds to wait for a scheduler, for workers where there are none any more, and between two looks at them."""
_NAP_S = 0.5
"""Seconds between two looks at a cluster without workers."""
_SCATTERS = 20
"""How often the job is scattered again, where all workers that had it are gone."""


class Cluster:
    """The workers of a Dask scheduler.

    Parameters
    ----------
    job : bytes
        As `experiments.runs.processes.pickled` makes them.
    address : str
        Of the scheduler, or `LOCAL`.
    workers : int
        Processes of a local one.
    bounds : Bounds
        Of the processes that evaluate.

    Raises
    ------
    InputError
        If Dask is not installed, there is no such scheduler, or its workers have other code.
    """

    def __init__(self, job: bytes, address: str, workers: int, bounds: Bounds) -> None:
        self._own: Any = None
        self._client: Any = None
        self._pieces: dict[Any, Piece] = {}
        self._ended: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._scatters = 0
        self._office = Office(job, bounds, code_digest())
        self._seen = monotonic()
        try:
            self._connect(address, workers)
            self._wait_for_workers()
            self._check_code()
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
        future = self._client.submit(evaluate_there, self._scattered, piece, pure=False)
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
        distributed: Any = need("distributed", "cluster", "runs on a scheduler (--scheduler, in place of --workers)")
        try:
            if address == LOCAL:
                with one_thread(everywhere=True):
                    logging.getLogger("distributed").setLevel(logging.CRITICAL)
                    local: Any = distributed.LocalCluster
                    self._own = local(
                        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0",
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
        for address, digest in theirs.items():
            if digest != self._office.code:
                raise InputError([other_code(address)])

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
        elif self._looked - self._seen >= _WORKERLESS_S:
            message = "the cluster has no workers: start some, with nannies, and go on with --resume"
            raise InputError([message])
        self.slots = max(1, _AHEAD * threads)

    def _wait_for_workers(self) -> None:
        while True:
            self._look()
            if self._seen == self._looked:
                return
            sleep(_NAP_S)

    def _scatter(self) -> Any:
        """Send the job to all workers; where there are none for the moment, wait for some."""
        self._scatters += 1
        if self._scatters > _SCATTERS:
            message = "the workers of the cluster end again and again with all that they were sent: look at their logs"
            raise InputError([message])
        while True:
            try:
                return self._client.scatter(self._office, broadcast=True, hash=False, timeout=_LOOK_S)
            except (OSError, TimeoutError):
                self._look()

    def _outcome(self, future: Any) -> list[Outcome]:
        piece = self._pieces.pop(future)
        error = self._error(future)
        if error is None:
            with contextlib.suppress(OSError, CancelledError, TimeoutError):  # then the answer was lost on its way
                answer = future.result()
                return [answer if isinstance(answer, Lost) else (piece, answer)]
        elif isinstance(error, InputError):
            raise error
        elif not isinstance(error, CancelledError):
            killed = type(error).__name__ == "KilledWorker"
            told = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            return [Lost(piece, None, "the workers of the cluster that had it ended" if killed else told)]
        # what it needed, or what came of it, was on workers that are gone: no fault of the cases
        if self._scattered.status != "finished":
            self._scattered = self._scatter()
        self.submit(piece)
        return []

    @staticmethod
    def _error(future: Any) -> BaseException | None:
        if future.status == "finished":
            return None
        return future.exception() if future.status == "error" else CancelledError()


class Office:
    """The job on one worker, and the processes there that have it; they end when Dask lets go of it.

    Parameters
    ----------
    job : bytes
        As `experiments.runs.processes.pickled` makes them.
    bounds : Bounds
    code : str
        Digest of the code of the program that asks.
    """

    def __init__(self, job: bytes, bounds: Bounds, code: str) -> None:
        self.code = code
        self._job = job
        self._bounds = bounds
        self._idle: queue.SimpleQueue[Processes] = queue.SimpleQueue()

    def __reduce__(self) -> tuple[type[Office], tuple[bytes, Bounds, str]]:
        return type(self), (self._job, self._bounds, self.code)

    def __del__(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                self._idle.get_nowait().close()

    def evaluate(self, piece: Piece) -> Outcome:
        """Evaluate a piece in a process; several threads may ask at once.

        Parameters
        ----------
        piece : Piece

        Returns
        -------
        Outcome
        """
        try:
            process = self._idle.get_nowait()
        except queue.Empty:
            process = Processes(self._job, 1, self._bounds)
        try:
            process.submit(piece)
            outcomes: list[Outcome] = []
            while not outcomes:
                outcomes = process.wait(_LOOK_S)
        except BaseException:
            process.close()
            raise
        self._idle.put(process)
        return outcomes[0]


def evaluate_there(office: Office, piece: Piece) -> Answer | Lost:
    """Evaluate a piece on a worker of the cluster.

    Parameters
    ----------
    office : Office
    piece : Piece

    Returns
    -------
    Answer or Lost

    Raises
    ------
    InputError
        If this worker, which may have come later than the others, has other code.
    """
    if office.code != code_digest():
        raise InputError([other_code(platform.node())])
    outcome = office.evaluate(piece)
    return outcome if isinstance(outcome, Lost) else outcome[1]


def other_code(worker: str) -> str:
    """Say that a worker has other code.

    Parameters
    ----------
    worker : str

    Returns
    -------
    str
    """
    return f"the worker {worker} has another version of silkhub or of its libraries: install the same one"
