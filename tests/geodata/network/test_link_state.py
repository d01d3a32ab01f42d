"""What changes make of links: how they meet, and whom they hold for."""

import dataclasses

import numpy as np

from geodata import Change
from geodata.network.link_state import capacity_in, link_state


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


def test_every_effect_acts_on_the_links_selected_and_on_no_other(danube_region):
    effects = {"time": 2.0, "tariff": 3.0, "dwell": 4.0, "fee": 5.0, "capacity": 0.5, "wait": 6.0, "reload": 7.0,
               "add_time_h": 1.0, "add_dwell_h": 2.0, "add_fee_usd_per_t": 3.0}  # fmt: skip
    change = Change(links=("bud-beg-rail",), **effects)
    state = state_of(danube_region, "bud-beg-rail", change)
    assert state == effects | {"open": True}
    untouched = state_of(danube_region, "vie-bud-rail", change)
    assert untouched == {name: 0.0 if name.startswith("add_") else 1.0 for name in effects} | {"open": True}


def test_factors_of_all_kinds_multiply_when_changes_meet(danube_region):
    names = ("time", "tariff", "dwell", "fee", "capacity", "wait", "reload")
    one = Change(mode=("rail",), **dict.fromkeys(names, 2.0))
    two = Change(links=("bud-beg-rail",), **dict.fromkeys(names, 1.5))
    for order in ((one, two), (two, one)):
        state = state_of(danube_region, "bud-beg-rail", *order)
        assert [state[name] for name in names] == [3.0] * len(names)


def test_a_change_of_a_service_leaves_general_freight_alone(danube_region):
    change = Change(mode=("rail",), service=("single",), time=2.0)
    assert state_of(danube_region, "vie-bud-rail", change, service="single")["time"] == 2.0
    assert state_of(danube_region, "vie-bud-rail", change, service="consolidated")["time"] == 1.0
    assert state_of(danube_region, "vie-bud-rail", change, cls="", service="")["time"] == 1.0


def test_capacities_are_scaled_and_a_factor_of_zero_closes_what_has_no_limit(danube_region):
    links = danube_region.model.links
    halved = Change(links=("bud-beg-rail",), capacity=0.5)
    shut = Change(links=("vie-bud-rail", "bud-beg-road"), capacity=0.0)
    capacity = dict(zip(zip(links.ids, links.forward.tolist(), strict=True),
                        capacity_in(links, [halved, halved, shut]), strict=True))  # fmt: skip
    assert capacity["bud-beg-rail", True] == capacity["bud-beg-rail", False] == 1_000_000
    assert capacity["vie-bud-rail", True] == capacity["bud-beg-road", False] == 0
    assert capacity["sof-buh-road", True] == 900 * 18 * 365
    assert capacity["sof-buh-road", False] == np.inf


def test_a_capacity_for_one_class_is_no_capacity_for_all(danube_region):
    links = danube_region.model.links
    change = Change(links=("bud-beg-rail",), cls=("parcels",), capacity=0.5)
    assert (capacity_in(links, [change]) == capacity_in(links, [])).all()
