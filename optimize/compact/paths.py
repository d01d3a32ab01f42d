r"""Paths that a formulation needs: those that no optimal solution uses are left out.

For a pair (i, j) with :math:`F_{ij}(k,m) = a_{ik} + t_{km} + e_{mj}`, :math:`F_{ij}(k,k) = a_{ik} + e_{kj}`, and
:math:`o_{ij}` the cost that is available to the pair in any case (its outside option; without capacities also its
cheapest path over the hubs that are forced open), the following are left out:

- every path with :math:`F_{ij}(k,m) \ge o_{ij}`, including those of infinite cost;
- "couples" (multiple allocation): the more expensive direction of :math:`\{k,m\}`, and both directions if
  :math:`F_{ij}(k,m) \ge \min(F_{ij}(k,k), F_{ij}(m,m))` (Hamacher, Labbé, Nickel, Sonneborn 2004);
- "directed" (multiple allocation with capacities): (k, m) if :math:`F_{ij}(k,m) \ge F_{ij}(k,k)`, as the path over k
  alone uses no more of any capacity;
- "all" (single and r-allocation, where nodes use different hubs): no more.

In single allocation the two directions of a pair of nodes use the same hubs, so that they can share their variables:

.. math::
    J_{ij}(k,m) = w_{ij} \min(F_{ij}(k,m), o_{ij}) + w_{ji} \min(F_{ji}(m,k), o_{ji}).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimize.problem import Block, FloatArray, IntArray
from optimize.solvers import Model


@dataclass(frozen=True, eq=False)
class Paths:
    """Paths of the pairs of a block.

    Attributes
    ----------
    which : (q,) int array
        Position of each path's pair in the list of pairs.
    first, last : (q,) int arrays
        Positions of the first and the last hub.
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
        """Select some of the paths.

        Parameters
        ----------
        kept : (q,) bool array
            The paths to keep.

        Returns
        -------
        Paths
        """
        return Paths(self.which[kept], self.first[kept], self.last[kept], self.cost[kept])


def path_cost(block: Block, i: int, to: IntArray) -> FloatArray:
    """Unit costs of all paths from one node to some nodes.

    Parameters
    ----------
    block : Block
    i : int
        Position of the origin.
    to : (m,) int array
        Positions of the destinations.

    Returns
    -------
    (h, h, m) array
        By first hub, last hub and destination.
    """
    to_last = block.collection_handled[i][:, None] + block.transfer_handled
    return np.asarray(to_last[:, :, None] + block.distribution[:, to][None, :, :])


def find_paths(
    block: Block, origin: IntArray, destination: IntArray, alive: IntArray, limit: FloatArray, rule: str
) -> Paths:
    """List the paths of pairs that a formulation needs.

    Parameters
    ----------
    block : Block
    origin, destination : (pairs,) int arrays
        Positions of the nodes, sorted by origin.
    alive : (a,) int array
        Positions of the candidates that may be open.
    limit : (pairs,) array
        Unit cost that is available in any case; paths that cost as much or more are left out.
    rule : {"couples", "directed", "all"}
        Which further paths are left out, see above.

    Returns
    -------
    Paths
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
    """List the hubs (k, m) of nodes i < j with flow in any direction, and the joint cost of both directions.

    Parameters
    ----------
    block : Block
    flow, outside : (n, n) arrays
        Flows, and unit costs of the outside options (``inf`` where there is none).
    alive : (a,) int array
        Positions of the candidates that may be open.

    Returns
    -------
    one, other : (pairs,) int arrays
        Nodes i < j.
    base : (pairs,) array
        Cost of the outside options of both directions; ``inf`` where a flow has none. Paths that cost as much are left
        out.
    paths : Paths
        With the joint cost J in place of the unit cost.
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
    """Flow times unit cost; 0 without flow, even if the unit cost is infinite."""
    with np.errstate(invalid="ignore"):
        return np.where(flow > 0, flow * unit, 0.0)


def joined(parts: list[tuple[IntArray, IntArray, IntArray, FloatArray]]) -> Paths:
    """Join parts of a list of paths.

    Parameters
    ----------
    parts : list of tuples of arrays
        ``(which, first, last, cost)`` of each part.

    Returns
    -------
    Paths
    """
    if not parts:
        nothing = np.zeros(0, dtype=np.int64)
        return Paths(nothing, nothing, nothing, np.zeros(0))
    which, first, last, cost = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Paths(which, first, last, cost)


def numbered(keys: IntArray, size: int) -> tuple[IntArray, IntArray]:
    """Number distinct keys consecutively.

    Parameters
    ----------
    keys : (m,) int array
        Keys from 0 to ``size - 1``.
    size : int
        Upper limit of the keys.

    Returns
    -------
    (distinct,) int array
        The distinct keys, ascending.
    (m,) int array
        Position of each key among them.
    """
    there = np.zeros(size, dtype=bool)
    there[keys] = True
    place = np.cumsum(there) - 1
    return np.flatnonzero(there), place[keys]


def describe_paths(
    model: Model, columns: IntArray, where: tuple[int, int], pair: tuple[IntArray, IntArray], paths: Paths
) -> None:
    """Say that columns are the shares of flows on paths.

    Parameters
    ----------
    model : Model
    columns : (q,) int array
    where : pair of int
        Positions of the scenario and of the block in it.
    pair : pair of (pairs,) int arrays
        Origins and destinations.
    paths : Paths
        Of these pairs.
    """
    model.describe(
        columns,
        "path",
        lambda: {
            "scenario": where[0],
            "block": where[1],
            "origin": pair[0][paths.which],
            "destination": pair[1][paths.which],
            "first_hub": paths.first,
            "last_hub": paths.last,
        },
    )
