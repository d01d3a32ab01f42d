"""Services in each direction, and which of them run."""

import numpy as np
import pytest

from geodata.network.timetable import build_timetable
from geodata.scenarios import ServiceChange
from geodata.values import Choice

PLACES = ("VIE", "BUD", "BEG", "SOF", "BUH", "CND")


@pytest.fixture
def lines(edit):
    edit.services(
        {"id": "a", "stops": "VIE;BUD;BUH", "departures_per_week_low": 1, "tariff_factor": 0.8, "stop_h": 5},
        {"id": "b", "stops": "VIE;CND", "modes": "ferry", "direction": "forward", "classes": "parcels"},
        {"id": "c", "stops": "BUD;BEG", "usd_per_departure": 500, "t_per_departure": 10, "status": "planned"},
    )
    return build_timetable(edit.region().data, Choice())


def runs(timetable):
    """Ids of the services that a class may use; "-" before those that go back."""
    forward = [timetable.ids.index(name) == index for index, name in enumerate(timetable.ids)]
    names = [name if ahead else f"-{name}" for name, ahead in zip(timetable.ids, forward, strict=True)]
    return [{name for name, ok in zip(names, row, strict=True) if ok} for row in timetable.class_ok]


def test_each_direction_has_its_stops_in_order(lines):
    stops = {(name, tuple(PLACES[stop] for stop in where)) for name, where in zip(lines.ids, lines.stops, strict=True)}
    assert stops == {
        ("a", ("VIE", "BUD", "BUH")), ("a", ("BUH", "BUD", "VIE")), ("b", ("VIE", "CND")),
        ("c", ("BUD", "BEG")), ("c", ("BEG", "BUD")),
    }  # fmt: skip


def test_numbers_go_with_the_service_in_both_directions(lines):
    for index, name in enumerate(lines.ids):
        assert lines.departures_per_week[index] == 3
        assert lines.capacity_t[index] == pytest.approx(3 * 365 / 7 * (10 if name == "c" else 1000))
        assert lines.tariff_factor[index] == (0.8 if name == "a" else 1)
        assert lines.stop_h[index] == (5 if name == "a" else 0)
        assert lines.usd_per_t[index] == pytest.approx(50 if name == "c" else np.nan, nan_ok=True)


def test_planned_services_wait_for_a_scenario(lines):
    assert runs(lines.changed([], PLACES)) == [{"a", "-a"}, {"a", "-a", "b"}]
    opened = lines.changed([ServiceChange(services=("c",), open=True)], PLACES)
    assert runs(opened) == [{"a", "-a", "c", "-c"}, {"a", "-a", "b", "c", "-c"}]


@pytest.mark.parametrize(
    ("selectors", "left"),
    [
        ({"services": ("a",)}, {"b"}),
        ({"mode": ("ferry",)}, {"a", "-a"}),
        ({"mode": ("ferry", "rail")}, set()),
        ({"place": ("CND",)}, {"a", "-a"}),
        ({"place": ("BUD",)}, {"b"}),
        ({"place": ("VIE",), "mode": ("rail",)}, {"b"}),
        ({"place": ("SOF",)}, {"a", "-a", "b"}),
        ({}, set()),
    ],
)
def test_a_change_stops_what_matches_all_of_its_selectors(lines, selectors, left):
    assert runs(lines.changed([ServiceChange(close=True, **selectors)], PLACES))[1] == left


def test_closing_wins_over_opening_whatever_comes_first(lines):
    opening, closing = ServiceChange(services=("c",), open=True), ServiceChange(services=("c",), close=True)
    for changes in ([opening, closing], [closing, opening]):
        assert "c" not in runs(lines.changed(changes, PLACES))[1]


def test_factors_multiply_departures_and_room_or_what_a_tonne_pays(lines):
    changed = lines.changed(
        [ServiceChange(services=("a",), departures=0.5), ServiceChange(departures=0.5, tariff=2.0)], PLACES
    )
    assert changed.departures_per_week.tolist() == [0.75 if name == "a" else 1.5 for name in lines.ids]
    share = [0.25 if name == "a" else 0.5 for name in lines.ids]
    assert changed.capacity_t == pytest.approx(lines.capacity_t * share)
    assert changed.tariff_factor.tolist() == [1.6 if name == "a" else 2 for name in lines.ids]
    assert changed.usd_per_t == pytest.approx(lines.usd_per_t * 2, nan_ok=True)


def test_what_leaves_no_more_does_not_run(lines):
    assert runs(lines.changed([ServiceChange(services=("a",), departures=0.0)], PLACES)) == [set(), {"b"}]


def test_a_level_takes_its_departures(edit):
    edit.services({"stops": "VIE;BUD", "departures_per_week_low": 1, "departures_per_week_high": 7})
    data = edit.region().data
    for level, weekly in (("low", 1), ("central", 3), ("high", 7)):
        assert build_timetable(data, Choice(level)).departures_per_week.tolist() == [weekly, weekly]


def test_no_services_are_an_empty_timetable(danube_region):
    timetable = build_timetable(danube_region.data, Choice())
    assert len(timetable) == 0
    assert len(timetable.changed([ServiceChange(close=True)], PLACES)) == 0
