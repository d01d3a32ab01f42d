"""Kinds of rows that many formulations have."""

import numpy as np

from optimize.problem import FloatArray, IntArray
from optimize.solvers.milp import Model

ABSENT = -1
"""In an array of column numbers: there is no such variable."""


def add_below(model: Model, columns: IntArray, limit: IntArray, factor: FloatArray | float = 1.0) -> None:
    """Add rows: each column <= factor * its limit's column."""
    row = np.arange(len(columns))
    model.add_rows(
        np.concatenate([row, row]),
        np.concatenate([columns, limit]),
        np.concatenate([np.ones(len(row)), -np.broadcast_to(factor, len(row))]),
        "<=",
        np.zeros(len(row)),
    )


def add_sums_below(model: Model, member: IntArray, columns: IntArray, limit: IntArray) -> None:
    """Add rows: the sum of the columns of each member <= its column in `limit`."""
    used, row = np.unique(member, return_inverse=True)
    model.add_rows(
        np.concatenate([row, np.arange(len(used))]),
        np.concatenate([columns, limit[used]]),
        np.concatenate([np.ones(len(columns)), -np.ones(len(used))]),
        "<=",
        np.zeros(len(used)),
    )
