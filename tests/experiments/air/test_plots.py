"""The picture of the air study."""

import pytest
from matplotlib.figure import Figure

from experiments.air import study_air
from experiments.air.plots import draw_air, plot_growth, plot_hubs


def test_bars_are_what_hubs_save_before_their_fixed_cost(study):
    ax = Figure().subplots()
    plot_hubs(study, ax)
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([1.49, 1.45])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Hubtown", "Altville"]


def test_curves_pass_through_todays_saving(study):
    ax = Figure().subplots()
    plot_growth(study, ax)
    line = ax.lines[0]
    today = list(line.get_xdata()).index(1.0)
    assert line.get_ydata()[today] == pytest.approx(-1.49)


def test_without_break_evens_there_is_no_curve(region, tmp_path):
    study = study_air(region, best=0)
    ax = Figure().subplots()
    plot_growth(study, ax)
    assert not ax.lines
    draw_air(study, tmp_path / "air.png")
    assert (tmp_path / "air.png").stat().st_size > 10_000
