"""Problems of points on a map: distances by the CRS, labels, flows."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import LineString, Point

from optimize import HubProblem, InputError, solve

DEGREE_KM = 111.31949079327357
"""A degree of the equator of WGS 84, whose radius is 6378.137 km."""


def on_the_equator(*degrees, crs=4326):
    """Points a, b, c, ... on the equator."""
    return gpd.GeoSeries([Point(x, 0) for x in degrees], index=list("abcdef"[: len(degrees)]), crs=crs)


def on_a_grid(crs, scale=1.0, origin=(500_000, 0)):
    """A triangle of 3, 4 and 5 km at the middle of a UTM zone; `scale` is what a metre has of its units."""
    (x, y), km = origin, 1000 * scale
    corners = {"a": (0, 0), "b": (3 * km, 0), "c": (0, 4 * km)}
    return gpd.GeoSeries({name: Point(x * scale + dx, y * scale + dy) for name, (dx, dy) in corners.items()}, crs=crs)


def distances(points, flow=None, **options):
    """What the legs of such a problem cost."""
    problem = HubProblem.from_geodataframe(points, np.ones((len(points),) * 2) if flow is None else flow, **options)
    return problem.blocks[0].collection


def test_degrees_are_measured_along_the_ellipsoid():
    found = distances(on_the_equator(0, 1, 3))
    assert found == pytest.approx(DEGREE_KM * np.array([[0, 1, 3], [1, 0, 2], [3, 2, 0]]), rel=1e-9)


def test_the_short_way_crosses_the_antimeridian():
    assert distances(on_the_equator(179, -179))[0, 1] == pytest.approx(2 * DEGREE_KM, rel=1e-9)


def test_a_quarter_of_the_meridian_has_its_known_length():
    poles = gpd.GeoSeries({"equator": Point(10, 0), "pole": Point(10, 90)}, crs=4326)
    assert distances(poles)[0, 1] == pytest.approx(10_001.965729, abs=1e-5)


def test_projected_points_are_measured_on_the_map_in_kilometres():
    triangle = [[0, 3, 4], [3, 0, 5], [4, 5, 0]]
    assert distances(on_a_grid(32642)) == pytest.approx(np.array(triangle))


def test_a_map_in_feet_is_measured_in_kilometres_too():
    feet = on_a_grid(2225, scale=3937 / 1200, origin=(2_000_000, 500_000))  # US survey feet
    assert distances(feet)[1, 2] == pytest.approx(5.0, rel=1e-9)


def test_geodesics_of_a_projected_map_are_those_of_its_degrees():
    points = gpd.GeoSeries({"a": Point(69.2, 41.3), "b": Point(76.9, 43.2)}, crs=4326)
    expected = distances(points)[0, 1]
    assert distances(points.to_crs(3857), distance="great_circle")[0, 1] == pytest.approx(expected, rel=1e-7)


def test_costs_are_so_much_a_kilometre():
    assert distances(on_a_grid(32642), cost_per_km=1000)[0, 1] == pytest.approx(3000)


def test_a_map_that_stretches_is_refused_unless_it_is_meant():
    north = gpd.GeoSeries({"a": Point(70, 60), "b": Point(71, 60)}, crs=4326).to_crs(3857)
    with pytest.raises(InputError, match=r"lengths here are off by up to 10[01]%: take distance='great_circle'"):
        distances(north)
    assert distances(north, distance="projected")[0, 1] == pytest.approx(DEGREE_KM, rel=1e-9)


@pytest.mark.parametrize(
    ("points", "options", "fault"),
    [
        (on_the_equator(0, 1, crs=None), {}, r"does not say its CRS: .*set_crs\(4326\)"),
        (on_the_equator(0, 1), {"distance": "projected"}, "degrees are no lengths: take distance='great_circle'"),
        (on_the_equator(0, 1), {"distance": "manhattan"}, "use one of 'auto', 'great_circle', 'projected'"),
        (on_the_equator(0, 1), {"cost_per_km": -1}, "`cost_per_km` is -1: it has to be a finite number"),
        (on_the_equator(0, 1, crs=4978), {}, "which gives no auto distance"),
        (on_the_equator(0, 1).rename({"b": "a"}), {}, "labels appear more than once: a"),
        (gpd.GeoSeries({"a": Point(10, 95), "b": Point(0, 0)}, crs=4326), {}, "a is not on the globe in WGS 84"),
        (gpd.GeoSeries({"a": LineString([(0, 0), (1, 1)])}, crs=4326), {}, "the place of node 'a' is LINESTRING"),
        (gpd.GeoSeries({"a": None, "b": Point(0, 0)}, crs=4326), {}, "the place of node 'a' is None"),
        (gpd.GeoSeries({"a": Point(np.inf, 0), "b": Point(0, 0)}, crs=32642), {}, "a is nowhere"),
        (pd.DataFrame(index=["a"]), {}, "`points` is a DataFrame: give a GeoDataFrame"),
        (gpd.GeoDataFrame(index=["a"]), {}, "`points` has no geometry: say which column"),
    ],
)
def test_points_that_cannot_be_used_are_told_with_a_remedy(points, options, fault):
    with pytest.raises(InputError, match=fault):
        distances(points, **options)


def test_local_grids_are_measured_as_they_are():
    site = on_a_grid('LOCAL_CS["Yard",LOCAL_DATUM["Yard",0],UNIT["metre",1],AXIS["X",EAST],AXIS["Y",NORTH]]')
    assert distances(site)[1, 2] == pytest.approx(5.0)
    with pytest.raises(InputError, match="which gives no great_circle distance"):
        distances(site, distance="great_circle")


def test_the_index_gives_the_labels_and_frames_may_be_in_any_order():
    flow = pd.DataFrame([[0, 7], [5, 0]], index=["c", "a"], columns=["c", "a"])
    problem = HubProblem.from_geodataframe(on_the_equator(0, 1, 3), flow)
    assert problem.labels == ("a", "b", "c")
    assert problem.blocks[0].flow.tolist() == [[0, 0, 5], [0, 0, 0], [7, 0, 0]]


def test_flows_may_be_a_row_for_each_pair():
    flow = pd.DataFrame({"flow": [2.0, 3.0], "origin": ["a", "b"], "destination": ["b", "c"], "note": "seen"})
    problem = HubProblem.from_geodataframe(on_the_equator(0, 1, 3), flow)
    assert problem.blocks[0].flow.tolist() == [[0, 2, 0], [0, 0, 3], [0, 0, 0]]


def test_numbers_find_their_texts():
    points = gpd.GeoSeries([Point(0, 0), Point(1, 0)], index=["1", "2"], crs=4326)
    flow = pd.DataFrame({"origin": [1], "destination": [2], "flow": [4]})
    assert HubProblem.from_geodataframe(points, flow).blocks[0].flow[0, 1] == 4


@pytest.mark.parametrize(
    ("flow", "fault"),
    [
        (pd.DataFrame({"origin": ["a", "x"], "destination": ["b", "a"], "flow": 1.0}), "names x, which has no point"),
        (pd.DataFrame({"origin": ["a", "a"], "destination": ["b", "b"], "flow": 1.0}), "more than one row for a -> b"),
        (pd.DataFrame({"origin": ["a"], "destination": ["b"], "flow": [None]}), "NaN at a -> b"),
        (pd.DataFrame([[1, 2], [3, 4]], ["a", "y"], ["a", "y"]), "names y, which has no point"),
        (pd.DataFrame([[1, 2], [3, 4]], ["a", "a"], ["a", "b"]), "appear more than once for a"),
        (np.ones((3, 3)), r"has shape \(3, 3\): it has to be \(2, 2\)"),
        ({"bulk": np.ones((3, 3))}, "`flow` of 'bulk' has shape"),
    ],
)
def test_flows_that_cannot_be_used_are_told(flow, fault):
    with pytest.raises(InputError, match=fault):
        HubProblem.from_geodataframe(on_the_equator(0, 1), flow)


@pytest.mark.parametrize("name", ["cost", "labels", "colour"])
def test_arguments_that_do_not_belong_are_told(name):
    with pytest.raises(InputError, match=name):
        HubProblem.from_geodataframe(on_the_equator(0, 1), np.ones((2, 2)), **{name: [1, 2]})


def test_classes_share_points_and_other_arguments_hold_for_each():
    flows = {"bulk": np.ones((2, 2)), "parcels": 2 * np.ones((2, 2))}
    problem = HubProblem.from_geodataframe(on_the_equator(0, 1), flows, transfer=0.5, fixed_cost=3, candidates=["b"])
    assert [block.name for block in problem.blocks] == ["bulk", "parcels"]
    assert problem.candidates == ("b",)
    assert problem.fixed_cost.tolist() == [3]
    assert [block.collection[0, 0] for block in problem.blocks] == pytest.approx([DEGREE_KM, DEGREE_KM])


def test_such_a_problem_is_solved_like_any_other():
    problem = HubProblem.from_geodataframe(on_the_equator(0, 1, 3), np.ones((3, 3)), transfer=0.5)
    # one hub at b: to and from a 1, c 2 degrees, six legs of each in nine pairs
    assert solve(problem, p=1).objective == pytest.approx(6 * (1 + 2) * DEGREE_KM)
    assert solve(problem, p=1).hubs == ("b",)
