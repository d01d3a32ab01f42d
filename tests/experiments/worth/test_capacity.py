"""Worth within the room of links."""

import pytest

import geodata
from experiments import route_value
from experiments.corridors import study_corridors
from geodata import Change
from tests.experiments.tiny import FILES
from tests.experiments.worth.conftest import write_routes


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """Folder of the region with a ferry that is full and leaves at once."""
    folder = write_routes(tmp_path_factory.mktemp("full"))
    links = folder / "links.csv"
    links.write_text(links.read_text().replace("ferry,950,48,900000", "ferry,950,,90000"))
    return folder


@pytest.fixture(scope="module")
def found(full):
    asked = {"scenarios": ["base"], "draws": 0, "break_even": False}
    return route_value(str(full), links=["gate-mid"], more=["mid-west"], **asked).value.set_index(["item", "design"])


def test_it_is_the_difference_of_two_corridor_studies(found, full):
    region = geodata.load_region(full)
    there = region.with_overrides(Change(links=("gate-mid",), open=True))
    costs = [study_corridors(world, ["base"]).costs["cost_usd"].item() for world in (region, there)]
    row = found.loc[("gate-mid", "no hub")]
    assert row["within_room_worth_usd"] == pytest.approx(costs[0] - costs[1], rel=1e-4)
    assert row["within_room_worth_usd"] > 0


def test_room_on_a_full_ferry_saves_at_most_its_price_a_tonne_and_costs_of_hub_sets_do_not_see_it(found):
    row = found.loc[("more:mid-west", "no hub")]
    more_t = 0.1 * 90000  # in each direction
    assert row["worth_usd"] == pytest.approx(0.0, abs=1.0)
    assert 0 < row["within_room_worth_usd"] <= row["room_price_usd_per_t"] * more_t * (1 + 1e-6)


def test_a_tonne_of_room_is_worth_what_the_dearest_freight_on_it_saves(found, full):
    region = geodata.load_region(full)
    more = region.with_overrides(Change(links=("mid-west",), capacity=1.0001))
    costs = [study_corridors(world, ["base"]).costs["cost_usd"].item() for world in (region, more)]
    price = found.loc[("more:mid-west", "no hub"), "room_price_usd_per_t"]
    assert (costs[0] - costs[1]) / 9.0 == pytest.approx(price, rel=1e-2)


def test_it_can_be_left_out(full):
    asked = {"links": ["gate-mid"], "scenarios": ["base"], "draws": 0, "break_even": False, "link_capacities": False}
    assert route_value(str(full), **asked).value["within_room_worth_usd"].isna().all()


def test_parcels_never_count_where_they_are_left_out(full):
    assert "parcels" in FILES["classes.csv"]
    asked = {"links": ["fly"], "scenarios": ["base"], "draws": 0, "break_even": False}
    worth = route_value(str(full), classes=["goods"], **asked).value.set_index("design")["within_room_worth_usd"]
    assert worth["no hub"] == pytest.approx(0.0, abs=1e-3)
