"""Solving a mixed-integer linear program: one call, one honest report, whichever solver does it.

HiGHS is the default, CBC the second; any other solver that PuLP reaches goes by its PuLP name. The objective is scaled
on the way in and out, so that tolerances mean the same for costs of 1e-3 and 1e12.
"""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimize.problem import FloatArray
from optimize.run import Progress, Status
from optimize.solvers.backends import available_solvers, check_solver, run
from optimize.solvers.growing import GrowingLP, LpPoint
from optimize.solvers.milp import Model, objective_scale
from optimize.solvers.outcome import Limits

__all__ = ["GrowingLP", "LpPoint", "Model", "SolverReport", "available_solvers", "check_solver", "solve_model"]

_REPORT_S = 0.5


@dataclass(frozen=True, eq=False)
class SolverReport:
    """How a solver's run ended.

    Attributes
    ----------
    status : Status
    objective : float
        Of `values`, in the model's own units; nan without a solution.
    bound : float
        Proven bound: lower when minimising, upper when maximising.
    gap : float
        Relative, ``|objective - bound| / |objective|``.
    values : (columns,) array or None
        The best solution found.
    seconds : float
    nodes : int
    message : str
    solver : str
    interrupted : bool
        The user pressed Ctrl-C.
    """

    status: Status
    objective: float
    bound: float
    gap: float
    values: FloatArray | None
    seconds: float
    nodes: int
    message: str
    solver: str
    interrupted: bool = False


def solve_model(
    model: Model,
    *,
    solver: str | None = None,
    time_limit: float | None = None,
    gap: float = 1e-6,
    threads: int | None = None,
    seed: int = 0,
    log: bool = False,
    progress: Progress | None = None,
    phase: str = "mip",
    options: dict[str, Any] | None = None,
) -> SolverReport:
    """Solve a mixed-integer linear program through PuLP.

    Parameters
    ----------
    model : Model
    solver : str, optional
        Name of a solver, in any case; None = HiGHS.
    time_limit : float, optional
        Seconds, with building the solver's model.
    gap : float
        Relative gap at which the search may stop.
    threads : int, optional
    seed : int
    log : bool
        Show the solver's own log.
    progress : callable, optional
        Called now and then with a dict of ``phase, seconds, bound, incumbent, gap`` (HiGHS and CBC).
    phase : str
        What `progress` is told.
    options : dict, optional
        Further options by the solver's own names (HiGHS only); unknown ones are refused.

    Raises
    ------
    InputError
        If the solver is not there.
    """
    name = check_solver(solver)
    arrays = model.arrays()
    sign = -1.0 if model.maximize else 1.0
    factor = sign * objective_scale(arrays.cost, model.magnitude)
    start = time.perf_counter()
    tell = None if progress is None else _Teller(progress, phase, factor)
    raw = run(name, model.name, arrays, factor, Limits(time_limit, gap, threads, seed, log), tell, options)
    seconds = time.perf_counter() - start
    values = raw.values
    objective = float(arrays.cost @ values) if values is not None else np.nan
    bound = raw.bound / factor if np.isfinite(raw.bound) else sign * raw.bound
    if values is not None:
        bound = sign * min(sign * bound, sign * objective)
    if raw.status is Status.INFEASIBLE:
        bound = sign * np.inf
    relative = abs(objective - bound) / max(abs(objective), 1e-300) if objective != bound else 0.0
    return SolverReport(
        raw.status, objective, bound, relative, values, seconds, raw.nodes, raw.message, name, raw.interrupted
    )


class _Teller:
    """Passes a solver's progress on, in the model's own units, not too often."""

    def __init__(self, progress: Progress, phase: str, factor: float) -> None:
        self._progress, self._phase, self._factor = progress, phase, factor
        self._last = -np.inf

    def __call__(self, seconds: float, bound: float, incumbent: float) -> None:
        if seconds - self._last < _REPORT_S:
            return
        self._last = seconds
        b, v = (x / self._factor if np.isfinite(x) else np.nan for x in (bound, incumbent))
        gap = abs(v - b) / max(abs(v), 1e-300)
        self._progress({"phase": self._phase, "seconds": seconds, "bound": b, "incumbent": v, "gap": gap})
