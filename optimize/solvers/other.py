"""Any other solver, through PuLP's common interface."""

import inspect
from typing import Any

import numpy as np
import pulp

from optimize.run import Limits, Status
from optimize.solvers.outcome import RawOutcome, text_of
from optimize.solvers.pulp_model import PULP_4


def solve_other(name: str, prob: pulp.LpProblem, variables: list[pulp.LpVariable], limits: Limits) -> RawOutcome:
    """Minimise a PuLP problem with a solver known to PuLP by name.

    Parameters
    ----------
    name : str
        PuLP's name of the solver.
    prob : pulp.LpProblem
        From `to_pulp`.
    variables : list of pulp.LpVariable
        Its variables, in the order of the program's columns.
    limits : Limits
        Clock, gap, threads and log; the message names those that the solver's interface does not take.

    Returns
    -------
    RawOutcome
        Its bound is finite for a proven optimum alone: PuLP's interface does not return the bound of a run that was
        stopped early.
    """
    left = max(limits.clock.left, 0.0) if limits.clock.limited else None
    wanted = {"msg": limits.log, "timeLimit": left, "gapRel": limits.gap / 2, "threads": limits.threads}
    kind = type(pulp.getSolver(name))
    known = inspect.signature(kind.__init__).parameters
    refused = [key for key, value in wanted.items() if value is not None and key not in known]
    backend = pulp.getSolver(name, **{key: value for key, value in wanted.items() if key in known})
    try:
        outcome = prob.solve(backend)
    except (pulp.PulpError, OSError, RuntimeError) as error:
        return RawOutcome(Status.ERROR, None, -np.inf, 0, f"{name} failed: {error}")
    status = _status_of(prob, outcome)
    values = None
    if status in (Status.OPTIMAL, Status.FEASIBLE):
        values = np.array([np.nan if v.varValue is None else v.varValue for v in variables], dtype=np.float64)
        values = np.where(np.isnan(values), 0.0, values)
    bound = -np.inf
    if status is Status.OPTIMAL:
        objective = float(pulp.value(prob.objective))
        bound = objective - limits.gap / 2 * abs(objective)
    message = text_of(status) + (f"; {name} does not take {', '.join(refused)}" if refused else "")
    return RawOutcome(status, values, bound, 0, message)


def _status_of(prob: pulp.LpProblem, outcome: Any) -> Status:
    if PULP_4:
        ends = {"Optimal": Status.OPTIMAL, "Infeasible": Status.INFEASIBLE, "Unbounded": Status.UNBOUNDED}
        return ends.get(outcome.status.name, Status.FEASIBLE if outcome.has_solution else Status.NO_SOLUTION)
    by_solution = {
        pulp.LpSolutionOptimal: Status.OPTIMAL,
        pulp.LpSolutionIntegerFeasible: Status.FEASIBLE,
        pulp.LpSolutionInfeasible: Status.INFEASIBLE,
        pulp.LpSolutionUnbounded: Status.UNBOUNDED,
    }
    return by_solution.get(prob.sol_status, Status.NO_SOLUTION)
