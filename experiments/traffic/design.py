"""Where the freight of one design travels in one scenario, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.question import Study
from experiments.traffic.case import Case, both_ways, region_of
from experiments.traffic.corridors import corridor_members, corridor_tonnes
from experiments.traffic.costs import COSTS, FloatArray
from geodata import Region
from geodata.traffic import LEGS, Paths, Sent
from optimize.brief import Brief

NOTHING_T = 1e-6
"""Tonnes a year below which a link, or a way, is left out: rounding."""


@dataclass(frozen=True, eq=False)
class Traffic(Brief):
    """What a design sends where in a scenario, tonnes and USD a year. Frames have one row for each of their keys.

    Attributes
    ----------
    region : Region
    scenario : str
        Its name.
    design : tuple of str
        Ids of the open hubs.
    classes : tuple of str
        Ids of the commodity classes that count.
    links : DataFrame
        ``link, class, part, forward_t, backward_t``: tonnes on each link that is used, forward as its row of links.csv
        runs, by the part of the way (``collection``, ``transfer``, ``distribution``, ``direct``).
    link_use : DataFrame
        ``link, forward_t, backward_t, capacity, use``: links that have a capacity, tonnes a year in each direction in
        the scenario; ``use`` is that of the fuller direction, 1 = full. Links are not limited here: it may be above 1.
    hubs : DataFrame
        ``hub, class, tonnes, capacity_t``: what passes each open hub, each tonne once, and all that the hub can take,
        inf where nothing limits it.
    catchment : DataFrame
        ``place, hub, tonnes, share``: tonnes that a place sends by way of a first hub and receives by way of a last
        one, and their share in all that it sends and receives; what goes direct or is left behind is the rest.
    parts : DataFrame
        ``class`` and the columns of `COSTS`, which add up to the model's cost of the design.
    unmet : DataFrame
        ``class, unmet_t``: tonnes that are left behind.
    corridors : DataFrame
        ``corridor, class, flow_t, busiest_link_t``: tonnes whose way uses at least one link of a corridor, each counted
        once; and both directions of its busiest link.
    """

    region: Region
    scenario: str
    design: tuple[str, ...]
    classes: tuple[str, ...]
    links: pd.DataFrame
    link_use: pd.DataFrame
    hubs: pd.DataFrame
    catchment: pd.DataFrame
    parts: pd.DataFrame
    unmet: pd.DataFrame
    corridors: pd.DataFrame

    @property
    def cost_usd(self) -> float:
        """What the design costs in the scenario, fixed costs and penalties included."""
        return float(self.parts[list(COSTS)].to_numpy().sum())

    def __repr__(self) -> str:
        """Name the design and the scenario, not the tables."""
        return f"Traffic(design={'+'.join(self.design) or 'no hub'}, scenario={self.scenario})"


def design_traffic(asked: Study | Region | str, scenario: str, hubs: Sequence[str]) -> Traffic:
    """Put the freight of a design on the links that it travels over.

    Freight goes where the model of hub location sends it: over one or two hubs, direct, or nowhere, within the room of
    the hubs. Each leg takes the cheapest physical way, the one whose cost the model charged; between hubs a scheduled
    service where that is cheapest. Links are not limited: see `experiments.study_corridors` for freight within the
    capacities of links.

    Parameters
    ----------
    asked : Study, Region, name or folder
        A study says which classes count, whether the room of hubs does, and what may be used between hubs.
    scenario : str
        Name or title.
    hubs : sequence of str
        Ids, names or aliases of all hubs that are open, gateways included; none where all goes direct.

    Returns
    -------
    Traffic

    Raises
    ------
    ValueError
        When a scenario or hub is not known.

    Notes
    -----
    Of ways that cost the same one is taken, always the same one. Fixed costs of a hub are shared out among classes by
    the tonnes that pass it, and by all tonnes where none do.

    Examples
    --------
    >>> from experiments.traffic import design_traffic
    >>> traffic = design_traffic("central-asia", "base", ["XIY", "ALA"])
    >>> sorted(traffic.hubs["hub"].unique())
    ['ALA', 'XIY']
    """
    region = region_of(asked)
    design = tuple(region.place_ids(list(hubs)))
    return case_traffic(Case.of(asked, scenario, design), region, design)


def case_traffic(case: Case, region: Region, design: tuple[str, ...]) -> Traffic:
    """Put the freight of a design on the links that it travels over, in a scenario that is ready.

    Parameters
    ----------
    case : Case
    region : Region
    design : tuple of str
        Ids of all hubs that are open.

    Returns
    -------
    Traffic
    """
    paths = case.paths(design)
    moved = case.sent([paths])
    links = case.state.model.links
    names, member = corridor_members(links)
    loads, over, parts = {}, {}, {}
    for cls, ways in case.ways(list(paths)):
        found = ways.moved(moved[cls])
        loads[cls], parts[cls] = found.loads()[:, :, 0], found.cost()
        over[cls] = corridor_tonnes(ways, [paths[cls]], member)[0]
    both = both_ways(links, np.stack(list(loads.values())))
    return Traffic(
        region=region,
        scenario=case.state.scenario.name,
        design=design,
        classes=tuple(paths),
        links=_links(list(dict.fromkeys(links.ids)), list(paths), both),
        link_use=_use(case, sum(load.sum(axis=0) for load in loads.values())),
        hubs=_hubs(case, design, moved),
        catchment=_catchment(case, paths),
        parts=_parts(case.classes, case.costs([design], moved, parts)[0]),
        unmet=pd.DataFrame({"class": list(paths), "unmet_t": [float(each.unmet.sum()) for each in moved.values()]}),
        corridors=_corridors(names, member, links.ids, loads, over),
    )


def corridor_traffic(
    asked: Study | Region | str | Traffic, scenario: str = "", hubs: Sequence[str] = ()
) -> pd.DataFrame:
    """Count the tonnes on corridors.

    Parameters
    ----------
    asked : Traffic; or Study, Region, name or folder
    scenario : str
        Name or title; not for a `Traffic`, which has its own.
    hubs : sequence of str
        All open hubs; not for a `Traffic`, which has its own.

    Returns
    -------
    DataFrame
        ``corridor, class, flow_t, busiest_link_t``, see `Traffic`.
    """
    traffic = asked if isinstance(asked, Traffic) else design_traffic(asked, scenario, hubs)
    return traffic.corridors


def _links(ids: list[str], classes: list[str], both: FloatArray) -> pd.DataFrame:
    """Rows of (classes, legs, links, 2) tonnes that are not nothing, link by link."""
    by_link = both.transpose(2, 0, 1, 3)
    link, cls, leg = np.nonzero(by_link.sum(axis=3) > NOTHING_T)
    tonnes = by_link[link, cls, leg]
    return pd.DataFrame(
        {
            "link": np.array(ids, dtype=object)[link],
            "class": np.array(classes, dtype=object)[cls],
            "part": np.array(LEGS, dtype=object)[leg],
            "forward_t": tonnes[:, 0],
            "backward_t": tonnes[:, 1],
        }
    )


def _parts(classes: Sequence[str], usd: FloatArray) -> pd.DataFrame:
    table = pd.DataFrame(usd, columns=list(COSTS))
    table.insert(0, "class", list(classes))
    return table


def _use(case: Case, load: FloatArray) -> pd.DataFrame:
    links = case.state.model.links
    capacity = both_ways(links, case.state.link_capacity)
    tonnes = both_ways(links, load)
    exists = both_ways(links, np.ones(len(links))) > 0
    limited = exists & np.isfinite(capacity)
    use = np.divide(tonnes, capacity, out=np.zeros(tonnes.shape), where=limited & (tonnes > 0) & (capacity > 0))
    use[limited & (tonnes > 0) & (capacity == 0)] = np.inf
    fuller = use.argmax(axis=1)
    at = np.arange(len(use))
    fuller = np.where(limited[at, fuller], fuller, 1 - fuller)
    rows = np.flatnonzero(limited.any(axis=1))
    ids = np.array(list(dict.fromkeys(links.ids)), dtype=object)
    return pd.DataFrame(
        {
            "link": ids[rows],
            "forward_t": tonnes[rows, 0],
            "backward_t": tonnes[rows, 1],
            "capacity": capacity[rows, fuller[rows]],
            "use": use[rows, fuller[rows]],
        }
    )


def _hubs(case: Case, design: Sequence[str], moved: Mapping[str, Sent]) -> pd.DataFrame:
    problem = case.problem
    room = np.full(problem.h, np.inf) if problem.capacity is None else problem.capacity
    capacity = room * float(problem.metadata["t_per_capacity_unit"])
    at = dict(zip(design, [case.positions([hub])[0] for hub in design], strict=True))
    rows = [
        (hub, cls, float(each.through[k, 0]), float(capacity[k]))
        for hub, k in at.items()
        for cls, each in moved.items()
    ]
    return pd.DataFrame(rows, columns=["hub", "class", "tonnes", "capacity_t"])


def _catchment(case: Case, paths: Mapping[str, Paths]) -> pd.DataFrame:
    n, h = case.problem.n, case.problem.h
    over, total = np.zeros((n, h)), np.zeros(n)
    for each in paths.values():
        on = each.first >= 0
        for place, hub in ((each.origin, each.first), (each.destination, each.last)):
            over += np.bincount(place[on] * h + hub[on], weights=each.tonnes[on], minlength=n * h).reshape(n, h)
            total += np.bincount(place, weights=each.tonnes, minlength=n)
    place, hub = np.nonzero(over > NOTHING_T)
    return pd.DataFrame(
        {
            "place": np.array([str(label) for label in case.problem.labels], dtype=object)[place],
            "hub": np.array([str(label) for label in case.problem.candidates], dtype=object)[hub],
            "tonnes": over[place, hub],
            "share": over[place, hub] / total[place],
        }
    )


def _corridors(
    names: Sequence[str], member: FloatArray, ids: Sequence[str], loads: Mapping[str, FloatArray],
    over: Mapping[str, FloatArray],
) -> pd.DataFrame:  # fmt: skip
    number = pd.factorize(np.array(ids, dtype=object))[0]
    rows = []
    for k, name in enumerate(names):
        for cls, load in loads.items():
            by_link = np.bincount(number, weights=load.sum(axis=0), minlength=len(number))[number] * member[:, k]
            rows.append((name, cls, float(over[cls][k]), float(by_link.max(initial=0.0))))
    return pd.DataFrame(rows, columns=["corridor", "class", "flow_t", "busiest_link_t"])
