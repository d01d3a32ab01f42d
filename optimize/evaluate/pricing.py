r"""What the paths of a block cost, leg by leg from the definitions, and which paths are the cheapest.

A unit from i to j over the first hub k and the last hub m pays :math:`a_{ik} + h_k + d_{km} + e_{mj}` with
:math:`d_{km}` of `optimize.evaluate.links`. Where the hub links of a problem earn a flow-dependent discount, a directed
link with the flow :math:`y_{km}` costs :math:`t_{km} \min_q (\phi_q + \sigma_q y_{km})` as a whole, and handling is
paid beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from optimize.brief import Brief
from optimize.evaluate.links import Links
from optimize.pickles import Slim
from optimize.problem import Block, FloatArray
from optimize.rules import DIRECT, UNMET, Routing


@dataclass(frozen=True, eq=False)
class PricedBlock(Slim, Brief):
    """A block's flows on their paths, and what these cost; nothing here is weighted.

    Attributes
    ----------
    block : Block
    routing : Routing
        The paths; arrays over its rows are (m,) below.
    links : Links
        Ways between hubs.
    discount : sequence of (float, float) or None
        Pieces of the flow-dependent discount, see `HubProblem`.
    """

    block: Block
    routing: Routing
    links: Links
    discount: Sequence[tuple[float, float]] | None = None

    @cached_property
    def carried(self) -> FloatArray:
        """(m,) flow on each path."""
        flow: FloatArray = self.block.flow[self.routing.origin, self.routing.destination] * self.routing.share
        return flow

    @cached_property
    def over_hubs(self) -> npt.NDArray[np.bool_]:
        """(m,) which paths use hubs."""
        return self.routing.first >= 0

    @cached_property
    def unit_cost(self) -> FloatArray:
        """(m,) cost of a unit on each path before discounts; ``inf`` where there is no way."""
        return self._unit_cost(self.links.cost)

    @cached_property
    def mean_unit_cost(self) -> FloatArray:
        """(m,) cost of a unit on each path, where the units on a link share its discount evenly."""
        if self.discount is None:
            return self.unit_cost
        flow, handling = self.flow_on_links, self.block.handling[None, :]
        of_link = self.block.transfer + handling
        used = flow > 0
        of_link[used] = (self.cost_of_links / np.where(used, flow, 1.0) + handling)[used]
        of_link[np.diag_indices_from(of_link)] = 0.0
        return self._unit_cost(self.links.along(of_link))

    @cached_property
    def flow_on_links(self) -> FloatArray:
        """(h, h) flow on each directed hub link; 0 on the diagonal."""
        h = len(self.block.handling)
        place = self.routing.first[self.over_hubs] * h + self.routing.last[self.over_hubs]
        between = (
            np.bincount(place, weights=self.carried[self.over_hubs], minlength=h * h).astype(np.float64).reshape(h, h)
        )
        between[np.diag_indices_from(between)] = 0.0
        return self.links.flow_on_links(between)

    @cached_property
    def cost_of_links(self) -> FloatArray:
        """(h, h) cost of all transfer on each directed hub link, discount included; 0 where nothing rides."""
        flow = self.flow_on_links
        counted = flow if self.discount is None else self._discounted(flow)
        there = np.isfinite(self.block.transfer)
        cost = np.where(there, 0.0, np.inf)
        np.multiply(self.block.transfer, counted, out=cost, where=there)
        return np.where(flow > 0, cost, 0.0)

    @cached_property
    def collected(self) -> FloatArray:
        """(h,) flow that each hub takes in from origins."""
        h = len(self.block.handling)
        return np.bincount(self.routing.first[self.over_hubs], self.carried[self.over_hubs], h).astype(np.float64)

    @property
    def taken_in(self) -> FloatArray:
        """(h,) flow that each hub takes in from origins and from other hubs."""
        return self.collected + self.flow_on_links.sum(axis=0)

    @property
    def handling_cost(self) -> float:
        """Cost of handling, at every hub that a path enters."""
        handled = self.taken_in
        return float(handled[handled > 0] @ self.block.handling[handled > 0])

    @property
    def cost(self) -> float:
        """Cost of all flow, discount included; ``inf`` where some flow has no way."""
        sent = self.carried > 0  # what does not move costs nothing, even if there is no way
        if self.discount is None or np.isinf(self.unit_cost[sent]).any():
            return float(self.carried[sent] @ self.unit_cost[sent])
        ends = self._unit_cost(np.zeros_like(self.links.cost))[sent]
        entering = self.flow_on_links.sum(axis=0) @ self.block.handling
        return float(self.carried[sent] @ ends) + float(self.cost_of_links.sum()) + float(entering)

    def _discounted(self, flow: FloatArray) -> FloatArray:
        """The flow that a link's flow counts as: the least of the pieces."""
        counted = np.full_like(flow, np.inf)
        for fixed, slope in self.discount or ():
            counted = np.minimum(counted, fixed + slope * flow)
        return counted

    def _unit_cost(self, between: FloatArray) -> FloatArray:
        """(m,) cost of a unit on each path, for given costs from hub to hub."""
        block, routing, hub = self.block, self.routing, self.over_hubs
        i, j, k, m = (x[hub] for x in (routing.origin, routing.destination, routing.first, routing.last))
        unit = np.full(len(routing.origin), np.inf)
        unit[hub] = block.collection[i, k] + block.handling[k] + between[k, m] + block.distribution[m, j]
        for mark, price in ((DIRECT, block.direct), (UNMET, block.unmet_penalty)):
            chosen = routing.first == mark
            if price is not None:
                unit[chosen] = price[routing.origin[chosen], routing.destination[chosen]]
        return unit


def weighted_cost(priced: PricedBlock) -> float:
    """Cost of a block in the objective; one of no weight does not count, even if it cannot be served.

    Parameters
    ----------
    priced : PricedBlock

    Returns
    -------
    float
    """
    return priced.block.weight * priced.cost if priced.block.weight > 0 else 0.0


def cheapest_routing(
    block: Block, hubs: Sequence[int], links: Links, assigned: npt.NDArray[np.bool_] | None = None
) -> Routing:
    """Send every pair, with flow or without, its cheapest way: over one or two hubs, direct, or not at all.

    The rest of the way from each first hub is settled before the first hub is: with p hubs and n nodes that takes
    :math:`n p^2 + n^2 p` steps and no array larger than (n, n). Of ways that cost the same, service outside the hubs
    comes before paths over them, leaving demand unmet before direct service, and earlier hubs before later ones.

    Parameters
    ----------
    block : Block
    hubs : sequence of int
        Open candidates.
    links : Links
    assigned : (n, h) bool array, optional
        Hubs that each node may use.

    Returns
    -------
    Routing
        One path a pair, of share 1; marked `UNMET` where there is no way at all.
    """
    n, opened = block.n, np.asarray(hubs, dtype=np.int64)
    barred = np.zeros((n, len(opened)), dtype=bool) if assigned is None else ~assigned[:, opened]
    leaving = np.where(barred, np.inf, block.collection[:, opened] + block.handling[opened])
    arriving = np.where(barred.T, np.inf, block.distribution[opened])
    rest = np.full((len(opened), n), np.inf)
    last_of = np.zeros((len(opened), n), dtype=np.int64)
    for place, onward in enumerate(links.cost[np.ix_(opened, opened)].T):
        way = onward[:, None] + arriving[place]
        shorter = way < rest
        rest[shorter] = way[shorter]
        last_of[shorter] = opened[place]
    cost = np.full((n, n), np.inf) if block.unmet_penalty is None else block.unmet_penalty.copy()
    first = np.full((n, n), UNMET, dtype=np.int64)
    if block.direct is not None:
        first[block.direct < cost] = DIRECT
        cost = np.minimum(cost, block.direct)
    last = first.copy()
    for place, hub in enumerate(opened):
        way = leaving[:, place, None] + rest[place]
        shorter = way < cost
        np.copyto(cost, way, where=shorter)
        np.copyto(first, hub, where=shorter)
        np.copyto(last, last_of[place], where=shorter)
    origin, destination = (x.ravel() for x in np.indices((n, n)))
    return Routing(origin, destination, first.ravel(), last.ravel(), np.ones(n * n))
