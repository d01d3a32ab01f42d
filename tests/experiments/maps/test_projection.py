"""The projection, and frames of what is drawn."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Transformer

from experiments.maps.projection import Frame, degrees_of, projection

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
