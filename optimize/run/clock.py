"""When a search has to stop, and what it tells while it runs."""

import math
from time import perf_counter

from optimize.run.request import Request

_REPORT_S = 0.5


class Clock:
    """Time left to a run, and its progress reports.

    Parameters
    ----------
    request : Request
    """

    def __init__(self, request: Request) -> None:
        self._began = perf_counter()
        self._limit = math.inf if request.time_limit is None else request.time_limit
        self._progress = request.progress
        self._reported = -math.inf
        self.interrupted = False
        self.bound = -math.inf
        self.incumbent = math.inf

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return perf_counter() - self._began

    @property
    def left(self) -> float:
        """Seconds until the time limit."""
        return self._limit - self.seconds

    @property
    def over(self) -> bool:
        """Whether to stop: out of time, or Ctrl-C."""
        return self.interrupted or self.left <= 0.0

    def silent(self) -> "Clock":
        """Give a clock that stops with this one and reports nothing."""
        return _Silent(self)

    def tell(self, phase: str, *, bound: float | None = None, incumbent: float | None = None) -> None:
        """Report bound and incumbent, at most twice a second."""
        self.bound = max(self.bound, -math.inf if bound is None else bound)
        self.incumbent = min(self.incumbent, math.inf if incumbent is None else incumbent)
        if self._progress is None or self.seconds - self._reported < _REPORT_S:
            return
        self._reported = self.seconds
        known = math.isfinite(self.bound) and math.isfinite(self.incumbent) and self.incumbent != 0
        self._progress(
            {
                "phase": phase,
                "seconds": self.seconds,
                "bound": self.bound,
                "incumbent": self.incumbent,
                "gap": (self.incumbent - self.bound) / abs(self.incumbent) if known else math.nan,
            }
        )


class _Silent(Clock):
    """The clock of a search inside another: its values are not those of the problem."""

    def __init__(self, parent: Clock) -> None:
        self._parent = parent

    @property
    def seconds(self) -> float:
        return self._parent.seconds

    @property
    def left(self) -> float:
        return self._parent.left

    @property
    def over(self) -> bool:
        return self._parent.over

    def tell(self, phase: str, *, bound: float | None = None, incumbent: float | None = None) -> None:
        """Say nothing."""
