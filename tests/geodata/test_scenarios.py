"""Scenarios: what a change selects, how changes meet, and how disruptions are drawn."""

import pytest

import geodata
from geodata import Scenario
from geodata.scenarios import resolve


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
