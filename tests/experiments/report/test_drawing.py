"""Shapes as SVG path data."""

import pytest
import shapely

from experiments.maps import Frame
from experiments.report.drawing import UNITS, Pen, drawing
from experiments.report.scene import Scene

PEN = Pen.of(Frame(1000.0, 2000.0, 5000.0, 4000.0))
"""4,000 m in 2,000 units: half a unit a metre, y from the north downwards."""


def test_points_and_frames_are_placed_from_the_north_west():
    assert PEN.scale == UNITS / 4000
    assert PEN.point(1000.0, 4000.0) == (0.0, 0.0)
    assert PEN.point(5000.0, 2000.0) == (2000.0, 1000.0)
    assert PEN.box(Frame(2000.0, 2500.0, 3000.0, 3500.0)) == [500.0, 250.0, 500.0, 500.0]


def test_lines_are_open_and_rings_closed_holes_included():
    assert PEN.path(shapely.LineString([(1000, 4000), (3000, 3000.2)])) == "M0 0L1000 499.9"
    square = shapely.box(1000, 2000, 5000, 4000)
    hole = shapely.Polygon(square.exterior, [shapely.box(2000, 3000, 3000, 3500).exterior])
    assert PEN.path(square).endswith("Z")
    assert PEN.path(hole).count("M") == PEN.path(hole).count("Z") == 2


def test_several_pieces_are_one_path_and_points_are_left_out():
    parts = shapely.GeometryCollection([shapely.LineString([(1000, 4000), (1000, 3000)]), shapely.Point(0, 0)])
    assert PEN.path(parts) == "M0 0L0 500"
    assert PEN.path(shapely.MultiLineString([[(1000, 4000), (1000, 3000)]] * 2)).count("M") == 2


@pytest.fixture(scope="module")
def shapes(found):
    return drawing(Scene.of(found))


def test_hubs_are_drawn_best_first_and_other_places_apart(shapes, found):
    assert [hub["id"] for hub in shapes["hubs"]] == list(found.ranking.index)
    others = {place["id"]: place["gateway"] for place in shapes["places"]}
    assert others == {"GAT": True, "FAR": False, "WES": False, "EAS": False}


def test_everything_is_within_the_whole(shapes):
    left, top, width, height = shapes["whole"]
    assert width == pytest.approx(UNITS)
    for item in [*shapes["hubs"], *shapes["places"]]:
        assert left <= item["x"] <= left + width
        assert top <= item["y"] <= top + height
    near = shapes["focus"]
    for hub in shapes["hubs"]:
        assert near[0] <= hub["x"] <= near[0] + near[2]
        assert near[1] <= hub["y"] <= near[1] + near[3]


def test_every_link_is_drawn_and_only_short_ones_are_marked(shapes):
    links = {link["id"]: link for link in shapes["links"]}
    assert len(links) == 11
    assert links["west-mid-road"]["planned"]
    assert not links["gate-north"]["planned"]
    assert links["gate-north"]["mark"] is None
    assert all(link["d"].startswith("M") for link in links.values())
