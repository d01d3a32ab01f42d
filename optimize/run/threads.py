"""How many threads a run uses: one rule for kernels, decompositions and solvers."""

import os


def thread_count(asked: int | None) -> int:
    """Threads that a run works with.

    Parameters
    ----------
    asked : int or None
        As asked by the user; None = the processors that this process may use.

    Returns
    -------
    int
        At least 1.
    """
    if asked is not None:
        return asked
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1
