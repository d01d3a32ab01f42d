"""Blocks in arrays of one shape."""

import numpy as np

from optimize.links.stacked import stacked
from tests.optimize.links.cases import linked_problem


def test_blocks_stand_behind_each_other_with_their_legs_and_weighted_flows():
    one, other = linked_problem(1).blocks
    stack = stacked([(one, 2.0), (other, 0.5)])
    for b, (block, factor) in enumerate([(one, 2.0), (other, 0.5)]):
        np.testing.assert_array_equal(stack.a[b], block.collection + block.handling)
        np.testing.assert_array_equal(stack.ride[b], block.transfer)
        np.testing.assert_array_equal(stack.e[b], block.distribution)
        np.testing.assert_array_equal(stack.weight[b], factor * block.flow)


def test_pairs_without_flow_are_free_outside_the_hubs():
    block = linked_problem(2).blocks[0]
    stack = stacked([(block, 1.0)])
    sent = block.flow > 0
    assert (stack.outside[0][~sent] == 0.0).all()
    np.testing.assert_array_equal(stack.outside[0][sent], block.unmet_penalty[sent])
