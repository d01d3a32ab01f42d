"""The order of hub sets against plain recursion."""

import numpy as np
import pytest

from optimize import InputError
from optimize.table.order import ListedSets, SetOrder, list_sets


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


def test_listed_sets_have_the_rows_of_the_list():
    order = ListedSets(3, ((4,), (1, 4), (0, 1, 4)))
    assert [order.row(hubs) for hubs in ([4], [4, 1], [4, 0, 1], [1])] == [0, 1, 2, None]
    assert order.size.tolist() == [1, 2, 3]
    assert order.joined.tolist() == [[4, -1, -1], [4, 1, -1], [4, 1, 0]]


def test_sets_are_named_by_labels():
    assert list_sets([["c", "a"], "b", []], "abc") == ((0, 2), (1,), ())
    for sets, says in (([], "no hub set"), ([["a"], "a"], "more than once"), ([["a", "d"]], "'d'")):
        with pytest.raises(InputError, match=says):
            list_sets(sets, "abc")
