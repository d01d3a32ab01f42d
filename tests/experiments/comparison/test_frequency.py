"""Trains between the winner's hubs: 10 t a year go from the gateway to Alba."""

import pandas as pd
import pytest

import geodata
from experiments.comparison.families import Family
from experiments.comparison.frequency import hub_trains, train_words
from experiments.question import Study
from tests.experiments.hand import ONLY_BASE, HandRegion, hand_comparison, hand_study, priced
from tests.experiments.tiny import write_tiny


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


@pytest.mark.parametrize("way", [(("road", 1000.0),), (("sea", 900.0), ("rail", 100.0))])
def test_what_goes_mostly_by_road_or_sea_fills_no_train(way):
    found = compared(5.0, way=way)
    assert found.trains.empty
    assert not any("train" in sentence for sentence in found.verdict)


def test_a_ferry_on_the_way_leaves_a_train_a_train():
    (row,) = compared(5.0, way=(("rail", 600.0), ("sea", 400.0))).trains.to_dict("records")
    assert row["t_per_year"] == 10.0


def trains_of(folder, **changed):
    """Trains of the tiny region between the gate and Northtown, by direction."""
    loads = ("class_share,goods", "tonnes_per_train,,,,,1000,,t,made-up,assumed\nclass_share,goods")
    region = geodata.load_region(write_tiny(folder, parameters=loads, **changed))
    study = Study.of(region, hubs=["NOR"], scenarios=["base"])
    problem = region.problem("base", ["GAT", "NOR"])
    family = Family("beside", "beside the gate", ("GAT",), 1)
    return problem, hub_trains(study, family, "NOR", problem)


def test_between_hubs_with_a_railway_and_a_road_trains_have_what_is_cheaper_by_rail(tmp_path):
    assert set(trains_of(tmp_path)[1]["from"]) == {"GAT", "NOR"}


def test_between_hubs_with_a_road_alone_no_train_runs(tmp_path):
    problem, trains = trains_of(tmp_path, links=("gate-north,GAT,NOR,rail,1000", "gate-north,GAT,NOR,road,1000"))
    assert len(problem.blocks) == 2
    assert trains.empty
