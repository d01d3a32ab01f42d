r"""What the decomposition works on: weighted flows and legs of every block, scaled, on the candidates still alive.

The objective of hub set S is :math:`\rho(c_1(S) - r_1, \dots)` with scenario costs
:math:`c_s(S) = \sum_{k \in S} f_{sk} + \sum_{b \in s} \sum_{ij} w_{bij} F_{bij}(S)`. The expected cost is linear in the
scenarios, so that all of them are put together into one group with flows :math:`\pi_s w`; the other risk measures keep
a group a scenario.
"""

from dataclasses import dataclass, replace

import numpy as np

from optimize.problem import Block, FloatArray, IntArray, Problem
from optimize.rules import combine
from optimize.run import Request

_MARGIN = 1.01
_HUGE = 1e290


@dataclass(frozen=True, eq=False)
class Piece:
    """One block on the candidates still alive.

    Attributes
    ----------
    group : int
        Number of the scenario group it belongs to.
    weight : (n, n) array
        Flow times the weights of block and scenario, scaled.
    a, t, e : (n, h), (h, h), (h, n) arrays
        Unit costs of the legs, handling included.
    outside : (n, n) array
        Unit cost of the outside option; always finite, see `Instance.capped`.
    """

    group: int
    weight: FloatArray
    a: FloatArray
    t: FloatArray
    e: FloatArray
    outside: FloatArray

    def restricted(self, keep: IntArray) -> "Piece":
        """Return the piece with the given candidates only."""
        return replace(
            self,
            a=np.ascontiguousarray(self.a[:, keep]),
            t=np.ascontiguousarray(self.t[np.ix_(keep, keep)]),
            e=np.ascontiguousarray(self.e[keep]),
        )


@dataclass(frozen=True, eq=False)
class Instance:
    """A problem as the decomposition sees it.

    Attributes
    ----------
    pieces : tuple of Piece
    fixed : (groups, h) array
        Scaled fixed costs.
    reference : (groups,) array
        What is taken off each group's cost (regret), scaled.
    probability : (groups,) array
    risk : str
    cvar_level : float
    alive : (h,) int array
        Positions, among the problem's candidates, of the candidates still alive.
    scale : float
        Factor from the problem's units to those in here.
    """

    pieces: tuple[Piece, ...]
    fixed: FloatArray
    reference: FloatArray
    probability: FloatArray
    risk: str
    cvar_level: float
    alive: IntArray
    scale: float = 1.0

    @property
    def n(self) -> int:
        """Number of nodes."""
        return len(self.pieces[0].weight) if self.pieces else 0

    @property
    def h(self) -> int:
        """Number of candidates alive."""
        return len(self.alive)

    @property
    def groups(self) -> int:
        """Number of scenario groups."""
        return len(self.probability)

    def objective(self, group_cost: FloatArray) -> FloatArray:
        """Put group costs (on the last axis) together."""
        if self.risk == "expected":
            return np.asarray(group_cost[..., 0])
        return combine(group_cost, self.probability, self.risk, cvar_level=self.cvar_level, own_optimum=self.reference)

    def restricted(self, keep: IntArray) -> "Instance":
        """Return the instance with the given candidates (positions among those alive) only."""
        return replace(
            self,
            pieces=tuple(piece.restricted(keep) for piece in self.pieces),
            fixed=self.fixed[:, keep],
            alive=self.alive[keep],
        )

    def scaled(self, factor: float) -> "Instance":
        """Return the instance with all costs multiplied by a factor."""
        return replace(
            self,
            pieces=tuple(replace(piece, weight=piece.weight * factor) for piece in self.pieces),
            fixed=self.fixed * factor,
            reference=self.reference * factor,
            scale=self.scale * factor,
        )

    def capped(self, ceiling: float) -> "Instance":
        """Return the instance in which no pair costs more than a solution of objective `ceiling` could afford.

        Costs are not negative, so that a pair whose own cost lifts the objective above the ceiling belongs to a hub
        set that is not wanted. A finite outside option just above that price changes no wanted hub set's cost, and
        makes every hub set feasible: infinite costs need no cuts of their own.
        """
        limit = _MARGIN * (ceiling + self.reference)
        limit = np.where(limit > 0, limit, 1.0)
        if self.risk == "cvar":
            limit = limit / self.probability
        pieces = []
        for piece in self.pieces:
            with np.errstate(divide="ignore", over="ignore"):
                price = np.minimum(limit[piece.group] / piece.weight, _HUGE)
            outside = np.where(piece.weight > 0, np.minimum(piece.outside, price), 0.0)
            pieces.append(replace(piece, outside=outside))
        return replace(self, pieces=tuple(pieces))

    def ceiling(self, p_max: int) -> float:
        """Return an objective that no hub set with finite cost exceeds."""
        cost = -np.sort(-self.fixed, axis=1)[:, :p_max].sum(axis=1)
        for piece in self.pieces:
            dearest = (
                _largest_finite(piece.a, 1)[:, None]
                + _largest_finite(piece.t.ravel(), 0)
                + _largest_finite(piece.e, 0)[None, :]
            )
            outside = np.where(np.isfinite(piece.outside), piece.outside, 0.0)
            cost[piece.group] += (piece.weight * np.maximum(dearest, outside)).sum()
        return float(cost.max())


def make_instance(problem: Problem, request: Request) -> Instance:
    """Gather the blocks that count, on the candidates that are not closed."""
    expected = request.risk == "expected"
    counted = [s for s in problem.scenarios if s.probability > 0 or request.risk in ("worst_case", "max_regret")]
    alive = np.array([k for k in range(problem.h) if k not in request.closed_hubs], dtype=np.int64)
    pieces: list[Piece] = []
    fixed = []
    for g, scenario in enumerate(counted):
        factor = scenario.probability if expected else 1.0
        pieces.extend(_piece(block, 0 if expected else g, factor, alive) for block in scenario.blocks)
        fixed.append(factor * scenario.fixed_cost[alive])
    reference = np.zeros(1 if expected else len(counted))
    if request.risk == "max_regret" and request.own_optimum is not None:
        reference = np.array(request.own_optimum, dtype=float)
    return Instance(
        pieces=tuple(pieces),
        fixed=np.sum(fixed, axis=0, keepdims=True) if expected else np.array(fixed),
        reference=reference,
        probability=np.ones(1) if expected else np.array([s.probability for s in counted]),
        risk=request.risk,
        cvar_level=request.cvar_level,
        alive=alive,
    )


def _piece(block: Block, group: int, factor: float, alive: IntArray) -> Piece:
    outside = np.full(block.flow.shape, np.inf) if block.outside is None else block.outside
    return Piece(
        group,
        factor * block.weight * block.flow,
        np.ascontiguousarray(block.collection_handled[:, alive]),
        np.ascontiguousarray(block.transfer_handled[np.ix_(alive, alive)]),
        np.ascontiguousarray(block.distribution[alive]),
        outside,
    )


def _largest_finite(costs: FloatArray, axis: int) -> FloatArray:
    return np.asarray(np.where(np.isfinite(costs), costs, 0.0).max(axis=axis, initial=0.0))
