"""Pricing by a plain function: no hub is of no use, and a second criterion decides among the impossible."""

import numpy as np

from optimize.search import AnyPricing, Choice, LocalSearch


def test_sets_are_priced_in_ascending_order_and_nothing_is_worth_nothing():
    seen = []
    pricing = AnyPricing(lambda hubs: seen.append(hubs.tolist()) or 7.0)
    assert pricing.price([3, 1]).value == 7.0
    assert pricing.additions(np.array([5]), np.array([9, 2])).tolist() == [7.0, 7.0]
    assert pricing.price([]).value == np.inf
    assert seen == [[1, 3], [5, 9], [2, 5]]


def test_among_sets_of_no_use_the_decider_chooses():
    """Hubs 0 and 3 are worth something together only; of single hubs, 3 leaves the fewest pairs without a way."""
    lost = {0: 4.0, 1: 5.0, 2: 9.0, 3: 2.0}
    pricing = AnyPricing(
        lambda hubs: 1.0 if hubs.tolist() == [0, 3] else np.inf, lambda hubs: (min(lost[k] for k in hubs.tolist()), 0.0)
    )
    found = LocalSearch(pricing, Choice(2, 2, frozenset(), np.arange(4))).construct()
    assert found.hubs.tolist() == [0, 3]
    plain = AnyPricing(pricing.function)
    assert LocalSearch(plain, Choice(1, 1, frozenset(), np.arange(4))).construct().hubs.tolist() == [0]
