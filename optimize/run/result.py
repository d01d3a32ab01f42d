"""What a method hands back to `solve`: a design, a bound and how the run ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from optimize.problem import IntArray
from optimize.rules import Routing


class Status(StrEnum):
    """How a run ended. Compares equal to its plain string: ``solution.status == "optimal"``."""

    OPTIMAL = "optimal"  # proven to within the gap asked for
    FEASIBLE = "feasible"  # a solution, with a bound, not proven (time limit, interrupt, heuristic)
    INFEASIBLE = "infeasible"  # proven that there is none; `explanation` says why
    UNBOUNDED = "unbounded"
    NO_SOLUTION = "no_solution"  # stopped before any solution was found
    ERROR = "error"  # the solver failed; `explanation` says how


@dataclass(frozen=True, eq=False)
class Design:
    """A complete decision, in positions among the candidates.

    Attributes
    ----------
    hubs : tuple of int
        Open candidates, ascending.
    assigned : tuple of tuples of (n, h) bool arrays, or None
        For each scenario and block which hubs each node may use (single: one True a row; r-allocation: at most r).
        None = every node may use every open hub.
    routing : tuple of tuples of Routing, or None
        For each scenario and block the paths; None = each pair takes its cheapest allowed path.
    links : (h, h) bool array or None
        Hub links that are set up (symmetric); None = all links between open hubs are there.
    """

    hubs: tuple[int, ...]
    assigned: tuple[tuple[np.typing.NDArray[np.bool_], ...], ...] | None = None
    routing: tuple[tuple[Routing, ...], ...] | None = None
    links: np.typing.NDArray[np.bool_] | None = None

    @classmethod
    def single(cls, hubs: tuple[int, ...], hub_of: list[list[IntArray]], h: int) -> "Design":
        """Make a single-allocation design from each node's hub, for each scenario and block."""
        assigned = tuple(tuple(np.eye(h, dtype=bool)[of] for of in blocks) for blocks in hub_of)
        return cls(tuple(sorted(int(k) for k in hubs)), assigned)


@dataclass(frozen=True, eq=False)
class MethodResult:
    """The outcome of a method.

    Attributes
    ----------
    status : Status
    design : Design or None
        None where no solution was found.
    bound : float
        Proven bound on the objective: lower, or upper where the objective is maximised.
    explanation : str
        Why there is no solution; or what the method did.
    info : mapping
        Numbers of the run: nodes, cuts, rounds, sets, phases ...
    """

    status: Status
    design: Design | None
    bound: float
    explanation: str = ""
    info: Mapping[str, Any] = field(default_factory=dict)
