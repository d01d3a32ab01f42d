"""The corridor study as a picture."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import image
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

import geodata
from experiments.corridors import draw_corridors, plots, study_corridors
from experiments.corridors.plots import corridor_flows, plot_bottlenecks, plot_costs, plot_map
from experiments.maps import EFFECTS, LIGHT
from tests.experiments.tiny import write_tiny


@pytest.fixture
def ax():
    figure = Figure(figsize=(9, 5), layout="constrained")
    FigureCanvasAgg(figure)
    return figure.add_subplot()


def shown(path, colour):
    pixels = image.imread(path)[..., :3]
    return int((np.abs(pixels - np.array(to_rgb(colour))).max(axis=-1) < 0.03).sum())


def test_the_picture_is_a_map_with_its_figures_beside(tiny_study, tmp_path):
    draw_corridors(tiny_study, tmp_path / "corridors.png")
    assert shown(tmp_path / "corridors.png", LIGHT.land) > 100_000
    assert shown(tmp_path / "corridors.png", LIGHT.flow) > 3_000
    assert shown(tmp_path / "corridors.png", LIGHT.effects["worse"]) > 100
    assert plt.get_fignums() == []


def test_every_text_of_the_picture_can_be_read(tiny_study, tmp_path, monkeypatch):
    """None lies on another, sticks out, or is under six points; no id stands for a name."""
    kept = []
    monkeypatch.setattr(plots, "write_figure", lambda figure, path, **_: (kept.append(figure), path.touch()))
    draw_corridors(tiny_study, tmp_path / "corridors.png")
    (figure,) = kept
    figure.canvas.draw()
    inside = figure.bbox.padded(1.0)
    texts = [text for text in figure.findobj(plt.Text) if text.get_text() and text.get_visible()]
    boxes = [text.get_window_extent() for text in texts]
    drawn = [k for k, box in enumerate(boxes) if box.overlaps(inside)]
    sticking = [texts[k].get_text() for k in drawn if not inside.contains(boxes[k].x0, boxes[k].y0)
                or not inside.contains(boxes[k].x1, boxes[k].y1)]  # fmt: skip
    assert sticking == []
    pairs = [
        (texts[a].get_text(), texts[b].get_text()) for a in drawn for b in drawn if a < b
        and min(boxes[a].x1, boxes[b].x1) - max(boxes[a].x0, boxes[b].x0) > 1
        and min(boxes[a].y1, boxes[b].y1) - max(boxes[a].y0, boxes[b].y0) > 1
    ]  # fmt: skip
    assert pairs == []
    assert min(text.get_fontsize() for text in texts) >= 6.0
    words = " ".join(text.get_text() for text in texts)
    assert "Northtown to Midtown, rail" in words or "Midtown to Northtown, rail" in words
    assert not any(place in words.split() for place in tiny_study.region.places.index)


def test_the_map_marks_full_links_in_red(tiny_study, ax):
    plot_map(tiny_study, ax)
    keys = {text.get_text() for text in ax.texts if text.get_gid() == "key"}
    assert {"eastward", "westward", "full"} <= keys
    red = [each for each in ax.collections if hasattr(each, "get_segments")
           and np.allclose(each.get_colors()[0][:3], to_rgb(EFFECTS["closed"][0]))]  # fmt: skip
    assert [len(each.get_segments()) for each in red] == [1]
    assert ax.get_title() == f"Where freight goes: {tiny_study.runs['base'].title}"


def test_costs_stand_clear_of_the_legend(tiny_study, ax):
    plot_costs(tiny_study, ax)
    ax.figure.canvas.draw()
    legend = ax.get_legend().get_window_extent()
    bars = [bar.get_window_extent() for bar in ax.patches]
    assert not any(legend.overlaps(bar) for bar in bars)
    assert not any(legend.overlaps(text.get_window_extent()) for text in ax.texts)
    ends = [float(bar.get_x() + bar.get_width()) for bar in ax.patches[len(tiny_study.runs) :]]
    assert ends == pytest.approx((tiny_study.costs["above_base_usd"] / 1e6).tolist(), abs=1e-6)
    assert ax.texts[2].get_text().endswith(" unmet)")


def test_links_are_called_by_their_places(tiny_study, ax):
    plot_bottlenecks(tiny_study, ax)
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert all(name in ("Northtown to Midtown, rail", "Midtown to Northtown, rail") for name in names)
    assert ax.texts[0].get_text() == tiny_study.runs["base"].title


def test_where_no_link_is_full_it_says_so(tiny, ax):
    plot_bottlenecks(study_corridors(geodata.load_region(tiny), []), ax)
    assert [text.get_text() for text in ax.texts] == ["no link is full"]


def test_the_table_has_titles_and_tonnes(tiny_study, flow):
    table = corridor_flows(tiny_study)
    assert list(table.columns) == [run.title for run in tiny_study.runs.values()]
    assert table.loc["Trunk"].iloc[0] == pytest.approx(flow(tiny_study, "Trunk", "base"))


@pytest.mark.parametrize("name", ["$x", "$\\frac$", "x" * 80])
def test_any_title_and_name_can_be_drawn(tmp_path, name):
    folder = write_tiny(
        tmp_path / "region", region=("A tiny region", name.replace("\\", "\\\\")), places=("Northtown", name),
        links=("north-mid,NOR,MID,rail,950,,North", f"north-mid,NOR,MID,rail,950,100000,{name}"),
    )  # fmt: skip
    study = study_corridors(geodata.load_region(folder), [])
    draw_corridors(study, tmp_path / "corridors.png")
    assert (tmp_path / "corridors.png").stat().st_size > 20_000
