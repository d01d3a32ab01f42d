"""Flows of a region: by scenario, year, class and unit."""

import numpy as np
import pytest

import geodata
from geodata import DemandChange, ParameterChange, Scenario
from geodata.demand.gravity import gravity_flows
from optimize import InputError


def test_flows_are_gravity_with_the_deterrence_of_class_and_scenario(danube_region):
    demand, trade = danube_region.demand, danube_region.trade()
    steep = Scenario("x", parameters=(ParameterChange("deterrence_per_1000km", value=4.0, cls="parcels"),))
    for scenario, cls, deterrence in (("base", 1, 1.0), (steep, 1, 4.0), (steep, 0, 1.0)):
        expected = gravity_flows(
            trade.value_usd[cls], demand.zone, demand.mass, demand.distance_1000km, deterrence
        ).flows
        found = danube_region.flows(scenario, trade.classes[cls], unit="usd").to_numpy()
        assert found == pytest.approx(expected, rel=1e-6, abs=1e-3)


def test_classes_add_up(danube_region):
    for unit in ("t", "usd"):
        parts = [danube_region.flows(cls=cls, unit=unit).to_numpy() for cls in ("containers", "parcels")]
        assert danube_region.flows(unit=unit).to_numpy() == pytest.approx(sum(parts))


def test_tonnes_are_value_over_unit_value(danube_region):
    for cls, price in (("containers", 3000), ("parcels", 20_000)):
        usd, tonnes = (danube_region.flows(cls=cls, unit=unit).loc["VIE", "BUD"] for unit in ("usd", "t"))
        assert usd / tonnes == pytest.approx(price)


def test_growth_starts_in_the_base_year(danube_region):
    base = danube_region.flows().to_numpy()
    assert danube_region.flows(year=2023).to_numpy() == pytest.approx(base)
    assert danube_region.flows(year=2024).to_numpy() == pytest.approx(1.03 * base)
    assert danube_region.problem(year=2024).total_flow == pytest.approx(1.03 * base.sum())


def test_the_scenario_sets_how_trade_grows(danube_region):
    boom = Scenario("x", parameters=(ParameterChange("growth_percent_per_year", value=50.0),))
    assert danube_region.flows(boom, year=2025).to_numpy() == pytest.approx(2.25 * danube_region.flows().to_numpy())


def test_unit_values_of_a_scenario_change_the_mass_and_not_the_value(danube_region):
    dear = Scenario("x", parameters=(ParameterChange("value_usd_per_t", factor=2.0, cls="containers"),))
    assert danube_region.trade(dear).value_usd == pytest.approx(danube_region.trade().value_usd)
    before, after = (danube_region.flows(item, "containers").loc["VIE", "BUD"] for item in ("base", dear))
    assert after == pytest.approx(before / 2)
    assert danube_region.flows(dear, "containers").loc["BEG", "SOF"] == pytest.approx(0.5e6)  # this mass is known


def test_shocks_of_overrides_and_scenario_multiply(danube_region):
    region = danube_region.with_demand(2, exporter="HUN")
    shock = Scenario("x", demand=(DemandChange(3.0, importer=("ROU",)),))
    before, after = danube_region.flows(), region.flows(shock)
    romania = ["BUH", "CND"]
    assert after.loc["BUD", romania].sum() == pytest.approx(6 * before.loc["BUD", romania].sum())
    assert after.loc["BUD", "BEG"] == pytest.approx(2 * before.loc["BUD", "BEG"])
    assert after.loc["VIE", romania].sum() == pytest.approx(3 * before.loc["VIE", romania].sum())
    assert after.loc["VIE", "BUD"] == pytest.approx(before.loc["VIE", "BUD"])
    assert region.problem(shock).total_flow == pytest.approx(after.to_numpy().sum())


def test_a_sampled_region_keeps_its_draws_when_a_scenario_builds_trade_anew(danube_region):
    region = danube_region.sample_parameters(5)
    same = Scenario("x", parameters=(ParameterChange("class_share", factor=1.0),))
    assert region.trade(same).value_usd == pytest.approx(region.trade().value_usd)
    assert not np.allclose(region.trade().value_usd, danube_region.trade().value_usd)


def test_an_unknown_unit_is_refused(danube_region):
    with pytest.raises(ValueError, match='unit \'kg\' is not known; use "t" or "usd"'):
        danube_region.flows(unit="kg")
    with pytest.raises(geodata.UnknownNameError, match="unknown class"):
        danube_region.flows(cls="gas")


def test_a_price_near_nothing_does_not_become_an_answer(edit):
    rows = edit.rows("parameters.csv")
    row = next(number for number, cells in enumerate(rows, start=1) if cells[:2] == ["value_usd_per_t", "containers"])
    edit.cell("parameters.csv", row, "low", "")
    edit.cell("parameters.csv", row, "central", "1e-11")
    region = edit.region()
    with pytest.raises(InputError, match=r"trade AUT -> HUN containers is .*e\+\d+ t a year in scenario base"):
        region.problem()


def test_factors_upon_factors_do_not_become_an_answer(danube_region):
    much = Scenario("x", demand=(DemandChange(1e6, exporter=("AUT",)),) * 60)
    with pytest.raises(InputError) as caught:
        danube_region.problem(much)
    assert all("trade AUT -> " in fault and "in scenario x" in fault for fault in caught.value.faults)


@pytest.mark.parametrize("year", [-5, 1899, 2201, 10**40])
def test_a_year_far_off_is_refused(danube_region, year):
    with pytest.raises(InputError, match="give one from 1900 to 2200"):
        danube_region.flows(year=year)
