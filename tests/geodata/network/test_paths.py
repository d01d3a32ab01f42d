"""Single paths through the graph, with networkx as the oracle."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geodata
from geodata.network.graph import LINK
from geodata.network.paths import cheapest_path
from tests.geodata.weighted_graphs import random_weights, weighted


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_a_path_has_the_cost_that_dijkstra_says(danube_region, seed):
    graph = danube_region.model.graph
    weights = random_weights(graph, seed)
    cost = graph.costs(weights, np.array([0]), np.array([3]))[0, 0]
    arcs = cheapest_path(graph, weights, 0, 3)
    if arcs is None:
        assert np.isinf(cost)
        return
    assert weights[arcs].sum() == pytest.approx(cost, abs=1e-9)
    assert (graph.head[arcs[:-1]] == graph.tail[arcs[1:]]).all()
    assert graph.tail[arcs[0]] == 0
    assert graph.head[arcs[-1]] == 3 + graph.n_places


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_a_path_by_way_of_an_arc_is_the_best_of_all_that_use_one(danube_region, seed):
    graph = danube_region.model.graph
    weights = random_weights(graph, seed)
    rng = np.random.default_rng(seed)
    through = (rng.random(len(weights)) < 0.1) & (graph.kind == LINK)
    network = weighted(graph, weights)
    there = nx.single_source_dijkstra_path_length(network, 1)
    back = nx.single_source_dijkstra_path_length(network.reverse(), 4 + graph.n_places)
    ways = [
        there.get(int(graph.tail[arc]), np.inf) + weights[arc] + back.get(int(graph.head[arc]), np.inf)
        for arc in np.flatnonzero(through)
    ]
    arcs = cheapest_path(graph, weights, 1, 4, [through])
    found = np.inf if arcs is None else weights[arcs].sum()
    assert found == pytest.approx(min(ways, default=np.inf), abs=1e-9)


def test_parallel_links_count_by_the_cheaper_one(edit):
    edit.add("links.csv", **{"from": "VIE", "to": "BUD"}, id="vie-bud-slow", mode="road", length_km=300)
    region = geodata.load_region(edit.folder)
    assert region.route("VIE", "BUD").links == ("vie-bud-road",)
    closed = geodata.Scenario("x", changes=(geodata.Change(links=("vie-bud-road",), close=True),))
    assert "vie-bud-slow" in region.route("VIE", "BUD", modes=["road"], scenario=closed).links


def test_a_forward_link_has_no_way_back(edit):
    edit.cell("links.csv", 2, "direction", "forward")
    region = geodata.load_region(edit.folder)
    assert region.route("VIE", "BUD", modes=["rail"]).links == ("vie-bud-rail",)
    assert region.route("BUD", "VIE", modes=["rail"]) is None
