"""`GrowingLP`: a linear program for cutting-plane methods, extended in arrays and solved again from its last basis.

PuLP cannot add rows to a model that is already solved, so this calls highspy directly.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from optimize.brief import Brief
from optimize.problem import FloatArray, IntArray
from optimize.run import Clock, Status
from optimize.solvers.highs import INFINITY, Report, give_start, new_highs, run_highs, set_integrality, set_options

_NO_ENTRIES = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class LpPoint(Brief):
    """The outcome of one run of a `GrowingLP`, in the caller's units.

    Attributes
    ----------
    status : Status
        OPTIMAL; for a MIP also FEASIBLE at a limit. With NO_SOLUTION (stopped at a limit) all arrays are None.
    objective : float
        Of `primal`; ``nan`` without a solution.
    bound : float
        Proven lower bound: the objective of a solved LP, the dual bound of a MIP, ``inf`` if there is no solution, else
        ``-inf``.
    primal : (columns,) array or None
        The best solution x.
    duals : (rows,) array or None
        Change of the objective per unit of each row's right-hand side; None for a MIP.
    reduced_costs : (columns,) array or None
        None for a MIP.
    activity : (rows,) array or None
        Value A x of each row.
    iterations, nodes : int
        Simplex iterations and branch-and-bound nodes of this run.
    """

    status: Status
    objective: float
    bound: float
    primal: FloatArray | None
    duals: FloatArray | None
    reduced_costs: FloatArray | None
    activity: FloatArray | None
    iterations: int
    nodes: int


class GrowingLP:
    """Minimise c'x subject to rows and bounds that may be added and changed between runs.

    Parameters
    ----------
    scale : float
        Factor by which the objective is multiplied internally; choose it so that the result is about 1e3 to 1e5. All
        arguments and results are in the caller's units.
    threads : int, optional
        See `optimize.run.thread_count`.
    seed : int
        Seed of the solver.
    log : bool
        Whether the solver shows its log.

    Examples
    --------
    >>> lp = GrowingLP()
    >>> x = lp.add_columns([1.0, 2.0], low=0.0, up=1.0)
    >>> cuts = lp.add_dense_rows([[1.0, 1.0]], low=1.5)
    >>> point = lp.solve()
    >>> point.objective, point.primal.tolist(), point.duals.tolist()
    (2.0, [1.0, 0.5], [2.0])
    """

    def __init__(self, *, scale: float = 1.0, threads: int | None = None, seed: int = 0, log: bool = False) -> None:
        self._highs = new_highs(log=log)
        self._scale = scale
        self._threads = threads
        self._log = log
        self._integers: IntArray = np.zeros(0, dtype=np.int64)
        set_options(self._highs, {"random_seed": seed})

    @property
    def columns(self) -> int:
        """Number of columns."""
        return int(self._highs.getNumCol())

    @property
    def rows(self) -> int:
        """Number of rows."""
        return int(self._highs.getNumRow())

    def add_columns(
        self,
        cost: npt.ArrayLike,
        *,
        low: npt.ArrayLike = 0.0,
        up: npt.ArrayLike = np.inf,
        integer: bool = False,
        entries: sparse.csc_matrix | None = None,
    ) -> IntArray:
        """Add columns.

        Parameters
        ----------
        cost : (m,) array_like
            Cost of each new column.
        low, up : float or (m,) array_like
            Bounds.
        integer : bool
            Whether the columns are integer when `solve` is asked for a MIP.
        entries : (rows, m) sparse matrix, optional
            Their coefficients in the rows that exist already; default: none.

        Returns
        -------
        (m,) int array
            Numbers of the new columns.
        """
        c = np.atleast_1d(np.asarray(cost, dtype=np.float64)) * self._scale
        count, before = len(c), self.columns
        start = index = _NO_ENTRIES
        value = np.zeros(0)
        if entries is not None:
            by_column = sparse.csc_matrix(entries)
            start, index = by_column.indptr[:-1].astype(np.int32), by_column.indices.astype(np.int32)
            value = by_column.data.astype(np.float64)
        self._highs.addCols(count, c, _full(low, count), _full(up, count), len(value), start, index, value)
        numbers = np.arange(before, before + count, dtype=np.int64)
        if integer:
            self._integers = np.concatenate([self._integers, numbers])
        return numbers

    def add_rows(
        self,
        start: npt.ArrayLike,
        column: npt.ArrayLike,
        value: npt.ArrayLike,
        *,
        low: npt.ArrayLike = -np.inf,
        up: npt.ArrayLike = np.inf,
    ) -> IntArray:
        """Add rows ``low <= A x <= up`` in compressed sparse row form.

        Parameters
        ----------
        start : (m + 1,) int array_like
            Row r has the entries ``start[r]:start[r + 1]``, as in ``indptr`` of SciPy.
        column : (entries,) int array_like
            Column number of each entry.
        value : (entries,) array_like
            Coefficient of each entry.
        low, up : float or (m,) array_like
            Bounds of the rows.

        Returns
        -------
        (m,) int array
            Numbers of the new rows.
        """
        first = np.asarray(start, dtype=np.int32)
        count, before = len(first) - 1, self.rows
        index = np.asarray(column, dtype=np.int32)
        data = np.asarray(value, dtype=np.float64)
        if count:
            self._highs.addRows(count, _full(low, count), _full(up, count), len(data), first[:-1], index, data)
        return np.arange(before, before + count, dtype=np.int64)

    def add_dense_rows(
        self, matrix: npt.ArrayLike | sparse.csr_matrix, *, low: npt.ArrayLike = -np.inf, up: npt.ArrayLike = np.inf
    ) -> IntArray:
        """Add rows ``low <= A x <= up`` given as a matrix; zeros are left out.

        Parameters
        ----------
        matrix : (m, columns) array_like or sparse matrix
            The coefficients.
        low, up : float or (m,) array_like
            Bounds of the rows.

        Returns
        -------
        (m,) int array
            Numbers of the new rows.
        """
        by_row = matrix.tocsr() if sparse.issparse(matrix) else sparse.csr_matrix(np.asarray(matrix, np.float64))
        by_row.eliminate_zeros()
        return self.add_rows(by_row.indptr, by_row.indices, by_row.data, low=low, up=up)

    def set_bounds(self, columns: npt.ArrayLike, low: npt.ArrayLike, up: npt.ArrayLike) -> None:
        """Change the bounds of columns.

        Parameters
        ----------
        columns : (m,) int array_like
            Column numbers.
        low, up : float or (m,) array_like
            The new bounds.
        """
        index = np.atleast_1d(np.asarray(columns, dtype=np.int32))
        self._highs.changeColsBounds(len(index), index, _full(low, len(index)), _full(up, len(index)))

    def set_row_bounds(self, rows: npt.ArrayLike, low: npt.ArrayLike, up: npt.ArrayLike) -> None:
        """Change the right-hand sides of rows.

        Parameters
        ----------
        rows : (m,) int array_like
            Row numbers.
        low, up : float or (m,) array_like
            The new bounds.
        """
        index = np.atleast_1d(np.asarray(rows, dtype=np.int32))
        self._highs.changeRowsBounds(  # type: ignore[attr-defined]  # missing in highspy's stubs
            len(index), index, _full(low, len(index)), _full(up, len(index))
        )

    def set_cost(self, columns: npt.ArrayLike, cost: npt.ArrayLike) -> None:
        """Change the costs of columns.

        Parameters
        ----------
        columns : (m,) int array_like
            Column numbers.
        cost : float or (m,) array_like
            The new costs.
        """
        index = np.atleast_1d(np.asarray(columns, dtype=np.int32))
        self._highs.changeColsCost(len(index), index, _full(cost, len(index)) * self._scale)

    def solve(
        self,
        *,
        mip: bool = False,
        clock: Clock | None = None,
        gap: float = 1e-6,
        start: npt.ArrayLike | None = None,
        phase: str = "master",
    ) -> LpPoint:
        """Solve the LP, or the program with its integer columns.

        Parameters
        ----------
        mip : bool
            Whether integer columns have to be integer.
        clock : Clock, optional
            Says when to stop, and takes progress reports; default: no time limit.
        gap : float
            Relative gap at which a MIP may stop.
        start : (columns,) array, optional
            A solution from which a MIP starts; entries of continuous columns may be ``nan``.
        phase : str
            Name of the phase in the progress reports of a MIP.

        Returns
        -------
        LpPoint
        """
        highs, integers = self._highs, self._integers
        limit = Clock() if clock is None else clock
        whole = mip and len(integers) > 0
        report = None
        if whole:
            set_integrality(highs, integers, whole=True)
            set_options(highs, {"mip_rel_gap": gap})
            if start is not None:
                give_start(highs, np.asarray(start, dtype=np.float64))
            if limit.reports:
                report = self._reporter(limit, phase)
        status, _ = run_highs(highs, limit, threads=self._threads, report=report, watched=whole)
        point = self._point(status, whole)
        if whole:
            set_integrality(highs, integers, whole=False)
        return point

    def _point(self, status: Status, whole: bool) -> LpPoint:
        info, scale = self._highs.getInfo(), self._scale
        primal = duals = reduced = activity = None
        objective, bound = np.nan, -np.inf
        if status is Status.FEASIBLE and not whole:
            status = Status.NO_SOLUTION  # an LP that was stopped early has no bound and no duals
        if status in (Status.OPTIMAL, Status.FEASIBLE):
            solution = self._highs.getSolution()
            primal, activity = np.array(solution.col_value), np.array(solution.row_value)
            objective = info.objective_function_value / scale
            if not whole:
                duals, reduced = np.array(solution.row_dual) / scale, np.array(solution.col_dual) / scale
                bound = objective
        if whole and status not in (Status.ERROR, Status.UNBOUNDED):
            bound = info.mip_dual_bound / scale
        if status is Status.INFEASIBLE:
            bound = np.inf
        iterations = int(info.simplex_iteration_count)
        return LpPoint(
            status,
            objective,
            bound,
            primal,
            duals,
            reduced,
            activity,
            iterations,
            max(int(info.mip_node_count), 0) if whole else 0,
        )

    def _reporter(self, clock: Clock, phase: str) -> Report:
        def report(bound: float, incumbent: float) -> None:
            clock.tell(phase, bound=bound / self._scale, incumbent=incumbent / self._scale)

        return report


def _full(value: npt.ArrayLike, count: int) -> FloatArray:
    full = np.broadcast_to(np.asarray(value, dtype=np.float64), (count,)).copy()
    full[np.isposinf(full)] = INFINITY
    full[np.isneginf(full)] = -INFINITY
    return full
