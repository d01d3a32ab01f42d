"""A region as it is asked about: changes, modes, year and scenarios pass one gate, and faults are told at once."""

import pytest

import geodata
from experiments.question import Study, World
from geodata import CellChange, Change, Scenario
from optimize import InputError
from tests.experiments.tiny import write_tiny


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    return geodata.load_region(write_tiny(tmp_path_factory.mktemp("world") / "tiny"))


def test_scenarios_of_ones_own_may_be_combined_by_name(region):
    shut = Scenario("shut", changes=Change(links=("north-mid",), close=True))
    world = World.of(region, scenarios=["shut+west-cut", "base", shut])
    assert world.scenarios == ("shut+west-cut", "base", "shut")
    assert {"shut", "shut+west-cut"} <= world.region.scenarios.keys()
    assert World.of(region).scenarios is None


def test_all_that_cannot_be_is_told_at_once(region):
    with pytest.raises(InputError) as caught:
        World.of(region, year=1800, modes=["sled"], changes=["nothing*2"], scenarios=["nowhere"])
    told = str(caught.value)
    assert all(word in told for word in ("1800", "sled", "nothing", "nowhere"))


def test_what_is_changed_and_what_alters_nothing_is_said_as_a_study_says_it(region):
    asked = ["NOR.handling_factor*2", "west-mid-road.tariff_factor*2"]
    world = World.of(region, changes=asked, scenarios=["base"])
    study = Study.of(region, changes=asked, scenarios=["base"], hubs=["NOR"], gateways=["GAT"])
    assert len(world.changed) == 2
    assert world.changed == study.changed
    assert world.warnings == ("A change alters nothing: tariff_factor of west-mid-road: x 2.",)
    assert set(world.warnings) <= set(study.warnings)


def test_a_cell_set_in_a_program_is_warned_of_too(region):
    change = CellChange("countries", "CCC", "gdp_bn_usd", factor=2.0)
    assert World.of(region.with_overrides(change)).warnings == ("A change alters nothing: gdp_bn_usd of CCC: x 2.",)
