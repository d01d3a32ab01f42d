"""Sentences say no more than the draws do."""

import pandas as pd

from experiments.wins import Standing, first_words, share_words, standing, win_table

NAMES = {"a": "Almaty", "b": "Shymkent", "c": "Osh"}


def _found(**columns):
    cost = pd.DataFrame(columns, dtype=float) * 1e6
    return Standing(standing(cost), win_table(cost), len(cost))


def test_a_lead_below_its_spread_is_undecided():
    words = first_words(_found(a=[1] * 10, b=[9, -4] * 5), NAMES.__getitem__)
    assert words.startswith("Almaty or Shymkent, undecided: the lead is 1.50 m USD a year on average")
    assert "costs less in 50.0%" in words


def test_a_clear_lead_is_told_with_its_figures():
    words = first_words(_found(a=[1] * 10, b=[3, 3.5] * 5), NAMES.__getitem__)
    assert words.startswith("Almaty leads Shymkent by 2.25 m USD a year on average")
    assert "costs less in 100.0% of them" in words


def test_hubs_that_win_are_named_with_intervals_and_the_rest_is_counted():
    words = share_words(_found(a=[1] * 99 + [3], b=[2] * 99 + [4], c=[5] * 99 + [1]), NAMES.__getitem__)
    assert words == "Best in so many of 100 draws of all uncertain inputs: Almaty 99.0% (95 to 100) and others 1.0%."
