"""Transfer over open links: the shortest way, with the handling of the hubs in between."""

import numpy as np
import pytest

from optimize import HubProblem
from optimize.rules import closed_block
from optimize.rules.links import closed_transfer


@pytest.fixture(scope="module")
def row():
    """Four hubs in a row, one apart; two ways across are dear; each hub costs a tenth to pass."""
    cost = np.array([[0, 1, 9, 9], [2, 0, 1, 9], [9, 2, 0, 1], [9, 9, 2, 0.0]])
    return HubProblem(np.ones((4, 4)), cost, handling_cost=[0.1, 0.2, 0.4, 0.8]).blocks[0]


def neighbours():
    links = np.zeros((4, 4), dtype=bool)
    for k in range(3):
        links[k, k + 1] = links[k + 1, k] = True
    return links


def test_hubs_in_between_are_paid_for_and_the_ends_are_not(row):
    cost = closed_transfer(row, (0, 1, 2, 3), neighbours())
    assert cost[0, 1] == 1.0
    assert cost[0, 2] == pytest.approx(1 + 0.2 + 1)
    assert cost[0, 3] == pytest.approx(1 + 0.2 + 1 + 0.4 + 1)
    assert cost[3, 0] == pytest.approx(2 + 0.4 + 2 + 0.2 + 2)
    assert np.diag(cost).tolist() == [0.0] * 4


def test_nothing_passes_a_closed_hub_or_a_missing_link(row):
    cost = closed_transfer(row, (0, 1, 3), neighbours())
    assert cost[0, 1] == 1.0
    assert np.isinf(cost[[0, 1, 3], [3, 3, 1]]).all()
    assert np.isinf(cost[2, [0, 1, 3]]).all()


def test_a_link_one_way_is_for_that_way_alone(row):
    links = np.zeros((4, 4), dtype=bool)
    links[0, 1] = True
    cost = closed_transfer(row, (0, 1), links)
    assert cost[0, 1] == 1.0
    assert np.isinf(cost[1, 0])


def test_the_block_keeps_everything_else(row):
    closed = closed_block(row, (0, 1, 2, 3), neighbours())
    assert np.array_equal(closed.collection, row.collection)
    assert closed.transfer[0, 2] == pytest.approx(2.2)
