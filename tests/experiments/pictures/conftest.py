"""Lines and places of nobody's region, and measures of what is drawn."""

import geopandas as gpd
import matplotlib.pyplot as plt
import numpy as np
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.text import Text


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


@pytest.fixture
def places():
    """Four towns on a square of ten degrees, and one in its middle."""
    at = {"a": (60, 40), "b": (70, 40), "c": (70, 50), "d": (60, 50), "m": (65, 45)}
    return gpd.GeoDataFrame(
        {"name": [f"Town {name.upper()}" for name in at]},
        geometry=[shapely.Point(xy) for xy in at.values()], index=list(at), crs=4326,
    )  # fmt: skip


@pytest.fixture
def lines(places):
    """The sides of the square, named by their ends; a-b carries most."""
    pairs = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")]
    ends = [shapely.LineString([places.geometry[start], places.geometry[end]]) for start, end in pairs]
    return gpd.GeoDataFrame(
        {"tonnes": [8e6, 4e6, 2e6, 0.0], "back": [1e6, 4e6, 0.0, 0.0], "mode": ["rail", "road", "rail", "rail"]},
        geometry=shapely.segmentize(ends, 1.0),
        index=["".join(pair) for pair in pairs], crs=4326,
    )  # fmt: skip


def figure_of(ax):
    figure = ax.figure
    while not hasattr(figure, "canvas") or figure.canvas is None:
        figure = figure.figure
    return figure


def picture(ax):
    """The pixels of the figure, 0 to 1."""
    canvas = FigureCanvasAgg(figure_of(ax))
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3] / 255.0


def count(pixels, colour, within=0.02):
    """How many pixels have a colour."""
    return int((np.abs(pixels - np.array(to_rgb(colour))).max(axis=-1) < within).sum())


def texts(ax, gid=None):
    """Visible texts, of one kind or of all."""
    return [
        text
        for text in ax.findobj(Text)
        if text.get_text() and text.get_visible() and (gid is None or text.get_gid() == gid)
    ]


def boxes(found):
    return [text.get_window_extent() for text in found]


def overlapping(found):
    """Pairs of texts of which one lies on the other."""
    extents = boxes(found)
    return [
        (found[i].get_text(), found[j].get_text())
        for i in range(len(found)) for j in range(i)
        if min(extents[i].x1, extents[j].x1) - max(extents[i].x0, extents[j].x0) > 0.5
        and min(extents[i].y1, extents[j].y1) - max(extents[i].y0, extents[j].y0) > 0.5
    ]  # fmt: skip


def outside(ax, found):
    """Texts that stick out of the figure."""
    sheet = figure_of(ax).bbox
    return [
        text.get_text() for text, box in zip(found, boxes(found), strict=True)
        if box.x0 < sheet.x0 - 0.5 or box.x1 > sheet.x1 + 0.5 or box.y0 < sheet.y0 - 0.5 or box.y1 > sheet.y1 + 0.5
    ]  # fmt: skip


def ticks(ax):
    return [label.get_text() for label in ax.get_yticklabels() if label.get_text()]


def readable(ax):
    """No text is small, sticks out of the figure or lies on another."""
    figure_of(ax).draw_without_rendering()
    # a tick beyond the end of its axis is not drawn
    low, high = sorted(ax.get_xlim())
    beyond = [label for label, at in zip(ax.get_xticklabels(), ax.get_xticks(), strict=True) if not low <= at <= high]
    low, high = sorted(ax.get_ylim())
    beyond += [label for label, at in zip(ax.get_yticklabels(), ax.get_yticks(), strict=True) if not low <= at <= high]
    found = [text for text in texts(ax) if text not in beyond]
    assert min(text.get_fontsize() for text in found) >= 6.0
    assert outside(ax, found) == []
    assert overlapping(found) == []
