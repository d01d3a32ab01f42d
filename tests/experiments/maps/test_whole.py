"""Shapes are projected in one piece, wherever the region lies."""

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import CRS, Geod

from experiments.maps import Frame, cut_at_antimeridian, land_within, projected, projection
from experiments.maps.land import countries


def frame_of(shapes):
    return gpd.GeoDataFrame(geometry=list(shapes), crs=4326)


def azimuthal(lat, lon):
    return CRS.from_proj4(f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m")


def longest_step(lines):
    """Metres of the longest straight piece of projected lines."""
    parts = shapely.get_parts(lines.geometry.to_numpy())
    return max(np.hypot(*np.diff(shapely.get_coordinates(part), axis=0).T).max() for part in parts)


@pytest.mark.parametrize("line", [[(179.0, 10.0), (-179.0, 10.0)], [(181.0, 10.0), (179.0, 10.0)]])
def test_a_line_over_the_antimeridian_is_short(line):
    """However it was written: as a jump, or beyond 180 degrees."""
    cut = cut_at_antimeridian(gpd.GeoSeries([shapely.LineString(line)], crs=4326))
    assert cut.iloc[0].geom_type == "MultiLineString"
    assert cut.iloc[0].length == pytest.approx(2.0)
    drawn = projected(frame_of([shapely.LineString(line)]), azimuthal(10, 180))
    assert drawn.length.iloc[0] == pytest.approx(2 * 111_320 * np.cos(np.radians(10)), rel=0.01)


def test_other_lines_and_points_stay_as_they_are():
    shapes = gpd.GeoSeries(
        [shapely.LineString([(10, 0), (100, 0)]), shapely.Point(180, 0), shapely.box(-180, 0, 180, 9)]
    )
    assert list(cut_at_antimeridian(shapes)) == list(shapes)


def test_a_line_of_several_parts_is_cut_in_each():
    line = shapely.MultiLineString([[(170, 0), (-170, 0)], [(0, 0), (10, 0)]])
    cut = cut_at_antimeridian(gpd.GeoSeries([line], crs=4326)).iloc[0]
    assert sorted(part.length for part in cut.geoms) == pytest.approx([10.0, 10.0, 10.0])


def test_a_line_behind_a_conic_map_is_not_drawn_across_it():
    """From Alaska over the Atlantic to Japan: the map has its edge in the Pacific."""
    places = frame_of([shapely.Point(-150, 60), shapely.Point(-60, 40), shapely.Point(60, 50), shapely.Point(139, 36)])
    crs = projection(places)
    assert "Lambert Conic" in crs.to_wkt()
    over_pacific = shapely.segmentize(shapely.LineString([(139.0, 36.0), (210.0, 60.0)]), 0.5)
    drawn = projected(frame_of([over_pacific]), crs)
    assert drawn.geometry.iloc[0].geom_type == "MultiLineString"
    # half a degree is 56 km; the conic may stretch it, never to the width of the map
    assert longest_step(drawn) < 200_000


@pytest.mark.parametrize(("lat", "lon"), [(45, 60), (-10, 110), (5, -178.5), (0, 29.5), (80, 0), (-75, 40)])
def test_land_keeps_its_area_on_a_map_of_the_world(lat, lon):
    """The projection is equal-area, so what lies opposite must not be turned inside out."""
    radius = 2 * 6_371_007.0
    frame = Frame(-radius, -radius, radius, radius)
    land = land_within(frame, azimuthal(lat, lon), 10_000.0)
    geod = Geod(ellps="WGS84")
    true = sum(abs(geod.geometry_area_perimeter(shape)[0]) for shape in countries().geometry)
    away = np.pi * (3 * 111_200.0) ** 2  # the disc about the antipode, if that is land
    assert true - 1.3 * away - 0.02 * true < land.area.sum() < 1.02 * true


def test_land_reaches_the_pole_where_the_frame_does_not():
    crs = azimuthal(-87, 20)
    land = land_within(Frame(-200_000, -150_000, 200_000, 150_000), crs, 500.0)
    assert land.area.sum() == pytest.approx(400_000 * 300_000, rel=1e-3)


def test_land_is_cut_to_the_frame_and_simplified():
    crs, frame = azimuthal(45, 60), Frame(-2e6, -1e6, 2e6, 1e6)
    fine, coarse = land_within(frame, crs, 100.0), land_within(frame, crs, 50_000.0)
    west, south, east, north = coarse.total_bounds
    assert (west, south) >= (frame.west - 1, frame.south - 1)
    assert (east, north) <= (frame.east + 1, frame.north + 1)
    assert coarse.geometry.count_coordinates().sum() < fine.geometry.count_coordinates().sum()


def test_land_on_both_sides_of_the_antimeridian_is_one_piece():
    corners = gpd.GeoDataFrame(geometry=gpd.points_from_xy([175.0, -175.0], [65.0, 69.0]), crs=4326)
    crs = projection(corners)
    points = corners.to_crs(crs).geometry
    land = land_within(Frame.around(points.x.to_numpy(), points.y.to_numpy()), crs, 2000.0)
    assert land["iso3"].tolist() == ["RUS"]
    sides = gpd.GeoSeries(gpd.points_from_xy([178.5, -178.5], [68.0, 67.5]), crs=4326).to_crs(crs)
    parts = shapely.get_parts(land.geometry.iloc[0])
    assert sum(all(part.contains(side) for side in sides) for part in parts) == 1


@pytest.mark.parametrize("degrees", [0.0, 100.0, 180.0, -130.0])
def test_lines_look_the_same_wherever_on_their_parallel_they_lie(degrees):
    """A region of 100 degrees, turned round the globe."""
    at = np.array([[-50.0, 40.0], [-10.0, 55.0], [20.0, 45.0], [50.0, 52.0]])

    def lengths(turn):
        lon = (at[:, 0] + turn + 180.0) % 360.0 - 180.0
        points = np.column_stack([lon, at[:, 1]])
        lines = frame_of(shapely.LineString([a, b]) for a, b in pairwise(points))
        crs = projection(frame_of(shapely.Point(point) for point in points))
        return projected(lines, crs).length.to_numpy()

    # the cut puts one more point on a line that is straight in degrees, not on the map
    assert lengths(degrees) == pytest.approx(lengths(0.0), rel=0.03)
