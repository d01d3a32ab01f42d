r"""Paths that a formulation has to offer: what cannot be in an optimal solution is left out, not fixed to zero.

For a pair (i, j) with :math:`F_{ij}(k,m) = a_{ik} + t_{km} + e_{mj}`, :math:`F_{ij}(k,k) = a_{ik} + e_{kj}`, and
:math:`o_{ij}` what the pair can have in any case (its outside option; without capacities also its best path over the
hubs that are forced open), these go:

- every path with :math:`F_{ij}(k,m) \ge o_{ij}`, infinite ones among them;
- "couples" (multiple allocation): the dearer direction of :math:`\{k,m\}`, and both if
  :math:`F_{ij}(k,m) \ge \min(F_{ij}(k,k), F_{ij}(m,m))` (Hamacher, Labbé, Nickel, Sonneborn 2004);
- "directed" (multiple allocation with capacities): (k, m) if :math:`F_{ij}(k,m) \ge F_{ij}(k,k)`, which asks less of
  every hub's capacity;
- "all" (single and r-allocation, where the nodes' hubs differ): nothing more.

In single allocation the two directions of a pair of nodes take the same hubs, so that they can share their variables:

.. math::
    J_{ij}(k,m) = w_{ij} \min(F_{ij}(k,m), o_{ij}) + w_{ji} \min(F_{ji}(m,k), o_{ji}).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimize.problem import Block, FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Paths:
    """Paths of the pairs of a block.

    Attributes
    ----------
    which : (q,) int array
        Number of the pair.
    first, last : (q,) int arrays
        Hubs.
    cost : (q,) array
        Unit cost F.
    """

    which: IntArray
    first: IntArray
    last: IntArray
    cost: FloatArray

    def __len__(self) -> int:
        return len(self.which)

    def only(self, kept: npt.NDArray[np.bool_]) -> "Paths":
        """Those of the paths that are marked."""
        return Paths(self.which[kept], self.first[kept], self.last[kept], self.cost[kept])


def path_cost(block: Block, i: int, to: IntArray) -> FloatArray:
    """(h, h, pairs) unit costs of all paths from node i to some nodes."""
    to_last = block.collection_handled[i][:, None] + block.transfer_handled
    return np.asarray(to_last[:, :, None] + block.distribution[:, to][None, :, :])


def find_paths(
    block: Block, origin: IntArray, destination: IntArray, alive: IntArray, limit: FloatArray, rule: str
) -> Paths:
    """List the paths of pairs.

    Parameters
    ----------
    block : Block
    origin, destination : (pairs,) int arrays
        Sorted by origin.
    alive : int array
        Hubs that may be open.
    limit : (pairs,) array
        Paths that cost as much or more are left out.
    rule : {"couples", "directed", "all"}
    """
    parts: list[tuple[IntArray, IntArray, IntArray, FloatArray]] = []
    size = len(alive)
    one, other = np.triu_indices(size, 1)
    hub = np.arange(size)
    for i in np.unique(origin):
        pairs = np.flatnonzero(origin == i)
        cost = path_cost(block, int(i), destination[pairs])[np.ix_(alive, alive)]
        alone = cost[hub, hub]
        if rule == "couples":
            there, back = cost[one, other], cost[other, one]
            couple = np.minimum(there, back)
            kept = couple < np.minimum(np.minimum(alone[one], alone[other]), limit[pairs])
            row, q = np.nonzero(kept)
            forward = there[row, q] <= back[row, q]
            first, last = np.where(forward, one[row], other[row]), np.where(forward, other[row], one[row])
            parts.append((pairs[q], alive[first], alive[last], couple[row, q]))
            row, q = np.nonzero(alone < limit[pairs])
            parts.append((pairs[q], alive[row], alive[row], alone[row, q]))
            continue
        kept = cost < limit[pairs]
        if rule == "directed":
            kept &= (cost < alone[:, None, :]) | np.eye(size, dtype=bool)[:, :, None]
        k, m, q = np.nonzero(kept)
        parts.append((pairs[q], alive[k], alive[m], cost[k, m, q]))
    return joined(parts)


def find_joint_paths(
    block: Block, flow: FloatArray, outside: FloatArray, alive: IntArray
) -> tuple[IntArray, IntArray, FloatArray, Paths]:
    """List the hubs (k, m) of nodes i < j with flow either way, and what the flows both ways cost together.

    Parameters
    ----------
    block : Block
    flow, outside : (n, n) arrays
    alive : int array
        Hubs that may be open.

    Returns
    -------
    one, other : (pairs,) int arrays
        Nodes i < j.
    base : (pairs,) array
        Cost of the outside options; inf where a flow has none. Paths that cost as much are left out.
    paths : Paths
        With J in place of the unit cost.
    """
    one, other = (x.astype(np.int64) for x in np.nonzero(np.triu(flow + flow.T, 1)))
    base = _times(flow[one, other], outside[one, other]) + _times(flow[other, one], outside[other, one])
    parts: list[tuple[IntArray, IntArray, IntArray, FloatArray]] = []
    transfer = block.transfer_handled[np.ix_(alive, alive)]
    for i in np.unique(one):
        pairs = np.flatnonzero(one == i)
        to = other[pairs]
        there = path_cost(block, int(i), to)[np.ix_(alive, alive)]
        back = block.collection_handled[to][:, alive].T[None, :, :] + transfer.T[:, :, None]
        back = back + block.distribution[alive, i][:, None, None]
        both = _times(flow[i, to], np.minimum(there, outside[i, to]))
        both = both + _times(flow[to, i], np.minimum(back, outside[to, i]))
        k, m, q = np.nonzero(both < base[pairs])
        parts.append((pairs[q], alive[k], alive[m], both[k, m, q]))
    return one, other, base, joined(parts)


def _times(flow: FloatArray, unit: FloatArray) -> FloatArray:
    """Flow times unit cost, where no flow costs nothing even if there is no way."""
    with np.errstate(invalid="ignore"):
        return np.where(flow > 0, flow * unit, 0.0)


def joined(parts: list[tuple[IntArray, IntArray, IntArray, FloatArray]]) -> Paths:
    """Put lists of (which, first, last, cost) together."""
    if not parts:
        nothing = np.zeros(0, dtype=np.int64)
        return Paths(nothing, nothing, nothing, np.zeros(0))
    which, first, last, cost = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Paths(which, first, last, cost)


def numbered(keys: IntArray, size: int) -> tuple[IntArray, IntArray]:
    """Distinct keys (all below `size`), ascending, and the place of every key among them."""
    there = np.zeros(size, dtype=bool)
    there[keys] = True
    place = np.cumsum(there) - 1
    return np.flatnonzero(there), place[keys]
