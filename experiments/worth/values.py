r"""What an item is worth: the region's costs with it and without it, hubs as they are or chosen again.

What a tonne pays more on a link by a small :math:`\varepsilon` raises the cost of a design by :math:`\varepsilon` times
the tonnes that pass it, as long as no way changes: costs are the least over all ways, so that their derivative is that
of the ways in use (the envelope theorem, Milgrom and Segal 2002). So tonnes are read off with a fee, and what is paid
with a tariff, in every design alike, whatever else goes on in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.question import Study
from experiments.worth.items import MORE, Item, Override
from geodata import Change, Family, Region, ServiceChange
from geodata.region import service_loads
from geodata.values import Stream, schedule

FloatArray = npt.NDArray[np.float64]

ALONE, INCUMBENT, BEST = "no hub", "incumbent", "best hub"
"""Designs: the gateways and no further hub, the region's hub of today beside them, the best single hub beside them."""
BASE = "base"
FEE_USD_PER_T, TARIFF = 1e-2, 1e-4
"""So little that no freight changes its way for it, and enough to be seen among costs of a region."""
WEEKS = 365.0 / 7.0
NOTEWORTHY_T = 0.5


@dataclass(frozen=True)
class Worlds:
    """A study, and the hub sets that are evaluated: its gateways, alone and with each other hub.

    Attributes
    ----------
    study : Study
    costs : dict of str to float
        USD a year by id of an item, where whoever asks knows what it costs.
    """

    study: Study
    costs: dict[str, float] = field(default_factory=dict)

    @property
    def hubs(self) -> tuple[str, ...]:
        """Hubs beside the gateways."""
        return tuple(hub for hub in self.study.hubs if hub not in self.study.gateways)

    @property
    def opened(self) -> bool:
        """Whether an override or a scenario opens something that is planned."""
        states = [self.study.region.state(name) for name in self.study.scenarios]
        return any(change.open for state in states for change in state.changes) or any(
            change.open for state in states for change in state.services
        )

    def table(self, world: Region, scenarios: Sequence[str] | None = None) -> pd.DataFrame:
        """Return what the designs cost in scenarios.

        Parameters
        ----------
        world : Region
        scenarios : sequence of str, optional
            Default the study's.

        Returns
        -------
        DataFrame
            (designs, scenarios), USD a year, fixed costs included. A design is called after its hub, ``""`` for the
            gateways alone.
        """
        study = self.study
        chosen = list(study.scenarios if scenarios is None else scenarios)
        sets = [study.gateways, *((*study.gateways, hub) for hub in self.hubs)]
        found = world.hub_set_tables(
            chosen,
            {"": Family(sets=sets, capacities=study.room)},
            list(study.candidates) or None,
            probability=[1.0 / len(chosen)] * len(chosen),
            classes=study.classes or None,
            trunk=study.trunk,
        )[""]
        return pd.DataFrame(found.scenario_cost, index=pd.Index(["", *self.hubs], name="hub"), columns=chosen)

    def with_it(self, item: Item, world: Region | None = None) -> Region:
        """Return the region with an item.

        Parameters
        ----------
        item : Item
        world : Region, optional
            Default the study's.

        Returns
        -------
        Region
        """
        return _changed(self.study.region if world is None else world, item.present)

    def without_it(self, item: Item, world: Region | None = None, *, opened: bool | None = None) -> Region:
        """Return the region without an item.

        Parameters
        ----------
        item : Item
        world : Region, optional
            Default the study's.
        opened : bool, optional
            As `opened`, where it is known already.

        Returns
        -------
        Region
        """
        changes = item.without(self.opened if opened is None else opened)
        return _changed(self.study.region if world is None else world, changes)


def _changed(world: Region, changes: Sequence[Override]) -> Region:
    return world.with_overrides(*changes) if changes else world


@dataclass(frozen=True)
class Pick:
    """A design, with an item and without it.

    Attributes
    ----------
    design : str
    hub_with, hub_without : str
        Its hub beside the gateways; ``""`` = none.
    """

    design: str
    hub_with: str
    hub_without: str


def picks(worlds: Worlds, there: pd.Series, gone: pd.Series) -> list[Pick]:
    """List the designs, the best hub chosen with the item and without it.

    Parameters
    ----------
    worlds : Worlds
    there, gone : Series
        Costs of the designs with it and without it.

    Returns
    -------
    list of Pick
    """
    found = [Pick(ALONE, "", "")]
    if worlds.study.incumbent in worlds.hubs:
        found.append(Pick(INCUMBENT, str(worlds.study.incumbent), str(worlds.study.incumbent)))
    if worlds.hubs:
        best = [str(costs[list(worlds.hubs)].idxmin()) for costs in (there, gone)]
        found.append(Pick(BEST, *best))
    return found


def expected(costs: pd.DataFrame, weights: Sequence[float]) -> pd.Series:
    """Weight the costs of scenarios; a scenario without weight counts for nothing, even where it costs inf.

    Parameters
    ----------
    costs : DataFrame
        (designs, scenarios).
    weights : sequence of float

    Returns
    -------
    Series
    """
    counts = np.asarray(weights, dtype=np.float64)
    on = counts > 0
    return pd.Series(costs.to_numpy(dtype=np.float64)[:, on] @ counts[on], index=costs.index)


def departures(region: Region, item: Item) -> tuple[float, float]:
    """Return the departures of an item in a year, both directions, and what they cost.

    Parameters
    ----------
    region : Region
    item : Item

    Returns
    -------
    number : float
        NaN where it has no timetable.
    usd : float
        NaN where the region does not say what a departure costs.
    """
    number, usd = [], []
    streams = {
        "links": (Stream.LINK_DEPARTURES, Stream.LINK_USD),
        "services": (Stream.SERVICE_DEPARTURES, Stream.SERVICE_USD),
    }
    for name, ids in (("links", item.links), ("services", () if item.links else item.services)):
        table = region.data[name]
        plan = schedule(table, region.chosen, *streams[name])
        for at, row in enumerate(table):
            if row["id"] in ids and plan.departures_per_week[at] > 0:
                share = item.more if item.kind == MORE else 1.0
                yearly = plan.departures_per_week[at] * WEEKS * share * (2.0 if row["direction"] == "both" else 1.0)
                number.append(yearly)
                usd.append(yearly * plan.usd_per_t[at] * row["t_per_departure"] * _or_one(row["fill"]))
    return (sum(number), sum(usd)) if number else (np.nan, np.nan)


def _or_one(value: Any) -> float:
    return 1.0 if value is None or value != value else float(value)


def dearer(item: Item, factor: float) -> tuple[Override, ...]:
    """Multiply the tariff of an item.

    Parameters
    ----------
    item : Item
    factor : float

    Returns
    -------
    tuple of changes
        Of its links, or of its services where it has no links.
    """
    if item.links:
        return (Change(links=item.links, tariff=factor),)
    return (ServiceChange(services=item.services, tariff=factor),) if item.services else ()


def paid(worlds: Worlds, item: Item, world: Region, costs: pd.DataFrame) -> pd.DataFrame:
    """Return what an item is paid by those who use it, in each design and scenario.

    Parameters
    ----------
    worlds : Worlds
    item : Item
    world : Region
        With or without it.
    costs : DataFrame
        Of the designs there.

    Returns
    -------
    DataFrame
        (designs, scenarios), USD a year; 0 where the item has no tariff.
    """
    changes = dearer(item, 1.0 + TARIFF)
    if not changes:
        return costs * 0.0
    return (worlds.table(world.with_overrides(*changes), [str(name) for name in costs]) - costs) / TARIFF


def earned(worlds: Worlds, item: Item, there: Region, gone: Region, costs: pd.DataFrame) -> pd.DataFrame:
    """Return what an item is paid more than it would be without: all of it, but for more departures of what is there.

    Parameters
    ----------
    worlds : Worlds
    item : Item
    there, gone : Region
        With it and without it.
    costs : DataFrame
        Of the designs with it.

    Returns
    -------
    DataFrame
        (designs, scenarios), USD a year.
    """
    found = paid(worlds, item, there, costs)
    if item.kind == MORE:
        found = found - paid(worlds, item, gone, worlds.table(gone, [str(name) for name in costs]))
    return found


@dataclass(frozen=True)
class Use:
    """Freight on an item in the undisturbed state.

    Attributes
    ----------
    tonnes : Series
        By design: tonnes a year, both directions, on the busiest of its links. NaN where it has none.
    share : Series
        By design: the largest share of the room of a link in one direction. NaN without a limit.
    classes : tuple of str
        Classes that use it in some design; empty where nothing is known.
    """

    tonnes: pd.Series
    share: pd.Series
    classes: tuple[str, ...]


def use_of(worlds: Worlds, item: Item, there: Region, costs: pd.Series, *, classes: bool = True) -> Use:
    """Measure the freight on an item.

    Parameters
    ----------
    worlds : Worlds
    item : Item
    there : Region
        With it.
    costs : Series
        Of the designs in ``base``.
    classes : bool
        Whether to find out which classes use it.

    Returns
    -------
    Use
    """
    nothing = costs * np.nan
    if not item.links:
        return _service_use(worlds, item, there, nothing)
    state = there.state(BASE)
    links, room = state.model.links, state.link_capacity
    tonnes, share = costs * 0.0, nothing
    for link in item.links:
        both = costs * 0.0
        for at in np.flatnonzero(np.array(links.ids) == link):
            way = "forward" if links.forward[at] else "backward"
            charged = there.with_overrides(Change(links=(link,), direction=way, add_fee_usd_per_t=FEE_USD_PER_T))
            flow = (worlds.table(charged, [BASE])[BASE] - costs) / FEE_USD_PER_T
            flow = flow.where(flow >= NOTEWORTHY_T / 100, 0.0)
            both = both + flow
            if np.isfinite(room[at]) and room[at] > 0:
                share = share.combine(flow / room[at], np.fmax)
        tonnes = tonnes.combine(both, np.fmax)
    users = []
    for cls in (worlds.study.classes or there.classes.index) if classes else ():
        charged = there.with_overrides(Change(links=item.links, cls=(str(cls),), add_fee_usd_per_t=FEE_USD_PER_T))
        if ((worlds.table(charged, [BASE])[BASE] - costs) / FEE_USD_PER_T).max() >= NOTEWORTHY_T:
            users.append(str(cls))
    return Use(tonnes, share, tuple(users))


def _service_use(worlds: Worlds, item: Item, there: Region, nothing: pd.Series) -> Use:
    """Of services, what boards them: that is decided before hubs are."""
    if not item.services:
        return Use(nothing, nothing, ())
    table = service_loads(there.state(BASE)).table
    own = table[table["service"].isin(item.services)]
    share = float((own["carried_t"] / own["capacity_t_per_year"]).max()) if len(own) else np.nan
    classes = tuple(worlds.study.classes) or tuple(str(cls) for cls in there.classes.index)
    return Use(nothing.fillna(float(own["carried_t"].sum())), nothing.fillna(share), classes)
