"""How the numerical kernels are compiled: one place, so that every kernel gets the same guarantees.

Kernels release the GIL (they run in threads over independent branches), are cached on disk (a second start does not
compile again), and may reassociate sums; they must not assume finite numbers, as costs may be ``inf``.

Numba's own cache looks at the file of the calling kernel alone: a kernel that has another file's kernel inside would
go on with the old one after an update. So the cache lies in a folder named after the digest of all files with kernels
and of what they take.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numba
from numba.core import config

_PACKAGE = Path(__file__).parents[1]
_OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "fastmath": {"reassoc", "contract", "nsz", "arcp"}}


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
    with _cache_folder():
        compiled: Callable[..., Any] = numba.njit(**_OPTIONS)(function)
        return compiled


def inlined(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function into each kernel that calls it: a decorator, for where a call costs as much as the work.

    Parameters
    ----------
    function : callable

    Returns
    -------
    callable
    """
    with _cache_folder():
        compiled: Callable[..., Any] = numba.njit(inline="always", **_OPTIONS)(function)
        return compiled


@cache
def _folder() -> Path:
    digest = sha256()
    for file in sorted(_PACKAGE.rglob("*.py")):
        source = file.read_bytes()
        # a named tuple that a kernel takes is compiled into it
        if any(word in source for word in (b"@kernel", b"@inlined", b"NamedTuple")):
            digest.update(source)
    parent = os.environ.get("NUMBA_CACHE_DIR") or _PACKAGE / "__pycache__"
    return Path(parent) / f"kernels-{digest.hexdigest()[:16]}"


@contextmanager
def _cache_folder() -> Iterator[None]:
    """Point Numba's cache to our folder; where it cannot be written, Numba looks for a place by itself."""
    before = config.CACHE_DIR  # type: ignore[attr-defined]
    config.CACHE_DIR = str(_folder())  # type: ignore[attr-defined]
    try:
        yield
    finally:
        config.CACHE_DIR = before  # type: ignore[attr-defined]
