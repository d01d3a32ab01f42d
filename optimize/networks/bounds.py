r"""What every set of hubs costs at least, at given prices of the capacities: a table by shortest paths and pivots.

With prices :math:`\lambda \ge 0` for the capacities :math:`b`, the Lagrangian bound of the hub set S is

.. math::

    L(S, \lambda) = f(S) + \sum_i q_i \min(p_{k(i)},\ D^S_i(\lambda)) - \sum_{l \in R(S)} \lambda_l b_l ,

where :math:`D^S_i` is the shortest path of pair i through open hubs, surcharges included, and R(S) are the capacities
that some arc can use when S is open. It is at most the cost of S, **whatever set the prices were found for**, so that
the duals of one multicommodity program are a cut for all sets: the Benders cut of the hub problem, made as strong as
the prices allow by recomputing the paths instead of keeping the reduced costs of closed arcs.

One run of Dijkstra's algorithm for each class, origin and candidate, in the network without ways *through* candidates,
gives the legs origin-destination, origin-hub, hub-hub and hub-destination. Opening hub h then is one pivot of Floyd
(1962) and Warshall (1962) on the matrix of legs, :math:`M \leftarrow \min(M, M_{\cdot h} + M_{h \cdot})`; sets that
share hubs share pivots.

References
----------
Geoffrion, A. M. (1974). Lagrangean relaxation for integer programming. Mathematical Programming Study 2, 82-114.
Floyd, R. W. (1962). Algorithm 97: shortest path. Communications of the ACM 5(6), 345.
Warshall, S. (1962). A theorem on Boolean matrices. Journal of the ACM 9(1), 11-12.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from optimize.flows import RouteSearch, surcharge_of
from optimize.networks.network import HubNetwork
from optimize.problem import FloatArray
from optimize.run import Clock

BoolArray = npt.NDArray[np.bool_]


class SetBounds:
    """Bounds of hub sets from prices.

    Parameters
    ----------
    network : HubNetwork
        The network.
    """

    def __init__(self, network: HubNetwork) -> None:
        self.network = network
        flow, count = network.flow, network.candidates
        behind = flow.nodes + np.arange(count)  # where the ways on from a hub begin: no way leads there
        hub = network.hub_of_node[flow.tail]
        cut = replace(flow, nodes=flow.nodes + count, tail=np.where(hub >= 0, behind[hub] if count else 0, flow.tail))
        self._searches = [RouteSearch(cut, cls) for cls in range(flow.classes)]
        origins, row = np.unique(flow.origin, return_inverse=True)
        ends, column = np.unique(flow.destination, return_inverse=True)
        self._starts, self._ends = np.r_[origins, behind], np.r_[ends, network.hub_node]
        self._row_of_hub = len(origins) + np.arange(count)
        self._column_of_hub = len(ends) + np.arange(count)
        self._demand = np.zeros((flow.classes, len(origins), len(ends)))
        np.add.at(self._demand, (flow.cls, row, column), flow.demand)
        self._paid = np.empty_like(self._demand)  # kept, as memory is dearer than arithmetic here
        self._penalty = flow.penalty[:, None, None]
        self._needs = _needed_hubs(network)

    def legs(self, price: FloatArray) -> FloatArray:
        """Find the cheapest ways between origins, hubs and destinations that pass no hub.

        Parameters
        ----------
        price : (resources,) array

        Returns
        -------
        (classes, origins + hubs, destinations + hubs) array
        """
        surcharge = surcharge_of(self.network.flow, price)
        return np.stack([search.distances(surcharge, self._starts)[:, self._ends] for search in self._searches])

    def opened(self, legs: FloatArray, hub: int, out: FloatArray | None = None) -> FloatArray:
        """Allow ways through one more hub.

        Parameters
        ----------
        legs : array
            Of the hubs open so far.
        hub : int
            Position of the candidate.
        out : array, optional
            Where to write them; default a new array.

        Returns
        -------
        array
            Those with the hub open, too.
        """
        into, on = legs[:, :, self._column_of_hub[hub], None], legs[:, None, self._row_of_hub[hub], :]
        through: FloatArray = np.add(into, on, out=out)
        return np.minimum(legs, through, out=through)

    def paid(self, legs: FloatArray) -> float:
        """Add up what all demand pays on its cheapest way, or as penalty.

        Parameters
        ----------
        legs : array

        Returns
        -------
        float
        """
        _, rows, columns = self._demand.shape
        np.minimum(legs[:, :rows, :columns], self._penalty, out=self._paid)
        np.multiply(self._paid, self._demand, out=self._paid)  # not a product of vectors: BLAS waits for its threads
        return float(self._paid.sum())

    def rent(self, price: FloatArray, sets: Sequence[tuple[int, ...]]) -> FloatArray:
        """Add up what the capacities that each set can use are worth.

        Parameters
        ----------
        price : (resources,) array
        sets : sequence of tuple of int

        Returns
        -------
        (sets,) array
        """
        dear = np.flatnonzero(price > 0)
        worth = price[dear] * self.network.flow.capacity[dear]
        shut = np.ones((len(sets), self.network.candidates))
        for row, hubs in enumerate(sets):
            shut[row, list(hubs)] = 0.0
        usable = shut @ self._needs[dear].T == 0
        return np.asarray(usable @ worth)

    def usable(self, hubs: Sequence[int]) -> BoolArray:
        """Tell which capacities some arc can use.

        Parameters
        ----------
        hubs : sequence of int
            The open hubs.

        Returns
        -------
        (resources,) bool array
        """
        shut = np.ones(self.network.candidates)
        shut[list(hubs)] = 0.0
        return np.asarray(self._needs @ shut == 0)

    def values(self, price: FloatArray, sets: Sequence[tuple[int, ...]], clock: Clock) -> FloatArray:
        """Bound the cost of sets.

        Parameters
        ----------
        price : (resources,) array
            Prices of the capacities, >= 0.
        sets : sequence of tuple of int
            Positions of the open hubs; those with common first hubs next to each other.
        clock : Clock
            When to stop.

        Returns
        -------
        (sets,) array
            Lower bounds, fixed costs included; ``-inf`` for sets that were not reached in time.
        """
        value = np.full(len(sets), -np.inf)
        way: list[int] = []
        levels = [self.legs(price)]  # those of no hub open, of the first hub of the set, of its first two, ...
        levels += [np.empty_like(levels[0]) for _ in range(max(map(len, sets), default=0))]
        for at, hubs in enumerate(sets):
            if clock.over:
                break
            same = 0
            while same < min(len(way), len(hubs)) and way[same] == hubs[same]:
                same += 1
            del way[same:]
            for hub in hubs[same:]:
                self.opened(levels[len(way)], hub, out=levels[len(way) + 1])
                way.append(hub)
            value[at] = self.paid(levels[len(way)]) + self.network.fixed(hubs)
        return value - self.rent(price, sets)


def _needed_hubs(network: HubNetwork) -> FloatArray:
    """(resources, candidates) 1 where no arc uses a capacity unless the candidate is open."""
    flow = network.flow
    usage = (flow.usage > 0).astype(np.float64)
    arcs = np.asarray(usage.sum(axis=1)).ravel()
    touches = np.zeros((flow.arcs, network.candidates))
    for end in (flow.tail, flow.head):
        hub = network.hub_of_node[end]
        touches[hub >= 0, hub[hub >= 0]] = 1.0
    needed: FloatArray = ((usage @ touches == arcs[:, None]) & (arcs > 0)[:, None]).astype(np.float64)
    return needed
