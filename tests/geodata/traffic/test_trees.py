"""Trees of cheapest ways: sums along them and tonnes on them, against networkx."""

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from geodata.network import Graph
from geodata.traffic.trees import Trees
from tests.geodata.weighted_graphs import random_weights, weighted


def both(graph, weights, places, monkeypatch):
    """Trees by the elimination and by Dijkstra's algorithm."""
    yield Trees.grow(graph, weights, places)
    with monkeypatch.context() as patch:
        patch.setattr(Graph, "elimination", None)
        yield Trees.grow(graph, weights, places)


@pytest.mark.parametrize("seed", range(12))
def test_lengths_along_the_ways_are_the_shortest(danube_region, seed, monkeypatch):
    """Many arcs are free, so that trees made of distances alone would run in circles."""
    graph = danube_region.model.graph
    weights, places = random_weights(graph, seed), np.arange(graph.n_places)
    network = weighted(graph, weights)
    for trees in both(graph, weights, places, monkeypatch):
        found = trees.along(places, places, np.column_stack([weights, np.ones(len(weights))]))
        for a, b in np.ndindex(len(places), len(places)):
            if a == b:
                assert (found[a, b] == 0).all()
                continue
            try:
                expected = nx.dijkstra_path_length(network, a, graph.n_places + b)
            except nx.NetworkXNoPath:
                expected = np.inf
            assert found[a, b, 0] == pytest.approx(expected, abs=1e-9)
            assert (found[a, b, 1] == np.inf) == (expected == np.inf)


@pytest.mark.parametrize("seed", range(6))
def test_tonnes_are_on_every_arc_of_their_ways(danube_region, seed, monkeypatch):
    """Ways are unique here: weights have many digits."""
    graph = danube_region.model.graph
    rng = np.random.default_rng(seed)
    weights, places = rng.uniform(1, 2, len(graph.kind)), np.arange(graph.n_places)
    network = weighted(graph, weights)
    tonnes = rng.integers(0, 3, (len(places), len(places), 2)).astype(float)
    expected = np.zeros((len(weights), 2))
    for a, b in np.ndindex(len(places), len(places)):
        if a != b:
            for tail, head in pairwise(nx.dijkstra_path(network, a, graph.n_places + b)):
                between = np.flatnonzero((graph.tail == tail) & (graph.head == head))
                expected[between[weights[between].argmin()]] += tonnes[a, b]
    for trees in both(graph, weights, places, monkeypatch):
        loads = np.zeros_like(expected)
        trees.push(places, places, tonnes, loads)
        assert loads == pytest.approx(expected)


def test_free_arcs_in_a_circle_do_not_catch_the_way(danube_region):
    """Where all is free, distances say nothing of the order of nodes on a way."""
    graph = danube_region.model.graph
    places = np.arange(graph.n_places)
    trees = Trees.grow(graph, np.zeros(len(graph.kind)), places)
    assert np.isfinite(trees.along(places, places, np.ones((len(graph.kind), 1)))).all()


def test_more_places_than_are_swept_at_once(central_asia, monkeypatch):
    """The bundled region has more places than one sweep takes sources."""
    graph, state = central_asia.model.graph, central_asia.state()
    weights, places = state.arc_costs("containers", "single").weight, np.arange(central_asia.model.graph.n_places)
    assert len(places) > 128
    swept, searched = both(graph, weights, places, monkeypatch)
    values = np.where(np.isfinite(weights), weights, 0.0)[:, None]
    one, two = (trees.along(places, places, values) for trees in (swept, searched))
    assert np.allclose(one, two, rtol=1e-12)
