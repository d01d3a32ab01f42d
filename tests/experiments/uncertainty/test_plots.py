"""Pictures of the draws can be made, whatever there is to see."""

from experiments import robustness
from experiments.uncertainty.plots import draw_sensitivity, draw_shares


def test_pictures_are_png_files(drawn, tmp_path):
    assert len(drawn.sensitivity)
    for draw in (draw_shares, draw_sensitivity):
        draw(drawn, tmp_path / "a.png")
        assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_one_hub_has_no_lead_to_draw(tiny, tmp_path):
    draw_shares(robustness(str(tiny), hubs=["NOR"], draws=2), tmp_path / "a.png")
    assert (tmp_path / "a.png").exists()
