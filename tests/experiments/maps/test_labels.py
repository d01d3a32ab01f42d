"""Placing of labels."""

import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from experiments.maps.labels import place_labels

FRAME = (0, 0, 900, 500)


def box(label, size=(60.0, 14.0)):
    return shapely.box(label.x - size[0] / 2, label.y - size[1] / 2, label.x + size[0] / 2, label.y + size[1] / 2)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 900), st.floats(0, 500)), min_size=1, max_size=14, unique=True))
# a crowded corner
@example([(0.0, 0.0), (0.0, 1.0), (0.0, 2.0), (0.0, 1.5), (0.0, 0.5), (0.0, 0.75), (1.0, 0.0), (2.0, 0.0)])
def test_labels_stay_within_the_frame(points):
    placed = place_labels(points, [(60.0, 14.0)] * len(points), FRAME, radius=6)
    for label in placed:
        assert label is not None
        assert -61 < label.x - 30 < 901
        assert -15 < label.y - 7 < 501


def test_a_lone_label_stands_to_the_right_of_its_marker():
    """A marker of radius 5 and one unit of air, then half the label's width."""
    [label] = place_labels([(100.0, 100.0)], [(60.0, 14.0)], FRAME, radius=5)
    assert (label.x, label.y) == (pytest.approx(100 + 5 + 1 + 30), pytest.approx(100))
    assert not label.leads


def test_at_the_right_edge_it_stands_to_the_left():
    [label] = place_labels([(890.0, 100.0)], [(60.0, 14.0)], FRAME, radius=5)
    assert label.x < 890


def test_labels_of_hubs_in_a_cluster_do_not_overlap():
    points = [(400.0 + 9 * i, 250.0 + 7 * (i % 3)) for i in range(8)]
    boxes = [box(label) for label in place_labels(points, [(60.0, 14.0)] * 8, FRAME, radius=5)]
    for i, one in enumerate(boxes):
        assert all(one.intersection(other).area < 60 for other in boxes[:i])


def test_a_label_far_off_leads_to_its_point():
    points = [(400.0 + 4 * i, 250.0 + 3 * (i % 3)) for i in range(14)]
    placed = place_labels(points, [(60.0, 14.0)] * 14, FRAME, radius=5)
    for (x, y), label in zip(points, placed, strict=True):
        near = box(label).distance(shapely.Point(x, y)) < 5 + 1 + 8 * 1.0 + 1e-6
        assert label.leads != near
    assert any(label.leads for label in placed)


def test_labels_keep_off_boxes_and_markers_that_are_there():
    taken = (106.0, 80.0, 200.0, 120.0)
    [label] = place_labels([(100.0, 100.0)], [(60.0, 14.0)], FRAME, radius=5, taken=[taken])
    assert box(label).intersection(shapely.box(*taken)).area == 0
    [label] = place_labels([(100.0, 100.0)], [(60.0, 14.0)], FRAME, radius=5, obstacles=[(130.0, 100.0)])
    assert box(label).distance(shapely.Point(130.0, 100.0)) > 0


def test_a_label_without_room_is_left_out_where_that_is_allowed():
    full = [(0.0, 0.0, 900.0, 500.0)]
    assert place_labels([(100.0, 100.0)], [(60.0, 14.0)], FRAME, radius=5, taken=full, give_up=9.0) == [None]
    assert place_labels([(100.0, 100.0)], [(60.0, 14.0)], FRAME, radius=5, taken=full)[0] is not None


def test_points_outside_get_no_label():
    assert place_labels([(5.0, 5.0), (-50.0, 5.0)], [(4.0, 2.0)] * 2, (0, 0, 10, 10), radius=1)[1] is None
