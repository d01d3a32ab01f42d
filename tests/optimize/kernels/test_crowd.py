"""Which pairs may have to give way, and what they ask of the hubs, by hand."""

import numpy as np
import pytest

from optimize.kernels.crowd import cheapest_of, count_uses, gather, join_crowd, new_crowd, new_desk

FLOW = np.array([[2.0, 3.0], [0.0, 5.0]])


def crowd(capacity, room=1.0):
    """Two origins, two destinations, two hubs: i -> k costs 1, between hubs 1, k -> j 1 or, over the other hub, 5."""
    legs = (
        np.array([[[1.0, 4.0], [1.0, 1.0]]]),
        np.array([[[0.0, 1.0], [1.0, 0.0]]]),
        np.array([[[1.0, 5.0], [5.0, 1.0]]]),
    )
    return new_crowd(
        legs,
        [FLOW],
        [np.array([[10.0, 10.0], [0.0, 1.5]])],
        np.array([2.0]),
        np.array([room]),
        np.asarray(capacity, dtype=float),
    )


def gathered(one, both):
    hubs = np.array([0, 1])
    best = np.empty(3)
    cheapest_of(one, hubs, best)
    desk = new_desk(one, 2, both)
    pairs, total = gather(one, best, hubs, 2, both, desk)
    return pairs, total, desk


def test_the_second_origin_stays_outside_and_the_others_ask_for_room():
    pairs, total, desk = gathered(crowd([9, 9]), both=False)
    assert pairs == 2
    assert total == pytest.approx(2 * (2 * 2.0 + 3 * 3.0 + 5 * 1.5))
    assert desk.load.tolist() == [5.0, 0.0]
    assert desk.asked.tolist() == [5.0, 5.0]
    uses = desk.uses
    # the first pair: outside, over the first hub, in at the second hub and out at the first one
    assert uses.option[: uses.start[1]].tolist() == [0, 1, 2]
    assert uses.cost[: uses.start[1]] == pytest.approx([2 * 8.0, 0.0, 2 * 4.0])


def test_on_throughput_a_path_counts_at_both_hubs():
    pairs, _, desk = gathered(crowd([9, 9], room=0.5), both=True)
    assert pairs == 2
    assert desk.load.tolist() == [2.5, 1.5]
    assert [count_uses(p, both) for p, both in ((3, False), (3, True))] == [4, 7]


def test_pairs_at_hubs_without_a_limit_never_give_way():
    pairs, _, desk = gathered(crowd([np.inf, 9]), both=False)
    assert pairs == 0
    assert desk.fixed.tolist() == [5.0, 0.0]


def test_a_pair_without_a_way_costs_infinity():
    one = crowd([9, 9])
    one.outside[2] = np.inf
    one.a[0, 1] = np.inf
    assert gathered(one, both=False)[:2] == (0, np.inf)


def test_a_hub_that_joins_gives_the_cheapest_paths_over_all():
    one = crowd([9, 9])
    both, first, joined = np.empty(3), np.empty(3), np.empty(3)
    cheapest_of(one, np.array([0, 1]), both)
    cheapest_of(one, np.array([0]), first)
    join_crowd(one, np.array([0, -1]), 1, 1, first, np.empty(2), joined)
    assert joined.tolist() == both.tolist() == [2.0, 3.0, 1.5]


def test_pairs_without_flow_are_not_there():
    one = crowd([9, 9])
    assert one.start.tolist() == [0, 2, 3]
    assert one.destination.tolist() == [0, 1, 1]
