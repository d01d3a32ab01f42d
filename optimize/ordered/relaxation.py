r"""The relaxation that puts hub sets in order: multiple allocation without limits, with prices of room at the hubs.

For any prices :math:`\lambda_{sk} \ge 0` a hub set that serves scenario s within its room costs at least

.. math::
    M_s^\lambda(S) = \sum_{k \in S} (f_{sk} - \lambda_{sk} \Gamma_{sk})
        + \sum_{b,i,j} \omega_b w_{ij} \min_{k,m \in S} \bigl(F_{ij}(k,m) + \tfrac{u_b}{\omega_b} \lambda_s(k,m)\bigr),

again a problem of multiple allocation (Geoffrion 1974): whatever bounds that, bounds the problem within capacities.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, cast

import numpy as np

from optimize.benders import Elimination, eliminate
from optimize.kernels import PreparedBlock, prepare_scenarios, price_sets
from optimize.problem import Block, BoolArray, FloatArray, IntArray, Problem, Scenario
from optimize.run import Limits, Request, Workers, counted_scenarios
from optimize.search import HubSets, Measured

_LEGS = ("collection", "transfer", "distribution", "handling")
_DEAR = 10.0  # times the dearest path: a pair without a way outweighs whatever others gain by its hubs
_FULL = 1e-9  # part of the flow that has to be served by which capacities may fall short of it: rounding


@dataclass(frozen=True, eq=False)
class Relaxation:
    """A problem with prices of room in place of capacities.

    Attributes
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    prices : (s, h) array
        Of a unit of room, at least 0.
    workers : Workers
    """

    problem: Problem
    request: Request
    prices: FloatArray
    workers: Workers

    @property
    def h(self) -> int:
        """Number of candidates."""
        return self.problem.h

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios without capacities, prices and what room is worth in their costs."""
        on = self.problem.capacity_on
        return tuple(_priced(s, price, on) for s, price in zip(self.problem.scenarios, self.prices, strict=True))

    @cached_property
    def views(self) -> tuple[tuple[PreparedBlock, ...], ...]:
        """The blocks of each scenario, prepared for kernels."""
        return tuple(tuple(view.compressed() for view in views) for views in prepare_scenarios(self.scenarios))

    @cached_property
    def fixed(self) -> FloatArray:
        """(s, h) fixed costs less what the room is worth."""
        return np.array([scenario.fixed_cost for scenario in self.scenarios])

    @cached_property
    def counted(self) -> list[int]:
        """Positions of the scenarios that the objective depends on."""
        return counted_scenarios(self.problem, self.request)

    def objective(self, costs: FloatArray) -> FloatArray:
        """Put the costs of the scenarios together.

        Parameters
        ----------
        costs : (..., s) array
            ``inf`` in a scenario that counts makes the objective so.

        Returns
        -------
        (...) array
        """
        return objective(self.problem, self.request, self.counted, costs)

    def hub_sets(self) -> HubSets:
        """Make what prices hub sets, with a price on every pair that has no way.

        Returns
        -------
        HubSets
        """
        views = [views if s in self.counted else () for s, views in enumerate(self.views)]
        blocks = [[Measured(_served(view)) for view in of_scenario] for of_scenario in views]
        return HubSets(blocks, self.fixed, self.objective, self.workers)

    def eliminate(self, request: Request, hubs: Iterable[int], value: float, limits: Limits) -> Elimination:
        """Bound a part of the hub sets, and fix hubs in it.

        Parameters
        ----------
        request : Request
            Its hubs given, and their number, say which hub sets are looked at.
        hubs : iterable of int
            Good hubs.
        value : float
            What is to be beaten.
        limits : Limits

        Returns
        -------
        Elimination
        """
        return eliminate(cast("Problem", self), request, tuple(hubs), value, limits)

    def values(self, sets: IntArray, size: IntArray) -> FloatArray:
        """Price hub sets.

        Parameters
        ----------
        sets : (rows, width) int array
            Hubs, -1 behind the last one; neighbouring rows best share their first hubs.
        size : (rows,) int array

        Returns
        -------
        (rows,) array
            Lower bounds on what they cost; ``inf`` where flows cannot be served.
        """
        edges = np.linspace(0, len(sets), self.workers.threads + 1).astype(np.int64)
        rows = [slice(*ends) for ends in pairwise(edges)]
        return np.concatenate(list(self.workers.map(lambda part: self._values(sets[part], size[part]), rows)))

    def _values(self, sets: IntArray, size: IntArray) -> FloatArray:
        costs, there = np.zeros((len(sets), len(self.scenarios))), sets >= 0
        for s in self.counted:
            costs[:, s] = np.where(there, self.fixed[s][sets], 0.0).sum(axis=1)
            flows = np.zeros(len(sets))
            for view in self.views[s]:
                price_sets(view, sets, size, flows)
            costs[:, s] += flows
            costs[~self._holds(s, sets, there), s] = np.inf
        return self.objective(costs)

    def _holds(self, s: int, sets: IntArray, there: BoolArray) -> BoolArray:
        """Whether hub sets have as much room as flows take that have to be served."""
        scenario = self.problem.scenarios[s]
        if scenario.capacity is None:
            return np.ones(len(sets), dtype=np.bool_)
        least = 0.0
        for block in scenario.blocks:
            must = np.ones(block.flow.shape, dtype=np.bool_) if block.outside is None else np.isinf(block.outside)
            least += block.capacity_use * float(block.flow[must].sum())
        room: FloatArray = np.where(there, scenario.capacity[sets], 0.0).sum(axis=1)
        return np.asarray(room >= least * (1.0 - _FULL))


def _served(view: PreparedBlock) -> PreparedBlock:
    dear = _DEAR * sum(float(leg[np.isfinite(leg)].max(initial=0.0)) for leg in (view.a, view.t, view.e, view.outside))
    return view._replace(outside=np.minimum(view.outside, dear + 1.0))


def objective(problem: Problem, request: Request, counted: list[int], costs: FloatArray) -> FloatArray:
    """Put the costs of scenarios together.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    counted : list of int
        Positions of the scenarios that the objective depends on.
    costs : (..., s) array

    Returns
    -------
    (...) array
        ``inf`` where a scenario that counts costs that.
    """
    probability = np.array([scenario.probability for scenario in problem.scenarios])
    possible = np.isfinite(costs[..., counted]).all(axis=-1)
    values = request.combine(np.where(np.isfinite(costs), costs, 0.0), probability)
    return np.where(possible, values, np.inf)


def _priced(scenario: Scenario, price: FloatArray, capacity_on: str) -> Scenario:
    """The scenario without capacities, in which room is paid for."""
    if scenario.capacity is None or not price.any():
        return replace(scenario, capacity=None)
    blocks = tuple(_block(block, price, capacity_on) for block in scenario.blocks)
    worth = np.where(price > 0, price * np.where(price > 0, scenario.capacity, 0.0), 0.0)
    return Scenario(scenario.name, scenario.probability, blocks, scenario.fixed_cost - worth)


def _block(block: Block, price: FloatArray, capacity_on: str) -> Block:
    """The block whose paths pay for room."""
    block = weighed(block)
    paid = block.capacity_use / block.weight * price
    if capacity_on == "throughput":
        return replace(block, handling=block.handling + paid)
    return replace(block, collection=block.collection + paid[None, :])


def weighed(block: Block) -> Block:
    """Give a block with a weight: one of weight 0, whose paths cost nothing but room, becomes one of costs 0.

    Parameters
    ----------
    block : Block
        Without gaps if its weight is 0.

    Returns
    -------
    Block
    """
    if block.weight > 0:
        return block
    free: dict[str, Any] = {name: np.zeros_like(getattr(block, name)) for name in _LEGS}
    for name in ("direct", "unmet_penalty"):
        cost = getattr(block, name)
        free[name] = None if cost is None else np.where(np.isinf(cost), cost, 0.0)
    return replace(block, weight=1.0, **free)
