"""One hub that is overrun: who leaves it, and what that costs, by hand and against sorting."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.kernels.asking import add_up_uses, new_desk
from optimize.kernels.relief import choose_cheapest, relieve
from tests.optimize.kernels.test_crowd import crowd, opened


@settings(max_examples=60, deadline=None)
@given(
    items=st.lists(st.tuples(st.integers(0, 6), st.integers(1, 9)), min_size=1, max_size=40),
    part=st.floats(0.001, 1.2),
)
def test_the_cheapest_come_first_and_reach_the_amount(items, part):
    dearer, amount = (np.array(column, dtype=float) for column in zip(*items, strict=True))
    need, order = part * amount.sum(), np.empty(len(items), dtype=np.int64)
    count = choose_cheapest(dearer, amount, order, len(items), need)
    assert sorted(order) == list(range(len(items)))
    chosen = order[:count]
    if need > amount.sum():
        assert count == len(items)
        return
    assert amount[chosen].sum() >= need * (1 - 1e-12)
    assert amount[chosen[:-1]].sum() < need * (1 + 1e-12)
    assert dearer[chosen].max() <= dearer[order[count:]].min(initial=np.inf)
    assert dearer[chosen].max() == dearer[chosen[-1]]


def relieved(one, both, q):
    hubs = np.array([0, 1])
    best, use, _, taken = opened(one, hubs, both)
    desk = new_desk(one, 2, both)
    add_up_uses(desk.uses, taken, 2, both, desk.load)
    return *relieve(one, best, use, hubs, 2, both, q, desk), desk.load


def test_those_leave_first_who_lose_least():
    """Five units use hub 0, which has room for four. In at hub 1, two would lose 4 and three 5 - 3 = 2 each, twice."""
    cost, price, load = relieved(crowd([4, 9]), both=False, q=0)
    assert (cost, price) == (2 * 2.0, 2 * 2.0)
    assert load.tolist() == [4.0, 1.0]
    cost, price, load = relieved(crowd([1, 9]), both=False, q=0)
    assert (cost, price) == (3 * 4.0 + 8.0, 8.0)
    assert load.tolist() == [1.0, 4.0]


def test_on_throughput_room_at_the_other_hub_is_given_up_too():
    """Three units use both hubs at 3; past hub 1 they go over hub 0 alone, at 6: 3 more, twice, for half the room."""
    cost, price, load = relieved(crowd([9, 1], room=0.5), both=True, q=1)
    assert cost == pytest.approx(2 * 3.0 * 1.0)
    assert price == pytest.approx(2 * 3.0 / 0.5)
    assert load.tolist() == [2.5, 1.0]


def test_those_who_have_no_other_way_cannot_leave():
    one = crowd([1, 9], outside=(np.inf, np.inf, 1.5))
    one.a[0, 0, 1] = np.inf
    assert relieved(one, both=False, q=0)[1] == np.inf
