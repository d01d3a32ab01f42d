r"""The p-hub centre: the largest cost of a pair is driven down by lowering a floor.

For a floor :math:`\tau` below the best value Z so far, local search minimises
:math:`\sum_{ij} \max(c_{ij}, \tau)`, which is as small as can be when every pair costs at most tau. The floor moves
at random between a bound and Z, so that some descents look at the few worst pairs and others at many.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from optimize.heuristics.allocation_search import Allocation, AllocationSearch
from optimize.heuristics.data import SearchData
from optimize.heuristics.hub_set_search import HubSetSearch
from optimize.heuristics.subset_kernels import subset_costs
from optimize.problem import FloatArray, IntArray
from optimize.risk import Expected
from optimize.run import Clock
from optimize.search import HubSet, below

_DEEPEST = 4  # random steps at most: more leave little of a good hub set (a judgement)
# The floor is drawn from this share of the way from the bound to the best value upwards: a low floor looks at many
# pairs and makes broad steps, a high one looks at the few worst pairs. A judgement.
_LOWEST = 0.5


@dataclass
class CenterSearch:
    """A search under way.

    Attributes
    ----------
    data : SearchData
    clock : Clock
    r : int or None
        Most hubs that a node may use; None = any.
    bound : (s,) array
        Lower bound on each scenario's value.
    start : (p,) int array or None
        Hubs to start with.
    best : HubSet, Allocation or None
    best_value : float
    """

    data: SearchData
    clock: Clock
    r: int | None
    bound: FloatArray
    start: IntArray | None = None
    best: HubSet | Allocation | None = None
    best_value: float = np.inf
    descents: int = 0
    rng: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.data.seed)

    def run(self, *, shakes: int = 60, seconds: float = np.inf) -> None:
        """Descend under one floor after another.

        Parameters
        ----------
        shakes : int
            How many in a row may bring nothing better.
        seconds : float
            When to end at the latest.
        """
        stop = self.clock.seconds + seconds
        floor = self.bound
        idle, depth = 0, 0
        while self.descents == 0 or (idle < shakes and not self.clock.over and self.clock.seconds < stop):
            found, value = self._descent(floor, depth)
            self.descents += 1
            if found is not None and below(float(self.data.objective(value)), self.best_value):
                self.best, self.best_value = found, float(self.data.objective(value))
                self.clock.tell("search", incumbent=self.best_value)
                idle, depth, top = 0, 0, value
            else:
                idle, depth = idle + 1, depth % _DEEPEST + 1
            if self.best is None:
                break
            floor = self.bound + self.rng.uniform(_LOWEST, 1.0) * (top - self.bound)

    def _descent(self, floor: FloatArray, depth: int) -> tuple[HubSet | Allocation | None, FloatArray]:
        request = replace(self.data.request, measure=Expected(), p_min=self.data.request.p_max)
        seed = int(self.rng.integers(2**31))
        blocks = tuple(
            tuple(replace(block, floor=float(tau)) for block in of_scenario)
            for of_scenario, tau in zip(self.data.blocks, floor, strict=True)
        )
        data = replace(self.data, blocks=blocks, request=request, seed=seed)
        sets = HubSetSearch(data, self.clock.silent())
        if self.best is not None:
            hubs = np.array(sets.moves.shaken(depth, self.best.hubs))
        else:
            hubs = sets.moves.construct().hubs if self.start is None else self.start
        if self.r is None:
            state = sets.descend(sets.sets.price(hubs))
            return (state if data.serves(state.hubs) else None), _largest_costs(data, state)
        search = AllocationSearch(data, self.clock.silent(), self.r)
        allocation = search.descend(search.allocate(hubs, self.best if isinstance(self.best, Allocation) else None))
        return (allocation if allocation.feasible else None), _largest_costs(data, allocation)


def _largest_costs(data: SearchData, state: HubSet | Allocation) -> FloatArray:
    """(s,) largest pair cost in each scenario."""
    largest = []
    for s, blocks in enumerate(data.blocks):
        top = 0.0
        for b, block in enumerate(blocks):
            if isinstance(state, Allocation):
                cost = np.empty((block.n, block.n))
                subset_costs(block.view.restricted(state.hubs), state.nodes[s].uses[b], cost)
            else:
                cost = block.path_costs(state.hubs)
            top = max(top, float(cost[block.view.weight > 0].max(initial=0.0)))
        largest.append(top)
    return np.array(largest)
