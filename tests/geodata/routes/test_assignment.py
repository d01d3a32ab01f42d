"""Tonnes on links, with and without limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geodata
from geodata.network.graph import LINK
from geodata.routes.assignment import ClassLoad, assign


def random_weights(graph, seed):
    """Some free, some closed, some in parallel."""
    rng = np.random.default_rng(seed)
    weights = rng.uniform(0, 10, len(graph.kind)).round(1)
    weights[rng.random(len(weights)) < 0.15] = 0.0
    weights[rng.random(len(weights)) < 0.2] = np.inf
    return weights


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
