"""Waits, room and price of what leaves so many times a week."""

import numpy as np
import pytest

from geodata.values.schedule import mean_wait_h, schedule
from geodata.values.uncertainty import Choice, Stream

LINK = Stream.LINK_DEPARTURES, Stream.LINK_USD


@pytest.fixture
def links(edit):
    """A ferry with a timetable and a price, and a train with a timetable alone, among links that have none."""
    for name, number in {
        "departures_per_week_low": 1, "departures_per_week": 2, "departures_per_week_high": 4, "t_per_departure": 700,
        "fill": 0.5, "usd_per_departure_low": 700, "usd_per_departure": 3500, "usd_per_departure_high": 7000,
    }.items():  # fmt: skip
        edit.column("links.csv", name, vie_cnd_river=number)
    edit.column("links.csv", "wait_h", vie_cnd_river="")
    edit.column("links.csv", "departures_per_week", buh_cnd_rail=7)
    return edit


def of_link(edit, name, choice):
    table = edit.region().data["links"]
    at = [row["id"] for row in table].index(name)
    plan = schedule(table, choice, *LINK)
    return [each[at] for each in (plan.departures_per_week, plan.wait_h, plan.capacity_t, plan.usd_per_t)]


@pytest.mark.parametrize(
    ("level", "weekly", "wait_h", "usd_per_t"), [("low", 1, 84, 2), ("central", 2, 42, 10), ("high", 4, 21, 20)]
)
def test_wait_room_and_price_follow_from_the_departures(links, level, weekly, wait_h, usd_per_t):
    # 52 1/7 weeks a year; 350 t are on board on average
    expected = [weekly, wait_h, weekly * 365 / 7 * 700, usd_per_t]
    assert of_link(links, "vie-cnd-river", Choice(level)) == pytest.approx(expected)


def test_a_timetable_alone_gives_a_wait_alone(links):
    weekly, wait_h, capacity_t, usd_per_t = of_link(links, "buh-cnd-rail", Choice())
    assert (weekly, wait_h) == (7, 12)
    assert np.isnan([capacity_t, usd_per_t]).all()


def test_a_row_without_a_timetable_has_nothing(links):
    assert np.isnan(of_link(links, "buh-cnd-road", Choice())).all()


def test_draws_lie_within_low_and_high_and_room_follows_the_departures_drawn(links):
    drawn = [of_link(links, "vie-cnd-river", Choice("central", seed)) for seed in range(3)]
    assert len({weekly for weekly, *_ in drawn}) == 3
    for weekly, wait_h, capacity_t, usd_per_t in drawn:
        assert 1 <= weekly <= 4
        assert 2 <= usd_per_t <= 20
        assert weekly * wait_h == pytest.approx(84)
        assert capacity_t == pytest.approx(weekly * 36500)


def test_freight_waits_half_the_time_between_two_departures():
    assert mean_wait_h(np.array([1.0, 14.0, np.nan])) == pytest.approx([84.0, 6.0, np.nan], nan_ok=True)
