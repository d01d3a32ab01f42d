"""`HubSets`: hub sets in multiple allocation, what they and their neighbours cost in all scenarios at once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from optimize.brief import Brief
from optimize.kernels import PreparedBlock, additions, cheapest, total
from optimize.problem import FloatArray, IntArray
from optimize.run import Workers

# newcomers times pairs between two looks at the clock: a tenth of a second at the kernels' 4e9 pairs a second
_PAIRS_A_LOOK = 4e8


@dataclass(frozen=True, eq=False)
class Measured:
    """A block and what its pairs count.

    Attributes
    ----------
    block : PreparedBlock
        Its outside options are finite, so that hub sets that lack a way can be compared.
    floor, limit : float
        A pair counts ``max(cost, floor)``, or with a finite limit 1 if its cost is above it.
    """

    block: PreparedBlock
    floor: float = 0.0
    limit: float = np.inf


@dataclass(frozen=True, eq=False)
class HubSet(Brief):
    """A hub set and what it costs.

    Attributes
    ----------
    hubs : (p,) int array
        Ascending.
    scenario_cost : (s,) array
    value : float
        Objective.
    """

    hubs: IntArray
    scenario_cost: FloatArray
    value: float


class HubSets:
    """Prices hub sets of one problem, whose flows all take their cheapest way.

    Parameters
    ----------
    blocks : sequence of sequences of Measured
        For each scenario.
    fixed : (s, h) array
        What it costs to have a hub open.
    objective : callable
        Puts scenario costs, on the last axis, together.
    workers : Workers
    """

    def __init__(
        self,
        blocks: Sequence[Sequence[Measured]],
        fixed: FloatArray,
        objective: Callable[[FloatArray], FloatArray],
        workers: Workers,
    ) -> None:
        compressed = {id(m.block): m.block.compressed() for of_scenario in blocks for m in of_scenario}
        self._blocks = [
            [Measured(compressed[id(m.block)], m.floor, m.limit) for m in of_scenario] for of_scenario in blocks
        ]
        self._fixed, self._objective, self._workers = fixed, objective, workers
        # of the last hub set that was added to; not of more, as with many scenarios its paths are most of the memory
        self._base: IntArray | None = None
        self._paths: list[list[FloatArray]] = []

    @property
    def chunk(self) -> int:
        """How many newcomers to price between two looks at the clock."""
        pairs = sum(m.block.weight.size for of_scenario in self._blocks for m in of_scenario)
        return max(2, int(_PAIRS_A_LOOK / max(1, pairs)))

    def price(self, hubs: Iterable[int]) -> HubSet:
        """Price a hub set.

        Parameters
        ----------
        hubs : iterable of int
            May be empty: then every flow goes outside.

        Returns
        -------
        HubSet
        """
        opened = np.array(sorted(int(k) for k in hubs), dtype=np.int64)

        def work(of_scenario: list[Measured]) -> float:
            return sum(total(m.block.weight, _cheapest(m, opened), m.floor, m.limit) for m in of_scenario)

        flow_cost = np.array(list(self._workers.map(work, self._blocks)))
        scenario_cost = flow_cost + self._fixed[:, opened].sum(axis=1)
        return HubSet(opened, scenario_cost, float(self._objective(scenario_cost)))

    def additions(self, hubs: IntArray, newcomers: IntArray) -> FloatArray:
        """Price a hub set with each of some newcomers.

        Parameters
        ----------
        hubs : (p,) int array
        newcomers : (c,) int array
            None of the hubs.

        Returns
        -------
        (c,) array
            Objectives.
        """
        if self._base is None or not np.array_equal(self._base, hubs):
            work = self._workers.map(lambda blocks: [_cheapest(m, hubs) for m in blocks], self._blocks)
            self._paths, self._base = list(work), hubs.copy()
        parts = np.array_split(newcomers, max(1, min(self._workers.threads, len(newcomers))))
        jobs = [(s, part) for s in range(len(self._blocks)) for part in parts]
        done = list(self._workers.map(lambda job: self._added(hubs, *job), jobs))
        width = len(parts)
        costs = np.array([np.concatenate(done[s * width : (s + 1) * width]) for s in range(len(self._blocks))])
        costs += self._fixed[:, hubs].sum(axis=1, keepdims=True) + self._fixed[:, newcomers]
        return self._objective(costs.T)

    def _added(self, hubs: IntArray, s: int, newcomers: IntArray) -> FloatArray:
        """(c,) flow cost of one scenario with each newcomer."""
        value, one = np.zeros(len(newcomers)), np.empty(len(newcomers))
        for m, paths in zip(self._blocks[s], self._paths[s], strict=True):
            additions(m.block, hubs, paths, newcomers, m.floor, m.limit, one)
            value += one
        return value


def _cheapest(measured: Measured, hubs: IntArray) -> FloatArray:
    cost = np.empty(measured.block.weight.shape)
    cheapest(measured.block, hubs, cost)
    return cost
