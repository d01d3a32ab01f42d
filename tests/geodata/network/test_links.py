"""Directed links: what the files say of them, and which of them a change selects."""

import numpy as np
import pytest

import geodata
from geodata import Change
from geodata.network.links import links_frame


def selected(region, **selectors):
    links = region.model.links
    chosen = links.select(Change(**selectors))
    return {link for link, on in zip(links.ids, chosen, strict=True) if on}


def test_selectors(danube_region):
    assert selected(danube_region, links=("vie-bud-rail",)) == {"vie-bud-rail"}
    assert selected(danube_region, corridor=("danube",)) == {"vie-cnd-river"}
    assert selected(danube_region, mode=("ferry",)) == {"vie-cnd-river"}
    assert selected(danube_region, place=("CND",)) == {"buh-cnd-rail", "buh-cnd-road", "vie-cnd-river"}


def test_a_country_is_its_borders_its_inside_and_its_transit(danube_region):
    bulgaria = {"beg-sof-rail", "beg-sof-road", "sof-buh-rail", "sof-buh-road", "vie-cnd-river"}
    assert selected(danube_region, country=("BGR",)) == bulgaria


def test_all_selectors_must_hold_and_one_item_of_each(danube_region):
    assert selected(danube_region, country=("BGR",), mode=("rail",)) == {"beg-sof-rail", "sof-buh-rail"}
    assert selected(danube_region, place=("SOF", "VIE"), mode=("road",), corridor=("balkan", "rhine-danube")) == {
        "beg-sof-road",
        "vie-bud-road",
    }


def test_exclusive_spares_links_of_other_corridors(edit):
    edit.cell("links.csv", 2, "corridors", "rhine-danube;orient")
    region = geodata.load_region(edit.folder)
    everything = selected(region, corridor=("rhine-danube",))
    assert everything - selected(region, corridor=("rhine-danube",), exclusive=True) == {"vie-bud-rail"}
    assert selected(region, corridor=("rhine-danube", "orient"), exclusive=True) == everything


def test_a_direction_is_one_way(danube_region):
    links = danube_region.model.links
    chosen = links.select(Change(links=("vie-bud-rail",), direction="backward"))
    assert [links.places[i] for i in links.tail[chosen]] == ["BUD"]


def numbers(region, link, *names):
    """Values of a link's forward and backward direction; a row for each class where a number has one."""
    links = region.model.links
    at = np.flatnonzero(np.array(links.ids) == link)
    at = at[np.argsort(~links.forward[at])]
    return [getattr(links, name)[..., at].tolist() for name in names]


def crossing(edit, **cells):
    """Replace all crossings by rows on the road Budapest - Belgrade."""
    edit.drop("crossings.csv", lambda row: False)
    for row in cells["rows"]:
        edit.add("crossings.csv", link="bud-beg-road", source="example", **row)
    return edit.region()


def test_the_ends_and_gauges_change_places_with_the_direction(edit):
    edit.cell("links.csv", 3, "gauge_from_mm", "1520")  # bud-beg-rail
    region = edit.region()
    places = region.model.links.places
    tail, head, gauge_tail, gauge_head = numbers(region, "bud-beg-rail", "tail", "head", "gauge_tail", "gauge_head")
    assert [places[index] for index in tail] == ["BUD", "BEG"]
    assert [places[index] for index in head] == ["BEG", "BUD"]
    assert (gauge_tail, gauge_head) == ([1520, 1435], [1435, 1520])
    assert numbers(region, "bud-beg-rail", "breaks_gauge") == [[True, True]]
    assert numbers(region, "vie-bud-rail", "breaks_gauge") == [[False, False]]


def test_a_crossing_of_one_direction_counts_there_alone(edit):
    region = crossing(edit, rows=[{"direction": "backward", "dwell_h": 7, "fee_usd_per_t": 3, "reload_h": 2}])
    dwell, fee, reload = numbers(region, "bud-beg-road", "dwell_h", "fee_usd_per_t", "reload_h")
    assert dwell == [[0, 7], [0, 7]]
    assert fee == [[0, 3], [0, 3]]
    assert np.array(reload)[:, 1].tolist() == [2, 2]
    assert np.isnan(np.array(reload)[:, 0]).all()


def test_a_crossing_of_one_class_counts_for_it_alone(edit):
    rows = [{"dwell_h": 7, "fee_usd_per_t": 3}, {"class": "parcels", "dwell_h": 1}]
    dwell, fee = numbers(crossing(edit, rows=rows), "bud-beg-road", "dwell_h", "fee_usd_per_t")
    assert dwell == [[7, 7], [1, 1]]
    assert fee == [[3, 3], [3, 3]]  # what the row of the class leaves empty stays as it is


@pytest.mark.parametrize("order", [1, -1])
def test_specific_crossings_win_in_any_order_of_rows_and_a_class_before_a_direction(edit, order):
    rows = [
        {"dwell_h": 9},
        {"direction": "forward", "dwell_h": 8},
        {"class": "parcels", "dwell_h": 7},
        {"class": "containers", "direction": "backward", "dwell_h": 6},
    ]
    (dwell,) = numbers(crossing(edit, rows=rows[::order]), "bud-beg-road", "dwell_h")
    assert dwell == [[8, 6], [7, 7]]


def test_the_smallest_capacity_holds_in_tonnes_a_year(edit):
    edit.cell("links.csv", 9, "capacity_t_per_year", "1000000")  # bud-beg-road
    rows = [{"capacity_trucks_per_day": 100}, {"direction": "forward", "capacity_trucks_per_day": 50}]
    (capacity,) = numbers(crossing(edit, rows=rows), "bud-beg-road", "capacity_t")
    assert capacity == [50 * 18 * 365, 100 * 18 * 365]
    rows = [{"capacity_trucks_per_day": 50}, {"direction": "forward", "capacity_trucks_per_day": 100}]
    (capacity,) = numbers(crossing(edit, rows=rows), "bud-beg-road", "capacity_t")
    assert capacity == [50 * 18 * 365] * 2
    (capacity,) = numbers(crossing(edit, rows=[{"capacity_trains_per_day": 3}]), "bud-beg-road", "capacity_t")
    assert capacity == [1_000_000, 1_000_000]  # 3 trains of 1,200 t a day would be 1,314,000
    (capacity,) = numbers(crossing(edit, rows=[{"capacity_trains_per_day": 2}]), "bud-beg-road", "capacity_t")
    assert capacity == [2 * 1200 * 365] * 2


def test_services_and_classes_of_a_link(danube_region):
    service_ok, class_ok = numbers(danube_region, "vie-cnd-river", "service_ok", "class_ok")
    assert service_ok == [[True, True], [False, False]]  # consolidated, single
    assert class_ok == [[True, True], [False, False]]  # containers, parcels
    assert numbers(danube_region, "vie-bud-rail", "service_ok", "class_ok") == [[[True, True]] * 2] * 2


def test_numbers_that_are_not_given(danube_region):
    speed, hours, wait, factor = numbers(
        danube_region, "vie-bud-rail", "speed_kmh", "time_h", "wait_h", "tariff_factor"
    )
    assert np.isnan([speed, hours]).all()
    assert (wait, factor) == ([0, 0], [1, 1])
    assert numbers(danube_region, "vie-bud-rail", "capacity_t") == [[np.inf, np.inf]]
    assert numbers(danube_region, "vie-cnd-river", "wait_h") == [[24, 24]]


def test_a_forward_link_is_there_once(edit):
    edit.cell("links.csv", 2, "direction", "forward")
    frame = links_frame(edit.region().model.links)
    assert frame[frame["link"] == "vie-bud-rail"][["from", "to", "forward"]].to_numpy().tolist() == [
        ["VIE", "BUD", True]
    ]
    assert len(frame) == 2 * 13 - 1


def test_what_is_selected_by_one_change_is_not_remembered_for_another(danube_region):
    links = danube_region.model.links
    rail = links.select(Change(mode=("rail",)))
    assert rail.sum() == 2 * 6
    assert links.select(Change(mode=("road",))).sum() == 2 * 6
    assert (links.select(Change(mode=("rail",), close=True)) == rail).all()
