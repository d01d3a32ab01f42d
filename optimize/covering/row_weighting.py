"""Local search for few hubs that hit every row of a hitting-set program: row weighting (Gao, Weise and Li 2015).

One hub at a time leaves, the one that loses least, and one of a row that is not hit joins, the one that gains most.
Rows that stay without a hub gain weight, so that the search leaves where it is stuck. What just left does not return
before something near it has changed, and what just joined does not leave.
"""

from typing import NamedTuple

import numpy as np

from optimize.cover import BoolArray
from optimize.kernels import kernel
from optimize.problem import FloatArray, IntArray


class Rows(NamedTuple):
    """Rows of hubs, by row and by hub.

    Attributes
    ----------
    start : (rows + 1,) int array
        Where the hubs of each row begin in `hub`.
    hub : (entries,) int array
    begin : (h + 1,) int array
        Where the rows of each hub begin in `row`.
    row : (entries,) int array
    """

    start: IntArray
    hub: IntArray
    begin: IntArray
    row: IntArray


def listed(rows: BoolArray) -> Rows:
    """List the hubs of rows, and the rows of hubs.

    Parameters
    ----------
    rows : (rows, h) bool array

    Returns
    -------
    Rows
    """
    start = np.concatenate([[0], np.cumsum(rows.sum(axis=1))])
    begin = np.concatenate([[0], np.cumsum(rows.sum(axis=0))])
    return Rows(start, np.nonzero(rows)[1], begin, np.nonzero(rows.T)[1])


class _State(NamedTuple):
    """Where the search stands.

    Attributes
    ----------
    opened : (h,) bool array
    hits : (rows,) int array
        How many open hubs each row has.
    score : (h,) int array
        Weight of the rows that an open hub alone hits, or that a closed one would hit in addition.
    weight : (rows,) int array
    missed : (rows,) int array
        The rows that are not hit come first.
    place : (rows,) int array
        Where each of these stands there.
    changed : (h,) bool array
        Whether anything near a hub has changed since it left.
    """

    opened: BoolArray
    hits: IntArray
    score: IntArray
    weight: IntArray
    missed: IntArray
    place: IntArray
    changed: BoolArray


@kernel
def hit_rows(rows: Rows, opened: BoolArray, forced: BoolArray, weight: IntArray, draws: FloatArray) -> bool:
    """Exchange hubs, one at a time, until every row is hit or the steps are used up.

    Parameters
    ----------
    rows : Rows
    opened : (h,) bool array
        The open hubs; changed, but for how many there are.
    forced : (h,) bool array
        Those that stay open.
    weight : (rows,) int array
        Weights of the rows; changed.
    draws : (steps,) array
        Between 0 and 1, at random: which of the rows without a hub gets one at each step.

    Returns
    -------
    bool
        Whether every row is hit.
    """
    count, h = len(weight), len(opened)
    hits, score, changed = np.zeros(count, np.int64), np.zeros(h, np.int64), np.ones(h, np.bool_)
    state = _State(opened, hits, score, weight, np.zeros(count, np.int64), np.zeros(count, np.int64), changed)
    left, moved, newest = _begin(rows, state), np.zeros(h, np.int64), -1
    for step in range(1, len(draws) + 1):
        if left == 0:
            break
        leaving = _leaving(state, forced, moved, newest)
        if leaving < 0:
            break
        left = _close(rows, state, leaving, left)
        joining = leaving
        if left > 0:
            joining = _joining(rows, state, moved, state.missed[int(draws[step - 1] * left)], leaving)
        left = _open(rows, state, joining, left)
        moved[leaving], moved[joining], newest = step, step, joining
        for at in range(left):
            r = state.missed[at]
            weight[r] += 1
            for entry in range(rows.start[r], rows.start[r + 1]):
                score[rows.hub[entry]] += 1
    return left == 0


@kernel
def _begin(rows: Rows, state: _State) -> int:
    """Count hits and scores; returns the number of rows that are not hit."""
    left = 0
    for r in range(len(state.weight)):
        for entry in range(rows.start[r], rows.start[r + 1]):
            state.hits[r] += state.opened[rows.hub[entry]]
        if state.hits[r] == 0:
            state.missed[left], state.place[r] = r, left
            left += 1
        if state.hits[r] < 2:
            for entry in range(rows.start[r], rows.start[r + 1]):
                k = rows.hub[entry]
                if state.hits[r] == 0 or state.opened[k]:
                    state.score[k] += state.weight[r]
    return left


@kernel
def _leaving(state: _State, forced: BoolArray, moved: IntArray, newest: int) -> int:
    """The open hub that loses least, the one that joined last only if there is no other; -1 if all are forced."""
    best = -1
    for k in range(len(forced)):
        if state.opened[k] and not forced[k]:
            lost = state.score[k] - (state.score[best] if best >= 0 else 0)
            older = moved[k] < moved[best]
            if best < 0 or best == newest or (k != newest and (lost < 0 or (lost == 0 and older))):
                best = k
    return best


@kernel
def _joining(rows: Rows, state: _State, moved: IntArray, r: int, otherwise: int) -> int:
    """The hub of a row that gains most."""
    best = -1
    for entry in range(rows.start[r], rows.start[r + 1]):
        k = rows.hub[entry]
        if state.changed[k] and (
            best < 0
            or state.score[k] > state.score[best]
            or (state.score[k] == state.score[best] and moved[k] < moved[best])
        ):
            best = k
    return best if best >= 0 else otherwise


@kernel
def _close(rows: Rows, state: _State, k: int, left: int) -> int:
    """Close a hub; returns the number of rows that are not hit."""
    state.opened[k] = False
    for at in range(rows.begin[k], rows.begin[k + 1]):
        r = rows.row[at]
        state.hits[r] -= 1
        if state.hits[r] == 0:
            state.missed[left], state.place[r] = r, left
            left += 1
        if state.hits[r] < 2:
            for entry in range(rows.start[r], rows.start[r + 1]):
                other = rows.hub[entry]
                if state.hits[r] == 0 and other != k:
                    state.score[other] += state.weight[r]
                    state.changed[other] = True
                elif state.hits[r] == 1 and state.opened[other]:
                    state.score[other] += state.weight[r]
    state.changed[k] = False
    return left


@kernel
def _open(rows: Rows, state: _State, k: int, left: int) -> int:
    """Open a hub; returns the number of rows that are not hit."""
    for at in range(rows.begin[k], rows.begin[k + 1]):
        r = rows.row[at]
        state.hits[r] += 1
        if state.hits[r] == 1:
            left -= 1
            last = state.missed[left]
            state.missed[state.place[r]], state.place[last] = last, state.place[r]
        if state.hits[r] < 3:
            for entry in range(rows.start[r], rows.start[r + 1]):
                other = rows.hub[entry]
                if state.hits[r] == 1 and other != k:
                    state.score[other] -= state.weight[r]
                    state.changed[other] = True
                elif state.hits[r] == 2 and state.opened[other]:
                    state.score[other] -= state.weight[r]
    state.opened[k] = True
    return left
