"""A region in one scenario: overrides and scenario together, and the costs that problems and tables share."""

import numpy as np
import pytest

import geodata
from geodata import Change, ParameterChange, Scenario
from geodata.files import MODES


def test_overrides_and_scenario_hold_together(danube_region):
    region = danube_region.with_overrides(
        Change(links=("bud-beg-rail",), capacity=0.5), ParameterChange("unmet_usd_per_t", factor=2.0)
    )
    scenario = Scenario(
        "x",
        changes=(Change(links=("bud-beg-rail",), capacity=0.5),),
        parameters=(ParameterChange("unmet_usd_per_t", factor=3.0, cls="parcels"),),
    )
    state = region.state(scenario)
    links = region.model.links
    at = links.ids.index("bud-beg-rail")
    assert state.link_capacity[at] == 1_000_000
    assert region.state().link_capacity[at] == 2_000_000
    assert (state.unmet_usd_per_t("containers"), state.unmet_usd_per_t("parcels")) == (2000, 30_000)
    assert region.state().unmet_usd_per_t("parcels") == 10_000


def test_hub_numbers_have_overrides_first_and_the_scenario_then(danube_region):
    region = danube_region.with_hub("BEG", handling_factor=0.1)
    scenario = Scenario("x", parameters=(ParameterChange("handling_factor", factor=3.0, place="BEG"),))
    assert region.hub_numbers(["BEG"], scenario)["handling_factor"].item() == pytest.approx(0.3)
    assert region.hub_numbers(["BEG"])["handling_factor"].item() == 0.1
    assert danube_region.hub_numbers(["BEG"], scenario)["handling_factor"].item() == pytest.approx(2.4)


def test_a_region_without_a_scenario_of_its_own_is_undisturbed(danube_region):
    assert danube_region.state().scenario.name == "base"
    assert danube_region.state().changes == ()


def test_hubs_stand_among_the_demand_places_in_the_order_of_the_file(edit):
    edit.cell("places.csv", 5, "roles", "hub_candidate")  # Sofia trades no more
    edit.drop("trade.csv", lambda row: "BGR" not in (row["exporter"], row["importer"]))
    state = edit.region().state()
    assert state.nodes([]) == ["VIE", "BUD", "BEG", "BUH", "CND"]
    assert state.nodes(["SOF", "VIE"]) == ["VIE", "BUD", "BEG", "SOF", "BUH", "CND"]


@pytest.mark.parametrize("cls", ["containers", "parcels"])
def test_the_table_of_leg_costs_is_what_the_problem_has(danube_region, cls):
    """One computation: for every scenario and class, with overrides, whatever the order of the hubs."""
    region = danube_region.with_overrides(Change(mode=("road",), tariff=1.5), ParameterChange("terminal_h", factor=2.0))
    for scenario in ("base", "danube-bridge-closed"):
        problem = region.problem(scenario, ["Bucharest", "BUD"])
        block = next(block for block in problem.blocks if block.name == cls)
        legs = region.leg_costs(scenario, cls, ["BUD", "BUH"])
        hubs = [legs.labels.index(hub) for hub in problem.candidates]
        assert legs.labels == problem.labels
        assert (block.collection == legs.collection[:, hubs]).all()
        assert (block.transfer == legs.transfer[np.ix_(hubs, hubs)]).all()
        assert (block.distribution == legs.distribution[hubs]).all()
        assert (block.direct == legs.direct).all()


def test_an_unknown_service_is_named(danube_region):
    with pytest.raises(ValueError, match="service 'express' is not known; use one of consolidated, single"):
        danube_region.state().arc_costs("containers", "express")
    with pytest.raises(geodata.UnknownNameError, match="unknown class 'gas'"):
        danube_region.state().chosen_classes(["gas"])


# -- the room of hubs --------------------------------------------------------------------------------------------------


def test_without_capacities_in_teu_room_is_counted_in_tonnes(edit):
    edit.column("hubs.csv", "capacity_t_per_year", BUD=1e6)
    state = edit.region().state()
    assert not state.hub_room_in_teu
    assert [state.room_per_t(cls) for cls in ("containers", "parcels")] == [1, 1]
    assert state.hub_room(state.hub_numbers(["BUD", "BEG"])).tolist() == [1e6, np.inf]


def test_in_teu_a_tonne_takes_what_its_class_needs(edit):
    edit.column("hubs.csv", "capacity_teu_per_year", BUD=133_000)
    state = edit.region().state()
    assert state.hub_room_in_teu
    assert [state.room_per_t(cls) for cls in ("containers", "parcels")] == pytest.approx([1 / 10, 1 / 5])
    assert state.hub_room(state.hub_numbers(["BEG", "BUD"])).tolist() == [np.inf, 133_000]


def test_tonnes_beside_teu_are_those_of_the_reference_class(edit):
    edit.column("hubs.csv", "capacity_teu_per_year", BUD=133_000)
    region = edit.region().with_hub("BUD", capacity_t_per_year=50_000).with_hub("BEG", capacity_t_per_year=70_000)
    state = region.state()
    assert state.hub_room(state.hub_numbers(["BUD", "BEG"])).tolist() == [5_000, 7_000]


def test_teu_need_the_load_of_a_unit(edit):
    edit.cell("classes.csv", 3, "tonnes_per_teu", "")
    region = edit.region().with_hub("BUD", capacity_teu_per_year=1000)
    assert region.state().room_per_t("containers") == pytest.approx(0.1)
    with pytest.raises(ValueError, match=r"class parcels has no tonnes_per_teu; add it to classes\.csv"):
        region.state().room_per_t("parcels")


def test_full_loads_are_at_most_all(danube_region):
    for value, factor, share in ((0.3, 1, 0.3), (1.0, 1, 1.0), (0.9, 2, 1.0)):
        region = danube_region.with_parameter("full_load_share", value=value, factor=factor)
        assert region.state().full_load_share("containers") == share
    assert danube_region.state().full_load_share("containers") == 0


def test_a_service_can_be_kept_to_some_modes(danube_region):
    state = danube_region.state("danube-bridge-closed").restricted("consolidated", ("rail",))
    free = danube_region.state("danube-bridge-closed")
    graph = state.model.graph
    on_link = graph.link >= 0
    rail = on_link & (graph.mode_to == MODES.index("rail"))
    before, after = (each.arc_costs("containers", "consolidated").weight for each in (free, state))
    assert np.isinf(after[on_link & ~rail]).all()
    assert (after[rail] == before[rail]).all()
    assert np.isfinite(before[on_link & ~rail]).any()
    single = [each.arc_costs("containers", "single").weight for each in (free, state)]
    assert (single[0] == single[1]).all()


def test_a_mode_that_is_not_there_is_refused(danube_region):
    with pytest.raises(geodata.UnknownNameError, match="balloon"):
        danube_region.state().restricted("consolidated", ("balloon",))
