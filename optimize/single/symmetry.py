r"""Symmetries: permutations of nodes that leave a problem as it is, so that hub sets come in orbits that cost the same.

A grid of equal cells has eight. Of an orbit of hubs one is opened, or all of them are closed (orbital branching:
Ostrowski, Linderoth, Rossi and Smriglio 2011). Nodes are told apart by what they have to do with all others (colour
refinement); images of a few nodes then say where all others go (McKay and Piperno 2014 describe the art).
"""

from collections.abc import Iterator

import numpy as np

from optimize.problem import FloatArray, IntArray
from optimize.run import Request
from optimize.single.model import Model

_SAME = 1e-12
"""Costs and flows that differ by less than this part of them are the same: less than what sums over pairs lose."""
_BASE = 5
"""Most nodes whose images have to say where all others go: problems that need more have nodes of no account, by the
dozen alike (a judgement)."""
_TRIES, _MOST = 20_000, 200
"""Images of these nodes that are tried, and symmetries that are enough: each one helps, and none has to be found
(judgements)."""


def symmetries(model: Model, request: Request) -> IntArray:
    """Find permutations of the candidates that come from symmetries of the whole problem.

    Parameters
    ----------
    model : Model
    request : Request
        What it opens and closes stays open and closed.

    Returns
    -------
    (g, h) int array
        In each row the images of all candidates; without the identity. Perhaps not all there are.
    """
    h = len(model.fixed)
    kind = _kinds(model, request)
    colour = _refined(kind)
    found: dict[bytes, IntArray] = {}
    hub_at = np.full(len(colour), -1, dtype=np.int64)
    hub_at[model.own] = np.arange(h)
    for image in _images(kind, colour):
        hubs = hub_at[image[model.own]]
        moves = (hubs >= 0).all() and (hubs != np.arange(h)).any()
        if moves and np.array_equal(kind[np.ix_(image, image)], kind):
            found[hubs.tobytes()] = hubs
        if len(found) >= _MOST:
            break
    return np.array(list(found.values()), dtype=np.int64).reshape(-1, h)


def orbit(hub: int, moves: IntArray) -> IntArray:
    """List the hubs that symmetries and what is made of them send a hub to.

    Parameters
    ----------
    hub : int
    moves : (g, h) int array
        From `symmetries`.

    Returns
    -------
    int array
        Ascending, the hub itself among them.
    """
    reached = np.array([hub])
    while True:
        more = np.union1d(reached, moves[:, reached])
        if len(more) == len(reached):
            return more
        reached = more


def _kinds(model: Model, request: Request) -> IntArray:
    """(n, n) numbers: two pairs of nodes have the same one if all that concerns them is the same."""
    n = model.flow.shape[1]
    own = model.own
    node = np.full(n, 2.0)
    node[own] = [3 + (k in request.open_hubs) - (k in request.closed_hubs) for k in range(len(own))]
    opening, capacity = np.full(n, -1.0), np.full((len(model.capacity), n), -1.0)
    opening[own], capacity[:, own] = model.fixed, model.capacity
    kind = _numbered(np.eye(n, dtype=np.int64), np.broadcast_to(node, (n, n)))
    for single in (opening, *capacity, *model.demand):
        kind = _numbered(kind, np.broadcast_to(single, (n, n)))
    for b in range(len(model.flow)):
        between = np.full((n, n), -1.0)
        between[np.ix_(own, own)] = model.transfer[b]
        pairs = [model.flow[b], between]
        for legs in (model.unary[b], *([model.collection[b], model.distribution[b]] if model.general else [])):
            full = np.full((n, n), -1.0)
            full[:, own] = legs
            pairs.append(full)
        if model.general:
            pairs.append(model.outside[b])
        for pair in pairs:
            kind = _numbered(_numbered(kind, pair), pair.T)
    # the same pair the other way round, and what either end is by itself
    kind = _joined(kind, kind.T)
    alone = np.diag(kind)
    return _joined(_joined(kind, np.broadcast_to(alone, (n, n))), np.broadcast_to(alone[:, None], (n, n)))


def _numbered(kind: IntArray, value: FloatArray) -> IntArray:
    """Divide kinds by a value; values that are the same but for rounding count as one."""
    distinct, place = np.unique(value, return_inverse=True)
    apart = distinct[1:] - distinct[:-1] > _SAME * np.abs(distinct[:-1])
    number = np.concatenate([[0], np.cumsum(apart)])
    first = distinct[np.searchsorted(number, number)]
    if (distinct > first + 2 * _SAME * np.abs(first)).any():
        number = np.arange(len(distinct))  # a chain of values, the ends of which are not the same
    return _joined(kind, number[place.reshape(value.shape)])


def _joined(kind: IntArray, other: IntArray) -> IntArray:
    """Number the pairs of two numbers."""
    joint = kind * (int(other.max(initial=0)) + 1) + other
    return np.unique(joint, return_inverse=True)[1].reshape(kind.shape).astype(np.int64)


def _refined(kind: IntArray) -> IntArray:
    """Colours of nodes: those of one colour have as many others of each kind and colour."""
    colour = np.zeros(len(kind), dtype=np.int64)
    while True:
        rows = np.sort(_joined(kind, np.broadcast_to(colour, kind.shape)), axis=1)
        finer = np.unique(rows, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
        if finer.max(initial=0) == colour.max(initial=0):
            return finer
        colour = finer


def _images(kind: IntArray, colour: IntArray) -> Iterator[IntArray]:
    """Permutations of nodes that may be symmetries."""
    base = _base(kind, colour)
    if base is None:
        return
    home = {key: i for i, key in enumerate(_signatures(kind, colour, base))}
    tries = 0
    stack: list[tuple[int, ...]] = [()]
    while stack and tries < _TRIES:
        images = stack.pop()
        tries += 1
        if len(images) < len(base):
            new = base[len(images)]
            fits = colour == colour[new]
            for old, image in zip(base, images, strict=False):
                fits &= kind[image] == kind[old, new]
            stack += [(*images, int(i)) for i in np.flatnonzero(fits)]
            continue
        keys = _signatures(kind, colour, images)
        if len(set(keys)) == len(keys) and all(key in home for key in keys):
            permutation = np.empty(len(keys), dtype=np.int64)
            permutation[[home[key] for key in keys]] = np.arange(len(keys))
            yield permutation


def _base(kind: IntArray, colour: IntArray) -> tuple[int, ...] | None:
    """Few nodes to which no two nodes stand alike; None if it takes many, and if no two nodes are alike anyway."""
    if len(np.unique(colour)) == len(colour):
        return None
    base: tuple[int, ...] = ()
    known = colour
    while len(np.unique(known)) < len(known):
        if len(base) == _BASE:
            return None
        # one of the smallest colour that has several nodes has the fewest images
        counts = np.bincount(known)[known]
        base = (*base, int(np.where(counts > 1, counts, len(known) + 1).argmin()))
        known = _joined(known, kind[base[-1]])
    return base


def _signatures(kind: IntArray, colour: IntArray, base: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [tuple(row) for row in np.stack([colour, *kind[list(base)]], axis=1).tolist()]
