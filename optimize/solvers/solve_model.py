"""Solving a mixed-integer linear program: one call and one report, whichever solver is used.

HiGHS is the default and CBC the second solver; any other solver that PuLP supports is chosen by its PuLP name. The
objective is scaled before solving and scaled back afterwards, so that absolute tolerances mean the same for costs of
1e-3 and of 1e12.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from optimize.brief import Brief
from optimize.problem import FloatArray
from optimize.run import Limits, Status, relative_gap
from optimize.solvers.backends import check_solver, run_backend
from optimize.solvers.milp import Model, objective_scale


@dataclass(frozen=True, eq=False)
class SolverReport(Brief):
    """The outcome of a solver's run.

    Attributes
    ----------
    status : Status
        How the run ended.
    objective : float
        Of `values`, in the model's own units; ``nan`` without a solution.
    bound : float
        Proven bound on the objective: lower if it is minimised, upper if it is maximised.
    gap : float
        See `optimize.run.relative_gap`.
    values : (columns,) array or None
        The best solution found.
    seconds : float
        Wall time, building the solver's model included.
    nodes : int
        Branch-and-bound nodes.
    message : str
        The status in words, or what failed.
    solver : str
        Name of the solver that was used.
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


def solve_model(
    model: Model, limits: Limits | None = None, *, phase: str = "mip", options: dict[str, Any] | None = None
) -> SolverReport:
    """Solve a mixed-integer linear program through PuLP.

    Parameters
    ----------
    model : Model
    limits : Limits, optional
        Solver, clock (building the solver's model counts), gap, threads, seed and log; default: HiGHS, no time limit.
    phase : str
        Name of the phase in progress reports (HiGHS and CBC send them).
    options : dict, optional
        Further options by the solver's own names (HiGHS only).

    Returns
    -------
    SolverReport

    Raises
    ------
    InputError
        If the solver is not installed, or HiGHS does not know an option.
    ValueError
        If the model has a coefficient that is not finite.
    """
    asked = Limits() if limits is None else limits
    if asked.take_program is not None:
        asked.take_program(model)
    clock = asked.clock
    name = check_solver(asked.solver)
    arrays = model.arrays()
    sign = -1.0 if model.maximize else 1.0
    factor = sign * objective_scale(arrays.cost, model.magnitude)

    def tell(bound: float, incumbent: float) -> None:
        b, v = (x / factor if np.isfinite(x) else np.nan for x in (bound, incumbent))
        clock.tell(phase, bound=b, incumbent=v)

    before = clock.seconds
    raw = run_backend(name, model.name, arrays, factor, asked, tell if clock.reports else None, options)
    seconds = clock.seconds - before
    values = raw.values
    objective = float(arrays.cost @ values) if values is not None else np.nan
    bound = raw.bound / factor if np.isfinite(raw.bound) else sign * raw.bound
    if values is not None:
        bound = sign * min(sign * bound, sign * objective)
    if raw.status is Status.INFEASIBLE:
        bound = sign * np.inf
    return SolverReport(
        raw.status, objective, bound, relative_gap(objective, bound), values, seconds, raw.nodes, raw.message, name
    )
