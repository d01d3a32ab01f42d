"""`Limits`: how long a run may take, how exact it has to be, and its resources. None of them changes the optimum."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from numbers import Real
from typing import Any

from optimize.errors import report
from optimize.run.clock import Clock
from optimize.run.result import Design

LARGEST_SEED = 2**31 - 2
"""CBC and HiGHS take seeds of 31 bits; CBC is given one more."""
MOST_THREADS = 1024
"""More than any machine has for one run; a mistyped number is not to start a million."""
_FOR_EVER_S = 1e15


@dataclass(frozen=True)
class Limits:
    """Time, precision and resources of a run.

    Attributes
    ----------
    clock : Clock
        Says when to stop, and takes progress reports.
    gap : float
        Relative gap at which the search may stop, in [0, 1).
    solver : str or None
        Name of a PuLP solver; None = HiGHS.
    threads : int or None
        Threads of the solver and the kernels; None = one for each processor that this process may use.
    seed : int
        Seed of all random choices.
    log : bool
        Whether to show the solver's own log.
    magnitude : float or None
        Size of the objective, where an earlier run has found it: programs are scaled by it.
    start : Design or None
        A design that may be, from which methods start; `solve` returns none that is worse.
    take_program : callable or None
        Given a mixed-integer program (`optimize.solvers.Model`) in place of a solver, once; it has to raise.
    """

    clock: Clock = field(default_factory=Clock)
    gap: float = 1e-6
    solver: str | None = None
    threads: int | None = None
    seed: int = 0
    log: bool = False
    magnitude: float | None = None
    start: Design | None = None
    take_program: Callable[[Any], None] | None = None

    def within(self, seconds: float) -> "Limits":
        """Make the same limits with less time.

        Parameters
        ----------
        seconds : float
            The time limit, if less than that is not left anyway.

        Returns
        -------
        Limits
        """
        return replace(self, clock=self.clock.part(seconds))

    def silent(self) -> "Limits":
        """Make the same limits for work whose bounds and incumbents are not those of the whole problem.

        Returns
        -------
        Limits
            Their clock reports nothing.
        """
        return replace(self, clock=self.clock.silent())


def make_limits(
    *,
    time_limit: float | None = None,
    gap: float = 1e-6,
    solver: str | None = None,
    threads: int | None = None,
    seed: int = 0,
    log: bool = False,
    progress: Any = None,
) -> Limits:
    """Check the limits given by the user and start the clock.

    Parameters
    ----------
    time_limit : float, optional
        Seconds from now.
    gap, solver, threads, seed, log
        As in `Limits`.
    progress : callable, optional
        Receives one dict, see `optimize.run.clock.Progress`.

    Returns
    -------
    Limits

    Raises
    ------
    InputError
        If arguments cannot be used; it reports all faults at once.
    """
    faults: list[str] = []
    for name, value, none in (
        ("time_limit", time_limit, True),
        ("gap", gap, False),
        ("threads", threads, True),
        ("seed", seed, False),
    ):
        if isinstance(value, bool) or not (isinstance(value, Real) or (none and value is None)):
            faults.append(f"{name} is {value!r}: it has to be a number")
    if progress is not None and not callable(progress):
        faults.append(f"progress is {progress!r}: give a function that takes one dict")
    report(faults)
    if threads is not None and not _is_whole(threads, 1, MOST_THREADS):
        faults.append(
            f"threads is {threads!r}: give a whole number from 1 to {MOST_THREADS}, or None for all processors"
        )
    if not _is_whole(seed, 0, LARGEST_SEED):
        faults.append(f"seed is {seed!r}: give a whole number from 0 to {LARGEST_SEED}")
    if time_limit is not None and not time_limit > 0:
        faults.append(f"time_limit is {time_limit!r}: give seconds > 0, or None for no limit")
    if not 0.0 <= gap < 1.0:
        faults.append(f"gap is {gap!r}: it is relative, at least 0 and below 1")
    report(faults)
    # a limit beyond the age of the world is none, and a whole number may be too large for a float
    clock = Clock(None if time_limit is None or time_limit > _FOR_EVER_S else float(time_limit), progress)
    return Limits(clock, float(gap), solver, None if threads is None else int(threads), int(seed), bool(log))


def _is_whole(number: float, least: int, most: int) -> bool:
    return least <= number <= most and int(number) == number
