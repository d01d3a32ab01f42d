"""Branch and bound over hub sets by a relaxation of each, the cheapest sets solved exactly.

Parts of the hub sets are bounded, and hubs in them fixed, by the Benders decomposition of the relaxation. Where few
enough sets are left they are listed, priced in the relaxation, and settled in that order (Yaman 2011) until the next is
not below the best solution; else the part is split at a hub.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from itertools import chain, combinations, count
from typing import Protocol

import numpy as np

from optimize.ordered.relaxation import Relaxation
from optimize.problem import FloatArray, IntArray
from optimize.run import Clock, Design, Limits, Request

# Hub sets that are listed at one go, by memory; and pairs of nodes in all of them, by time: a few seconds at the
# kernels' 4e9 pairs a second
_MOST_SETS, _MOST_PAIRS = 1_000_000, 1.5e10
_SAFETY = 1e-10  # relative: where the gap asked for is fine, how much better a hub set may be and not be found


class LostError(Exception):
    """No solution is known, and there are too many hub sets to look at all."""


class Rule(Protocol):
    """What hub sets cost under the rule that the relaxation leaves out."""

    @property
    def at_once(self) -> int:
        """How many hub sets to settle between two looks at the best solution."""

    def relaxation(self, request: Request, best: "Best", before: FloatArray | None) -> Relaxation:
        """Relax the problem for a part of the hub sets.

        Parameters
        ----------
        request : Request
            Its hubs given, and their number, say which.
        best : Best
            May be given hub sets that are met on the way.
        before : (s, h) array or None
            Prices of a larger part.

        Returns
        -------
        Relaxation
        """

    def settle(self, sets: IntArray, size: IntArray, best: "Best", relaxation: Relaxation) -> None:
        """Find what hub sets cost, as far as that is below the best: those that are better are offered.

        Parameters
        ----------
        sets : (rows, width) int array
            Hubs, -1 behind the last one.
        size : (rows,) int array
        best : Best
        relaxation : Relaxation
            In which they have been priced.
        """


@dataclass
class Best:
    """The best solution so far.

    Attributes
    ----------
    clock : Clock
    gap : float
        Relative gap at which the search may stop.
    value : float
        Its objective; before there is any, more than any solution costs.
    hubs : tuple of int
        Empty before there is any.
    design : callable or None
        Makes the design.
    """

    clock: Clock
    gap: float
    value: float
    hubs: tuple[int, ...] = ()
    design: Callable[[], Design] | None = None

    @property
    def cutoff(self) -> float:
        """What a hub set has to beat."""
        if self.design is None:
            return self.value
        return self.value - (0.9 * self.gap if self.gap > 1e-6 else _SAFETY) * abs(self.value)

    def offer(self, hubs: Iterable[int], value: float, design: Callable[[], Design]) -> None:
        """Take a solution if it is better.

        Parameters
        ----------
        hubs : iterable of int
        value : float
        design : callable
            Makes the design, if it is the best in the end.
        """
        if value < self.value:
            self.value, self.design = value, design
            self.hubs = tuple(sorted(int(k) for k in hubs))
            self.clock.tell("hub sets", incumbent=value)


@dataclass
class Search:
    """The state of the search.

    Attributes
    ----------
    rule : Rule
    request : Request
    limits : Limits
    best : Best
    bound : float
        Proven, however the search ends.
    settled, parts : int
        Hub sets that were settled, and parts that were bounded.
    """

    rule: Rule
    request: Request
    limits: Limits
    best: Best
    bound: float = -math.inf
    settled: int = 0
    parts: int = 0
    _others: float = field(default=math.inf, init=False)

    def bound_at_once(self, relaxation: Relaxation, limits: Limits) -> None:
        """Bound all hub sets before any is settled, for a rule that takes long to settle one.

        Parameters
        ----------
        relaxation : Relaxation
            Of the whole problem.
        limits : Limits
            Of this bound alone.

        Raises
        ------
        OutOfTimeError
            When the clock of the search is over.
        """
        best = self.best
        found = relaxation.eliminate(self.request, best.hubs or _some(self.request, relaxation.h), best.cutoff, limits)
        self._know(found.bound)

    def run(self) -> None:
        """Search until the bound meets the best solution.

        Raises
        ------
        OutOfTimeError
            When the clock is over; `bound` and `best` hold all the same.
        LostError
            If there is neither a solution to prune by nor a list of all hub sets.
        """
        order = count()
        heap: list[tuple[float, int, Request, FloatArray | None]] = [(-math.inf, next(order), self.request, None)]
        while heap and heap[0][0] < self.best.cutoff:
            bound, _, part, prices = heappop(heap)
            self._others = heap[0][0] if heap else math.inf
            self._know(bound)
            self.parts += 1
            for child in self._explore(bound, part, prices):
                heappush(heap, (child[0], next(order), child[1], child[2]))
        self._others = math.inf
        self._know(self.best.cutoff)

    def _know(self, bound: float) -> None:
        """Note what is proven once the part at hand is."""
        self.limits.clock.check()
        self.bound = max(self.bound, min(bound, self._others, self.best.cutoff))
        self.limits.clock.tell("hub sets", bound=self.bound)

    def _explore(
        self, bound: float, part: Request, prices: FloatArray | None
    ) -> list[tuple[float, Request, FloatArray]]:
        """Bound a part; return the two it is split into, or nothing if it is done."""
        best = self.best
        relaxation = self.rule.relaxation(part, best, prices)
        if best.cutoff <= 0.0:  # neither costs nor regrets are below 0
            return []
        found = relaxation.eliminate(part, best.hubs or _some(part, relaxation.h), best.cutoff, self.limits)
        bound = max(bound, found.bound)
        if bound >= best.cutoff:
            return []
        self._know(bound)
        part = replace(part, open_hubs=found.opened, closed_hubs=found.closed, p_min=found.p_min, p_max=found.p_max)
        pairs = sum(view.weight.size for s in relaxation.counted for view in relaxation.views[s])
        if sets_of(part, relaxation.h) <= min(_MOST_SETS, _MOST_PAIRS / max(1, pairs)):
            self._settle(bound, part, relaxation)
            return []
        if best.design is None:
            raise LostError
        k = self._undecided(part, relaxation)
        return [
            (bound, replace(part, open_hubs=part.open_hubs | {k}, p_min=max(part.p_min, 1)), relaxation.prices),
            (bound, replace(part, closed_hubs=part.closed_hubs | {k}), relaxation.prices),
        ]

    def _undecided(self, part: Request, relaxation: Relaxation) -> int:
        """Candidate to split at: one of the best hub set's, or failing that any."""
        free = [k for k in range(relaxation.h) if k not in part.open_hubs | part.closed_hubs]
        return next((k for k in self.best.hubs if k in free), free[0])

    def _settle(self, bound: float, part: Request, relaxation: Relaxation) -> None:
        """Settle all hub sets of a part, in the order of what they cost in the relaxation."""
        sets, size = list_sets(part, relaxation.h)
        if not len(sets):
            return
        values = relaxation.values(sets, size)
        rows = np.flatnonzero(values < self.best.cutoff)
        rows = rows[np.argsort(values[rows], kind="stable")]
        at = 0
        while at < len(rows) and values[rows[at]] < self.best.cutoff:
            self._know(max(bound, float(values[rows[at]])))
            some = rows[at : at + self.rule.at_once]
            self.rule.settle(sets[some], size[some], self.best, relaxation)
            self.settled += len(some)
            at += len(some)


def _some(part: Request, h: int) -> tuple[int, ...]:
    """Any hub set of a part."""
    free = [k for k in range(h) if k not in part.open_hubs | part.closed_hubs]
    return tuple(sorted([*part.open_hubs, *free[: max(1, part.p_min) - len(part.open_hubs)]]))


def sets_of(part: Request, h: int) -> int:
    """Count the hub sets of a part.

    Parameters
    ----------
    part : Request
    h : int
        Number of candidates.

    Returns
    -------
    int
    """
    fixed = len(part.open_hubs)
    free = h - fixed - len(part.closed_hubs)
    return sum(math.comb(free, size - fixed) for size in range(max(part.p_min, fixed), min(part.p_max, h) + 1))


def list_sets(part: Request, h: int) -> tuple[IntArray, IntArray]:
    """List the hub sets of a part.

    Parameters
    ----------
    part : Request
    h : int
        Number of candidates.

    Returns
    -------
    sets : (rows, width) int array
        Hubs, -1 behind the last one; neighbouring rows share their first hubs.
    size : (rows,) int array
    """
    opened = tuple(sorted(part.open_hubs))
    free = [k for k in range(h) if k not in part.open_hubs | part.closed_hubs]
    most = min(part.p_max, len(opened) + len(free))
    rows = []
    for size in range(max(1, part.p_min, len(opened)), most + 1):
        more = size - len(opened)
        count_them = math.comb(len(free), more)
        joined = np.fromiter(chain.from_iterable(combinations(free, more)), np.int64, count_them * more)
        some = np.full((count_them, max(1, most)), -1, dtype=np.int64)
        some[:, : len(opened)] = opened
        some[:, len(opened) : size] = joined.reshape(count_them, more)
        rows.append(some)
    sets = np.concatenate([np.zeros((0, max(1, most)), dtype=np.int64), *rows])
    return sets, (sets >= 0).sum(axis=1)
