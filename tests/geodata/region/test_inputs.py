"""What a region holds: values in use, defaults of its settings, names."""

import numpy as np
import pytest

import geodata


def test_levels(danube):
    for level, tariff, dwell, factor in (("low", 0.04, 6, 0.9), ("central", 0.05, 12, 1.0), ("high", 0.07, 24, 1.2)):
        region = geodata.load_region(danube, level=level)
        route = region.route("BUD", "BEG", modes=["rail"])
        assert route.cost_usd_per_t["tariff"] == pytest.approx(350 * tariff)
        assert route.days["waiting_border"] == pytest.approx(dwell / 24)
        assert region.hub_numbers(["BUD"])["handling_factor"].item() == factor


def test_trade_follows_the_level(danube):
    values = [geodata.load_region(danube, level=level).trade().value_usd.sum() for level in ("low", "central", "high")]
    assert values[0] < values[1] < values[2]


def test_sampled_regions_are_reproducible_and_within_bounds(danube_region):
    one, again, other = (danube_region.sample_parameters(seed) for seed in (1, 1, 2))
    assert one.parameters["value"].equals(again.parameters["value"])
    assert not one.parameters["value"].equals(other.parameters["value"])
    table = one.parameters
    certain = table["low"].isna()
    assert (table["value"] >= table["low"])[~certain].all()
    assert (table["value"][certain] == table["central"][certain]).all()
    assert one.problem().blocks[0].flow.sum() != danube_region.problem().blocks[0].flow.sum()


def test_parameters_on_loading(danube):
    region = geodata.load_region(danube, parameters={"terminal_h": 0.0})
    assert region.route("VIE", "BUD").days["handling"] == 0


def test_gateways_that_are_none_are_none(edit):
    """An empty list in region.toml is a choice; without one the role gateway counts."""
    edit.cell("places.csv", 3, "roles", "demand;gateway")
    assert geodata.load_region(edit.folder).gateways == ()
    settings = edit.folder / "region.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("gateways = []", ""), encoding="utf-8")
    assert geodata.load_region(edit.folder).gateways == ("BUD",)


def test_the_candidates_of_the_settings_go_before_the_role(edit):
    edit.settings('candidates = ["BUD", "BEG", "BUH"]', 'candidates = ["SOF", "BUD"]')
    region = edit.region()
    assert region.candidates == ("SOF", "BUD")
    assert region.problem().candidates == ("BUD", "SOF")  # in the order of places.csv
    assert np.isfinite(region.leg_costs().frame("transfer").loc["SOF", "BUD"])
    assert np.isinf(region.leg_costs().frame("transfer").loc["BEG", "BUD"])
    edit.settings('candidates = ["SOF", "BUD"]', "candidates = []")
    assert edit.region().candidates == ("BUD", "BEG", "BUH")


def test_the_scenarios_of_the_settings_go_before_those_with_a_probability(edit):
    edit.scenario("what-if", '[[change]]\nmode = "rail"\nclose = true\n')
    edit.settings('scenarios = ["base", "danube-bridge-closed"]', 'scenarios = ["what-if"]')
    assert edit.region().default_scenarios == ("what-if",)
    edit.settings('scenarios = ["what-if"]', "")
    assert edit.region().default_scenarios == ("base", "danube-bridge-closed")


def test_the_reference_class_of_the_settings_goes_before_the_first(edit):
    edit.settings('reference_class = "containers"', 'reference_class = "parcels"')
    region = edit.region()
    assert region.reference_class == "parcels"
    assert region.route("VIE", "BUD").cls == "parcels"
    assert region.network.graph["cls"] == "parcels"
    edit.settings('reference_class = "parcels"', "")
    assert edit.region().reference_class == "containers"


def test_incumbent_and_challenger_are_those_of_the_settings_or_none(edit):
    assert (edit.region().incumbent, edit.region().challenger) == (None, None)
    edit.settings("gateways = []", 'gateways = []\nincumbent = "BUD"\nchallenger = "BEG"')
    assert (edit.region().incumbent, edit.region().challenger) == ("BUD", "BEG")


def test_classes_and_scenarios_are_found_by_id_and_by_name(danube_region):
    assert danube_region.class_id("PARCELS and e-commerce") == "parcels"
    assert danube_region.class_id(None) == "containers"
    for name in ("danube-bridge-closed", "Danube bridge closed", "DANUBE BRIDGE CLOSED"):
        assert danube_region.scenario(name).name == "danube-bridge-closed"
    with pytest.raises(geodata.UnknownNameError, match="unknown scenario 'flood'"):
        danube_region.scenario("flood")


def test_a_sampled_region_keeps_its_overrides(danube_region):
    changed = danube_region.with_parameters({"terminal_h": 0.0}).sample_parameters(1)
    assert changed.route("VIE", "BUD").days["handling"] == 0
    assert type(changed) is type(danube_region)


def test_a_scenario_is_found_as_it_is_written_and_refused_where_it_may_be_two(edit):
    for name, title in (("low-water", "Low water"), ("Low-Water", "Low water"), ("граница", "Граница закрыта")):
        edit.scenario(name, f'title = "{title}"\n[[change]]\nmode = "rail"\ntime = 2\n')
    region = edit.region()
    assert [region.scenario(name).name for name in ("low-water", "Low-Water")] == ["low-water", "Low-Water"]
    with pytest.raises(geodata.UnknownNameError, match="can be any of Low-Water, low-water"):
        region.scenario("low water")
    assert region.scenario("граница закрыта").name == "граница"
    for name in ("мост закрыт", "?", ""):
        with pytest.raises(geodata.UnknownNameError, match="unknown scenario"):
            region.scenario(name)
    with pytest.raises(geodata.UnknownNameError, match="unknown class"):
        region.class_id("?")
