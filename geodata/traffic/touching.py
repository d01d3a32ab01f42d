"""Which paths use at least one link of some sets, as of a corridor: so that each tonne is counted there once."""

from __future__ import annotations

import numpy as np

from geodata.arrays import BoolArray, FloatArray, IntArray
from geodata.costs import Scheduled
from geodata.traffic.rides import Rides
from geodata.traffic.sent import Paths
from geodata.traffic.ways import ClassWays
from optimize.rules import DIRECT


def touching(ways: ClassWays, paths: Paths, sets: FloatArray) -> BoolArray:
    """Tell which paths use a link of some sets.

    Parameters
    ----------
    ways : ClassWays
        Of the class.
    paths : Paths
        Of the class.
    sets : (links, c) array
        1 where a directed link belongs to a set, else 0.

    Returns
    -------
    (m, c) array of bool
        By path and set; False for what is left behind.
    """
    graph = ways.state.model.graph
    on = graph.link >= 0
    values = np.zeros((len(graph.kind), sets.shape[1]))
    values[on] = sets[graph.link[on]]
    found = np.zeros((len(paths.tonnes), sets.shape[1]), dtype=np.bool_)
    i, j, k, m = paths.origin, paths.destination, paths.first, paths.last
    hubs = np.flatnonzero(k >= 0)
    everywhere, places = np.arange(len(ways.nodes)), ways.hub_places
    to_hub = ways.single.along(everywhere, places, values) > 0
    from_hub = ways.single.along(ways.hubs, ways.nodes, values) > 0
    found[hubs] = to_hub[i[hubs], k[hubs]] | from_hub[m[hubs], j[hubs]]
    two = hubs[k[hubs] != m[hubs]]
    if len(two):
        on_links = ways.between.along(np.arange(len(places)), places, values) > 0
        found[two] |= np.where(ways.by_ride[k[two], m[two], None], False, on_links[k[two], m[two]])
        two = two[ways.by_ride[k[two], m[two]]]
        found[two] |= _riding(ways.trunk_rides, places[k[two]], places[m[two]], values)
    alone = k == DIRECT
    boards = alone & paths.full & ways.boards[i, j]
    own = np.flatnonzero(alone & ~boards)
    found[own] = (ways.own.along(everywhere, ways.nodes, values) > 0)[i[own], j[own]]
    full = np.flatnonzero(boards)
    if ways.legs.scheduled is not None and len(full):
        found[full] = _full_loads(ways, ways.legs.scheduled, i[full], j[full], values)
    return found


def _riding(rides: Rides, first: IntArray, last: IntArray, values: FloatArray) -> BoolArray:
    which = rides.between(first, last)
    unique = list(dict.fromkeys(which))
    touched = np.asarray(rides.arcs(unique) @ values) > 0
    number = {ride: at for at, ride in enumerate(unique)}
    found: BoolArray = touched[np.array([number[ride] for ride in which], dtype=np.int64)]
    return found


def _full_loads(ways: ClassWays, scheduled: Scheduled, i: IntArray, j: IntArray, values: FloatArray) -> BoolArray:
    stops, first, last = ways.rides.legs.stops, scheduled.first[i, j], scheduled.last[i, j]
    to_stop = ways.single.along(np.arange(len(ways.nodes)), stops, values) > 0
    from_stop = ways.single.along(ways.stop_roots, ways.nodes, values) > 0
    found: BoolArray = to_stop[i, np.searchsorted(stops, first)] | from_stop[np.searchsorted(stops, last), j]
    return found | _riding(ways.rides, first, last, values)
