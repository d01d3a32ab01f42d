"""Which pairs may have to give way, and what they ask of the hubs, by hand."""

import numpy as np
import pytest

from optimize.kernels.asking import add_up_uses, cost_uses, gather, new_desk
from tests.optimize.kernels.test_crowd import crowd, opened


def gathered(one, both):
    hubs = np.array([0, 1])
    _, use, _, taken = opened(one, hubs, both)
    desk = new_desk(one, 2, both)
    add_up_uses(desk.uses, taken, 2, both, desk.load)
    return gather(one, use, hubs, 2, both, desk), desk


def test_pairs_list_what_they_may_do_and_what_it_costs_more():
    pairs, desk = gathered(crowd([9, 9]), both=False)
    assert pairs == 2
    assert desk.load.tolist() == [5.0, 0.0]
    assert desk.asked.tolist() == [5.0, 5.0]
    uses = desk.uses
    assert uses.pair[:2].tolist() == [0, 1]
    # the first pair: outside, over the first hub, in at the second hub and out at the first one
    assert uses.option[: uses.start[1]].tolist() == [0, 1, 2]
    assert uses.cost[: uses.start[1]] == pytest.approx([2 * 8.0, 0.0, 2 * 4.0])


def test_on_throughput_a_path_counts_at_both_hubs():
    pairs, desk = gathered(crowd([9, 9], room=0.5), both=True)
    assert pairs == 2
    assert desk.load.tolist() == [2.5, 1.5]


def test_pairs_at_hubs_without_a_limit_never_give_way():
    pairs, desk = gathered(crowd([np.inf, 9]), both=False)
    assert pairs == 0
    assert desk.fixed.tolist() == [5.0, 0.0]


def test_classes_that_take_no_room_never_give_way():
    assert gathered(crowd([9, 9], room=0.0), both=True)[0] == 0


@pytest.mark.parametrize(("both", "expected"), [(True, [10.0, 6.25, 3.75, 5.5]), (False, [10.0, 3.75, 5.5])])
def test_a_use_costs_its_cheapest_path_with_the_charges_at_its_hubs(both, expected):
    cost = np.empty(len(expected))
    cost_uses(crowd([9, 9], charge=(0.25, 0.5)), 0, 1, np.array([0, 1]), 2, both, -1, cost)
    assert cost.tolist() == expected
    cost_uses(crowd([9, 9], charge=(0.25, 0.5)), 0, 1, np.array([0, 1]), 2, both, 1, cost)
    assert cost.tolist() == [*expected[:2], *[np.inf] * len(expected[2:])]
