"""Costs, ranks, regrets and best designs, by the hand-made study's own numbers."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from experiments.comparison.metrics import (
    beside_table,
    cheapest_first,
    parts_table,
    rank,
    rank_one,
    regret,
    summary,
)
from experiments.traffic import COSTS
from tests.experiments.hand import ONLY_BASE, HandRegion, hand_comparison, hand_study, priced


@pytest.fixture(scope="module")
def found():
    return hand_comparison()


def test_a_hub_costs_its_cheapest_way_and_its_fixed_cost(found):
    assert found.costs().to_dict("index") == {
        "A": {"base": 1010.0, "shock": 2010.0, "what-if": 1010.0},
        "B": {"base": 1200.0, "shock": 1400.0, "what-if": 900.0},
        "C": {"base": 1500.0, "shock": 1300.0, "what-if": 2000.0},
    }


def test_alone_all_goes_direct_and_without_direct_service_over_the_gateway(found):
    assert found.costs("alone")["shock"].to_dict() == {"A": 2010.0, "B": 2000.0, "C": 2000.0}
    assert found.costs("no_direct")["shock"].to_dict() == {"A": 2510.0, "B": 1400.0, "C": 1300.0}


def test_ranks_within_a_scenario(found):
    ranks = found.hubs.pivot_table(index="hub", columns="scenario", values="rank").astype(int)
    assert ranks.to_dict("index") == {
        "A": {"base": 1, "shock": 3, "what-if": 2},
        "B": {"base": 2, "shock": 2, "what-if": 1},
        "C": {"base": 3, "shock": 1, "what-if": 3},
    }


def test_equal_to_the_cent_is_a_tie_and_the_next_rank_is_left_out():
    costs = pd.DataFrame({"one": [100.001, 100.004, 101.0, 99.99], "two": [4.0, 3.0, 2.0, 2.0]})
    assert rank(costs).to_dict("list") == {"one": [2, 2, 4, 1], "two": [4, 3, 1, 1]}
    assert rank_one(costs["one"]).tolist() == [2, 2, 4, 1]


def test_regret_is_the_cost_above_the_best_of_the_same_scenario(found):
    regrets = found.hubs.pivot_table(index="hub", columns="scenario", values="regret_usd")
    assert regrets.to_dict("index") == {
        "A": {"base": 0.0, "shock": 710.0, "what-if": 110.0},
        "B": {"base": 190.0, "shock": 100.0, "what-if": 0.0},
        "C": {"base": 490.0, "shock": 0.0, "what-if": 1100.0},
    }
    assert regret(pd.DataFrame({"s": [5.0, 3.0]}))["s"].tolist() == [2.0, 0.0]


def test_over_all_scenarios(found):
    """Expected: A 3/4 x 1010 + 1/4 x 2010 = 1260, B 900 + 350 = 1250, C 1125 + 325 = 1450."""
    table = found.over_scenarios["beside"]
    expected = {
        "expected_cost_usd": [1260.0, 1250.0, 1450.0],
        "expected_rank": [2, 1, 3],
        "expected_regret_usd": [10.0, 0.0, 200.0],
        "worst_case_cost_usd": [2010.0, 1400.0, 2000.0],
        "worst_case_rank": [3, 1, 2],
        "worst_scenario": ["shock", "shock", "what-if"],
        "max_regret_usd": [710.0, 190.0, 1100.0],
        "max_regret_rank": [2, 1, 3],
        "max_regret_scenario": ["shock", "base", "what-if"],
        "scenarios_won": [1, 1, 1],
        "weight_won": [0.75, 0.0, 0.25],
    }
    assert list(table.index) == ["A", "B", "C"]
    assert table[list(expected)].to_dict("list") == expected


def test_a_what_if_case_without_any_way_leaves_expected_costs_finite():
    costs = pd.DataFrame({"base": [1.0, 2.0], "shock": [3.0, 2.0], "what-if": [np.inf, 5.0]}, index=["A", "B"])
    table = summary(hand_study(), costs)
    assert table["expected_cost_usd"].tolist() == [1.5, 2.0]
    assert table["worst_case_cost_usd"].tolist() == [np.inf, 5.0]


def test_weights_are_those_of_the_scenarios_and_not_of_their_positions():
    costs = pd.DataFrame({"shock": [4.0, 0.0], "base": [0.0, 8.0]}, index=["A", "B"])
    assert summary(hand_study(), costs)["expected_cost_usd"].tolist() == [1.0, 6.0]


def test_the_long_table_says_what_is_open_and_where_freight_goes(found):
    rows = found.hubs.set_index(["hub", "scenario"])
    row = rows.loc["A", "shock"]
    assert (row["name"], row["country"], row["design"]) == ("Alba", "XXX", "beside")
    assert (row["open_hubs"], row["scenario_title"], row["probability"]) == ("G;A", "Shock", 0.25)
    assert row[["flow_t", "hub_t", "any_hub_t", "direct_t", "unmet_t"]].tolist() == [10.0, 0.0, 0.0, 10.0, 0.0]
    assert rows.loc["A", "base"][["hub_t", "any_hub_t", "direct_t"]].tolist() == [10.0, 10.0, 0.0]


def test_figures_of_other_families_stand_beside_the_same_hub_and_scenario(found):
    row = found.hubs.set_index(["hub", "scenario"]).loc["A", "shock"]
    assert (row["no_direct_cost_usd"], row["no_direct_rank"], row["no_direct_regret_usd"]) == (2510.0, 3, 1210.0)
    # 3/4 x 1010 + 1/4 x 2510, against B's 1250
    assert (row["no_direct_expected_cost_usd"], row["no_direct_expected_rank"]) == (1385.0, 2)
    assert row["no_direct_max_regret_usd"] == 1210.0
    assert row["alone_cost_usd"] == 2010.0


def test_other_families_columns_are_in_the_order_of_the_rows():
    study, family = hand_study(), replace(hand_comparison().families[1], name="other")
    costs = pd.DataFrame(
        {"base": [1.0, 2.0, 3.0], "shock": [6.0, 5.0, 4.0], "what-if": [7.0, 7.0, 9.0]}, index=[*"ABC"]
    )
    table = beside_table(study, family, costs, summary(study, costs))
    assert table["other_cost_usd"].tolist() == [1.0, 6.0, 7.0, 2.0, 5.0, 7.0, 3.0, 4.0, 9.0]
    assert table["other_rank"].tolist() == [1, 3, 1, 2, 2, 1, 3, 1, 3]
    assert table["other_max_regret_usd"].tolist() == [2.0] * 3 + [1.0] * 3 + [2.0] * 3


def designs(found, family, extra):
    best = found.best[(found.best["design"] == family) & (found.best["further_hubs"] == extra)]
    keys = [scenario or criterion for scenario, criterion in zip(best["scenario"], best["criterion"], strict=True)]
    return best.assign(key=keys).set_index("key")


def test_the_best_pair_by_each_measure_with_the_runner_up_and_its_distance(found):
    """AB costs 1010, 1410, 910 by scenario; AC 1010, 1310, 1010; BC 1200, 1300, 900."""
    pairs = designs(found, "beside", 2)
    for key, hubs, value, second, margin in (
        ("expected", "AC", 1085.0, "AB", 25.0),  # AB 1110, BC 1225
        ("worst_case", "BC", 1300.0, "AC", 10.0),
        ("shock", "BC", 1300.0, "AC", 10.0),
        ("what-if", "BC", 900.0, "AB", 10.0),
    ):
        row = pairs.loc[key]
        assert ("".join(row["hubs"]), row["value_usd"]) == (hubs, value)
        assert ("".join(row["runner_up"]), row["margin_usd"]) == (second, margin)
    assert pairs.loc["base", "margin_usd"] == 0.0
    # by regret among pairs: AB 0, 110, 10; AC 0, 10, 110; BC 190, 0, 0
    assert pairs.loc["max_regret", "value_usd"] == 110.0


def test_the_gateways_are_not_named_in_a_design(found):
    assert all("G" not in hubs for hubs in found.best.loc[found.best["design"] == "beside", "hubs"])
    assert designs(found, "alone", 2).loc["base", "hubs"] == ("G", "A")


def test_a_set_without_competitor_has_no_margin():
    lone = hand_comparison(HandRegion(priced()), hubs="A", weights=ONLY_BASE, p_max=1)
    row = designs(lone, "beside", 1).loc["expected"]
    assert row["runner_up"] == ()
    assert np.isnan(row["margin_usd"])


def test_what_costs_the_same_to_the_cent_stays_in_its_order():
    """Among forty, as a sort that is not stable mixes no fewer."""
    noise = [100.0 + (number % 7) * 1e-5 for number in range(40)]
    frame = pd.DataFrame({"cost": [*noise, 99.98]}, index=range(41))
    assert list(cheapest_first(frame, "cost").index) == [40, *range(40)]


def test_parts_of_all_classes_stand_in_the_rows_of_hub_and_scenario():
    study = hand_study()  # three hubs in three scenarios
    parts = np.arange(3 * 3 * 2 * len(COSTS), dtype=float).reshape(3, 3, 2, len(COSTS))
    table = parts_table(study, parts)
    assert list(table) == list(COSTS)
    for h in range(3):
        for s in range(3):
            assert table.iloc[3 * h + s].tolist() == (parts[s, h, 0] + parts[s, h, 1]).tolist()
