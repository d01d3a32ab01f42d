"""A problem as the searches see it: prepared blocks in which every pair has a price."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from optimize.kernels import PreparedBlock, cheapest, prepare
from optimize.problem import Block, FloatArray, IntArray, Problem, Scenario
from optimize.run import Limits, Request, Workers, thread_count
from optimize.search import Choice, HubSets, Measured

# times the dearest path: a pair without a way outweighs whatever others gain by its hubs, and totals keep their digits
_DEAR = 10.0


@dataclass(frozen=True, eq=False)
class SearchBlock:
    """One block, with a price on every pair that has no way, so that hub sets that lack one can be compared.

    Attributes
    ----------
    view : PreparedBlock
        Its weights are what a unit of a pair's measure counts; its outside options are at most `dear`.
    out : (n,) array
        O_i, without the weight: what counts against capacities.
    dear : float
        Price of a unit that cannot be served, above every path there is.
    has_outside : bool
        Whether there is a real outside option.
    floor, limit : float
        A pair counts ``max(cost, floor)``, or with a finite limit 1 if its cost is above it.
    required : bool
        Every pair has to be served (covered).
    """

    view: PreparedBlock
    out: FloatArray
    dear: float
    has_outside: bool
    floor: float = 0.0
    limit: float = np.inf
    required: bool = True

    @classmethod
    def of(cls, block: Block, request: Request) -> "SearchBlock":
        """Prepare a block for the request's objective.

        Parameters
        ----------
        block : Block
        request : Request

        Returns
        -------
        SearchBlock
        """
        view = prepare(block)
        largest = sum(float(leg[np.isfinite(leg)].max(initial=0.0)) for leg in (view.a, view.t, view.e))
        if block.outside is not None:
            largest = max(largest, float(block.outside[np.isfinite(block.outside)].max(initial=0.0)))
        dear = _DEAR * largest + 1.0
        weight, limit = view.weight, np.inf
        if request.objective.is_largest:
            weight = np.ones((block.n, block.n))
            if request.allocation != "single":
                np.fill_diagonal(weight, 0.0)
        elif request.objective.is_covering:
            limit = request.objective.limit
            if request.objective.counts_hubs:
                weight = np.where(block.flow > 0, 1.0, 0.0)
        return cls(
            view._replace(weight=weight, outside=np.minimum(view.outside, dear)),
            block.out_room,
            dear,
            block.outside is not None,
            limit=limit,
            required=not request.objective.counts_covered,
        )

    @property
    def n(self) -> int:
        """Number of nodes."""
        return self.view.weight.shape[0]

    def reweighted(self, weight: FloatArray) -> "SearchBlock":
        """Give the block with other weights.

        Parameters
        ----------
        weight : (n, n) array

        Returns
        -------
        SearchBlock
        """
        return replace(self, view=self.view._replace(weight=np.ascontiguousarray(weight)))

    def restricted(self, hubs: IntArray) -> "SearchBlock":
        """Give the block with some of the candidates alone.

        Parameters
        ----------
        hubs : (p,) int array

        Returns
        -------
        SearchBlock
        """
        return replace(self, view=self.view.restricted(hubs))

    def path_costs(self, hubs: IntArray) -> FloatArray:
        """Price every pair over a set of hubs, each on its cheapest way.

        Parameters
        ----------
        hubs : (p,) int array

        Returns
        -------
        (n, n) array
        """
        cost = np.empty((self.n, self.n))
        cheapest(self.view, hubs, cost)
        return cost

    def missed(self, cost: FloatArray) -> npt.NDArray[np.bool_]:
        """Mark the pairs that have no way, or that are not covered though they have to be.

        Parameters
        ----------
        cost : (n, n) array

        Returns
        -------
        (n, n) bool array
        """
        if not self.required:
            return np.zeros(cost.shape, dtype=bool)
        mark = self.limit if self.limit < np.inf else self.dear * (1 - 1e-12)
        missed: npt.NDArray[np.bool_] = cost > mark
        return missed


@dataclass(frozen=True, eq=False)
class SearchData:
    """Everything that a search needs to know.

    Attributes
    ----------
    blocks : tuple of tuples of SearchBlock
        For each scenario.
    fixed : (s, h) array
        What it costs to have a hub open.
    probability : (s,) array
    capacity : tuple of (h,) array or None
        For each scenario.
    nodes : (h,) int array
        Node of each candidate.
    request : Request
    seed : int
        Of everything random.
    workers : Workers
    """

    blocks: tuple[tuple[SearchBlock, ...], ...]
    fixed: FloatArray
    probability: FloatArray
    capacity: tuple[FloatArray | None, ...]
    nodes: IntArray
    request: Request = field(repr=False)
    seed: int = 0
    workers: Workers = field(default_factory=Workers, repr=False)

    @classmethod
    def of(cls, problem: Problem, request: Request, limits: Limits | None = None) -> "SearchData":
        """Prepare a problem for the request's objective.

        Parameters
        ----------
        problem : HubProblem or ScenarioProblem
        request : Request
        limits : Limits, optional
            For the seed and the threads; default: seed 0, one thread.

        Returns
        -------
        SearchData
        """
        known: dict[int, SearchBlock] = {}
        for scenario in problem.scenarios:
            for block in scenario.blocks:
                known[id(block)] = known.get(id(block)) or SearchBlock.of(block, request)
        fixed = _hub_costs(problem.scenarios, request)
        blocks = [[known[id(block)] for block in scenario.blocks] for scenario in problem.scenarios]
        if request.objective.counts_hubs:
            # one pair that is not covered outweighs all hubs
            penalty = 2.0 * float(fixed.sum(axis=1).max()) + 1.0
            blocks = [[b.reweighted(b.view.weight * penalty) for b in of_scenario] for of_scenario in blocks]
        return cls(
            tuple(tuple(of_scenario) for of_scenario in blocks),
            fixed,
            np.array([scenario.probability for scenario in problem.scenarios]),
            tuple(scenario.capacity for scenario in problem.scenarios),
            problem.candidate_index,
            request,
            0 if limits is None else limits.seed,
            Workers(1 if limits is None else thread_count(limits.threads)),
        )

    @property
    def h(self) -> int:
        """Number of candidates."""
        return self.fixed.shape[1]

    @property
    def choice(self) -> Choice:
        """The hub sets that the request admits."""
        return Choice.of(self.request, self.h)

    @cached_property
    def free(self) -> IntArray:
        """Candidates that may be open."""
        return self.choice.free

    @cached_property
    def pairs(self) -> int:
        """Pairs of nodes in all blocks: what one evaluation costs."""
        return sum(block.n**2 for blocks in self.blocks for block in blocks)

    @property
    def capacitated(self) -> bool:
        """Whether any capacity can bind."""
        return any(limit is not None and bool(np.isfinite(limit).any()) for limit in self.capacity)

    @cached_property
    def counted(self) -> npt.NDArray[np.bool_]:
        """(s,) scenarios in which all flow has to be served: those that can make a difference."""
        if self.request.objective.counts_hubs:
            return np.ones(len(self.blocks), dtype=bool)
        return self.request.measure.envelope(self.probability).counted

    def objective(self, scenario_cost: FloatArray) -> FloatArray:
        """Put scenario costs together.

        Parameters
        ----------
        scenario_cost : (..., s) array

        Returns
        -------
        (...) array
        """
        return self.request.combine(scenario_cost, self.probability)

    def hub_sets(self) -> HubSets:
        """Make what prices hub sets whose flows all take their cheapest way.

        Returns
        -------
        HubSets
        """
        blocks = [[Measured(b.view, b.floor, b.limit) for b in of_scenario] for of_scenario in self.blocks]
        return HubSets(blocks, self.fixed, self.objective, self.workers)

    def serves(self, hubs: IntArray) -> bool:
        """Say whether every flow that counts has a way over a set of hubs, and is covered where it has to be.

        Parameters
        ----------
        hubs : (p,) int array

        Returns
        -------
        bool
        """
        return not any(
            bool((block.missed(block.path_costs(hubs)) & (block.view.weight > 0)).any())
            for blocks, counts in zip(self.blocks, self.counted, strict=True)
            for block in blocks
            if counts
        )


def _hub_costs(scenarios: tuple[Scenario, ...], request: Request) -> FloatArray:
    fixed = np.array([scenario.fixed_cost for scenario in scenarios])
    if request.objective.is_largest or request.objective.counts_covered:
        return np.zeros_like(fixed)
    if request.objective.counts_hubs and not fixed.any():
        return np.ones_like(fixed)
    return fixed
