r"""Flow-dependent economies of scale on hub links (O'Kelly and Bryan 1998).

A directed hub link (k, m) that carries :math:`y_{km} > 0` units of a block costs

.. math::
    t_{km}\, g(y_{km}), \qquad g(y) = \min_q \{\phi_q + \sigma_q y\}, \qquad g(0) = 0,

with the pieces :math:`(\phi_q, \sigma_q)` of `HubProblem.discount`: concave in the flow, so that consolidating flows
pays. Each block of each scenario travels, and earns its discount, separately. Handling is paid per unit of flow and not
discounted.
"""

from collections.abc import Sequence

import numpy as np

from optimize.problem import Block, FloatArray
from optimize.rules.routing import DIRECT, UNMET, Routing

Piece = tuple[float, float]
"""Fixed part in units of flow, and slope."""


def scale_factor(flow: FloatArray, discount: Sequence[tuple[float, float]]) -> FloatArray:
    """Discounted flow g(y) by which the unit cost of a link is multiplied.

    Parameters
    ----------
    flow : (...) array
        Flow y on each link, >= 0.
    discount : sequence of (float, float)
        Pieces (fixed part in units of flow, slope), see `HubProblem`.

    Returns
    -------
    (...) array
        g(y), 0 where there is no flow.

    Examples
    --------
    >>> import numpy as np
    >>> scale_factor(np.array([0.0, 10.0, 100.0]), [(0.0, 1.0), (20.0, 0.5)])
    array([ 0., 10., 70.])
    """
    pieces = np.asarray(discount, dtype=float)
    priced = (pieces[:, 0] + np.multiply.outer(flow, pieces[:, 1])).min(axis=-1)
    return np.where(flow > 0, priced, 0.0)


def link_flows(block: Block, routing: Routing) -> FloatArray:
    """Flow of a block on every directed hub link.

    Parameters
    ----------
    block : Block
    routing : Routing
        The paths of the block's flow.

    Returns
    -------
    (h, h) array
        Zero on the diagonal.
    """
    h = len(block.handling)
    between = (routing.first >= 0) & (routing.first != routing.last)
    carried = routing.share * block.flow[routing.origin, routing.destination]
    flows = np.zeros((h, h))
    np.add.at(flows, (routing.first[between], routing.last[between]), carried[between])
    return flows


def discounted_cost(block: Block, routing: Routing, discount: Sequence[tuple[float, float]]) -> float:
    """Cost of a block's paths when hub links earn a discount on their total flow.

    Parameters
    ----------
    block : Block
        With undiscounted transfer costs.
    routing : Routing
        The paths of the block's flow; rows without flow cost nothing.
    discount : sequence of (float, float)
        Pieces (fixed part in units of flow, slope), see `HubProblem`.

    Returns
    -------
    float
        Not multiplied by the block's weight; ``inf`` if flow takes a path that does not exist.
    """
    carried = routing.share * block.flow[routing.origin, routing.destination]
    counted = carried > 0
    i, j, amount = routing.origin[counted], routing.destination[counted], carried[counted]
    k, m = routing.first[counted], routing.last[counted]
    total = 0.0
    for mark, price in ((DIRECT, block.direct), (UNMET, block.unmet_penalty)):
        where = k == mark
        if where.any():
            total += np.inf if price is None else float(amount[where] @ price[i[where], j[where]])
    hub = k >= 0
    i, j, k, m, amount = i[hub], j[hub], k[hub], m[hub], amount[hub]
    ends = block.collection[i, k] + block.handling[k] + np.where(k == m, 0.0, block.handling[m])
    total += float(amount @ (ends + block.distribution[m, j]))
    on_links = link_flows(block, routing)
    used = on_links > 0
    transfer = block.transfer[used]
    if np.isinf(transfer).any():
        return np.inf
    return total + float(transfer @ scale_factor(on_links[used], discount))


def useful_pieces(discount: tuple[Piece, ...], most: float) -> list[Piece]:
    """Select the pieces that are the minimum somewhere in (0, most).

    Parameters
    ----------
    discount : tuple of (float, float)
        Pieces (fixed part in units of flow, slope).
    most : float
        The largest flow.

    Returns
    -------
    list of (float, float)
        In order of decreasing slope.

    Examples
    --------
    >>> useful_pieces(((0.0, 1.0), (5.0, 0.5), (9.0, 0.6), (50.0, 0.1)), 100.0)
    [(0.0, 1.0), (5.0, 0.5)]
    """
    kept: list[Piece] = []
    at = 0.0
    current = min(discount)
    while True:
        kept.append(current)
        fixed, slope = current
        # the flows at which flatter pieces become cheaper than the current one: the first to do so is next
        crossings = [((f - fixed) / (slope - s), s, (f, s)) for f, s in discount if s < slope]
        if not crossings:
            return kept
        at, _, current = min(crossings)
        if at >= most:
            return kept
