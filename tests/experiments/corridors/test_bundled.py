"""What the corridor study of the bundled region must be able to say."""

import numpy as np
import pytest

import geodata
from experiments.corridors import study_corridors

FERRIES = ("ferry-sco-alt", "ferry-kur-alt", "ferry-krw-alt")
"""Of the Trans-Caspian corridor."""


@pytest.fixture(scope="module")
def bundled():
    return geodata.load_region("central-asia")


@pytest.fixture(scope="module")
def study(bundled):
    """Europe-bound freight of the bundled region."""
    return study_corridors(bundled, ["russia-closed", "caspian-out"], end=["EU27"])


def test_no_link_is_above_its_capacity_and_the_solution_is_proven(study):
    for scenario in study.runs.values():
        problem = scenario.flow.problem
        assert (scenario.flow.load <= problem.capacity * (1 + 1e-6) + 1e-3).all()
        assert scenario.flow.gap <= 1e-6
        moved = np.bincount(scenario.flow.routes.pair, scenario.flow.routes.quantity, minlength=problem.pairs)
        np.testing.assert_allclose(moved + scenario.flow.unmet, problem.demand, rtol=1e-6, atol=1e-3)


def test_closing_russia_moves_europe_bound_freight_to_the_other_corridors(study, flow):
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


def test_without_ferries_nothing_crosses_the_sea(study, flow):
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
