"""A relaxation writes into the arrays it is given."""

import numpy as np

from optimize.single.relaxation import relaxation


def test_what_a_kernel_writes_is_seen_by_the_caller():
    price, share, usage = np.zeros((1, 3)), np.zeros((1, 3, 2)), np.zeros(2)
    made = relaxation(price, share, usage)
    made.price[0, 1] = made.share[0, 2, 1] = made.usage[1] = 5.0
    assert (price[0, 1], share[0, 2, 1], usage[1]) == (5.0, 5.0, 5.0)
    assert made.trade.shape == made.picked.shape == (2,)
    assert made.picked.dtype == bool


def test_a_step_is_carried_on_from_search_to_search():
    arrays = np.zeros((1, 3)), np.zeros((1, 3, 2)), np.zeros(2)
    factor = np.array([0.25])
    assert relaxation(*arrays, factor=factor).factor is factor
    assert relaxation(*arrays).factor.tolist() == [1.0]
