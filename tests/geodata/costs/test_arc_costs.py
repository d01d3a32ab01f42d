"""Costs of single arcs: by hand, part by part, with and without changes."""

import networkx as nx
import pytest

from geodata import Change, Scenario


@pytest.mark.parametrize(
    ("change", "part", "before", "after"),
    [
        ({"time": 2.0}, "moving", 378 / 45 / 24, 2 * 378 / 45 / 24),
        ({"add_time_h": 12.0}, "moving", 378 / 45 / 24, 378 / 45 / 24 + 0.5),
        ({"dwell": 3.0}, "waiting_border", 5 / 24, 15 / 24),
        ({"add_dwell_h": 24.0}, "waiting_border", 5 / 24, 29 / 24),
    ],
)
def test_effects_on_time(danube_region, change, part, before, after):
    scenario = Scenario("x", changes=(Change(links=("bud-beg-road",), **change),))
    route = {"via": ["bud-beg-road"], "modes": ["road"]}
    assert danube_region.route("BUD", "BEG", **route).days[part] == pytest.approx(before)
    assert danube_region.route("BUD", "BEG", scenario=scenario, **route).days[part] == pytest.approx(after)


@pytest.mark.parametrize(
    ("change", "part", "before", "after"),
    [
        ({"tariff": 2.0}, "tariff", 378 * 0.09, 2 * 378 * 0.09),
        ({"fee": 10.0}, "border_fees", 1, 10),
        ({"add_fee_usd_per_t": 5.0}, "border_fees", 1, 6),
    ],
)
def test_effects_on_cost(danube_region, change, part, before, after):
    scenario = Scenario("x", changes=(Change(links=("bud-beg-road",), **change),))
    route = {"via": ["bud-beg-road"], "modes": ["road"]}
    assert danube_region.route("BUD", "BEG", **route).cost_usd_per_t[part] == pytest.approx(before)
    assert danube_region.route("BUD", "BEG", scenario=scenario, **route).cost_usd_per_t[part] == pytest.approx(after)


def test_arcs_are_enough_to_find_the_costs(danube_region):
    arcs = danube_region.arcs(cls="containers", service="single")
    network = nx.DiGraph()
    for arc in arcs.itertuples():
        if not network.has_edge(arc.tail, arc.head) or network[arc.tail][arc.head]["cost"] > arc.cost_usd_per_t:
            network.add_edge(arc.tail, arc.head, cost=arc.cost_usd_per_t)
    cost = nx.shortest_path_length(network, 0, 6 + 3, weight="cost")
    assert cost == pytest.approx(danube_region.leg_costs(cls="containers").direct[0, 3])
    rail = arcs[(arcs["link"] == "bud-beg-rail") & arcs["forward"]]
    assert rail["capacity_t_per_year"].item() == 4_000_000
