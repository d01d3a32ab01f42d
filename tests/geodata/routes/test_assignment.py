"""Tonnes on links, with and without limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geodata
from geodata.network.graph import LINK
from geodata.routes.assignment import ClassLoad, assign
from tests.geodata.weighted_graphs import random_weights


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


def only(region, *pairs):
    """Pairs of demand places to assign, no others."""
    names = list(region.flows().index)
    between = np.zeros((len(names), len(names)), dtype=bool)
    for start, end in pairs:
        between[names.index(start), names.index(end)] = True
    return between


def forward(result, link):
    """Tonnes on a link in the direction of its row."""
    frame = result.frame()
    return frame.loc[(frame["link"] == link) & frame["forward"], "flow_t"].item()


@pytest.fixture
def two_roads(edit):
    """Two pairs, each on a road of its own that takes half and four fifths of it; returns the region and the flows."""
    flows = edit.region().flows(cls="containers")
    sent = flows.loc["VIE", "BUD"], flows.loc["SOF", "BUH"]
    rows = edit.rows("links.csv")
    for link, tonnes in (("vie-bud-road", 0.5 * sent[0]), ("sof-buh-road", 0.8 * sent[1])):
        row = next(i for i, cells in enumerate(rows, 1) if cells[0] == link)
        edit.cell("links.csv", row, "capacity_t_per_year", repr(float(tonnes)))
    edit.drop("crossings.csv", lambda row: row["link"] != "sof-buh-road")
    return edit.region(), sent


def test_a_link_with_room_left_goes_on_filling_when_another_is_full(two_roads):
    """Both are too small at first; the fuller one is closed, the other is used up to its capacity."""
    region, (first, second) = two_roads
    between = only(region, ("VIE", "BUD"), ("SOF", "BUH"))
    result = region.assignment(cls="containers", between=between, limit=True)
    assert forward(result, "vie-bud-road") == pytest.approx(0.5 * first)
    assert forward(result, "vie-bud-rail") == pytest.approx(0.5 * first)
    assert forward(result, "sof-buh-road") == pytest.approx(0.8 * second)
    assert forward(result, "beg-buh-road") == pytest.approx(0.2 * second)
    assert result.unmet_t == 0


def test_without_limits_all_freight_keeps_to_its_cheapest_way(two_roads):
    region, (first, second) = two_roads
    result = region.assignment(cls="containers", between=only(region, ("VIE", "BUD"), ("SOF", "BUH")))
    assert forward(result, "vie-bud-road") == pytest.approx(first)
    assert forward(result, "sof-buh-road") == pytest.approx(second)
    use = result.frame().set_index(["link", "forward"])["use"]
    assert use["vie-bud-road", True] == pytest.approx(2.0)
    assert use["sof-buh-road", True] == pytest.approx(1.25)
    assert use["vie-bud-rail", True] == 0


def test_a_way_dearer_than_the_penalty_is_not_taken_when_links_fill_up(two_roads):
    region, (_, second) = two_roads
    straight = region.route("SOF", "BUH", "containers").total_cost_usd_per_t
    round_about = region.route("SOF", "BUH", "containers", via=["BEG"]).total_cost_usd_per_t
    assert round_about > straight
    cheap = region.with_parameters({"unmet_usd_per_t": (straight + round_about) / 2})
    between = only(region, ("VIE", "BUD"), ("SOF", "BUH"))
    result = cheap.assignment(cls="containers", between=between, limit=True)
    unmet = result.unmet()
    assert unmet.loc["SOF", "BUH"] == pytest.approx(0.2 * second)
    assert result.unmet_t == pytest.approx(0.2 * second)
    assert forward(result, "sof-buh-road") == pytest.approx(0.8 * second)
    assert cheap.assignment(cls="containers", between=between).unmet_t == 0


def test_what_is_not_carried_is_added_up_over_the_classes(danube_region):
    cut = geodata.Scenario("cut", changes=(geodata.Change(place=("SOF",), close=True),))
    flows = danube_region.flows()
    unmet = danube_region.assignment(cut).unmet()
    assert unmet.loc["SOF"].to_numpy() == pytest.approx(flows.loc["SOF"].to_numpy())
    assert unmet["SOF"].to_numpy() == pytest.approx(flows["SOF"].to_numpy())
    assert unmet.drop(index="SOF", columns="SOF").to_numpy().sum() == 0


def test_a_corridor_carries_what_its_busiest_link_does_in_both_directions(danube_region):
    result = danube_region.assignment()
    frame = result.frame()
    links = frame[[("balkan" in names) for names in frame["corridors"]]].groupby("link")["flow_t"]
    assert (links.max() < links.sum()).any()
    assert result.through("balkan") == pytest.approx(links.sum().max())
    assert result.through("balkan + danube-bridge") == pytest.approx(
        links.sum().max() + frame.loc[frame["link"] == "sof-buh-road", "flow_t"].sum()
    )


def test_a_place_counts_what_comes_in_or_goes_out_whichever_is_more(danube_region):
    for start, end in (("VIE", "BUD"), ("BUD", "VIE")):
        result = danube_region.assignment(between=only(danube_region, (start, end)))
        sent = danube_region.flows().loc[start, end]
        assert result.through("VIE") == result.through("BUD") == pytest.approx(sent)


def test_each_class_goes_by_its_own_service_or_by_the_one_asked_for(edit):
    edit.cell("classes.csv", 2, "direct_service", "consolidated")
    region = edit.region().with_parameters({("tariff_usd_per_tkm", "", "road", "single"): 10.0})  # single goes by rail
    for cls, service in (("containers", "consolidated"), ("parcels", "single")):
        own = region.assignment(cls=cls).flow_t
        assert own == pytest.approx(region.assignment(cls=cls, service=service).flow_t)
    assert region.assignment().flow_t == pytest.approx(
        region.assignment(cls="containers").flow_t + region.assignment(cls="parcels").flow_t
    )
    assert region.assignment(cls="containers").through("vie-bud-road") > 0
    assert region.assignment(cls="parcels").through("vie-bud-road") == 0
    assert region.assignment(cls="containers", service="single").through("vie-bud-road") == 0
