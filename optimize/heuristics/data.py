"""A problem as the searches see it: contiguous arrays in which every pair has a price."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from optimize.problem import Block, FloatArray, IntArray, Problem, Scenario
from optimize.run import Request

_DEAR = 10.0


@dataclass(frozen=True, eq=False)
class SearchBlock:
    """One block, with a price on every pair that has no way, so that hub sets that lack one can be compared.

    Attributes
    ----------
    a, t, e : (n, h), (h, h), (h, n) arrays
        Leg costs with handling; may be ``inf``.
    w : (n, n) array
        What a unit of a pair's measure counts: flow times the block's weight for costs.
    out : (n,) array
        O_i, without the weight: what counts against capacities.
    outside : (n, n) array
        Unit cost of the outside option, at most `dear`.
    dear : float
        Price of a unit that cannot be served, above every path there is.
    has_outside : bool
        Whether there is a real outside option.
    floor, limit : float
        A pair counts ``max(cost, floor)``, or with a finite limit 1 if its cost is above it.
    required : bool
        Every pair has to be served (covered).
    """

    a: FloatArray
    t: FloatArray
    e: FloatArray
    w: FloatArray
    out: FloatArray
    outside: FloatArray
    dear: float
    has_outside: bool
    floor: float = 0.0
    limit: float = np.inf
    required: bool = True

    @classmethod
    def of(cls, block: Block, request: Request) -> "SearchBlock":
        """Prepare a block for the request's objective."""
        legs = (block.collection_handled, block.transfer_handled, block.distribution)
        largest = sum(float(leg[np.isfinite(leg)].max(initial=0.0)) for leg in legs)
        if block.outside is not None:
            largest = max(largest, float(block.outside[np.isfinite(block.outside)].max(initial=0.0)))
        dear = _DEAR * largest + 1.0
        outside = np.full((block.n, block.n), dear)
        if block.outside is not None:
            outside = np.minimum(block.outside, dear)
        a, t, e = (np.ascontiguousarray(leg, dtype=np.float64) for leg in legs)
        w = np.asarray(block.weight * block.flow, dtype=np.float64)
        limit = np.inf
        if request.objective.is_largest:
            w = np.ones((block.n, block.n))
            if request.allocation != "single":
                np.fill_diagonal(w, 0.0)
        elif request.objective.is_covering:
            limit = request.objective.limit
            if request.objective.counts_hubs:
                w = np.asarray(np.where(block.flow > 0, 1.0, 0.0))
        return cls(
            a,
            t,
            e,
            np.ascontiguousarray(w),
            block.out_flow,
            np.ascontiguousarray(outside),
            dear,
            block.outside is not None,
            limit=limit,
            required=not request.objective.counts_covered,
        )

    @property
    def n(self) -> int:
        """Number of nodes."""
        return self.w.shape[0]

    @cached_property
    def sends(self) -> npt.NDArray[np.bool_]:
        """(n,) which nodes' pairs count at all, as origins."""
        return np.asarray(self.w.any(axis=1))

    def restricted(self, hubs: IntArray) -> "SearchBlock":
        """Give the block with some of the candidates alone."""
        inside = np.ix_(hubs, hubs)
        a, t, e = (np.ascontiguousarray(leg) for leg in (self.a[:, hubs], self.t[inside], self.e[hubs]))
        return replace(self, a=a, t=t, e=e)

    def missed(self, cost: FloatArray) -> npt.NDArray[np.bool_]:
        """Pairs that have no way, or that are not covered though they have to be."""
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
    """

    blocks: tuple[tuple[SearchBlock, ...], ...]
    fixed: FloatArray
    probability: FloatArray
    capacity: tuple[FloatArray | None, ...]
    nodes: IntArray
    request: Request = field(repr=False)
    seed: int = 0

    @classmethod
    def of(cls, problem: Problem, request: Request, seed: int = 0) -> "SearchData":
        """Prepare a problem for the request's objective."""
        known: dict[int, SearchBlock] = {}
        for scenario in problem.scenarios:
            for block in scenario.blocks:
                known[id(block)] = known.get(id(block)) or SearchBlock.of(block, request)
        fixed = _hub_costs(problem.scenarios, request)
        blocks = [[known[id(block)] for block in scenario.blocks] for scenario in problem.scenarios]
        if request.objective.counts_hubs:
            # one pair that is not covered outweighs all hubs
            penalty = 2.0 * float(fixed.sum(axis=1).max()) + 1.0
            blocks = [[replace(b, w=b.w * penalty) for b in of_scenario] for of_scenario in blocks]
        return cls(
            tuple(tuple(of_scenario) for of_scenario in blocks),
            fixed,
            np.array([scenario.probability for scenario in problem.scenarios]),
            tuple(scenario.capacity for scenario in problem.scenarios),
            problem.candidate_index,
            request,
            seed,
        )

    @property
    def h(self) -> int:
        """Number of candidates."""
        return self.fixed.shape[1]

    @cached_property
    def free(self) -> IntArray:
        """Candidates that may be open."""
        return np.setdiff1d(np.arange(self.h), list(self.request.closed_hubs))

    @cached_property
    def pairs(self) -> int:
        """Pairs of nodes in all blocks: what one evaluation costs."""
        return sum(block.n**2 for blocks in self.blocks for block in blocks)

    @property
    def capacitated(self) -> bool:
        """Whether any capacity can bind."""
        return any(limit is not None and bool(np.isfinite(limit).any()) for limit in self.capacity)

    def objective(self, scenario_cost: FloatArray) -> FloatArray:
        """Put scenario costs, on the last axis, together."""
        return self.request.combine(scenario_cost, self.probability)


def _hub_costs(scenarios: tuple[Scenario, ...], request: Request) -> FloatArray:
    fixed = np.array([scenario.fixed_cost for scenario in scenarios])
    if request.objective.is_largest or request.objective.counts_covered:
        return np.zeros_like(fixed)
    if request.objective.counts_hubs and not fixed.any():
        return np.ones_like(fixed)
    return fixed
