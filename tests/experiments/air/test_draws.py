"""Hubs compared under inputs that are drawn."""

import pandas as pd
import pytest

import geodata
from experiments.air import AirQuestion, study_air
from experiments.air.draws import draw_table, shares
from tests.experiments.air.airborne import write_airborne


def test_where_all_is_sure_every_draw_is_the_same(question):
    frame = draw_table(question, 2)
    assert frame["draw"].tolist() == [0, 0, 1, 1]
    assert frame["gross_saving_usd"].tolist() == pytest.approx([1_490_000, 1_450_000] * 2)
    assert frame["saving_usd"].tolist() == pytest.approx([-1_490_000, -2_900_000] * 2)


def test_what_is_unsure_is_drawn_for_all_hubs_at_once(tmp_path):
    change = ("hub_handling_usd_per_t,,,,,50,,", "hub_handling_usd_per_t,,,,0,50,200,")
    asked = AirQuestion.of(geodata.load_region(write_airborne(tmp_path, parameters=change)))
    frame = draw_table(asked, 3)
    wide = frame.pivot_table(index="draw", columns="hub", values="gross_saving_usd")
    assert wide["HUB"].nunique() == 3
    assert (wide["HUB"] - wide["ALT"]).tolist() == pytest.approx([40_000] * 3)  # both handle twice, as dear
    assert wide["HUB"].between(1000 * (1490 + 100 - 400), 1000 * (1490 + 100)).all()


def test_shares_are_counted_over_draws():
    rows = [(0, "A", 5.0, 9.0), (0, "B", 6.0, 7.0), (1, "A", -1.0, 3.0), (1, "B", -2.0, 2.0)]
    found = shares(pd.DataFrame(rows, columns=["draw", "hub", "saving_usd", "gross_saving_usd"]), 1.0)
    assert found.loc["A"].to_dict() == {"saves_most": 1.0, "pays": 0.5, "best": 0.0}
    assert found.loc["B"].to_dict() == {"saves_most": 0.0, "pays": 0.5, "best": 0.5}


def test_where_nobody_saves_nobody_is_counted():
    rows = [(0, "A", -5.0, 0.0), (0, "B", -6.0, 0.0)]
    found = shares(pd.DataFrame(rows, columns=["draw", "hub", "saving_usd", "gross_saving_usd"]), 1.0)
    assert (found == 0.0).all(axis=None)


def test_draws_have_their_sentence(region):
    told = " ".join(study_air(region, best=0, draws=2).verdict)
    assert "In 2 draws of all uncertain inputs, before its fixed cost, saves most Hubtown in 100.0%" in told
    assert "after it pays nobody" in told
