"""Changes in words, written out by hand."""

import pytest

from geodata import CellChange, Change, DemandChange, InputChange, ParameterChange, ServiceChange
from geodata.change_words import change_words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change(country="IRN", close=True), "links of country IRN: closed"),
        (Change(links="a", open=True, wait=0.5), "links a: opened, wait x 0.5"),
        (
            Change(
                corridor="North", exclusive=True, direction="forward", cls="bulk", add_fee_usd_per_t=-2, add_time_h=3
            ),
            "links of corridor North, class bulk, of no other corridor, forward alone: time + 3 h, fee - 2 USD/t",
        ),
        (Change(links=("a", "b", "c", "d", "e"), close=True), "links a or b or c or d and 1 more: closed"),
        (Change(tariff=2), "links: tariff x 2"),
        (Change(mode="rail"), "links of mode rail: as it is"),
        (ServiceChange(mode=("rail",), departures=0.5), "scheduled services of mode rail: departures x 0.5"),
        (ServiceChange(services="line", close=True), "scheduled services line: closed"),
        (DemandChange(1.2, exporter="CHN", cls="bulk"), "trade of exporter CHN, class bulk: x 1.2"),
        (DemandChange(2), "trade: x 2"),
        (ParameterChange("speed_kmh", 40.0, mode="rail"), "speed_kmh (rail): = 40"),
        (ParameterChange("fixed_usd_per_year", add=-5e6, place="TAS"), "fixed_usd_per_year (TAS): - 5e+06"),
        (CellChange("links", "a", "length_km", factor=1.5), "length_km of a: x 1.5"),
        (CellChange("links", "a", "status", "open"), "status of a: = open"),
        (InputChange({"x": 2.0}), "x: = 2"),
        (InputChange({"x": 2.0, "y": 1.0}, "draw 3 of 9"), "2 uncertain inputs set: draw 3 of 9"),
    ],
)  # fmt: skip
def test_what_is_changed_and_how(change, words):
    assert change_words(change) == words
