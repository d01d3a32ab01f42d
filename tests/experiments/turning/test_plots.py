"""The pictures can be drawn, and show what they should."""

from matplotlib.figure import Figure

from experiments.turning.plots import draw_map, draw_tornado, plot_tornado, swinging


def test_pictures_are_png_files(tipped, tmp_path):
    for name, draw in (("a.png", draw_tornado), ("b.png", draw_map)):
        draw(tipped, tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")


def test_bars_reach_from_the_lead_to_its_ends(tipped):
    ax = Figure().subplots()
    table, lead = swinging(tipped.rows), tipped.switches.bench.lead
    plot_tornado(table, lead, ax)
    low = ax.containers[0]
    assert [round(bar.get_x() + bar.get_width(), 3) for bar in low] == [
        round(value / 1e6, 3) for value in table["lead_low_usd"]
    ]
