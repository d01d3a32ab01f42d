"""What a region sends, pair by pair: who pays at which hub, and what is made once."""

import numpy as np
import pytest

from geodata.region.freight import charges, hub_costs, layout, offers, pair_flows, pooled_scenario, room_per_t
from geodata.scenarios import DemandChange, ParameterChange, Scenario


def test_hubs_are_abroad_for_pairs_of_other_areas(central_asia):
    state = central_asia.state()
    plan = layout(state, ["TAS", "XIY", "ALA"])
    assert plan.hubs == ("ALA", "TAS", "XIY")
    assert [plan.nodes[at] for at in plan.positions] == list(plan.hubs)
    assert [central_asia.model.links.places[row] for row in plan.rows] == list(plan.nodes)
    n = len(plan.nodes)
    for one, other in (("ALA", "TAS"), ("ALA", "ALA"), ("NQZ", "XIY"), ("TAS", "TAS")):
        row = plan.tariff[plan.nodes.index(one) * n + plan.nodes.index(other)]
        areas = {state.customs_area(one), state.customs_area(other)}
        assert plan.abroad[row].tolist() == [state.customs_area(hub) not in areas for hub in plan.hubs]


def test_charges_are_handling_and_what_third_areas_cost(central_asia):
    state = central_asia.state()
    plan = layout(state, ["TAS", "ALA"])
    found = charges(state, plan, "ecommerce")
    numbers = state.hub_numbers(plan.hubs)
    for row, abroad in zip(found, plan.abroad, strict=True):
        third = [
            state.third_country_usd_per_t("ecommerce", hub) * far for hub, far in zip(plan.hubs, abroad, strict=True)
        ]
        assert row == pytest.approx(state.handling_cost("ecommerce", numbers) + np.array(third))
    assert len({tuple(row) for row in found.tolist()}) > 1


def test_flows_are_those_of_the_region_and_made_once(central_asia):
    state, other = central_asia.state(), central_asia.state("khorgos-closed")
    plan = layout(state, ["TAS", "ALA"])
    assert layout(central_asia.sample_parameters(3).state(), ["ALA", "TAS"]) is plan
    flows = pair_flows(state, plan, "ecommerce")
    whole = np.zeros(len(plan.nodes) ** 2)
    whole[flows.at] = flows.flow
    expected = central_asia.flows(cls="ecommerce").reindex(index=plan.nodes, columns=plan.nodes, fill_value=0.0)
    assert whole.reshape(expected.shape).tolist() == expected.to_numpy().tolist()
    assert pair_flows(other, plan, "ecommerce") is flows
    more = Scenario("more", "More", demand=(DemandChange(factor=2.0),))
    assert pair_flows(central_asia.state(more), plan, "ecommerce").flow == pytest.approx(2.0 * flows.flow)


def test_numbers_of_hubs_follow_the_scenario(central_asia):
    dear = Scenario("dear", "Dear", parameters=(ParameterChange("fixed_usd_per_year", factor=2.0, place="TAS"),))
    plan = layout(central_asia.state(), ["TAS", "ALA"])
    usual, changed = (hub_costs(central_asia.state(item), plan) for item in ("base", dear))
    assert changed.fixed_cost.tolist() == [usual.fixed_cost[0], 2.0 * usual.fixed_cost[1]]
    assert hub_costs(central_asia.state("khorgos-closed"), plan) is usual
    assert room_per_t(central_asia.state(), "ecommerce") == central_asia.state().room_per_t("ecommerce")


def test_full_loads_are_pairs_of_their_own(central_asia):
    state = central_asia.state()
    plan = layout(state, ["TAS", "ALA"])
    offered = offers(state, plan, central_asia.model.classes)
    found = pooled_scenario(state, plan, offered, ["ecommerce"]).freight
    pairs = pair_flows(state, plan, "ecommerce")
    assert found.flow.sum() == pytest.approx(pairs.flow.sum())
    assert len(found.flow) == len(pairs.flow) + np.count_nonzero(offered["ecommerce"].wants)
    hubs_only = pooled_scenario(state, plan, offered, ["ecommerce"], direct=False).freight
    assert hubs_only.flow == pytest.approx(pairs.flow)
    assert set(hubs_only.outside) == {state.unmet_usd_per_t("ecommerce")}
