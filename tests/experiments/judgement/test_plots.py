"""The picture can be drawn."""

from experiments.judgement.plots import draw_verdict


def test_the_picture_is_a_png_file(judgement, tmp_path):
    draw_verdict(judgement, tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
