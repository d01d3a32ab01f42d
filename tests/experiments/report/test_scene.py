"""What there is to draw of a comparison."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from experiments import compare
from experiments.maps import Frame, projection
from experiments.report.scene import Scene
from tests.experiments.tiny import write_tiny


@pytest.fixture(scope="module")
def scene(found):
    return Scene.of(found)


def test_hubs_are_ranked_with_their_regret_as_a_share_of_the_largest(scene, found):
    costs = found.over_scenarios["beside"]["expected_cost_usd"].sort_values()
    assert list(scene.ranking.index) == list(costs.index)
    excess = costs - costs.min()
    assert scene.ranking["regret_share"].tolist() == pytest.approx((excess / excess.max()).tolist())
    base = found.hubs[found.hubs["scenario"] == "base"].set_index("hub")["hub_t"]
    assert scene.ranking["hub_t"].to_dict() == base[list(costs.index)].to_dict()
    assert "regret_share" not in found.ranking.columns


def test_a_lone_hub_has_no_regret(tiny):
    lone = Scene.of(compare(str(tiny), hubs=["NOR"], scenarios=["base"], confirmed=False))
    assert lone.ranking["regret_share"].tolist() == [0.0]


def test_the_overview_holds_all_places_on_land_and_the_focus_the_hubs(scene, found):
    whole, near = scene.overview, scene.focus
    points = scene.places.geometry
    assert points.x.between(whole.west, whole.east).all()
    assert points.y.between(whole.south, whole.north).all()
    assert scene.everywhere == whole
    hubs = points.loc[list(found.study.hubs)]
    assert hubs.x.between(near.west, near.east).all()
    assert not near.west < points.loc["GAT"].x < near.east
    assert near.width < whole.width


def test_places_that_only_the_deep_sea_reaches_are_in_the_frame_of_everything(tmp_path):
    far = "ANT,Antipoda,AAA,-5.0,40.0,port,,made-up,assumed\n"
    west = "WES,Westport,CCC,42.0,50.0,demand;port,2000000,made-up,assumed\n"
    links = "west-mid-road,WES,MID,road,1000,,,planned,made-up,derived\n"
    tariff = "tariff_usd_per_tkm,,sea,single,,0.01,,USD/tkm,made-up,assumed\n"
    folder = write_tiny(
        tmp_path,
        places=(west, west + far),
        links=(links, links + "ant-west,ANT,WES,sea,9000,,,open,made-up,derived\n"),
        parameters=("speed_kmh,,rail", f"{tariff}speed_kmh,,sea,,,30,,km/h,made-up,assumed\nspeed_kmh,,rail"),
    )
    scene = Scene.of(compare(str(folder), scenarios=["base"], confirmed=False, draws=0))
    point, core, everything = scene.places.geometry["ANT"], scene.overview, scene.everywhere
    assert point.y < core.south
    assert everything.south < point.y
    assert everything.west < point.x < everything.east
    assert everything.north >= core.north
    assert scene.lines.loc["ant-west"].geometry.distance(point) < 1.0


def test_effects_are_there_for_every_scenario(scene, found):
    assert list(scene.effects) == list(found.study.scenarios)
    assert scene.effects["north-closed"]["gate-north"] == "closed"


def test_land_is_cut_to_the_frame_and_simplified(scene):
    fine, coarse = scene.land(scene.focus, 100.0), scene.land(scene.focus, 50_000.0)
    west, south, east, north = coarse.total_bounds
    frame = scene.focus
    assert (west, south) >= (frame.west - 1, frame.south - 1)
    assert (east, north) <= (frame.east + 1, frame.north + 1)
    assert coarse.geometry.count_coordinates().sum() < fine.geometry.count_coordinates().sum()


@pytest.mark.parametrize(
    ("title", "named"),
    [("Roads of OpenStreetMap", "© OpenStreetMap contributors (ODbL)"), ("GeoNames", "GeoNames (CC BY 4.0)")],
)
def test_sources_that_ask_for_it_are_named(tmp_path, title, named):
    folder = write_tiny(tmp_path, sources=("Made up for tests", title))
    scene = Scene.of(compare(str(folder), hubs=["NOR"], scenarios=["base"], confirmed=False))
    assert scene.sources == f"{named}; Natural Earth (public domain)"


def test_otherwise_only_the_outlines_are_named(scene):
    assert scene.sources == "Natural Earth (public domain)"


def turned(folder, degrees):
    """The tiny region, moved along its parallels."""
    write_tiny(folder)
    places = pd.read_csv(folder / "places.csv")
    places["lon"] = (places["lon"] + degrees + 180.0) % 360.0 - 180.0
    places.to_csv(folder / "places.csv", index=False)
    return Scene.of(compare(str(folder), scenarios=["base"], confirmed=False))


def test_a_region_over_the_antimeridian_is_drawn_in_one_piece(tmp_path):
    here, there = turned(tmp_path / "here", 0.0), turned(tmp_path / "there", 105.0)
    assert there.places["lon"].max() - there.places["lon"].min() > 300
    for a, b in ((here.overview, there.overview), (here.focus, there.focus)):
        assert (a.west, a.south, a.east, a.north) == pytest.approx((b.west, b.south, b.east, b.north), abs=1.0)
    assert there.lines.length.to_numpy() == pytest.approx(here.lines.length.to_numpy(), rel=1e-3)
    assert there.links.geometry.map(lambda line: line.geom_type).value_counts().to_dict() == {
        "LineString": 8, "MultiLineString": 3,
    }  # fmt: skip
    west, _, east, _ = there.links.total_bounds
    assert (west, east) == (-180.0, 180.0)


def test_land_on_both_sides_of_the_antimeridian_is_one_piece():
    corners = gpd.GeoDataFrame(geometry=gpd.points_from_xy([175.0, -175.0], [65.0, 69.0]), crs=4326)
    crs = projection(corners)
    points = corners.to_crs(crs).geometry
    frame = Frame.around(points.x.to_numpy(), points.y.to_numpy())
    land = Scene(None, None, crs).land(frame, 2000.0)
    assert land["iso3"].tolist() == ["RUS"]
    sides = gpd.GeoSeries(gpd.points_from_xy([178.5, -178.5], [68.0, 67.5]), crs=4326).to_crs(crs)
    parts = shapely.get_parts(land.geometry.iloc[0])
    assert sum(all(part.contains(side) for side in sides) for part in parts) == 1
    assert np.isfinite(land.total_bounds).all()
