"""What hub links can be on under a flow-dependent discount, and how much flow they can carry."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from optimize.kernels import prepare
from optimize.links.discount_ranges import Levels, fill_most_flows
from optimize.problem import Block, FloatArray
from optimize.rules import useful_pieces

_MOST_PATHS = (
    5e9  # pairs times links that are looked at one by one, in some seconds (a judgement); beyond, all flow may
)


def levels_of(discount: Sequence[tuple[float, float]], most: float) -> Levels:
    """List what a hub link can be on.

    Parameters
    ----------
    discount : sequence of (float, float)
        Pieces (fixed part in units of flow, slope), see `HubProblem`.
    most : float
        The largest flow.

    Returns
    -------
    Levels

    Examples
    --------
    >>> levels_of([(2.0, 0.5)], 10.0).begin.tolist()
    [0.0, 0.0, 10.0]
    """
    pieces = useful_pieces(tuple(discount), most)
    begin = [0.0]
    for (fixed, slope), (other, flatter) in pairwise(pieces):
        begin.append((other - fixed) / (slope - flatter))
    if pieces[0][0] > 0:
        pieces, begin = [(0.0, np.inf), *pieces], [0.0, *begin]
    return Levels(np.array([f for f, _ in pieces]), np.array([s for _, s in pieces]), np.array([*begin, most]))


def discounted(levels: Levels, flow: FloatArray) -> FloatArray:
    """What flows on links count as.

    Parameters
    ----------
    levels : Levels
    flow : (...) array
        Not negative.

    Returns
    -------
    (...) array
    """
    there = np.isfinite(levels.slope)
    priced = (levels.fixed[there] + np.multiply.outer(flow, levels.slope[there])).min(axis=-1)
    return np.where(flow > 0, priced, 0.0)


def slopes(levels: Levels, flow: FloatArray) -> FloatArray:
    """Slopes of the pieces that flows on links are on.

    Parameters
    ----------
    levels : Levels
    flow : (...) array
        Not negative.

    Returns
    -------
    (...) array
        That of the first level where there is no flow.
    """
    there = np.flatnonzero(np.isfinite(levels.slope))
    piece = (levels.fixed[there] + np.multiply.outer(flow, levels.slope[there])).argmin(axis=-1)
    return np.where(flow > 0, levels.slope[there][piece], levels.slope[0])


def most_flows(block: Block, levels: Levels) -> FloatArray:
    """Bound the flow on each hub link at the optimum of any hub set.

    A pair may use the link from k to m only where that costs no more, at the lowest slope that the link may have, than
    to use k or m alone, to go outside, or the link at the highest slope.

    Parameters
    ----------
    block : Block
    levels : Levels
        For all flow of the block.

    Returns
    -------
    (h, h) array
        0 on the diagonal.
    """
    if np.count_nonzero(block.flow) * block.transfer.size > _MOST_PATHS:
        everything = np.where(np.isfinite(block.transfer), float(block.flow.sum()), 0.0)
        np.fill_diagonal(everything, 0.0)
        return everything
    view = prepare(block)
    origin, destination = (each.astype(np.int64) for each in np.nonzero(block.flow))
    most = np.zeros_like(view.t)
    flow = block.flow[origin, destination]
    fill_most_flows(view, block.transfer, block.handling, origin, destination, flow, levels, most)
    return most
