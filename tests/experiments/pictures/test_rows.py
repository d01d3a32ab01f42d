"""Rows of charts."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

from experiments.pictures.rows import name_rows, need_numbers, room_of, rows_with_room, shortened_names
from optimize import InputError
from tests.experiments.pictures.conftest import overlapping, texts, ticks


@pytest.fixture
def on():
    return Figure(figsize=(4, 4)).add_axes((0.5, 0.25, 0.5, 0.5))


def test_the_room_of_axes_is_in_points(on):
    assert room_of(on) == pytest.approx((144.0, 144.0))
    figure = Figure(figsize=(4, 2), layout="constrained")
    assert room_of(figure.subplots(2, 1)[0]) == pytest.approx((288.0, 72.0))


def test_rows_that_do_not_fit_leave_one_for_saying_so(on):
    fitting = rows_with_room(on, 50, None)
    assert 1 < fitting < 20
    assert rows_with_room(on, fitting, None) == fitting
    assert rows_with_room(on, fitting + 1, None) == fitting + 1
    assert rows_with_room(on, fitting + 2, None) == fitting
    assert rows_with_room(on, 50, 2) == 2


def test_left_out_rows_are_said_below_the_last(on):
    on.barh([0, 1], [1, 2])
    name_rows(on, ["a", "b"], 7)
    assert ticks(on) == ["a", "b"]
    assert [text.get_text() for text in on.texts] == ["… and 7 more"]
    on.figure.draw_without_rendering()
    assert overlapping([text for text in texts(on) if text.get_text() in ("a", "b", "… and 7 more")]) == []
    assert on.yaxis_inverted()


def test_names_are_cut_to_their_share(on):
    first, second = shortened_names(on, ["short", "x" * 99])
    assert first == "short"
    assert second.endswith("…")
    assert len(second) < 20


def test_tables_without_what_is_needed_are_refused():
    need_numbers(pd.DataFrame({"a": [1.0]}), ["a"])
    with pytest.raises(InputError, match="no rows"):
        need_numbers(pd.DataFrame({"a": []}), ["a"])
    with pytest.raises(InputError, match="no column 'b'"):
        need_numbers(pd.DataFrame({"a": [1.0]}), ["b"])
