"""Costs by scheduled service: by hand, and against an oracle that searches in copies of the network."""

from dataclasses import replace

import numpy as np
import pytest

import geodata
from geodata import Change, Scenario
from geodata.costs.lines import build_lines
from geodata.costs.scheduled import Fares, scheduled_legs
from geodata.files import Made
from geodata.network import elimination
from tests.geodata import cost_oracle

HOUR = 3000 * 0.005 / 24  # of a tonne in containers


@pytest.fixture
def lines(edit):
    """Services that share stops, change gauge at Budapest, go on by ferry or have a price of their own."""
    edit.cell("links.csv", 3, "gauge_from_mm", "1520")  # bud-beg-rail: 1520 at Budapest, 1435 at Belgrade
    edit.add("parameters.csv", parameter="gauge_usd_per_t", central=7)
    edit.add("parameters.csv", parameter="gauge_h", central=10)
    edit.services(
        {"id": "stopping", "stops": "VIE;BUD;BEG;SOF", "departures_per_week": 4, "stop_h": 6, "tariff_factor": 0.8},
        {"id": "seldom", "stops": "BUD;SOF", "departures_per_week": 0.5, "tariff_factor": 0.5},
        {"id": "paid", "stops": "VIE;BUD;BUH;CND", "fill": 0.5, "usd_per_departure": 9000, "direction": "forward"},
        {"id": "wide", "modes": "rail;ferry", "stops": "BUD;VIE;CND", "classes": "containers"},
        {"id": "truck", "modes": "road", "stops": "BEG;BUD;VIE", "departures_per_week": 14, "t_per_departure": 20},
        {"id": "planned", "stops": "VIE;CND", "tariff_factor": 0, "status": "planned"},
    )
    return edit


@pytest.fixture(params=["eliminated", "searched"])
def either_way(request, monkeypatch):
    """With an elimination, and as where too many arcs would come in."""
    if request.param == "searched":
        monkeypatch.setattr(elimination, "MOST_TRIANGLES", -1)
    return request.param


def between_stops(region, cls, scenario="base"):
    """(USD/t, id) by pair of places."""
    state = region.state(scenario)
    legs = region.model.scheduled(cls, state.changes, state.scenario.parameters, state.services)
    ids, places = region.model.timetable.ids, region.model.links.places
    return {
        (places[legs.stops[a]], places[legs.stops[b]]): (legs.cost[a, b], ids[legs.service[a, b]])
        for a, b in np.argwhere(legs.service >= 0)
    }


def test_a_train_between_two_stops_costs_what_a_pencil_says(edit):
    # Bucharest - Constanta: 225 km at 0.025 USD/t-km and 20 km/h, two lifts of 5 USD and 12 h, and 84 / 3 h of wait in
    # place of the 24 h of gathering
    edit.services({"stops": "BUH;CND"})
    cost, service = between_stops(edit.region(), "containers")["BUH", "CND"]
    assert service == "line"
    assert cost == pytest.approx(225 * 0.025 + 2 * 5 + (225 / 20 + 2 * 12 + 28) * HOUR)


def test_stops_on_the_way_cost_their_time(edit):
    # Vienna - Budapest - Bucharest: 265 + 870 km
    edit.services({"stops": "VIE;BUD;BUH", "stop_h": 10})
    cost, _ = between_stops(edit.region(), "containers")["VIE", "BUH"]
    assert cost == pytest.approx(1135 * 0.025 + 2 * 5 + (1135 / 20 + 2 * 12 + 28 + 10) * HOUR)


def test_a_price_of_its_own_divides_by_length(edit):
    # 60,000 USD for 1000 t half full are 120 USD/t from Vienna to Bucharest; 265 of 1135 km are before Budapest
    edit.services({"stops": "VIE;BUD;BUH", "usd_per_departure": 60000, "fill": 0.5})
    found = between_stops(edit.region(), "containers")
    for (start, end), km in {("VIE", "BUD"): 265, ("BUD", "BUH"): 870, ("VIE", "BUH"): 1135}.items():
        assert found[start, end][0] == pytest.approx(120 * km / 1135 + 2 * 5 + (km / 20 + 2 * 12 + 28) * HOUR)


def test_where_the_line_is_cut_the_rest_keeps_its_price(edit):
    edit.services({"stops": "VIE;BUD;BUH", "usd_per_departure": 60000, "fill": 0.5})
    region = edit.region()
    cut = Scenario("cut", changes=(Change(links=("bud-buh-rail",), close=True),))
    before, after = between_stops(region, "containers"), between_stops(region, "containers", cut)
    assert after["VIE", "BUD"] == before["VIE", "BUD"]
    assert ("VIE", "BUH") not in after
    assert ("BUD", "BUH") not in after


def test_a_price_does_not_fall_because_another_hop_is_made_longer(edit):
    """Where rails are shut on one hop and the train goes round, the other hop costs what it did."""
    edit.add("links.csv", **{"from": "VIE", "to": "BUD"}, id="round", mode="rail", length_km=900,
             gauge_from_mm=1435, gauge_to_mm=1435)  # fmt: skip
    edit.services({"stops": "VIE;BUD;BUH", "usd_per_departure": 60000})
    region = edit.region()
    shut = Scenario("shut", changes=(Change(links=("vie-bud-rail",), close=True),))
    before, after = between_stops(region, "containers"), between_stops(region, "containers", shut)
    assert after["BUD", "BUH"] == before["BUD", "BUH"]
    assert after["VIE", "BUD"][0] > before["VIE", "BUD"][0]


def test_what_is_on_board_is_not_gathered_again_where_the_mode_changes(edit):
    # by truck to Budapest, by train to Bucharest as one service: the change of mode takes 6 h and 5 USD, no 24 h
    edit.drop("links.csv", lambda row: row["id"] not in ("vie-bud-rail", "beg-buh-road", "bud-buh-road"))
    edit.services({"stops": "VIE;BUH", "modes": "road;rail"})
    cost, _ = between_stops(edit.region(), "containers")["VIE", "BUH"]
    way = 243 * 0.07 + 870 * 0.025 + 2 + 5 + 5 + (243 / 45 + 870 / 20 + 2 + 12 + 12 + 28) * HOUR
    assert cost == pytest.approx(way)


@pytest.mark.parametrize("cls", ["containers", "parcels"])
def test_the_cheapest_service_between_stops_is_that_of_the_oracle(lines, cls, either_way):
    region = lines.region()
    assert (region.model.lines.ways is None) == (region.model.graph.elimination is None) == (either_way == "searched")
    found, expected = between_stops(region, cls), cost_oracle.timetable_costs(lines.folder, cls)
    assert {pair: service for pair, (_, service) in found.items()} == {
        pair: service for pair, (_, service) in expected.items()
    }
    assert {pair: cost for pair, (cost, _) in found.items()} == pytest.approx(
        {pair: cost for pair, (cost, _) in expected.items()}
    )
    assert {service for _, service in found.values()} >= {"stopping", "paid", "truck"}


@pytest.mark.parametrize("cls", ["containers", "parcels"])
def test_from_door_to_door_a_full_load_takes_the_best_two_stops(lines, cls, either_way):
    region = lines.region()
    scheduled = region.leg_costs(cls=cls).scheduled
    between = cost_oracle.timetable_costs(lines.folder, cls)
    network = cost_oracle.graph(lines.folder, cls, "single")
    places = list(region.places.index)
    single = {place: cost_oracle.costs_from(network, place) | {place: 0.0} for place in places}
    for i, origin in enumerate(places):
        for j, destination in enumerate(places):
            if origin != destination:
                ways = {
                    (a, b): single[origin][a] + cost + single[b][destination] for (a, b), (cost, _) in between.items()
                }
                stops = places[scheduled.first[i, j]], places[scheduled.last[i, j]]
                assert scheduled.cost[i, j] == pytest.approx(min(ways.values()))
                assert ways[stops] == pytest.approx(min(ways.values()))
                assert region.model.timetable.ids[scheduled.service[i, j]] == between[stops][1]


def test_between_hubs_at_stops_freight_takes_the_service_where_it_is_cheaper(edit):
    edit.services({"stops": "BUD;BUH", "departures_per_week": 168})  # a wait of half an hour, not of a day
    region = edit.region()
    with_trains = region.leg_costs(cls="containers").frame("transfer").loc["BUD", "BUH"]
    assert with_trains == pytest.approx(870 * 0.025 + 2 * 5 + (870 / 20 + 2 * 12 + 0.5) * HOUR)
    seldom = region.with_overrides(geodata.ServiceChange(services=("line",), departures=0.01))
    assert seldom.leg_costs(cls="containers").frame("transfer").loc["BUD", "BUH"] == pytest.approx(
        870 * 0.025 + 2 * 5 + (870 / 20 + 2 * 12 + 24) * HOUR
    )


def test_a_region_without_services_has_no_scheduled_legs(danube_region):
    assert danube_region.leg_costs(cls="containers").scheduled is None


def test_a_class_that_no_service_takes_has_no_scheduled_legs(edit):
    edit.services({"stops": "BUD;BUH", "classes": "parcels"}, classes=("parcels",))
    region = edit.region()
    assert region.leg_costs(cls="containers").scheduled is None
    assert region.leg_costs(cls="parcels").scheduled is not None


@pytest.mark.parametrize("scenario", ["base", "khorgos-alashankou-closed", "caspian-weather"])
def test_in_the_bundled_region_it_does_not_matter_how_distances_are_found(central_asia, monkeypatch, scenario):
    """By the elimination, or by Dijkstra's algorithm, in `scipy.sparse.csgraph`."""
    state, model = central_asia.state(scenario), central_asia.model
    found = model.scheduled("containers", state.changes, state.scenario.parameters, state.services)
    monkeypatch.setattr(elimination, "MOST_TRIANGLES", -1)
    searching = build_lines(replace(model.links, shared=Made()), model.graph, model.timetable)
    assert (model.lines.ways is None, searching.ways is None) == (False, True)
    running = model.timetable.changed(state.services, model.links.places)
    usable = running.class_ok[model.classes.index("containers")]
    costs, fares = state.arc_costs("containers", "consolidated"), Fares.of(searching, running)
    expected = scheduled_legs(searching, costs, fares, usable)
    assert np.isfinite(found.cost).sum() > 100
    assert found.cost == pytest.approx(expected.cost, rel=1e-12, abs=0)
    assert [values.tolist() for values in found.each[:3]] == [values.tolist() for values in expected.each[:3]]
