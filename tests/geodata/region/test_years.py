"""A region in another year: its trade, and what else is different."""

import shutil

import pytest

import geodata
from geodata.region.years import changes_in, in_year, years_of

WORLD = """
title = "After the flood"
[[change]]
links = ["bud-beg-rail"]
tariff = 2
[[demand]]
exporter = "AUT"
factor = 3
[[parameter]]
parameter = "terminal_h"
value = 0
[[service]]
services = ["line"]
departures = 0.5
"""


@pytest.fixture
def years(edit):
    """2025, in which Austria sends Hungary 14 bn for 7 and much else is different, and 2030, in which nothing is."""
    for year in (2025, 2030):
        folder = edit.folder / "years" / str(year)
        folder.mkdir(parents=True)
        shutil.copy(edit.folder / "trade.csv", folder)
    edit.cell("years/2025/trade.csv", 2, "value_bn_usd", "14")
    edit.cell("years/2025/trade.csv", 2, "value_bn_usd_high", "16")
    (edit.folder / "years/2025/world.toml").write_text(WORLD, encoding="utf-8")
    edit.services({"stops": "BUD;BUH"})
    return edit


def sent(region, exporter, importer):
    """Tonnes of all classes."""
    country = region.places["country"]
    flows = region.flows()
    return flows.loc[country[flows.index] == exporter, (country[flows.columns] == importer).to_numpy()].to_numpy().sum()


def test_another_year_has_its_own_trade(years):
    own, later = years.region(), years.region(year=2025)
    assert (own.base_year, later.base_year) == (2023, 2025)
    # twice the trade, and three times by the change
    assert sent(later, "AUT", "HUN") == pytest.approx(6 * sent(own, "AUT", "HUN"))
    assert sent(later, "AUT", "ROU") == pytest.approx(3 * sent(own, "AUT", "ROU"))
    assert sent(later, "ROU", "AUT") == pytest.approx(sent(own, "ROU", "AUT"))


def test_what_else_is_different_holds_in_every_scenario(years):
    later = years.region(year=2025)
    for scenario in ("base", "danube-bridge-closed"):
        route = later.route("BUD", "BEG", modes=["rail"], scenario=scenario)
        assert route.cost_usd_per_t["tariff"] == pytest.approx(2 * 350 * 0.05)
        assert route.days["handling"] == 0
        timetable = later.model.timetable.changed(later.state(scenario).services, later.model.links.places)
        assert timetable.departures_per_week.tolist() == [1.5, 1.5]


def test_growth_is_counted_from_the_year_that_the_region_is_in(years):
    later = years.region(year=2025)
    assert later.problem(year=2025).total_flow == pytest.approx(later.problem().total_flow)
    assert later.problem(year=2026).total_flow == pytest.approx(1.03 * later.problem().total_flow)
    assert later.problem().metadata["year"] == 2025


def test_years_are_told_the_present_one_first(years):
    region = years.region()
    assert region.years == (2023, 2025, 2030)
    assert region.in_year(2025).years == (2025, 2023, 2030)


def test_there_is_a_way_back_and_on_to_a_third_year(years):
    region = years.region()
    back, on = region.in_year(2025).in_year(2023), region.in_year(2025).in_year(2030)
    assert sent(back, "AUT", "HUN") == sent(region, "AUT", "HUN")
    for other in (back, on):
        assert other.overrides == ()
        assert other.route("BUD", "BEG", modes=["rail"]).days["handling"] == 1
    assert on.base_year == 2030
    again = back.in_year(2025)
    assert again.overrides == region.in_year(2025).overrides
    assert sent(again, "AUT", "HUN") == sent(region.in_year(2025), "AUT", "HUN")


def test_own_changes_come_after_those_of_the_year_and_stay_in_another(years):
    region = years.region().with_parameters({"terminal_h": 5.0})
    for year in (2023, 2025, 2030):
        there = region.in_year(year)
        assert there.parameters is not None
        assert there.route("BUD", "BEG", modes=["rail"]).days["handling"] == pytest.approx(2 * 5 / 24)
        assert there.in_year(2023).overrides == region.overrides


def test_the_own_year_is_the_region_itself(years):
    region = years.region()
    assert region.in_year(2023).data is region.data
    assert years.region(year=2023).overrides == ()


def test_a_year_that_is_not_there(years):
    with pytest.raises(ValueError, match=r"no trade of 2024, only of 2023, 2025, 2030; add years/2024/trade.csv"):
        years.region(year=2024)


def test_a_region_of_one_year(danube_region):
    assert years_of(danube_region.data) == (2023,)
    assert in_year(danube_region.data, 2023) == (danube_region.data, ())
    assert changes_in(geodata.Scenario("x")) == ()
    with pytest.raises(ValueError, match="only of 2023"):
        danube_region.in_year(2025)


def test_a_year_and_a_level_go_together(years):
    assert years.region(year=2025, level="high").route("BUD", "BEG", modes=["rail"]).cost_usd_per_t[
        "tariff"
    ] == pytest.approx(2 * 350 * 0.07)
