"""Distances by elimination on random graphs, with a plain dynamic program as the oracle."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.network.distances import COLUMNS, distances
from geodata.network.elimination import eliminate


def floyd_warshall(nodes, tail, head, weights):
    """All distances, by allowing one more node on the way at a time (Floyd 1962)."""
    found = np.full((nodes, nodes), np.inf)
    np.minimum.at(found, (tail, head), weights)
    np.fill_diagonal(found, 0.0)
    for node in range(nodes):
        found = np.minimum(found, found[:, [node]] + found[[node], :])
    return found


def random_graph(seed, nodes, arcs):
    """Parallel arcs and loops among others, some free, some closed; sums of whole numbers are exact."""
    rng = np.random.default_rng(seed)
    tail, head = rng.integers(nodes, size=(2, arcs))
    weights = rng.integers(0, 20, arcs).astype(float)
    weights[rng.random(arcs) < 0.2] = np.inf
    return tail, head, weights


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 10**6), nodes=st.integers(1, 30), density=st.floats(0, 4))
def test_distances_are_those_of_all_ways(seed, nodes, density):
    tail, head, weights = random_graph(seed, nodes, int(density * nodes))
    every = np.arange(nodes)
    found = distances(eliminate(nodes, tail, head), weights, every, every)
    assert (found == floyd_warshall(nodes, tail, head, weights)).all()


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_order_stays_the_same_whatever_the_weights(seed):
    tail, head, weights = random_graph(3, 20, 60)
    ways, every = eliminate(20, tail, head), np.arange(20)
    other = np.random.default_rng(seed).permutation(weights)
    assert (distances(ways, other, every, every) == floyd_warshall(20, tail, head, other)).all()


@pytest.mark.parametrize("count", [0, 1, COLUMNS, COLUMNS + 1, 2 * COLUMNS + 5])
def test_sources_and_targets_are_any_nodes_in_any_order(count):
    nodes = 200
    tail, head, weights = random_graph(5, nodes, 500)
    rng = np.random.default_rng(7)
    sources, targets = rng.integers(nodes, size=count), rng.integers(nodes, size=9)
    found = distances(eliminate(nodes, tail, head), weights, sources, targets)
    assert (found == floyd_warshall(nodes, tail, head, weights)[np.ix_(sources, targets)]).all()


def test_distances_go_one_way():
    found = distances(eliminate(2, np.array([0]), np.array([1])), np.array([3.0]), np.arange(2), np.arange(2))
    assert found.tolist() == [[0.0, 3.0], [np.inf, 0.0]]
