"""Processes of this machine that evaluate pieces, each watched: one that dies, or is late, costs the case it was at.

They are started afresh (``spawn``), as a process with threads cannot be forked safely. Each has the job sent to it
once, uses one thread, and ends with the program that started it, whatever ends that.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any

from experiments.runs.engine import Outcome
from experiments.runs.piece import BETWEEN, ENDED, LATE, Answer, Job, Lost, Piece, evaluate_piece
from optimize import InputError
from optimize.pauses import announce, listening
from optimize.run import one_thread

try:
    import resource
except ImportError:  # not on Windows: nothing limits the memory of a process there
    resource = None  # type: ignore[assignment]

_STARTS, _KILLED_STARTS = 3, 20
"""How often in a row a process may end before it has begun to work: by itself, and by others."""
_ALMOST_ALL = 0.999
"""Of the starts that may be in vain: shares of them are added up."""
_UP, _READY, _WAITS, _ANSWER, _FAULT = "up", "ready", "waits", "answer", "fault"
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Bounds:
    """What a process may take, and what it is used for.

    Attributes
    ----------
    limit_s : float, optional
        Seconds that a case (with batches: a batch) may take; then its process is ended.
    memory_mb : float, optional
        Memory that a process may ask for beyond what it has when it begins; what asks for more fails.
    fresh : bool
        Whether a process evaluates one piece only.
    """

    limit_s: float | None = None
    memory_mb: float | None = None
    fresh: bool = False


@dataclass
class _Worker:
    """A process, and what it is doing."""

    process: BaseProcess
    pipe: Connection
    position: Any
    piece: Piece | None = None
    ready: bool = False
    seen: int = -1
    since: float = 0.0

    def send(self) -> None:
        """Give the process its piece."""
        if self.piece is not None:
            self.seen = self.position.value = self.piece.numbers[0]
            self.since = monotonic()
            self.pipe.send(self.piece)

    def late(self, limit_s: float) -> bool:
        """Whether the case that it is at takes longer than it may."""
        if not self.ready or self.piece is None:
            return False
        if self.position.value != self.seen:
            self.seen, self.since = self.position.value, monotonic()
        return self.seen != BETWEEN and monotonic() - self.since > limit_s


class Processes:
    """Watched processes.

    Parameters
    ----------
    job : bytes
        As `pickled` makes them.
    workers : int
    bounds : Bounds
    """

    def __init__(self, job: bytes, workers: int, bounds: Bounds) -> None:
        self.slots = workers
        self._bounds = bounds
        self._workers: list[_Worker] = []
        self._vain = 0.0
        self._job = job

    def submit(self, piece: Piece) -> None:
        """Give a piece to an idle process, or to a new one.

        Parameters
        ----------
        piece : Piece
        """
        worker = next((each for each in self._workers if each.piece is None), None) or self._start()
        worker.piece = piece
        if worker.ready:
            with contextlib.suppress(OSError):  # it has ended: noticed in a moment
                worker.send()

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
            If processes cannot be started, or the function's results go into no table.
        """
        known = {each.pipe: each for each in self._workers}
        outcomes: list[Outcome] = []
        for pipe in wait(list(known), seconds):
            worker = known[pipe]  # type: ignore[index]
            try:
                kind, content = worker.pipe.recv()
            except (EOFError, OSError):
                outcomes += self._ended(worker)
            else:
                outcomes += self._heard(worker, kind, content)
        for worker in [each for each in self._workers if not each.process.is_alive() and not each.pipe.poll()]:
            outcomes += self._ended(worker)  # a process that it has started may hold the pipe open
        limit_s = self._bounds.limit_s
        if limit_s is not None:
            for worker in [each for each in self._workers if each.late(limit_s)]:
                outcomes.append(self._lost(worker, f"it took longer than {limit_s:g} s", LATE))
        return outcomes

    def close(self) -> None:
        """End all processes."""
        for worker in self._workers:
            _kill(worker.process)
            worker.pipe.close()
        self._workers.clear()

    def _start(self) -> _Worker:
        ours, theirs = _SPAWN.Pipe()
        position = _SPAWN.RawValue("q", -1)
        process = _SPAWN.Process(target=work, args=(theirs, position, self._bounds.memory_mb), daemon=True)
        with one_thread(everywhere=True), _allowed_children():
            process.start()
        theirs.close()
        worker = _Worker(process, ours, position)
        self._workers.append(worker)
        return worker

    def _heard(self, worker: _Worker, kind: str, content: Any) -> list[Outcome]:
        if kind == _FAULT:
            raise InputError([content])
        if kind == _WAITS:
            # the time that a case may take begins anew: kernels are compiled once on a machine
            worker.since = monotonic()
            announce(content)
        with contextlib.suppress(OSError):
            if kind == _UP:
                worker.pipe.send_bytes(self._job)
            elif kind == _READY:
                self._vain = 0.0
                worker.ready = True
                worker.send()
        if kind == _ANSWER and worker.piece is not None and isinstance(content, Answer):
            piece, worker.piece = worker.piece, None
            if self._bounds.fresh:
                self._drop(worker)
            return [(piece, content)]
        return []

    def _ended(self, worker: _Worker) -> list[Outcome]:
        """Replace a process that has ended by itself."""
        worker.process.join(10.0)
        why = f"its process ended with {_ending(worker.process.exitcode)}"
        if worker.ready or worker.piece is None:
            return [self._lost(worker, why)] if worker.piece is not None else self._drop(worker)
        killed = (worker.process.exitcode or 0) < 0
        self._vain += 1 / (_KILLED_STARTS if killed else _STARTS)
        piece = worker.piece
        self._drop(worker)
        if self._vain > _ALMOST_ALL:
            message = (
                f"processes cannot be started ({why}): use one worker, or, in a program of your own, put the call "
                "under: if __name__ == '__main__'"
            )
            raise InputError([message])
        self.submit(piece)
        return []

    def _lost(self, worker: _Worker, why: str, kind: str = ENDED) -> Lost:
        piece, at = worker.piece, worker.position.value
        self._drop(worker)
        if piece is None:
            message = "a worker without a piece has lost none"
            raise RuntimeError(message)
        return Lost(piece, at if at in piece.numbers else None, why, kind)

    def _drop(self, worker: _Worker) -> list[Outcome]:
        _kill(worker.process)
        worker.pipe.close()
        self._workers.remove(worker)
        return []


def pickled(job: Job) -> bytes:
    """Make bytes of a job.

    Parameters
    ----------
    job : Job

    Returns
    -------
    bytes

    Raises
    ------
    InputError
        If it cannot be sent to another process.
    """
    try:
        return pickle.dumps(job, protocol=5)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        told = " ".join(str(error).split())[:200]
        message = (
            f"the cases cannot be sent to other processes ({told}): use one worker, or a function at the top level of "
            "a module and shared values that pickle"
        )
        raise InputError([message]) from error


def work(pipe: Connection, position: Any, memory_mb: float | None = None) -> None:
    """Evaluate pieces until the pipe is closed.

    Parameters
    ----------
    pipe : Connection
        From which the job comes, then pieces; to which answers go.
    position : shared integer
        The case that is being evaluated.
    memory_mb : float, optional
        See `Bounds`.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setsid"):
        os.setsid()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _offer_to_the_kernel()

    def at(number: int) -> None:
        position.value = number

    try:
        pipe.send((_UP, None))
        try:
            job = pickle.loads(pipe.recv_bytes())  # noqa: S301
        except Exception as error:
            pipe.send((_FAULT, f"the cases cannot be read in another process: {type(error).__name__}: {error}"))
            return
        _limit_memory(memory_mb)
        pipe.send((_READY, None))
        while True:
            piece = pipe.recv()
            try:
                with listening(lambda why: pipe.send((_WAITS, why))):
                    answer = evaluate_piece(job, piece, at)
                pipe.send((_ANSWER, answer))
            except InputError as error:
                pipe.send((_FAULT, str(error)))
    except (EOFError, OSError):
        return


def _end_with_parent() -> None:
    """Wait until the program that started this process has ended; then end too, with all that was started here."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _offer_to_the_kernel() -> None:
    """Where memory runs out, let Linux end this process and not the one that keeps the results."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:  # noqa: PTH123
        file.write("500")


def _limit_memory(megabytes: float | None) -> None:
    """Let what asks for so much more memory fail, in this process and in those that it starts; on Linux."""
    if megabytes is None or resource is None:
        return
    with contextlib.suppress(OSError), open("/proc/self/status", encoding="ascii") as file:  # noqa: PTH123
        kilobytes = next(int(line.split()[1]) for line in file if line.startswith("VmData:"))
        limit = int(megabytes * 1e6) + 1024 * kilobytes
        resource.setrlimit(resource.RLIMIT_DATA, (limit, resource.getrlimit(resource.RLIMIT_DATA)[1]))


@contextmanager
def _allowed_children() -> Iterator[None]:
    """Let a process start others though it is a daemon itself, as workers of Dask are: these end with it anyway."""
    settings = multiprocessing.current_process()._config  # type: ignore[attr-defined]  # noqa: SLF001
    before = settings.get("daemon")
    settings["daemon"] = False
    try:
        yield
    finally:
        settings["daemon"] = before


def _kill(process: BaseProcess) -> None:
    """End a process, with those that it has started, such as solvers."""
    if process.pid is not None:
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg") and os.getpgid(process.pid) == process.pid:
                os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.join()


def _ending(status: int | None) -> str:
    if status is not None and status < 0:
        with contextlib.suppress(ValueError):
            name = signal.Signals(-status).name
            return f"signal {name}" + (", as for want of memory" if name == "SIGKILL" else "")
    return f"exit status {status}"
