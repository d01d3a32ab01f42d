"""How a solver's run ended, in the scaled program's numbers."""

from dataclasses import dataclass

from optimize.problem import FloatArray
from optimize.run import Status


@dataclass(frozen=True, eq=False)
class RawOutcome:
    """A run's end in the scaled, minimising program."""

    status: Status
    values: FloatArray | None
    bound: float
    nodes: int
    message: str


def text_of(status: Status) -> str:
    """Say in words how a run ended."""
    return {
        Status.OPTIMAL: "optimal within the gap asked for",
        Status.FEASIBLE: "stopped early with a solution",
        Status.NO_SOLUTION: "stopped early, before any solution was found",
        Status.INFEASIBLE: "there is no solution",
        Status.UNBOUNDED: "the objective is unbounded",
        Status.ERROR: "the solver failed",
    }[status]
