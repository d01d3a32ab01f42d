"""A mixed-integer linear program as arrays: columns and rows are added in bulk, not one expression at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from optimize.problem import FloatArray, IntArray
from optimize.run import Clock, need_memory

Parts = Callable[[], Mapping[str, "IntArray | int"]]
"""What columns stand for, see `Model.describe`."""

SENSES = ("<=", ">=", "==")
# what a program takes by the time that a solver has it, PuLP's objects included, as measured
_COLUMN_BYTES, _ROW_BYTES, _ENTRY_BYTES = 700.0, 1000.0, 200.0


@dataclass(frozen=True, eq=False)
class Arrays:
    """The finished program: min or max c'x, row_low <= A x <= row_up, low <= x <= up, some x integer.

    Attributes
    ----------
    cost, low, up : (columns,) arrays
        Objective coefficient c and bounds of each column.
    integer : (columns,) bool array
        Which columns are integer.
    matrix : (rows, columns) sparse CSR matrix
        The coefficients A.
    row_low, row_up : (rows,) arrays
        Bounds of each row.
    start : (columns,) array or None
        Values from which the search may start; ``nan`` for columns that nothing is known of.
    """

    cost: FloatArray
    low: FloatArray
    up: FloatArray
    integer: npt.NDArray[np.bool_]
    matrix: sparse.csr_matrix
    row_low: FloatArray
    row_up: FloatArray
    start: FloatArray | None = None


class Model:
    """A mixed-integer linear program under construction.

    Parameters
    ----------
    name : str
        Name of the program, for messages and solver files.
    maximize : bool
        Whether the objective is maximised.
    magnitude : float, optional
        Rough size of the optimal objective, if known; the objective is scaled by it for the solver.
    clock : Clock, optional
        Once it is over, adding rows or variables raises `OutOfTimeError`.

    Examples
    --------
    >>> model = Model()
    >>> x = model.add_variables(3, up=1.0, cost=[1.0, 2.0, 3.0])
    >>> rows = model.add_rows([0, 0, 0], x, 1.0, ">=", 2.0)
    >>> model
    Model('model': 3 variables, 0 integer, 1 rows)
    """

    def __init__(
        self,
        name: str = "model",
        *,
        maximize: bool = False,
        magnitude: float | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.name = name
        self.clock = Clock() if clock is None else clock
        self.maximize = maximize
        self.magnitude = magnitude
        self.columns = 0
        self.rows = 0
        self._cost: list[FloatArray] = []
        self._low: list[FloatArray] = []
        self._up: list[FloatArray] = []
        self._integer: list[npt.NDArray[np.bool_]] = []
        self._entries: list[tuple[IntArray, IntArray, FloatArray]] = []
        self._row_low: list[FloatArray] = []
        self._entry_count, self._checked = 0, 0.0
        self._row_up: list[FloatArray] = []
        self._extra_cost: list[tuple[IntArray, FloatArray]] = []
        self.described: list[tuple[IntArray, str, Parts]] = []
        self._start: list[tuple[IntArray, FloatArray]] = []

    def look(self, more: int = 0) -> None:
        """Look at the clock and at the memory.

        Parameters
        ----------
        more : int
            Columns that are about to be added.

        Raises
        ------
        OutOfTimeError
            If the clock is over.
        MemoryError
            If the program will not fit into the memory.
        """
        self.clock.check()
        size = _COLUMN_BYTES * (self.columns + more) + _ROW_BYTES * self.rows + _ENTRY_BYTES * self._entry_count
        if size > 1.25 * self._checked:
            self._checked = size
            need_memory(size, "the program")

    def add_variables(
        self,
        shape: int | tuple[int, ...] = (),
        *,
        low: npt.ArrayLike = 0.0,
        up: npt.ArrayLike = np.inf,
        integer: bool = False,
        cost: npt.ArrayLike = 0.0,
    ) -> IntArray:
        """Add an array of variables.

        Parameters
        ----------
        shape : int or tuple of int
            Shape of the array; default: a single variable.
        low, up : float or array_like
            Bounds; broadcast to the shape, as is `cost`.
        integer : bool
            Whether the variables are integer.
        cost : float or array_like
            Coefficients in the objective.

        Returns
        -------
        int array
            Column numbers, of that shape.
        """
        size = (shape,) if isinstance(shape, int) else tuple(shape)
        count = int(np.prod(size, dtype=np.int64))
        self.look(count)
        numbers = np.arange(self.columns, self.columns + count, dtype=np.int64).reshape(size)
        for store, value in ((self._cost, cost), (self._low, low), (self._up, up)):
            store.append(np.broadcast_to(np.asarray(value, dtype=np.float64), size).ravel().copy())
        self._integer.append(np.full(count, integer))
        self.columns += count
        return numbers

    def describe(self, columns: IntArray, stem: str, parts: Parts) -> None:
        """Say what some columns stand for; it is asked for where the program is written to a file.

        Parameters
        ----------
        columns : int array
            Column numbers; those below 0 stand for columns that are not in the program.
        stem : str
            What they are, as a word of ASCII letters.
        parts : callable
            Gives positions of nodes (keys ``node``, ``origin``, ``destination``), of candidates (``hub``,
            ``first_hub``, ``last_hub``), of the ``scenario`` and of the ``block`` in it, each of the shape of `columns`
            or one number.
        """
        self.described.append((columns, stem, parts))

    def add_cost(self, columns: npt.ArrayLike, coefficients: npt.ArrayLike) -> None:
        """Increase the objective coefficients of some columns.

        Parameters
        ----------
        columns : int array_like
            Column numbers; a number may occur several times.
        coefficients : float or array_like
            What to add; broadcast against `columns`.
        """
        where, value = np.broadcast_arrays(np.asarray(columns), np.asarray(coefficients, dtype=np.float64))
        self._extra_cost.append((where.ravel().astype(np.int64), value.ravel()))

    def add_rows(
        self,
        row: npt.ArrayLike,
        column: npt.ArrayLike,
        coefficient: npt.ArrayLike,
        sense: str,
        rhs: npt.ArrayLike,
    ) -> IntArray:
        """Add rows ``sum of coefficient * x[column]  (sense)  rhs``.

        Parameters
        ----------
        row, column, coefficient : array_like
            The entries, broadcast against each other; `row` counts from 0 within this call. Entries in the same place
            are added up.
        sense : {"<=", ">=", "=="}
            Of all rows of this call.
        rhs : float or (rows,) array_like
            Right-hand sides. A single number is used for all rows, whose number is then taken from `row`.

        Returns
        -------
        (rows,) int array
            Numbers of the new rows.

        Raises
        ------
        ValueError
            For an unknown sense.
        """
        self.look()
        if sense not in SENSES:
            msg = f"sense is {sense!r}: use one of {', '.join(SENSES)}"
            raise ValueError(msg)
        r, c, v = np.broadcast_arrays(
            np.asarray(row, dtype=np.int64), np.asarray(column, dtype=np.int64), np.asarray(coefficient, np.float64)
        )
        right = np.asarray(rhs, dtype=np.float64)
        if right.ndim == 0:
            right = np.full(int(r.max()) + 1 if r.size else 0, float(right))
        right = right.ravel()
        count = len(right)
        numbers = np.arange(self.rows, self.rows + count, dtype=np.int64)
        self._entries.append((r.ravel() + self.rows, c.ravel(), v.ravel()))
        self._row_low.append(np.full(count, -np.inf) if sense == "<=" else right)
        self._row_up.append(np.full(count, np.inf) if sense == ">=" else right)
        self.rows += count
        self._entry_count += v.size
        return numbers

    def suggest(self, columns: npt.ArrayLike, values: npt.ArrayLike) -> None:
        """Say from which values of some columns the search for a solution may start.

        Parameters
        ----------
        columns : int array_like
            Column numbers; those below 0 stand for columns that are not in the program, and are left out.
        values : float or array_like
            Broadcast against `columns`.
        """
        where, value = np.broadcast_arrays(np.asarray(columns), np.asarray(values, dtype=np.float64))
        there = where >= 0
        self._start.append((where[there].astype(np.int64), value[there]))

    def arrays(self) -> Arrays:
        """Assemble the program.

        Returns
        -------
        Arrays

        Raises
        ------
        ValueError
            If a coefficient is not finite, which is an error in the formulation.
        """
        cost = _joined(self._cost, np.float64)
        for where, value in self._extra_cost:
            np.add.at(cost, where, value)
        row = _joined([e[0] for e in self._entries], np.int64)
        column = _joined([e[1] for e in self._entries], np.int64)
        value = _joined([e[2] for e in self._entries], np.float64)
        if not (np.isfinite(cost).all() and np.isfinite(value).all()):
            msg = f"model {self.name!r} has a coefficient that is not finite"
            raise ValueError(msg)
        matrix = sparse.coo_matrix((value, (row, column)), shape=(self.rows, self.columns)).tocsr()
        matrix.eliminate_zeros()
        return Arrays(
            cost=cost,
            low=_joined(self._low, np.float64),
            up=_joined(self._up, np.float64),
            integer=_joined(self._integer, np.bool_),
            matrix=matrix,
            row_low=_joined(self._row_low, np.float64),
            row_up=_joined(self._row_up, np.float64),
            start=self._suggested(),
        )

    def _suggested(self) -> FloatArray | None:
        if not self._start:
            return None
        start = np.full(self.columns, np.nan)
        for columns, values in self._start:
            start[columns] = values
        return start

    def __repr__(self) -> str:
        integers = sum(int(part.sum()) for part in self._integer)
        return f"Model({self.name!r}: {self.columns} variables, {integers} integer, {self.rows} rows)"


def objective_scale(cost: FloatArray, magnitude: float | None) -> float:
    """Factor by which the objective is multiplied for the solver, whose tolerances are absolute.

    Parameters
    ----------
    cost : (columns,) array
        Objective coefficients.
    magnitude : float or None
        Rough size of the optimal objective, if known.

    Returns
    -------
    float
        A power of two, which leaves all digits unchanged. With a known magnitude the optimal objective becomes about
        1e4; without it the upper quartile of the nonzero coefficients, which a few large penalties do not change,
        becomes about 1e3.
    """
    sizes = np.abs(cost[cost != 0])
    if magnitude is not None and np.isfinite(magnitude) and magnitude > 0:
        factor = 1e4 / magnitude
    elif sizes.size:
        factor = 1e3 / float(np.quantile(sizes, 0.75))
    else:
        return 1.0
    return float(2.0 ** np.clip(np.round(np.log2(factor)), -1000, 1000))


def _joined(parts: Sequence[npt.NDArray[Any]], dtype: type) -> npt.NDArray[Any]:
    return np.concatenate(parts).astype(dtype, copy=False) if parts else np.zeros(0, dtype=dtype)
