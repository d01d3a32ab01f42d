"""What legs by scheduled service cost, and the best of them from door to door: compiled kernels."""

from __future__ import annotations

import numpy as np

from geodata.arrays import FloatArray, IntArray
from geodata.costs.lines import Calls
from geodata.network import Elimination, contract, sweep
from optimize.kernels import kernel


@kernel
def part_weights(
    calls: Calls, part: int, lift: FloatArray, tariff: FloatArray, factor: float, smallest: float
) -> FloatArray:
    """Return what the arcs of a part cost by services whose tariff has a factor.

    Parameters
    ----------
    calls : Calls
    part : int
        Which.
    lift, tariff : (arcs,) arrays
        USD/t on the arcs of the graph, gathering left out, and how much of it is the tariff.
    factor : float
        On the tariff.
    smallest : float
        USD/t that an arc costs at least.

    Returns
    -------
    (part's arcs,) array
        USD/t; inf = closed.
    """
    first, last = calls.arc_start[part], calls.arc_start[part + 1]
    weight = np.empty(last - first)
    for at in range(first, last):
        arc = calls.arc[at]
        cost = lift[arc] + (factor - 1.0) * tariff[arc]
        weight[at - first] = max(cost, smallest)
    return weight


@kernel
def swept(calls: Calls, ways: Elimination, part: int, weight: FloatArray, slots: FloatArray) -> FloatArray:
    """Return distances within a part, by the elimination.

    Parameters
    ----------
    calls : Calls
    ways : Elimination
        Of all parts.
    part : int
        Which.
    weight : (part's arcs,) array
        At least 0; inf = closed.
    slots : (ways.size,) array
        Where weights are put.

    Returns
    -------
    (nodes, sources) array
        From the part's sources to its nodes by rank; nothing of use at those that are not wanted.
    """
    first, last = calls.node_start[part], calls.node_start[part + 1]
    up = len(ways.up_head)
    for at in range(ways.up_start[first], ways.up_start[last]):
        slots[at] = np.inf
    for at in range(up + ways.down_start[first], up + ways.down_start[last]):
        slots[at] = np.inf
    start = calls.arc_start[part]
    for arc in range(len(weight)):
        at = ways.slot[start + arc]
        slots[at] = min(slots[at], weight[arc])
    contract(ways, slots, first, last)
    sources = calls.source[calls.source_start[part] : calls.source_start[part + 1]]
    rows = np.empty((last - first, len(sources)))
    sweep(ways, slots, sources, calls.wanted, first, rows)
    return rows


@kernel
def ride(
    calls: Calls,
    service: int,
    lift: FloatArray,
    rows: FloatArray,
    fees: FloatArray,
    cost: FloatArray,
) -> None:
    """Fill in what the legs of a service cost.

    Parameters
    ----------
    calls : Calls
    service : int
        Which.
    lift : (arcs,) array
        USD/t on the arcs of the graph, gathering left out.
    rows : (nodes, sources) array
        Distances within the service's part.
    fees : (3,) array
        USD/t: for the wait, at each stop on the way, and for the whole way.
    cost : (legs,) array
        USD/t; inf stays where there is no way.
    """
    first_call, leg = calls.call_start[service], calls.leg_start[service]
    count = calls.call_start[service + 1] - first_call
    lowest = calls.node_start[calls.part[service]]
    widest = 0
    for at in range(first_call, first_call + count):
        berth = calls.berth[at]
        widest = max(widest, calls.unload_start[berth + 1] - calls.unload_start[berth])
    here, before = np.empty(widest), np.empty(widest)
    for start in range(count - 1):
        km = 0.0
        for end in range(start + 1, count):
            came, berth = calls.berth[first_call + end - 1], calls.berth[first_call + end]
            first, last = calls.unload_start[berth], calls.unload_start[berth + 1]
            arrived = np.inf
            for layer in range(first, last):
                row = calls.unload_node[layer] - lowest
                best = np.inf
                if end == start + 1:
                    for load in range(calls.load_start[came], calls.load_start[came + 1]):
                        best = min(best, lift[calls.load_arc[load]] + rows[row, calls.load_column[load]])
                else:
                    stop = calls.unload_start[came]
                    for layer_before in range(stop, calls.unload_start[came + 1]):
                        best = min(best, before[layer_before - stop] + rows[row, calls.unload_column[layer_before]])
                    best += fees[1]
                here[layer - first] = best
                arrived = min(arrived, best + lift[calls.unload_arc[layer]])
            here, before = before, here
            km += calls.hop_km[first_call + end - 1]
            if arrived < np.inf:
                if fees[2] > 0.0:
                    arrived += fees[2] * km / calls.whole_km[service]
                cost[leg] = arrived + fees[0]
            leg += 1


@kernel
def ride_all(
    calls: Calls,
    ways: Elimination,
    services: IntArray,
    lift: FloatArray,
    tariff: FloatArray,
    factor: FloatArray,
    fees: FloatArray,
    smallest: float,
) -> FloatArray:
    """Return what the legs of services cost.

    Parameters
    ----------
    calls : Calls
    ways : Elimination
    services : (m,) array
        Which; those of one part and factor one after another.
    lift, tariff : (arcs,) arrays
        As in `part_weights`.
    factor : (m,) array
        On each service's tariff.
    fees : (m, 3) array
        As in `ride`.
    smallest : float
        USD/t that an arc costs at least.

    Returns
    -------
    (legs,) array
        USD/t; inf where there is no way, and on legs of other services.
    """
    cost = np.full(calls.leg_start[-1], np.inf)
    slots = np.full(len(ways.up_head) + len(ways.down_tail) + 1, np.inf)
    rows = np.empty((0, 0))
    for at in range(len(services)):
        part = calls.part[services[at]]
        if at == 0 or part != calls.part[services[at - 1]] or factor[at] != factor[at - 1]:
            rows = swept(calls, ways, part, part_weights(calls, part, lift, tariff, factor[at], smallest), slots)
        ride(calls, services[at], lift, rows, fees[at], cost)
    return cost


@kernel
def collect(
    calls: Calls,
    services: IntArray,
    position: IntArray,
    cost: FloatArray,
    least: FloatArray,
    by: IntArray,
    each: IntArray,
) -> int:
    """Find the least cost between two stops, and list the legs that there are.

    Parameters
    ----------
    calls : Calls
    services : (m,) array
        Those that run, ascending.
    position : (places,) array
        Of each place of ``calls`` among the stops of these services.
    cost : (legs,) array
        USD/t; inf = no way.
    least, by : (p, p) arrays
        Lowered from inf, with the service that has it: of equal ones the earlier.
    each : (4, >= legs) array
        Filled with service, first and last stop, and number of each leg with a way.

    Returns
    -------
    int
        How many these are.
    """
    found = 0
    for service in services:
        leg = calls.leg_start[service]
        for start in range(calls.call_start[service], calls.call_start[service + 1]):
            for end in range(start + 1, calls.call_start[service + 1]):
                if cost[leg] < np.inf:
                    a, b = position[calls.stop[start]], position[calls.stop[end]]
                    each[0, found], each[1, found], each[2, found], each[3, found] = service, a, b, leg
                    found += 1
                    if cost[leg] < least[a, b]:
                        least[a, b], by[a, b] = cost[leg], service
                leg += 1
    return found


@kernel
def board(
    stops: IntArray, legs: FloatArray, by: IntArray, to_stop: FloatArray, from_stop: FloatArray
) -> tuple[FloatArray, IntArray, IntArray, IntArray]:
    """Return the cheapest way from door to door over two stops.

    Parameters
    ----------
    stops : (p,) array
        Row numbers of the stops.
    legs, by : (p, p) arrays
        USD/t between them, and the service that takes it.
    to_stop : (n, p) array
        USD/t from each place to each stop.
    from_stop : (p, n) array
        USD/t from each stop to each place.

    Returns
    -------
    tuple of (n, n) arrays
        USD/t, inf where there is no way; service, and row numbers of the stops where it is boarded and left, of equal
        ones the earliest, -1 where there is no way.
    """
    count, n = from_stop.shape
    cost, service = np.empty((n, n)), np.empty((n, n), np.int64)
    first, last = np.empty((n, n), np.int64), np.empty((n, n), np.int64)
    arrived, boarded = np.empty(count), np.empty(count, np.int64)
    total, left = np.empty(n), np.empty(n, np.int64)
    for origin in range(n):
        arrived[:] = np.inf
        for stop in range(count):
            ahead = to_stop[origin, stop]
            if ahead < np.inf:
                for end in range(count):
                    way = ahead + legs[stop, end]
                    better = way < arrived[end]
                    arrived[end] = way if better else arrived[end]
                    boarded[end] = stop if better else boarded[end]
        total[:] = np.inf
        left[:] = -1
        for end in range(count):
            ahead = arrived[end]
            if ahead < np.inf:
                for to in range(n):
                    way = ahead + from_stop[end, to]
                    better = way < total[to]
                    total[to] = way if better else total[to]
                    left[to] = end if better else left[to]
        for to in range(n):
            cost[origin, to] = total[to]
            end = left[to]
            found = end >= 0
            start = boarded[end] if found else 0
            service[origin, to] = by[start, end] if found else -1
            first[origin, to] = stops[start] if found else -1
            last[origin, to] = stops[end] if found else -1
    return cost, service, first, last
