"""Bands beside lines, and their arrows."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from experiments.maps import LIGHT
from experiments.pictures.bands import draw_bands, draw_closures, draw_lines
from experiments.pictures.sheet import Sheet


@pytest.fixture
def sheet(places):
    figure = Figure(figsize=(5, 5))
    FigureCanvasAgg(figure)
    return Sheet.laid(figure.add_axes((0, 0, 1, 1)), places, keys=False)


def straight(sheet, *ends):
    """A line in metres, as a frame."""
    return gpd.GeoDataFrame(geometry=[shapely.segmentize(shapely.LineString(ends), 5e4)], crs=sheet.crs)


def bands(sheet):
    found = []
    for each in (each for each in sheet.axes.collections if hasattr(each, "get_segments")):
        widths = np.resize(each.get_linewidths(), len(each.get_paths()))
        found += [(path.vertices, width) for path, width in zip(each.get_paths(), widths, strict=True)]
    return found


@pytest.mark.parametrize("turn", np.radians([0, 37, 90, 180, 215, 270]))
def test_each_way_lies_on_its_own_right(sheet, turn):
    along = np.array([np.cos(turn), np.sin(turn)])
    right = np.array([along[1], -along[0]])
    line = straight(sheet, tuple(-3e5 * along), tuple(3e5 * along))
    draw_bands(sheet, line, np.array([[4e6, 2e6]]), 4e6, 8.0)
    sides = {round(float(width), 6): float((xy @ right).mean()) * sheet.per_metre for xy, width in bands(sheet)}
    # half its own width aside, and a hair between them
    assert sides[8.0] == pytest.approx(4.15, abs=0.01)
    assert sides[4.0] == pytest.approx(-2.15, abs=0.01)


@pytest.mark.parametrize("turn", np.radians([10, 100, 190, 280]))
def test_arrows_point_the_way_of_the_freight(sheet, turn):
    along = np.array([np.cos(turn), np.sin(turn)])
    draw_bands(sheet, straight(sheet, tuple(-3e5 * along), tuple(3e5 * along)), np.array([[4e6, 2e6]]), 4e6, 8.0)
    arrows = next(each for each in sheet.axes.collections if each.get_gid() == "arrows").get_paths()
    ways = sorted(float((path.vertices[0] - path.vertices[1:3].mean(axis=0)) @ along) for path in arrows)
    assert ways[0] < 0 < ways[1]
    assert -ways[0] < ways[1]  # the wider band has the larger arrow


def test_one_column_lies_on_the_line_without_arrows(sheet):
    draw_bands(sheet, straight(sheet, (-3e5, 0), (3e5, 0)), np.array([[4e6]]), 4e6, 8.0)
    (xy, width), = bands(sheet)  # fmt: skip
    assert np.abs(xy[:, 1]).max() < 1
    assert width == 8.0
    assert not [each for each in sheet.axes.collections if each.get_gid() == "arrows"]


def test_thin_flows_can_be_seen_and_nothing_is_not_drawn(sheet):
    level = [shapely.LineString([(0, k * 1e5), (3e5, k * 1e5)]) for k in range(3)]
    lines = gpd.GeoDataFrame(geometry=level, crs=sheet.crs)
    draw_bands(sheet, lines, np.array([[1e6], [1e4], [10.0]]), 1e6, 10.0)
    assert sorted(width for _, width in bands(sheet)) == pytest.approx([0.35, 10.0])
    before = len(sheet.axes.collections)
    draw_bands(sheet, lines, np.zeros((3, 1)), 0.0, 10.0)
    assert len(sheet.axes.collections) == before


def test_parts_of_a_line_have_its_colour_and_width(sheet):
    lines = [shapely.MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3)]]), shapely.LineString([(5, 5), (6, 6)])]
    draw_lines(sheet, lines, ["red", "blue"], [1.0, 2.0], 3)
    drawn = sheet.axes.collections[-1]
    assert [tuple(colour[:3]) for colour in drawn.get_colors()] == [(1, 0, 0), (1, 0, 0), (0, 0, 1)]
    assert list(drawn.get_linewidths()) == [1.0, 1.0, 2.0]
    before = len(sheet.axes.collections)
    draw_lines(sheet, [], "red", 1.0, 3)
    assert len(sheet.axes.collections) == before


def test_names_keep_off_the_mark_of_a_closure(sheet):
    draw_closures(sheet, straight(sheet, (0, 0), (1000, 0)))
    town = gpd.GeoDataFrame(geometry=[shapely.Point(0, 0)], crs=sheet.crs)
    sheet.name(town, ["Here"], radius=[1.0], must=True)
    cross = next(line for line in sheet.axes.lines if line.get_gid() == "closure")
    sheet.axes.figure.canvas.draw()
    text = sheet.axes.texts[-1].get_window_extent()
    x, y = sheet.axes.transData.transform((cross.get_xdata()[0], cross.get_ydata()[0]))
    assert not (text.x0 < x < text.x1 and text.y0 < y < text.y1)
    assert cross.get_color() == LIGHT.effects["closed"]
