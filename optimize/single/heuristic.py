"""Variable neighbourhood search over hub sets, with descent over allocations inside (Hansen and Mladenovic 2001)."""

from dataclasses import dataclass

import numpy as np

from optimize.brief import Brief
from optimize.kernels import kernel
from optimize.problem import IntArray
from optimize.run import Clock, Request
from optimize.single.descent import descend
from optimize.single.kernels import assign_nearest
from optimize.single.model import Model
from optimize.single.room import greedy_hubs, has_room, linear_bound

_GROWING = 0.5
"""Part of the shakes that open hubs, where there may be more: other numbers of hubs, against other hubs (a
judgement)."""
_PROMISING = 0.8
"""An exchange is worth a descent if its linear cost and this part of the present transfer cost are below the best: a
higher part saves descents and misses exchanges that lower the transfer cost (a judgement)."""
_NEAR = 0.01
"""Within capacities an exchange that comes so near to the best, in relative terms, is worth longer moves (a
judgement)."""
_OVERLOAD_PRICE = 100.0
"""Price of a unit over a capacity, in ceilings per unit of all demand: so dear that taking in all of an overloaded
problem's demand costs more than any solution; a lower one lets descents pass through overloads (a judgement)."""
_FIRST_SIZE = 3
"""Hubs to start with where the number is free: few are quick to allocate to, more have to be closed again (a
judgement)."""
_PAIRS_BETWEEN_LOOKS = 4_000_000
"""Pairs of clients times hubs that are tried between two looks at the clock: 0.1 s, and looking costs nothing."""
_KICKS, _KICKED = 40, 0.15
"""Within capacities: kicks of the best allocation without improvement after which it stands, and the part of clients
that a kick sends elsewhere at most: each takes a millisecond at 200 nodes (judgements)."""
_STRENGTHS = 3
"""Most hubs that a shake exchanges: further from the best, against a start that is no better than chance (a
judgement)."""


@dataclass(frozen=True, eq=False)
class Incumbent(Brief):
    """A solution.

    Attributes
    ----------
    hubs : tuple of int
        Open hubs, positions in the model.
    hub_of : (B, n) int array
        Hub of each client.
    value : float
        Cost, fixed costs included; the model's `ceiling` or more if it is not feasible.
    """

    hubs: tuple[int, ...]
    hub_of: IntArray
    value: float


@kernel
def _fixed(model: Model, hubs: IntArray) -> float:
    total = 0.0
    for k in hubs:
        total += model.fixed[k]
    return total


@kernel
def try_hubs(model: Model, hubs: IntArray, start: IntArray, hub_of: IntArray, price: float, goal: float) -> float:
    """Allocate to given hubs: clients stay where `start` has them if that is open, others start at the nearest hub.

    Parameters
    ----------
    model : Model
    hubs : (p,) int array
        Open hubs.
    start : (B, n) int array
        An allocation; -1 = none.
    hub_of : (B, n) int array
        Written: the allocation.
    price : float
        Of each unit over a hub's capacity.
    goal : float
        As in `optimize.single.descent.descend`, fixed costs included.

    Returns
    -------
    float
        Cost as in `optimize.single.descent.descend`, fixed costs included.
    """
    assign_nearest(model, hubs, hub_of)
    opened = np.zeros(model.fixed.shape[0], dtype=np.bool_)
    for k in hubs:
        opened[k] = True
    for b in range(start.shape[0]):
        for i in range(start.shape[1]):
            if start[b, i] >= 0 and opened[start[b, i]]:
                hub_of[b, i] = start[b, i]
    fixed = _fixed(model, hubs)
    return fixed + descend(model, hubs, hub_of, price, goal - fixed)


@kernel
def _neighbour(model: Model, hub_of: IntArray, changed: IntArray, value: float, price: float) -> tuple[bool, float]:
    """Take over the allocation to the hubs `changed` if that is better."""
    candidate = np.empty_like(hub_of)
    cost = try_hubs(model, changed, hub_of, candidate, price, value + _NEAR * abs(value))
    if cost < value - 1e-10 * abs(value):
        hub_of[:, :] = candidate
        return True, cost
    return False, value


@kernel
def swap_search(
    model: Model, hubs: IntArray, hub_of: IntArray, value: float, price: float, entering: IntArray, fixed_hubs: int
) -> float:
    """Take every exchange of one open hub for another one that improves, in one pass.

    Parameters
    ----------
    model : Model
    hubs : (p,) int array
        Open hubs; changed in place.
    hub_of : (B, n) int array
        Their allocation; changed in place.
    value : float
        Its cost.
    price : float
        Of each unit over a hub's capacity.
    entering : (m,) int array
        Hubs to open, in the order in which they are tried.
    fixed_hubs : int
        How many hubs, the first ones, stay open.

    Returns
    -------
    float
        Cost of what it ends at.
    """
    p = hubs.shape[0]
    changed = hubs.copy()
    joint = _PROMISING * (value - linear_bound(model, hubs, np.inf, value))
    for new in entering:
        is_open = False
        for k in hubs:
            is_open |= k == new
        if is_open:
            continue
        for position in range(fixed_hubs, p):
            changed[:] = hubs
            changed[position] = new
            if not has_room(model, changed) or linear_bound(model, changed, np.inf, value - joint) + joint > value:
                continue
            better, value = _neighbour(model, hub_of, changed, value, price)
            if better:
                hubs[:] = changed
                joint = _PROMISING * (value - linear_bound(model, hubs, np.inf, value))
                break
    return value


class Neighbourhoods:
    """Search over hub sets that a request allows.

    Parameters
    ----------
    model : Model
    request : Request
        For the number of hubs and the open and closed ones; positions are those of the model.
    generator : numpy.random.Generator
        Decides in which order hubs are tried, and how hub sets are shaken.

    Attributes
    ----------
    forced, free : int arrays
        Hubs that have to be open, and those that may be opened or not.
    price : float
        Of each unit over a hub's capacity.
    """

    def __init__(self, model: Model, request: Request, generator: np.random.Generator) -> None:
        self.model = model
        self.request = request
        self.generator = generator
        self.forced = np.array(sorted(request.open_hubs), dtype=np.int64)
        closed = request.open_hubs | request.closed_hubs
        self.free = np.array([k for k in range(len(model.fixed)) if k not in closed], dtype=np.int64)
        self.price = _OVERLOAD_PRICE * model.ceiling / max(float(model.demand.sum()), 1e-300)

    def allocate(self, hubs: IntArray, start: IntArray | None = None) -> Incumbent:
        """Allocate to given hubs by descent.

        Parameters
        ----------
        hubs : (p,) int array
            Open hubs.
        start : (B, n) int array, optional
            An allocation that clients keep to where its hub is open; default: each client's nearest hub.

        Returns
        -------
        Incumbent
        """
        shape = self.model.demand.shape
        hub_of = np.empty(shape, dtype=np.int64)
        nothing = np.full(shape, -1, dtype=np.int64) if start is None else start
        value = try_hubs(self.model, hubs, nothing, hub_of, self.price, np.inf)
        return Incumbent(tuple(int(k) for k in hubs), hub_of, value)

    def random_hubs(self, size: int) -> IntArray:
        """Draw hubs at random.

        Parameters
        ----------
        size : int
            How many hubs there are to be.

        Returns
        -------
        (size,) int array
            The forced ones first.
        """
        drawn = self.generator.permutation(self.free)[: size - len(self.forced)]
        return np.concatenate([self.forced, drawn])

    def first_hubs(self, clock: Clock | None = None) -> IntArray:
        """Choose hubs to start with: at random, or with room for all demand.

        Parameters
        ----------
        clock : Clock, optional
            When to end at the latest.

        Returns
        -------
        int array
            The forced ones first.
        """
        request = self.request
        if len(self.model.capacity):
            return greedy_hubs(self.model, self.forced, self.free, request.p_min, request.p_max, clock)
        return self.random_hubs(max(request.p_min, min(request.p_max, max(1, len(self.forced)), _FIRST_SIZE)))

    def descend(self, start: Incumbent, clock: Clock | None = None) -> Incumbent:
        """Exchange, add and drop hubs until nothing improves.

        Parameters
        ----------
        start : Incumbent
            Where to start.
        clock : Clock, optional
            When to end at the latest.

        Returns
        -------
        Incumbent
            The best solution met.
        """
        current = start
        while clock is None or not clock.over:
            better = self._exchanged(current, clock)
            better = self._resized(better, clock)
            if better.value >= current.value:
                return current
            current = better
        return current

    def _exchanged(self, start: Incumbent, clock: Clock | None) -> Incumbent:
        hubs, hub_of, value = np.array(start.hubs), start.hub_of.copy(), start.value
        entering = self.generator.permutation(self.free)
        step = 1 + _PAIRS_BETWEEN_LOOKS // self.model.flow.size
        for first in range(0, len(entering), step):
            if clock is not None and clock.over:
                break
            some = entering[first : first + step]
            value = swap_search(self.model, hubs, hub_of, value, self.price, some, len(self.forced))
        return Incumbent(tuple(int(k) for k in hubs), hub_of, value)

    def _resized(self, start: Incumbent, clock: Clock | None) -> Incumbent:
        best = start
        for new in self.generator.permutation(self.free):
            if len(best.hubs) >= self.request.p_max or (clock is not None and clock.over):
                break
            if new not in best.hubs:
                grown = self.allocate(np.array([*best.hubs, new]), best.hub_of)
                best = grown if grown.value < best.value else best
        for old in list(best.hubs)[len(self.forced) :]:
            if len(best.hubs) <= self.request.p_min or len(best.hubs) == 1:
                break
            shrunk = self.allocate(np.array([k for k in best.hubs if k != old]), best.hub_of)
            best = shrunk if shrunk.value < best.value else best
        return best

    def shaken(self, start: Incumbent, strength: int) -> Incumbent:
        """Exchange hubs at random, or open as many more.

        Parameters
        ----------
        start : Incumbent
            Its hubs.
        strength : int
            How many hubs.

        Returns
        -------
        Incumbent
            Whatever its value.
        """
        hubs = list(start.hubs)
        outside = [int(k) for k in self.generator.permutation(self.free) if k not in start.hubs]
        room = min(self.request.p_max - len(hubs), len(outside))
        if room > 0 and self.generator.random() < _GROWING:
            hubs += outside[: min(strength, room)]
        else:
            movable = self.generator.permutation(np.arange(len(self.forced), len(hubs)))[:strength]
            for position, new in zip(movable, outside, strict=False):
                hubs[int(position)] = new
        return self.allocate(np.array(hubs), start.hub_of)

    def kicked(self, start: Incumbent, clock: Clock | None = None) -> Incumbent:
        """Send some clients to hubs at random and descend, as long as that helps; the hubs stay.

        Parameters
        ----------
        start : Incumbent
            Where to start.
        clock : Clock, optional
            When to end at the latest.

        Returns
        -------
        Incumbent
            The best solution met.
        """
        best, hubs, idle = start, np.array(start.hubs), 0
        while idle < _KICKS and not (clock is not None and clock.over):
            hub_of = best.hub_of.copy()
            sent = self.generator.random(hub_of.shape) < self.generator.uniform(0.0, _KICKED)
            hub_of[sent] = self.generator.choice(hubs, int(sent.sum()))
            found = self.allocate(hubs, hub_of)
            idle += 1
            if found.value < best.value:
                best, idle = found, 0
        return best


def local_search_single(
    model: Model,
    request: Request,
    *,
    rounds: int = 10,
    clock: Clock | None = None,
    seed: int = 0,
    start: Incumbent | None = None,
) -> Incumbent:
    """Find a good solution by variable neighbourhood search.

    Parameters
    ----------
    model : Model
        See `optimize.single.model.build_model`.
    request : Request
        Number of hubs, hubs open and closed.
    rounds : int
        Shakes without improvement after which it ends.
    clock : Clock, optional
        When to end at the latest.
    seed : int
        Of the random numbers.
    start : Incumbent, optional
        Where to start; default: at random hubs.

    Returns
    -------
    Incumbent
        Its value is `model.ceiling` or more if no feasible solution was found.
    """
    search = Neighbourhoods(model, request, np.random.default_rng(seed))
    if start is None:
        start = search.allocate(search.first_hubs(clock))
    best = search.descend(start, clock)
    strength, idle = 1, 0
    while idle < rounds and not (clock is not None and clock.over):
        found = search.descend(search.shaken(best, strength), clock)
        if found.value < best.value:
            best, strength, idle = found, 1, 0
        else:
            strength, idle = strength % _STRENGTHS + 1, idle + 1
    return search.kicked(best, clock) if len(model.capacity) else best
