"""Flights as a table, and the freight on them when no hub is open."""

import pytest

import geodata
from experiments.air.flights import flight_table, flown_t
from tests.experiments.air.airborne import write_airborne


def test_flights_have_room_stated_loads_and_what_departures_cost(region):
    frame = flight_table(region).set_index(["link", "forward"])
    out = frame.loc[("fly-hub", True)]
    assert (out["from"], out["to"]) == ("ORG", "HUB")
    assert out["room_t"] == pytest.approx(84 * 365 / 7)
    assert out["stated_t"] == pytest.approx(84 * 365 / 7 / 2)
    assert out["earns_usd"] == pytest.approx(84 * 365 / 7 * 200)
    assert len(frame) == 6  # three flights, there and back


def test_closed_flights_are_not_there(region):
    assert set(flight_table(region, "hub-shut")["link"]) == {"fly-alt"}


def test_a_flight_without_a_timetable_has_no_stated_load(tmp_path):
    folder = write_airborne(tmp_path, links=("air,1000,84,1,0.5,200", "air,1000,,,,"))
    frame = flight_table(geodata.load_region(folder))
    hub = frame[frame["link"] == "fly-hub"]
    assert hub["room_t"].tolist() == [float("inf")] * 2
    assert hub[["stated_t", "earns_usd"]].isna().all(axis=None)


def test_parcels_fly_by_the_cheaper_airport_and_goods_go_by_road(region):
    flown = flown_t(region, "parcels").set_index(["link", "forward"])["flow_t"]
    assert flown[("fly-hub", True)] == pytest.approx(1000)
    assert flown.sum() == pytest.approx(1000)
    assert flown_t(region, "goods")["flow_t"].sum() == 0
