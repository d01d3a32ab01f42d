"""`Carried`: tonnes on links, costs in parts and catchments of some designs, as the page takes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from experiments.comparison import Comparison, winning_design
from experiments.text import rows
from experiments.traffic import COSTS, Case, Traffic, TrafficTable, case_traffic, traffic_table

FloatArray = npt.NDArray[np.floating[Any]]
IntArray = npt.NDArray[np.int64]

RUNNERS_UP = 6
"""Sets of each size, by expected cost, that are shown beside the winners."""
MOST_CELLS = 60_000_000
"""Numbers of tonnes (designs x scenarios x classes x directed links) up to which designs are kept: 240 MB."""


@dataclass(frozen=True, eq=False)
class Carried:
    """What freight does under ``d`` designs in ``s`` scenarios.

    Attributes
    ----------
    designs : tuple of tuples of str
        Ids of the open hubs of each design, gateways included.
    links : tuple of str
        Ids of the links.
    tonnes : (d, s, 2 links, classes) array
        Tonnes a year; of each link first along it as it stands in the files, then against it.
    part_names : tuple of str
        Parts of the cost.
    parts : (d, s, part_names, classes) array
        USD a year.
    through : (d, s, hubs, classes) array
        Tonnes a year that pass each hub of `hubs`.
    hubs : tuple of str
        Ids of hubs.
    unmet : (d, s, classes) array
        Tonnes a year that are left behind.
    nearest : (d, s, places) array
        Position in `hubs` of the hub that serves most of what each place sends and takes; -1 for none.
    served : (d, s, places) array
        Tonnes a year between each place and that hub.
    places : tuple of str
        Ids of places.
    corridors : tuple of str
        Names of corridors.
    over : (d, s, corridors, classes) array
        Tonnes a year whose way uses at least one link of each corridor, each counted once.
    """

    designs: tuple[tuple[str, ...], ...]
    links: tuple[str, ...]
    tonnes: FloatArray
    part_names: tuple[str, ...]
    parts: FloatArray
    through: FloatArray
    hubs: tuple[str, ...]
    unmet: FloatArray
    nearest: IntArray
    served: FloatArray
    places: tuple[str, ...]
    corridors: tuple[str, ...]
    over: FloatArray


def shown_designs(found: Comparison) -> list[tuple[str, ...]]:
    """Choose the designs whose flows the page shows.

    Parameters
    ----------
    found : Comparison

    Returns
    -------
    list of tuples of str
        The best one first; then all single hubs, the best set of each size by each measure and in each scenario, and
        those that come next by expected cost.
    """
    family = found.headline
    wanted = [family.single(str(hub)) for hub in found.ranking.index]
    for row in rows(found.best):
        if row["design"] == family.name:
            wanted.append((*family.gateways, *row["hubs"]))
    for further in range(2, family.extra + 1):
        next_best = found.table.best(RUNNERS_UP, p=len(family.gateways) + further, risk="expected")
        wanted += [tuple(hubs) for hubs in next_best["hubs"]]
    order = list(found.table.candidates)
    sets = dict.fromkeys(tuple(sorted(hubs, key=order.index)) for hubs in wanted)
    size = len(found.study.scenarios) * len(found.classes) * 2 * len(found.study.region.data["links"])
    return list(sets)[: max(1, MOST_CELLS // max(size, 1))]


def drawn_design(found: Comparison) -> tuple[str, ...]:
    """Choose the hubs whose freight pictures draw: those that the headline is about.

    Parameters
    ----------
    found : Comparison

    Returns
    -------
    tuple of str
        Ids; the best hub where the headline is about none.
    """
    return winning_design(found) or (str(found.ranking.index[0]),)


@dataclass(frozen=True, eq=False)
class Moved:
    """Where freight goes in a comparison, worked out once for page, pictures and layers.

    Attributes
    ----------
    table : TrafficTable
        Of the designs that are shown; the one that pictures draw comes last where it is none of them.
    winner : dict of str to Traffic
        By scenario, of the design that the headline is about.
    """

    table: TrafficTable
    winner: dict[str, Traffic]

    @classmethod
    def of(cls, found: Comparison) -> Moved:
        """Put the freight on links, scenario by scenario.

        Parameters
        ----------
        found : Comparison

        Returns
        -------
        Moved
        """
        study, winning = found.study, winning_design(found)
        told: dict[str, Traffic] = {}

        def tell(case: Case) -> None:
            told[case.state.scenario.name] = case_traffic(case, study.region, winning)

        designs, drawn = [hubs for hubs in shown_designs(found) if hubs], drawn_design(found)
        if not any(set(hubs) == set(drawn) for hubs in designs):
            designs.append(drawn)
        return cls(traffic_table(study, designs, study.scenarios, each=tell), told)


def carried_by(found: Comparison, table: TrafficTable | None = None) -> Carried | None:
    """Put the freight of the designs that are shown on links.

    Parameters
    ----------
    found : Comparison
    table : TrafficTable, optional
        Of these designs at least, where it is there already.

    Returns
    -------
    Carried or None
        None where no hub is open in any design.
    """
    designs = [hubs for hubs in shown_designs(found) if hubs]
    if not designs:
        return None
    table = traffic_table(found.study, designs, found.study.scenarios) if table is None else table
    position = [table.classes.index(cls) for cls in found.classes]
    d, s = len(table.designs), len(table.scenarios)
    tonnes = table.tonnes[:, :, position].transpose(0, 1, 3, 4, 2).reshape(d, s, 2 * len(table.links), len(position))
    served = table.served_t.max(axis=3)
    return Carried(
        designs=table.designs,
        links=table.links,
        tonnes=tonnes,
        part_names=tuple(name.removeprefix("cost_").removesuffix("_usd") for name in COSTS),
        parts=table.cost_usd[:, :, position].transpose(0, 1, 3, 2),
        through=table.hub_t[:, :, position].transpose(0, 1, 3, 2),
        hubs=table.hubs,
        unmet=table.unmet_t[:, :, position],
        nearest=np.where(served > 0, table.served_t.argmax(axis=3), -1),
        served=served,
        places=table.places,
        corridors=table.corridors,
        over=table.corridor_t[:, :, position].transpose(0, 1, 3, 2),
    )
