r"""Most covered flow: depth first over hub sets, with a bound on what further hubs can add.

With hubs S open, a further hub k adds :math:`g_k`: pairs that it covers alone or with hubs of S. Two further hubs
cover together, and neither of them with S, at most :math:`e_{km}`. So r further hubs R add at most

.. math::
    \sum_{k \in R} g_k + \sum_{\{k, m\} \subset R} e_{km},

which is largest over couples for r = 2, and bounded hub by hub with half of the r - 1 largest of its e beyond. What a
couple covers is a set of bits, and so are unions of such sets; e is found anew when the first hub is open, and stays
valid below.
"""

from dataclasses import dataclass, field

import numpy as np

from optimize.covering.coverage import Coverage, best_couple, couple_gains, extend, total_worth
from optimize.problem import FloatArray, IntArray
from optimize.run import Clock

_ROUNDING = 1e-12  # relative to all flow: sums of many flows in different orders


@dataclass(eq=False)
class MostCovered:
    """A search under way.

    Attributes
    ----------
    coverage : Coverage
        Of the candidates that may be open.
    p : int
        Number of hubs.
    forced : tuple of int
        Hubs that are open, by position in `coverage`.
    clock : Clock
    gap : float
        Relative gap at which to stop.
    constant : float
        What is covered in any case.
    best : tuple of int
        The best hubs so far.
    value, bound : float
        What they cover, and what no hubs exceed.
    """

    coverage: Coverage
    p: int
    forced: tuple[int, ...]
    clock: Clock
    gap: float
    constant: float = 0.0
    best: tuple[int, ...] = ()
    value: float = -np.inf
    bound: float = np.inf
    nodes: int = 0
    weighed: int = 0
    _left_out: float = field(default=-np.inf, repr=False)

    def __post_init__(self) -> None:
        full = np.full(self.coverage.sets.shape[2], ~np.uint64(0), dtype=np.uint64)
        self.total = self.constant + float(total_worth(self.coverage, full))
        self.bound = self.total

    @property
    def h(self) -> int:
        """Number of candidates."""
        return len(self.coverage.sets)

    def covered(self, hubs: tuple[int, ...]) -> np.typing.NDArray[np.uint64]:
        """Give the set of pairs that hubs cover.

        Parameters
        ----------
        hubs : tuple of int

        Returns
        -------
        (w,) array
        """
        found = np.zeros(self.coverage.sets.shape[2], dtype=np.uint64)
        for k in hubs:
            for m in hubs:
                found |= self.coverage.sets[k, m]
        return found

    def offer(self, hubs: tuple[int, ...]) -> None:
        """Keep hubs if they are the best so far.

        Parameters
        ----------
        hubs : tuple of int
        """
        value = self.constant + float(total_worth(self.coverage, self.covered(hubs)))
        if value > self.value:
            self.best, self.value = tuple(sorted(hubs)), value
            self.clock.tell("max_covering", bound=self.bound, incumbent=self.value)

    def improve(self) -> None:
        """Exchange one hub at a time for a better one."""
        changed = True
        while changed and not self.clock.over:
            changed = False
            for gone in set(self.best) - set(self.forced):
                rest = tuple(k for k in self.best if k != gone)
                added = self._best_addition(rest)
                before = self.value
                self.offer((*rest, added))
                if self.value > before:
                    changed = True
                    break

    def begin(self) -> None:
        """Open hub after hub, each time the one that adds most, then exchange."""
        hubs = self.forced
        while len(hubs) < self.p and not (self.clock.over and len(hubs)):
            hubs = (*hubs, self._best_addition(hubs))
        others = [k for k in range(self.h) if k not in hubs]
        self.offer((*hubs, *others[: self.p - len(hubs)]))
        self.improve()

    def _best_addition(self, hubs: tuple[int, ...]) -> int:
        usable = np.array([k for k in range(self.h) if k not in hubs], dtype=np.int64)
        _, gain = self._extended(hubs, self.covered(hubs), usable)
        # before there is a second hub one alone may cover nothing: count what it covers with any other, too
        ranked = gain if hubs else gain + self._alone(usable)
        return int(usable[ranked.argmax()])

    def _alone(self, usable: IntArray) -> FloatArray:
        if self.p == 1:
            return np.zeros(len(usable))
        joined = np.bitwise_or.reduce(self.coverage.sets, axis=1)
        return np.array([float(total_worth(self.coverage, joined[k])) for k in usable])

    def _extended(
        self, hubs: tuple[int, ...], covered: np.typing.NDArray[np.uint64], usable: IntArray
    ) -> tuple[np.typing.NDArray[np.uint64], FloatArray]:
        wider = np.empty((len(usable), len(covered)), dtype=np.uint64)
        gain = np.empty(len(usable))
        extend(self.coverage, np.array(hubs, dtype=np.int64), covered, usable, wider, gain)
        return wider, gain

    @property
    def _enough(self) -> float:
        """What a set of hubs has to exceed to be worth a look."""
        return self.value + max(0.9 * self.gap * abs(self.value), _ROUNDING * self.total)

    def run(self) -> bool:
        """Search.

        Returns
        -------
        bool
            Whether it came to its end.
        """
        self.begin()
        if self._enough >= self.total:  # all is covered
            self.bound = max(self.value, self.total)
            return True
        usable = np.array([k for k in range(self.h) if k not in self.forced], dtype=np.int64)
        finished = self._visit(self.forced, usable, None, self.total)
        if finished:
            self.bound = max(self.value, self._left_out)
        self.clock.tell("max_covering", bound=self.bound, incumbent=self.value)
        return finished

    def _visit(self, hubs: tuple[int, ...], usable: IntArray, together: FloatArray | None, limit: float) -> bool:
        """Search the hub sets that have some hubs and others of the usable ones."""
        more = self.p - len(hubs)
        self.nodes += 1
        if self.clock.over:
            return False
        if more == 0:
            self.offer(hubs)
            return True
        covered = self.covered(hubs)
        now = self.constant + float(total_worth(self.coverage, covered))
        wider, gain = self._extended(hubs, covered, usable)
        if more == 1:
            self.offer((*hubs, int(usable[gain.argmax()])))
            return True
        if together is None or len(hubs) == len(self.forced) + 1:
            together = couple_gains(self.coverage, usable, wider)
        if more == 2:
            least = self._enough - now
            _, a, b, weighed = best_couple(self.coverage, covered, usable, wider, gain, together, least)
            self.weighed += weighed
            self._left_out = max(self._left_out, min(self._enough, limit))
            if a >= 0:
                self.offer((*hubs, int(usable[a]), int(usable[b])))
            return True
        return self._branch(hubs, usable, gain, together, now)

    def _branch(
        self, hubs: tuple[int, ...], usable: IntArray, gain: FloatArray, together: FloatArray, now: float
    ) -> bool:
        more, top = self.p - len(hubs), len(hubs) == len(self.forced)
        order = np.argsort(-_shares(gain, together, more), kind="stable")
        usable, gain, together = usable[order], gain[order], together[np.ix_(order, order)]
        # sets whose first hub in this order is number a
        limits = np.array([now + _most_with(gain[a:], together[a:, a:], more) for a in range(len(usable) - more + 1)])
        limits = np.minimum(limits, self.total)  # overlaps are counted more than once
        for a, limit in enumerate(limits):
            if top:
                self.bound = min(self.bound, max(self._enough, float(limits[a:].max())))
                self.clock.tell("max_covering", bound=self.bound, incumbent=self.value)
            if limit <= self._enough:
                self._left_out = max(self._left_out, min(limit, self._enough))
                continue
            rest = usable[a + 1 :]
            if not self._visit((*hubs, int(usable[a])), rest, together[a + 1 :, a + 1 :], float(limit)):
                return False
        return True


def _shares(gain: FloatArray, together: FloatArray, more: int) -> FloatArray:
    """What each hub adds at most with half of what it covers together with the r - 1 best others."""
    if more < 2 or len(gain) < 2:
        return gain
    most = np.partition(together, max(0, len(gain) - more + 1), axis=1)[:, -(more - 1) :]
    return np.asarray(gain + 0.5 * most.sum(axis=1))


def _most_with(gain: FloatArray, together: FloatArray, more: int) -> float:
    """Most that the first hub and others of a list can add."""
    others = gain[1:] + together[0, 1:]
    if more > 2:
        others = others + (_shares(gain[1:], together[1:, 1:], more - 1) - gain[1:])
    return float(gain[0] + np.partition(others, len(others) - more + 1)[-(more - 1) :].sum())
