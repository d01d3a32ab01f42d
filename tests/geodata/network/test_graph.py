"""Shortest paths on random graphs, with networkx as the oracle."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geodata
from geodata.network.graph import LINK, SMALLEST_WEIGHT
from geodata.network.paths import cheapest_path
from geodata.routes.assignment import ClassLoad, assign


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


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_assigned_tonnes_times_weights_are_flows_times_costs(danube_region, seed):
    model = danube_region.model
    weights = random_weights(model.graph, seed)
    weights[model.graph.kind != LINK] = 0.0  # so that links carry all of the cost
    places = np.arange(model.graph.n_places)
    flows = np.random.default_rng(seed).integers(0, 5, (len(places),) * 2).astype(float)
    np.fill_diagonal(flows, 0.0)
    costs = model.graph.costs(weights, places, places)
    result = assign(model.graph, model.links, [ClassLoad(weights, flows)], places, model.links.capacity_t)
    on = model.graph.kind == LINK
    link_weight = np.full(len(model.links), np.inf)
    link_weight[model.graph.link[on]] = weights[on]
    used = result.flow_t > 0
    carried = (result.flow_t[used] * link_weight[used]).sum()
    assert carried == pytest.approx((flows[np.isfinite(costs)] * costs[np.isfinite(costs)]).sum(), abs=1e-6)
    assert result.unmet_t == flows[np.isinf(costs)].sum()


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


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), tightness=st.floats(0.0, 3.0))
def test_links_fill_up_and_nothing_is_lost(danube_region, seed, tightness):
    """No link above its capacity, and every tonne either leaves its origin or is unmet."""
    model = danube_region.model
    places = np.arange(model.graph.n_places)
    rng = np.random.default_rng(seed)
    loads = []
    for index in range(2):
        flows = rng.integers(0, 5, (len(places),) * 2).astype(float)
        np.fill_diagonal(flows, 0.0)
        weights = random_weights(model.graph, seed + index)
        weights[model.graph.kind != LINK] = 1.0
        loads.append(ClassLoad(weights, flows, unmet_usd_per_t=25.0))
    capacity = np.where(rng.random(len(model.links)) < 0.7, tightness * rng.integers(0, 20, len(model.links)), np.inf)
    result = assign(model.graph, model.links, loads, places, capacity, limit=True)
    assert (result.flow_t <= capacity * (1 + 1e-9) + 1e-9).all()
    demand = sum(load.flows for load in loads)
    net = [
        result.flow_t[model.links.tail == place].sum() - result.flow_t[model.links.head == place].sum()
        for place in places
    ]
    served = demand - result.unmet_pairs_t
    assert (served > -1e-9).all()
    assert net == pytest.approx(served.sum(axis=1) - served.sum(axis=0), abs=1e-6)


def test_a_full_link_sends_the_rest_round_and_what_has_no_way_is_unmet(danube):
    """Sofia - Bucharest goes by Belgrade when the bridge is full, and is unmet when that is cut off."""
    region = geodata.load_region(danube)
    bridge = geodata.Change(links=("sof-buh-road",), capacity=0.0)
    free = region.assignment()
    assert free.frame()["use"].max() < 1
    narrow = region.with_overrides(bridge).assignment(limit=True)
    assert narrow.flow_t[list(region.model.links.ids).index("sof-buh-road")] == 0
    assert narrow.unmet_t == 0
    assert narrow.through("beg-sof-road") > free.through("beg-sof-road")
    both = region.with_overrides(bridge, geodata.Change(links=("bud-beg-rail", "bud-beg-road"), capacity=0.0))
    cut = both.with_overrides(geodata.Change(links=("beg-buh-road",), close=True)).assignment(limit=True)
    unmet = cut.unmet()
    assert unmet.loc["SOF", "BUH"] == pytest.approx(region.flows().loc["SOF", "BUH"])
    assert unmet.loc["BEG", "SOF"] == 0
