"""The main job on the bundled region."""

import pandas as pd
import pytest

import geodata
from experiments import compare
from experiments.cli import run


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    out = tmp_path_factory.mktemp("bundled")
    nine = ["base", "khorgos-closed", "alashankou-closed", "caspian-out", "iran-closed", "red-sea", "russia-closed",
            "passes-winter", "xian-terminal-off"]  # fmt: skip
    assert run(["compare", "--out", str(out), "--scenarios", ",".join(nine), "--p", "2", "--no-confirm"]) == 0
    return pd.read_csv(out / "comparison.csv")


def test_almaty_tashkent_and_twelve_more_in_nine_scenarios(table):
    names = set(table["name"])
    assert {"Almaty", "Tashkent"} <= names
    assert len(names) >= 14
    assert table["scenario"].nunique() >= 9
    assert len(table) == len(names) * table["scenario"].nunique()
    assert table.notna()[["cost_usd", "rank", "regret_usd", "unmet_t", "expected_cost_usd"]].all().all()


def test_the_parts_of_each_cost_add_up(table):
    parts = [f"cost_{part}_usd" for part in ("tariff", "border", "gauge", "handling", "time", "fixed", "unmet")]
    assert table[parts].sum(axis=1).to_numpy() == pytest.approx(table["cost_usd"].to_numpy(), rel=1e-9)
    assert (table[parts] >= 0).all().all()
    assert (table[["cost_tariff_usd", "cost_time_usd", "cost_gauge_usd", "cost_border_usd"]] > 0).all().all()
    assert {"hub_t", "hub_capacity_t", "room_usd_per_t"} <= set(table)


def cost_of(region, hub, **options):
    found = compare(region, hubs=["almaty", "tashkent"], scenarios=["base"], confirmed=False, **options)
    return found.hubs.set_index("hub")["regret_usd"].rename(region.name), found.hubs.set_index("hub").loc[
        hub, "cost_usd"
    ]


def test_the_numbers_follow_the_data():
    region = geodata.load_region("central-asia")
    regret, before = cost_of(region, "TAS")
    _, cheaper = cost_of(region.with_hub("Tashkent", handling_factor=0.5), "TAS")
    assert cheaper < before
    doubled, more = cost_of(region.with_demand(2, country="UZB"), "TAS")
    assert more > before
    gap, other = regret["TAS"] - regret["ALA"], doubled["TAS"] - doubled["ALA"]
    assert other < gap  # more Uzbek trade draws the hub towards Tashkent
