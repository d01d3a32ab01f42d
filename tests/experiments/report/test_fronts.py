"""Cost against safety, by hand."""

import numpy as np

from experiments.report.fronts import AGAINST, front, front_rows
from tests.experiments.hand import hand_comparison


def test_sets_that_cost_more_and_save_nothing_are_left_out():
    expected = np.array([5.0, 10.0, 12.0, 11.0, 15.0, 20.0, 8.0, np.inf])
    worst = np.array([9.0, 30.0, 25.0, 31.0, 25.0, 22.0, 40.0, np.inf])
    size = np.array([0, 1, 1, 1, 1, 1, 2, 2])
    assert list(front(expected, worst, size)) == [
        (1, 1, 0.0, 0.0),
        (1, 2, 2.0, 5.0),
        (1, 5, 10.0, 8.0),
        (2, 6, 0.0, 0.0),
    ]


def test_of_equal_sets_one_is_told_and_sizes_that_no_set_can_serve_have_none():
    alike = np.array([3.0, 3.0, np.inf])
    assert list(front(alike, alike, np.array([1, 1, 2]))) == [(1, 0, 0.0, 0.0)]


def test_the_rows_of_the_page_are_the_sets_that_are_not_beaten():
    found = hand_comparison()
    single = [row for row in front_rows(found) if row["size"] == "1 hub"]
    # B is cheapest on average (1250 USD), in the worst case and in the worst tenth, and has the smallest regret
    assert [row["measure"] for row in single] == list(AGAINST.values())
    assert {(row["name"], row["more"], row["less"]) for row in single} == {(found.study.name("B"), "-", "-")}
