"""Nodes in an order in which neighbours cost much the same: their pairs look at the same hubs, and share cuts well."""

import numpy as np

from optimize.problem import FloatArray, IntArray

# So few nodes stay as they are: to order them gains nothing
_FEW = 4


def neighbour_order(legs: FloatArray) -> IntArray:
    """Order nodes by halving: those nearer to one of two nodes far apart come before those nearer to the other.

    Parameters
    ----------
    legs : (n, c) array
        What tells nodes apart: costs of their legs, ``inf`` where there is none.

    Returns
    -------
    (n,) int array
    """
    finite = np.isfinite(legs)
    largest = float(legs[finite].max(initial=0.0))
    # a leg that there is not is dearer than all
    place = np.where(finite, legs, 2.0 * largest)
    order = np.arange(len(legs))
    parts = [(0, len(legs))]
    while parts:
        first, last = parts.pop()
        if last - first <= _FEW:
            continue
        nodes = order[first:last]
        one = nodes[_distance(place, nodes, nodes[0]).argmax()]
        to_one = _distance(place, nodes, one)
        other = nodes[to_one.argmax()]
        nearer = to_one - _distance(place, nodes, other)
        order[first:last] = nodes[np.argsort(nearer, kind="stable")]
        middle = (first + last) // 2
        parts += [(first, middle), (middle, last)]
    return order


def _distance(place: FloatArray, nodes: IntArray, node: int) -> FloatArray:
    return np.asarray(np.abs(place[nodes] - place[node]).sum(axis=1))
