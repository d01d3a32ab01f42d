"""Sentences follow from the tables."""

from dataclasses import replace

import pandas as pd

from experiments.tradeoffs import frontier_words


def _with(weighed, front, best):
    columns = ["measure", "p", "hubs", "name", "expected_usd", "value_usd", "extra_usd", "saved_usd"]
    return replace(
        weighed,
        front=pd.DataFrame(front, columns=columns),
        best=pd.DataFrame(best, columns=["p", "measure", "hubs", "name", "value_usd"]),
    )


def test_safety_that_costs_is_told_with_both_figures(weighed):
    front = [
        ("worst_case", 1, "NOR", "Northtown", 1e9, 5e9, 0.0, 0.0),
        ("worst_case", 1, "SOU", "Southtown", 1.2e9, 4e9, 0.2e9, 1e9),
        ("cvar", 1, "NOR", "Northtown", 1e9, 2e9, 0.0, 0.0),
    ]
    best = [(1, "expected", "NOR", "Northtown", 1e9), (2, "expected", "NOR+SOU", "Northtown + Southtown", 0.9e9)]
    number, worst, tail = frontier_words(_with(weighed, front, best))
    pair = "Northtown + Southtown costs least on average"
    assert number == f"Of one to 3 hubs beside Gate, {pair}: 100 m USD a year less than Northtown alone."
    lower = "it lowers that of Northtown by 1.00 bn USD, and costs 200 m USD a year more on average"
    assert worst == f"The smallest cost in the worst scenario is Southtown's: {lower}."
    same = "the smallest mean cost of the worst tenth of the single hubs as well"
    assert tail == f"Northtown has {same}: guarding against it costs nothing."


def test_further_hubs_that_do_not_pay_are_told(weighed):
    best = [(1, "expected", "NOR", "Northtown", 1e9), (2, "expected", "NOR+SOU", "Northtown + Southtown", 1.1e9)]
    assert frontier_words(_with(weighed, [], best)) == [
        "Of one to 3 hubs beside Gate, Northtown costs least on average: further hubs do not pay for themselves."
    ]
