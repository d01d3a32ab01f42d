"""What a region holds: values in use, defaults of its settings, names."""

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
