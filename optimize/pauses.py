"""Time that the clocks of all runs leave out: while kernels are compiled, or read from their cache.

A kernel is compiled when it is first called, which takes seconds and happens once on a machine. A time limit is for the
work that was asked for, so that it gives the same answer whether a cache is there or not; see `optimize.run.Clock`.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

Listener = Callable[[str], None]
"""Receives in words what the work waits for."""

_lock = threading.Lock()
_listeners: list[Listener] = []
_state = {"seconds": 0.0, "began": 0.0, "depth": 0}


def now() -> float:
    """Seconds on a clock that stands still during pauses.

    Returns
    -------
    float
        Counted from an arbitrary moment, as those of `time.perf_counter`.
    """
    with _lock:
        running = _state["began"] if _state["depth"] else perf_counter()
        return running - _state["seconds"]


@contextmanager
def pause() -> Iterator[None]:
    """Stop that clock within a ``with`` block; pauses of several threads, or inside one another, count once.

    Yields
    ------
    None
    """
    with _lock:
        if _state["depth"] == 0:
            _state["began"] = perf_counter()
        _state["depth"] += 1
    try:
        yield
    finally:
        with _lock:
            _state["depth"] -= 1
            if _state["depth"] == 0:
                _state["seconds"] += perf_counter() - _state["began"]


def announce(why: str) -> None:
    """Tell all listeners what the work waits for.

    Parameters
    ----------
    why : str
    """
    for listener in tuple(_listeners):
        listener(why)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Let a function hear, within a ``with`` block, what the work waits for.

    Parameters
    ----------
    listener : callable
        Called in the thread that waits.

    Yields
    ------
    None
    """
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
