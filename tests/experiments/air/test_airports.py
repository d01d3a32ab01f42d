"""Tonnes by airport, against what flights are said to carry."""

import pytest

from experiments.air.airports import airport_table


def test_airports_add_up_their_flights(question):
    frame = airport_table(question).set_index("airport")
    a_way = 84 * 365 / 7 / 2
    # Origin has two flights, Hubtown one and a half (Nearby's leaves half as often), there and back
    assert frame["stated_t"].to_dict() == pytest.approx(
        {"ORG": 4 * a_way, "HUB": 3 * a_way, "ALT": 2 * a_way, "NEA": a_way}
    )
    assert frame["modelled_t"].to_dict() == pytest.approx({"ORG": 1000, "HUB": 1000, "ALT": 0, "NEA": 0})
    assert frame.loc["ORG", ["in_t", "out_t", "parcels_t"]].tolist() == pytest.approx([0, 1000, 1000])
    assert frame.loc["HUB", "use"] == pytest.approx(1000 / (3 * a_way))
    assert frame["flights"].to_dict() == {"ORG": 2, "HUB": 2, "ALT": 1, "NEA": 1}


def test_airports_without_open_flights_are_left_out(question):
    assert airport_table(question, "hub-shut")["airport"].tolist() == ["ORG", "ALT"]
