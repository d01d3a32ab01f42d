"""Kinds of rows that many formulations share."""

import numpy as np

from optimize.problem import FloatArray, IntArray
from optimize.solvers.milp import Model

ABSENT = -1
"""In an array of column numbers: the variable does not exist."""


def add_below(model: Model, columns: IntArray, limit: IntArray, factor: FloatArray | float = 1.0) -> None:
    """Add one row for each column: column <= factor * limit.

    Parameters
    ----------
    model : Model
    columns, limit : (rows,) int arrays
        Column numbers on the left and on the right.
    factor : float or (rows,) array
        Coefficient of the column on the right.
    """
    row = np.arange(len(columns))
    model.add_rows(
        np.concatenate([row, row]),
        np.concatenate([columns, limit]),
        np.concatenate([np.ones(len(row)), -np.broadcast_to(factor, len(row))]),
        "<=",
        np.zeros(len(row)),
    )


def add_sums_below(model: Model, member: IntArray, columns: IntArray, limit: IntArray) -> None:
    """Add one row for each group of columns: their sum <= the group's limit.

    Parameters
    ----------
    model : Model
    member : (entries,) int array
        Group that each column belongs to.
    columns : (entries,) int array
        Column numbers.
    limit : (groups,) int array
        Column number of each group's limit.
    """
    used, row = np.unique(member, return_inverse=True)
    model.add_rows(
        np.concatenate([row, np.arange(len(used))]),
        np.concatenate([columns, limit[used]]),
        np.concatenate([np.ones(len(columns)), -np.ones(len(used))]),
        "<=",
        np.zeros(len(used)),
    )
