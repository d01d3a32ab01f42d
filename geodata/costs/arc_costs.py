r"""Generalised cost of every arc of the graph, by class, service and scenario, in its parts.

Moving a tonne of class :math:`c` by service :math:`s` over an arc costs

.. math:: g = m + \frac{h}{24} \cdot \frac{\tau_c}{100} \cdot v_c

with :math:`m` the money paid (USD/t: tariff x km, border fee, gauge change, loading, unloading, change of mode),
:math:`h` the hours spent, :math:`\tau_c` the ad valorem cost of a day (percent; Hummels and Schaur 2013 find
0.6 to 2.1) and :math:`v_c` the value of a tonne (USD/t).

Loading and unloading (``terminal_*``) are counted at both ends of each leg, at hubs as well, because what a lift
costs depends on the mode that brings the freight. ``hub_handling_*`` is what a hub does in between, so that
nothing is counted twice: a pair by way of one hub pays four lifts and one handling, direct it pays two lifts.

``consolidation_wait_h`` is spent where a leg starts. A train load that is put on a vessel stays together; what comes by
truck or aircraft has to be gathered first, so that changing from these to another mode takes as long as the new mode's
wait exceeds the old one's. Without that, freight would dodge the wait for a block train by starting on the road.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geodata.arrays import HOURS_PER_DAY, BoolArray, FloatArray, IntArray
from geodata.files import MODES, SERVICES
from geodata.network import CHANGE, LINK, LOAD, PASS, UNLOAD, Graph, Links, LinkState
from geodata.values import Parameters
from optimize import InputError
from optimize.brief import Brief

MONEY_PARTS = ("tariff", "border_fees", "gauge", "handling")
# parameters that `fixed_parts` depends on
FIXED_BY = (
    "tariff_usd_per_tkm", "speed_kmh", "terminal_usd_per_t", "terminal_h", "transfer_usd_per_t", "transfer_h",
    "gauge_usd_per_t", "gauge_h", "consolidation_wait_h", "value_usd_per_t", "time_percent_per_day",
)  # fmt: skip
# modes whose vehicles carry less than a train or vessel waits for: a definition, see above
SMALL_LOADS = ("road", "air")
TIME_PARTS = ("moving", "waiting_border", "waiting_departure", "reloading", "handling", "gathering")


@dataclass(frozen=True)
class FixedParts:
    """The parts of the arcs' costs that changes of links leave as they are, for one class and service.

    Attributes
    ----------
    rate_usd_per_th : float
        Value of an hour of one tonne.
    tariff_usd, moving_h : (links,) arrays
        Tariff x km, USD/t, and hours on the way.
    usable : (links,) array of bool
        Service and class may use the link, and there are a tariff and a speed for them.
    gauge_usd, gauge_h : (arcs,) arrays
        Change of gauge, on links and at stations; the hours of a link hold where no crossing gives its own.
    handling_usd, handling_h : (arcs,) arrays
        Loading and unloading; the money of changing mode as well.
    change_h : (arcs,) array
        Hours of changing mode.
    gathering_h : (arcs,) array
        Wait for a load to fill.
    """

    rate_usd_per_th: float
    tariff_usd: FloatArray
    moving_h: FloatArray
    usable: BoolArray
    gauge_usd: FloatArray
    gauge_h: FloatArray
    handling_usd: FloatArray
    handling_h: FloatArray
    change_h: FloatArray
    gathering_h: FloatArray


@dataclass(frozen=True)
class ArcCosts(Brief):
    """Cost and time of every arc, in parts.

    Attributes
    ----------
    weight : (arcs,) array
        Generalised cost, USD/t; inf for closed arcs.
    money, hours : dict
        (arcs,) arrays by the names in `MONEY_PARTS` (USD/t) and `TIME_PARTS` (h).
    rate_usd_per_th : float
        Value of an hour of one tonne.
    """

    weight: FloatArray
    money: dict[str, FloatArray]
    hours: dict[str, FloatArray]
    rate_usd_per_th: float


def time_value(parameters: Parameters, cls: str) -> float:
    """Return the value of an hour of one tonne.

    Parameters
    ----------
    parameters : Parameters
        For ``value_usd_per_t`` and ``time_percent_per_day``.
    cls : str
        Id of the class.

    Returns
    -------
    float
        USD/(t h).
    """
    percent = parameters.get("time_percent_per_day", cls=cls)
    return parameters.get("value_usd_per_t", cls=cls) * percent / 100.0 / HOURS_PER_DAY


def fixed_parts(
    links: Links, graph: Graph, parameters: Parameters, classes: Sequence[str], cls: str, service: str
) -> FixedParts:
    """Evaluate the parameters of one class and service on links and arcs.

    Parameters
    ----------
    links : Links
        The links.
    graph : Graph
        The graph made of them.
    parameters : Parameters
        Those in force.
    classes : sequence of str
        Ids of all classes, in the order of ``links.class_ok``.
    cls, service : str
        The class and service.

    Returns
    -------
    FixedParts
    """
    shape = _shape(links, graph)
    countries, lies_in = links.domestic

    def on_links(name: str, whose: str) -> FloatArray:  # links within a country may have their own
        return parameters.grid(name, whose, service, "country", countries)[links.mode, lies_in]

    def at_places(name: str) -> FloatArray:
        values = parameters.grid(name, cls, service, "place", links.places)
        return np.where(np.isnan(values), 0.0, values)

    tariff, speed = on_links("tariff_usd_per_tkm", cls), on_links("speed_kmh", "")
    speed = np.where(np.isnan(links.speed_kmh), speed, links.speed_kmh)
    with np.errstate(divide="ignore"):
        moving = np.where(np.isnan(links.time_h), links.length_km / speed, links.time_h) + links.stop_h
    paid = tariff * links.length_km
    own = ~np.isnan(links.usd_per_t)
    if own.any():
        paid[own] = links.usd_per_t[own] * _against_general(parameters, cls, service)[links.mode[own]]
    usable = links.service_ok[SERVICES.index(service)] & links.class_ok[classes.index(cls)]
    usable &= np.isfinite(tariff) & np.isfinite(moving)

    def at_ends(name: str) -> FloatArray:
        values = np.zeros(shape.arcs)
        values[shape.lifts.arcs] = shape.lifts.mean(at_places(name))
        return values

    def at_breaks(name: str) -> FloatArray:
        values = np.zeros(shape.arcs)
        values[shape.breaks] = parameters.get(name, cls=cls, mode="rail", service=service)
        values[shape.stations.arcs] = shape.stations.mean(at_places(name))
        return values

    money, change = at_ends("terminal_usd_per_t"), np.zeros(shape.arcs)
    money[shape.between.arcs] = shape.between.mean(at_places("transfer_usd_per_t"))
    change[shape.between.arcs] = shape.between.mean(at_places("transfer_h"))
    wait, gathering = at_places("consolidation_wait_h"), np.zeros(shape.arcs)
    gathering[shape.loads.arcs] = shape.loads.mean(wait)
    gathering[shape.small.arcs] = shape.small.rise(wait)
    return FixedParts(
        rate_usd_per_th=time_value(parameters, cls),
        tariff_usd=np.where(usable, paid * links.tariff_factor, 0.0),
        moving_h=np.where(usable, moving, 0.0),
        usable=usable,
        gauge_usd=at_breaks("gauge_usd_per_t"),
        gauge_h=at_breaks("gauge_h"),
        handling_usd=money,
        handling_h=at_ends("terminal_h"),
        change_h=change,
        gathering_h=gathering,
    )


@dataclass(frozen=True)
class _AtPlaces:
    """Arcs at places, and where a table of modes and places, written as one row, has their two modes."""

    arcs: IntArray
    first: IntArray
    second: IntArray
    same: bool

    @classmethod
    def of(cls, graph: Graph, where: BoolArray) -> _AtPlaces:
        arcs = np.flatnonzero(where)
        first, second = (mode[arcs] * graph.n_places + graph.place[arcs] for mode in (graph.mode_from, graph.mode_to))
        return cls(arcs, first, second, bool((first == second).all()))

    def mean(self, table: FloatArray) -> FloatArray:
        """Half of the value of each of the two modes; loading and unloading have their mode twice."""
        return table.take(self.first) if self.same else (table.take(self.first) + table.take(self.second)) / 2

    def rise(self, table: FloatArray) -> FloatArray:
        """Value of the second mode less that of the first, at least 0."""
        return np.maximum(table.take(self.second) - table.take(self.first), 0.0)


@dataclass(frozen=True)
class _Shape:
    """Which arcs are what: the same in all variants of a region."""

    arcs: int
    loads: _AtPlaces
    lifts: _AtPlaces
    between: _AtPlaces
    small: _AtPlaces
    stations: _AtPlaces
    breaks: IntArray


def _shape(links: Links, graph: Graph) -> _Shape:
    def make() -> _Shape:
        between = (graph.kind == CHANGE) & (graph.mode_from != graph.mode_to)
        small = between & np.isin(graph.mode_from, [MODES.index(mode) for mode in SMALL_LOADS])
        on = np.flatnonzero(graph.kind == LINK)
        return _Shape(
            arcs=len(graph.kind),
            loads=_AtPlaces.of(graph, graph.kind == LOAD),
            lifts=_AtPlaces.of(graph, np.isin(graph.kind, (LOAD, UNLOAD))),
            between=_AtPlaces.of(graph, between),
            small=_AtPlaces.of(graph, small),
            stations=_AtPlaces.of(graph, graph.gauge_break),
            breaks=on[links.breaks_gauge[graph.link[on]]],
        )

    found: _Shape = links.shared.once("arcs", [graph, links.ids], make)
    return found


def _against_general(parameters: Parameters, cls: str, service: str) -> FloatArray:
    """(modes,) array: what a class and service pays against consolidated general freight; 1 without a tariff."""
    ratios = np.ones(len(MODES))
    for index, mode in enumerate(MODES):
        own = parameters.find("tariff_usd_per_tkm", cls=cls, mode=mode, service=service)
        general = parameters.find("tariff_usd_per_tkm", mode=mode, service="consolidated")
        if own is not None and general:
            ratios[index] = own / general
    return ratios


@np.errstate(over="ignore")  # what overflows is refused below
def arc_costs(links: Links, graph: Graph, fixed: FixedParts, state: LinkState, cls_index: int) -> ArcCosts:
    """Put the state of the links and the fixed parts together.

    Parameters
    ----------
    links : Links
        The links.
    graph : Graph
        The graph made of them.
    fixed : FixedParts
        What does not depend on the state.
    state : LinkState
        What the changes in force do to the links.
    cls_index : int
        Row of the class in ``links.dwell_h``.

    Returns
    -------
    ArcCosts

    Raises
    ------
    InputError
        When a cost is not finite on an arc that is open.
    """
    on = graph.kind == LINK
    which = graph.link[on]
    arcs = len(graph.kind)

    def spread(values: FloatArray) -> FloatArray:
        result = np.zeros(arcs)
        result[on] = values[which]
        return result

    given = links.reload_h[cls_index]
    gauge_h = np.zeros(len(links))
    gauge_h[which] = fixed.gauge_h[on]
    reloading = np.where(np.isnan(given), gauge_h, given) * state.reload
    station_gauge_h = np.where(on, 0.0, fixed.gauge_h)
    fee = links.fee_usd_per_t[cls_index] * state.fee + state.add_fee_usd_per_t
    money = {
        "tariff": spread(fixed.tariff_usd * state.tariff),
        "border_fees": spread(np.maximum(fee, 0.0)),
        "gauge": fixed.gauge_usd,
        "handling": fixed.handling_usd,
    }
    dwell = links.dwell_h[cls_index] * state.dwell + state.add_dwell_h
    hours = {
        "moving": spread(np.maximum(fixed.moving_h * state.time + state.add_time_h, 0.0)),
        "waiting_border": spread(np.maximum(dwell, 0.0)),
        "waiting_departure": spread(links.wait_h * state.wait),
        "reloading": spread(reloading) + station_gauge_h + fixed.change_h,
        "handling": fixed.handling_h,
        "gathering": fixed.gathering_h,
    }
    usable = np.ones(arcs, dtype=np.bool_)
    usable[on] = (fixed.usable & state.open)[which]
    total = sum(money.values(), np.zeros(arcs)) + fixed.rate_usd_per_th * sum(hours.values(), np.zeros(arcs))
    if not np.isfinite(total[usable]).all():  # inf would close the arc, and nobody would know
        arc = np.flatnonzero(usable & ~np.isfinite(total))[0]
        what = f"link {links.ids[graph.link[arc]]}" if on[arc] else f"handling at {links.places[graph.place[arc]]}"
        raise InputError([f"the cost of {what} is too large to compute with; lower the parameters or factors on it"])
    return ArcCosts(np.where(usable, total, np.inf), money, hours, fixed.rate_usd_per_th)


def arcs_frame(links: Links, graph: Graph, costs: ArcCosts, capacity_t: FloatArray) -> pd.DataFrame:
    """Return the usable arcs as a table, for models that send flows over the network.

    Parameters
    ----------
    links : Links
        The links.
    graph : Graph
        The graph made of them.
    costs : ArcCosts
        Costs of a class and service.
    capacity_t : (links,) array
        Tonnes a year.

    Returns
    -------
    DataFrame
        ``tail, head`` (node numbers; node ``i`` is where freight enters at place ``i``, ``len(places) + i`` where it
        leaves), ``kind`` ("link", "pass", "change", "load", "unload"), ``link`` (id, empty for the others),
        ``forward``, ``mode``, ``cost_usd_per_t`` (generalised), ``time_h``, ``capacity_t_per_year`` (of links, each
        direction, shared by all classes and services; inf elsewhere).
    """
    names = {LINK: "link", CHANGE: "change", LOAD: "load", UNLOAD: "unload", PASS: "pass"}
    on = graph.kind == LINK
    frame = pd.DataFrame(
        {
            "tail": graph.tail,
            "head": graph.head,
            "kind": [names[int(kind)] for kind in graph.kind],
            "link": [links.ids[index] if index >= 0 else "" for index in graph.link],
            "forward": [bool(links.forward[index]) if index >= 0 else True for index in graph.link],
            "mode": [MODES[index] for index in graph.mode_to],
            "cost_usd_per_t": costs.weight,
            "time_h": sum(costs.hours.values(), np.zeros(len(graph.kind))),
            "capacity_t_per_year": np.where(on, capacity_t[graph.link], np.inf),
        }
    )
    return frame[np.isfinite(costs.weight)].reset_index(drop=True)
