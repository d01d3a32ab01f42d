"""Corridors within capacities: a tiny region by hand, and what the bundled region must be able to say."""

import numpy as np
import pandas as pd
import pytest

import geodata
from experiments.cli import run
from experiments.corridors import study_corridors
from optimize import InputError
from tests.experiments.tiny import write_tiny

FERRIES = ("ferry-sco-alt", "ferry-kur-alt", "ferry-krw-alt")
"""Of the Trans-Caspian corridor."""


@pytest.fixture(scope="module")
def narrow(tmp_path_factory):
    """The tiny region with a narrow line Northtown - Midtown."""
    change = ("north-mid,NOR,MID,rail,950,,North", "north-mid,NOR,MID,rail,950,100000,North")
    return write_tiny(tmp_path_factory.mktemp("narrow"), links=change)


@pytest.fixture(scope="module")
def tiny_study(narrow):
    return study_corridors(geodata.load_region(narrow), ["north-closed", "west-cut", "slow-south"])


@pytest.fixture(scope="module")
def bundled():
    return geodata.load_region("central-asia")


@pytest.fixture(scope="module")
def study(bundled):
    """Europe-bound freight of the bundled region."""
    return study_corridors(bundled, ["russia-closed", "caspian-out"], end=["EU27"])


def flow(study, corridor, scenario, column="flow_t"):
    frame = study.corridors
    return frame.loc[(frame["corridor"] == corridor) & (frame["scenario"] == scenario), column].sum()


# -- by hand ---------------------------------------------------------------------------------------------------------


def test_a_full_link_carries_its_capacity_and_the_rest_goes_round(tiny_study):
    links = tiny_study.bottlenecks.set_index(["scenario", "link", "from"])
    westward = links.loc["base", "north-mid", "NOR"]
    assert westward["load_t"] == pytest.approx(100_000)
    assert westward["unlimited_load_t"] > 100_000
    assert westward["price_usd_per_t"] > 0
    assert tiny_study.costs.set_index("scenario").loc["base", "due_to_capacity_usd"] > 0
    assert flow(tiny_study, "North", "base") < flow(tiny_study, "North", "base", "unlimited_flow_t")
    assert flow(tiny_study, "South", "base") > flow(tiny_study, "South", "base", "unlimited_flow_t")


def test_the_price_is_the_saving_of_one_more_tonne(narrow, tiny_study):
    region = geodata.load_region(narrow)
    step = 1e-3
    wider = region.with_overrides(geodata.Change(links=("north-mid",), capacity=1 + step))
    saved = tiny_study.runs["base"].flow.objective - study_corridors(wider, []).runs["base"].flow.objective
    priced = tiny_study.bottlenecks.query("scenario == 'base'")
    assert saved == pytest.approx((priced["price_usd_per_t"] * priced["capacity_t"]).sum() * step, rel=1e-3)


def test_what_has_no_way_is_unmet_by_country_and_class(tiny_study):
    unmet = tiny_study.unmet.query("scenario == 'west-cut'")
    demand = tiny_study.runs["west-cut"].network.pairs
    cut = demand[(demand["origin"] == "WES") | (demand["destination"] == "WES")]
    assert unmet["unmet_t"].sum() == pytest.approx(cut["flow_t"].sum())
    assert unmet["unlimited_unmet_t"].sum() == pytest.approx(cut["flow_t"].sum())
    assert set(unmet["class"]) == {"goods", "parcels"}
    assert tiny_study.unmet.query("scenario == 'base'").empty


def test_a_closed_corridor_carries_nothing(tiny_study):
    assert flow(tiny_study, "North", "north-closed") == 0.0
    assert flow(tiny_study, "North", "base") > 0.0


def test_every_tonne_counts_once_on_a_corridor(tiny_study):
    frame = tiny_study.corridors
    assert (frame["busiest_link_t"] <= frame["flow_t"] * (1 + 1e-9) + 1e-6).all()
    total = tiny_study.costs["demand_t"].iloc[0]
    assert (frame.groupby(["scenario", "corridor"])["flow_t"].sum() <= total * (1 + 1e-9)).all()


def test_unknown_scenarios_and_countries_are_named_together(narrow):
    with pytest.raises(InputError) as caught:
        study_corridors(geodata.load_region(narrow), ["no-such"], start=["XXX"], end=["YYY"])
    assert all(name in str(caught.value) for name in ("no-such", "XXX", "YYY"))


def test_the_command_writes_tables_and_picture(narrow, tmp_path, capsys):
    assert run(["corridors", "--region", str(narrow), "--scenarios", "west-cut", "--to", "CCC", "--out",
                str(tmp_path)]) == 0  # fmt: skip
    printed = capsys.readouterr().out
    assert "Within capacities" in printed
    assert "no hub is open" in printed
    for name in ("corridors.csv", "bottlenecks.csv", "unmet.csv", "corridor-costs.csv"):
        assert not pd.read_csv(tmp_path / name).empty
    assert (tmp_path / "corridors.png").stat().st_size > 10_000


@pytest.mark.parametrize("arguments", [["--time-limit", "0"], ["--scenarios", "nowhere"], ["--from", "atlantis"]])
def test_the_command_says_what_it_cannot_use(narrow, tmp_path, capsys, arguments):
    assert run(["corridors", "--region", str(narrow), "--out", str(tmp_path), *arguments]) == 2
    assert capsys.readouterr().err.startswith("silkhub: ")


# -- the bundled region ----------------------------------------------------------------------------------------------


def test_no_link_is_above_its_capacity_and_the_solution_is_proven(study):
    for scenario in study.runs.values():
        problem = scenario.flow.problem
        assert (scenario.flow.load <= problem.capacity * (1 + 1e-6) + 1e-3).all()
        assert scenario.flow.gap <= 1e-6
        moved = np.bincount(scenario.flow.routes.pair, scenario.flow.routes.quantity, minlength=problem.pairs)
        np.testing.assert_allclose(moved + scenario.flow.unmet, problem.demand, rtol=1e-6, atol=1e-3)


def test_closing_russia_moves_europe_bound_freight_to_the_other_corridors(study):
    """Row 7: the Northern route loses, the Trans-Caspian, Iran - Turkiye and the sea gain."""
    assert flow(study, "Northern route (Russia)", "russia-closed") < 0.3 * flow(
        study, "Northern route (Russia)", "base"
    )
    for corridor in ("Trans-Caspian (Middle Corridor)", "Black Sea (Poti/Batumi-Constanta)", "Iran-Turkiye",
                     "Sea via Suez"):  # fmt: skip
        assert flow(study, corridor, "russia-closed") > 2 * flow(study, corridor, "base")


def test_the_caspian_ferries_fill_up_and_no_more(study):
    """Rows 7 and 8: up to their capacity; without it they would be overloaded."""
    links = study.bottlenecks.query("link in @FERRIES").set_index(["scenario", "link", "to"])
    westward = links.xs("ALT", level="to")
    closed, base = westward.loc["russia-closed"], westward.loc["base"]
    assert closed["load_t"].sum() > 1.5 * base["load_t"].sum()
    assert closed["load_t"].sum() == pytest.approx(closed["capacity_t"].sum(), rel=1e-6)
    assert closed["unlimited_load_t"].sum() > closed["capacity_t"].sum()
    assert (closed["price_usd_per_t"] > 0).all()
    assert (links["load_t"] <= links["capacity_t"] * (1 + 1e-6)).all()


def test_without_ferries_nothing_crosses_the_sea(study):
    assert flow(study, "Caspian Sea", "base") > 1000.0
    assert study.bottlenecks.query("scenario == 'caspian-out' and link in @FERRIES").empty


def test_what_finds_no_room_is_unmet(bundled):
    """Row 7: with all of Russia, Iran and the sea shut there is a way by the Caspian for all, but not the room."""
    shut = geodata.Change(corridor=("Sea via Suez", "Sea via the Cape", "Iran-Turkiye", "Bandar Abbas"), close=True)
    study = study_corridors(bundled.with_overrides(shut), ["russia-shut-off"])
    ferries = study.bottlenecks.query("scenario == 'russia-shut-off' and link in @FERRIES")
    assert ferries["use"].tolist() == pytest.approx([1.0] * 6)  # both directions of all three
    unmet = study.unmet.query("scenario == 'russia-shut-off'")
    short = unmet["unmet_t"] - unmet["unlimited_unmet_t"]
    countries = bundled.data["countries"].frame()
    europe = unmet["importer"].isin(countries.loc[countries["group"] == "EU27", "iso3"])
    assert short[europe].sum() > 1e5
    assert (unmet.loc[europe, "unlimited_unmet_t"] < 1.0).all()
    assert unmet["unmet_t"].sum() == pytest.approx(study.runs["russia-shut-off"].flow.unmet.sum(), rel=1e-6)
