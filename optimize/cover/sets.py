r"""Which hubs serve a pair within a limit: the rows that covering and centre models share.

A path (k, m) *covers* the pair (i, j) if :math:`F_{ij}(k, m) \le T`; a pair whose outside option costs at most T is
covered without hubs and is left out of the model.

Multiple allocation. With :math:`y_{km} = 1` only if both k and m are open, one variable for all pairs,

.. math::
    \sum_{k:\, F_{ij}(k,k) \le T} z_k + \sum_{\{k,m\}} y_{km} \ge 1, \qquad y_{km} \le z_k,\; y_{km} \le z_m \quad (1)

where the second sum runs over couples of hubs that cover the pair in either order while neither hub does so alone.
Pairs with equal sets share a row, and rows that are implied by another are dropped.

Single allocation. With binary :math:`x_{ik}`, :math:`\sum_k x_{ik} = 1`, :math:`x_{ik} \le z_k`, and every hub's node
allocated to itself, two nodes i and j may not use hubs that do not cover both (i, j) and (j, i): for every maximal pair
of sets K and M such that no hub in K for i fits any hub in M for j,

.. math::
    \sum_{k \in K} x_{ik} + \sum_{m \in M} x_{jm} \le 1. \quad (2)

Hubs of a node that leave another node without any fitting hub are removed beforehand, repeatedly (arc consistency).

r-allocation. With :math:`y_{ik}` binary, :math:`\sum_k y_{ik} \le r` and paths that cover the pair,

.. math::
    \sum_{k,m} x_{ij}^{km} \ge 1, \quad \sum_m x_{ij}^{km} \le y_{ik}, \quad \sum_k x_{ij}^{km} \le y_{jm}. \quad (3)

(Campbell 1994; Kara and Tansel 2003; Wagner 2008; Yaman 2011.)
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimize.problem import Block, FloatArray, IntArray
from optimize.rules import Look
from optimize.run import need_memory

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class CoverSets:
    """Sets of hubs and of couples of hubs; each row is covered by any element of its sets.

    Attributes
    ----------
    first, second : (c,) int arrays
        Couples of candidates, by position.
    single : (rows, h) bool array
        Hubs that cover the row alone.
    couple : (rows, c) bool array
        Couples that cover the row together.
    weight : (rows,) array
        Total weight of the pairs that share the row.
    """

    first: IntArray
    second: IntArray
    single: BoolArray
    couple: BoolArray
    weight: FloatArray


def path_cost_from(block: Block, origin: int) -> FloatArray:
    """Unit costs of all paths from one node.

    Parameters
    ----------
    block : Block
    origin : int
        Position of the node.

    Returns
    -------
    (h, h, n) array
        By first hub, last hub and destination.
    """
    need_memory(3.0 * block.distribution.itemsize * len(block.transfer) * block.distribution.size, "a node's paths")
    to_last = block.collection_handled[origin][:, None] + block.transfer_handled
    return to_last[:, :, None] + block.distribution[None, :, :]


def within_outside(block: Block, limit: float) -> BoolArray:
    """Pairs that their outside option covers.

    Parameters
    ----------
    block : Block
    limit : float
        Largest unit cost that counts as covered.

    Returns
    -------
    (n, n) bool array
    """
    if block.outside is None:
        return np.zeros(block.flow.shape, dtype=bool)
    return np.asarray(block.outside <= limit)


def cover_sets(
    block: Block, needed: BoolArray, limit: float, alive: BoolArray, weight: FloatArray, look: Look | None = None
) -> CoverSets:
    """Find the hubs and couples of hubs that cover each pair, with one row for all pairs with the same sets.

    Parameters
    ----------
    block : Block
    needed : (n, n) bool array
        Pairs to cover; those covered by their outside option are left out here.
    limit : float
        Largest unit cost that counts as covered.
    alive : (h,) bool array
        Candidates that may be open.
    weight : (n, n) array
        Value of covering each pair.
    look : callable, optional
        Called between two origins: it may look at a clock, and raise.

    Returns
    -------
    CoverSets
    """
    first, second = (side.astype(np.int64) for side in np.triu_indices(len(alive), 1))
    both = alive[first] & alive[second]
    first, second = first[both], second[both]
    open_pairs = needed & ~within_outside(block, limit)
    rows, worth = [], []
    for i in range(block.n):
        to = np.flatnonzero(open_pairs[i])
        if not to.size:
            continue
        if look is not None:
            look()
        covers = path_cost_from(block, i)[:, :, to] <= limit
        hubs = np.arange(len(alive))
        single = covers[hubs, hubs] & alive[:, None]
        couple = (covers[first, second] | covers[second, first]) & ~single[first] & ~single[second]
        rows.append(np.packbits(np.vstack([single, couple]).T, axis=1))
        worth.append(weight[i, to])
    width = len(alive) + len(first)
    if not rows:
        nothing = np.zeros((0, width), dtype=bool)
        return CoverSets(first, second, nothing[:, : len(alive)], nothing[:, len(alive) :], np.zeros(0))
    packed, which = np.unique(np.vstack(rows), axis=0, return_inverse=True)
    sets = np.unpackbits(packed, axis=1, count=width).astype(bool)
    summed = np.zeros(len(packed))
    np.add.at(summed, which.ravel(), np.concatenate(worth))
    return CoverSets(first, second, sets[:, : len(alive)], sets[:, len(alive) :], summed)


def without_supersets(sets: CoverSets) -> CoverSets:
    """Remove rows that are implied by another row.

    Parameters
    ----------
    sets : CoverSets

    Returns
    -------
    CoverSets
    """
    entries = np.hstack([sets.single, sets.couple]).astype(np.float32)
    size = entries.sum(axis=1)
    kept = np.ones(len(size), dtype=bool)
    order = np.argsort(size, kind="stable")
    for row in order:
        if kept[row]:
            inside = entries @ entries[row] >= size[row]
            inside[row] = False
            kept &= ~inside
    return CoverSets(sets.first, sets.second, sets.single[kept], sets.couple[kept], sets.weight[kept])


@dataclass(frozen=True, eq=False)
class Agreement:
    """Single allocation within a limit: the hubs left for each node, and which of them fit together.

    Attributes
    ----------
    hubs : (n, h) bool array
        Hubs that each node may use; if a node has none, no allocation covers all pairs.
    agree : (n, n, h, h) bool array
        Whether both (i, j) and (j, i) are covered if i uses hub k and j uses hub m.
    """

    hubs: BoolArray
    agree: BoolArray

    @property
    def possible(self) -> bool:
        """Whether every node has a hub left."""
        return bool(self.hubs.any(axis=1).all())

    def only(self, alive: BoolArray) -> "Agreement":
        """Remove hubs that cannot be open.

        Parameters
        ----------
        alive : (h,) bool array
            Hubs that may still be open.

        Returns
        -------
        Agreement
        """
        return Agreement(self.hubs & alive, self.agree)


def agreement(
    block: Block,
    needed: BoolArray,
    limit: float,
    alive: BoolArray,
    forced: BoolArray,
    own: IntArray,
    look: Look | None = None,
) -> Agreement:
    """Find which hubs of two nodes fit together, and remove hubs that leave another node without any.

    Parameters
    ----------
    block : Block
    needed : (n, n) bool array
        Pairs to cover.
    limit : float
        Largest unit cost that counts as covered.
    alive, forced : (h,) bool arrays
        Candidates that may be open, and that must be.
    own : (h,) int array
        Node of each candidate, which is allocated to it if it is open.
    look : callable, optional
        Called between two origins: it may look at a clock, and raise.

    Returns
    -------
    Agreement
    """
    n, h = block.collection.shape
    need_memory(3.0 * n * n * h * h, "what hubs of two nodes agree on")
    free = ~needed | within_outside(block, limit)
    agree = np.empty((n, n, h, h), dtype=bool)
    for i in range(n):
        if look is not None:
            look()
        agree[i] = (path_cost_from(block, i) <= limit).transpose(2, 0, 1) | free[i][:, None, None]
    both_ways = agree & agree.transpose(1, 0, 3, 2)
    itself = both_ways[np.arange(n), np.arange(n)][:, np.arange(h), np.arange(h)]
    hubs = itself & alive[None, :]
    hubs[own[forced]] &= np.eye(h, dtype=bool)[forced]
    both_ways[np.arange(n), np.arange(n)] = True
    while True:
        # a hub that its own node cannot use cannot be open
        usable = hubs & hubs[own, np.arange(h)][None, :]
        partner = np.any(both_ways & usable[None, :, None, :], axis=3)
        support = np.all(partner, axis=1)
        narrowed = usable & support
        if (narrowed == hubs).all() or not narrowed.any(axis=1).all():
            return Agreement(narrowed, both_ways)
        hubs = narrowed


def conflicts(found: Agreement) -> list[tuple[int, int, IntArray, IntArray]]:
    """Find the maximal sets of rows (2).

    Parameters
    ----------
    found : Agreement

    Returns
    -------
    list of (int, int, int array, int array)
        Nodes i < j, hubs K of i and hubs M of j, no two of which fit together; each couple of sets once.
    """
    rows = []
    n = len(found.hubs)
    for i in range(n):
        of_i = np.flatnonzero(found.hubs[i])
        for j in range(i + 1, n):
            of_j = np.flatnonzero(found.hubs[j])
            apart = ~found.agree[i, j][np.ix_(of_i, of_j)]
            patterns, which = np.unique(apart, axis=0, return_inverse=True)
            for p in np.flatnonzero(patterns.any(axis=1)):
                wider = (patterns | ~patterns[p]).all(axis=1)
                rows.append((i, j, of_i[wider[which.ravel()]], of_j[patterns[p]]))
    return rows
