"""Why the best hub is ahead: parts of its cost beside those of the runner-up."""

from dataclasses import replace

import pytest

from experiments.comparison.why import expected_parts, why
from experiments.traffic import COSTS
from tests.experiments.hand import FIXED, ONLY_BASE, HandRegion, hand_comparison


def priced_by_parts(found, parts):
    """Give the rows of hubs their parts: ``{hub: {scenario: {part: USD}}}``, the others 0."""
    hubs = found.hubs.copy()
    for name in COSTS:
        short = name.removeprefix("cost_").removesuffix("_usd")
        hubs[name] = [
            float(parts.get(hub, {}).get(scenario, {}).get(short, 0.0))
            for hub, scenario in zip(hubs["hub"], hubs["scenario"], strict=True)
        ]
    return replace(found, hubs=hubs)


def test_parts_count_by_the_weight_of_their_scenario_and_the_largest_is_told_first():
    # Brno costs 1250 USD a year, Alba 1260; the base weighs 3/4, the shock 1/4, the what-if nothing
    found = priced_by_parts(
        hand_comparison(),
        {
            "B": {"base": {"tariff": 1200}, "shock": {"tariff": 1000, "time": 400}, "what-if": {"gauge": 9999}},
            "A": {"base": {"tariff": 800, "time": 200, "fixed": 10}, "shock": {"tariff": 2000, "fixed": 10}},
        },
    )
    parts = expected_parts(found)
    assert parts.loc["B", "cost_tariff_usd"] == pytest.approx(0.75 * 1200 + 0.25 * 1000)
    assert parts.loc["A", "cost_time_usd"] == pytest.approx(150)
    # tariffs 1150 against 1100, time 100 against 150, fixed 0 against 10
    assert why(found) == (
        "Why Brno and not Alba: with Brno freight pays 50 USD a year for time and 10 USD a year for fixed costs less, "
        "and 50 USD a year for tariffs more."
    )


def test_what_is_small_beside_the_rest_is_left_out():
    found = priced_by_parts(
        hand_comparison(), {"A": {"base": {"handling": 1000, "border": 10}, "shock": {"handling": 1000}}}
    )
    assert why(found) == "Why Brno and not Alba: with Brno freight pays 1.00 k USD a year for handling less."


def test_nothing_is_said_of_costs_without_a_network_of_ties_and_of_lone_hubs():
    assert why(hand_comparison()) == ""
    tied = hand_comparison(HandRegion({"base": {"A": 100.0, "B": 100.0, "C": 150.0}}, fixed={}), weights=ONLY_BASE)
    assert why(priced_by_parts(tied, {})) == ""
    assert why(priced_by_parts(hand_comparison(hubs="A"), {"A": {"base": {"tariff": FIXED["A"]}}})) == ""
