"""The headline and the three figures."""

from dataclasses import replace

import pandas as pd
import pytest

from experiments import compare
from experiments.report.headline import MOST_WORDS, figures, headline
from experiments.report.scene import Scene
from experiments.wins import Lead, Standing, win_table
from tests.experiments.hand import FIXED, ONLY_BASE, PRICES, HandRegion, hand_comparison, priced
from tests.experiments.tiny import write_tiny


def standing_of(found, mean, sd, low=0.6, share=0.7):
    """Draws in which Alba leads Brno so."""
    shares = win_table(found.costs().T)
    return Standing(shares=shares, lead=Lead("A", "B", mean, sd, share, low, 0.9), draws=50)


def test_the_winner_and_its_lead():
    # at 1010 USD for A in the base and 2010 in the shock, 1200 and 1400 for B: 1260 and 1250 expected
    assert headline(hand_comparison()) == "Brno is the best hub, 10 USD a year cheaper than Alba"


def test_what_is_undecided_is_said_to_be():
    found = hand_comparison(HandRegion(priced()), weights=ONLY_BASE)
    told = headline(replace(found, standing=standing_of(found, 30.0, 80.0)))
    assert told == "Alba or Brno? Undecided: the lead is 30 ± 80 USD a year"


def test_a_sure_lead_is_told_with_its_share_of_draws():
    found = hand_comparison(HandRegion(priced()), weights=ONLY_BASE)
    # Alba leads by 190 at central values, and by 100 and 150 in two draws
    shares = win_table(pd.DataFrame({"A": [1000.0, 1000.0], "B": [1100.0, 1150.0], "C": [9000.0, 9000.0]}))
    standing = replace(standing_of(found, 125.0, 20.0), shares=shares, draws=2)
    told = headline(replace(found, standing=standing))
    assert told == "Alba is best in 100.0% of draws, mean lead 125 USD a year"
    assert len(told.split()) <= MOST_WORDS


def test_ties_lone_hubs_and_hubs_that_are_worth_nothing():
    tie = hand_comparison(HandRegion(priced(A=120.0), fixed={}), weights=ONLY_BASE)
    assert headline(tie) == "Alba and Brno are equally good beside Gate"
    lone = hand_comparison(hubs="A", p_max=1, weights=ONLY_BASE, region=HandRegion(priced()))
    assert headline(lone) == "Alba is the only hub compared"
    prices = {name: dict.fromkeys("ABC", 500.0) for name in PRICES}
    nothing = hand_comparison(HandRegion(prices, fixed=FIXED))
    assert headline(nothing) == "No single hub beside Gate is worth having"
    assert "nothing passes it" in figures(Scene(nothing, None, None))[0][2]


def test_a_name_of_many_words_leaves_the_headline_short(tmp_path):
    long = " ".join(["Saint"] * 20)
    folder = write_tiny(tmp_path, places=("Northtown", long))
    told = headline(compare(str(folder), scenarios=["base"], confirmed=False))
    assert len(told.split()) <= MOST_WORDS


@pytest.fixture(scope="module")
def scene(found):
    return Scene.of(found)


def test_there_are_three_figures(scene, found):
    told = figures(scene)
    best = found.study.name(str(found.ranking.index[0]))
    assert [len(row) for row in told] == [3, 3, 3]
    assert told[0][:2] == ("Best single hub at central values", best)
    won = int(((found.hubs["rank"] == 1) & (found.hubs["name"] == best)).sum())
    assert f"cheapest in {won} of 5 scenarios" in told[0][2]
    assert told[1][0] == f"Largest regret of {best}"
    costs = found.costs().loc[found.ranking.index[0]]
    dearest = (costs - costs["base"]).idxmax()
    assert told[2][0] == "Dearest scenario"
    assert f"“{found.study.title(dearest)}”" in told[2][2]


def test_without_a_dearer_scenario_there_are_two(tiny):
    scene = Scene.of(compare(str(tiny), hubs=["NOR"], scenarios=["base"], confirmed=False))
    assert [row[0] for row in figures(scene)] == ["Best single hub at central values", "Largest regret of Northtown"]
    assert figures(scene)[1][2] == "never dearer than another hub"


def test_a_hub_that_costs_more_than_it_saves_is_no_winner():
    found = hand_comparison(HandRegion(priced(), fixed={"A": 1500.0, "B": 1500.0}), hubs="AB", weights=ONLY_BASE)
    assert headline(found) == "No further hub beside Gate pays for itself"
