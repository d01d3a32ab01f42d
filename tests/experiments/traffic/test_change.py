"""What a closure changes: gains and losses, against two tables held side by side."""

from types import SimpleNamespace

import pandas as pd
import pytest

from experiments.traffic import COSTS, design_traffic, traffic_change
from experiments.traffic.design import Traffic


def traffic(name, links, corridors, unmet, usd):
    empty = pd.DataFrame()
    return Traffic(
        region=SimpleNamespace(name=name), scenario="", design=(), classes=("goods",),
        links=pd.DataFrame(links, columns=["link", "class", "part", "forward_t", "backward_t"]),
        link_use=empty, hubs=empty, catchment=empty,
        parts=pd.DataFrame([("goods", *(usd,) * len(COSTS))], columns=["class", *COSTS]),
        unmet=pd.DataFrame([("goods", unmet)], columns=["class", "unmet_t"]),
        corridors=pd.DataFrame(corridors, columns=["corridor", "class", "flow_t", "busiest_link_t"]),
    )  # fmt: skip


A = [("one", "goods", "direct", 5.0, 1.0), ("one", "goods", "transfer", 2.0, 0.0), ("two", "goods", "direct", 4.0, 0.0)]
B = [("two", "goods", "direct", 4.0, 0.0), ("new", "goods", "direct", 0.0, 3.0)]


def test_links_gain_and_lose_all_parts_of_ways_together():
    change = traffic_change(
        traffic("x", A, [("North", "goods", 7.0, 7.0)], 0.0, 1.0),
        traffic("x", B, [("North", "goods", 3.0, 3.0)], 2.0, 4.0),
    )
    assert change.links.to_numpy().tolist() == [["one", "goods", -7.0, -1.0, -8.0], ["new", "goods", 0.0, 3.0, 3.0]]
    assert change.corridors.to_numpy().tolist() == [["North", "goods", 7.0, 3.0, -4.0]]
    assert change.unmet.to_numpy().tolist() == [["goods", 0.0, 2.0, 2.0]]
    assert change.parts[list(COSTS)].to_numpy().tolist() == [[3.0] * len(COSTS)]


def test_regions_are_not_compared_with_one_another():
    with pytest.raises(ValueError, match="of one region"):
        traffic_change(traffic("x", A, [], 0.0, 0.0), traffic("y", A, [], 0.0, 0.0))


def test_nothing_changes_between_a_traffic_and_itself(region):
    before = design_traffic(region, "base", ["GAT", "SOU"])
    change = traffic_change(before, before)
    assert change.links.empty
    assert not change.corridors["change_t"].any()


def test_a_closed_corridor_loses_all_and_costs_more(region):
    before, after = (design_traffic(region, name, ["GAT", "NOR"]) for name in ("base", "north-closed"))
    change = traffic_change(before, after)
    north = change.links[change.links["link"].isin(["gate-north", "north-mid"])]
    had = before.links[before.links["link"].isin(["gate-north", "north-mid"])]
    assert north["change_t"].sum() == pytest.approx(-had[["forward_t", "backward_t"]].to_numpy().sum())
    assert change.parts[list(COSTS)].to_numpy().sum() == pytest.approx(after.cost_usd - before.cost_usd)
    assert after.cost_usd > before.cost_usd
