"""Looking parameters up, changing them, and drawing them between low and high."""

import numpy as np
import pytest

import geodata
from geodata import ParameterChange
from geodata.values.parameters import Entry, Parameters
from geodata.values.uncertainty import Choice, triangular


@pytest.fixture
def numbers():
    rows = [
        Entry("", "", "", "", 1.0),
        Entry("", "rail", "", "", 2.0),
        Entry("bulk", "", "", "", 3.0),
        Entry("bulk", "rail", "", "", 4.0),
        Entry("", "rail", "single", "", 5.0),
        Entry("", "", "", "XIY", 6.0),
        Entry("", "rail", "single", "XIY", 7.0),
    ]
    return Parameters({"x": tuple(rows)})


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ({}, 1),
        ({"mode": "rail"}, 2),
        ({"mode": "road"}, 1),
        ({"cls": "bulk", "mode": "road"}, 3),
        ({"cls": "bulk", "mode": "rail"}, 4),
        ({"mode": "rail", "service": "single"}, 5),
        ({"cls": "bulk", "mode": "rail", "service": "single"}, 4),  # two filled each: the class goes before the service
        ({"cls": "bulk", "place": "XIY"}, 6),  # one filled each: the place goes first
        ({"mode": "rail", "service": "single", "place": "XIY"}, 7),
    ],
)
def test_the_most_specific_row_wins(numbers, keys, value):
    assert numbers.get("x", **keys) == value


def test_what_is_not_there_has_a_default(numbers):
    assert numbers.find("y") is None
    assert numbers.get("y", default=9.0) == 9.0


def test_changes_apply_where_their_keys_match(numbers):
    changed = numbers.changed(
        [ParameterChange("x", factor=10, mode="rail"), ParameterChange("x", value=0.5, place="A")]
    )
    assert changed.get("x", mode="rail") == 20
    assert changed.get("x", mode="road") == 1
    assert changed.get("x", mode="rail", place="A") == 0.5
    assert changed.places("x") == {"XIY", "A"}
    assert numbers.get("x", mode="rail") == 2


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


def test_an_unknown_level_is_refused(danube):
    with pytest.raises(ValueError, match="use one of low, central, high"):
        geodata.load_region(danube, level="medium")


def test_triangular_quantiles():
    low, mode, high = (np.full(3, x) for x in (0.0, 1.0, 4.0))
    found = triangular(np.array([0.0, 0.25, 1.0]), low, mode, high)
    assert found == pytest.approx([0.0, 1.0, 4.0])  # a quarter of the mass lies below the mode
    assert triangular(np.array([0.3]), *(np.array([2.0]),) * 3) == 2.0


def test_draws_have_the_mean_of_the_triangle():
    n = 20_000
    draws = Choice(seed=1).pick(np.full(n, 1.0), np.full(n, 2.0), np.full(n, 6.0), stream=0)
    assert draws.min() >= 1
    assert draws.max() <= 6
    assert draws.mean() == pytest.approx(3.0, abs=0.03)


def test_a_number_without_bounds_is_certain():
    nan = np.array([np.nan])
    assert Choice(seed=3).pick(nan, np.array([5.0]), nan, stream=0) == 5.0


def test_sampled_regions_are_reproducible_and_within_bounds(danube_region):
    one, again, other = (danube_region.sample_parameters(seed) for seed in (1, 1, 2))
    assert one.parameters["value"].equals(again.parameters["value"])
    assert not one.parameters["value"].equals(other.parameters["value"])
    table = one.parameters
    certain = table["low"].isna()
    assert (table["value"] >= table["low"])[~certain].all()
    assert (table["value"][certain] == table["central"][certain]).all()
    assert one.problem().blocks[0].flow.sum() != danube_region.problem().blocks[0].flow.sum()


def test_overrides_are_seen_and_hold_in_every_scenario(danube_region):
    region = danube_region.with_parameters({("terminal_h", "", "road"): 48.0})
    assert len(region.overrides) == 1
    for scenario in ("base", "danube-bridge-closed"):
        assert region.route("VIE", "BUD", scenario=scenario, modes=["road"]).days["handling"] == pytest.approx(4.0)
    assert danube_region.overrides == ()
    assert "terminal_h" in region.problem().metadata["overrides"][0]


def test_parameters_on_loading(danube):
    region = geodata.load_region(danube, parameters={"terminal_h": 0.0})
    assert region.route("VIE", "BUD").days["handling"] == 0


def test_hub_and_demand_overrides(danube_region):
    cheap = danube_region.with_hub("Belgrade", handling_factor=0.1).with_demand(2, country="SRB")
    assert cheap.hub_numbers(["BEG"])["handling_factor"].item() == 0.1
    flows, before = cheap.flows(), danube_region.flows()
    assert flows.loc["BEG"].sum() == pytest.approx(2 * before.loc["BEG"].sum())
    assert flows.loc["VIE"].sum() == pytest.approx(before.loc["VIE"].sum())
    assert len(cheap.overrides) == 2


def test_link_overrides(danube_region):
    shut = danube_region.with_overrides(geodata.Change(mode=("road",), close=True))
    assert shut.route("SOF", "BUH").legs[0].mode == "rail"
    assert not any(data["mode"] == "road" for *_, data in shut.network.edges(data=True))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda region: region.with_parameters({"terminal_hours": 1}), "close matches: .*terminal_h"),
        (lambda region: region.with_parameters({"terminal_h": -1}), "at least 0"),
        (lambda region: region.with_parameters({"terminal_h": float("nan")}), "at least 0"),
        (lambda region: region.with_hub("Belgrade", handling=1), "unknown parameter"),
        (lambda region: region.with_hub("Nowhere", handling_factor=1), "unknown place"),
        (lambda region: region.with_demand(2, exporter="XXX"), "unknown country"),
        (lambda region: region.with_demand(-1), "at least 0"),
        (lambda region: region.with_demand(1, cls="gas"), "unknown class"),
    ],
)
def test_wrong_overrides(danube_region, wrong, message):
    with pytest.raises(ValueError, match=message):
        wrong(danube_region)
