"""A program as a PuLP problem; the differences between PuLP 3.3 and PuLP 4 are handled here."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pulp

from optimize.problem import FloatArray, IntArray
from optimize.run import Clock
from optimize.solvers.milp import Arrays

PULP_4 = int(pulp.__version__.partition(".")[0]) >= 4
# rows or columns passed to PuLP between two looks at the clock: 3 ms of building, measured on a program of 30,000
# columns, so that looking costs nothing and a time limit is noticed at once
_EACH_LOOK = 1024


def to_pulp(
    name: str, arrays: Arrays, factor: float, clock: Clock, names: Sequence[str] | None = None
) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
    """Build the PuLP problem of a program.

    Parameters
    ----------
    name : str
        Name of the problem; characters other than letters and digits are replaced.
    arrays : Arrays
        The program.
    factor : float
        What the objective is multiplied by.
    clock : Clock
        Checked while the problem is built.
    names : sequence of str, optional
        Names of the columns, as files may have them. Default: X and the number of the column with leading zeros, so
        that names sort like numbers; `column_numbers` reads these.

    Returns
    -------
    pulp.LpProblem
        A minimisation.
    list of pulp.LpVariable
        Its variables, by column.

    Raises
    ------
    OutOfTimeError
        If the clock is over before the problem is built.
    """
    prob = pulp.LpProblem("".join(ch if ch.isalnum() else "_" for ch in name), pulp.LpMinimize)
    low, up = (np.where(np.isinf(side), None, side).tolist() for side in (arrays.low, arrays.up))  # type: ignore[call-overload]
    kind = [pulp.LpInteger if whole else pulp.LpContinuous for whole in arrays.integer.tolist()]
    variables = []
    for c, (lo, hi, cat) in enumerate(zip(low, up, kind, strict=True)):
        if c % _EACH_LOOK == 0:
            clock.check()
        variables.append(prob.add_variable(f"X{c:07d}" if names is None else names[c], lo, hi, cat=cat))
    cost = (arrays.cost * factor).tolist()
    prob.setObjective(_expression({x: c for x, c in zip(variables, cost, strict=True) if c != 0.0}))
    data, column = arrays.matrix.data.tolist(), [variables[c] for c in arrays.matrix.indices.tolist()]
    first = arrays.matrix.indptr.tolist()
    for r, (lo, hi) in enumerate(zip(arrays.row_low.tolist(), arrays.row_up.tolist(), strict=True)):
        if r % _EACH_LOOK == 0:
            clock.check()
        a, b = first[r], first[r + 1]
        if a == b and lo <= 0.0 <= hi:
            continue
        terms = dict(zip(column[a:b], data[a:b], strict=True))
        if lo == hi:
            prob.addConstraint(_constraint(terms, pulp.LpConstraintEQ, lo))
        elif np.isinf(hi):
            prob.addConstraint(_constraint(terms, pulp.LpConstraintGE, lo))
        else:
            prob.addConstraint(_constraint(terms, pulp.LpConstraintLE, hi))
    return prob, variables


def _expression(terms: dict[Any, float]) -> Any:
    return pulp.LpAffineExpression.from_dict(terms) if PULP_4 else pulp.LpAffineExpression(terms)


def _constraint(terms: dict[Any, float], sense: int, rhs: float) -> Any:
    if not PULP_4:
        return pulp.LpConstraint(_expression(terms), sense, rhs=rhs)
    left = _expression(terms)
    if sense == pulp.LpConstraintEQ:
        return left == rhs
    return left >= rhs if sense == pulp.LpConstraintGE else left <= rhs


def column_numbers(prob: pulp.LpProblem) -> IntArray:
    """Number of the program's column for each of the solver's columns; PuLP 4 leaves out columns without entries.

    Parameters
    ----------
    prob : pulp.LpProblem
        From `to_pulp`.

    Returns
    -------
    (solver's columns,) int array
    """
    there = prob.exported_variables() if PULP_4 else prob.variables()
    return np.array([int(v.name[1:]) for v in there], dtype=np.int64)


def all_values(some: FloatArray, columns: IntArray, arrays: Arrays) -> FloatArray:
    """Values of all columns of a program from those that the solver was given.

    Parameters
    ----------
    some : (solver's columns,) array
        Values of the solver's columns.
    columns : (solver's columns,) int array
        From `column_numbers`.
    arrays : Arrays
        The program.

    Returns
    -------
    (columns,) array
        Columns that the solver was not given take the value within their bounds that is closest to zero.
    """
    values = np.clip(0.0, arrays.low, arrays.up)
    values[columns] = some
    return values
