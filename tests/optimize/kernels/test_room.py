"""The price of room: two pairs and one hub, by hand."""

import numpy as np
import pytest

from optimize.kernels.blend import new_blend
from optimize.kernels.room import Limited, Uses, cheapest_option, overload, put_prices, settle


def two_pairs(room=1.0):
    """Five units lose 3 each without the hub, four lose 7."""
    whole = np.int64
    return Uses(
        np.array([-1, 0]),
        np.array([-1, 0]),
        np.zeros(2, dtype=whole),
        np.zeros(2, dtype=whole),
        np.array([5.0, 4.0]),
        np.array([0, 2, 4]),
        np.array([0, 1, 0, 1]),
        np.array([3.0, 0.0, 7.0, 0.0]),
        np.array([room]),
        np.empty((1, 2)),
        np.empty((1, 2)),
        np.empty((1, 2)),
        np.empty(2, dtype=whole),
        np.empty(2),
    )


def settled(capacity, room=1.0, *, free=False, high=100.0):
    size = 9.0 * room
    hub = Limited(np.array([0]), np.zeros(1), np.array([size]))
    blend = new_blend(50, 1, 1)
    blend.room[0], blend.overload[0] = capacity / size, high * size
    price = np.zeros(1)
    uses = two_pairs(room)
    value, bound = settle(uses, uses.cost * (not free), 2, 2, hub, price, 1.0, blend)
    return value, bound, price[0] / size, overload(blend)


@pytest.mark.parametrize(
    ("capacity", "value", "price"), [(6.0, 3 * 3.0, 3.0), (2.0, 5 * 3.0 + 2 * 7.0, 7.0), (0.0, 5 * 3.0 + 4 * 7.0, 7.0)]
)
def test_who_loses_least_gives_way_first(capacity, value, price):
    found, bound, paid, over = settled(capacity)
    assert found == pytest.approx(value)
    assert bound == pytest.approx(value)
    assert paid == pytest.approx(price) or (capacity == 0.0 and paid >= price)
    assert over == pytest.approx(0.0, abs=1e-12)


def test_a_unit_that_uses_twice_the_room_pays_twice():
    found, _, price, _ = settled(12.0, room=2.0)
    assert found == pytest.approx(3 * 3.0)
    assert price == pytest.approx(1.5)


def test_overload_is_taken_where_it_is_cheaper():
    found, _, price, over = settled(6.0, high=1.0)
    assert found == pytest.approx(3 * 1.0)
    assert price == pytest.approx(1.0)
    assert over == pytest.approx(3 / 9)


def test_where_paths_are_free_nothing_is_overrun_that_need_not_be():
    found, _, _, over = settled(1.0, free=True)
    assert (found, over) == pytest.approx((0.0, 0.0), abs=1e-12)


def test_a_pair_takes_its_cheapest_option_at_the_prices():
    uses = two_pairs()
    hub = Limited(np.array([0]), np.zeros(1), np.array([9.0]))
    put_prices(uses, 2, hub, np.array([9 * 5.0]))
    assert [cheapest_option(uses, uses.cost, p) for p in (0, 1)] == [0, 3]
    assert [cheapest_option(uses, np.zeros(4), p) for p in (0, 1)] == [0, 2]
