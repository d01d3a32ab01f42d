"""The picture, its labels and lines."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import image
from shapely.geometry import LineString

from experiments.maps.closures import link_effects
from experiments.maps.labels import place_labels
from experiments.maps.land import countries
from experiments.maps.lines import great_circle, link_lines, sea_way
from experiments.maps.projection import Frame, projection
from experiments.maps.style import regret_colour

ROTTERDAM, SHANGHAI = (4.05, 51.95), (121.8, 31.3)


def test_the_picture_has_its_size_and_something_on_it(results):
    picture = image.imread(results / "map.png")
    height, width, _ = picture.shape
    assert width == 2250
    assert 1300 < height < 4000
    assert picture[..., :3].std() > 0.05


def test_outlines_cover_the_world_and_none_spans_it():
    world = countries()
    assert world.is_valid.all()
    assert {"KAZ", "UZB", "CHN", "RUS"} <= set(world["iso3"])
    point = shapely.Point(76.9, 43.2)
    assert world[world.contains(point)]["iso3"].tolist() == ["KAZ"]
    pieces = shapely.get_parts(world[world["iso3"] == "RUS"].geometry.to_numpy())
    assert all(piece.bounds[2] - piece.bounds[0] < 180 for piece in pieces)


@pytest.mark.parametrize(("length_km", "by_the_cape"), [(19_500, False), (25_000, True)])
def test_a_way_over_the_sea_takes_suez_or_the_cape_by_its_length(length_km, by_the_cape):
    way = sea_way(SHANGHAI, ROTTERDAM, length_km)
    assert (way[0], way[-1]) == (SHANGHAI, ROTTERDAM)
    assert (min(lat for _, lat in way) < -30) == by_the_cape
    land = shapely.unary_union(countries().geometry.to_numpy())
    line = LineString(way)
    assert line.intersection(land.buffer(-1.0)).length < 0.03 * line.length


def test_great_circles_are_drawn_in_short_pieces():
    line = great_circle(ROTTERDAM, SHANGHAI)
    assert max(lat for _, lat in line) > 60  # over the north, not along a parallel
    assert len(line) > 50


def test_roads_bend_away_from_the_railway_whichever_way_they_are_written(found):
    lines = link_lines(found.study.region)
    rail, road = lines.loc["gate-north", "geometry"], lines.loc["gate-north-road", "geometry"]
    assert rail.coords[0] == road.coords[0]
    assert 0.05 < rail.hausdorff_distance(road) < 0.3


def test_effects_of_scenarios_on_links(found):
    region = found.study.region
    assert set(link_effects(region, "base").unique()) == {"same", "planned"}
    assert link_effects(region, "west-cut")["mid-west"] == "closed"
    assert link_effects(region, "slow-south")["south-mid"] == "worse"
    assert link_effects(region, "west-road")["west-mid-road"] == "opened"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 900), st.floats(0, 500)), min_size=1, max_size=14, unique=True))
def test_labels_stay_within_the_frame(points):
    placed = place_labels(points, [(60.0, 14.0)] * len(points), (0, 0, 900, 500), radius=6)
    for label in placed:
        assert label is not None
        assert -61 < label.x - 30 < 901
        assert -15 < label.y - 7 < 501


def test_labels_of_hubs_in_a_cluster_do_not_overlap():
    points = [(400.0 + 9 * i, 250.0 + 7 * (i % 3)) for i in range(8)]
    placed = place_labels(points, [(60.0, 14.0)] * 8, (0, 0, 900, 500), radius=5)
    boxes = [shapely.box(x.x - 30, x.y - 7, x.x + 30, x.y + 7) for x in placed]
    for i, box in enumerate(boxes):
        assert all(box.intersection(other).area < 60 for other in boxes[:i])


def test_points_outside_get_no_label():
    assert place_labels([(5.0, 5.0), (-50.0, 5.0)], [(4.0, 2.0)] * 2, (0, 0, 10, 10), radius=1)[1] is None


def test_projections_suit_the_region():
    def crs_of(*points):
        return projection(gpd.GeoDataFrame(geometry=[shapely.Point(p) for p in points], crs=4326)).to_wkt()

    assert "Lambert Conic" in crs_of(ROTTERDAM, SHANGHAI)
    assert "Azimuthal" in crs_of((30.0, -3.0), (40.0, 5.0))


def test_frames_take_a_shape_without_losing_anything():
    frame = Frame.around(np.array([0.0, 4.0]), np.array([0.0, 1.0])).shaped(2.0)
    assert frame.width / frame.height == pytest.approx(2.0)
    assert (frame.west, frame.east) == (0.0, 4.0)
    assert regret_colour(-1) == regret_colour(0)
