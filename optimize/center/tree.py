"""Where a walk through the tree of hub sets stands, see `optimize.center.walk`."""

from typing import NamedTuple

import numpy as np

from optimize.center.bits import BitArray, bits_of
from optimize.center.kernels import Rows
from optimize.cover import BoolArray
from optimize.problem import IntArray


class Tree(NamedTuple):
    """Where a walk stands; its arrays change as it goes on.

    Level d of the tree chooses hub number d: ``branch[d, :size[d]]`` are the hubs to try there and ``place[d]`` is the
    position of the next one. Hubs tried before at a node are not usable below it.

    Attributes
    ----------
    usable : (w,) array
        Candidates that may still be opened at the present node, as bits.
    open_bits : (w,) array
        The open hubs, as bits.
    hosted : (n,) int array
        Single allocation: the open hub at each node, or -1; else -1 throughout.
    own : (h,) int array
        Node of each candidate.
    chosen : (p_max + 1,) int array
        The open hubs, forced ones first.
    branch : (p_max + 1, h) int array
        Hubs to try at each level.
    size, place : (p_max + 1,) int arrays
        How many these are, and which one is next.
    order : (m,) int array
        Rows in the order in which they are looked at: those that end branches come forward.
    state : (4,) int array
        Number of open hubs, number of forced hubs, whether the present node has been visited, nodes visited.
    """

    usable: BitArray
    open_bits: BitArray
    hosted: IntArray
    own: IntArray
    chosen: IntArray
    branch: IntArray
    size: IntArray
    place: IntArray
    order: IntArray
    state: IntArray


def new_tree(rows: Rows, alive: BoolArray, own: IntArray, forced: IntArray, p_max: int, *, single: bool) -> Tree:
    """Make the tree of a walk that has not begun.

    Parameters
    ----------
    rows : Rows
        The pairs to cover.
    alive : (h,) bool array
        Candidates that may be open.
    own : (h,) int array
        Node of each candidate.
    forced : (f,) int array
        Candidates that must be open.
    p_max : int
        Largest number of hubs.
    single : bool
        Whether the node of an open hub uses that hub.

    Returns
    -------
    Tree
    """
    h = len(alive)
    usable = alive.copy()
    usable[forced] = False
    # of multiple allocation no node is bound to a hub: `own` is -1 and leads to a place that nobody reads
    n = int(max(own.max(), rows.origin.max(initial=0), rows.destination.max(initial=0))) + 1
    hosted = np.full(n + 1, -1, dtype=np.int64)
    own = own if single else np.full(h, n, dtype=np.int64)
    hosted[own[forced]] = forced
    hosted[n] = -1
    chosen = np.zeros(p_max + 1, dtype=np.int64)
    chosen[: len(forced)] = forced
    return Tree(
        usable=bits_of(usable),
        open_bits=bits_of(np.isin(np.arange(h), forced)),
        hosted=hosted,
        own=own,
        chosen=chosen,
        branch=np.zeros((p_max + 1, h), dtype=np.int64),
        size=np.zeros(p_max + 1, dtype=np.int64),
        place=np.zeros(p_max + 1, dtype=np.int64),
        order=np.arange(len(rows.origin)),
        state=np.array([len(forced), len(forced), 0, 0], dtype=np.int64),
    )
