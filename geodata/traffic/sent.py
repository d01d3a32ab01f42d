"""What designs send over each leg: the paths of a hub problem's flows, added up by class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geodata.arrays import BoolArray, FloatArray, IntArray
from geodata.region import State
from optimize import HubProblem
from optimize.brief import Brief
from optimize.rules import DIRECT, UNMET
from optimize.table import Routes


@dataclass(frozen=True, eq=False)
class Paths(Brief):
    """Paths of one class under one design: each row sends tonnes of a pair its way.

    Attributes
    ----------
    origin, destination : (m,) arrays
        Positions of the nodes.
    first, last : (m,) arrays
        Positions of the hubs among the candidates; or `optimize.rules.DIRECT` or ``UNMET`` in both.
    tonnes : (m,) array
        Tonnes a year.
    full : (m,) array of bool
        Full loads that may board a scheduled service without a hub.
    """

    origin: IntArray
    destination: IntArray
    first: IntArray
    last: IntArray
    tonnes: FloatArray
    full: BoolArray


@dataclass(frozen=True, eq=False)
class Sent(Brief):
    """Tonnes a year of one class under ``d`` designs, between ``n`` nodes and ``h`` candidate hubs.

    Attributes
    ----------
    collection : (n, h, d) array
        From origins to their first hubs.
    transfer : (h, h, d) array
        Between hubs.
    distribution : (h, n, d) array
        From last hubs to destinations.
    direct, full : (n, n, d) arrays
        Without a hub: what has no choice but the class's own service, and full loads, which take a scheduled service
        where that is cheaper.
    unmet : (n, n, d) array
        Left behind.
    through : (h, d) array
        Through each hub, each tonne once.
    held : (h, d) array
        Those of them that come from and go to other customs areas than the hub's.
    """

    collection: FloatArray
    transfer: FloatArray
    distribution: FloatArray
    direct: FloatArray
    full: FloatArray
    unmet: FloatArray
    through: FloatArray
    held: FloatArray


def is_on_network(problem: HubProblem) -> bool:
    """Tell whether a problem was made of a region's network, so that its legs have ways.

    Parameters
    ----------
    problem : HubProblem

    Returns
    -------
    bool
    """
    return "full_load_blocks" in problem.metadata


def class_paths(problem: HubProblem, routes: Routes) -> dict[str, Paths]:
    """Divide the paths of all flows by class.

    Parameters
    ----------
    problem : HubProblem
        Of a region, as `geodata.Region.problem` makes it.
    routes : Routes
        Of all its flows under one design, see `optimize.table.Router`.

    Returns
    -------
    dict of str to Paths
        By class; pairs without flow are left out.
    """
    of_block: Mapping[str, str] = problem.metadata["class_of_block"]
    classes = list(dict.fromkeys(of_block[block.name] for block in problem.blocks))
    number = np.array([classes.index(of_block[block.name]) for block in problem.blocks], dtype=np.int64)
    full = np.array([block.name in problem.metadata["full_load_blocks"] for block in problem.blocks], dtype=np.bool_)
    weight = np.array([block.weight for block in problem.blocks])
    tonnes, cls = weight[routes.block] * routes.flow, number[routes.block]
    found = {}
    for at, name in enumerate(classes):
        own = np.flatnonzero((cls == at) & (tonnes > 0))
        first, last = routes.first[own], routes.last[own]
        here = full[routes.block[own]]
        found[name] = Paths(routes.origin[own], routes.destination[own], first, last, tonnes[own], here)
    return found


def sent(state: State, problem: HubProblem, designs: Sequence[Paths]) -> Sent:
    """Add up what designs send over each leg.

    Parameters
    ----------
    state : State
        The region and scenario.
    problem : HubProblem
        Made of it.
    designs : sequence of Paths
        Of one class.

    Returns
    -------
    Sent
    """
    n, h = problem.n, problem.h
    area = np.unique([state.customs_area(str(place)) for place in problem.labels], return_inverse=True)[1]
    own = area[hub_positions(problem)]
    each = [_sent(paths, n, h, area, own) for paths in designs]
    return Sent(*(np.stack(arrays, axis=-1) for arrays in zip(*each, strict=True)))


def hub_positions(problem: HubProblem) -> IntArray:
    """Return where the candidates are among the nodes.

    Parameters
    ----------
    problem : HubProblem

    Returns
    -------
    (h,) array
    """
    number = {label: at for at, label in enumerate(problem.labels)}
    return np.array([number[hub] for hub in problem.candidates], dtype=np.int64)


def _sent(paths: Paths, n: int, h: int, area: IntArray, own: IntArray) -> tuple[FloatArray, ...]:
    """Fields of `Sent` for one design, without its axis."""
    i, j, k, m, tonnes = paths.origin, paths.destination, paths.first, paths.last, paths.tonnes

    def added(on: BoolArray, row: IntArray, column: IntArray, shape: tuple[int, int]) -> FloatArray:
        flat = row[on] * shape[1] + column[on]
        return np.bincount(flat, weights=tonnes[on], minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)

    hubs = k >= 0
    two = hubs & (k != m)
    direct = k == DIRECT
    collection, distribution = added(hubs, i, k, (n, h)), added(hubs, m, j, (h, n))
    transfer = added(two, k, m, (h, h))

    through, held = np.zeros(h), np.zeros(h)
    for on, hub in ((hubs, k), (two, m)):
        away = (own[hub[on]] != area[i[on]]) & (own[hub[on]] != area[j[on]])
        through += np.bincount(hub[on], weights=tonnes[on], minlength=h)
        held += np.bincount(hub[on][away], weights=tonnes[on][away], minlength=h)
    return (
        collection,
        transfer,
        distribution,
        added(direct & ~paths.full, i, j, (n, n)),
        added(direct & paths.full, i, j, (n, n)),
        added(k == UNMET, i, j, (n, n)),
        through,
        held,
    )
