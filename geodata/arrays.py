"""Array types that the package shares, and arithmetic that does not overflow."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

HOURS_PER_DAY = 24.0
DAYS_PER_YEAR = 365.0
LARGEST = float(np.finfo(np.float64).max)


def multiply(values: FloatArray, chosen: BoolArray, factor: float) -> None:
    """Multiply some values in place; what would overflow becomes the largest number, so that 0 times it stays 0.

    Parameters
    ----------
    values : array
        At least 0.
    chosen : array of bool
        Which of them.
    factor : float
        At least 0.
    """
    with np.errstate(over="ignore"):
        values[chosen] = np.minimum(values[chosen] * factor, LARGEST)
