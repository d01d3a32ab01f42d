r"""Single allocation under a risk measure: the search with fixed scenario weights, hub sets priced exactly.

Every risk measure here is the largest weighted cost over a set of weights (its envelope), so any weights
:math:`q` of it give a bound:

.. math::
    \mathrm{risk}(c_1, \dots, c_S) = \max_{q \in Q} \sum_s q_s d_s (c_s - c_s^0) \ge \sum_s q_s d_s (c_s - c_s^0)

(Artzner, Delbaen, Eber and Heath 1999), with :math:`c^0` zero but for regrets and d one but for the relative one; costs
in here are :math:`d_s c_s`. Good weights are averages of the
worst ones for hub sets that are themselves best for the average (fictitious play, Brown 1951).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from optimize.problem import FloatArray, IntArray, Problem
from optimize.run import Clock, Limits, Request
from optimize.single.allocation import solve_allocation
from optimize.single.heuristic import Incumbent, Neighbourhoods, local_search_single
from optimize.single.model import Model, blocks_in, build_model
from optimize.single.search import Search, likely_size
from optimize.single.subproblem import Subproblem

_EXACT = 1e-8
"""Relative gap of an exact allocation: small enough to be nothing beside the gap asked for, against time for each hub
set (a judgement)."""


class RiskPricer:
    """Prices hub sets under the request's risk measure; allocations are (blocks, n) arrays of scenarios that count.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Attributes
    ----------
    envelope : Envelope
        The weights that the risk measure allows.
    factor : (s,) array
        What each scenario's cost is multiplied by.
    reference : (s,) array
        What is taken off it then: what the scenario's own optimum counts, zero but for regrets.
    counted : (s,) array
        1 where a scenario counts, else 0.
    models : list of Model
        One for each scenario.
    rows : list of int arrays
        Rows of an allocation that belong to each scenario.
    blocks : int
        Rows of an allocation.
    """

    def __init__(self, problem: Problem, request: Request) -> None:
        self.problem, self.request = problem, request
        count = len(problem.scenarios)
        self.envelope, self.factor = request.envelope(problem), request.factor(problem)
        self.reference = self.factor * request.reference(problem)
        self.counted = self.envelope.counted.astype(np.float64)
        self.models = [build_model(problem, self.factor[s] * np.eye(count)[s]) for s in range(count)]
        every = blocks_in(problem, self.counted)
        self.rows = [np.array([r for r, (of, _) in enumerate(every) if of == s], dtype=np.int64) for s in range(count)]
        self.blocks = len(every)

    def risk(self, costs: FloatArray) -> float:
        """Combine scenario costs.

        Parameters
        ----------
        costs : (s,) array

        Returns
        -------
        float
        """
        return float(self.envelope.value(costs - self.reference))

    def worst_weights(self, costs: FloatArray) -> FloatArray:
        """Find the weights of the envelope at which the weighted cost is the risk.

        Parameters
        ----------
        costs : (s,) array

        Returns
        -------
        (s,) array
        """
        return self.envelope.weights(costs - self.reference)

    def quick(self, hubs: Sequence[int], start: IntArray | None) -> tuple[IntArray, FloatArray]:
        """Allocate by descent.

        Parameters
        ----------
        hubs : sequence of int
            Open hubs.
        start : (blocks, n) int array or None
            An allocation to start from.

        Returns
        -------
        hub_of : (blocks, n) int array
            The allocation.
        costs : (s,) array
            Of each scenario; ``inf`` where no feasible allocation was found.
        """
        hub_of, costs = self._empty(), np.zeros(len(self.models))
        chosen = np.array(sorted(hubs), dtype=np.int64)
        for s in np.flatnonzero(self.counted):
            model, rows = self.models[s], self.rows[s]
            search = Neighbourhoods(model, self.request, np.random.default_rng(0))
            found = search.allocate(chosen, None if start is None else start[rows])
            hub_of[rows] = found.hub_of
            costs[s] = found.value if found.value < model.ceiling else np.inf
        return hub_of, costs

    def priced(self, hubs: IntArray, start: IntArray) -> Incumbent:
        """Allocate by descent from an allocation that is known.

        Parameters
        ----------
        hubs : (p,) int array
            Open hubs.
        start : (blocks, n) int array

        Returns
        -------
        Incumbent
            Its value is its risk.
        """
        hub_of, costs = self.quick(hubs.tolist(), start)
        return Incumbent(tuple(int(k) for k in hubs), hub_of, self.risk(costs))

    def exact(self, hubs: Sequence[int], limit: float, order: IntArray, clock: Clock) -> tuple[IntArray, float] | None:
        """Allocate exactly.

        Parameters
        ----------
        hubs : sequence of int
            Open hubs.
        limit : float
            Only a lower risk is of interest.
        order : (s,) int array
            The scenarios, those first that are likely to show that the risk is too high.
        clock : Clock
            When to stop.

        Returns
        -------
        ((blocks, n) int array, float) or None
            The allocation and its risk; None once the risk is known to be `limit` or more, and when the clock is over.
        """
        hub_of, costs = self._empty(), np.zeros(len(self.models))
        for s in order[self.counted[order] > 0]:
            found, _ = solve_allocation(self.models[s], tuple(hubs), clock=clock, gap=_EXACT)
            hub_of[self.rows[s]] = found.hub_of
            costs[s] = found.value if found.value < self.models[s].ceiling else np.inf
            # costs are not negative, so the rest can only add
            if clock.over or self.risk(costs) >= limit:
                return None
        return hub_of, self.risk(costs)

    def _empty(self) -> IntArray:
        return np.full((self.blocks, self.problem.n), -1, dtype=np.int64)


def find_weights(
    pricer: RiskPricer, rounds: int, limits: Limits, start: Incumbent | None = None
) -> tuple[FloatArray, Incumbent]:
    """Find weights that make a good bound.

    Parameters
    ----------
    pricer : RiskPricer
    rounds : int
        Hub sets that are looked at.
    limits : Limits
    start : Incumbent, optional
        Hubs that are known; its value is their risk.

    Returns
    -------
    weights : (s,) array
        Of the envelope.
    best : Incumbent
        The best hubs met meanwhile; its value is their risk.
    """
    request = pricer.request
    weights = pricer.envelope.centre
    best = Incumbent((), np.empty((0, 0), dtype=np.int64), np.inf) if start is None else start
    for turn in range(rounds):
        model = build_model(pricer.problem, weights * pricer.factor)
        found = local_search_single(model, request, rounds=1, clock=limits.clock, seed=limits.seed)
        hub_of, costs = pricer.quick(found.hubs, None)
        value = pricer.risk(costs)
        if value < best.value:
            best = Incumbent(found.hubs, hub_of, value)
        if not np.isfinite(costs).all() or limits.clock.over:
            break
        weights = weights + 2.0 / (turn + 3.0) * (pricer.worst_weights(costs) - weights)
    return weights, best


class RiskSearch(Search):
    """The search with weighted scenarios; values are risks plus `offset`.

    Parameters
    ----------
    pricer : RiskPricer
    weights : (s,) array
        Of the envelope.
    incumbent : Incumbent
        Its value is its risk.
    request : Request
        The pricer's, perhaps with hubs fixed.
    limits : Limits
    floor : float
        A bound on the risk that is known.
    """

    def __init__(
        self,
        pricer: RiskPricer,
        weights: FloatArray,
        incumbent: Incumbent,
        request: Request,
        limits: Limits,
        floor: float = -np.inf,
    ) -> None:
        offset = float(weights @ pricer.reference)
        self.pricer = pricer
        self._order = np.argsort(-weights, kind="stable")
        self._known: set[tuple[int, ...]] = set()
        model: Model = build_model(pricer.problem, weights * pricer.factor)
        empty = Incumbent((), incumbent.hub_of, np.inf)
        super().__init__(model, request, limits, empty, offset, floor)
        # a risk may be more than the weighted costs' ceiling
        self.incumbent = replace(incumbent, value=incumbent.value + offset)

    def _takes_pairs(self, part: Subproblem) -> bool:  # noqa: ARG002
        """Not here: the hubs that cost least need not be those of the least risk."""
        return False

    def _settle(self, part: Subproblem) -> bool:
        hubs = tuple(int(k) for k in part.hubs)
        if hubs in self._known:
            return True
        limit = self._slightly_less(self.incumbent.value) - self.offset
        priced = self.pricer.exact(hubs, limit, self._order, self.limits.clock)
        if priced is not None:
            self.incumbent = Incumbent(hubs, priced[0], priced[1] + self.offset)
        elif self.limits.clock.over:
            return False
        self._known.add(hubs)
        return True

    def _round(self, part: Subproblem) -> None:
        size = likely_size(part)
        hubs = tuple(int(k) for k in np.sort(part.hubs[np.argsort(-part.usage, kind="stable")[:size]]))
        if hubs in self._known:
            return
        hub_of, costs = self.pricer.quick(hubs, None)
        value = self.pricer.risk(costs) + self.offset
        if value < self.incumbent.value:
            self.incumbent = Incumbent(hubs, hub_of, value)
