"""Solutions on places that the caller brings."""

import sys
from subprocess import run

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import LineString, MultiPoint, Point

from optimize import HubProblem, InputError, solve

COST = np.array([[0.0, 2.0, 4.0], [2.0, 0.0, 3.0], [4.0, 3.0, 0.0]])
FLOW = np.array([[1.0, 0.0, 5.0], [0.0, 0.0, 0.0], [2.0, 0.0, 0.0]])
WHERE = {"a": Point(60, 40), "b": Point(61, 41), "c": Point(62, 42)}


@pytest.fixture(scope="module")
def solution():
    """Everything goes over b and back."""
    return solve(HubProblem(FLOW, COST, labels=list("abc"), candidates=["b"]), p=1)


def test_hubs_are_points_and_legs_are_lines_between_places(solution):
    layers = solution.to_geo(gpd.GeoSeries(WHERE, crs=4326))
    assert layers["hubs"].geometry.tolist() == [WHERE["b"]]
    assert layers["hubs"]["throughput"].tolist() == [8.0]
    legs = layers["legs"].set_index(["leg", "from", "to"])
    assert legs.loc[("collection", "a", "b"), "geometry"] == LineString([(60, 40), (61, 41)])
    assert legs.loc[("distribution", "b", "c"), "geometry"] == LineString([(61, 41), (62, 42)])
    assert legs["flow"].to_dict() == {
        ("collection", "a", "b"): 6.0,
        ("collection", "c", "b"): 2.0,
        ("distribution", "b", "a"): 3.0,
        ("distribution", "b", "c"): 5.0,
    }
    assert layers["legs"].crs == layers["hubs"].crs == 4326


def test_a_frame_will_do_and_places_of_others_do_not_matter(solution):
    places = gpd.GeoDataFrame(geometry=[*WHERE.values(), None], index=[*WHERE, "elsewhere"])
    assert len(solution.to_geo(places)["legs"]) == 4


def test_a_leg_within_a_place_has_no_line():
    home = solve(HubProblem(FLOW, COST, transfer=0.5, labels=list("abc")), p=3)
    legs = home.to_geo(gpd.GeoSeries(WHERE))["legs"]
    assert sorted(zip(legs["leg"], legs["from"], legs["to"], strict=True)) == [
        ("transfer", "a", "c"),
        ("transfer", "c", "a"),
    ]


def test_a_multipoint_of_one_point_is_a_point(solution):
    layers = solution.to_geo(gpd.GeoSeries({**WHERE, "b": MultiPoint([WHERE["b"]])}))
    assert layers["hubs"].geometry.tolist() == [WHERE["b"]]


@pytest.mark.parametrize(
    "shape", [None, Point(), MultiPoint([(0, 0), (1, 1)]), MultiPoint(), LineString([(0, 0), (1, 1)])]
)
def test_what_is_no_single_point_is_refused_by_name(solution, shape):
    with pytest.raises(InputError, match="the place of node 'a' is"):
        solution.to_geo(gpd.GeoSeries({**WHERE, "a": shape}))


def test_missing_and_double_places_are_told_at_once(solution):
    places = gpd.GeoSeries([WHERE["a"], WHERE["c"], WHERE["c"]], index=["a", "c", "c"])
    with pytest.raises(InputError) as told:
        solution.to_geo(places)
    assert told.value.faults == (
        "node 'b' has 0 places: give one point for each node",
        "node 'c' has 2 places: give one point for each node",
    )


def test_solving_needs_no_geometry():
    code = "import optimize, sys; sys.exit(bool({'geopandas', 'shapely', 'pyproj'} & set(sys.modules)))"
    assert run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
