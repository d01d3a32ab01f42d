"""The pictures can be drawn."""

from dataclasses import replace

from matplotlib.figure import Figure

from experiments.failures.plots import draw_loss_map, draw_losses, link_losses, plot_kind


def test_pictures_are_png_files(lost, tmp_path):
    for draw in (draw_losses, draw_loss_map):
        draw(lost, tmp_path / "a.png")
        assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_nothing_lost_is_drawn_as_well(lost, tmp_path):
    draw_losses(replace(lost, table=lost.table.head(0)), tmp_path / "a.png")
    assert (tmp_path / "a.png").exists()


def test_links_have_the_losses_of_the_table(lost):
    found = link_losses(lost)
    table = lost.table.set_index("element")["cost_fixed_usd"]
    assert found["mid-west"] == table["mid-west"]
    assert found["gate-north"] == table["GAT|NOR"]


def test_a_bar_is_as_long_as_the_loss(lost):
    ax = Figure().subplots()
    part = lost.table[lost.table["kind"] == "corridor"]
    plot_kind(part, "corridor", ax)
    assert [bar.get_width() for bar in ax.patches] == (part["cost_fixed_usd"] / 1e6).tolist()
