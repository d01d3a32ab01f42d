"""A solution drawn: hubs and legs where they are, names as they are, nothing across the whole map."""

import re
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import geopandas as gpd
import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from shapely.geometry import MultiLineString, Point

from optimize import HubProblem, InputError, ScenarioProblem, solve

mpl.use("Agg")
WHERE = {"a": Point(60, 40), "b": Point(61, 41), "c": Point(62, 42)}
COST = np.array([[0.0, 2.0, 4.0], [2.0, 0.0, 3.0], [4.0, 3.0, 0.0]])
FLOW = np.array([[1.0, 0.0, 5.0], [0.0, 0.0, 0.0], [2.0, 0.0, 0.0]])


@pytest.fixture(autouse=True)
def closed():
    """All figures are closed at the end."""
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def solution():
    """Everything goes over b and back: 6 and 2 to it, 3 and 5 from it."""
    return solve(HubProblem(FLOW, COST, labels=list("abc"), candidates=["b"]), p=1)


def drawn(ax):
    """Lines by their ends and width."""
    return {tuple(zip(*line.get_data(), strict=True)): line.get_linewidth() for line in ax.lines}


def test_legs_are_as_wide_as_their_flow(solution):
    lines = drawn(solution.plot(gpd.GeoSeries(WHERE, crs=4326)))
    widths = {(at[0], at[1]): width for at, width in lines.items()}
    assert widths[(60, 40), (61, 41)] == pytest.approx(6.0)  # 6, the most
    assert widths[(61, 41), (62, 42)] == pytest.approx(5.0)
    assert widths[(62, 42), (61, 41)] == pytest.approx(2.0)


def test_a_picture_goes_where_it_is_told(solution):
    _, ax = plt.subplots()
    assert solution.plot(gpd.GeoSeries(WHERE), ax=ax) is ax


def test_a_region_and_a_frame_will_do_for_points(solution):
    frame = gpd.GeoDataFrame({"places": [1, 2, 3]}, geometry=list(WHERE.values()), index=list(WHERE), crs=4326)
    whole = drawn(solution.plot(frame))
    assert drawn(solution.plot(SimpleNamespace(places=frame))) == whole


def test_a_problem_of_points_remembers_them():
    points = gpd.GeoSeries(WHERE, crs=4326)
    solution = solve(HubProblem.from_geodataframe(points, FLOW, transfer=0.5), p=2)
    assert drawn(solution.plot()) == drawn(solution.plot(points))
    both = ScenarioProblem({"x": HubProblem.from_geodataframe(points, FLOW)})
    assert len(solve(both, p=1).plot().lines) > 0


@pytest.mark.parametrize("places", [None, 3, [1, 2]])
def test_without_points_there_is_a_remedy(solution, places):
    with pytest.raises(TypeError, match="give the places of the nodes: a GeoDataFrame or GeoSeries of points"):
        solution.plot(places)


def test_a_node_without_a_point_is_told(solution):
    with pytest.raises(InputError, match="node 'c' has 0 places"):
        solution.plot(gpd.GeoSeries({"a": WHERE["a"], "b": WHERE["b"]}))


@pytest.mark.parametrize("name", ["$x", "a_b$^", "<b>&", "\u202eb", "Xi'an \\frac"])
def test_names_are_written_as_they_are(name):
    problem = HubProblem(FLOW, COST, labels=["a", name, "c"], candidates=[name])
    places = gpd.GeoSeries([*WHERE.values()], index=["a", name, "c"], crs=4326)
    ax = solve(problem, p=1).plot(places)
    assert name in [text.get_text() for text in ax.texts]
    ax.figure.canvas.draw()
    page = solve(problem, p=1).explore(places).html
    drawing = ET.fromstring(re.search(r"<svg.*</svg>", page, re.DOTALL).group())  # noqa: S314
    assert name in [item.text for item in drawing.iter("{http://www.w3.org/2000/svg}text")]


def test_around_the_antimeridian_lines_take_the_short_way(solution):
    places = gpd.GeoSeries({"a": Point(178, 0), "b": Point(-179, 1), "c": Point(-176, 0)}, crs=4326)
    for (x0, _), (x1, _) in drawn(solution.plot(places)):
        assert abs(x0 - x1) < 10
    legs = solution.to_geo(places)["legs"].set_index(["from", "to"]).geometry
    assert legs["a", "b"] == MultiLineString([[(178, 0), (180, 2 / 3)], [(-180, 2 / 3), (-179, 1)]])
    assert legs["b", "a"].length == pytest.approx(legs["a", "b"].length)


def test_on_a_map_lines_are_not_cut(solution):
    places = gpd.GeoSeries({"a": Point(0, 0), "b": Point(500_000, 0), "c": Point(900_000, 0)}, crs=32642)
    assert solution.to_geo(places)["legs"].geometry.geom_type.unique().tolist() == ["LineString"]
    assert solution.plot(places).get_aspect() == 1.0


def test_one_scenario_may_be_drawn():
    one = HubProblem(FLOW, COST, labels=list("abc"), candidates=["b"])
    both = solve(ScenarioProblem({"x": one, "y": one.replace(flow=FLOW.T)}), p=1)
    places = gpd.GeoSeries(WHERE, crs=4326)
    widths = drawn(both.plot(places, scenario="y"))
    assert widths[(62, 42), (61, 41)] == pytest.approx(5.0)  # 5 of at most 6
    with pytest.raises(InputError, match="there is no scenario 'z'; there are x, y"):
        both.plot(places, scenario="z")


def test_one_place_alone_is_drawn():
    alone = HubProblem(np.ones((1, 1)), np.zeros((1, 1)), labels=["a"])
    places = gpd.GeoSeries({"a": WHERE["a"]}, crs=4326)
    assert len(solve(alone, p=1).plot(places).lines) == 0
    assert "<svg" in solve(alone, p=1).explore(places).html


def test_a_page_to_explore_tells_what_is_pointed_at_and_fetches_nothing(solution):
    page = solution.explore(gpd.GeoSeries(WHERE, crs=4326))
    drawing = ET.fromstring(re.search(r"<svg.*</svg>", page.html, re.DOTALL).group())  # noqa: S314
    told = [item.text for item in drawing.iter("{http://www.w3.org/2000/svg}title")]
    assert "collection: a → b, 6" in told
    assert "b: 8 through the hub" in told
    assert "default-src 'none'" in page.html
    assert not re.search(r"(src|href)=|url\(|<script", page.html)
    assert page.title == "Hubs: b"
