"""The order of hub sets against plain recursion."""

import numpy as np
import pytest

from optimize.table.order import SetOrder


def walked(elements, extra, chosen=()):
    """Sets in depth-first order."""
    yield chosen
    if extra:
        for at, element in enumerate(elements):
            yield from walked(elements[at + 1 :], extra - 1, (*chosen, element))


@pytest.mark.parametrize(
    ("forced", "elements", "p_max"), [((), (0, 1, 2, 3), 3), ((2,), (0, 1, 4), 3), ((1, 3), (0,), 2)]
)
def test_rows_are_in_depth_first_order(forced, elements, p_max):
    order = SetOrder(p_max, forced, elements)
    expected = [tuple(sorted((*forced, *chosen))) for chosen in walked(elements, p_max - len(forced))]
    assert [order.positions(row) for row in range(len(order.joined))] == expected
    assert [order.row(reversed(chosen)) for chosen in expected] == list(range(len(expected)))
    np.testing.assert_array_equal(order.size, [len(chosen) for chosen in expected])


@pytest.mark.parametrize("chosen", [(0, 1), (2, 0, 1, 4), (2, 3), (2, 9)])
def test_a_set_without_a_forced_hub_too_large_or_unknown_has_no_row(chosen):
    assert SetOrder(3, (2,), (0, 1, 4)).row(chosen) is None
