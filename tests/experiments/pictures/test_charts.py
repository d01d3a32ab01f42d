"""Charts say what the tables say, at sizes that can be read."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from experiments import plot_corridors, plot_frontier, plot_ranking, plot_shares, write_picture
from experiments.maps import regret_colour
from optimize import InputError
from tests.experiments.pictures.conftest import readable, texts, ticks


@pytest.fixture
def hubs():
    return pd.DataFrame(
        {"name": ["Second", "First", "Third"], "expected_regret_usd": [4e7, 0.0, 8e7], "most": [9e7, 1e7, 9.5e7],
         "low": [3e7, 0.0, 7e7], "high": [5e7, 1e6, 9e7]}
    )  # fmt: skip


def crowd(count):
    return pd.DataFrame(
        {"name": [f"Hub {k} with $ and a name that does not end" for k in range(count)],
         "expected_regret_usd": np.linspace(0.0, 9e7, count), "share_best": np.linspace(1.0, 0.0, count)}
    )  # fmt: skip


def test_the_least_regret_is_on_top(hubs):
    ax = plot_ranking(hubs, mark="most", low="low", high="high", words="regret", size="column")
    assert ticks(ax) == ["1  First", "2  Second", "3  Third"]
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([0.0, 40.0, 80.0])
    assert [to_hex(bar.get_facecolor()) for bar in ax.patches] == [regret_colour(share) for share in (0.0, 0.5, 1.0)]
    assert ax.get_xlabel() == "regret, m"
    assert ax.lines[0].get_xdata().tolist() == pytest.approx([10.0, 90.0, 95.0])
    spans = [segment[:, 0].tolist() for segment in ax.collections[0].get_segments()]
    assert spans == [pytest.approx(span) for span in ([0.0, 1.0], [30.0, 50.0], [70.0, 90.0])]
    assert ax.yaxis_inverted()
    readable(ax)


def test_a_series_is_a_ranking_too():
    ax = plot_ranking(pd.Series({"x": 3.0, "y": 1.0}), "cost", size="column")
    assert ticks(ax) == ["1  y", "2  x"]
    assert ax.get_xlabel() == "cost"


@pytest.mark.parametrize("size", ["column", "slide"])
@pytest.mark.parametrize(
    ("draw", "count"), [(plot_ranking, 60), (plot_shares, 60), (plot_ranking, 1), (plot_shares, 2)]
)
def test_rows_never_overlap_and_what_is_left_out_is_said(draw, count, size):
    ax = draw(crowd(count), size=size, title="A title")
    readable(ax)
    shown = len(ticks(ax))
    told = [text.get_text() for text in ax.texts]
    assert shown >= min(count, 15)
    assert told == ([f"… and {count - shown} more"] if shown < count else [])


def test_as_many_bars_as_are_asked_for():
    ax = plot_ranking(crowd(60), most=7, size="page")
    assert len(ticks(ax)) == len(ax.patches) == 7
    assert [text.get_text() for text in ax.texts] == ["… and 53 more"]


def test_all_regrets_may_be_nothing():
    ax = plot_ranking(crowd(3).assign(expected_regret_usd=0.0), size="column")
    assert [to_hex(bar.get_facecolor()) for bar in ax.patches] == [regret_colour(0.0)] * 3


def test_shares_are_percentages_with_their_intervals():
    table = pd.DataFrame(
        {"hub": ["A", "B"], "share_best": [0.25, 0.75], "share_low": [0.1, 0.6], "share_high": [0.4, 0.9]}
    )
    ax = plot_shares(table, size="column")
    assert ticks(ax) == ["B", "A"]
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([75.0, 25.0])
    assert [segment[:, 0].tolist() for segment in ax.collections[0].get_segments()] == [[60, 90], [10, 40]]
    assert ax.get_xlim() == (0.0, 100.0)
    readable(ax)


def test_fronts_have_a_line_for_each_group_and_names_beside():
    table = pd.DataFrame(
        {"expected_usd": [3.6e10, 3.5e10, 3.55e10, 3.4e10], "value_usd": [4.0e10, 4.2e10, np.inf, 3.9e10],
         "p": [1, 1, 1, 2],
         "name": ["Almaty", "Osh", "never", "Almaty and Osh"]}
    )  # fmt: skip
    ax = plot_frontier(table, size="column", y_words="worst case")
    lines = [line for line in ax.lines if len(line.get_xdata())]
    assert [list(map(tuple, line.get_xydata().round(3))) for line in lines] == [
        [(35.0, 42.0), (36.0, 40.0)],
        [(34.0, 39.0)],
    ]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["1", "2"]
    assert {text.get_text() for text in texts(ax, "name")} == {"Almaty", "Osh", "Almaty and Osh"}
    assert ax.get_ylabel() == "worst case, bn USD a year"
    readable(ax)


def test_many_designs_are_named_only_where_there_is_room():
    rng = np.random.default_rng(0)
    names = [f"A design of three hubs, {k}" for k in range(80)]
    table = pd.DataFrame({"x": rng.random(80), "y": rng.random(80), "name": names})
    ax = plot_frontier(table, "x", "y", group=None, size="column")
    assert 0 < len(texts(ax, "name")) < 80
    readable(ax)


@pytest.mark.parametrize("name", ["$", "$\\frac$", "a\u202eb", "_x", "北京"])
def test_any_name_can_stand_on_a_chart(name, tmp_path, recwarn):
    table = pd.DataFrame(
        {"name": [name, name], "expected_regret_usd": [0.0, 1.0], "share_best": [0.5, 0.5], "p": [name, "b"]}
    )
    for ax in (
        plot_ranking(table, title=name, size="column"), plot_shares(table, title=name, size="column"),
        plot_frontier(table, "expected_regret_usd", "share_best", title=name, size="column"),
        plot_corridors(pd.DataFrame([[1e6, 2e6]], index=[name], columns=[name, "b"]), title=name, size="column"),
    ):  # fmt: skip
        write_picture(ax, tmp_path / "a.png")
        assert not any("\u202e" in text.get_text() for text in texts(ax))
    assert not [each for each in recwarn if "Glyph" in str(each.message)] or name == "北京"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: plot_ranking(crowd(3), "cost"),
            "no column 'cost'; columns of numbers are: expected_regret_usd, share_best",
        ),
        (lambda: plot_ranking(crowd(3), "name"), "column 'name' has to have numbers"),
        (lambda: plot_ranking(crowd(0)), "there is nothing to draw: the table has no rows"),
        (lambda: plot_shares(crowd(3), "share"), "no column 'share'"),
        (lambda: plot_frontier(crowd(3)), "no column 'expected_usd'.*no column 'value_usd'"),
        (lambda: plot_corridors(pd.DataFrame()), "the table of flows is empty"),
    ],
)
def test_what_cannot_be_drawn_is_refused(call, message):
    with pytest.raises(InputError, match=f"(?s){message}"):
        call()
