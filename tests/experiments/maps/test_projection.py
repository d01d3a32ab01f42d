"""The projection, and frames of what is drawn."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import CRS, Transformer

from experiments.maps.projection import Frame, degrees_of, projection, projection_words

ROTTERDAM, SHANGHAI = (4.05, 51.95), (121.8, 31.3)


def crs_of(*points):
    return projection(gpd.GeoDataFrame(geometry=[shapely.Point(p) for p in points], crs=4326))


@pytest.mark.parametrize(
    ("points", "name"),
    [
        ((ROTTERDAM, SHANGHAI), "Lambert Conic"),
        (((30.0, -3.0), (40.0, 5.0)), "Azimuthal"),  # on the equator
        (((30.0, 45.0), (45.0, 50.0)), "Azimuthal"),  # not wide
        (((10.0, -25.0), (60.0, -35.0)), "Lambert Conic"),  # the south has middle latitudes as well
        (((10.0, 20.0), (60.0, -1.0)), "Azimuthal"),  # over the equator
        (((179.0, 45.0), (-179.0, 50.0)), "Azimuthal"),  # over the antimeridian, and not wide
        (((160.0, 40.0), (-160.0, 50.0)), "Lambert Conic"),
    ],
)
def test_projections_suit_the_region(points, name):
    assert name in crs_of(*points).to_wkt()


def test_the_conics_standard_parallels_are_a_sixth_from_the_edges():
    parameters = crs_of((20.0, 30.0), (80.0, 60.0)).coordinate_operation.params
    degrees = {each.name: each.value for each in parameters}
    assert degrees["Latitude of 1st standard parallel"] == pytest.approx(35)
    assert degrees["Latitude of 2nd standard parallel"] == pytest.approx(55)
    assert degrees["Longitude of false origin"] == pytest.approx(50)


def test_frames_hold_their_points():
    frame = Frame.around(np.array([3.0, 0.0, 4.0]), np.array([0.0, 1.0, 0.5]))
    assert (frame.west, frame.south, frame.east, frame.north) == (0.0, 0.0, 4.0, 1.0)
    assert (frame.width, frame.height) == (4.0, 1.0)


def test_a_margin_is_a_share_of_the_longer_side():
    assert Frame(0, 0, 4, 1).padded(0.25) == Frame(-1, -1, 5, 2)


@pytest.mark.parametrize(("ratio", "frame"), [(2.0, Frame(0, -0.5, 4, 1.5)), (8.0, Frame(-2, 0, 6, 1))])
def test_frames_take_a_shape_without_losing_anything(ratio, frame):
    assert Frame(0, 0, 4, 1).shaped(ratio) == frame


def test_degrees_hold_the_frame_with_two_to_spare():
    crs = crs_of(ROTTERDAM, SHANGHAI)
    x, y = Transformer.from_crs(4326, crs, always_xy=True).transform([60.0, 70.0], [40.0, 45.0])
    west, south, east, north = degrees_of(Frame.around(np.array(x), np.array(y)), crs)
    assert west < 60 - 1.9
    assert south < 40 - 1.9
    assert east > 70 + 1.9
    assert north > 45 + 1.9
    assert -180 <= west < east <= 180


@pytest.mark.parametrize("middle", [0.0, 60.0, 179.0, 180.0, -175.0])
@pytest.mark.parametrize("width", [6.0, 50.0])
def test_a_region_looks_the_same_wherever_on_its_parallel_it_lies(middle, width):
    """Both projections turn with the globe."""
    lon, lat = np.array([-0.5, -0.1, 0.3, 0.5]) * width, np.array([42.0, 48.0, 39.0, 44.0])

    def drawn(turn):
        moved = (lon + turn + 180.0) % 360.0 - 180.0
        crs = crs_of(*zip(moved, lat, strict=True))
        x, y = Transformer.from_crs(4326, crs, always_xy=True).transform(moved, lat)
        return np.array([x, y]), degrees_of(Frame.around(np.array(x), np.array(y)), crs)

    here, (west, south, east, north) = drawn(middle)
    there, bounds = drawn(20.0)
    assert here == pytest.approx(there, abs=0.1)
    turned = (bounds[0] + middle - 20.0, bounds[1], bounds[2] + middle - 20.0, bounds[3])
    difference = np.array([west, south, east, north]) - turned
    assert abs(difference[0]) % 360.0 == pytest.approx(0.0, abs=1e-6)
    assert difference[2] == pytest.approx(difference[0], abs=1e-6)
    assert difference[[1, 3]] == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("pole", [90.0, -90.0])
def test_a_region_round_a_pole_has_the_pole_in_its_middle(pole):
    lon, lat = np.array([0.0, 90.0, 180.0, -90.0]), np.full(4, pole - np.copysign(20.0, pole))
    crs = crs_of(*zip(lon, lat, strict=True))
    x, y = Transformer.from_crs(4326, crs, always_xy=True).transform(lon, lat)
    away = np.hypot(x, y)
    assert away == pytest.approx(away[0])
    west, south, east, north = degrees_of(Frame.around(np.array(x), np.array(y)), crs)
    assert east - west == 360.0
    assert pole in (south, north)


def test_projections_are_named_with_what_makes_them():
    assert projection_words(crs_of((20.0, 30.0), (80.0, 60.0))) == "Lambert conformal conic, parallels 35°N and 55°N"
    assert projection_words(crs_of((30.0, -7.0), (40.0, 3.0))) == "Lambert azimuthal equal-area about 2°S 35°E"
    assert projection_words(CRS.from_epsg(32642)) == "WGS 84 / UTM zone 42N"
    assert projection_words(CRS.from_epsg(4326)) == "WGS 84"


def test_a_polar_frame_is_not_cut_before_the_pole():
    crs = crs_of((10.0, 86.0), (60.0, 88.5))
    x, y = Transformer.from_crs(4326, crs, always_xy=True).transform([10.0, 60.0], [86.0, 88.5])
    _, _, _, north = degrees_of(Frame.around(np.array(x), np.array(y)), crs)
    assert north == 90.0


def test_lines_choose_the_projection_as_their_ends_do():
    ends = gpd.GeoSeries([shapely.Point(20, 30), shapely.Point(80, 60)], crs=4326)
    line = gpd.GeoSeries([shapely.LineString([(20, 30), (80, 60)])], crs=4326)
    assert projection(ends) == projection(line)
