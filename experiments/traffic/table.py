"""Where the freight of many designs travels in many scenarios, as compact arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from experiments.question import Study
from experiments.traffic.case import Case, both_ways, region_of
from experiments.traffic.corridors import corridor_members, corridor_tonnes
from experiments.traffic.costs import COSTS
from geodata import Region
from optimize.brief import Brief

ShortArray = npt.NDArray[np.float32]
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TrafficTable(Brief):
    """Tonnes and costs of designs in scenarios.

    Attributes
    ----------
    designs : tuple of tuples of str
        Ids of the open hubs of each design.
    scenarios, classes, links : tuples of str
        Ids.
    hubs : tuple of str
        Ids of the candidates.
    places : tuple of str
        Ids of the places that send, receive or may be hubs.
    tonnes : (designs, scenarios, classes, links, 2) float32 array
        Tonnes a year on each link, forward and backward.
    cost_usd : (designs, scenarios, classes, parts) array
        USD a year by `experiments.traffic.COSTS`.
    hub_t : (designs, scenarios, classes, hubs) float32 array
        Tonnes a year through each hub.
    unmet_t : (designs, scenarios, classes) float32 array
        Tonnes a year that are left behind.
    served_t : (designs, scenarios, places, hubs) float32 array
        Tonnes a year of all classes from each place to its first hub and from its last hub to it: the catchments.
    corridors : tuple of str
        Names.
    corridor_t : (designs, scenarios, classes, corridors) float32 array
        Tonnes a year whose way uses at least one link of each corridor, each counted once.
    """

    designs: tuple[tuple[str, ...], ...]
    scenarios: tuple[str, ...]
    classes: tuple[str, ...]
    links: tuple[str, ...]
    hubs: tuple[str, ...]
    places: tuple[str, ...]
    tonnes: ShortArray
    cost_usd: FloatArray
    hub_t: ShortArray
    unmet_t: ShortArray
    served_t: ShortArray
    corridors: tuple[str, ...]
    corridor_t: ShortArray


def traffic_table(
    asked: Study | Region | str,
    designs: Sequence[Sequence[str]],
    scenarios: Sequence[str],
    *,
    each: Callable[[Case], None] | None = None,
) -> TrafficTable:
    """Put the freight of many designs on links, scenario by scenario.

    Parameters
    ----------
    asked : Study, Region, name or folder
    designs : sequence of sequences of str
        All hubs that are open in each design, gateways included.
    scenarios : sequence of str
        Names or titles.
    each : callable, optional
        Is given every scenario while it is ready, for what else is asked of it.

    Returns
    -------
    TrafficTable

    Raises
    ------
    ValueError
        When a scenario or hub is not known, or there is no design or scenario.
    """
    region = region_of(asked)
    if not designs or not scenarios:
        message = f"{len(designs)} designs in {len(scenarios)} scenarios: give at least one of each"
        raise ValueError(message)
    sets = tuple(tuple(region.place_ids(list(hubs))) for hubs in designs)
    names = tuple(region.scenario(name).name for name in scenarios)
    wanted = tuple(dict.fromkeys(hub for hubs in sets for hub in hubs))
    case = Case.of(asked, names[0], wanted)
    classes, hubs = case.classes, tuple(str(hub) for hub in case.problem.candidates)
    places = tuple(str(place) for place in case.problem.labels)
    links = tuple(dict.fromkeys(case.state.model.links.ids))
    corridors, _ = corridor_members(case.state.model.links)
    shape = len(sets), len(names), len(classes)
    table = TrafficTable(
        designs=sets,
        scenarios=names,
        classes=classes,
        links=links,
        hubs=hubs,
        places=places,
        tonnes=np.zeros((*shape, len(links), 2), dtype=np.float32),
        cost_usd=np.zeros((*shape, len(COSTS))),
        hub_t=np.zeros((*shape, len(hubs)), dtype=np.float32),
        unmet_t=np.zeros(shape, dtype=np.float32),
        served_t=np.zeros((len(sets), len(names), len(places), len(hubs)), dtype=np.float32),
        corridors=corridors,
        corridor_t=np.zeros((*shape, len(corridors)), dtype=np.float32),
    )
    for s, name in enumerate(names):
        case = case if s == 0 else Case.of(asked, name, wanted)
        _fill(table, s, case)
        if each is not None:
            each(case)
    return table


def _fill(table: TrafficTable, s: int, case: Case) -> None:
    """Fill in a scenario."""
    paths = [case.paths(hubs) for hubs in table.designs]
    moved = case.sent(paths)
    transport = {}
    _, member = corridor_members(case.state.model.links)
    for c, (cls, ways) in enumerate(case.ways(table.classes)):
        found = ways.moved(moved[cls])
        table.tonnes[:, s, c] = both_ways(case.state.model.links, found.loads().sum(axis=0).T)
        table.hub_t[:, s, c] = moved[cls].through.T
        table.unmet_t[:, s, c] = moved[cls].unmet.sum(axis=(0, 1))
        table.served_t[:, s] += np.moveaxis(moved[cls].collection, 2, 0)
        table.served_t[:, s] += np.moveaxis(moved[cls].distribution, 2, 0).transpose(0, 2, 1)
        table.corridor_t[:, s, c] = corridor_tonnes(ways, [each[cls] for each in paths], member)
        transport[cls] = found.cost()
    table.cost_usd[:, s] = case.costs(table.designs, moved, transport)
