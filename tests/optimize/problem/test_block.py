"""The block: legs with handling, the outside option, flows of a node."""

import numpy as np
import pytest

from optimize import HubProblem

COST = np.array([[0.0, 1.0, 2.0], [3.0, 0.0, 4.0], [5.0, 6.0, 0.0]])


def block(**rest):
    return HubProblem(np.arange(9.0).reshape(3, 3), COST, **rest).blocks[0]


def test_the_first_hub_s_handling_is_with_collection_and_the_second_s_with_transfer():
    one = block(handling_cost=[10.0, 20.0, 30.0])
    assert one.collection_handled[0].tolist() == [10.0, 21.0, 32.0]
    assert one.transfer_handled.tolist() == [[0.0, 21.0, 32.0], [13.0, 0.0, 34.0], [15.0, 26.0, 0.0]]


@pytest.mark.parametrize(
    ("direct", "penalty", "outside"),
    [(5.0, 3.0, 3.0), (3.0, 5.0, 3.0), (np.inf, 5.0, 5.0), (4.0, None, 4.0), (None, 4.0, 4.0)],
)
def test_the_outside_option_is_the_cheaper_of_both(direct, penalty, outside):
    one = block(direct_cost=None if direct is None else np.full((3, 3), direct), unmet_penalty=penalty)
    assert (one.outside == outside).all()


def test_without_either_there_is_no_outside_option():
    assert block().outside is None


def test_what_a_node_sends_and_takes():
    assert block().out_flow.tolist() == [3.0, 12.0, 21.0]
    assert block().in_flow.tolist() == [9.0, 12.0, 15.0]
