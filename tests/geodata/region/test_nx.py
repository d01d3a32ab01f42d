"""The network as networkx and GIS programs see it."""

import networkx as nx
import numpy as np
import pytest

import geodata
from geodata import Scenario, files
from geodata.faults import FaultCollector
from geodata.region.inputs import Inputs
from geodata.region.nx import link_lines
from geodata.region.state import State
from geodata.scenarios import BASE


def test_the_network_has_what_the_contract_says(danube_region):
    network = danube_region.network
    assert isinstance(network, nx.MultiDiGraph)
    assert set(network) == set(danube_region.places.index)
    for _, _, key, data in network.edges(keys=True, data=True):
        assert {"mode", "length_km", "time_h", "cost", "capacity", "corridors"} <= set(data)
        assert key == data["link"]
        assert data["cost"] > 0
        assert data["time_h"] > 0
    edge = network["BUD"]["BEG"]["bud-beg-rail"]
    assert edge["length_km"] == 350
    assert edge["time_h"] == pytest.approx(350 / 20 + 12)
    assert edge["price"] == pytest.approx(350 * 0.05 + 2)
    assert edge["corridors"] == "balkan"


def test_capacity_is_the_smallest_that_is_given(danube_region):
    capacity = nx.get_edge_attributes(danube_region.network, "capacity")
    assert capacity["BUD", "BEG", "bud-beg-rail"] == 4_000_000  # below 20 trains x 1,200 t x 365
    assert capacity["BUD", "BEG", "bud-beg-road"] == 1500 * 18 * 365
    assert capacity["SOF", "BUH", "sof-buh-road"] == 900 * 18 * 365
    assert capacity["BUH", "SOF", "sof-buh-road"] == np.inf  # the row is for one direction


def test_links_as_lines_tell_what_a_scenario_does(danube_region):
    lines = danube_region.lines("danube-bridge-closed")
    assert lines.crs.to_epsg() == 4326
    assert len(lines) == 13
    assert lines.index[~lines["open"]].tolist() == ["sof-buh-rail", "sof-buh-road"]
    assert lines.index[lines["changed"]].tolist() == ["sof-buh-road"]
    assert lines.geometry["vie-bud-rail"].coords[0] == (16.37, 48.21)
    assert not danube_region.lines()["changed"].any()


def test_planned_links_are_left_out_until_opened(danube_region):
    assert not danube_region.network.has_edge("SOF", "BUH", "sof-buh-rail")
    opened = Scenario("x", changes=(geodata.Change(links=("sof-buh-rail",), open=True),))
    assert danube_region.network_in(opened).has_edge("SOF", "BUH", "sof-buh-rail")


def test_shortest_paths_on_the_network_agree_with_routes(danube_region):
    """With one mode and nothing to load, the network of one class is all there is."""
    region = danube_region.with_parameters({"terminal_usd_per_t": 0, "terminal_h": 0}).with_overrides(
        geodata.Change(mode=("rail", "ferry"), close=True)
    )
    for start in region.places.index:
        for end in region.places.index:
            if start != end:
                expected = nx.shortest_path_length(region.network, start, end, weight="cost")
                assert region.route(start, end).total_cost_usd_per_t == pytest.approx(expected)


def test_an_edge_has_the_costs_and_capacity_of_its_scenario_class_and_service(danube_region):
    region = danube_region.with_overrides(geodata.Change(links=("bud-beg-rail",), capacity=0.5, tariff=2.0))
    scenario = Scenario("x", changes=(geodata.Change(links=("bud-beg-rail",), capacity=0.5, dwell=2.0),))
    network = region.network_in(scenario, "parcels", "consolidated")
    edge = network["BUD"]["BEG"]["bud-beg-rail"]
    assert edge["capacity"] == edge["capacity_t_per_year"] == 1_000_000
    assert edge["price"] == pytest.approx(350 * 0.025 * 2 + 2)
    assert (edge["moving_h"], edge["waiting_border_h"], edge["reloading_h"]) == (17.5, 24, 0)
    assert edge["time_h"] == pytest.approx(17.5 + 24)
    assert edge["cost"] == pytest.approx(edge["price"] + edge["time_h"] * 20000 * 0.01 / 24)
    told = network.graph
    assert (told["region"], told["scenario"], told["cls"], told["service"]) == (
        "danube",
        "x",
        "parcels",
        "consolidated",
    )


def test_a_link_closed_in_one_direction_is_still_open(danube_region):
    one_way = Scenario("x", changes=(geodata.Change(links=("sof-buh-road",), direction="forward", close=True),))
    lines = danube_region.lines(one_way)
    assert lines.loc["sof-buh-road", ["open", "changed"]].tolist() == [True, True]
    network = danube_region.network_in(one_way)
    assert not network.has_edge("SOF", "BUH", "sof-buh-road")
    assert network.has_edge("BUH", "SOF", "sof-buh-road")


def test_lines_have_the_capacity_of_the_scenario_and_their_own_ends(danube_region):
    region = danube_region.with_overrides(geodata.Change(links=("bud-beg-rail",), capacity=0.5))
    halved = Scenario("x", changes=(geodata.Change(links=("bud-beg-rail",), capacity=0.5),))
    lines = region.lines(halved)
    row = lines.loc["bud-beg-rail"]
    assert (row["capacity_t_per_year"], row["from"], row["to"], row["mode"]) == (1_000_000, "BUD", "BEG", "rail")
    assert list(row["geometry"].coords) == [(19.04, 47.50), (20.46, 44.82)]
    assert lines.index[lines["changed"]].tolist() == ["bud-beg-rail"]
    assert lines.index[lines["planned"]].tolist() == ["sof-buh-rail"]


@pytest.mark.parametrize("name", ["graphml", "gml", "gexf"])
def test_the_network_can_be_written_by_networkx(danube_region, tmp_path, name):
    path = tmp_path / f"network.{name}"
    getattr(nx, f"write_{name}")(danube_region.network, path)
    if name == "graphml":
        found = nx.read_graphml(path)
        assert sorted(found.edges(keys=True)) == sorted(danube_region.network.edges(keys=True))
        assert found["BUD"]["BEG"]["bud-beg-rail"]["length_km"] == 350
        assert found["BUD"]["BEG"]["bud-beg-rail"]["corridors"] == "balkan"
        assert found["VIE"]["BUD"]["vie-bud-rail"]["capacity"] == np.inf


def test_links_over_the_180th_meridian_are_cut_there(edit):
    for row, lon in ((2, "179"), (3, "-178")):
        edit.cell("places.csv", row, "lon", lon)
        edit.cell("places.csv", row, "country", "QZZ")
    edit.drop("links.csv", lambda row: row["id"] == "vie-bud-rail")
    data = files.read_data(edit.folder, FaultCollector())
    line = link_lines(State(Inputs(data), BASE)).geometry["vie-bud-rail"]
    assert sorted(x for part in line.geoms for x, _ in part.coords) == [-180.0, -178.0, 179.0, 180.0]
