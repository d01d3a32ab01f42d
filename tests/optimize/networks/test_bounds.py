"""Bounds of hub sets from prices: what Bellman's recursion says of each set's own network."""

from itertools import combinations

import numpy as np
import pytest

from optimize.networks.bounds import SetBounds
from optimize.run import Clock
from tests.oracles.hub_networks import costs_of_all_sets, random_network, without_closed
from tests.oracles.multicommodity import lagrangian_value


def every_set(network):
    return sorted(
        hubs for size in range(network.candidates + 1) for hubs in combinations(range(network.candidates), size)
    )


def labels_of(network, hubs):
    return tuple(network.labels[at] for at in hubs)


def some_prices(network, seed):
    draw = np.random.default_rng(seed)
    price = draw.exponential(4.0, size=network.flow.resources) * (draw.random(network.flow.resources) < 0.6)
    return np.where(np.isfinite(network.flow.capacity), price, 0.0)


def by_hand(network, hubs, price):
    """The Lagrangian of a set, without the prices of what none of its arcs can use."""
    own = without_closed(network, labels_of(network, hubs))
    used = own.usage.toarray().sum(axis=1) > 0
    never = network.flow.usage.toarray().sum(axis=1) == 0  # such a capacity is no hub's
    return lagrangian_value(own, np.where(used | never, price, 0.0)) + network.fixed_cost[list(hubs)].sum()


@pytest.mark.parametrize("seed", range(12))
def test_a_bound_is_the_lagrangian_of_the_set_alone(seed):
    network = random_network(seed, hubs=4)
    price, sets = some_prices(network, seed), every_set(network)
    value = SetBounds(network).values(price, sets, Clock())
    low = [by_hand(network, hubs, price) for hubs in sets]
    # a capacity that only links between hubs use counts as usable even where none of these pairs is open
    assert (value <= np.array(low) + 1e-6).all()
    all_open = [at for at, hubs in enumerate(sets) if len(hubs) == network.candidates]
    np.testing.assert_allclose(value[all_open], np.array(low)[all_open])


@pytest.mark.parametrize("seed", range(12))
def test_without_prices_it_is_the_cost_without_capacities(seed):
    network = random_network(seed)
    free = np.zeros(network.flow.resources)
    sets = every_set(network)
    value = SetBounds(network).values(free, sets, Clock())
    np.testing.assert_allclose(value, [by_hand(network, hubs, free) for hubs in sets])


@pytest.mark.parametrize("seed", range(8))
def test_no_prices_bound_a_set_from_above(seed):
    network = random_network(seed, tight=0.2)
    costs = costs_of_all_sets(network)
    sets = every_set(network)
    for draw in range(5):
        value = SetBounds(network).values(some_prices(network, draw), sets, Clock())
        assert (value <= np.array([costs[labels_of(network, hubs)] for hubs in sets]) + 1e-6).all()


def test_the_order_of_sets_does_not_matter():
    network = random_network(4, hubs=4)
    price, sets = some_prices(network, 1), every_set(network)
    bounds = SetBounds(network)
    mixed = np.random.default_rng(0).permutation(len(sets))
    value = bounds.values(price, sets, Clock())
    np.testing.assert_allclose(bounds.values(price, [sets[at] for at in mixed], Clock()), value[mixed])


def test_room_of_a_closed_hub_costs_no_rent():
    network = random_network(2)
    bounds = SetBounds(network)
    for hub in range(network.candidates):
        # the first capacities are those of the hubs, in their order
        assert [bool(bounds.usable([other])[hub]) for other in range(network.candidates)] == [
            other == hub for other in range(network.candidates)
        ]
    price = np.zeros(network.flow.resources)
    price[0] = 2.0
    finite = np.isfinite(network.flow.capacity[0])
    expected = 2.0 * network.flow.capacity[0] if finite else np.inf
    assert bounds.rent(price, [(0,), (1,), (0, 2)]).tolist() == [expected, 0.0, expected]


def test_sets_that_are_not_reached_in_time_have_no_bound():
    network = random_network(5)
    late = SetBounds(network).values(np.zeros(network.flow.resources), every_set(network), Clock(0.0))
    assert np.isneginf(late).all()
