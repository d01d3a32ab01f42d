"""The number of threads of a run: one rule for kernels, decompositions and solvers."""

import os


def thread_count(asked: int | None) -> int:
    """Number of threads that a run uses.

    Parameters
    ----------
    asked : int or None
        The number that the user asked for; None = one for each processor that this process may use.

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
