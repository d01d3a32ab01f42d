"""Single allocation: a node needs one hub for all its pairs; it is not enough that each pair is covered by some."""

import numpy as np

from optimize.center.bits import BitArray, count_bits, count_in_word, has, list_bits
from optimize.center.kernels import Rows
from optimize.center.tree import Tree
from optimize.kernels import kernel
from optimize.problem import IntArray


@kernel
def narrow_by_nodes(rows: Rows, tree: Tree, spare: int, left: BitArray) -> bool:
    """Keep the hubs that complete nodes for which it is not enough that each pair is covered; say whether all are.

    Parameters
    ----------
    rows : Rows
    tree : Tree
    spare : int
        How many hubs may still be opened.
    left : (w,) array
        Hubs, as bits; changed.

    Returns
    -------
    bool
    """
    members, fits = np.zeros(len(left), np.uint64), np.zeros(len(left), np.uint64)
    complete = True
    for i in range(len(rows.start) - 1):
        if rows.start[i] < rows.start[i + 1] and _stuck(rows, tree, i, spare, members, fits):
            complete = False
            some = np.uint64(0)
            for word in range(len(left)):
                left[word] &= members[word]
                some |= left[word]
            if spare == 0 or some == np.uint64(0):
                left[:] = np.uint64(0)
                return False
    return complete


@kernel
def plan_by_nodes(rows: Rows, tree: Tree, spare: int, children: IntArray) -> int:
    """Plan where each pair is covered: take the hubs that help the node with the fewest of them.

    Parameters
    ----------
    rows : Rows
    tree : Tree
    spare : int
        How many hubs may still be opened.
    children : (h,) int array
        Takes the hubs.

    Returns
    -------
    int
        How many they are; -1 if no node is stuck.
    """
    h = rows.last.shape[1]
    members, fits = np.zeros(len(tree.usable), np.uint64), np.zeros(len(tree.usable), np.uint64)
    fewest = h + 1
    for i in range(len(rows.start) - 1):
        if rows.start[i] < rows.start[i + 1] and _stuck(rows, tree, i, spare, members, fits):
            number = count_bits(members)
            if number < fewest:
                fewest = number
                list_bits(members, h, children)
    return -1 if fewest > h else fewest


@kernel
def _stuck(rows: Rows, tree: Tree, i: int, spare: int, members: BitArray, fits: BitArray) -> bool:
    """Whether no open hub of a node goes with an open hub of each other node, though each pair is covered by some.

    `members` takes the usable hubs of which one has to be opened then: another hub for this node, or one that another
    node needs so that this node may keep its hub.
    """
    fixed = tree.hosted[i]
    members[:] = np.uint64(0)
    for a in range(tree.state[0]):
        k = tree.chosen[a]
        if (fixed < 0 or fixed == k) and not _fails(rows, tree, i, k, spare, fits):
            return False
        if fixed < 0 or fixed == k:
            for word in range(len(members)):
                members[word] |= fits[word]
    if fixed < 0:
        for k in range(rows.last.shape[1]):
            if has(tree.usable, k) and not has(members, k) and _may_use(rows, tree, i, k, spare):
                members[k >> 6] |= np.uint64(1) << np.uint64(k & 63)
    return True


@kernel
def _fails(rows: Rows, tree: Tree, i: int, k: int, spare: int, fits: BitArray) -> bool:
    """Whether another node has no open hub that goes with an open hub of a node; `fits` takes those it could get."""
    fits[:] = tree.usable
    fewest, fails = rows.last.shape[1] + 1, False
    for place in range(rows.start[i], rows.start[i + 1]):
        q, at_origin = rows.entry[place] >> 1, rows.entry[place] & 1 == 0
        if _goes(rows, tree, q, at_origin, k, tree.open_bits, True):
            continue
        fails = True
        other = rows.destination[q] if at_origin else rows.origin[q]
        if other == i or tree.hosted[other] >= 0:
            fits[:] = np.uint64(0)
            return True
        partners = rows.last[q, k] if at_origin else rows.first[q, k]
        number = 0
        if spare > 1:
            for word in range(len(fits)):
                number += count_in_word(partners[word] & tree.usable[word])
        if spare < 2:
            for word in range(len(fits)):
                fits[word] &= partners[word]
        elif number < fewest:
            fewest = number
            for word in range(len(fits)):
                fits[word] = partners[word] & tree.usable[word]
    return fails


@kernel
def _goes(rows: Rows, tree: Tree, q: int, at_origin: bool, k: int, others: BitArray, only_open: bool) -> bool:
    """Whether a hub at one end of a pair goes with some hub at the other: one of some, or that of the node there."""
    far = tree.hosted[rows.destination[q]] if at_origin else tree.hosted[rows.origin[q]]
    partners = rows.last[q, k] if at_origin else rows.first[q, k]
    if far >= 0 and rows.origin[q] != rows.destination[q]:
        return has(partners, far)
    for word in range(len(others)):
        if partners[word] & others[word] != np.uint64(0):
            return True
        if not only_open and partners[word] & tree.open_bits[word] != np.uint64(0):
            return True
    return False


@kernel
def _may_use(rows: Rows, tree: Tree, i: int, k: int, spare: int) -> bool:
    """Whether a node may use a hub that is not open yet, if that is opened."""
    for place in range(rows.start[i], rows.start[i + 1]):
        q, at_origin = rows.entry[place] >> 1, rows.entry[place] & 1 == 0
        if spare > 1:
            if not _goes(rows, tree, q, at_origin, k, tree.usable, False):
                return False
        elif not (has(rows.alone[q], k) or _goes(rows, tree, q, at_origin, k, tree.open_bits, True)):
            return False
    return True
