r"""Allocations that cannot be changed in an emergency: what the flows cost if all that still can keeps its paths.

Every pair keeps the paths of the undisturbed optimum. Where one uses a lost hub, or has become impossible, its flow
goes the cheaper way outside the hubs, directly or unserved at the penalty; what went outside before stays there as it
did, where that is still possible. A hub whose capacity its old flows overrun turns some of them away to their outside
options, those that cost least: with the flow :math:`v_r` on row r of the paths, what a unit costs more outside,
:math:`d_r`, and what it takes of the room of hub k, :math:`u_{rk}`,

.. math::
    \min \sum_r d_r y_r, \qquad \sum_r u_{rk} y_r \ge \sum_r u_{rk} v_r - \Gamma_k \quad \forall k, \qquad
    0 \le y_r \le v_r

for the hubs k that are overrun and the rows r that use one of these.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from optimize.problem import Block, BoolArray, FloatArray, HubProblem, IntArray
from optimize.rules import DIRECT, UNMET, Routing, cheapest_paths, path_costs
from optimize.solvers import Model, solve_model
from optimize.table import route_within_room

_ROUNDING = 1e-9  # relative: loads are sums of many flows


@dataclass(frozen=True, eq=False)
class _Rows:
    """Paths of one block, rows (m,), in the disturbed world: weighted costs, and the room that they take.

    Attributes
    ----------
    first, last : (m,) int arrays
        Hubs, or marks.
    flow : (m,) array
    keeping, outside : (m,) arrays
        Unit cost of keeping the path, and of the cheaper way outside the hubs.
    stays : (m,) bool array
        Whether the path is kept, where there is room.
    use : float
        What a unit takes of the capacity of a hub.
    behind : (m,) bool array
        Whether it stays behind if it goes outside the hubs, rather than directly.
    """

    first: IntArray
    last: IntArray
    flow: FloatArray
    keeping: FloatArray
    outside: FloatArray
    stays: BoolArray
    use: float
    behind: BoolArray

    @property
    def over_hubs(self) -> BoolArray:
        """(m,) which rows use hubs."""
        return self.stays & (self.first >= 0)


def usual_paths(problem: HubProblem, hubs: Sequence[int]) -> tuple[Routing, ...]:
    """Find the cheapest paths over open hubs, within their capacities.

    Parameters
    ----------
    problem : HubProblem
    hubs : sequence of int
        Positions of the open candidates, ascending.

    Returns
    -------
    tuple of Routing
        Of each block; pairs without flow have paths as well.
    """
    within = route_within_room(problem, hubs)[0] if problem.scenarios[0].is_limited else (None,) * len(problem.blocks)
    return tuple(complete(block, hubs, routing) for block, routing in zip(problem.blocks, within, strict=True))


def complete(block: Block, hubs: Sequence[int], routing: Routing | None) -> Routing:
    """Give every pair that has no path the cheapest one: its flow may come with the disturbance.

    Parameters
    ----------
    block : Block
    hubs : sequence of int
        Positions of the open candidates.
    routing : Routing or None
        None: no pair has a path yet.

    Returns
    -------
    Routing
    """
    first, last, _ = cheapest_paths(block, hubs)
    missing = np.ones(block.flow.shape, dtype=bool)
    parts = [] if routing is None else [routing]
    for part in parts:
        missing[part.origin, part.destination] = False
    i, j = np.nonzero(missing)
    parts.append(Routing(i, j, first[i, j], last[i, j], np.ones(len(i))))
    fields = ("origin", "destination", "first", "last", "share")
    return Routing(*(np.concatenate([getattr(part, name) for part in parts]) for name in fields))


@dataclass(frozen=True)
class Kept:
    """What becomes of flows whose pairs keep their paths as far as they can.

    Attributes
    ----------
    cost : float
        Without fixed costs; ``inf`` if some flow has neither its path nor a way outside.
    unmet : float
        Flow that is left unserved, or has no way; nan where hubs have no room for flow that has no other way.
    """

    cost: float
    unmet: float


def kept_cost(paths: Iterable[Routing], after: HubProblem, lost: Iterable[int]) -> float:
    """Cost of the flows of a disturbed problem whose pairs keep their paths as far as they can.

    Parameters
    ----------
    paths : iterable of Routing
    after : HubProblem
    lost : iterable of int
        See `kept_flows`.

    Returns
    -------
    float
        Without fixed costs; ``inf`` if some flow has neither its path nor a way outside.
    """
    return kept_flows(paths, after, lost).cost


def kept_flows(paths: Iterable[Routing], after: HubProblem, lost: Iterable[int]) -> Kept:
    """Find what the flows of a disturbed problem cost whose pairs keep their paths as far as they can.

    Parameters
    ----------
    paths : iterable of Routing
        Of each block before the disturbance.
    after : HubProblem
        The disturbed problem.
    lost : iterable of int
        Positions of the hubs that are lost.

    Returns
    -------
    Kept
    """
    gone = np.zeros(after.h + 1, dtype=bool)  # the last stands for no hub
    gone[list(lost)] = True
    rows = [_rows(block, routing, gone) for block, routing in zip(after.blocks, paths, strict=True)]
    total = unmet = 0.0
    for each in rows:
        unit = np.where(each.stays, each.keeping, each.outside)
        total += float(each.flow @ unit)
        unmet += float(each.flow[np.where(each.stays, each.first == UNMET, each.behind)].sum())
    if not np.isfinite(total):
        return Kept(total, unmet)
    more, left = _turned_away(rows, after)
    return Kept(total + more, unmet + left)


def _rows(block: Block, paths: Routing, gone: BoolArray) -> _Rows:
    """Price the paths of a block as they are after the disturbance; rows without flow are left out."""
    moved = block.flow[paths.origin, paths.destination] * paths.share
    some = moved > 0
    i, j, k, m = (x[some] for x in (paths.origin, paths.destination, paths.first, paths.last))
    with np.errstate(invalid="ignore"):
        keeping = path_costs(block, i, j, k, m)
        direct, unmet = (
            path_costs(block, i, j, mark, mark) for mark in (np.full(len(i), DIRECT), np.full(len(i), UNMET))
        )
    outside = np.minimum(direct, unmet)
    behind = ~(direct <= unmet) | np.isinf(direct)
    there = ~(gone[np.maximum(k, -1)] | gone[np.maximum(m, -1)])
    if block.weight > 0:
        stays = there & np.isfinite(keeping)
        keeping, outside = block.weight * keeping, block.weight * outside
    else:  # its costs do not count, even where they are infinite
        stays, keeping, outside = there, np.zeros(len(i)), np.zeros(len(i))
    return _Rows(k, m, moved[some], np.where(stays, keeping, np.inf), outside, stays, block.capacity_use, behind)


def _turned_away(rows: Sequence[_Rows], after: HubProblem) -> tuple[float, float]:
    """What it costs more that hubs turn flow away for which they have no room, and how much of it is unserved then.

    The cost is inf if some has no way.
    """
    capacity = after.scenarios[0].capacity
    if capacity is None:
        return 0.0, 0.0
    both = after.capacity_on == "throughput"
    load = np.zeros(after.h)
    for each in rows:
        load += _loads(each, after.h, both)
    full = np.flatnonzero(load > capacity * (1 + _ROUNDING))
    if not full.size:
        return 0.0, 0.0
    place = np.full(after.h, -1)
    place[full] = np.arange(len(full))
    model = Model("flow turned away")
    entries: list[tuple[IntArray, IntArray, FloatArray]] = []
    behind: list[FloatArray] = []
    for each in rows:
        at_full = np.zeros(len(each.flow), dtype=bool)
        for hub, counts in _entered(each, both):
            at_full |= counts & (place[hub] >= 0)
        may = np.flatnonzero(at_full & np.isfinite(each.outside))
        # in parts of the row's flow, so that numbers are of one size
        more = each.flow[may] * (each.outside[may] - each.keeping[may])
        columns = model.add_variables(len(may), up=1.0, cost=more)
        behind.append(np.where(each.behind[may], each.flow[may], 0.0))
        for hub, counts in _entered(each, both):
            row = place[hub[may]]
            there = (row >= 0) & counts[may]
            entries.append((row[there], columns[there], each.use * each.flow[may][there]))
    row, column, amount = (np.concatenate(parts) for parts in zip(*entries, strict=True))
    need = (load - capacity)[full]
    if (np.bincount(row, amount, len(full)) < need * (1 - _ROUNDING)).any():
        return float("inf"), float("nan")
    model.add_rows(row, column, amount / load[full][row], ">=", need * (1 - _ROUNDING) / load[full])
    found = solve_model(model)
    return found.objective, float(np.concatenate(behind) @ found.values) if found.values is not None else 0.0


def _entered(rows: _Rows, both: bool) -> list[tuple[IntArray, BoolArray]]:
    """Hubs whose room each row takes, and in which rows that counts."""
    first = (np.maximum(rows.first, 0), rows.over_hubs)
    if not both:
        return [first]
    return [first, (np.maximum(rows.last, 0), rows.over_hubs & (rows.first != rows.last))]


def _loads(rows: _Rows, h: int, both: bool) -> FloatArray:
    loads = np.zeros(h)
    for hub, counts in _entered(rows, both):
        loads += rows.use * np.bincount(hub[counts], rows.flow[counts], h)
    return loads
