"""The ranking follows from problems solved one by one."""

import numpy as np
import pytest

from experiments import criticality
from geodata import Change, Scenario
from optimize import InputError, solve


def _cost(region, hub, *links):
    closed = Scenario("x", changes=(Change(links=links, close=True),)) if links else "base"
    problem = region.problem(closed, ["GAT", "NOR", "SOU", "MID"])
    return solve(problem, p=2, open_hubs=["GAT", hub]).objective


def test_single_losses_are_ranked_by_what_they_cost(lost):
    table = lost.table
    assert (np.diff(table["cost_fixed_usd"]) <= 0.01).all()
    single = {hub: _cost(lost.study.region, hub) for hub in ("NOR", "SOU", "MID")}
    before, best = single["NOR"], min(single.values())
    assert lost.stakes.cost_usd == pytest.approx(before)
    assert single[lost.stakes.best] == best
    for row in table[table["kind"].isin(["corridor", "crossing"])].itertuples():
        after = {hub: _cost(lost.study.region, hub, *row.links.split(";")) for hub in ("NOR", "SOU", "MID")}
        assert row.cost_fixed_usd == pytest.approx(after["NOR"] - before, rel=1e-6, abs=1.0)
        assert row.cost_rechosen_usd == pytest.approx(min(after.values()) - best, rel=1e-6, abs=1.0)
        assert after[row.hub_after] == pytest.approx(min(after.values()))


def test_the_best_hub_chosen_anew_never_costs_more_than_keeping_it(tiny):
    found = criticality(str(tiny), incumbent="MID", worst=3, p=0)
    assert found.stakes.best == "MID"
    for table in (found.table, found.pairs):
        assert (table["cost_rechosen_usd"] <= table["cost_fixed_usd"] + 1e-6).all()


def test_pairs_are_both_closed_at_once(lost):
    links = {f"{row.kind}:{row.element}": row.links.split(";") for row in lost.table.itertuples() if row.links}
    single = {f"{row.kind}:{row.element}": row.cost_fixed_usd for row in lost.table.itertuples()}
    some = lost.pairs[lost.pairs["first"].isin(links) & lost.pairs["second"].isin(links)].head(4)
    assert len(some) == 4
    for row in some.itertuples():
        cost = _cost(lost.study.region, "NOR", *links[row.first], *links[row.second]) - lost.stakes.cost_usd
        assert row.cost_fixed_usd == pytest.approx(cost, rel=1e-9)
        assert row.excess_usd == pytest.approx(cost - single[row.first] - single[row.second], rel=1e-6, abs=1.0)


def test_a_lost_hub_is_replaced_by_the_best_of_the_others(lost):
    row = lost.table.set_index("element").loc["NOR"]
    others = {hub: _cost(lost.study.region, hub) for hub in ("SOU", "MID")}
    assert row["hub_after"] == min(others, key=others.get)
    assert row["cost_rechosen_usd"] == pytest.approx(min(others.values()) - lost.stakes.best_usd, abs=1.0)


def test_all_links_are_looked_at_when_asked(tiny):
    found = criticality(str(tiny), links="all", worst=0, pairs=False, p=0)
    closed = {link for links in found.table["links"] for link in links.split(";") if link}
    assert closed == {row["id"] for row in found.study.region.data["links"]} - {"west-mid-road"}
    assert found.pairs.empty
    assert found.rerouting.empty
    assert found.attack.empty


def test_a_loss_in_a_scenario_comes_on_top_of_it(tiny):
    found = criticality(str(tiny), scenario="North closed", links="none", worst=0, p=0)
    region = found.study.region
    state = region.scenarios["north-closed"]
    closing = Scenario("x", changes=(*state.changes, Change(corridor=("South",), close=True)))
    before, after = (
        solve(region.problem(one, ["GAT", "NOR", "SOU", "MID"]), p=2, open_hubs=["GAT", found.stakes.kept]).objective
        for one in (state, closing)
    )
    assert found.table.set_index("element").loc["South", "cost_fixed_usd"] == pytest.approx(after - before)


def test_a_smaller_run_finds_the_same(tiny, lost):
    again = criticality(str(tiny), incumbent="NOR", worst=4, p=0, links="none", pairs=False)
    both = lost.table.merge(again.table, on=["element", "kind"])
    assert len(both) == len(again.table)
    assert (both["cost_fixed_usd_x"] == both["cost_fixed_usd_y"]).all()


def test_what_makes_no_sense_is_refused(tiny):
    with pytest.raises(InputError, match="worst is -1"):
        criticality(str(tiny), worst=-1)
    with pytest.raises(InputError, match="scenario"):
        criticality(str(tiny), scenario="nowhere")


def test_the_only_hub_lost_leaves_direct_service(tiny):
    found = criticality(str(tiny), hubs=["NOR"], gateways=[], links="none", p=2)
    row = found.table.set_index("element").loc["NOR"]
    outside = sum(
        (block.flow * block.outside)[block.flow > 0].sum() for block in found.study.region.problem("base").blocks
    )
    assert row["cost_fixed_usd"] == pytest.approx(outside - found.stakes.cost_usd)
    assert row["cost_rechosen_usd"] == row["cost_fixed_usd"]
    assert row["hub_after"] == ""
    assert found.attack.empty


def test_gateways_alone_are_a_design(tiny):
    found = criticality(str(tiny), hubs=["GAT"], links="none", worst=2, p=2)
    assert found.stakes.kept == ""
    assert set(found.table.loc[found.table["kind"] == "hub", "element"]) == {"GAT"}
