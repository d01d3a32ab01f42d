"""Routes and assignments of a region in a scenario."""

import numpy as np
import pytest

import geodata
from geodata import Change, Scenario


def test_a_closed_bridge_sends_trucks_round(danube_region):
    assert danube_region.route("SOF", "BUH").links == ("sof-buh-road",)
    detour = danube_region.route("SOF", "BUH", scenario="danube-bridge-closed")
    assert "sof-buh-road" not in detour.links
    assert detour.total_cost_usd_per_t > danube_region.route("SOF", "BUH").total_cost_usd_per_t


def test_what_cannot_be_reached_is_infinite_and_priced(danube_region):
    cut = Scenario("cut", changes=(Change(place=("SOF",), close=True),))
    assert danube_region.route("SOF", "BUH", scenario=cut) is None
    direct = danube_region.leg_costs(cut, "containers").frame("direct")
    assert np.isinf(direct.loc["SOF"].drop("SOF")).all()
    assert danube_region.assignment(cut, "containers").unmet_t == pytest.approx(
        danube_region.flows(cls="containers").loc["SOF"].sum() + danube_region.flows(cls="containers")["SOF"].sum()
    )
    block = danube_region.problem(cut).blocks[0]
    assert (block.unmet_penalty == 1000).all()


def test_a_route_may_be_bidden_by_way_of_places_and_modes(danube_region):
    route = danube_region.route("VIE", "SOF", via=["CND"], modes=["rail", "road"])
    assert "CND" in route.places
    assert route.legs[0].mode == "rail"
    corridor = danube_region.route("VIE", "CND", "containers", "consolidated", via=["danube"])
    assert corridor.links == ("vie-cnd-river",)
    assert corridor.days["waiting_departure"] == pytest.approx(1.0)
    with pytest.raises(ValueError, match="neither a link"):
        danube_region.route("VIE", "SOF", via=["the moon"])


def test_a_closed_class_or_service_does_not_use_the_link(danube_region):
    assert danube_region.route("VIE", "CND", "parcels", "consolidated", modes=["ferry"]) is None
    assert danube_region.route("VIE", "CND", "containers", "single", modes=["ferry"]) is None
    assert danube_region.route("VIE", "CND", "containers", "consolidated", modes=["ferry"]) is not None


def test_the_assignment_counts_tonnes(danube_region):
    result = danube_region.assignment(cls="containers")
    frame = result.frame()
    flows = danube_region.flows(cls="containers")
    assert result.unmet_t == 0
    assert result.through("VIE") == pytest.approx(max(flows.loc["VIE"].sum(), flows["VIE"].sum()))
    assert result.through("vie-bud-rail+vie-bud-road") == pytest.approx(
        frame.loc[frame["link"].isin(["vie-bud-rail", "vie-bud-road"]), "flow_t"].sum()
    )
    with pytest.raises(ValueError, match="neither a link"):
        result.through("the moon")


def test_a_route_has_two_ends(danube_region):
    with pytest.raises(ValueError, match="name two places"):
        danube_region.route("VIE", "Wien")


def test_a_route_passes_places_by_name_and_knows_its_modes(danube_region):
    assert "BEG" in danube_region.route("BUD", "SOF", via="Beograd").places
    with pytest.raises(geodata.UnknownNameError, match="unknown mode 'train'; close matches: rail"):
        danube_region.route("BUD", "SOF", modes=["train"])


def test_modes_that_are_not_named_are_not_used(danube_region):
    assert {leg.mode for leg in danube_region.route("VIE", "CND", modes=["rail"]).legs} == {"rail"}
    assert danube_region.route("VIE", "CND", modes=["air"]) is None
    both = danube_region.route("VIE", "CND", "containers", "consolidated", modes=["ferry", "rail"])
    assert {leg.mode for leg in both.legs} <= {"ferry", "rail"}


def test_a_route_says_what_it_was_asked_for(danube_region):
    route = danube_region.route("Wien", "Budapest", "parcels", scenario="Danube bridge closed")
    asked = (route.origin, route.destination, route.cls, route.service, route.scenario)
    assert asked == ("VIE", "BUD", "parcels", "single", "danube-bridge-closed")


def test_only_the_pairs_asked_for_are_assigned(danube_region):
    names = list(danube_region.flows().index)
    between = np.zeros((6, 6), dtype=bool)
    between[names.index("VIE"), names.index("BUD")] = True
    result = danube_region.assignment(between=between)
    carried = result.frame().set_index(["link", "forward"])["flow_t"]
    assert carried.sum() == pytest.approx(danube_region.flows().loc["VIE", "BUD"])
    assert carried["vie-bud-road", True] + carried["vie-bud-rail", True] == pytest.approx(carried.sum())


def test_freight_of_a_later_year_and_of_a_scenario_is_assigned(danube_region):
    base = danube_region.assignment().flow_t
    assert danube_region.assignment(year=2025).flow_t == pytest.approx(1.03**2 * base)
    double = Scenario("x", demand=(geodata.DemandChange(2.0),))
    assert danube_region.assignment(double).flow_t == pytest.approx(2 * base)
