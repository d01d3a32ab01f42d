"""From a solver's report to a method's result."""

from typing import Any

from optimize.run import Design, MethodResult, Status
from optimize.solvers import SolverReport


def method_result(report: SolverReport, design: Design | None, explanation: str = "", **info: Any) -> MethodResult:
    """Put together the outcome of a method that solved one program.

    Parameters
    ----------
    report : SolverReport
    design : Design or None
        What the report's values say.
    explanation : str
        Why there is no solution; the solver's own words where empty.
    **info
        Numbers of the run.
    """
    words = explanation if report.status is Status.INFEASIBLE else ""
    if design is None and not words:
        words = report.message
    numbers = {"solver": report.solver, "nodes": report.nodes, "solver_seconds": report.seconds, **info}
    return MethodResult(report.status, design, report.bound, words, numbers)
