"""The frames of the corridor study, held against plain loops over its routes."""

from collections import defaultdict

import numpy as np
import pytest

import geodata
from experiments.corridors import study_corridors


def routes_of(run, which="flow"):
    """Every route: (class, exporter, importer, tonnes, links in the order of the table)."""
    network, flow = run.network, getattr(run, which)
    links = network.links.reset_index(drop=True)
    for number, (pair, tonnes) in enumerate(zip(flow.routes.pair, flow.routes.quantity, strict=True)):
        arcs = flow.routes.arcs[[number]].nonzero()[1]
        passed = [links.loc[link] for arc in arcs for link in network.arc_links[[arc]].nonzero()[1]]
        about = network.pairs.iloc[pair]
        yield about["class"], about["exporter"], about["importer"], tonnes, passed


def by_hand(run, corridor, cls, *, exporters=None, importers=None):
    """Tonnes over a corridor, on its busiest link, and without capacities."""

    def counted(route):
        return route[0] == cls and (not exporters or route[1] in exporters) and (not importers or route[2] in importers)

    def over(which):
        routes = [route for route in routes_of(run, which) if counted(route)]
        return sum(tonnes for *_, tonnes, links in routes if any(corridor in link["corridors"] for link in links))

    on_link = defaultdict(float)
    for *_, tonnes, links in filter(counted, routes_of(run)):
        for name in {link["link"] for link in links if corridor in link["corridors"]}:
            on_link[name] += tonnes
    return over("flow"), max(on_link.values(), default=0.0), over("unlimited")


def figures(study, scenario, corridor, cls):
    frame = study.corridors.set_index(["scenario", "corridor", "class"])
    return frame.loc[(scenario, corridor, cls), ["flow_t", "busiest_link_t", "unlimited_flow_t"]].tolist()


@pytest.mark.parametrize("scenario", ["base", "west-cut"])
@pytest.mark.parametrize("corridor", ["North", "South", "Trunk"])
@pytest.mark.parametrize("cls", ["goods", "parcels"])
def test_tonnes_on_corridors_and_on_their_busiest_link_in_both_directions(tiny_study, scenario, corridor, cls):
    expected = by_hand(tiny_study.runs[scenario], corridor, cls)
    assert figures(tiny_study, scenario, corridor, cls) == pytest.approx(expected, rel=1e-6, abs=1e-3)


def test_both_directions_matter_and_the_busiest_link_is_not_the_corridor(tiny_study):
    """Freight goes both ways on the trunk, and some of it uses only a part: the test above could fail."""
    run = tiny_study.runs["base"]
    out, back = (
        sum(tonnes for *_, tonnes, links in routes_of(run) for link in links
            if (link["link"], link["from"]) == ("mid-west", start))
        for start in ("MID", "WES")
    )  # fmt: skip
    assert min(out, back) > 1000
    whole, busiest, _ = figures(tiny_study, "base", "Trunk", "goods")
    assert busiest < whole * 0.99


@pytest.mark.parametrize(
    ("start", "end"), [(["AAA"], []), ([], ["CCC"]), (["aaa", "BBB"], ["CCC"])], ids=["from", "to", "from and to"]
)
def test_only_the_chosen_countries_freight_is_counted(narrow, tiny_study, start, end):
    study = study_corridors(geodata.load_region(narrow), [], start=start, end=end)
    codes = [code.upper() for code in start]
    for cls in ("goods", "parcels"):
        expected = by_hand(tiny_study.runs["base"], "North", cls, exporters=codes, importers=end)
        assert figures(study, "base", "North", cls) == pytest.approx(expected, rel=1e-6, abs=1e-3)
    # whatever is counted, all of it competes for the room
    assert study.costs["cost_usd"].iloc[0] == pytest.approx(tiny_study.costs["cost_usd"].iloc[0])


def test_megatonnes_sum_the_classes_scenarios_in_their_order(tiny_study):
    frame = tiny_study.flows_mt
    assert list(frame.columns) == ["base", "north-closed", "west-cut", "slow-south"]
    both = figures(tiny_study, "base", "South", "goods")[0] + figures(tiny_study, "base", "South", "parcels")[0]
    assert frame.loc["South", "base"] == pytest.approx(both / 1e6)


def test_costs_are_told_against_the_base_and_without_capacities(tiny_study):
    costs = tiny_study.costs.set_index("scenario")
    for name, run in tiny_study.runs.items():
        row = costs.loc[name]
        assert row["title"] == run.title
        assert row["cost_usd"] == run.flow.objective
        assert row["above_base_usd"] == run.flow.objective - tiny_study.runs["base"].flow.objective
        assert row["due_to_capacity_usd"] == run.flow.objective - run.unlimited.objective
        assert row["unlimited_cost_usd"] == run.unlimited.objective
        assert row["demand_t"] == run.network.pairs["flow_t"].sum()
        assert row["unmet_t"] == pytest.approx(run.flow.unmet.sum())
        assert row["unlimited_unmet_t"] == pytest.approx(run.unlimited.unmet.sum())
        assert (row["bound_usd"], row["gap"], row["status"]) == (run.flow.bound, run.flow.gap, "optimal")
    assert costs.loc["base", "above_base_usd"] == 0.0
    assert costs.loc["base", "due_to_capacity_usd"] > 0
    assert costs.loc["base", "full_links"] == 2  # both directions of the narrow line
    assert costs.loc["north-closed", "full_links"] == 0
    assert costs.loc["west-cut", "unmet_t"] > 0


def test_a_full_link_carries_its_capacity_and_the_rest_goes_round(tiny_study, flow):
    links = tiny_study.bottlenecks.set_index(["scenario", "link", "from"])
    westward = links.loc["base", "north-mid", "NOR"]
    assert westward["load_t"] == pytest.approx(100_000)
    assert westward["capacity_t"] == 100_000
    assert westward["use"] == pytest.approx(1.0)
    assert westward["unlimited_load_t"] > 100_000
    assert westward["price_usd_per_t"] > 0
    assert westward["corridors"] == "North"
    assert flow(tiny_study, "North", "base") < flow(tiny_study, "North", "base", "unlimited_flow_t")
    assert flow(tiny_study, "South", "base") > flow(tiny_study, "South", "base", "unlimited_flow_t")


def test_loads_are_those_of_the_routes(tiny_study):
    for run in tiny_study.runs.values():
        for _, row in tiny_study.bottlenecks[tiny_study.bottlenecks["scenario"] == run.scenario].iterrows():
            ends = (row["link"], row["from"], row["to"])
            for column, which in (("load_t", "flow"), ("unlimited_load_t", "unlimited")):
                load = sum(
                    tonnes for *_, tonnes, links in routes_of(run, which) for link in links
                    if (link["link"], link["from"], link["to"]) == ends
                )  # fmt: skip
                assert row[column] == pytest.approx(load, rel=1e-6, abs=1.0)
            assert row["use"] == pytest.approx(row["load_t"] / 100_000)


def test_bottlenecks_are_the_used_links_with_a_capacity_the_dearest_first(tiny_study):
    frame = tiny_study.bottlenecks
    assert set(frame["link"]) == {"north-mid"}
    assert frame.loc[frame["scenario"] == "north-closed"].empty  # closed, so that nothing uses it
    base = frame[frame["scenario"] == "base"]
    assert base["from"].tolist() == ["NOR", "MID"]
    assert (base["price_usd_per_t"].to_numpy()[:-1] >= base["price_usd_per_t"].to_numpy()[1:]).all()


def test_the_price_is_the_saving_of_one_more_tonne(narrow, tiny_study):
    region = geodata.load_region(narrow)
    step = 1e-3
    wider = region.with_overrides(geodata.Change(links=("north-mid",), capacity=1 + step))
    saved = tiny_study.runs["base"].flow.objective - study_corridors(wider, []).runs["base"].flow.objective
    priced = tiny_study.bottlenecks.query("scenario == 'base'")
    assert saved == pytest.approx((priced["price_usd_per_t"] * priced["capacity_t"]).sum() * step, rel=1e-3)


def test_what_has_no_way_is_unmet_by_country_and_class(tiny_study):
    unmet = tiny_study.unmet.query("scenario == 'west-cut'").set_index(["class", "exporter", "importer"])
    demand = tiny_study.runs["west-cut"].network.pairs
    cut = demand[(demand["origin"] == "WES") | (demand["destination"] == "WES")]
    expected = cut.groupby(["class", "exporter", "importer"])["flow_t"].sum()
    assert unmet["unmet_t"].to_dict() == pytest.approx(expected.to_dict())
    assert unmet["unlimited_unmet_t"].to_dict() == pytest.approx(expected.to_dict())
    whole = demand.groupby(["class", "exporter", "importer"])["flow_t"].sum()
    assert unmet["demand_t"].to_dict() == pytest.approx(whole[unmet.index].to_dict())
    assert unmet["unmet_t"].is_monotonic_decreasing
    assert tiny_study.unmet.query("scenario == 'base'").empty


def test_a_closed_corridor_carries_nothing(tiny_study, flow):
    assert flow(tiny_study, "North", "north-closed") == 0.0
    assert flow(tiny_study, "North", "base") > 0.0


def test_no_link_is_above_its_capacity(tiny_study):
    for run in tiny_study.runs.values():
        assert (run.flow.load <= run.flow.problem.capacity * (1 + 1e-9)).all()
        moved = np.bincount(run.flow.routes.pair, run.flow.routes.quantity, minlength=run.flow.problem.pairs)
        np.testing.assert_allclose(moved + run.flow.unmet, run.flow.problem.demand, rtol=1e-9, atol=1e-6)


def room(study, name, start, scenario="base"):
    """Row of a service or hub."""
    frame = study.rooms
    [row] = frame[(frame["scenario"] == scenario) & (frame["id"] == name) & (frame["from"] == start)].to_dict("records")
    return row


def test_a_hub_is_full_and_a_tonne_of_its_room_is_worth_what_it_saves(hub_study):
    """Gate - Northtown, 1000 km of rail: 60 USD by itself, 20 between hubs, less the handling of 4 at each."""
    row = room(hub_study, "NOR", "NOR")
    assert (row["kind"], row["unit"], row["capacity"]) == ("hub", "t", 20_000)
    assert row["load"] == pytest.approx(20_000)
    assert row["use"] == pytest.approx(1.0)
    assert row["unlimited_load"] > 20_000
    assert row["price_usd"] == pytest.approx(60 - 20 - 2 * 4)


@pytest.mark.parametrize("start", ["FAR", "SOU"])
def test_a_train_is_full_in_each_direction(hub_study, start):
    """2100 km: 126 USD by itself, 42 by train, less 12 hours of waiting at 0.8% of 2000 USD a day."""
    row = room(hub_study, "far-sou", start)
    assert (row["kind"], row["unit"]) == ("service", "t")
    assert row["capacity"] == pytest.approx(7 * 100 * 365 / 7)
    assert row["load"] == pytest.approx(row["capacity"])
    assert row["price_usd"] == pytest.approx(126 - 42 - 0.5 * 16)


def test_fixed_costs_of_hubs_are_told_apart(hub_study):
    """Northtown costs 100,000 USD a year; the gate has no row in hubs.csv."""
    costs = hub_study.costs.set_index("scenario")
    assert costs["hub_fixed_usd"].tolist() == [100_000, 100_000]
    for name, run in hub_study.runs.items():
        assert costs.loc[name, "cost_usd"] == run.flow.objective


def test_without_hubs_the_trains_count_all_the_same(with_hubs, hub_study):
    study = study_corridors(geodata.load_region(with_hubs), [], gateways=[])
    assert set(study.rooms["kind"]) == {"service"}
    assert study.costs["hub_fixed_usd"].tolist() == [0.0]
    # the hub takes 20,000 t, and saves 32 USD with each
    saved = study.costs["cost_usd"].iloc[0] - hub_study.costs["cost_usd"].iloc[0]
    assert saved == pytest.approx(20_000 * 32)


def test_without_capacities_of_links_services_and_hubs_keep_their_room(hub_study):
    """No link has a capacity here, so that nothing is due to one."""
    run = hub_study.runs["base"]
    assert (run.unlimited.load <= run.unlimited.problem.capacity * (1 + 1e-9)).all()
    assert hub_study.costs["due_to_capacity_usd"].tolist() == pytest.approx([0.0, 0.0], abs=1.0)


def test_without_services_and_limited_hubs_there_are_no_rooms(tiny_study):
    assert tiny_study.rooms.empty
    assert tiny_study.hub_names == ["Gate (dry port)"]
