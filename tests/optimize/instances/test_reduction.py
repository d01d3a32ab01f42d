"""The derived instance: boxes of nearly equal count, all flow kept, places weighted by what is sent and received."""

import numpy as np
import pytest

from optimize.instances.reduction import boxes, reduce_nodes


def test_boxes_have_nearly_equal_counts():
    places = np.random.default_rng(1).uniform(size=(43, 2))
    counts = np.bincount(boxes(places, 10))
    assert counts.sum() == 43
    assert set(counts) <= {4, 5}


def test_reduction_keeps_all_flow():
    rng = np.random.default_rng(2)
    places, flow = rng.uniform(size=(37, 2)), rng.uniform(size=(37, 37))
    _, derived = reduce_nodes(places, flow, 15)
    assert derived.sum() == pytest.approx(flow.sum())


def test_a_box_stands_at_the_mean_of_its_nodes_weighted_by_all_their_flow():
    """Ten nodes in a row, two a box; of the first two one sends 3 and receives 1, the other receives 2."""
    places = np.column_stack([np.arange(10.0), np.zeros(10)])
    flow = np.diag(np.ones(10))
    flow[0, 0] = flow[1, 1] = 0.0
    flow[0, 1], flow[0, 9], flow[8, 0] = 2.0, 1.0, 1.0
    where, between = reduce_nodes(places, flow, 5)
    # turnover 3 + 1 at 0 and 2 at 1
    assert where[0].tolist() == pytest.approx([(0 * 4 + 1 * 2) / 6, 0.0])
    assert where[1].tolist() == [2.5, 0.0]
    assert between[0].tolist() == [2.0, 0.0, 0.0, 0.0, 1.0]
    assert between[4].tolist() == [1.0, 0.0, 0.0, 0.0, 2.0]


def test_bands_come_before_boxes():
    places = np.array([[x, y] for y in range(5) for x in (9.0, 3.0, 6.0, 1.0)])
    # band after band along y, and in each along x
    assert boxes(places, 10).tolist() == [
        b for band in range(5) for b in (2 * band + 1, 2 * band, 2 * band + 1, 2 * band)
    ]


@pytest.mark.parametrize("n", [0, 4, 12, 15])
def test_a_number_that_cannot_be_derived_is_refused(n):
    with pytest.raises(ValueError, match="multiple of 5"):
        boxes(np.zeros((10, 2)), n)


def test_a_box_without_flow_has_no_place():
    flow = np.zeros((10, 10))
    flow[:8, :8] = 1.0
    with pytest.raises(ValueError, match="box 4 of the derived 5-node instance has no flow"):
        reduce_nodes(np.column_stack([np.arange(10.0), np.zeros(10)]), flow, 5)
