r"""What the decomposition works on: weighted flows and legs of every block, scaled, on the candidates still alive.

The objective of hub set S is :math:`\rho(c_1(S) - r_1, \dots)` with scenario costs
:math:`c_s(S) = \sum_{k \in S} f_{sk} + \sum_{b \in s} \sum_{ij} w_{bij} F_{bij}(S)`, where a relative regret has the
scenario's costs divided by its optimum. A measure that is linear in the scenarios, as is the expected cost, has all of
them put together into one group with flows :math:`\pi_s w`; the others keep a group a scenario.
"""

from dataclasses import dataclass, replace

import numpy as np

from optimize.benders.order import neighbour_order
from optimize.kernels import PreparedBlock, prepare_scenarios
from optimize.problem import FloatArray, IntArray, Problem
from optimize.risk import Envelope, envelope
from optimize.run import Request, Workers, counted_scenarios
from optimize.search import HubSets, Measured

# Times the ceiling, what a pair may cost alone: above 1 by more than rounding, so that hub sets near the ceiling keep
# their cost; larger only makes the multipliers' numbers larger.
_MARGIN = 1.01
_ARRANGED = 100  # nodes from which on those that cost much the same are put next to each other (a judgement)
_HUGE = 1e290  # outside options of pairs of hardly any weight: finite, and still finite when a few are added up


@dataclass(frozen=True, eq=False)
class Piece:
    """One block on the candidates still alive.

    Attributes
    ----------
    group : int
        Number of the scenario group it belongs to.
    view : PreparedBlock
        Its weights have the scenario's weight in them, and are scaled; its outside options are always finite where
        anything is priced, see `Instance.capped`.
    """

    group: int
    view: PreparedBlock


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
    envelope : Envelope
        Weights of the groups, over which the objective is the largest weighted cost.
    alive : (h,) int array
        Positions, among the problem's candidates, of the candidates still alive.
    scale : float
        Factor from the problem's units to those in here.
    """

    pieces: tuple[Piece, ...]
    fixed: FloatArray
    reference: FloatArray
    envelope: Envelope
    alive: IntArray
    scale: float = 1.0

    @property
    def n(self) -> int:
        """Number of nodes."""
        return len(self.pieces[0].view.weight) if self.pieces else 0

    @property
    def h(self) -> int:
        """Number of candidates alive."""
        return len(self.alive)

    @property
    def groups(self) -> int:
        """Number of scenario groups."""
        return len(self.fixed)

    def objective(self, group_cost: FloatArray) -> FloatArray:
        """Put group costs together.

        Parameters
        ----------
        group_cost : (..., groups) array

        Returns
        -------
        (...) array
        """
        return self.envelope.value(group_cost - self.reference)

    def hub_sets(self, workers: Workers) -> HubSets:
        """Make what prices hub sets; the instance has to be capped.

        Parameters
        ----------
        workers : Workers

        Returns
        -------
        HubSets
            Positions are those among the candidates alive.
        """
        blocks = [[Measured(piece.view) for piece in self.pieces if piece.group == g] for g in range(self.groups)]
        return HubSets(blocks, self.fixed, self.objective, workers)

    def restricted(self, keep: IntArray) -> "Instance":
        """Give the instance with some candidates only.

        Parameters
        ----------
        keep : (k,) int array
            Positions among the candidates alive.

        Returns
        -------
        Instance
        """
        return replace(
            self,
            pieces=tuple(replace(piece, view=piece.view.restricted(keep)) for piece in self.pieces),
            fixed=self.fixed[:, keep],
            alive=self.alive[keep],
        )

    def scaled(self, factor: float) -> "Instance":
        """Give the instance with all costs multiplied by a factor.

        Parameters
        ----------
        factor : float

        Returns
        -------
        Instance
        """
        return replace(
            self,
            pieces=tuple(
                replace(piece, view=piece.view._replace(weight=piece.view.weight * factor)) for piece in self.pieces
            ),
            fixed=self.fixed * factor,
            reference=self.reference * factor,
            scale=self.scale * factor,
        )

    def capped(self, ceiling: float) -> "Instance":
        """Give the instance in which no pair costs more than a solution of objective `ceiling` could afford.

        Costs are not negative, so that a pair whose own cost lifts the objective above the ceiling belongs to a hub
        set that is not wanted. A finite outside option just above that price changes no wanted hub set's cost, and
        makes every hub set feasible: infinite costs need no cuts of their own.

        Parameters
        ----------
        ceiling : float

        Returns
        -------
        Instance
        """
        limit = _MARGIN * (ceiling + self.reference)
        # with its largest weight a group's cost alone, less the reference, is no more than the objective
        limit = np.where(limit > 0, limit, 1.0) / self.envelope.most
        pieces = []
        for piece in self.pieces:
            view = piece.view
            with np.errstate(divide="ignore", over="ignore"):
                price = np.minimum(limit[piece.group] / view.weight, _HUGE)
            outside = np.where(view.weight > 0, np.minimum(view.outside, price), 0.0)
            pieces.append(replace(piece, view=view._replace(outside=outside)))
        return replace(self, pieces=tuple(pieces))

    def ceiling(self, p_max: int) -> float:
        """Give an objective that no hub set with finite cost exceeds.

        Parameters
        ----------
        p_max : int
            Most hubs.

        Returns
        -------
        float
        """
        cost = -np.sort(-self.fixed, axis=1)[:, :p_max].sum(axis=1)
        for piece in self.pieces:
            a, t, e, weight, outside = piece.view
            dearest = _largest_finite(a, 1)[:, None] + _largest_finite(t.ravel(), 0) + _largest_finite(e, 0)[None, :]
            outside = np.where(np.isfinite(outside), outside, 0.0)
            cost[piece.group] += (weight * np.maximum(dearest, outside)).sum()
        return float(cost.max())


def make_instance(problem: Problem, request: Request) -> Instance:
    """Gather the blocks that count, on the candidates that are not closed.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    Instance
        With infinite costs still in it, see `Instance.capped`.
    """
    weights, which = request.envelope(problem), counted_scenarios(problem, request)
    reference, factor = request.reference(problem) * request.factor(problem), request.factor(problem)
    together = weights.is_linear
    if together:
        factor = factor * weights.base
    counted = [problem.scenarios[s] for s in which]
    alive = np.array([k for k in range(problem.h) if k not in request.closed_hubs], dtype=np.int64)
    pieces: list[Piece] = []
    fixed = []
    order: IntArray | None = None
    for g, (scenario, views) in enumerate(zip(counted, prepare_scenarios(counted), strict=True)):
        for view in views:
            weighted = view._replace(weight=factor[which[g]] * view.weight)
            if len(view.weight) > _ARRANGED:
                order = neighbour_order(view.a + view.e.T) if order is None else order
                weighted = weighted.arranged(order)
            pieces.append(Piece(0 if together else g, weighted.restricted(alive)))
        fixed.append(factor[which[g]] * scenario.fixed_cost[alive])
    return Instance(
        pieces=tuple(pieces),
        fixed=np.sum(fixed, axis=0, keepdims=True) if together else np.array(fixed),
        reference=weights.base[which] @ reference[which] * np.ones(1) if together else reference[which],
        envelope=envelope(np.ones(1)) if together else weights.restricted(weights.counted),
        alive=alive,
    )


def _largest_finite(costs: FloatArray, axis: int) -> FloatArray:
    return np.asarray(np.where(np.isfinite(costs), costs, 0.0).max(axis=axis, initial=0.0))
