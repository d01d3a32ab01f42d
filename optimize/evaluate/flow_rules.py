"""The rules that flow has to keep: all of it is carried, over hubs and links that are there, within the capacities.

Tolerances are the evaluator's own. All are relative, so that a design breaks a rule in every unit of flow and cost, or
in none.
"""

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from optimize.evaluate.design import PlacedBlock, PricedDesign
from optimize.evaluate.pricing import PricedBlock
from optimize.problem import FloatArray
from optimize.run import Request

Rule = Callable[[PricedDesign], Iterator[str]]

SHARE_TOLERANCE = 1e-6
"""Part of a pair's flow that may be lost or gained: a solver keeps "shares sum to 1" to about 1e-7."""
SHARE_ROUNDING = 1e-9
"""Part of a pair's flow below which a share is nothing: rounding of a division, no decision."""
CAPACITY_TOLERANCE = 1e-6
"""Part of its capacity by which a hub may be overrun: a solver keeps a row of capacity, scaled to 1, to about 1e-7."""
FLOW_ROUNDING = 1e-9
"""Part of a scenario's flow that a hub may take in beyond that: what shares of `SHARE_ROUNDING` may add up to."""
COVER_TOLERANCE = 1e-9
"""Part of the threshold by which a covered pair may cost more: the legs that it is the sum of were rounded."""


def within_threshold(priced: PricedBlock, request: Request) -> npt.NDArray[np.bool_]:
    """Find the paths that cost no more than the threshold.

    Parameters
    ----------
    priced : PricedBlock
    request : Request
        With a threshold.

    Returns
    -------
    (m,) bool array
    """
    limit = float(request.objective.threshold or 0.0)
    return np.asarray(priced.unit_cost <= limit * (1.0 + COVER_TOLERANCE))


def _shares_are_not_negative(case: PricedDesign) -> Iterator[str]:
    """No path takes less than nothing of a flow."""
    for place in case.each_block():
        share = place.priced.routing.share
        rows = np.flatnonzero(share < -SHARE_ROUNDING)
        if len(rows):
            what = f"takes a negative share of its flow, {share[rows[0]]:.6g}"
            yield _about_paths(case, place, rows, what)


def _shares_sum_to_one(case: PricedDesign) -> Iterator[str]:
    """The paths of every pair with flow carry all of it."""
    for place in case.each_block():
        routing, flow = place.priced.routing, place.flow
        pair = routing.origin * flow.shape[1] + routing.destination
        carried = np.bincount(pair, weights=routing.share, minlength=flow.size).reshape(flow.shape)
        lost = np.argwhere((flow > 0) & (np.abs(carried - 1.0) > SHARE_TOLERANCE))
        if len(lost):
            i, j = lost[0]
            more = _more(len(lost), "flow")
            yield (
                f"{place.where}: the shares of the flow from {case.node(i)} to {case.node(j)} sum to "
                f"{carried[i, j]:.9g}, not to 1{more}"
            )


def _flow_passes_open_hubs(case: PricedDesign) -> Iterator[str]:
    """Flow passes open hubs only."""
    for place in case.each_block():
        routing = place.priced.routing
        for hubs in (routing.first, routing.last):
            rows = _rows_over_hubs(place)
            rows = rows[~case.open_hubs[hubs[rows]]]
            if len(rows):
                yield _about_paths(case, place, rows, f"passes hub {case.hub(hubs[rows[0]])}, which is not open")


def _flow_passes_assigned_hubs(case: PricedDesign) -> Iterator[str]:
    """Flow enters at a hub that its origin is assigned to, and leaves at one of its destination."""
    for place in case.each_block():
        if place.assigned is None:
            continue
        routing = place.priced.routing
        for nodes, hubs in ((routing.origin, routing.first), (routing.destination, routing.last)):
            rows = _rows_over_hubs(place)
            rows = rows[(place.priced.carried[rows] > 0) & ~place.assigned[nodes[rows], hubs[rows]]]
            if len(rows):
                node, hub = case.node(nodes[rows[0]]), case.hub(hubs[rows[0]])
                yield _about_paths(case, place, rows, f"uses hub {hub}, which {node} is not assigned to")


def _transfer_has_a_way(case: PricedDesign) -> Iterator[str]:
    """Flow moves only between hubs that the links set up connect."""
    if case.design.links is None:
        return
    for place in case.each_block():
        k, m = place.priced.routing.first, place.priced.routing.last
        rows = _rows_over_hubs(place)
        rows = rows[(place.priced.carried[rows] > 0) & np.isinf(place.priced.links.cost[k[rows], m[rows]])]
        if len(rows):
            ends = f"{case.hub(k[rows[0]])} to hub {case.hub(m[rows[0]])}"
            yield _about_paths(case, place, rows, f"moves from hub {ends}, which no hub links connect")


def _capacities(case: PricedDesign) -> Iterator[str]:
    """No hub takes in more than its capacity."""
    for scenario, blocks in zip(case.problem.scenarios, case.blocks, strict=True):
        if scenario.capacity is None:
            continue
        load = _load(case, blocks)
        total = sum(priced.block.capacity_use * float(priced.block.flow.sum()) for priced in blocks)
        for k in np.flatnonzero(load > scenario.capacity * (1.0 + CAPACITY_TOLERANCE) + FLOW_ROUNDING * total).tolist():
            limit = scenario.capacity[k]
            excess = f"{100 * (load[k] / limit - 1.0):.3g}% over" if limit > 0 else "over"
            yield (
                f"hub {case.hub(k)} takes in {load[k]:.6g} in scenario {scenario.name!r}, {excess} its capacity "
                f"{limit:.6g}"
            )


def _all_flow_is_covered(case: PricedDesign) -> Iterator[str]:
    """Set covering: every flow has a way within the threshold."""
    if case.request.objective.name != "set_covering":
        return
    for place in case.each_block():
        rows = np.flatnonzero((place.priced.carried > 0) & ~within_threshold(place.priced, case.request))
        if len(rows):
            unit, limit = place.priced.unit_cost[rows[0]], case.request.objective.threshold
            yield _about_paths(case, place, rows, f"is not covered: it costs {unit:.9g}, the threshold is {limit:.9g}")


FLOW_RULES: tuple[Rule, ...] = (
    _shares_are_not_negative,
    _shares_sum_to_one,
    _flow_passes_open_hubs,
    _flow_passes_assigned_hubs,
    _transfer_has_a_way,
    _capacities,
    _all_flow_is_covered,
)
"""The rules of the flow, in the order in which their faults are told."""


def _rows_over_hubs(place: PlacedBlock) -> npt.NDArray[np.int64]:
    """Paths over hubs that carry some of their pair's flow."""
    return np.flatnonzero(place.priced.over_hubs & (place.priced.routing.share > SHARE_ROUNDING))


def _load(case: PricedDesign, blocks: tuple[PricedBlock, ...]) -> FloatArray:
    """(h,) what the flow takes of each hub's capacity."""
    throughput = case.problem.capacity_on == "throughput"
    used = [priced.block.capacity_use * (priced.taken_in if throughput else priced.collected) for priced in blocks]
    return np.sum(used, axis=0)


def _about_paths(case: PricedDesign, place: PlacedBlock, rows: npt.NDArray[np.int64], what: str) -> str:
    """Say what is wrong with the first of some paths, and how many more there are."""
    routing = place.priced.routing
    ends = f"{case.node(routing.origin[rows[0]])} to {case.node(routing.destination[rows[0]])}"
    return f"{place.where}: the path from {ends} {what}{_more(len(rows), 'path')}"


def _more(count: int, what: str) -> str:
    others = count - 1
    return f" (and {others} more {what}{'' if others == 1 else 's'})" if others else ""
