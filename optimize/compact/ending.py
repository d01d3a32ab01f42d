"""From a solver's report to a method's result."""

from typing import Any

from optimize.run import Design, MethodResult, Status
from optimize.solvers import SolverReport


def method_result(report: SolverReport, design: Design | None, explanation: str = "", **info: Any) -> MethodResult:
    """Make the result of a method that solved one program.

    Parameters
    ----------
    report : SolverReport
        The solver's report.
    design : Design or None
        The design read from its solution.
    explanation : str
        Why there is no solution, if the program is infeasible; default: the solver's message.
    **info
        Further statistics of the run.

    Returns
    -------
    MethodResult
    """
    words = explanation if report.status is Status.INFEASIBLE else ""
    if design is None and not words:
        words = report.message
    numbers = {"solver": report.solver, "nodes": report.nodes, "solver_seconds": report.seconds, **info}
    return MethodResult(report.status, design, report.bound, words, numbers)
