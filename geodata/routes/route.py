"""The cheapest route of one tonne: its links, corridors, cost and days, in parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
import pandas as pd
from shapely.geometry import LineString

from geodata.arrays import HOURS_PER_DAY, BoolArray
from geodata.costs import MONEY_PARTS, TIME_PARTS, ArcCosts, CostModel
from geodata.faults import UnknownNameError
from geodata.files import MODES
from geodata.network import LINK, LOAD, PASS, UNLOAD, cheapest_path
from optimize.brief import Brief


@dataclass(frozen=True)
class Trip(Brief):
    """What a route is asked for.

    Attributes
    ----------
    origin, destination : str
        Places.
    cls, service : str
        Class and service that is moved.
    via : tuple of str
        Links, places or corridors to pass, in this order; ``+`` joins several, one of which must be passed.
    """

    origin: str
    destination: str
    cls: str
    service: str
    via: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One link, or one handling at a place.

    Attributes
    ----------
    kind : {"link", "load", "unload", "change"}
        What is done.
    link : str
        Id of the link, empty for a handling.
    mode : str
        Mode of the link; of a change, the one that is changed to.
    start, end : str
        Places; the same one for a handling.
    length_km : float
        Length of the link, 0 for a handling.
    corridors : tuple of str
        Corridors that the link belongs to.
    cost_usd_per_t, hours : dict
        Money (USD/t) and time (h) by the parts that `Route` names.
    """

    kind: str
    link: str
    mode: str
    start: str
    end: str
    length_km: float
    corridors: tuple[str, ...]
    cost_usd_per_t: dict[str, float]
    hours: dict[str, float]


@dataclass(frozen=True)
class Leg:
    """Links of one mode, one after another.

    Attributes
    ----------
    mode : str
        The mode.
    places, links : tuples of str
        Ids of the places passed, ends included, and of the links.
    length_km : float
        Length of the links together.
    line : LineString
        From place to place, in EPSG:4326.
    """

    mode: str
    places: tuple[str, ...]
    links: tuple[str, ...]
    length_km: float
    line: LineString


@dataclass(frozen=True)
class Route(Brief):
    """A route from origin to destination.

    Attributes
    ----------
    origin, destination : str
        Ids of the places.
    cls, service, scenario : str
        What is moved, by what, and the name of the scenario.
    cost_usd_per_t : dict
        ``tariff``, ``border_fees``, ``gauge``, ``handling`` and ``time_value``, USD/t.
    days : dict
        ``moving``, ``waiting_border``, ``waiting_departure`` (sailings), ``reloading`` (gauge and modes),
        ``handling`` (loading and unloading at the ends) and ``gathering`` (waiting for the train to fill).
    steps : tuple of Step
        Links and handlings, in order.
    legs : tuple of Leg
        Links joined by mode.
    """

    origin: str
    destination: str
    cls: str
    service: str
    scenario: str
    steps: tuple[Step, ...]
    legs: tuple[Leg, ...]
    cost_usd_per_t: dict[str, float]
    days: dict[str, float]

    @property
    def links(self) -> tuple[str, ...]:
        """Ids of the links, in order."""
        return tuple(step.link for step in self.steps if step.link)

    @property
    def places(self) -> tuple[str, ...]:
        """Ids of the places passed, ends included."""
        return (self.origin, *(step.end for step in self.steps if step.link))

    @property
    def corridors(self) -> tuple[str, ...]:
        """Names of the corridors used, those with most kilometres first."""
        km: dict[str, float] = {}
        for step in self.steps:
            for name in step.corridors:
                km[name] = km.get(name, 0.0) + step.length_km
        return tuple(sorted(km, key=lambda name: -km[name]))

    @property
    def length_km(self) -> float:
        """Length of all links."""
        return sum(step.length_km for step in self.steps)

    @property
    def total_cost_usd_per_t(self) -> float:
        """Generalised cost, the value of time included."""
        return sum(self.cost_usd_per_t.values())

    @property
    def price_usd_per_t(self) -> float:
        """What a shipper pays: generalised cost without the value of time."""
        return self.total_cost_usd_per_t - self.cost_usd_per_t["time_value"]

    @property
    def total_days(self) -> float:
        """Days from door to door."""
        return sum(self.days.values())

    @property
    def station_days(self) -> float:
        """Days from departure to arrival: without gathering, loading and unloading at the ends."""
        ends = sum(sum(step.hours.values()) for step in self.steps if step.kind in ("load", "unload"))
        return self.total_days - ends / HOURS_PER_DAY

    @property
    def station_price_usd_per_t(self) -> float:
        """What a shipper pays without loading and unloading at the ends."""
        ends = sum(sum(step.cost_usd_per_t.values()) for step in self.steps if step.kind in ("load", "unload"))
        return self.price_usd_per_t - ends

    def frame(self) -> pd.DataFrame:
        """Return the steps as a table.

        Returns
        -------
        DataFrame
            One row for each step: ``kind, link, mode, from, to, length_km, hours, usd_per_t, corridors``.
        """
        return pd.DataFrame(
            [
                {
                    "kind": step.kind, "link": step.link, "mode": step.mode, "from": step.start, "to": step.end,
                    "length_km": step.length_km, "hours": sum(step.hours.values()),
                    "usd_per_t": sum(step.cost_usd_per_t.values()), "corridors": ";".join(step.corridors),
                }
                for step in self.steps
            ]
        )  # fmt: skip


def find_route(
    model: CostModel, costs: ArcCosts, trip: Trip, coordinates: Sequence[tuple[float, float]], scenario: str
) -> Route | None:
    """Return the cheapest route between two places.

    Parameters
    ----------
    model : CostModel
        Links and graph.
    costs : ArcCosts
        Costs of the trip's class and service.
    trip : Trip
        What is asked for; places by id.
    coordinates : sequence of (lon, lat)
        Of all places, degrees.
    scenario : str
        Name of the scenario, for the result.

    Returns
    -------
    Route or None
        None when there is no way.

    Raises
    ------
    UnknownNameError
        When an entry of ``via`` is neither a link, nor a place with links, nor a corridor.
    """
    places = model.links.places
    origin, destination = places.index(trip.origin), places.index(trip.destination)
    through = [via_arcs(model, entry) for entry in trip.via]
    arcs = cheapest_path(model.graph, costs.weight, origin, destination, through)
    if arcs is None:
        return None
    steps = tuple(_step(model, costs, int(arc)) for arc in arcs if model.graph.kind[arc] != PASS)
    money = {part: sum(step.cost_usd_per_t[part] for step in steps) for part in MONEY_PARTS}
    days = {part: sum(step.hours[part] for step in steps) / HOURS_PER_DAY for part in TIME_PARTS}
    money["time_value"] = sum(days.values()) * HOURS_PER_DAY * costs.rate_usd_per_th
    at = dict(zip(places, coordinates, strict=True))
    return Route(
        origin=trip.origin,
        destination=trip.destination,
        cls=trip.cls,
        service=trip.service,
        scenario=scenario,
        steps=steps,
        legs=_legs(steps, at),
        cost_usd_per_t=money,
        days=days,
    )


def passable(model: CostModel) -> set[str]:
    """Return the names that a route can be told to pass.

    Parameters
    ----------
    model : CostModel
        Links and graph.

    Returns
    -------
    set of str
        Ids of links and places, names of corridors.
    """
    links = model.links
    return {*links.ids, *links.places, *(corridor for names in links.corridors for corridor in names)}


def via_arcs(model: CostModel, entry: str) -> BoolArray:
    """Return which arcs count as passing a link, place or corridor.

    Parameters
    ----------
    model : CostModel
        Links and graph.
    entry : str
        Id of a link or place, name of a corridor, or several joined by ``+``, one of which must be passed.

    Returns
    -------
    (arcs,) array of bool
        Arcs of the links named, of the corridor, or into the place.

    Raises
    ------
    UnknownNameError
        When a name is neither a link, nor a place with links, nor a corridor.
    """
    links = model.links
    chosen = np.zeros(len(links), dtype=np.bool_)
    for name in (part.strip() for part in entry.split("+")):
        on = np.array(links.ids) == name
        on |= np.array([name in names for names in links.corridors], dtype=np.bool_)
        if name in links.places:
            on |= links.head == links.places.index(name)
        if not on.any():
            close = get_close_matches(name, sorted(passable(model)), n=3)
            hint = f"; did you mean {' or '.join(close)}?" if close else ""
            message = f"{name!r} is neither a link, nor a place with links, nor a corridor{hint}"
            raise UnknownNameError(message)
        chosen |= on
    arcs = model.graph.link >= 0
    arcs[arcs] = chosen[model.graph.link[arcs]]
    return arcs


def _step(model: CostModel, costs: ArcCosts, arc: int) -> Step:
    graph, links = model.graph, model.links
    kind, index = int(graph.kind[arc]), int(graph.link[arc])
    on_link = kind == LINK
    start = links.places[int(links.tail[index] if on_link else graph.place[arc])]
    end = links.places[int(links.head[index] if on_link else graph.place[arc])]
    return Step(
        kind={LINK: "link", LOAD: "load", UNLOAD: "unload"}.get(kind, "change"),
        link=links.ids[index] if on_link else "",
        mode=MODES[int(graph.mode_to[arc])],
        start=start,
        end=end,
        length_km=float(links.length_km[index]) if on_link else 0.0,
        corridors=links.corridors[index] if on_link else (),
        cost_usd_per_t={part: float(values[arc]) for part, values in costs.money.items()},
        hours={part: float(values[arc]) for part, values in costs.hours.items()},
    )


def _legs(steps: tuple[Step, ...], at: dict[str, tuple[float, float]]) -> tuple[Leg, ...]:
    runs: list[list[Step]] = []
    for step in steps:
        if step.kind != "link":
            continue
        if runs and runs[-1][-1].mode == step.mode:
            runs[-1].append(step)
        else:
            runs.append([step])
    legs = []
    for run in runs:
        places = (run[0].start, *(step.end for step in run))
        legs.append(
            Leg(
                mode=run[0].mode,
                places=places,
                links=tuple(step.link for step in run),
                length_km=sum(step.length_km for step in run),
                line=LineString([at[place] for place in places]),
            )
        )
    return tuple(legs)
