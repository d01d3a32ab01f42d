"""What is valued, by default and by name."""

import pytest

import geodata
from experiments.worth.items import default_items, link_item, more_item, named_items, once, scenario_item
from optimize import InputError
from tests.experiments.tiny import write_tiny
from tests.experiments.worth.conftest import write_routes

ON = 'title = "Works"\n[[parameter]]\nparameter = "terminal_usd_per_t"\nvalue = 1\n'
OFF = ON.replace("value = 1", "value = 5")


def test_what_scenarios_open_and_what_is_planned_is_listed_once_and_ferries_too(routes):
    items = default_items(geodata.load_region(routes))
    assert [(item.kind, item.links) for item in items] == [
        ("project", ("west-mid-road",)),
        ("link", ("gate-mid",)),
        ("more", ("mid-west",)),
    ]


def test_watched_links_come_first(tmp_path):
    settings = write_routes(tmp_path) / "region.toml"
    settings.write_text(settings.read_text().replace("[defaults]", '[defaults]\nwatched_links = ["fly"]'))
    assert default_items(geodata.load_region(tmp_path))[0].id == "fly"


def test_two_scenarios_on_and_off_are_one_item(tmp_path):
    folder = write_tiny(tmp_path)
    (folder / "scenarios" / "plant-on.toml").write_text(ON)
    (folder / "scenarios" / "plant-off.toml").write_text(OFF)
    region = geodata.load_region(folder)
    item = scenario_item(region, "plant-off")
    assert item == scenario_item(region, "plant-on")
    assert item in default_items(region)
    assert [change.value for change in (*item.present, *item.absent)] == [1.0, 5.0]


def test_a_scenario_that_closes_is_worth_what_is_lost_with_it(routes):
    item = scenario_item(geodata.load_region(routes), "west-cut")
    assert item.present == ()
    assert item.absent[0].close
    assert item.links == ("mid-west",)


def test_links_are_found_by_their_ends(routes):
    region = geodata.load_region(routes)
    assert [item.id for item in named_items(region, links=["Gate (dry port)-Midtown", "FAR-SOU"])] == [
        "gate-mid",
        "fly",
    ]


def test_planned_services_on_a_link_start_with_it(tmp_path):
    share = "full_load_share,,,,,0.5,,,made-up,assumed\nclass_share,goods"
    folder = write_tiny(tmp_path, parameters=("class_share,goods", share))
    (folder / "services.csv").write_text(
        "id,name,modes,stops,departures_per_week,t_per_departure,status,source,confidence\n"
        "bus,Bus,road,WES;MID,7,20,planned,made-up,assumed\nlong,Long,rail,FAR;WES,7,20,planned,made-up,assumed\n"
    )
    assert link_item(geodata.load_region(folder), "west-mid-road").services == ("bus",)


def test_more_is_one_departure_a_week_or_a_tenth(routes):
    region = geodata.load_region(routes)
    assert more_item(region, "fly").more == pytest.approx(1 / 3)
    change = more_item(region, "mid-west").present[0]
    assert (change.wait, change.capacity) == pytest.approx((1 / 1.1, 1.1))


def test_trade_has_no_worth(tmp_path):
    folder = write_tiny(tmp_path)
    (folder / "scenarios" / "boom.toml").write_text('title = "Boom"\n[[demand]]\nfactor = 2.0\n')
    with pytest.raises(InputError, match="changes trade"):
        scenario_item(geodata.load_region(folder), "boom")


def test_parts_of_what_is_listed_are_left_out(routes):
    region = geodata.load_region(routes)
    one, other = link_item(region, "fly"), more_item(region, "fly")
    assert once([one, other, one]) == [one, other]
