"""From which volume on hubs pay; the numbers are worked out in `airborne`."""

import math
from dataclasses import replace

import pytest

from experiments.air import AirQuestion
from experiments.air.breakeven import TOLERANCE
from experiments.air.hubs import hub_costs, hub_rows
from experiments.air.volumes import FLIGHTS, GROWTH, VALUE, hub_crossings, scaled_region
from geodata.files import TABLES


def by_key(study):
    return {(row["of"], row["kind"]): row for row in study.volumes.to_dict("records")}


def test_a_hub_pays_above_the_volume_that_was_worked_out(study):
    found = by_key(study)
    # fixed costs of 2.98 and 4.35 m against 1.49 and 1.45 m a year at today's 1,000 t
    assert found["HUB", GROWTH]["below"] < 2.0 <= found["HUB", GROWTH]["above"]
    assert found["ALT", GROWTH]["below"] < 3.0 <= found["ALT", GROWTH]["above"]
    # 500 USD/t of money and 990 of time are saved at Hubtown, 480 and 970 at Altville
    assert found["HUB", VALUE]["below"] < (2980 - 500) / 990 <= found["HUB", VALUE]["above"]
    assert found["ALT", VALUE]["below"] < (4350 - 480) / 970 <= found["ALT", VALUE]["above"]


def test_both_sides_of_a_break_even_hold_when_they_are_computed_again(study):
    question = study.question
    for row in study.volumes[study.volumes["what"] == "hub"].to_dict("records"):
        for side, pays in (("below", False), ("above", True)):
            changed = scaled_region(question.region, question.classes, row["kind"], row[side])
            alone, with_hub = hub_costs(changed, question, "base")
            assert (alone - with_hub[row["of"]] >= 0) == pays
            assert row["above"] <= row["below"] * (1 + TOLERANCE)


def test_the_curve_has_todays_volume_and_all_hubs(study):
    today = study.curve[(study.curve["kind"] == GROWTH) & (study.curve["factor"] == 1.0)]
    assert today.set_index("hub")["saving_usd"].to_dict() == pytest.approx({"HUB": -1_490_000, "ALT": -2_900_000})


def test_a_hub_that_saves_nothing_pays_at_no_volume(region):
    asked = AirQuestion.of(region, gateways=["NEA"])  # no freight is near
    frame = hub_rows(asked, "base")
    found, _ = hub_crossings(asked, frame, 1)
    assert frame["gross_saving_usd"].max() == pytest.approx(0, abs=1e-6)
    assert found["above"].map(math.isnan).all()


def test_a_dearer_tonne_leaves_the_tonnes_as_they_are(region):
    changed = scaled_region(region, ["parcels"], VALUE, 3.0)
    assert changed.flows("base", "parcels").to_numpy().sum() == pytest.approx(1000)
    parameters = changed.model.parameters
    assert parameters.get("time_percent_per_day", cls="parcels") == pytest.approx(3)
    assert parameters.get("unmet_usd_per_t", cls="parcels") == pytest.approx(300_000)
    assert parameters.get("time_percent_per_day", cls="goods") == pytest.approx(1)


def test_with_more_flights_the_wait_is_shorter(region):
    asked = AirQuestion.of(region, fixed_usd=0.0)
    for kind, wait_h in ((GROWTH, 1.0), (FLIGHTS, 0.5)):
        alone, with_hub = hub_costs(scaled_region(asked.region, ["parcels"], kind, 2.0), asked, "base")
        assert alone == pytest.approx(2000 * (2030 - 10 + 10 * wait_h))
        assert with_hub["HUB"] == pytest.approx(2000 * (540 - 10 + 10 * wait_h))


def test_where_all_wait_for_the_same_flight_more_of_them_change_nothing(study):
    found = by_key(study)
    assert found["HUB", FLIGHTS]["below"] < 2.0 <= found["HUB", FLIGHTS]["above"]


def test_flights_grow_with_the_trade_and_bookings_where_there_are_any(region):
    state = scaled_region(region, ["parcels"], FLIGHTS, 3.0).state()
    assert [(change.mode, change.capacity) for change in state.changes] == [(("air",), 3.0)]
    assert state.services == ()
    line = {column.name: column.default for column in TABLES["services"].columns}
    line |= {"id": "line", "modes": ("air",), "stops": ("ORG", "HUB"), "departures_per_week": 7.0}
    table = replace(region.data["services"], rows=(line,), numbers=(2,))
    booked = replace(region, data=replace(region.data, tables={**region.data.tables, "services": table}))
    assert scaled_region(booked, ["parcels"], FLIGHTS, 3.0).state().services[0].departures == 3.0


def test_a_free_hub_pays_at_any_volume_but_not_where_it_saves_nothing(region):
    asked = AirQuestion.of(region, gateways=["ORG"], hubs=["HUB"], fixed_usd=0.0)
    found, _ = hub_crossings(asked, hub_rows(asked, "base"), 1)
    assert found["below"].map(math.isnan).all()
    assert not found["above"].map(math.isnan).any()
    asked = AirQuestion.of(region, gateways=["NEA"], hubs=["HUB"], fixed_usd=0.0)
    found, _ = hub_crossings(asked, hub_rows(asked, "base"), 1)
    assert found["above"].map(math.isnan).all()
