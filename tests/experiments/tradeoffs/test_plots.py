"""The picture can be drawn."""

from experiments.tradeoffs.plots import draw_fronts


def test_the_picture_is_a_png_file(weighed, tmp_path):
    draw_fronts(weighed, tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
