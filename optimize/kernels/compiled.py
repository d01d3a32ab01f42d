"""How the numerical kernels are compiled: one place, so that every kernel gets the same guarantees.

Kernels release the GIL (they run in threads over independent branches), are cached on disk (a second start does not
compile again, see `optimize.kernels.cache`), and may reassociate sums; they must not assume finite numbers, as costs
may be ``inf``. Compiling one, or reading it from the cache, is a pause in the time of a run.
"""

from collections.abc import Callable
from typing import Any

import numba

from optimize.kernels.cache import KernelCache
from optimize.pauses import pause

_OPTIONS: dict[str, Any] = {"nogil": True, "fastmath": {"reassoc", "contract", "nsz", "arcp"}}


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function: a decorator.

    Parameters
    ----------
    function : callable

    Returns
    -------
    callable
        Compiled for the types of its arguments when it is first called, or read from the cache.
    """
    return _cached(numba.njit(**_OPTIONS)(function))


def inlined(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function into each kernel that calls it: a decorator, for where a call costs as much as the work.

    Parameters
    ----------
    function : callable

    Returns
    -------
    callable
    """
    return _cached(numba.njit(inline="always", **_OPTIONS)(function))


def _cached(compiled: Any) -> Callable[..., Any]:
    if hasattr(compiled, "py_func"):  # not where Numba is told to leave functions as they are
        compiled._cache = KernelCache(compiled.py_func)  # noqa: SLF001  # what `cache=True` does, with ours
        compiled.compile = _outside_time(compiled.compile)
    found: Callable[..., Any] = compiled
    return found


def _outside_time(work: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def compile_kernel(signature: Any) -> Any:
        with pause():
            return work(signature)

    return compile_kernel
