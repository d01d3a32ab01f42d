"""What a method returns to `solve`: a design, a bound and the status of the run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from optimize.brief import Brief
from optimize.pickles import Slim
from optimize.problem import IntArray
from optimize.rules import Routing


class Status(StrEnum):
    """How a run ended. Compares equal to its plain string: ``solution.status == "optimal"``."""

    OPTIMAL = "optimal"  # proven to be within the gap asked for
    FEASIBLE = "feasible"  # a solution with a bound, not proven optimal (time limit, interrupt, heuristic)
    INFEASIBLE = "infeasible"  # proven that there is no solution; `explanation` says why
    UNBOUNDED = "unbounded"
    NO_SOLUTION = "no_solution"  # stopped before any solution was found
    ERROR = "error"  # the solver failed; `explanation` says how


@dataclass(frozen=True, eq=False)
class Design(Slim, Brief):
    """A complete decision, in positions among the candidates.

    Attributes
    ----------
    hubs : tuple of int
        Positions of the open candidates, ascending.
    assigned : tuple of tuples of (n, h) bool arrays, or None
        For each scenario and block, the hubs that each node may use (single allocation: one True per row;
        r-allocation: at most r). None = every node may use every open hub.
    routing : tuple of tuples of Routing, or None
        For each scenario and block, the paths; None = each pair takes its cheapest allowed path.
    links : (h, h) bool array or None
        Hub links that are set up (symmetric); None = all open hubs are linked with each other.
    """

    hubs: tuple[int, ...]
    assigned: tuple[tuple[np.typing.NDArray[np.bool_], ...], ...] | None = None
    routing: tuple[tuple[Routing, ...], ...] | None = None
    links: np.typing.NDArray[np.bool_] | None = None

    @classmethod
    def single(cls, hubs: tuple[int, ...], hub_of: list[list[IntArray]], h: int) -> "Design":
        """Make a single-allocation design from the hub of each node.

        Parameters
        ----------
        hubs : tuple of int
            Positions of the open candidates.
        hub_of : list of lists of (n,) int arrays
            For each scenario and block, the position of each node's hub.
        h : int
            Number of candidates.

        Returns
        -------
        Design
        """
        assigned = tuple(tuple(np.eye(h, dtype=bool)[of] for of in blocks) for blocks in hub_of)
        return cls(tuple(sorted(int(k) for k in hubs)), assigned)


@dataclass(frozen=True, eq=False)
class MethodResult(Brief):
    """The outcome of a method.

    Attributes
    ----------
    status : Status
        How the run ended.
    design : Design or None
        None if no solution was found.
    bound : float
        Proven bound on the objective: a lower bound, or an upper one if the objective is maximised.
    explanation : str
        Why there is no solution, or what the method did.
    info : mapping
        Statistics of the run: nodes, cuts, rounds, hub sets, seconds by phase ...
    """

    status: Status
    design: Design | None
    bound: float
    explanation: str = ""
    info: Mapping[str, Any] = field(default_factory=dict)
