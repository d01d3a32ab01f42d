"""All blocks of a problem in arrays of one shape, which compiled kernels take as one argument."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from optimize.problem import Block, FloatArray


class Stack(NamedTuple):
    """Blocks, one behind the other on the first axis.

    Attributes
    ----------
    a : (b, n, h) array
        Unit cost from each origin to each candidate as its first hub, that hub's handling included.
    ride : (b, h, h) array
        Unit cost of each hub link, without handling.
    handling : (b, h) array
        Unit cost of entering each hub.
    e : (b, h, n) array
        Unit cost from each candidate as the last hub to each destination.
    weight : (b, n, n) array
        What a unit of a pair's cost counts.
    outside : (b, n, n) array
        Unit cost of the outside option, ``inf`` where there is none; 0 for pairs that weigh nothing, so that no
        infinite cost is multiplied by 0.
    """

    a: FloatArray
    ride: FloatArray
    handling: FloatArray
    e: FloatArray
    weight: FloatArray
    outside: FloatArray


def stacked(blocks: Sequence[tuple[Block, float]]) -> Stack:
    """Put blocks into arrays of one shape.

    Parameters
    ----------
    blocks : sequence of (Block, float)
        Blocks of the same nodes and candidates, at least one, and by what the flow of each is multiplied.

    Returns
    -------
    Stack
    """
    weight = np.stack([factor * block.flow for block, factor in blocks])
    outside = np.full(weight.shape, np.inf)
    for b, (block, _) in enumerate(blocks):
        if block.outside is not None:
            outside[b] = block.outside
    outside[weight <= 0.0] = 0.0
    return Stack(
        np.stack([block.collection_handled for block, _ in blocks]),
        np.stack([block.transfer for block, _ in blocks]),
        np.stack([block.handling for block, _ in blocks]),
        np.stack([block.distribution for block, _ in blocks]),
        weight,
        outside,
    )
