"""What is asked: which freight, which airports may be its hub, which feed them, and what a hub costs."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import geodata
from experiments.air.flights import AIR, flight_table, flown_t
from experiments.comparison import NOTHING_T, Study
from experiments.question import Asked
from geodata import Region, Scenario
from geodata.files import Effect
from optimize import InputError
from optimize.brief import Brief

GATEWAYS = 5
"""Airports that feed the hub by default. A judgement: each one more helps less, and nobody would have a shed in all."""
TRUNK = (AIR,)
"""What runs between gateways and hub: only then is it a hub of air cargo."""


@dataclass(frozen=True)
class AirQuestion(Brief):
    """A question that can be answered: every name is an id of the region.

    Attributes
    ----------
    study : Study
        Region (fixed costs of hubs as asked), candidate hubs, gateways, scenarios (``base`` first) and classes.
    flights : tuple of str
        Air links whose worth is asked.
    fixed : str
        In words, where the fixed costs of the hubs come from.
    chosen : tuple of str
        What was chosen by the data and not named, in sentences.
    """

    study: Study
    flights: tuple[str, ...] = ()
    fixed: str = ""
    chosen: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        region: Region | str,
        *,
        classes: Sequence[str] | None = None,
        hubs: Sequence[str] | None = None,
        gateways: Sequence[str] | None = None,
        scenarios: Sequence[str | Scenario] | None = None,
        flights: Sequence[str] | None = None,
        fixed_usd: float | None = None,
        fixed_share: float | None = None,
        year: int | None = None,
        modes: Sequence[str] | None = None,
        changes: Sequence[str | Effect] = (),
    ) -> AirQuestion:
        """Resolve names, choose by the data what is not named, and check.

        Parameters
        ----------
        region : Region, name or folder
        classes : sequence of str, optional
            Commodity classes; default those of which some flies in ``base`` when no hub is open.
        hubs : sequence of str, optional
            Candidate hubs; default ``air_hubs`` of region.toml, or the region's candidates with an open flight.
        gateways : sequence of str, optional
            Airports that feed the hub; default ``air_gateways`` of region.toml, or those of `main_gateways`.
        scenarios : sequence of str or Scenario, optional
            Default: the region's own. ``base`` is added in front.
        flights : sequence of str, optional
            Air links, by id or as two places between which they fly, ``TYN-ALA``; default ``watched_links``.
        fixed_usd : float, optional
            USD a year that any hub costs, whatever the region says.
        fixed_share : float, optional
            Share of the region's own fixed cost of each hub; default 1.
        year : int, optional
            State of the world; default the region's own year.
        modes, changes
            As `experiments.question.Study.of` takes them.

        Returns
        -------
        AirQuestion

        Raises
        ------
        InputError
            Naming everything that is unknown or unusable at once.
        """
        world = geodata.load_region(region) if not isinstance(region, Region) else region
        faults: list[str] = []
        asked = Asked(world, faults)
        asked.in_year(year)
        world = asked.changed(modes, changes)
        faults += _money_faults(fixed_usd, fixed_share)
        own, chosen = world.data.settings, []
        if classes is None:
            classes = flown_classes(world)
            chosen.append("freight: classes of which some flies in base when no hub is open")
        if hubs is None:
            hubs = own.air_hubs or _with_flights(world, world.candidates)
            chosen.append("hubs: " + ("air_hubs of region.toml" if own.air_hubs else "candidates with an open flight"))
        if gateways is None and own.air_gateways:
            gateways = own.air_gateways
        elif gateways is None:
            gateways = main_gateways(world, _known(world.place_id, hubs), _known(world.class_id, classes))
            chosen.append(
                "gateways: airports with most room on flights to the hubs, in the country that sends them most"
            )
        study = _study(world, hubs, gateways, scenarios, classes, faults)
        found = _flights(world, own.watched_links if flights is None else flights, faults)
        if study is not None:
            faults += _faults(study)
        if faults or study is None:
            raise InputError(faults)
        priced, words = _priced(study, fixed_usd, fixed_share)
        return cls(priced, found, words, tuple(chosen))

    @property
    def region(self) -> Region:
        """Region, with the fixed costs that are asked for."""
        return self.study.region

    @property
    def classes(self) -> list[str]:
        """Ids of the classes."""
        return list(self.study.classes)


def flown_classes(region: Region) -> list[str]:
    """List the classes of which some flies in ``base`` when no hub is open.

    Parameters
    ----------
    region : Region

    Returns
    -------
    list of str
        Ids, in the region's order.
    """
    return [cls for cls in region.data.class_ids if flown_t(region, cls)["flow_t"].sum() > NOTHING_T]


def main_gateways(region: Region, hubs: Sequence[str], classes: Sequence[str], most: int = GATEWAYS) -> list[str]:
    """Choose airports that feed the hubs: where the freight comes from, those with most room on flights there.

    Parameters
    ----------
    region : Region
    hubs, classes : sequence of str
        Ids of the candidate hubs and classes.
    most : int
        How many.

    Returns
    -------
    list of str
        Ids of places, in the country that sends the hubs' countries most of these classes; those with most room on
        open flights to hubs abroad first. Hubs are left out.
    """
    country = region.data.countries_of_places
    trade = region.trade().frame()
    sent = trade[trade["class"].isin(classes) & (trade["exporter"] != trade["importer"])]
    served = sent["importer"].isin({country[hub] for hub in hubs})
    flights = flight_table(region)
    abroad = flights["from"].map(country) != flights["to"].map(country)
    into = flights[flights["to"].isin(hubs) & ~flights["from"].isin(hubs) & abroad]
    room = into.groupby("from")["room_t"].sum()
    tonnes = sent.assign(there=sent["mass_t"].where(served, 0.0)).groupby("exporter")[["there", "mass_t"]].sum()
    # where no trade of a hub's country is known, by what they send to anybody
    for sender in tonnes.sort_values(["there", "mass_t"], ascending=False, kind="stable").index:
        there = room[[country[str(place)] == sender for place in room.index]]
        if len(there):
            return [str(place) for place in there.sort_values(ascending=False, kind="stable").index[:most]]
    return []


def _with_flights(region: Region, places: Sequence[str]) -> list[str]:
    flights = flight_table(region)
    ends = {*flights["from"], *flights["to"]}
    return [place for place in places if place in ends]


def _money_faults(fixed_usd: float | None, fixed_share: float | None) -> list[str]:
    faults = [
        f"the {what} of a hub's fixed cost is {value:g}: give a number of at least 0"
        for what, value in (("amount", fixed_usd), ("share", fixed_share))
        if value is not None and not (math.isfinite(value) and value >= 0)
    ]
    if fixed_usd is not None and fixed_share is not None:
        faults.append("the fixed cost of hubs is given twice: give an amount or a share")
    return faults


def _known(look_up: Callable[[str], str], names: Sequence[str]) -> list[str]:
    """Ids of what there is; what is not is told of later."""
    found = []
    for name in names:
        try:
            found.append(look_up(name))
        except ValueError:
            continue
    return found


def _study(
    region: Region,
    hubs: Sequence[str],
    gateways: Sequence[str],
    scenarios: Sequence[str | Scenario] | None,
    classes: Sequence[str],
    faults: list[str],
) -> Study | None:
    if not classes:
        faults.append("no freight flies: name classes, or give the region flights that some of it takes")
    wanted = list(region.default_scenarios) if scenarios is None else list(scenarios)
    try:
        study = Study.of(
            region,
            hubs=hubs,
            gateways=gateways,
            scenarios=["base", *wanted],
            p_max=1,
            gateway_sets=(),
            classes=list(classes),
        )
        return replace(study, trunk=TRUNK)
    except InputError as error:
        faults += error.faults
        return None


def _faults(study: Study) -> list[str]:
    """What makes the question meaningless."""
    flights = {place for row in study.region.data["links"] if row["mode"] == AIR for place in (row["from"], row["to"])}
    twice = [place for place in study.hubs if place in study.gateways]
    faults = [f"{study.name(place)} is hub and gateway: name it once" for place in twice]
    for what, places in (("hub", study.hubs), ("gateway", study.gateways)):
        faults += [
            f"the {what} {study.name(place)} has no flights: name another, or add links of mode air"
            for place in places
            if place not in flights
        ]
    if not study.gateways:
        faults.append(
            "there is no gateway, so that nothing flies between two hubs: name airports that freight comes from"
        )
    return faults


def _flights(region: Region, names: Sequence[str], faults: list[str]) -> tuple[str, ...]:
    """Ids of air links that are named, or whose two ends are."""
    rows = [row for row in region.data["links"] if row["mode"] == AIR]
    found: list[str] = []
    for name in names:
        ids = [row["id"] for row in rows if row["id"] == name] or links_between(region, name, rows)
        if not ids:
            faults.append(f"flight: there is no air link {name!r}; give an id of links.csv, or two places, A-B")
        found += ids
    return tuple(dict.fromkeys(found))


def links_between(region: Region, name: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Find links by the two places at their ends.

    Parameters
    ----------
    region : Region
    name : str
        ``A-B``, ids or names.
    rows : sequence of mappings
        Rows of links.csv to choose from.

    Returns
    -------
    list of str
        Their ids; empty where there is none.
    """
    for at, letter in enumerate(name):
        if letter == "-":
            ends = _known(region.place_id, [name[:at], name[at + 1 :]])
            found = [row["id"] for row in rows if len(ends) == 2 and {row["from"], row["to"]} == set(ends)]
            if found:
                return found
    return []


def _priced(study: Study, fixed_usd: float | None, fixed_share: float | None) -> tuple[Study, str]:
    """Give hubs the fixed cost that is asked for; gateways keep theirs, which every design pays."""
    region = study.region
    own = region.hub_numbers(list(study.hubs))["fixed_usd_per_year"]
    if fixed_usd is not None:
        own, words = own * 0.0 + fixed_usd, f"{fixed_usd:,.0f} USD a year for any hub"
    elif fixed_share is not None:
        own, words = own * fixed_share, f"{fixed_share:g} of the region's own"
    else:
        return study, "the region's own fixed cost of each hub"
    for hub, price in own.items():
        region = region.with_hub(str(hub), fixed_usd_per_year=float(price))
    return replace(study, region=region), words
