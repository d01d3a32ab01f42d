"""Compiled walk through the tree of hub sets of the p-hub centre, see `optimize.center.method`."""

from typing import NamedTuple

import numpy as np

from optimize.cover import BoolArray
from optimize.kernels import kernel
from optimize.problem import FloatArray, IntArray

DONE, PAUSED, COVERED = 0, 1, 2
"""How a walk ends: the whole tree was visited; out of steps; the chosen hubs cover every pair by itself."""

# pairs that are looked at before one is chosen to branch on: a smaller tree, against time at each node (a judgement)
_TRIES = 48


class Question(NamedTuple):
    """Which pairs have to be covered, and at what cost they can be, in c cases.

    Attributes
    ----------
    collect : (c, n, h) array
        Unit cost of collection, handling included.
    transfer : (c, h, h) array
        Unit cost of transfer, handling included.
    distribute : (c, h, n) array
        Unit cost of distribution.
    free : (c, n, n) bool array
        Pairs that do not count or are covered by their outside option.
    limits : (c,) array
        Largest unit cost that counts as covered.
    single : bool
        Single allocation: a pair has to be covered in both directions, and each node uses one hub.
    pairs : (m, 3) int array
        Case, origin and destination of the pairs to cover, those that are hard to cover first.
    own : (h,) int array
        Node of each candidate, which uses it if it is open (single allocation).
    """

    collect: FloatArray
    transfer: FloatArray
    distribute: FloatArray
    free: BoolArray
    limits: FloatArray
    single: bool
    pairs: IntArray
    own: IntArray


class Tree(NamedTuple):
    """Where a walk stands; its arrays change as it goes on.

    Level d of the tree chooses hub number d: ``branch[d, :size[d]]`` are the hubs to try there and ``place[d]`` is the
    position of the next one. Hubs tried before at a node are not usable below it.

    Attributes
    ----------
    alive : (h,) bool array
        Candidates that may be open; does not change.
    usable : (h,) bool array
        Candidates that may still be opened at the present node.
    hosted : (n,) int array
        Open hub at each node, or -1.
    chosen : (p_max + 1,) int array
        The open hubs, forced ones first.
    helps : (m, h) bool array
        Hubs that can be part of covering each pair, once they are known.
    known : (m,) bool array
        Pairs for which `helps` is known.
    branch : (p_max + 1, h) int array
        Hubs to try at each level.
    size, place : (p_max + 1,) int arrays
        How many these are, and which one is next.
    state : (4,) int array
        Number of open hubs, number of forced hubs, whether the present node has been visited, nodes visited.
    """

    alive: BoolArray
    usable: BoolArray
    hosted: IntArray
    chosen: IntArray
    helps: BoolArray
    known: BoolArray
    branch: IntArray
    size: IntArray
    place: IntArray
    state: IntArray


def new_tree(question: Question, alive: BoolArray, forced: IntArray, p_max: int) -> Tree:
    """Make the tree of a walk that has not begun.

    Parameters
    ----------
    question : Question
        What the walk is to find.
    alive : (h,) bool array
        Candidates that may be open.
    forced : (f,) int array
        Candidates that must be open.
    p_max : int
        Largest number of hubs.

    Returns
    -------
    Tree
    """
    h, pairs = len(alive), len(question.pairs)
    usable = alive.copy()
    usable[forced] = False
    hosted = np.full(question.collect.shape[1], -1, dtype=np.int64)
    hosted[question.own[forced]] = forced
    chosen = np.zeros(p_max + 1, dtype=np.int64)
    chosen[: len(forced)] = forced
    return Tree(
        alive=alive,
        usable=usable,
        hosted=hosted,
        chosen=chosen,
        helps=np.zeros((pairs, h), dtype=np.bool_),
        known=np.zeros(pairs, dtype=np.bool_),
        branch=np.zeros((p_max + 1, h), dtype=np.int64),
        size=np.zeros(p_max + 1, dtype=np.int64),
        place=np.zeros(p_max + 1, dtype=np.int64),
        state=np.array([len(forced), len(forced), 0, 0], dtype=np.int64),
    )


@kernel
def agrees(question: Question, c: int, i: int, k: int, j: int, m: int) -> bool:
    """Say whether a pair is covered if its nodes use two given hubs; for single allocation, in both directions.

    Parameters
    ----------
    question : Question
    c : int
        The case.
    i, k : int
        The origin and its hub.
    j, m : int
        The destination and its hub.

    Returns
    -------
    bool
    """
    collect, transfer, distribute = question.collect, question.transfer, question.distribute
    limit = question.limits[c]
    if not question.free[c, i, j] and (collect[c, i, k] + transfer[c, k, m]) + distribute[c, m, j] > limit:
        return False
    if not question.single:
        return True
    if i == j:
        return k == m
    return question.free[c, j, i] or (collect[c, j, m] + transfer[c, m, k]) + distribute[c, k, i] <= limit


@kernel
def count_couples(question: Question, hubs: IntArray) -> IntArray:
    """Count the couples of hubs that cover each pair: the fewer, the harder it is to cover.

    Parameters
    ----------
    question : Question
    hubs : (s,) int array
        Candidates to count.

    Returns
    -------
    (m,) int array
    """
    couples = np.zeros(len(question.pairs), np.int64)
    for q in range(len(question.pairs)):
        c, i, j = question.pairs[q]
        for k in hubs:
            for m in hubs:
                couples[q] += agrees(question, c, i, k, j, m)
    return couples


@kernel
def _covered(question: Question, tree: Tree, c: int, i: int, j: int) -> bool:
    """Whether some of the open hubs cover a pair; for single allocation a hub's own node uses that hub."""
    hosted, chosen = tree.hosted, tree.chosen
    count = tree.state[0]
    for a in range(count):
        k = chosen[a]
        if question.single and hosted[i] >= 0 and hosted[i] != k:
            continue
        for b in range(count):
            m = chosen[b]
            if question.single and hosted[j] >= 0 and hosted[j] != m:
                continue
            if agrees(question, c, i, k, j, m):
                return True
    return False


@kernel
def _completes(question: Question, hosted: IntArray, c: int, i: int, j: int, k: int, m: int) -> bool:
    """Whether opening hub k, with hub m open, covers a pair; for single allocation both hubs' nodes use their own."""
    own = question.own
    for turn in range(2):
        # k first, then k last
        a, b = (i, j) if turn == 0 else (j, i)
        if question.single and (
            (hosted[a] >= 0 and hosted[a] != k)
            or (hosted[b] >= 0 and hosted[b] != m)
            or (k != m and (own[k] == b or own[m] == a))
        ):
            continue
        if turn == 0:
            fits = agrees(question, c, i, k, j, m)
        else:
            fits = agrees(question, c, i, m, j, k)
        if fits:
            return True
    return False


@kernel
def _find_helpers(question: Question, tree: Tree, nobody: IntArray, q: int) -> None:
    """Mark the hubs that cover a pair alone or with any other."""
    c, i, j = question.pairs[q]
    alive, helps = tree.alive, tree.helps[q]
    for k in range(len(alive)):
        helps[k] = False
        if alive[k]:
            for m in range(len(alive)):
                if alive[m] and _completes(question, nobody, c, i, j, k, m):
                    helps[k] = True
                    break
    tree.known[q] = True


@kernel
def _narrow(question: Question, tree: Tree, q: int, last: BoolArray) -> int:
    """Keep the hubs that cover a pair as the last one to open; return how many are left."""
    c, i, j = question.pairs[q]
    number = 0
    for k in range(len(last)):
        if not last[k]:
            continue
        last[k] = _completes(question, tree.hosted, c, i, j, k, k)
        for a in range(tree.state[0]):
            if last[k]:
                break
            last[k] = _completes(question, tree.hosted, c, i, j, k, tree.chosen[a])
        number += last[k]
    return number


@kernel
def _blocked(question: Question, tree: Tree, spare: int, i: int, j: int) -> bool:
    """Whether no further hub can cover a pair: none may be opened, or both nodes are hubs and use their own."""
    return spare == 0 or (question.single and tree.hosted[i] >= 0 and tree.hosted[j] >= 0)


@kernel
def _plan_last(question: Question, tree: Tree, spare: int, children: IntArray) -> int:
    """Plan with at most one hub to open: it has to cover all pairs that are not covered yet."""
    last = tree.usable.copy()
    complete = True
    for q in range(len(question.pairs)):
        c, i, j = question.pairs[q]
        if _covered(question, tree, c, i, j):
            continue
        complete = False
        if _blocked(question, tree, spare, i, j) or _narrow(question, tree, q, last) == 0:
            return 0
    if complete:
        return -1
    number = 0
    for k in range(len(last)):
        if last[k]:
            children[number] = k
            number += 1
    return number


@kernel
def _helpers(tree: Tree, q: int, children: IntArray, most: int) -> int:
    """Count the usable hubs that help to cover a pair; write them to `children` if they are fewer than `most`."""
    number = 0
    for k in range(len(tree.usable)):
        number += tree.helps[q, k] and tree.usable[k]
    if number < most:
        size = 0
        for k in range(len(tree.usable)):
            if tree.helps[q, k] and tree.usable[k]:
                children[size] = k
                size += 1
    return number


@kernel
def _overlap(tree: Tree, q: int, taken: BoolArray) -> bool:
    """Whether a pair has a usable helper among those taken; if not, its helpers are added to them."""
    for k in range(len(taken)):
        if taken[k] and tree.helps[q, k] and tree.usable[k]:
            return True
    for k in range(len(taken)):
        taken[k] |= tree.helps[q, k] and tree.usable[k]
    return False


@kernel
def _plan(question: Question, tree: Tree, spare: int, children: IntArray) -> int:
    """Write the hubs to try next to `children` and return how many; -1 if every pair is covered.

    With two hubs or more to open, the helpers of one pair are tried. More pairs without a common helper than hubs to
    open mean that there is no solution below.
    """
    if spare < 2:
        return _plan_last(question, tree, spare, children)
    h = len(tree.usable)
    nobody = np.full(len(tree.hosted), -1, np.int64)
    taken = np.zeros(h, np.bool_)
    fewest, tries, apart = h + 1, 0, 0
    for q in range(len(question.pairs)):
        c, i, j = question.pairs[q]
        if _covered(question, tree, c, i, j):
            continue
        if _blocked(question, tree, spare, i, j):
            return 0
        if not tree.known[q]:
            _find_helpers(question, tree, nobody, q)
        if not _overlap(tree, q, taken):
            apart += 1
            if apart > spare:
                return 0
        fewest = min(fewest, _helpers(tree, q, children, fewest))
        tries += 1
        if fewest == 0 or tries == _TRIES:
            return fewest
    return -1 if fewest > h else fewest


@kernel
def walk(question: Question, tree: Tree, p_max: int, steps: int) -> int:
    """Continue a walk through the tree of hub sets; at each node one more hub is opened.

    Parameters
    ----------
    question : Question
    tree : Tree
        Where the walk stands; changed.
    p_max : int
        Largest number of hubs.
    steps : int
        Number of steps after which to pause.

    Returns
    -------
    int
        `DONE`, `PAUSED` or `COVERED`. In the last case ``chosen[:state[0]]`` are the hubs, and the caller decides
        whether the walk continues below them.
    """
    state, size, place, branch = tree.state, tree.size, tree.place, tree.branch
    for _ in range(steps):
        count = state[0]
        if state[2] == 0:
            state[3] += 1
            number = _plan(question, tree, p_max - count, branch[count])
            if number < 0:
                return COVERED
            size[count] = number
            place[count] = 0
            state[2] = 1
        elif place[count] < size[count]:
            k = branch[count, place[count]]
            place[count] += 1
            tree.usable[k] = False
            tree.chosen[count] = k
            tree.hosted[question.own[k]] = k
            state[0] = count + 1
            state[2] = 0
        else:
            for b in range(size[count]):
                tree.usable[branch[count, b]] = True
            if count == state[1]:
                return DONE
            state[0] = count - 1
            tree.hosted[question.own[tree.chosen[count - 1]]] = -1
    return PAUSED
