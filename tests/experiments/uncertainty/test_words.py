"""Sentences follow from the tables, also when these are changed from outside."""

from dataclasses import replace

import pandas as pd

from experiments.uncertainty import robustness_words
from experiments.uncertainty.words import condition_words, sensitivity_words


def _with_costs(found, **columns):
    """The study with other costs of its single hubs in the draws."""
    draws = found.draws.copy()
    for hub, values in columns.items():
        draws[f"GAT>{hub}"] = values
    return replace(found, draws=draws)


def test_the_headline_is_undecided_where_the_lead_is_within_its_spread(drawn):
    some = [1e9, 3e9] * (drawn.count // 2)
    told = robustness_words(_with_costs(drawn, NOR=1.99e9, SOU=some, MID=9e9))[0]
    assert told.startswith("The best single hub beside Gate: Northtown or Southtown, undecided")


def test_the_headline_is_sure_where_the_lead_is(drawn):
    told = robustness_words(_with_costs(drawn, NOR=5e9, SOU=1e9, MID=9e9))[0]
    assert told.startswith("The best single hub beside Gate: Southtown leads Northtown by 4.00 bn USD")


def test_draws_in_which_no_hub_pays_are_told(drawn):
    words = robustness_words(replace(drawn, share_none=0.25))
    assert "In 25.0% of the draws no further hub pays for itself: Gate alone costs least." in words
    assert not any("pays for itself" in text for text in robustness_words(replace(drawn, share_none=0.0)))


def test_inputs_with_effect_are_named_with_their_direction(drawn):
    table = pd.DataFrame(
        {
            "hub": "NOR",
            "rival": "SOU",
            "input": ["rail", "fuel", "rain"],
            "s1": [0.5, 0.1, 0.001],
            "direction": [0.7, -0.3, 0],
            "sure": [True, True, True],
        }
    )
    effects = "rail (50.0%, it grows with them) and fuel (10.0%, it falls with them)"
    (told,) = sensitivity_words(replace(drawn, sensitivity=table))
    assert told == f"The lead of Northtown over Southtown hangs most on {effects} of its variance."
    assert sensitivity_words(replace(drawn, sensitivity=table.assign(sure=False))) == []


def test_conditions_are_told_as_parts_of_what_is_possible(drawn):
    table = pd.DataFrame(
        {
            "hub": "SOU",
            "input": ["rail", "fuel"],
            "above": [0.75, 0.2],
            "below": [float("nan"), 0.6],
            "draws": 20,
            "share_inside": 0.9,
            "share_covered": 0.5,
            "share_of_all": 0.3,
        }
    )
    (told,) = condition_words(replace(drawn, conditions=table))
    limits = "rail in the upper 25% and fuel between 20% and 60% of what is possible"
    assert told == f"Southtown wins in 90.0% of 20 draws with {limits}, and in 30.0% of all."
