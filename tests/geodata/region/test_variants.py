"""Regions with other numbers."""

import pickle

import numpy as np
import pytest
from scipy.stats import triang

import geodata
from geodata import InputChange, UnknownNameError
from tests.geodata.region.test_service_properties import assert_same

CLOSED = '[[change]]\nlinks = ["sof-buh-road"]\nclose = true\n'


@pytest.mark.parametrize(
    ("file", "row", "column", "name", "value"),
    [
        ("parameters.csv", 2, "central", "parameters.tariff_usd_per_tkm[mode=rail,service=single]", 0.061),
        ("parameters.csv", 17, "central", "parameters.transfer_usd_per_t", 6.5),
        ("crossings.csv", 2, "dwell_h", "crossings.dwell_h[link=bud-beg-road]", 7.5),
        ("crossings.csv", 3, "dwell_h", "crossings.dwell_h[link=bud-beg-road,class=parcels]", 3.5),
        ("crossings.csv", 4, "fee_usd_per_t", "crossings.fee_usd_per_t[link=bud-beg-rail]", 2.7),
        ("hubs.csv", 3, "handling_factor", "hubs.handling_factor[place=BEG]", 0.93),
        ("trade.csv", 2, "value_bn_usd", "trade.value_bn_usd[exporter=AUT,importer=HUN]", 6.6),
    ],
)
def test_an_input_that_is_set_is_as_if_the_file_had_the_value(edit, file, row, column, name, value):
    by_id = edit.region().with_inputs({name: value})
    assert edit.region().uncertain_inputs().loc[name, "central"] != value
    edit.cell(file, row, column, value)
    by_file = edit.region()
    assert_same(by_id.problem(), by_file.problem())
    assert by_id.uncertain_inputs().loc[name, "value"] == value


def test_departures_and_their_cost_are_set_as_in_the_file(edit):
    for name, triple in {"departures_per_week": (2, 4, 6), "usd_per_departure": (100, 300, 400)}.items():
        for end, number in zip(("_low", "", "_high"), triple, strict=True):
            edit.column("links.csv", name + end, bud_beg_road=number)
    edit.column("links.csv", "t_per_departure", bud_beg_road=60)
    edit.column("links.csv", "wait_h", bud_beg_road="")
    edit.services({"stops": "BUD;BUH", "departures_per_week_low": 1, "departures_per_week": 3})
    values = {
        "links.departures_per_week[id=bud-beg-road]": 5.0,
        "links.usd_per_departure[id=bud-beg-road]": 333.0,
        "services.departures_per_week[id=line]": 2.0,
    }
    by_id = edit.region().with_inputs(values)
    edit.column("links.csv", "departures_per_week", bud_beg_road=5)
    edit.column("links.csv", "usd_per_departure", bud_beg_road=333)
    edit.column("services.csv", "departures_per_week", line=2)
    assert_same(by_id.problem(), edit.region().problem())


def test_how_often_a_disruption_begins_is_set_as_in_the_file(edit):
    text = f"per_year_low = 0.1\nper_year = 0.5\nper_year_high = 2\nduration_days = 30\nrecovery_days = 20\n{CLOSED}"
    edit.scenario("rare", text)
    by_id = edit.region().with_inputs({"scenarios.per_year[scenario=rare]": 1.25})
    edit.scenario("rare", text.replace("per_year = 0.5", "per_year = 1.25"))
    assert by_id.scenarios["rare"].probability == edit.region().scenarios["rare"].probability
    names = ["base", "rare"]
    assert by_id.scenario_problem(names).probability == edit.region().scenario_problem(names).probability


def test_the_mass_of_trade_goes_along_with_its_value(danube_region):
    """0.8 bn USD weigh 0.5 Mt in the file, so that twice the value weighs 1 Mt."""
    name = "trade.value_bn_usd[exporter=AUT,importer=HUN]"
    frame = danube_region.with_inputs({name: 8.0}).trade().frame().groupby(["exporter", "importer"])["value_usd"].sum()
    assert frame["AUT", "HUN"] == pytest.approx(8e9)


def test_all_other_inputs_stay_as_the_variant_has_them(danube):
    high = geodata.load_region(danube, level="high")
    frame = high.with_inputs({"parameters.terminal_h[mode=rail]": 7.0}).uncertain_inputs()
    others = frame.index != "parameters.terminal_h[mode=rail]"
    assert (frame["value"] == frame["high"])[others].all()
    assert frame.loc["parameters.terminal_h[mode=rail]", "value"] == 7.0


def test_the_latest_value_holds_and_the_overrides_tell(danube_region):
    name = "parameters.terminal_h[mode=rail]"
    twice = danube_region.with_inputs({name: 7.0}).with_inputs({name: 8.0, "parameters.transfer_h": 20.0})
    assert twice.uncertain_inputs().loc[name, "value"] == 8.0
    assert twice.overrides == (InputChange({name: 7.0}), InputChange({name: 8.0, "parameters.transfer_h": 20.0}))
    assert name in str(twice.overrides[0])
    assert "terminal_h[mode=rail]" in twice.problem().metadata["overrides"][1]
    assert danube_region.overrides == ()


def test_changes_of_parameters_stay_on_top(danube_region):
    changed = danube_region.with_parameter("terminal_h", factor=2.0, mode="rail")
    both = changed.with_inputs({"parameters.terminal_h[mode=rail]": 7.0})
    assert both.state("base").parameters.get("terminal_h", mode="rail") == 14.0


def test_a_cause_moves_all_its_inputs_to_a_quantile(danube_region):
    frame = danube_region.with_quantiles({"tariffs road": 0.8}).uncertain_inputs()
    moved = frame["cause"] == "tariffs road"
    low, mode, high = (frame.loc[moved, name].to_numpy() for name in ("low", "central", "high"))
    expected = triang((mode - low) / (high - low), low, high - low).ppf(0.8)
    assert frame.loc[moved, "value"].to_numpy() == pytest.approx(expected)
    assert (frame.loc[~moved, "value"] == frame.loc[~moved, "central"]).all()
    assert moved.sum() == 2


def test_an_input_named_itself_takes_its_own_quantile(danube_region):
    own = "parameters.tariff_usd_per_tkm[mode=road,service=single]"
    for quantiles in ({own: 1.0, "tariffs road": 0.0}, {"tariffs road": 0.0, own: 1.0}):
        frame = danube_region.with_quantiles(quantiles).uncertain_inputs()
        assert frame.loc[own, "value"] == 0.11
        assert frame.loc["parameters.tariff_usd_per_tkm[mode=road,service=consolidated]", "value"] == 0.06


@pytest.mark.parametrize("quantile", [-0.1, 1.5, np.nan, "high"])
def test_a_quantile_has_to_be_a_probability(danube_region, quantile):
    with pytest.raises(ValueError, match="from 0"):
        danube_region.with_quantiles({"tariffs road": quantile})


def test_an_unknown_cause_is_refused(danube_region):
    with pytest.raises(UnknownNameError, match="tariffs road"):
        danube_region.with_quantiles({"tariffs roads": 0.5})


def test_a_year_without_an_input_that_is_set_is_refused(central_asia):
    names = central_asia.uncertain_inputs().index
    lost = sorted(set(names) - set(central_asia.in_year(2025).uncertain_inputs().index))
    kept = central_asia.with_inputs({"parameters.transfer_h[mode=rail]": 20.0}).in_year(2025)
    assert kept.uncertain_inputs().loc["parameters.transfer_h[mode=rail]", "value"] == 20.0
    if lost:
        with pytest.raises(UnknownNameError, match="choose the year before"):
            central_asia.with_inputs({lost[0]: 1.0}).in_year(2025)


def test_a_variant_is_pickled_without_what_was_worked_out(danube_region):
    variant = danube_region.with_inputs({"parameters.terminal_h[mode=rail]": 7.0})
    before = len(pickle.dumps(variant))
    problem = variant.problem()
    assert len(pickle.dumps(variant)) <= before
    assert_same(pickle.loads(pickle.dumps(variant)).problem(), problem)  # noqa: S301 - our own
