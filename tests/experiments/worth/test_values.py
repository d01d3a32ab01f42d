"""Costs, tonnes and payments of an item."""

import numpy as np
import pandas as pd
import pytest

from experiments.question import Study
from experiments.worth.items import link_item, service_item
from experiments.worth.values import Worlds, departures, expected, paid, picks, use_of
from tests.experiments.tiny import write_tiny


@pytest.fixture(scope="module")
def worlds(routes):
    return Worlds(Study.of(str(routes), scenarios=["base"]))


def test_a_scenario_without_weight_counts_for_nothing_even_if_it_costs_inf():
    costs = pd.DataFrame([[1.0, np.inf], [3.0, 4.0]], index=["", "A"], columns=["base", "what-if"])
    assert expected(costs, [1.0, 0.0]).tolist() == [1.0, 3.0]


def test_the_best_hub_is_chosen_with_and_without(worlds):
    there = pd.Series({"": 9.0, "NOR": 5.0, "SOU": 6.0, "MID": 7.0})
    gone = pd.Series({"": 9.0, "NOR": 8.0, "SOU": 7.0, "MID": 7.5})
    assert [(pick.design, pick.hub_with, pick.hub_without) for pick in picks(worlds, there, gone)] == [
        ("no hub", "", ""),
        ("best hub", "NOR", "SOU"),
    ]


def test_a_link_without_a_timetable_has_no_departures(worlds):
    assert np.isnan(departures(worlds.study.region, link_item(worlds.study.region, "gate-north"))).all()


def test_who_uses_a_flight_pays_its_price_for_each_tonne(worlds):
    region = worlds.study.region
    item, costs = link_item(region, "fly"), worlds.table(region)
    use = use_of(worlds, item, region, costs["base"])
    money = paid(worlds, item, region, costs)["base"]
    assert use.classes == ("parcels",)
    assert use.tonnes[""] > 0
    # 6000 USD over 16 t, single parcels at 0.6 against 0.5 USD/tkm in general
    assert money[""] / use.tonnes[""] == pytest.approx(6000 / 16 * 0.6 / 0.5, rel=1e-3)


def test_services_have_the_tonnes_that_board_them(tmp_path):
    folder = write_tiny(
        tmp_path, parameters=("class_share,goods", "full_load_share,goods,,,,0.5,,,made-up,assumed\nclass_share,goods")
    )
    (folder / "services.csv").write_text(
        "id,name,modes,stops,departures_per_week,t_per_departure,classes,source,confidence\n"
        "far-sou,Far - South,rail,FAR;SOU,7,100,goods,made-up,assumed\n"
    )
    study = Study.of(str(folder), scenarios=["base"])
    worlds, item = Worlds(study), service_item(study.region, "far-sou")
    use = use_of(worlds, item, study.region, worlds.table(study.region)["base"])
    assert 0 < use.share[""] <= 1.0
    assert use.tonnes[""] <= 2 * 365 * 100
