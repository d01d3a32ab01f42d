"""Rows of flows, catchments, gateways and closures, against plain sums over the traffic."""

from collections import defaultdict

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import LineString, MultiPoint, Point

from experiments import compare
from experiments.exports import comparison_layers
from experiments.exports.flows import every_class, gateway_set_frame
from tests.experiments.tiny import write_tiny


def test_flows_are_summed_over_the_parts_of_ways(layers, traffic):
    told = layers["flows"].frame.set_index(["scenario", "link", "class"])[["forward_t", "backward_t", "tonnes"]]
    expected = defaultdict(lambda: [0.0, 0.0, 0.0])
    for scenario, found in traffic.items():
        for row in found.links.itertuples():
            for cls in (row[2], "all"):
                for at, tonnes in enumerate((row.forward_t, row.backward_t, row.forward_t + row.backward_t)):
                    expected[scenario, row.link, cls][at] += tonnes
    assert set(told.index) == set(expected)
    for key, values in expected.items():
        assert told.loc[key].tolist() == pytest.approx(values), key


def test_a_closed_link_carries_nothing(layers):
    flows = layers["flows"].frame
    north = {"gate-north", "north-mid"}
    assert not north & set(flows.loc[flows["scenario"] == "north-closed", "link"])
    closures = layers["closures"].frame
    closed = closures[(closures["scenario"] == "north-closed") & (closures["effect"] == "closed")]
    assert set(closed["link"]) == north
    opened = closures[closures["scenario"] == "west-road"]
    assert opened[["link", "effect"]].to_numpy().tolist() == [["west-mid-road", "opened"]]
    assert "base" not in set(closures["scenario"])


def test_use_is_that_of_the_fuller_direction(tmp_path):
    narrow = write_tiny(tmp_path, links=("mid-west,MID,WES,rail,950,,Trunk", "mid-west,MID,WES,rail,950,1000,Trunk"))
    found = compare(str(narrow), hubs=["NOR", "SOU"], scenarios=["base"], confirmed=False)
    flows = next(layer.frame for layer in comparison_layers(found) if layer.name == "flows").set_index(
        ["link", "class"]
    )
    row = flows.loc[("mid-west", "all")]
    assert row["capacity_t"] == 1000
    assert row["use"] == pytest.approx(max(row["forward_t"], row["backward_t"]) / 1000)
    assert flows.drop(index="mid-west", level="link")["use"].isna().all()


def test_a_class_may_be_called_like_all_of_them():
    assert every_class(["goods"]) == "all"
    assert every_class(["all", "goods"]) == "all classes"


def test_catchments_and_gateways_stand_at_their_places(found, layers, traffic):
    catchments = layers["catchments"].frame
    assert len(catchments) == sum(len(each.catchment) for each in traffic.values())
    places = found.study.region.places
    for row in catchments.itertuples():
        assert row.geometry == places.geometry[row.place]
        assert row.hub_name == places["name"][row.hub].partition(" (")[0]
    gateways = layers["gateways"].frame.set_index("scenario")
    for scenario, each in traffic.items():
        of_gate = each.hubs[each.hubs["hub"] == "GAT"]
        assert gateways.loc[scenario, "tonnes"] == pytest.approx(of_gate["tonnes"].sum())
    assert set(gateways["gateway"]) == {"GAT"}


def test_lines_are_those_of_the_links(layers):
    frames = {name: layer.frame for name, layer in layers.items()}
    links = frames["links"].set_index("link").geometry
    for link, shape in zip(frames["flows"]["link"], frames["flows"].geometry, strict=True):
        assert shape.hausdorff_distance(links[link]) < 0.03
        assert isinstance(shape, LineString)
    assert all(isinstance(shape, Point) for shape in frames["hubs"].geometry)
    assert all(isinstance(frame, gpd.GeoDataFrame) and frame.crs.to_epsg() == 4326 for frame in frames.values())


def test_sets_of_gateways_have_the_points_of_their_gateways(found):
    by_gateway = pd.DataFrame({"gateways": [("GAT",), ("GAT", "WES")], "hub": ["MID", "NOR"]})
    frame = gateway_set_frame(found.study, by_gateway)
    assert frame["gateways"].tolist() == ["GAT", "GAT;WES"]
    assert frame.geometry.tolist() == [MultiPoint([(80, 40)]), MultiPoint([(80, 40), (50, 42)])]
