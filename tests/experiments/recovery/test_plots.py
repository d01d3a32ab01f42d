"""The pictures can be drawn, and show the tables."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from experiments.recovery.plots import dearest, draw_areas, draw_curves, plot_areas, plot_curve, shown_hubs


@pytest.mark.parametrize("draw", [draw_curves, draw_areas])
def test_pictures_are_png_files(followed, tmp_path, draw):
    draw(followed, tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_a_line_has_the_extra_cost_of_each_day(followed):
    ax = Figure().subplots()
    plot_curve(followed, "west-cut", ax)
    own = followed.days[followed.days["hub"] == followed.watched]["extra_usd_per_day"] / 1e6
    assert np.array_equal(ax.lines[0].get_ydata(), own)


def test_a_bar_has_the_area_of_the_watched_hub(followed):
    ax = Figure().subplots()
    plot_areas(followed, dearest(followed, 5), ax)
    own = followed.areas.set_index("hub").loc[followed.watched, "extra_usd"] / 1e6
    assert [bar.get_width() for bar in ax.patches] == [own]
    assert shown_hubs(followed)[0] == followed.watched
