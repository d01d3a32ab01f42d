"""What changes make of links: how they meet, and whom they hold for."""

import dataclasses

from geodata import Change
from geodata.network.link_state import link_state


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
