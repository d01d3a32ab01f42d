"""The outcome of a solver's run, in units of the scaled program."""

from dataclasses import dataclass

from optimize.problem import FloatArray
from optimize.run import Status


@dataclass(frozen=True, eq=False)
class RawOutcome:
    """The outcome of a run for the scaled program, which is minimised.

    Attributes
    ----------
    status : Status
        How the run ended.
    values : (columns,) array or None
        The best solution found.
    bound : float
        Proven lower bound on the scaled objective; ``-inf`` if there is none.
    nodes : int
        Branch-and-bound nodes.
    message : str
        The status in words.
    """

    status: Status
    values: FloatArray | None
    bound: float
    nodes: int
    message: str


def text_of(status: Status) -> str:
    """Say in words how a run ended.

    Parameters
    ----------
    status : Status

    Returns
    -------
    str
    """
    return {
        Status.OPTIMAL: "optimal within the gap asked for",
        Status.FEASIBLE: "stopped early with a solution",
        Status.NO_SOLUTION: "stopped early, before any solution was found",
        Status.INFEASIBLE: "there is no solution",
        Status.UNBOUNDED: "the objective is unbounded",
        Status.ERROR: "the solver failed",
    }[status]
