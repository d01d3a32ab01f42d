"""Rides by scheduled service: what their arcs and fares come to is what the cost model charges."""

import numpy as np
import pytest

from geodata import ServiceChange
from geodata.traffic.parts import TARIFF, TIME
from geodata.traffic.rides import Rides
from tests.geodata.traffic.walks import Walker


def every_ride(rides):
    service, first, last, cost = rides.legs.each
    stops = rides.legs.stops
    which = list(zip(service.tolist(), stops[first].tolist(), stops[last].tolist(), strict=True))
    return which, cost


@pytest.mark.parametrize("cls", ["containers", "parcels"])
@pytest.mark.parametrize("scenario", ["base", "danube-bridge-closed"])
def test_parts_of_every_ride_add_up_to_its_cost(busy, cls, scenario):
    rides = Rides(busy.state(scenario), cls)
    which, cost = every_ride(rides)
    assert len(which) > 10
    parts = rides.parts(which, rides.arcs(which))
    assert parts.sum(axis=1) == pytest.approx(cost, rel=1e-12)


def test_rides_pass_the_links_that_a_search_in_copies_of_the_network_finds(busy):
    state = busy.state()
    rides, walker = Rides(state, "containers"), Walker(state, "containers")
    graph = state.model.graph
    which, _ = every_ride(rides)
    for (service, first, last), row in zip(which, rides.arcs(which).toarray(), strict=True):
        links = graph.link[np.flatnonzero(row)]
        assert sorted(links[links >= 0].tolist()) == sorted(walker.ride(service, first, last))


def test_a_service_with_its_own_price_pays_it_as_tariff_by_the_share_of_its_way(busy):
    """A departure of 9000 USD and 1000 t half full: 18 USD/t for Budapest - Bucharest - Constanta, 870 + 225 km."""
    state = busy.state()
    rides = Rides(state, "containers")
    number, place = state.model.timetable.ids.index("paid"), state.model.links.places.index
    which = [(number, place("BUD"), place("BUH")), (number, place("BUD"), place("CND"))]
    parts = rides.parts(which, rides.arcs(which))
    assert parts[:, TARIFF] == pytest.approx([18 * 870 / 1095, 18])


def test_a_ride_waits_for_the_departure_and_at_stops_and_nobody_gathers_it(busy):
    """Vienna - Budapest - Belgrade: 84 / 4 hours of wait and 6 at Budapest; 21 more with half the departures."""
    place = busy.model.links.places.index
    which = [(busy.model.timetable.ids.index("stopping"), place("VIE"), place("BEG"))]
    often, seldom = (
        Rides(region.state(), "containers") for region in (busy, busy.with_overrides(ServiceChange(departures=0.5)))
    )
    hour = often.costs.rate_usd_per_th
    times = [rides.parts(which, rides.arcs(which))[0, TIME] for rides in (often, seldom)]
    assert times[1] - times[0] == pytest.approx(21 * hour)


def test_between_places_where_nothing_stops_there_is_no_service(busy):
    rides = Rides(busy.state(), "containers")
    sofia, constanta = (np.array([busy.model.links.places.index(place)]) for place in ("SOF", "CND"))
    assert rides.between(sofia, constanta) == [(-1, int(sofia[0]), int(constanta[0]))]


def test_a_region_without_services_has_no_rides(danube_region):
    rides = Rides(danube_region.state(), "containers")
    assert rides.between(np.array([0]), np.array([1])) == [(-1, 0, 1)]
