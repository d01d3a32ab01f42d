r"""What a tonne costs by scheduled service between its stops, and from door to door for loads that need no hub.

A service takes the cheapest way over links of its modes from stop to stop. Between two of its stops a tonne pays

.. math:: l_a + \tfrac{84}{f}\,r + \sum_{hops} g + s\,n\,r + u_b

with loading :math:`l_a` and unloading :math:`u_b` by ``consolidated`` service, half the time between two departures
(:math:`f` a week, so that it is 84 / f hours), :math:`s` hours at each of the :math:`n` stops on the way, both at the
value :math:`r` of an hour, and the generalised cost :math:`g` of the way.

A full load, which fills its container or trailer by itself, reaches the first stop and leaves the last one by
``single`` service and needs nobody to gather it. Part loads do: that is what hubs are for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geodata.arrays import BoolArray, FloatArray, IntArray
from geodata.costs.arc_costs import ArcCosts
from geodata.costs.lines import Calls, Lines
from geodata.costs.rides import board, collect, part_weights, ride, ride_all
from geodata.network import SMALLEST_WEIGHT, Timetable
from geodata.values import mean_wait_h
from optimize.brief import Brief


@dataclass(frozen=True)
class ScheduledLegs(Brief):
    """The cheapest scheduled service between stops.

    Attributes
    ----------
    stops : (p,) array
        Row numbers of the places where some service stops, ascending.
    cost : (p, p) array
        USD/t, loading, wait and unloading included; inf where no service goes.
    service : (p, p) array
        Which service of the timetable it is; -1 = none.
    each : tuple of arrays
        All legs, not only the cheapest between two stops: service, first and last stop (positions in ``stops``), USD/t.
    """

    stops: IntArray
    cost: FloatArray
    service: IntArray
    each: tuple[IntArray, IntArray, IntArray, FloatArray]


@dataclass(frozen=True)
class Fares(Brief):
    """What riding takes that does not depend on the class, by service.

    Attributes
    ----------
    order : (services,) array
        Services, those of the same modes and factor one after another.
    factor : (services,) array
        On the tariff; 0 where the service has its own price.
    paid : (services,) array
        That price, USD/t over the whole length, else 0.
    hours : (services, 2) array
        Wait for the departure, and time at each stop on the way.
    """

    order: IntArray
    factor: FloatArray
    paid: FloatArray
    hours: FloatArray

    @classmethod
    def of(cls, lines: Lines, timetable: Timetable) -> Fares:
        """Read them from a timetable.

        Parameters
        ----------
        lines : Lines
            The services' lines on the graph.
        timetable : Timetable
            The services, as they run.

        Returns
        -------
        Fares
        """
        own_price = np.isfinite(timetable.usd_per_t)
        factor = np.where(own_price, 0.0, timetable.tariff_factor)
        return cls(
            order=np.lexsort((factor, lines.calls.part)),
            factor=factor,
            paid=np.where(own_price, timetable.usd_per_t, 0.0),
            hours=np.column_stack([mean_wait_h(timetable.departures_per_week), timetable.stop_h]),
        )


def scheduled_legs(lines: Lines, costs: ArcCosts, fares: Fares, usable: BoolArray) -> ScheduledLegs:
    """Return the cheapest service between any two stops.

    Parameters
    ----------
    lines : Lines
        The services' lines on the graph.
    costs : ArcCosts
        Of the class, by consolidated service.
    fares : Fares
        Of the services, as they run.
    usable : (services,) array of bool
        Which of them take the class.

    Returns
    -------
    ScheduledLegs
    """
    services = fares.order[usable[fares.order]]
    fees = np.empty((len(services), 3))
    fees[:, :2] = costs.rate_usd_per_th * fares.hours[services]
    fees[:, 2] = fares.paid[services]
    # a timetable takes the place of gathering
    lift = costs.weight - costs.rate_usd_per_th * costs.hours["gathering"]
    tariff, factor = costs.money["tariff"], fares.factor[services]
    if lines.ways is None:
        cost = _ride_searching(lines, services, lift, tariff, factor, fees)
    else:
        cost = ride_all(lines.calls, lines.ways, services, lift, tariff, factor, fees, SMALLEST_WEIGHT)
    return _collected(lines.calls, usable, cost)


def _collected(calls: Calls, usable: BoolArray, cost: FloatArray) -> ScheduledLegs:
    """The legs of the services that run."""
    called = np.zeros(len(calls.places), dtype=np.bool_)
    called[calls.stop[np.repeat(usable, np.diff(calls.call_start))]] = True
    count = int(called.sum())
    least, by = np.full((count, count), np.inf), np.full((count, count), -1, dtype=np.int64)
    each = np.empty((4, len(cost)), dtype=np.int64)
    found = collect(calls, np.flatnonzero(usable), np.cumsum(called) - 1, cost, least, by, each)
    service, first, last, leg = each[:, :found]
    return ScheduledLegs(calls.places[called], least, by, (service, first, last, cost[leg]))


def _ride_searching(
    lines: Lines, services: IntArray, lift: FloatArray, tariff: FloatArray, factor: FloatArray, fees: FloatArray
) -> FloatArray:
    """What `ride_all` returns, without an elimination."""
    calls = lines.calls
    cost = np.full(calls.leg_start[-1], np.inf)
    reached: dict[tuple[int, float], FloatArray] = {}
    for service, own, fee in zip(services.tolist(), factor.tolist(), fees, strict=True):
        key = int(calls.part[service]), own
        if key not in reached:
            reached = {key: lines.reach(key[0], part_weights(calls, key[0], lift, tariff, own, SMALLEST_WEIGHT))}
        ride(calls, service, lift, reached[key], fee, cost)
    return cost


def door_to_door(
    legs: ScheduledLegs, to_stop: FloatArray, from_stop: FloatArray
) -> tuple[FloatArray, IntArray, IntArray, IntArray]:
    """Return the cheapest way by one scheduled service, with ``single`` service before and after it.

    Parameters
    ----------
    legs : ScheduledLegs
        Between stops.
    to_stop : (n, p) array
        USD/t from each place to each stop by single service, 0 at the stop itself.
    from_stop : (p, n) array
        USD/t from each stop to each place.

    Returns
    -------
    cost : (n, n) array
        USD/t; inf where no service helps.
    service : (n, n) array
        Which service of the timetable; -1 where none helps.
    first, last : (n, n) arrays
        Row numbers of the places where it is boarded and left; -1 where none helps.
    """
    ends = np.ascontiguousarray(to_stop), np.ascontiguousarray(from_stop)
    cost, service, first, last = board(legs.stops, legs.cost, legs.service, *ends)
    return cost, service, first, last
