"""Lines of the links as they are drawn."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString

from experiments.maps.land import countries
from experiments.maps.lines import BEND, BEND_KM, STEP_KM, WGS84, _line, great_circle, link_lines, sea_way

ROTTERDAM, SHANGHAI = (4.05, 51.95), (121.8, 31.3)


def kilometres(line):
    return [WGS84.inv(*a, *b)[2] / 1000 for a, b in pairwise(line)]


@pytest.mark.parametrize(("length_km", "by_the_cape"), [(19_500, False), (25_000, True)])
def test_a_way_over_the_sea_takes_suez_or_the_cape_by_its_length(length_km, by_the_cape):
    way = sea_way(SHANGHAI, ROTTERDAM, length_km)
    assert (way[0], way[-1]) == (SHANGHAI, ROTTERDAM)
    assert (min(lat for _, lat in way) < -30) == by_the_cape
    land = shapely.unary_union(countries().geometry.to_numpy())
    line = LineString(way)
    assert line.intersection(land.buffer(-1.0)).length < 0.03 * line.length


def test_a_way_over_the_pacific_goes_on_beyond_the_antimeridian():
    way = np.array(sea_way((139.8, 35.4), (-118.3, 33.7), 9_000))
    assert np.abs(np.diff(way[:, 0])).max() < 20
    assert way[-1, 0] == pytest.approx(360 - 118.3)


def test_great_circles_are_drawn_in_short_pieces_over_the_north():
    line = great_circle(ROTTERDAM, SHANGHAI)
    pieces = kilometres(line)
    assert max(pieces) <= STEP_KM + 1e-6
    assert sum(pieces) == pytest.approx(WGS84.inv(*ROTTERDAM, *SHANGHAI)[2] / 1000)
    assert max(lat for _, lat in line) > 60
    assert (line[0], line[-1]) == (ROTTERDAM, SHANGHAI)


def test_great_circles_over_the_antimeridian_go_on_and_roads_bend_as_elsewhere():
    line = np.array(great_circle((175.0, 45.0), (-170.0, 50.0)))
    assert np.abs(np.diff(line[:, 0])).max() < 5.0
    assert line[-1].tolist() == pytest.approx([190.0, 50.0])
    there = _line("road", (175.0, 45.0), (-170.0, 50.0), 0.0)
    here = _line("road", (5.0, 45.0), (20.0, 50.0), 0.0)
    assert there.geom_type == "MultiLineString"
    assert there.length == pytest.approx(here.length)
    assert there.bounds[0::2] == (-180.0, 180.0)


def test_a_road_to_a_pole_is_a_line():
    assert np.isfinite(shapely.get_coordinates(_line("road", (10.0, 85.0), (0.0, 90.0), 0.0))).all()


def test_a_short_line_is_straight():
    assert great_circle((10.0, 50.0), (10.5, 50.0)) == [(10.0, 50.0), (10.5, 50.0)]


def test_roads_bend_away_from_the_railway_whichever_way_they_are_written(found):
    lines = link_lines(found.study.region)
    rail, road = lines.loc["gate-north", "geometry"], lines.loc["gate-north-road", "geometry"]
    assert rail.coords[0] == road.coords[0]
    assert 0.05 < rail.hausdorff_distance(road) < 0.3
    assert rail.hausdorff_distance(road) * 111 < 1.6 * BEND_KM
    assert BEND < 0.1


def test_links_carry_what_the_data_say_of_them(found):
    lines = link_lines(found.study.region)
    assert len(lines) == 11
    row = lines.loc["gate-north"]
    assert (row["from"], row["to"], row["mode"], row["length_km"]) == ("GAT", "NOR", "rail", 1000)
    assert row["corridors"] == ("Trunk", "North")
    assert lines["planned"].to_dict() == {link: link == "west-mid-road" for link in lines.index}
    assert lines.crs.to_epsg() == 4326
