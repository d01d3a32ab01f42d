"""Shortest paths on random graphs, with networkx as the oracle."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.network.graph import SMALLEST_WEIGHT


def weighted(graph, weights):
    network = nx.DiGraph()
    network.add_nodes_from(range(graph.nodes))
    for tail, head, weight in zip(graph.tail.tolist(), graph.head.tolist(), weights.tolist(), strict=True):
        if np.isfinite(weight) and (not network.has_edge(tail, head) or network[tail][head]["weight"] > weight):
            network.add_edge(tail, head, weight=weight)
    return network


def random_weights(graph, seed):
    """Some free, some closed, some in parallel."""
    rng = np.random.default_rng(seed)
    weights = rng.uniform(0, 10, len(graph.kind)).round(1)
    weights[rng.random(len(weights)) < 0.15] = 0.0
    weights[rng.random(len(weights)) < 0.2] = np.inf
    return weights


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_costs_are_those_of_networkx(danube_region, seed):
    graph = danube_region.model.graph
    weights = random_weights(graph, seed)
    network = weighted(graph, weights)
    places = np.arange(graph.n_places)
    for sources, targets in ((places, places), (places, places[:2]), (places[:2], places)):
        found = graph.costs(weights, sources, targets)
        for row, source in enumerate(sources):
            expected = nx.single_source_dijkstra_path_length(network, int(source))
            wanted = [expected.get(int(target) + graph.n_places, np.inf) for target in targets]
            assert found[row] == pytest.approx(np.array(wanted), abs=100 * SMALLEST_WEIGHT)
