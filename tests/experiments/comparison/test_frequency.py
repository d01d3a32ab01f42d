"""Trains between the winner's hubs: 10 t a year go from the gateway to Alba."""

import pandas as pd
import pytest

from experiments.comparison.frequency import train_words
from tests.experiments.hand import ONLY_BASE, HandRegion, hand_comparison, hand_study, priced


def compared(train_t, **region):
    return hand_comparison(HandRegion(priced(), train_t=train_t, **region), weights=ONLY_BASE)


def test_two_trains_a_year_are_waited_for_three_months():
    (row,) = compared(5.0).trains.to_dict("records")
    assert (row["from"], row["to"], row["t_per_year"]) == ("G", "A", 10.0)
    assert row["departures_per_week"] == pytest.approx(2 * 7 / 365)
    assert row["wait_h"] == pytest.approx(365 / 2 / 2 * 24)
    assert row["wait_taken_h"] == 48.0


def test_room_at_the_gateway_makes_trains_fewer():
    (row,) = compared(5.0, capacity={"G": 4.0}).trains.to_dict("records")
    assert row["t_per_year"] == pytest.approx(4.0)


def test_too_few_trains_are_said_to_overstate_the_saving():
    found = compared(5.0)
    assert "Gate to Alba 0.0 full trains a week (a wait of 2190 h, where 48 h are taken)" in found.verdict[-3]
    assert "the saving of the hub is overstated" in train_words(found.study, found.trains)


def test_enough_trains_are_said_to_be_enough():
    found = compared(0.01)
    assert "enough for the wait that is taken" in train_words(found.study, found.trains)


def test_where_trains_have_no_load_nothing_is_said():
    assert compared(0.0).trains.empty
    assert train_words(hand_study(), pd.DataFrame()) == ""
