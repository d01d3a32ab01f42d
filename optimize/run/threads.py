"""The threads of a run: how many there are, and the work shared among them; one rule for kernels and solvers."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self, TypeVar

_Result = TypeVar("_Result")

THREADS = "SILKHUB_THREADS"
"""Environment variable: the number of threads of runs that are not asked for one."""
ONE_THREAD = dict.fromkeys(
    (THREADS, "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)
"""Environment of a process that is one of many: neither runs, nor BLAS, nor compiled kernels open threads in it."""


def thread_count(asked: int | None) -> int:
    """Number of threads that a run uses.

    Parameters
    ----------
    asked : int or None
        The number that the user asked for; None = that of the environment variable `THREADS`, else one for each
        processor that this process may use.

    Returns
    -------
    int
        At least 1.
    """
    if asked is not None:
        return asked
    given = os.environ.get(THREADS, "")
    if given.isdecimal() and int(given) > 0:
        return int(given)
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


@contextmanager
def one_thread(*, everywhere: bool = False) -> Iterator[None]:
    """Let runs within the block use one thread, unless they are asked for another number.

    Parameters
    ----------
    everywhere : bool
        Set the whole of `ONE_THREAD`, which other libraries read when a process starts: for processes started in the
        block.

    Yields
    ------
    None
    """
    wanted = ONE_THREAD if everywhere else {THREADS: "1"}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


class Workers:
    """Threads that share out work; a single one is the caller's own, and no other is opened.

    Parameters
    ----------
    threads : int
        At least 1.

    Attributes
    ----------
    threads : int

    Examples
    --------
    >>> with Workers(1) as workers:
    ...     list(workers.map(abs, [-1, 2]))
    [1, 2]
    """

    def __init__(self, threads: int = 1) -> None:
        self.threads = threads
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None

    def map(self, work: Callable[..., _Result], *items: Iterable[Any]) -> Iterator[_Result]:
        """Do the work for every item.

        Parameters
        ----------
        work : callable
        *items : iterable
            Arguments of the work, as in the built-in `map`.

        Returns
        -------
        iterator
            Results in the order of the items. What is not begun when the iterator is closed is not done.
        """
        return map(work, *items) if self._pool is None else self._pool.map(work, *items)

    def close(self) -> None:
        """Give up what has not begun, and end the threads when they are done."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
