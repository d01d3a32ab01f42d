"""Hubs of air cargo against the gateways alone; the numbers are worked out in `airborne`."""

import pytest

from experiments.air import AirQuestion
from experiments.air.hubs import hub_problem, hub_rows
from tests.experiments.air.airborne import write_airborne


def test_hubs_save_what_was_worked_out(question):
    frame = hub_rows(question, "base").set_index("hub")
    assert frame["no_hub_usd"].tolist() == pytest.approx([2_030_000] * 2)
    assert frame["gross_saving_usd"].to_dict() == pytest.approx({"HUB": 1_490_000, "ALT": 1_450_000})
    assert frame["saving_usd"].to_dict() == pytest.approx({"HUB": -1_490_000, "ALT": -2_900_000})
    assert frame["rank"].to_dict() == {"HUB": 1, "ALT": 2}
    assert frame["air_t"].tolist() == pytest.approx([1000, 1000])
    # both ways, from Origin and from Nearby
    assert frame.loc["HUB", "flight_room_t"] == pytest.approx(2 * (84 + 42) * 365 / 7)


def test_a_shut_hub_saves_nothing_and_the_other_takes_its_place(question):
    frame = hub_rows(question, "hub-shut").set_index("hub")
    assert frame["gross_saving_usd"].to_dict() == pytest.approx({"ALT": 1_490_000, "HUB": 0})
    assert frame["air_t"].to_dict() == pytest.approx({"ALT": 1000, "HUB": 0})
    assert frame["rank"].to_dict() == {"ALT": 1, "HUB": 2}


def test_nothing_but_flights_runs_between_hubs(region):
    asked = AirQuestion.of(region, classes=["goods"], gateways=["ORG"], hubs=["HUB", "ALT"])
    problem = hub_problem(region, asked, "base")
    at = problem.candidates.index
    transfer = problem.blocks[0].transfer
    # 400 USD/t, and two hours at 240 x 1% / 24 = 0.1 USD; between the two hubs there is a road, but no flight
    assert transfer[at("ORG"), at("HUB")] == pytest.approx(400.2)
    assert transfer[at("HUB"), at("ALT")] == pytest.approx(800.4)  # by Origin


def test_the_share_of_a_hubs_room_is_told(tmp_path):
    folder = write_airborne(
        tmp_path, hubs=("place,fixed_usd_per_year,", "place,fixed_usd_per_year,capacity_teu_per_year,")
    )
    hubs = folder / "hubs.csv"
    hubs.write_text(hubs.read_text().replace("2980000,", "2980000,1000,").replace("4350000,", "4350000,,"))
    frame = hub_rows(AirQuestion.of(folder.as_posix()), "base").set_index("hub")
    # 1,000 t at 5 t in a TEU, of 1,000 TEU
    assert frame["hub_room_use"].to_dict() == pytest.approx({"HUB": 0.2, "ALT": 0.0})
    assert frame["gross_saving_usd"]["HUB"] == pytest.approx(1_490_000)
