"""The hubs of each node of a block, out of given ones: branch and bound over labels, best bound first."""

import math
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import combinations, count

import numpy as np

from optimize.kernels import PreparedBlock
from optimize.ordered.subset_kernels import Labels, descend, fill_tables, send
from optimize.problem import BoolArray, FloatArray, IntArray

_PASSES = 100  # over the nodes at most; mostly they end before
_LITTLE = 0.02  # part of what is lacking by which a pass is to raise the bound (a judgement)
_EQUAL = 1e-12  # part of the cost by which a solution has to be better to count


def members_of(hubs: int, r: int) -> BoolArray:
    """List the labels: the sets of so many hubs.

    Parameters
    ----------
    hubs, r : int

    Returns
    -------
    (L, hubs) bool array
    """
    chosen = np.array(list(combinations(range(hubs), min(r, hubs))), dtype=np.int64)
    member = np.zeros((len(chosen), hubs), dtype=np.bool_)
    np.put_along_axis(member, chosen, values=True, axis=1)
    return member


def make_labels(view: PreparedBlock, own: IntArray, member: BoolArray) -> tuple[Labels, float]:
    """Make the problem of labels.

    Parameters
    ----------
    view : PreparedBlock
        A block whose candidates are the given hubs.
    own : (n,) int array
        Place of the hub at each node, which the node always uses, or -1.
    member : (L, p) bool array
        Hubs of each label.

    Returns
    -------
    Labels
    float
        What stands for no way: more than all that has one.
    """
    n, labels = len(own), len(member)
    tables = np.empty((n, labels)), np.empty((n * (n - 1) // 2, labels, labels)), np.zeros((n, n), dtype=np.bool_)
    big = 2.0 * fill_tables(view, np.nonzero(member)[1].reshape(labels, -1), *tables)
    for table in tables[:2]:
        np.minimum(table, big, out=table)
    allowed = np.where(own[:, None] >= 0, member[:, own].T, True)
    return Labels(*tables, np.ascontiguousarray(allowed)), big


@dataclass
class LabelSearch:
    """A search for the cheapest labels.

    Attributes
    ----------
    labels : Labels
    big : float
        What stands for no way.
    strength : (n,) array
        Nodes are decided in the order of it, largest first.
    value : float
        Cost of the best labels so far.
    chosen : (n,) int array
        These labels.
    """

    labels: Labels
    big: float
    strength: FloatArray
    value: float = field(init=False)
    chosen: IntArray = field(init=False)

    def __post_init__(self) -> None:
        n, labels = self.labels.own.shape
        self.chosen = self.labels.allowed.argmax(axis=1)
        self.value = descend(self.labels, self.chosen)
        self._order = count()
        self._floor = math.inf
        self._heap = [(0.0, next(self._order), self.labels.allowed.copy(), np.zeros((n, n, labels)))]

    @property
    def bound(self) -> float:
        """No labels cost less; ``inf`` if all leave some flow without a way."""
        least = min(self.value, self._floor, self._heap[0][0] if self._heap else math.inf)
        return least if least < self.big else math.inf

    @property
    def done(self) -> bool:
        """Whether there is nothing left to search."""
        return not self._heap

    @property
    def cost(self) -> float:
        """Cost of the best labels; ``inf`` if they leave some flow without a way."""
        return self.value if self.value < self.big else math.inf

    def step(self, limit: float) -> None:
        """Bound one part, and split it where that does not do.

        Parameters
        ----------
        limit : float
            Labels that cost as much are of no interest.
        """
        bound, _, left, sent = heappop(self._heap)
        trial, target = self.chosen.copy(), self._target(limit)
        # labels that cannot be below the target are struck out, so that nothing is proven beyond it
        raised = min(target, send(self.labels, left, sent, target, _PASSES, _LITTLE, trial))
        cost = descend(self.labels, trial)
        if cost < self.value:
            self.value, self.chosen = cost, trial
        bound = max(bound, raised)
        undecided = np.flatnonzero(left.sum(axis=1) > 1)
        if bound >= self._target(limit) or not len(undecided):
            # where all nodes are decided, descent has come to these labels or better ones
            self._floor = min(self._floor, max(bound, self._target(limit)))
            return
        node = int(undecided[self.strength[undecided].argmax()])
        label = trial[node] if left[node, trial[node]] else int(left[node].argmax())
        rest = left.copy()
        rest[node, label] = False
        left[node] = False
        left[node, label] = True
        heappush(self._heap, (bound, next(self._order), left, sent))
        heappush(self._heap, (bound, next(self._order), rest, sent.copy()))

    def _target(self, limit: float) -> float:
        return min(self.value * (1.0 - _EQUAL), limit)
