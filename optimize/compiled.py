"""How the numerical kernels are compiled: one place, so that every kernel gets the same guarantees.

Kernels release the GIL (they run in threads over independent branches), are cached on disk (a second start does not
compile again), and may reassociate sums; they must not assume finite numbers, as costs may be ``inf``.
"""

from collections.abc import Callable
from typing import Any

import numba

kernel: Callable[..., Any] = numba.njit(cache=True, nogil=True, fastmath={"reassoc", "contract", "nsz", "arcp"})
"""Decorator of every compiled function."""
