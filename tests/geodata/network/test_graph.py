"""Shortest paths on random graphs, with networkx as the oracle."""

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import dijkstra

from geodata.network.graph import CHANGE, LINK, LOAD, PASS, SMALLEST_WEIGHT, UNLOAD
from tests.geodata.weighted_graphs import random_weights, weighted


@pytest.fixture(scope="module", params=["eliminated", "searched"])
def graph(request, danube_region):
    """The graph of the region, and the same as one in which too many arcs would come in."""
    found = danube_region.model.graph
    if request.param == "eliminated":
        assert found.elimination is not None
        return found
    found = replace(found)
    found.__dict__["elimination"] = None
    return found


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_costs_are_those_of_networkx(graph, seed):
    weights = random_weights(graph, seed)
    network = weighted(graph, weights)
    places = np.arange(graph.n_places)
    for sources, targets in ((places, places), (places, places[:2]), (places[:2], places)):
        found = graph.costs(weights, sources, targets)
        for row, source in enumerate(sources):
            expected = nx.single_source_dijkstra_path_length(network, int(source))
            wanted = [expected.get(int(target) + graph.n_places, np.inf) for target in targets]
            assert found[row] == pytest.approx(np.array(wanted), abs=100 * SMALLEST_WEIGHT)


def test_the_graph_of_a_place_with_two_modes_by_hand(edit):
    """Vienna with a railway and a road to Budapest, and nothing else."""
    edit.drop("places.csv", lambda row: row["id"] in ("VIE", "BUD"))
    edit.drop("links.csv", lambda row: row["id"] in ("vie-bud-rail", "vie-bud-road"))
    edit.drop("trade.csv", lambda row: {row["exporter"], row["importer"]} == {"AUT", "HUN"})
    edit.drop("hubs.csv", lambda row: row["place"] == "BUD")
    for file in ("crossings.csv", "references.csv"):
        edit.drop(file, lambda row: False)
    edit.settings('candidates = ["BUD", "BEG", "BUH"]', 'candidates = ["BUD"]')
    edit.settings('scenarios = ["base", "danube-bridge-closed"]', "")
    (edit.folder / "scenarios" / "danube-bridge-closed.toml").unlink()
    graph = edit.region().model.graph
    assert graph.n_places == 2
    assert graph.nodes == 2 * (2 + 4)  # out and in of two places, departing and arrived of two layers each
    kinds = {LINK: 4, LOAD: 4, UNLOAD: 4, PASS: 4, CHANGE: 4}  # two links both ways; a change either way at each place
    assert {kind: int((graph.kind == kind).sum()) for kind in kinds} == kinds
    assert set(graph.tail[graph.kind == LOAD]) == {0, 1}
    assert set(graph.head[graph.kind == UNLOAD]) == {2, 3}
    assert not graph.gauge_break.any()
    assert (graph.mode_from != graph.mode_to)[graph.kind == CHANGE].all()


def test_layers_of_one_mode_and_two_gauges_are_told_apart(edit):
    edit.cell("links.csv", 3, "gauge_from_mm", "1520")  # bud-beg-rail leaves Budapest on 1520 mm
    region = edit.region()
    graph, places = region.model.graph, region.model.links.places
    breaks = np.flatnonzero(graph.gauge_break)
    assert [places[graph.place[arc]] for arc in breaks] == ["BUD", "BUD"]
    assert (graph.kind[breaks] == CHANGE).all()
    assert (graph.mode_from[breaks] == graph.mode_to[breaks]).all()


def test_of_parallel_arcs_the_cheapest_is_taken(danube_region):
    graph = danube_region.model.graph
    rng = np.random.default_rng(1)
    weights = rng.uniform(1, 10, len(graph.kind))
    matrix, cheapest = graph.matrix(weights), graph.cheapest_arcs(weights)
    for arc in cheapest:
        beside = (graph.tail == graph.tail[arc]) & (graph.head == graph.head[arc])
        assert weights[arc] == weights[beside].min() == matrix[graph.tail[arc], graph.head[arc]]
    assert (graph.arcs_of(cheapest, graph.tail[cheapest], graph.head[cheapest]) == cheapest).all()


def test_draws_and_variants_share_a_graph(danube_region):
    graph = danube_region.sample_parameters(3).model.graph
    assert danube_region.sample_parameters(4).model.graph is graph
    assert danube_region.with_parameter("speed_kmh", factor=2.0).model.graph is graph


def test_other_links_make_another_graph(danube_region, edit):
    edit.drop("links.csv", lambda row: row["id"] != "vie-bud-road")
    assert edit.region().model.graph is not danube_region.model.graph


@pytest.mark.parametrize(
    ("scenario", "cls", "service"),
    [("base", "bulk", "single"), ("khorgos-alashankou-closed", "through", "consolidated")],
)
def test_in_the_bundled_region_costs_are_those_of_dijkstra(central_asia, scenario, cls, service):
    graph, places = central_asia.model.graph, np.arange(central_asia.model.graph.n_places)
    weights = central_asia.state(scenario).arc_costs(cls, service).weight
    expected = dijkstra(graph.matrix(weights), indices=places)[:, places + graph.n_places]
    assert graph.elimination is not None
    assert graph.costs(weights, places, places) == pytest.approx(expected, rel=1e-12, abs=0)
