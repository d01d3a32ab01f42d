"""The clock of a run: when it has to stop, and how it reports its progress.

The clock alone tells every method that it has to stop, whether because the time is up, the user pressed Ctrl-C, or the
progress function raised; so the best solution so far is never lost. It stands still while kernels are compiled.
"""

import math
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

from optimize.pauses import listening, now
from optimize.run.gap import relative_gap

Progress = Callable[[dict[str, Any]], None]
"""Receives one dict: ``phase, seconds, bound, incumbent, gap, done, total``; every method sends the same keys."""

# seconds between two reports of one phase: fewer are less use to a person who watches, more cost time in a slow
# callback (a judgement)
_EVERY_S = 0.1


class OutOfTimeError(TimeoutError):
    """The time is up, or the run was interrupted."""


@dataclass
class _Run:
    """State that all clocks of one run share."""

    began: float
    progress: Progress | None
    stopped: str = ""
    leaving: BaseException | None = None
    phase: str = ""
    told: float = -math.inf
    bound: float = math.nan
    incumbent: float = math.nan


class Clock:
    """The time limit of a run, its interrupts, and its progress reports.

    Parameters
    ----------
    time_limit : float, optional
        Seconds from now; None = no limit.
    progress : callable, optional
        Function that receives progress reports, see `Progress`.

    Examples
    --------
    >>> clock = Clock(time_limit=60.0)
    >>> clock.over, clock.part(5.0).left <= 5.0
    (False, True)
    """

    def __init__(self, time_limit: float | None = None, progress: Progress | None = None) -> None:
        self._run = _Run(now(), progress)
        self._deadline = self._run.began + (math.inf if time_limit is None else time_limit)
        self._silent = False

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return now() - self._run.began

    @property
    def left(self) -> float:
        """Seconds until the time limit: ``inf`` without one, negative after it; at most 0 after an interrupt."""
        return min(0.0, self._deadline - now()) if self._run.stopped else self._deadline - now()

    @property
    def limited(self) -> bool:
        """Whether there is a time limit."""
        return math.isfinite(self._deadline)

    @property
    def over(self) -> bool:
        """Whether to stop, because the time is up or the run was interrupted."""
        return bool(self._run.stopped) or now() > self._deadline

    @property
    def stopped(self) -> str:
        """Why the run was interrupted; empty if it was not."""
        return self._run.stopped

    @property
    def reports(self) -> bool:
        """Whether `tell` has anybody to report to."""
        return self._run.progress is not None and not self._silent and not self._run.stopped

    def check(self) -> None:
        """Raise an error if it is time to stop.

        Raises
        ------
        OutOfTimeError
            If `over`.
        """
        if self.over:
            raise OutOfTimeError

    def stop(self, why: str) -> None:
        """Interrupt the run: all of its clocks are over from now on.

        Parameters
        ----------
        why : str
            The reason, for the explanation of the solution; the first one given is kept.
        """
        self._run.stopped = self._run.stopped or why

    def part(self, seconds: float) -> "Clock":
        """Make a clock for a part of the run.

        Parameters
        ----------
        seconds : float
            Time limit of the part.

        Returns
        -------
        Clock
            Over when that time is up, or when this clock is over.
        """
        return self._child(min(self._deadline, now() + max(seconds, 0.0)), silent=self._silent)

    def silent(self) -> "Clock":
        """Make a clock for work whose bounds and incumbents are not those of the whole problem.

        Returns
        -------
        Clock
            Stops with this one and reports nothing.
        """
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
        """Report how far the run is; reports that follow the last one too closely are dropped.

        Parameters
        ----------
        phase : str
            Name of the part of the method that is running.
        bound, incumbent : float, optional
            In the units of the objective; default: those reported last.
        done, total : int, optional
            Steps of the work that are finished, and all of them, where they can be counted.
        """
        run = self._run
        if run.progress is None or self._silent or run.stopped:
            return
        run.bound = run.bound if bound is None else bound
        run.incumbent = run.incumbent if incumbent is None else incumbent
        moment = now()
        finished = done is not None and done == total
        if phase == run.phase and moment - run.told < _EVERY_S and not finished:
            return
        run.phase, run.told = phase, moment
        record = {
            "phase": phase,
            "seconds": moment - run.began,
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
        except BaseException as error:
            # whoever leaves the program, as by sys.exit, leaves it; but no solver hands such an exception on
            self.stop(f"the progress function raised {type(error).__name__}: {error}")
            run.leaving = error

    @contextmanager
    def telling_of_pauses(self) -> Iterator[None]:
        """Report, within a ``with`` block, what a run waits for while its clock stands still: see `optimize.pauses`.

        Yields
        ------
        None
        """
        with listening(self.tell):
            yield

    @contextmanager
    def catching_interrupts(self) -> Iterator[None]:
        """Let the first Ctrl-C inside a ``with`` block stop the run in an orderly way; a second one is raised as usual.

        Nothing is changed outside the main thread, to which alone Python delivers signals, nor if the program has
        installed a handler of its own. What a progress function raised to leave the program, such as SystemExit, is
        raised at the end of the block, whatever the method.

        Yields
        ------
        None
        """
        before = signal.getsignal(signal.SIGINT)
        if threading.current_thread() is not threading.main_thread() or before is not signal.default_int_handler:
            yield
            self._leave()
            return

        def first(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
            self.stop("interrupted")
            signal.signal(signal.SIGINT, signal.default_int_handler)

        signal.signal(signal.SIGINT, first)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        self._leave()

    def _leave(self) -> None:
        if self._run.leaving is not None:
            raise self._run.leaving
