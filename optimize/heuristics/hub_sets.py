"""`HubSets`: hub sets in multiple allocation, what they and their neighbours cost in all scenarios at once."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from optimize.heuristics.data import SearchBlock, SearchData
from optimize.heuristics.hub_set_kernels import price_additions, price_set
from optimize.problem import FloatArray, IntArray

_BLOCK_PAIRS = 4e8  # newcomers times pairs between two looks at the clock


@dataclass(frozen=True, eq=False)
class HubSet:
    """A hub set and what it costs.

    Attributes
    ----------
    hubs : (p,) int array
        Ascending.
    scenario_cost : (s,) array
    value : float
        Objective.
    costs : tuple of tuples of (n, n) array
        For each scenario and block the cheapest cost of every pair.
    """

    hubs: IntArray
    scenario_cost: FloatArray
    value: float
    costs: tuple[tuple[FloatArray, ...], ...]


class HubSets:
    """Prices hub sets of one problem.

    Parameters
    ----------
    data : SearchData
    """

    def __init__(self, data: SearchData) -> None:
        self.data = data
        self._transposed = {id(b): np.ascontiguousarray(b.a.T) for blocks in data.blocks for b in blocks}
        self._pool = ThreadPoolExecutor(2)

    def price(self, hubs: Iterable[int]) -> HubSet:
        """Price a hub set, which may be empty: then every flow goes outside."""
        opened = np.array(sorted(int(k) for k in hubs), dtype=np.int64)
        priced = list(self._pool.map(lambda blocks: [_price(b, opened) for b in blocks], self.data.blocks))
        flow_cost = np.array([sum(total for total, _ in of_scenario) for of_scenario in priced])
        scenario_cost = flow_cost + self.data.fixed[:, opened].sum(axis=1)
        costs = tuple(tuple(cost for _, cost in of_scenario) for of_scenario in priced)
        return HubSet(opened, scenario_cost, float(self.data.objective(scenario_cost)), costs)

    def additions(self, base: HubSet, newcomers: IntArray) -> FloatArray:
        """(c,) objective of `base` with each newcomer.

        See `scenario_additions` for the costs by scenario.
        """
        return self.data.objective(self.scenario_additions(base, newcomers))

    def scenario_additions(self, base: HubSet, newcomers: IntArray) -> FloatArray:
        """(c, s) cost of `base` with each newcomer in each scenario."""
        parts = np.array_split(newcomers, 2) if len(newcomers) > 1 else [newcomers]
        jobs = [(s, part) for s in range(len(self.data.blocks)) for part in parts]
        done = list(self._pool.map(lambda job: self._saved(base, *job), jobs))
        width = len(parts)
        saved = np.array([np.concatenate(done[s * width : (s + 1) * width]) for s in range(len(self.data.blocks))])
        costs: FloatArray = (base.scenario_cost[:, None] - saved + self.data.fixed[:, newcomers]).T
        return costs

    def chunk(self) -> int:
        """How many newcomers to price between two looks at the clock."""
        return max(2, int(_BLOCK_PAIRS / max(1, self.data.pairs)))

    def served(self, state: HubSet) -> bool:
        """Whether every flow has a way, and is covered where it has to be."""
        return not any(
            bool((block.missed(cost) & (block.w > 0)).any())
            for blocks, costs in zip(self.data.blocks, state.costs, strict=True)
            for block, cost in zip(blocks, costs, strict=True)
        )

    def _saved(self, base: HubSet, s: int, newcomers: IntArray) -> FloatArray:
        saved, one = np.zeros(len(newcomers)), np.empty(len(newcomers))
        for block, cost in zip(self.data.blocks[s], base.costs[s], strict=True):
            legs = (self._transposed[id(block)], block.t, block.e, block.w, block.sends, block.floor, block.limit)
            price_additions(*legs, base.hubs, cost, newcomers, one)
            saved += one
        return saved


def _price(block: SearchBlock, hubs: IntArray) -> tuple[float, FloatArray]:
    cost = np.empty((block.n, block.n))
    legs = (block.a, block.t, block.e, block.w, block.outside, block.floor, block.limit)
    return price_set(*legs, hubs, cost), cost
