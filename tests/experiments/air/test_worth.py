"""What a flight is worth; the numbers are worked out in `airborne` and here."""

import math

import pytest

import geodata
from experiments.air import AirQuestion
from experiments.air.volumes import GROWTH
from experiments.air.worth import ENDS, NO_HUB, flight_crossings, flight_rows
from tests.experiments.air.airborne import write_airborne

DEPARTURES_USD = 2 * 84 * 365 / 7 * 200


def test_shippers_save_the_difference_to_the_other_airport(question):
    row = flight_rows(question, "base").set_index("design").loc[NO_HUB]
    assert row["worth_usd"] == pytest.approx(1000 * (2070 - 2030))
    assert row["flow_t"] == pytest.approx(1000)
    assert row["paid_usd"] == pytest.approx(1000 * 1000)  # USD/t of a single parcel: 400 x 1.0 / 0.4
    assert row["departures_usd"] == pytest.approx(DEPARTURES_USD)
    assert row["net_usd"] == pytest.approx(40_000 + 1_000_000 - DEPARTURES_USD)


def test_hubs_at_both_ends_fill_it_at_the_price_of_full_loads(question):
    row = flight_rows(question, "base").set_index("design").loc[ENDS]
    # without the flight no other links the two hubs, and all go direct over Altville
    assert row["worth_usd"] == pytest.approx(1000 * (2070 - 540))
    assert row["paid_usd"] == pytest.approx(1000 * 400)
    assert (row["flow_t"], row["parcels_t"]) == pytest.approx((1000, 1000))


def test_a_closed_flight_is_worth_nothing(question):
    frame = flight_rows(question, "hub-shut")
    assert frame["worth_usd"].tolist() == pytest.approx([0, 0])
    assert frame["flow_t"].tolist() == [0, 0]


def test_a_planned_flight_is_flown_to_see_what_it_would_be_worth(tmp_path):
    folder = write_airborne(tmp_path, links=("classes,source,", "classes,status,source,"))
    links = folder / "links.csv"
    lines = links.read_text().splitlines()
    lines[1:] = [
        line.replace(",made-up", f",{'planned' if line.startswith('fly-hub') else 'open'},made-up")
        for line in lines[1:]
    ]
    links.write_text("\n".join(lines) + "\n")
    asked = AirQuestion.of(geodata.load_region(folder), hubs=["ALT"], flights=["fly-hub"])
    row = flight_rows(asked, "base").set_index("design").loc[NO_HUB]
    assert (row["with_usd"], row["without_usd"]) == pytest.approx((2_030_000, 2_070_000))


@pytest.mark.parametrize(("design", "worth_usd"), [(NO_HUB, 1_040_000), (ENDS, 1_930_000)])
def test_it_pays_from_the_volume_at_which_worth_and_fares_cover_the_departures(study, design, worth_usd):
    found = study.volumes[(study.volumes["kind"] == GROWTH) & (study.volumes["design"] == design)].iloc[0]
    assert found["below"] < DEPARTURES_USD / worth_usd <= found["above"]
    assert found["gain_below_usd"] < 0 <= found["gain_above_usd"]


def test_without_a_timetable_nobody_knows_from_which_volume_on(tmp_path):
    folder = write_airborne(tmp_path, links=("ORG,HUB,air,1000,84,1,0.5,200", "ORG,HUB,air,1000,,,,"))
    asked = AirQuestion.of(geodata.load_region(folder), flights=["fly-hub"])
    frame = flight_rows(asked, "base")
    assert frame["departures_usd"].map(math.isnan).all()
    assert frame["worth_usd"].tolist() == pytest.approx([1000 * 50, 1000 * 1540])  # no wait of an hour
    assert flight_crossings(asked, frame).empty


def test_full_loads_that_are_booked_ahead_pay_the_price_of_a_full_load(tmp_path):
    # half of the parcels; wait for the booking 1 h, for the flight 1 h, air 1 h, road 1 h, 400 + 10 USD: 450 USD/t
    folder = write_airborne(
        tmp_path,
        parameters=(
            "hub_handling_usd_per_t,",
            "full_load_share,parcels,,,,0.5,,,made-up,assumed\nhub_handling_usd_per_t,",
        ),
    )
    (folder / "services.csv").write_text(
        "id,name,modes,stops,departures_per_week,t_per_departure,classes,source,confidence\n"
        "space,Space,air,ORG;HUB,84,1,parcels,made-up,assumed\n"
    )
    asked = AirQuestion.of(geodata.load_region(folder), flights=["fly-hub"])
    row = flight_rows(asked, "base").set_index("design").loc[NO_HUB]
    assert row["with_usd"] == pytest.approx(500 * 450 + 500 * 2030)
    assert row["worth_usd"] == pytest.approx(1000 * 2070 - row["with_usd"])  # without the flight there is no booking
    assert row["paid_usd"] == pytest.approx(500 * 400 + 500 * 1000)
    assert row["flow_t"] == pytest.approx(1000)
