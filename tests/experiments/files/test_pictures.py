"""Names are written as they are, whatever Matplotlib would make of them."""

import pytest
from matplotlib.figure import Figure
from matplotlib.textpath import TextPath

from experiments.files import plain_letters


@pytest.mark.parametrize("name", ["$", "$\\frac$", "from $5 to $9", "a_b^{", "北京 \x07"])
def test_any_name_can_be_drawn(tmp_path, name):
    with plain_letters(font_size=8, axes_labelcolor="red"):
        figure = Figure()
        axes = figure.add_subplot()
        axes.set_title(name)
        axes.set_yticks([0.0], [name])
        axes.plot([0, 1], label=name)
        axes.legend()
        figure.savefig(tmp_path / "a.png")
        assert TextPath((0, 0), name, size=8).get_extents().width > 0
        assert axes.title.get_fontsize() != 8  # titles have a size of their own
        assert axes.xaxis.label.get_color() == "red"


def test_a_dollar_is_as_wide_as_a_dollar():
    """As a formula, ``$i$`` would be one slanted letter."""
    with plain_letters():
        one, three = (TextPath((0, 0), text, size=10).get_extents().width for text in ("i", "$i$"))
    assert three > 3 * one
