"""The course of a disruption, by hand."""

import numpy as np
import pytest

from experiments.recovery.course import Course, integral
from optimize import InputError

LEVELS = {"fixed": 10.0, "reroute": 4.0, "backup": 1.0}


def _whole(course, levels=LEVELS, usual=0.0):
    end = np.array([course.end_days])
    return integral(course.pieces(levels, usual), np.array([0.0]), end, usual)[0]


@pytest.mark.parametrize(
    ("course", "area"),
    [
        (Course(30.0, 10.0, 7.0, 20.0), 7 * 10 + 13 * 4 + 10 * 1 + 10 * 1 / 2),
        (Course(30.0, 10.0, 7.0), 7 * 10 + 23 * 4 + 10 * 4 / 2),
        (Course(5.0, 8.0, 7.0, 20.0), 5 * 10 + 8 * 10 / 2),
        (Course(30.0, 0.0, 0.0, 0.0), 30 * 1),
        (Course(7.0, 2.0, 7.0, 20.0), 7 * 10 + 2 * 10 / 2),
        (Course(2.5, 0.5, 1.0, 2.0), 1 * 10 + 1 * 4 + 0.5 * 1 + 0.5 * 1 / 2),
    ],
)
def test_the_area_is_that_of_rectangles_and_a_triangle(course, area):
    assert _whole(course) == pytest.approx(area)


def test_days_add_up_to_the_area():
    course = Course(12.3, 9.1, 3.7, 8.8)
    day = np.arange(-3.0, 30.0)
    assert integral(course.pieces(LEVELS), day, day + 1).sum() == pytest.approx(_whole(course))


def test_a_value_that_is_not_nothing_usually_returns_to_what_it_is():
    course = Course(2.0, 2.0)
    levels = dict.fromkeys(LEVELS, 0.5)
    day = np.arange(-1.0, 5.0)
    share = integral(course.pieces(levels, 0.1), day, day + 1, 0.1)
    assert share.tolist() == pytest.approx([0.1, 0.5, 0.5, 0.4, 0.2, 0.1])


def test_freight_without_a_way_costs_infinity_until_it_has_one():
    course = Course(4.0, 2.0, 2.0)
    day = np.arange(-1.0, 7.0)
    found = integral(course.pieces(LEVELS | {"fixed": np.inf}), day, day + 1)
    assert found.tolist() == pytest.approx([0, np.inf, np.inf, 4, 4, 3, 1, 0])


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ((0.0,), "duration is 0 days"),
        ((1.0, -1.0), "recovery takes -1 days"),
        ((1.0, 1.0, -2.0), "rerouting begins after -2"),
        ((1.0, 1.0, 5.0, 2.0), "backup hub opens after 2 days"),
    ],
)
def test_days_that_make_no_sense_are_refused(given, match):
    with pytest.raises(InputError, match=match):
        Course(*given)
