"""The clock of a run: when it has to stop, and what it tells while it goes on.

Every method looks at the clock and at nothing else to learn that it has to stop, whether the time is up, the user
pressed Ctrl-C, or the progress function raised; so that the best solution so far is never lost.
"""

import math
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from types import FrameType
from typing import Any

from optimize.run.gap import relative_gap

Progress = Callable[[dict[str, Any]], None]
"""Takes one record: ``phase, seconds, bound, incumbent, gap, done, total``, the same from every method."""

_EVERY_S = 0.1  # reports of one phase are at least that far apart: a terminal shows no more, and a callback may be slow


class OutOfTimeError(TimeoutError):
    """The time is up, or the run was interrupted."""


@dataclass
class _Run:
    """What all clocks of one run share."""

    began: float
    progress: Progress | None
    stopped: str = ""
    phase: str = ""
    told: float = -math.inf
    bound: float = math.nan
    incumbent: float = math.nan


class Clock:
    """Time left to a run, its interrupts, and its progress reports.

    Parameters
    ----------
    time_limit : float, optional
        Seconds from now; None = no limit.
    progress : callable, optional
        Told of the run's progress, see `Progress`.

    Examples
    --------
    >>> clock = Clock(time_limit=60.0)
    >>> clock.over, clock.part(5.0).left <= 5.0
    (False, True)
    """

    def __init__(self, time_limit: float | None = None, progress: Progress | None = None) -> None:
        self._run = _Run(perf_counter(), progress)
        self._deadline = self._run.began + (math.inf if time_limit is None else time_limit)
        self._silent = False

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return perf_counter() - self._run.began

    @property
    def left(self) -> float:
        """Seconds until the time limit: ``inf`` without one, negative past it, 0 after an interrupt."""
        return min(0.0, self._deadline - perf_counter()) if self._run.stopped else self._deadline - perf_counter()

    @property
    def limited(self) -> bool:
        """Whether there is a time limit."""
        return math.isfinite(self._deadline)

    @property
    def over(self) -> bool:
        """Whether to stop: out of time, or interrupted."""
        return bool(self._run.stopped) or perf_counter() > self._deadline

    @property
    def stopped(self) -> str:
        """Why the run was interrupted; empty if it was not."""
        return self._run.stopped

    @property
    def reports(self) -> bool:
        """Whether anybody listens to `tell`."""
        return self._run.progress is not None and not self._silent and not self._run.stopped

    def check(self) -> None:
        """Raise `OutOfTimeError` if it is time to stop."""
        if self.over:
            raise OutOfTimeError

    def stop(self, why: str) -> None:
        """Interrupt the run: every clock of it is over from now on."""
        self._run.stopped = self._run.stopped or why

    def part(self, seconds: float) -> "Clock":
        """Give the clock of a part of the run, which ends in so many seconds or with this clock."""
        return self._child(min(self._deadline, perf_counter() + max(seconds, 0.0)), silent=self._silent)

    def silent(self) -> "Clock":
        """Give a clock that stops with this one and tells nothing: its values are not those of the whole problem."""
        return self._child(self._deadline, silent=True)

    def _child(self, deadline: float, *, silent: bool) -> "Clock":
        child = Clock.__new__(Clock)
        child._run, child._deadline, child._silent = self._run, deadline, silent  # noqa: SLF001
        return child

    def tell(
        self,
        phase: str,
        *,
        bound: float | None = None,
        incumbent: float | None = None,
        done: int | None = None,
        total: int | None = None,
    ) -> None:
        """Report how far the run is, not too often.

        Parameters
        ----------
        phase : str
        bound, incumbent : float, optional
            In the problem's own units; left out, the last ones told stand.
        done, total : int, optional
            Parts of the work that are finished, and all of them, where they can be counted.
        """
        run = self._run
        if run.progress is None or self._silent or run.stopped:
            return
        run.bound = run.bound if bound is None else bound
        run.incumbent = run.incumbent if incumbent is None else incumbent
        now = perf_counter()
        finished = done is not None and done == total
        if phase == run.phase and now - run.told < _EVERY_S and not finished:
            return
        run.phase, run.told = phase, now
        record = {
            "phase": phase,
            "seconds": now - run.began,
            "bound": run.bound,
            "incumbent": run.incumbent,
            "gap": relative_gap(run.incumbent, run.bound),
            "done": done,
            "total": total,
        }
        try:
            run.progress(record)
        except KeyboardInterrupt:
            self.stop("interrupted")
        except Exception as error:
            self.stop(f"the progress function raised {type(error).__name__}: {error}")

    @contextmanager
    def catching_interrupts(self) -> Iterator[None]:
        """Let Ctrl-C stop the run in order while the block runs; a second one is raised as ever.

        Python delivers signals to the main thread alone, and a program's own handler is left in place.
        """
        before = signal.getsignal(signal.SIGINT)
        if threading.current_thread() is not threading.main_thread() or before is not signal.default_int_handler:
            yield
            return

        def first(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
            self.stop("interrupted")
            signal.signal(signal.SIGINT, signal.default_int_handler)

        signal.signal(signal.SIGINT, first)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, signal.default_int_handler)
