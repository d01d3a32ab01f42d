"""What a solver is told about a run, and how the run ended, in the scaled program's numbers."""

from dataclasses import dataclass

from optimize.problem import FloatArray
from optimize.run import Status


@dataclass(frozen=True)
class Limits:
    """What a run is told; see `optimize.solvers.solve_model.solve_model`."""

    time_limit: float | None = None
    gap: float = 1e-6
    threads: int | None = None
    seed: int = 0
    log: bool = False


@dataclass(frozen=True, eq=False)
class RawOutcome:
    """A run's end in the scaled, minimising program."""

    status: Status
    values: FloatArray | None
    bound: float
    nodes: int
    message: str
    interrupted: bool = False
