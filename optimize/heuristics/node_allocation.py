"""Who uses which of the given hubs in one scenario: local search with kicks."""

from dataclasses import dataclass

import numpy as np

from optimize.heuristics.data import SearchBlock, SearchData
from optimize.heuristics.single_kernels import Assignment, improve
from optimize.heuristics.subset_kernels import hub_use, improve_subsets, subset_costs
from optimize.problem import BoolArray, FloatArray, IntArray
from optimize.run import Clock
from optimize.search import below

# Kicks without improvement of an allocation: more find better allocations of the same hubs, fewer leave time for more
# hub sets; the value, and how near the best an allocation has to be to be kicked at all, are judgements.
_KICKS = 8
_CLOSE = 0.02  # relative to the best value
# A detour over overloaded hubs prices overload this low, as a share of the price that forbids it: lower strays further.
# The range is a judgement.
_LENIENT = (0.001, 0.03)
_OVERLOAD = 1e-9  # relative to the capacity: rounding of sums of demands is no overload


@dataclass(frozen=True, eq=False)
class NodeAllocation:
    """The hubs that every node uses in one scenario.

    Attributes
    ----------
    value : float
        Cost without fixed costs, with a price on overload.
    uses : tuple of (n, p) bool array
        For each block, over the open hubs.
    feasible : bool
    """

    value: float
    uses: tuple[BoolArray, ...]
    feasible: bool


@dataclass(frozen=True, eq=False)
class _Task:
    """One scenario's blocks at given hubs."""

    blocks: tuple[SearchBlock, ...]
    own: IntArray
    capacity: FloatArray
    price: float
    r: int

    @property
    def limited(self) -> bool:
        return bool(np.isfinite(self.capacity).any())


def allocate_scenario(
    data: SearchData,
    s: int,
    hubs: IntArray,
    r: int,
    old: tuple[IntArray, NodeAllocation] | None,
    goal: float,
    rng: np.random.Generator,
    clock: Clock,
) -> NodeAllocation:
    """Allocate one scenario's nodes from several starts, and kick the best allocation if it is near `goal`.

    Starts: the cheapest end legs, the hubs used most in multiple allocation, and the old allocation.

    With capacities every node uses one hub, whatever r.

    Parameters
    ----------
    data : SearchData
    s : int
        The scenario.
    hubs : (p,) int array
        Open hubs.
    r : int
        Most hubs that a node may use.
    old : tuple of (p',) int array and NodeAllocation, optional
        An allocation to other hubs to start from.
    goal : float
        Value of the best allocation known, to any hubs.
    rng : numpy.random.Generator
    clock : Clock

    Returns
    -------
    NodeAllocation
    """
    task = _task(data, s, hubs, r)
    starts = [_start(task, None), _start(task, _most_used(task))]
    if old is not None:
        starts.append(_start(task, _carried(old, hubs)))
    best = min((_improved(task, start, task.price) for start in starts), key=lambda found: found.value)
    patience = _KICKS * task.r
    # where a node uses several hubs local optima abound: kick them all
    kicks = patience if task.r > 1 or best.value < goal + _CLOSE * abs(goal) else 0
    while kicks and not clock.over:
        kicks -= 1
        kicked = tuple(_kicked(task, uses, rng) for uses in best.uses)
        if task.limited:
            # a detour over allocations that exceed the capacities a little
            kicked = _improved(task, kicked, task.price * rng.uniform(*_LENIENT)).uses
        trial = _improved(task, kicked, task.price)
        if below(trial.value, best.value):
            best, kicks = trial, patience
    return best


def _task(data: SearchData, s: int, hubs: IntArray, r: int) -> _Task:
    blocks = tuple(block.restricted(hubs) for block in data.blocks[s])
    own = np.full(blocks[0].n, -1, dtype=np.int64)
    own[data.nodes[hubs]] = np.arange(len(hubs))
    limit = data.capacity[s]
    capacity = np.full(len(hubs), np.inf) if limit is None else limit[hubs]
    # a class without flow takes no room
    most = [float(block.out.max()) or np.inf for block in blocks]
    price = 2.0 * max(b.dear * (b.view.weight.max() / out + 1.0) for b, out in zip(blocks, most, strict=True))
    return _Task(blocks, own, capacity, price, 1 if np.isfinite(capacity).any() else min(r, len(hubs)))


def _carried(old: tuple[IntArray, NodeAllocation], hubs: IntArray) -> list[BoolArray]:
    """Old uses over the hubs that are still open."""
    before, allocation = old
    still = np.isin(hubs, before)
    carried = []
    for uses in allocation.uses:
        now = np.zeros((len(uses), len(hubs)), dtype=bool)
        now[:, still] = uses[:, np.searchsorted(before, hubs[still])]
        carried.append(now)
    return carried


def _most_used(task: _Task) -> list[BoolArray]:
    """The r hubs that each node uses most in multiple allocation."""
    chosen = []
    for block in task.blocks:
        use = np.zeros(block.view.a.shape)
        hub_use(block.view, use)
        hub_nodes = np.flatnonzero(task.own >= 0)
        use[hub_nodes, task.own[hub_nodes]] = np.inf
        rank = np.argsort(np.argsort(-use, axis=1, kind="stable"), axis=1)
        chosen.append((rank < task.r) & (use > 0))
    return chosen


def _start(task: _Task, hint: list[BoolArray] | None) -> tuple[BoolArray, ...]:
    load = np.zeros(len(task.capacity))
    started = []
    for b, block in enumerate(task.blocks):
        n, p = block.view.a.shape
        linear = _linear(block)
        uses = np.zeros((n, p), dtype=bool) if hint is None else hint[b].copy()
        lost = ~uses.any(axis=1)
        uses[lost, linear[lost].argmin(axis=1)] = True
        hub_nodes = np.flatnonzero(task.own >= 0)
        if task.r == 1:
            uses[hub_nodes] = False
        elif hint is not None:
            # room for a hub that has just been opened at this node
            full = hub_nodes[uses[hub_nodes].sum(axis=1) >= task.r]
            uses[full] = False
        uses[hub_nodes, task.own[hub_nodes]] = True
        if task.limited:
            _make_room(task, block, linear, uses, load)
        started.append(uses)
    return tuple(started)


def _make_room(task: _Task, block: SearchBlock, linear: FloatArray, uses: BoolArray, load: FloatArray) -> None:
    """Hubs' nodes first, then the largest: each to the cheapest hub that has room; adds to `load`."""
    order = np.lexsort((-block.out, task.own < 0))
    for i in order:
        k = int(uses[i].argmax())
        if task.own[i] < 0 and load[k] + block.out[i] > task.capacity[k]:
            over = np.maximum(load + block.out[i] - task.capacity, 0.0)
            uses[i] = False
            k = int((linear[i] + task.price * over).argmin())
            uses[i, k] = True
        load[k] += block.out[i]


def _improved(task: _Task, uses: tuple[BoolArray, ...], price: float) -> NodeAllocation:
    blocks = list(zip(task.blocks, (array.copy() for array in uses), strict=True))
    load = np.zeros(len(task.capacity))
    for block, array in blocks:
        load += block.out @ array
    for _ in range(2 if len(blocks) > 1 and task.limited else 1):
        for block, array in blocks:
            _improve_block(task, block, array, load, price)
    value, missed = 0.0, False
    for block, array in blocks:
        cost = np.empty((block.n, block.n))
        subset_costs(block.view, array, cost)
        counted = block.view.weight > 0
        measure = (cost > block.limit) if block.limit < np.inf else np.maximum(cost, block.floor)
        value += float((block.view.weight * measure).sum())
        missed = missed or bool((block.missed(cost) & counted).any())
    over = float(np.maximum(load - task.capacity * (1 + _OVERLOAD), 0.0).sum())
    return NodeAllocation(value + task.price * over, tuple(array for _, array in blocks), not missed and over <= 0.0)


def _improve_block(task: _Task, block: SearchBlock, uses: BoolArray, load: FloatArray, price: float) -> None:
    plain = not block.has_outside and block.limit == np.inf and block.floor == 0.0
    if task.r == 1 and (plain or task.limited):
        view, place = block.view, uses.argmax(axis=1)
        transfer = np.minimum(view.t, block.dear)
        movable = task.own < 0
        problem = Assignment(_linear(block), view.weight, transfer, block.out, task.capacity, float(price), movable)
        improve(problem, place, load)
        uses[:] = False
        uses[np.arange(len(place)), place] = True
        return
    improve_subsets(block.view, block.floor, block.limit, task.own, task.r, uses)


def _kicked(task: _Task, uses: BoolArray, rng: np.random.Generator) -> BoolArray:
    """Uses after some nodes have gone to random hubs."""
    kicked = uses.copy()
    moved = np.flatnonzero((task.own < 0) | (task.r > 1))
    count = min(len(moved), 2 + int(rng.integers(1 + len(uses) // 5)))
    for i in rng.choice(moved, count, replace=False):
        kicked[i] = False
        kicked[i, rng.choice(uses.shape[1], task.r, replace=False)] = True
        if task.own[i] >= 0 and not kicked[i, task.own[i]]:
            kicked[i, kicked[i].argmax()] = False
            kicked[i, task.own[i]] = True
    return kicked


def _linear(block: SearchBlock) -> FloatArray:
    """(n, p) cost of the end legs of each node at each hub; no way costs `dear`."""
    view = block.view
    out, into = view.weight.sum(axis=1)[:, None], view.weight.sum(axis=0)[:, None]
    linear: FloatArray = out * np.minimum(view.a, block.dear) + into * np.minimum(view.e.T, block.dear)
    return linear
