"""Corridors by scenarios."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from experiments import plot_corridors
from experiments.pictures.corridor_table import CHANGE
from tests.experiments.pictures.conftest import readable, ticks


def test_corridors_are_figures_on_the_colour_of_their_change():
    flows = pd.DataFrame({"Undisturbed": [1e6, 8e6], "North closed": [3e6, 4e6]}, index=["Small", "Large"])
    ax = plot_corridors(flows, size="column")
    assert ticks(ax) == ["Large", "Small"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["Undisturbed", "North closed"]
    assert [text.get_text() for text in ax.texts] == ["8.0", "4.0", "1.0", "3.0"]
    image = ax.images[0]
    shown = image.cmap(image.norm(image.get_array()))
    assert shown[0, 1] == pytest.approx(CHANGE(0.0))  # as much less as any
    assert shown[1, 1] == pytest.approx(CHANGE(0.75), abs=0.01)
    assert shown[0, 0] == pytest.approx(shown[1, 0])
    readable(ax)


def test_text_stands_off_its_cell():
    flows = pd.DataFrame(np.random.default_rng(1).uniform(0, 2e7, (6, 6)), columns=list("abcdef"))
    ax = plot_corridors(flows, size="page")
    image = ax.images[0]

    def light(colour):
        linear = [
            (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4) for c in plt.matplotlib.colors.to_rgb(colour)
        ]
        return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))

    for text in ax.texts:
        column, row = text.get_position()
        ground = light(image.cmap(image.norm(image.get_array()[row, column]))[:3])
        ink = light(text.get_color())
        contrast = (max(ground, ink) + 0.05) / (min(ground, ink) + 0.05)
        assert contrast > 3.0  # what WCAG asks of large text and of graphics


@pytest.mark.parametrize(("corridors", "scenarios"), [(40, 30), (3, 30), (40, 2), (1, 1)])
@pytest.mark.parametrize("size", ["column", "page"])
def test_tables_of_corridors_of_any_shape_can_be_read(corridors, scenarios, size):
    flows = pd.DataFrame(
        np.random.default_rng(0).uniform(0, 3e7, (corridors, scenarios)),
        index=[f"Corridor {k} from the sea to the mountains and back" for k in range(corridors)],
        columns=[f"Scenario {k} with Kazakhstan closed to transit" for k in range(scenarios)],
    )
    readable(plot_corridors(flows, size=size, title="Corridors"))


def test_columns_without_room_are_left_out_and_counted():
    """The first is kept, and those that change most: here the even ones."""
    columns = [f"Kazakhstan {k} closed" for k in range(60)]
    flows = pd.DataFrame([[5e6 + (k % 2 == 0) * 1e6 * (k > 0) for k in range(60)]], index=["Only"], columns=columns)
    ax = plot_corridors(flows, size="column")
    shown = [label.get_text() for label in ax.get_xticklabels()]
    assert shown[0] == "Kazakhstan 0 closed"
    assert all(int(name.split()[1]) % 2 == 0 for name in shown)
    assert " ".join(ax.get_xlabel().split()).endswith(f"; {60 - len(shown)} columns with less change are left out")
