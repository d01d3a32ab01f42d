"""Scenarios: what a change selects, how changes meet, and how disruptions are drawn."""

import dataclasses

import numpy as np
import pytest

import geodata
from geodata import Change, Scenario
from geodata.network.link_state import link_state
from geodata.scenarios import resolve


def selected(region, **selectors):
    links = region.model.links
    chosen = links.select(Change(**selectors))
    return {link for link, on in zip(links.ids, chosen, strict=True) if on}


def test_selectors(danube_region):
    assert selected(danube_region, links=("vie-bud-rail",)) == {"vie-bud-rail"}
    assert selected(danube_region, corridor=("danube",)) == {"vie-cnd-river"}
    assert selected(danube_region, mode=("ferry",)) == {"vie-cnd-river"}
    assert selected(danube_region, place=("CND",)) == {"buh-cnd-rail", "buh-cnd-road", "vie-cnd-river"}


def test_a_country_is_its_borders_its_inside_and_its_transit(danube_region):
    bulgaria = {"beg-sof-rail", "beg-sof-road", "sof-buh-rail", "sof-buh-road", "vie-cnd-river"}
    assert selected(danube_region, country=("BGR",)) == bulgaria


def test_all_selectors_must_hold_and_one_item_of_each(danube_region):
    assert selected(danube_region, country=("BGR",), mode=("rail",)) == {"beg-sof-rail", "sof-buh-rail"}
    assert selected(danube_region, place=("SOF", "VIE"), mode=("road",), corridor=("balkan", "rhine-danube")) == {
        "beg-sof-road",
        "vie-bud-road",
    }


def test_exclusive_spares_links_of_other_corridors(edit):
    edit.cell("links.csv", 2, "corridors", "rhine-danube;orient")
    region = geodata.load_region(edit.folder)
    everything = selected(region, corridor=("rhine-danube",))
    assert everything - selected(region, corridor=("rhine-danube",), exclusive=True) == {"vie-bud-rail"}
    assert selected(region, corridor=("rhine-danube", "orient"), exclusive=True) == everything


def test_a_direction_is_one_way(danube_region):
    links = danube_region.model.links
    chosen = links.select(Change(links=("vie-bud-rail",), direction="backward"))
    assert [links.places[i] for i in links.tail[chosen]] == ["BUD"]


def state_of(region, link, *changes, cls="containers", service="single"):
    links = region.model.links
    state = link_state(links, changes, cls, service)
    index = links.ids.index(link)
    return {field.name: getattr(state, field.name)[index] for field in dataclasses.fields(state)}


def test_factors_multiply_and_additions_add(danube_region):
    rail = Change(mode=("rail",), time=2.0, fee=3.0, add_dwell_h=4.0)
    here = Change(links=("bud-beg-rail",), time=1.5, add_dwell_h=1.0, capacity=0.5)
    state = state_of(danube_region, "bud-beg-rail", rail, here)
    assert (state["time"], state["fee"], state["add_dwell_h"], state["capacity"]) == (3.0, 3.0, 5.0, 0.5)
    assert state_of(danube_region, "vie-bud-rail", rail, here)["time"] == 2.0


def test_closing_wins_over_opening_in_any_order(danube_region):
    shut = Change(mode=("rail",), close=True)
    build = Change(links=("sof-buh-rail",), open=True)
    assert not state_of(danube_region, "sof-buh-rail")["open"]
    assert state_of(danube_region, "sof-buh-rail", build)["open"]
    assert not state_of(danube_region, "sof-buh-rail", build, shut)["open"]
    assert not state_of(danube_region, "sof-buh-rail", shut, build)["open"]


def test_changes_for_a_class_or_service_leave_the_others_alone(danube_region):
    change = Change(mode=("rail",), cls=("parcels",), service=("single",), close=True)
    assert state_of(danube_region, "vie-bud-rail", change)["open"]
    assert state_of(danube_region, "vie-bud-rail", change, cls="parcels", service="consolidated")["open"]
    assert not state_of(danube_region, "vie-bud-rail", change, cls="parcels")["open"]


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


def test_hub_numbers_and_parameters_of_a_scenario(edit):
    edit.scenario(
        "cheap",
        '[[parameter]]\nparameter = "handling_factor"\nplace = "BEG"\nfactor = 0.5\n'
        '[[parameter]]\nparameter = "hub_handling_usd_per_t"\nvalue = 10\n',
    )
    region = geodata.load_region(edit.folder)
    assert region.hub_numbers(["BEG", "BUD"], "cheap")["handling_factor"].tolist() == [0.4, 1.0]
    hour = 3000 * 0.005 / 24
    block = region.problem("cheap").blocks[0]
    assert block.handling.tolist() == pytest.approx([10 + 8 * hour, 4 + 8 * hour, 9 + 8 * hour])


def test_combined_scenarios_have_all_changes(edit):
    edit.scenario("rail-slow", '[[change]]\nmode = "rail"\ntime = 2\n')
    edit.scenario(
        "both", 'combine = ["rail-slow", "danube-bridge-closed"]\n[[demand]]\ncountry = "BGR"\nfactor = 0.5\n'
    )
    region = geodata.load_region(edit.folder)
    both = region.scenarios["both"]
    assert len(both.changes) == 2
    assert len(both.demand) == 1
    assert region.route("SOF", "BUH", scenario="both", modes=["road"]).links != ("sof-buh-road",)


def test_combining_in_a_circle_is_refused():
    one, two = Scenario("one", combine=("two",)), Scenario("two", combine=("one",))
    with pytest.raises(ValueError, match="combines itself: one -> two -> one"):
        resolve({"one": one, "two": two})


# -- drawing ----------------------------------------------------------------------------------------------------------


def disruption(name, probability, **more):
    return Scenario(name, probability=probability, changes=(Change(mode=("rail",), close=True),), **more)


def frequencies(draws, *names):
    return [np.mean([name in draw.combine for draw in draws]) for name in names]


def test_draws_have_the_probabilities(danube_region):
    draws = geodata.sample_scenarios(
        [disruption("a", 0.3), disruption("b", 0.05), disruption("c", 0.0)], 20_000, seed=1
    )
    assert frequencies(draws, "a", "b", "c") == pytest.approx([0.3, 0.05, 0.0], abs=0.01)
    both = np.mean([{"a", "b"} <= set(draw.combine) for draw in draws])
    assert both == pytest.approx(0.015, abs=0.005)


def test_draws_are_reproducible_and_do_not_depend_on_company():
    alone = geodata.sample_scenarios([disruption("a", 0.3)], 200, seed=7)
    company = geodata.sample_scenarios([disruption("b", 0.5), disruption("a", 0.3)], 200, seed=7)
    assert ["a" in draw.combine for draw in alone] == ["a" in draw.combine for draw in company]
    assert alone == geodata.sample_scenarios([disruption("a", 0.3)], 200, seed=7)
    assert alone != geodata.sample_scenarios([disruption("a", 0.3)], 200, seed=8)


def test_a_group_depends_by_its_correlation():
    def joint(correlation):
        pair = [disruption(name, 0.2, group="border", correlation=correlation) for name in "ab"]
        draws = geodata.sample_scenarios(pair, 20_000, seed=3)
        assert frequencies(draws, "a", "b") == pytest.approx([0.2, 0.2], abs=0.01)
        return np.mean([len(draw.combine) == 2 for draw in draws])

    assert joint(0.0) == pytest.approx(0.04, abs=0.006)
    assert 0.07 < joint(0.5) < 0.12
    assert joint(1.0) == pytest.approx(0.2, abs=0.01)


def test_what_if_cases_and_combinations_are_not_drawn():
    what_if = Scenario("what-if", changes=(Change(mode=("rail",), close=True),))
    union = Scenario("union", probability=0.9, combine=("a",))
    draws = geodata.sample_scenarios([what_if, union, disruption("a", 1.0)], 5, seed=0)
    assert {draw.combine for draw in draws} == {("a",)}


def test_a_draw_is_a_scenario_like_any_other(danube_region):
    draws = danube_region.sample_scenarios(300, seed=2)
    assert draws[0].name == "draw-0001"
    assert sum(draw.probability for draw in draws) == pytest.approx(1.0)
    hit = next(draw for draw in draws if draw.combine)
    assert danube_region.route("SOF", "BUH", scenario=hit).links != ("sof-buh-road",)


def test_no_draws_is_an_error():
    with pytest.raises(ValueError, match="at least 1"):
        geodata.sample_scenarios([], 0, seed=1)


def test_weights_are_those_of_the_time_with_at_most_one_disruption():
    region = geodata.load_region("central-asia")
    names = ["base", "khorgos-closed", "red-sea", "cku-open"]
    weights = geodata.scenario_probabilities([region.scenario(name) for name in names])
    khorgos, red_sea = (region.scenario(name).probability for name in names[1:3])
    undisturbed = (1 - khorgos) * (1 - red_sea)
    only_khorgos, only_red_sea = khorgos * (1 - red_sea), (1 - khorgos) * red_sea
    whole = undisturbed + only_khorgos + only_red_sea
    assert weights["base"] == pytest.approx(undisturbed / whole)
    assert weights["khorgos-closed"] == pytest.approx(only_khorgos / whole)
    assert weights["red-sea"] == pytest.approx(only_red_sea / whole)
    assert weights["cku-open"] == 0.0


def test_what_if_cases_alone_count_alike():
    region = geodata.load_region("central-asia")
    cases = [region.scenario(name) for name in ("cku-open", "uzbekistan-trade-doubles")]
    assert set(geodata.scenario_probabilities(cases).values()) == {0.5}
