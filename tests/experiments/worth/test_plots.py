"""The pictures can be drawn."""

import pytest

from experiments.worth.plots import draw_curves, draw_worth


@pytest.mark.parametrize("draw", [draw_worth, draw_curves])
def test_the_picture_is_a_png_file(valued, tmp_path, draw):
    draw(valued, tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
