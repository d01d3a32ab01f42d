"""The paths that a block's flows take, and the cheapest ones over given hubs (closed form)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimize.brief import Brief
from optimize.pickles import Slim
from optimize.problem import Block, FloatArray, IntArray

DIRECT = -1
"""In place of a hub's position: the pair has direct service."""
UNMET = -2
"""In place of a hub's position: the demand of the pair is left unserved."""

_STEPS_BETWEEN_LOOKS = 50_000_000  # costs compared between two looks at a clock: some 0.1 s

Look = Callable[[], None]
"""Called between two steps of long work: it may look at a clock, and raise."""


@dataclass(frozen=True, eq=False)
class Routing(Slim, Brief):
    """Paths in one block: each row sends a share of the flow of a pair over a first and a last hub.

    Attributes
    ----------
    origin, destination : (m,) int arrays
        Positions of the nodes.
    first, last : (m,) int arrays
        Positions of the hubs among the candidates, equal for a path over one hub; or `DIRECT` or `UNMET` in both.
    share : (m,) float array
        Share of the pair's flow, in [0, 1]; the shares of a pair with flow sum to 1.
    """

    origin: IntArray
    destination: IntArray
    first: IntArray
    last: IntArray
    share: FloatArray


def path_costs(block: Block, origin: IntArray, destination: IntArray, first: IntArray, last: IntArray) -> FloatArray:
    """Unit cost of each path, from the costs of its legs.

    Parameters
    ----------
    block : Block
    origin, destination : (m,) int arrays
        Positions of the nodes.
    first, last : (m,) int arrays
        Positions of the hubs among the candidates, or `DIRECT` or `UNMET` in both.

    Returns
    -------
    (m,) array
        ``inf`` for a path that does not exist.
    """
    cost = np.empty(len(origin))
    hub = first >= 0
    i, j, k, m = origin[hub], destination[hub], first[hub], last[hub]
    second = np.where(k == m, 0.0, block.transfer[k, m] + block.handling[m])
    cost[hub] = block.collection[i, k] + block.handling[k] + second + block.distribution[m, j]
    for mark, price in ((DIRECT, block.direct), (UNMET, block.unmet_penalty)):
        where = first == mark
        cost[where] = np.inf if price is None else price[origin[where], destination[where]]
    return cost


def cheapest_costs(block: Block, hubs: Sequence[int] | IntArray, look: Look | None = None) -> FloatArray:
    """Cost of the cheapest path of every pair over any of the given hubs, or of its outside option if that is cheaper.

    Quicker than `cheapest_paths` for many hubs, by two steps, up to the last hub and on from there.

    Parameters
    ----------
    block : Block
    hubs : sequence of int
        Positions of the open candidates.
    look : callable, optional
        Called now and then, where there are so many pairs and hubs that this takes long.

    Returns
    -------
    (n, n) array
        Unit cost; ``inf`` where there is no way.
    """
    open_hubs = np.asarray(hubs, dtype=np.int64)
    often = 1 + _STEPS_BETWEEN_LOOKS // (block.n * max(block.n, len(open_hubs)) + 1)
    to_last = np.full((block.n, len(open_hubs)), np.inf)
    for place, k in enumerate(open_hubs, 1):
        np.minimum(to_last, block.collection_handled[:, [k]] + block.transfer_handled[k, open_hubs], out=to_last)
        if look is not None and place % often == 0:
            look()
    cost = np.full((block.n, block.n), np.inf) if block.outside is None else block.outside.copy()
    for place, m in enumerate(open_hubs, 1):
        np.minimum(cost, to_last[:, [place - 1]] + block.distribution[m], out=cost)
        if look is not None and place % often == 0:
            look()
    return cost


def cheapest_paths(
    block: Block,
    hubs: Sequence[int],
    assigned: npt.NDArray[np.bool_] | None = None,
    links: npt.NDArray[np.bool_] | None = None,
) -> tuple[IntArray, IntArray, FloatArray]:
    """Cheapest path of every pair over one or two of the given hubs, or its outside option if that is cheaper.

    Parameters
    ----------
    block : Block
    hubs : sequence of int
        Positions of the open candidates.
    assigned : (n, h) bool array, optional
        Hubs that each node may use, as an origin and as a destination; default: all.
    links : (h, h) bool array, optional
        Hub links that may be used; default: all.

    Returns
    -------
    first, last : (n, n) int arrays
        Positions among the candidates, or `DIRECT` or `UNMET` (also where there is no path at all).
    cost : (n, n) array
        Unit cost; ``inf`` where there is neither a path nor a penalty.
    """
    n = block.n
    cost = np.full((n, n), np.inf)
    first = np.full((n, n), UNMET, dtype=np.int64)
    last = first.copy()
    for mark, price in ((UNMET, block.unmet_penalty), (DIRECT, block.direct)):
        if price is not None:
            better = price < cost
            cost[better] = price[better]
            first[better] = last[better] = mark
    for k in hubs:
        to_hub = block.collection[:, k] + block.handling[k]
        if assigned is not None:
            to_hub = np.where(assigned[:, k], to_hub, np.inf)
        for m in hubs:
            if k != m and links is not None and not links[k, m]:
                continue
            between = 0.0 if k == m else block.transfer[k, m] + block.handling[m]
            from_hub = block.distribution[m]
            if assigned is not None:
                from_hub = np.where(assigned[:, m], from_hub, np.inf)
            over = to_hub[:, None] + (between + from_hub)[None, :]
            better = over < cost
            cost[better] = over[better]
            first[better] = k
            last[better] = m
    return first, last, cost
