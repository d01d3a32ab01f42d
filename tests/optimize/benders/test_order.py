"""Nodes that cost the same stand together."""

import numpy as np
import pytest

from optimize.benders.order import neighbour_order


@pytest.mark.parametrize("n", [0, 1, 5, 23, 64])
def test_every_node_has_one_place(n):
    legs = np.random.default_rng(n).random((n, 7))
    assert sorted(neighbour_order(legs).tolist()) == list(range(n))


def test_two_groups_far_apart_are_not_mixed():
    rng = np.random.default_rng(1)
    group = rng.permutation(np.repeat([0, 1], 16))
    legs = 100.0 * group[:, None] + rng.random((32, 4))
    assert np.abs(np.diff(group[neighbour_order(legs)])).sum() == 1


def test_nodes_that_lack_the_same_leg_stand_together():
    legs = np.ones((16, 2))
    lacks = np.arange(16) % 2 == 0
    legs[lacks, 1] = np.inf
    assert np.abs(np.diff(lacks[neighbour_order(legs)].astype(int))).sum() == 1
