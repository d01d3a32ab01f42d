"""Shapes of the map as whole numbers."""

import numpy as np
import pytest
import shapely

from experiments.maps import Frame
from experiments.report.drawing import FINE, Grid, _joined, drawing, paths
from experiments.report.scene import Scene


def test_a_grid_is_as_fine_as_the_frame_is_wide():
    assert Grid.of(Frame(0.0, 0.0, 2.0 * FINE, 5.0)).step_m == 2.0
    assert Grid.of(Frame(0.0, 0.0, 10.0, 10.0)).step_m == 1.0


def test_points_and_frames_are_placed():
    grid = Grid(100.0)
    assert grid.points([1040.0, -260.0], [2000.0, 0.0]).tolist() == [10, 20, -3, 0]
    assert grid.box(Frame(-1.4, 2.0, 3.6, 4.0)) == [-1.0, 2.0, 4.0, 4.0]


def test_shapes_are_taken_apart_and_points_left_out():
    square = shapely.box(0, 0, 4, 4)
    hole = shapely.Polygon(square.exterior, [shapely.box(1, 1, 2, 2).exterior])
    assert [len(part) for part in paths(hole)] == [5, 5]
    parts = shapely.GeometryCollection([shapely.LineString([(0, 0), (0, 1)]), shapely.Point(0, 0)])
    assert [part.tolist() for part in paths(parts)] == [[[0, 0], [0, 1]]]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_what_was_cut_is_joined_where_ends_meet_and_keeps_its_direction(order):
    parts = [
        np.array([[0.0, 0.0], [1.0, 0.0]]),
        np.array([[1.2, 0.0], [5.0, 5.0]]),
        np.array([[9.0, 9.0], [12.0, 9.0]]),
    ]
    joined = {tuple(map(tuple, part)) for part in _joined([parts[at] for at in order])}
    assert joined == {((0.0, 0.0), (1.0, 0.0), (5.0, 5.0)), ((9.0, 9.0), (12.0, 9.0))}


@pytest.fixture(scope="module")
def shapes(found):
    return drawing(Scene.of(found))


def test_the_focus_is_within_the_whole_and_countries_are_named_largest_first(shapes):
    west, south, east, north = shapes.whole
    left, low, right, high = shapes.focus
    assert west < left < right < east
    assert south < low < high < north
    sizes = [across for _, _, _, across in shapes.countries]
    assert sizes == sorted(sizes, reverse=True)
    names = {name: (x * shapes.grid.step_m, y * shapes.grid.step_m) for name, x, y, _ in shapes.countries}
    assert {"Kazakhstan", "Turkmenistan"} <= set(names)
    assert all(west <= x <= east and south <= y <= north for x, y in names.values())
