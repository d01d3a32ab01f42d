"""The picture of a choice: a point for each hub, a bar for each set."""

import pytest
from matplotlib import image
from matplotlib.figure import Figure

from experiments.corridors import draw_choice
from experiments.corridors.choice_plots import plot_candidates, plot_sets


@pytest.fixture
def axes():
    return Figure().subplots()


def test_all_hubs_are_on_the_map_by_name(tiny_choice, axes):
    plot_candidates(tiny_choice, tiny_choice.runs["base"], axes)
    written = {text.get_text(): text.get_fontweight() for text in axes.texts}
    assert written["Northtown"] == "bold"
    assert written["Southtown"] == written["Gate (dry port)"] == "normal"


def test_a_bar_is_what_a_set_costs_above_the_best(tiny_choice, axes):
    plot_sets(tiny_choice, tiny_choice.runs["base"], axes)
    expected = tiny_choice.sets.query("scenario == 'base'")["above_best_usd"] / 1e6
    assert sorted(bar.get_width() for bar in axes.patches) == pytest.approx(sorted(expected))
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Northtown", "Southtown"]


def test_the_picture_shows_something(tiny_choice, tmp_path):
    draw_choice(tiny_choice, tmp_path / "choice.png")
    picture = image.imread(tmp_path / "choice.png")
    assert picture.shape[1] >= 1500
    assert picture[..., :3].std() > 0.05
