"""Scenarios made in programs: ids for names, combinations written out, once."""

import pytest

import geodata
from geodata import Change, Scenario, combined
from geodata.files.settle import settle_region, settle_scenario, unwritten

BRIDGE = "danube-bridge-closed"
SLOW = Change(mode="rail", time=2)


def test_what_a_scenario_combines_comes_before_its_own(danube_region):
    known = danube_region.scenarios
    found = settle_scenario(danube_region.data, Scenario("mine", combine=BRIDGE, changes=SLOW), known)
    assert found.changes == (*known[BRIDGE].changes, SLOW)
    assert settle_scenario(danube_region.data, found, known) == found
    assert unwritten(found, known) == Scenario("mine", combine=BRIDGE, changes=SLOW)


def test_a_combination_of_scenarios_that_the_region_lacks_keeps_its_changes(danube_region):
    both = combined("both", [Scenario("mine", changes=SLOW), danube_region.scenarios[BRIDGE]])
    found = settle_scenario(danube_region.data, both, danube_region.scenarios)
    assert found.changes == both.changes
    assert unwritten(found, danube_region.scenarios).combine == ()


def test_a_combination_of_nothing_that_is_there_is_refused(danube_region):
    with pytest.raises(
        geodata.UnknownNameError, match="unknown scenario 'danube-bridge'; close matches: danube-bridge"
    ):
        settle_scenario(danube_region.data, Scenario("mine", combine="danube-bridge"), danube_region.scenarios)


def test_added_scenarios_are_found_by_name_and_written_out_once(danube_region):
    mine = Scenario("mine", title="Mine", combine=BRIDGE, changes=SLOW)
    region = danube_region.with_scenarios(mine, Scenario("more", combine="mine"))
    assert region.scenarios["mine"].changes == (*danube_region.scenarios[BRIDGE].changes, SLOW)
    assert region.scenarios["more"].changes == region.scenarios["mine"].changes
    assert region.scenario("Mine").name == "mine"
    assert region.with_scenarios(region.scenarios["mine"]) is region
    with pytest.raises(ValueError, match="there is a scenario mine already, another one"):
        region.with_scenarios(Scenario("mine", changes=Change(mode="road", time=3)))


def test_names_joined_by_plus_hold_at_once(edit):
    edit.scenario("slow", '[[change]]\nmode = "rail"\ntime = 2\n')
    region = edit.region()
    both = region.scenario(f"slow + {BRIDGE}")
    assert both.name == f"slow+{BRIDGE}"
    assert both.changes == (*region.scenarios["slow"].changes, *region.scenarios[BRIDGE].changes)
    with pytest.raises(geodata.UnknownNameError, match="unknown scenario 'fast'"):
        region.scenario("slow+fast")


def test_a_region_is_settled_in_all_years(edit):
    edit.scenario("slow", '[[change]]\nmode = "Rail"\ntime = 2\n')
    region = edit.region()
    assert settle_region(region.data).scenarios == region.data.scenarios
    assert region.scenarios["slow"].changes[0].mode == ("rail",)
