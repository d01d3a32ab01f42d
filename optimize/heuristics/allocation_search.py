r"""Variable neighbourhood search for single and r-allocation, with capacities or without.

Neighbouring hub sets are looked at in the order of their multiple-allocation cost M(S): it is a lower bound on what
any allocation costs at S, so those from the current value on are never looked at. At a hub set the nodes are allocated
by local search (`node_allocation`). A hub's own node uses that hub (:math:`x_{kk} = z_k`).

After Ilic, Urosevic, Brimberg and Mladenovic (2010); Yaman (2011) for r-allocation; Ernst and Krishnamoorthy (1999)
for capacities.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from optimize.heuristics.data import SearchData
from optimize.heuristics.hub_set_search import HubSetSearch
from optimize.heuristics.node_allocation import NodeAllocation, allocate_scenario
from optimize.problem import BoolArray, FloatArray, IntArray
from optimize.run import Clock
from optimize.search import below

_WIDTH = 30  # hub sets allocated for one hub that goes: more per step, fewer steps (a judgement)
_DEEPEST = 5  # random steps at most: more leave little of a good set of the usual 3 to 10 hubs (a judgement)


@dataclass(frozen=True, eq=False)
class Allocation:
    """A hub set with the hubs that every node uses.

    Attributes
    ----------
    hubs : (p,) int array
    nodes : tuple of NodeAllocation
        One for each scenario.
    scenario_cost : (s,) array
    value : float
        Objective, with a price on flow over the capacities.
    feasible : bool
        All flow has a way and no capacity is exceeded.
    """

    hubs: IntArray
    nodes: tuple[NodeAllocation, ...]
    scenario_cost: FloatArray
    value: float
    feasible: bool

    def assigned(self, h: int) -> tuple[tuple[BoolArray, ...], ...]:
        """Give the hubs of every node among all candidates, for a `Design`.

        Parameters
        ----------
        h : int
            Number of candidates.

        Returns
        -------
        tuple of tuples of (n, h) bool arrays
            For each scenario and block.
        """
        result = []
        for of_scenario in self.nodes:
            full = [np.zeros((len(uses), h), dtype=bool) for uses in of_scenario.uses]
            for array, uses in zip(full, of_scenario.uses, strict=True):
                array[:, self.hubs] = uses
            result.append(tuple(full))
        return tuple(result)


@dataclass
class AllocationSearch:
    """A search under way.

    Attributes
    ----------
    data : SearchData
    clock : Clock
    r : int
        Most hubs that a node may use.
    start : (p,) int array or None
        Hubs to start with.
    best : Allocation or None
        The best feasible one so far.
    evaluated : int
        Hub sets whose allocation was searched.
    """

    data: SearchData
    clock: Clock
    r: int = 1
    start: IntArray | None = None
    best: Allocation | None = None
    evaluated: int = 0
    hub_sets: HubSetSearch = field(init=False)
    rng: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.hub_sets = HubSetSearch(self.data, self.clock)
        self.rng = np.random.default_rng(self.data.seed)
        self._known: dict[tuple[int, ...], Allocation] = {}

    def run(self, *, shakes: int = 120, seconds: float = np.inf) -> None:
        """Descend, then shake and descend.

        Parameters
        ----------
        shakes : int
            How many in a row may bring nothing better.
        seconds : float
            When to end at the latest.
        """
        clock, stop = self.clock, self.clock.seconds + seconds
        if self.start is not None:
            self.hub_sets.best = self.hub_sets.sets.price(self.start)
            self.allocate(self.start)
        self.hub_sets.run(shakes=5, seconds=seconds / 4)
        assert self.hub_sets.best is not None  # noqa: S101
        current = self.descend(self.first(self.hub_sets.best.hubs))
        idle, depth = 0, 1
        while idle < shakes and not clock.over and clock.seconds < stop:
            found = self.allocate(current.hubs, current)
            if not below(found.value, current.value):
                found = self.allocate(self.hub_sets.moves.shaken(depth, current.hubs), current)
            found = self.descend(found)
            if below(found.value, current.value):
                current, idle, depth = found, 0, 1
            else:
                idle, depth = idle + 1, depth % _DEEPEST + 1

    def first(self, hubs: IntArray) -> Allocation:
        """Allocate to the hubs that are best in multiple allocation.

        Parameters
        ----------
        hubs : (p,) int array

        Returns
        -------
        Allocation
        """
        return self.allocate(hubs)

    def descend(self, state: Allocation) -> Allocation:
        """Go to a local optimum over hub sets and allocations.

        Parameters
        ----------
        state : Allocation

        Returns
        -------
        Allocation
        """
        while not self.clock.over:
            better = self._step(state)
            if better is None:
                break
            state = better
        return state

    def allocate(self, hubs: Iterable[int], near: Allocation | None = None) -> Allocation:
        """Allocate all nodes to given hubs.

        A hub set is allocated once, and again only from its own best allocation.

        Parameters
        ----------
        hubs : iterable of int
        near : Allocation, optional
            To start from, beside starts from scratch.

        Returns
        -------
        Allocation
        """
        opened = np.array(sorted(int(k) for k in hubs), dtype=np.int64)
        key = tuple(opened.tolist())
        known = self._known.get(key)
        if known is not None and near is not known:
            return known
        self.evaluated += 1
        nodes = [self.allocate_scenario(s, opened, near) for s in range(len(self.data.blocks))]
        scenario_cost = np.array([of.value for of in nodes]) + self.data.fixed[:, opened].sum(axis=1)
        value = float(self.data.objective(scenario_cost))
        feasible = all(of.feasible for of, counts in zip(nodes, self.data.counted, strict=True) if counts)
        found = Allocation(opened, tuple(nodes), scenario_cost, value, feasible)
        if known is not None and not below(value, known.value):
            return known
        self._known[key] = found
        self.keep(found)
        return found

    def allocate_scenario(self, s: int, hubs: IntArray, near: Allocation | None) -> NodeAllocation:
        """Allocate the nodes of one scenario.

        Parameters
        ----------
        s : int
        hubs : (p,) int array
        near : Allocation or None
            To start from, beside starts from scratch.

        Returns
        -------
        NodeAllocation
        """
        old = None if near is None else (near.hubs, near.nodes[s])
        goal = np.inf if self.best is None else self.best.nodes[s].value
        return allocate_scenario(self.data, s, hubs, self.r, old, goal, self.rng, self.clock)

    def keep(self, found: Allocation) -> None:
        """Keep an allocation if it may be and is the best so far.

        Parameters
        ----------
        found : Allocation
        """
        better = self.best is None or below(found.value, self.best.value)
        if found.feasible and better and self.data.request.allows(found.hubs.tolist()):
            self.best = found
            self.clock.tell("search", incumbent=found.value)

    def _step(self, state: Allocation) -> Allocation | None:
        """Give the first neighbouring hub set found that is better, in the order of the bounds."""
        request, sets = self.data.request, self.hub_sets.sets
        places = [x for x, k in enumerate(state.hubs.tolist()) if k not in request.open_hubs]
        bases = sorted((sets.price(np.delete(state.hubs, x)) for x in places), key=lambda base: base.value)
        swaps = bases if len(state.hubs) == request.p_max else [*bases, sets.price(state.hubs)]
        newcomers = np.setdiff1d(self.data.free, state.hubs)
        for base in swaps:
            bounds = sets.additions(base.hubs, newcomers)
            for x in np.argsort(bounds, kind="stable")[:_WIDTH]:
                if self.clock.over or not below(float(bounds[x]), state.value):
                    break
                found = self.allocate([*base.hubs.tolist(), int(newcomers[x])], state)
                if below(found.value, state.value):
                    return found
        for base in bases:
            if request.p_min <= len(base.hubs) and len(base.hubs) and below(base.value, state.value):
                found = self.allocate(base.hubs, state)
                if below(found.value, state.value):
                    return found
        return None
