"""Small multiples of scenarios."""

import numpy as np
import pandas as pd
import pytest

from experiments import plot_scenarios, write_picture
from experiments.maps import EFFECTS, LIGHT
from optimize import InputError
from tests.experiments.pictures.conftest import count, figure_of, outside, overlapping, picture, texts


@pytest.fixture
def flows(lines):
    return pd.DataFrame({"Undisturbed": [8e6, 4e6, 2e6, 0.0], "North closed": [8e6, 0.0, 6e6, 0.0]}, index=lines.index)


def part(ax):
    """Pixels of one panel."""
    pixels = picture(ax)
    box = ax.get_window_extent()
    high = pixels.shape[0]
    return pixels[int(high - box.y1) : int(high - box.y0), int(box.x0) : int(box.x1)]


def all_texts(axes):
    figure = figure_of(axes[0])
    return [text for ax in figure.axes for text in texts(ax)] + list(figure.texts)


def test_the_first_shows_flows_and_the_others_what_they_change(lines, flows):
    base, closed = plot_scenarios(lines, flows, closed={"North closed": ["bc"]}, size="page")
    assert count(part(base), LIGHT.flow) > 1000
    assert count(part(base), LIGHT.more) + count(part(base), LIGHT.less) == 0
    assert count(part(closed), LIGHT.flow) == 0
    assert count(part(closed), LIGHT.more) > 300
    assert count(part(closed), LIGHT.less) > 300
    assert count(part(closed), EFFECTS["closed"][0]) > 100
    assert count(part(base), EFFECTS["closed"][0]) == 0


def test_places_are_named_where_asked_for(lines, flows, places):
    table = places.assign(name=[f"Place {label}" for label in places.index])
    plain = plot_scenarios(lines, flows, places=table, hubs=["m"], size="page")
    assert not [text for text in all_texts(plain) if text.get_text().startswith("Place")]
    for ax in plot_scenarios(lines, flows, places=table, hubs=["m"], named=["m"], size="page"):
        assert [text.get_text() for text in texts(ax) if text.get_text().startswith("Place")] == ["Place m"]


def test_all_may_show_their_flows_to_one_scale(lines, flows):
    base, closed = plot_scenarios(lines, flows, change=False, size="page")
    assert count(part(base), LIGHT.flow) > 500
    assert count(part(closed), LIGHT.flow) > 500
    assert count(part(closed), LIGHT.less) == 0


@pytest.mark.parametrize(
    ("size", "scenarios"),
    [("column", 1), ("column", 5), ("page", 2), ("page", 7), ("slide", 3), ("slide", 30), ("poster", 8)],
)
def test_any_number_of_scenarios_finds_room(lines, places, size, scenarios, tmp_path):
    titles = [f"Scenario {k} has a title of many words" for k in range(scenarios)]
    table = pd.DataFrame(np.random.default_rng(0).uniform(0, 9e6, (4, scenarios)), index=lines.index, columns=titles)
    axes = plot_scenarios(
        lines, table, places=places, hubs=["m"], words={titles[0]: "Osh, by $5"}, title="All", size=size
    )
    assert len(axes) == scenarios
    write_picture(axes[0], tmp_path / "a.png")
    found = all_texts(axes)
    assert min(text.get_fontsize() for text in found) >= 6.0
    assert outside(axes[0], found) == []
    assert overlapping(found) == []
    boxes = [ax.get_window_extent() for ax in axes]
    assert min(box.width for box in boxes) > 60
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_as_many_columns_as_are_asked_for(lines, flows):
    axes = plot_scenarios(lines, flows, columns=1, size="page")
    assert len({round(ax.get_window_extent().x0) for ax in axes}) == 1
    with pytest.raises(InputError, match="columns is 0: give 1 or more"):
        plot_scenarios(lines, flows, columns=0)


def test_hubs_may_differ_from_scenario_to_scenario(lines, flows, places):
    axes = plot_scenarios(
        lines, flows, places=places, hubs={"Undisturbed": ["m"], "North closed": ["a", "c"]}, size="page"
    )
    discs = [sum(len(each.get_offsets()) for each in ax.collections if each.get_zorder() == 10) for ax in axes]
    assert discs == [1, 2]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda table: table.iloc[:, :0], "flows= has no columns"),
        (lambda table: table.rename({"ab": "zz"}), "flows= has lines that are not there: zz"),
        (lambda table: -table, "finite tonnes of at least 0; look at ab, bc, cd"),
        (lambda table: pd.concat([table, table]), "each line once"),
    ],
)
def test_tables_that_cannot_be_drawn_are_refused(lines, flows, change, message):
    with pytest.raises(InputError, match=message):
        plot_scenarios(lines, change(flows))


def test_lines_that_the_table_does_not_have_carry_nothing(lines, flows):
    base, _ = plot_scenarios(lines, flows.loc[["ab"]], size="page")
    whole, _ = plot_scenarios(lines, flows, size="page")
    assert 0 < count(part(base), LIGHT.flow) < count(part(whole), LIGHT.flow)
