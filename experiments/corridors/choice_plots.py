"""The choice of hubs as a picture: the candidates on a map, and the best sets with what is proven of them."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from experiments.corridors.choice import HubChoice, ScenarioChoice
from experiments.corridors.choice_tables import hub_list
from experiments.files import lettered, plain_letters, whole, write_figure
from experiments.maps import (
    BORDER,
    FAINT,
    INK,
    LAND,
    SOURCE,
    WATER,
    Frame,
    countries_within,
    degrees_of,
    place_labels,
    projection,
    regret_colour,
)

DPI = 140
SETS = 16
"""Most sets of a plot."""
MAP_PIXELS = 720.0
"""Width of a map at the resolution of the screen, about: names are placed by it."""


def draw_choice(choice: HubChoice, path: Path) -> None:
    """Draw map and ranking of each scenario to a PNG file.

    Parameters
    ----------
    choice : HubChoice
    path : Path

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    with (
        plain_letters(font_size=8.5, text_color=INK, axes_labelcolor=INK, axes_titlesize=9.5),
        whole(path) as part,
    ):
        count = len(choice.runs)
        figure = Figure(figsize=(13.0, 4.6 * count + 0.6), layout="constrained")
        FigureCanvasAgg(figure)
        figure.suptitle(f"{choice.region.title}: hubs in sight of full corridors", weight="bold", fontsize=13)
        axes = figure.subplots(count, 2, squeeze=False, width_ratios=[1.25, 1.0])
        for run, (left, right) in zip(choice.runs.values(), axes, strict=True):
            plot_candidates(choice, run, left)
            plot_sets(choice, run, right)
        write_figure(figure, part, dpi=DPI, title=choice.region.title)


@lettered
def plot_candidates(choice: HubChoice, run: ScenarioChoice, ax: Axes) -> None:
    """Draw the candidates on a map, in the colour of what a set with them costs above the best at least.

    Parameters
    ----------
    choice : HubChoice
    run : ScenarioChoice
    ax : Axes
    """
    places = choice.region.places.loc[[*choice.given, *choice.candidates]]
    crs = projection(places)
    points = places.to_crs(crs).geometry
    frame = Frame.around(points.x.to_numpy(), points.y.to_numpy()).padded(0.15).shaped(1.6)
    land = countries_within(degrees_of(frame, crs)).to_crs(crs)
    _backdrop(ax, frame, land)
    table = choice.hubs[choice.hubs["scenario"] == run.scenario].set_index("hub")
    largest = max(float(table["above_best_usd"].max()), 1.0)
    chosen = choice.used(run.limited)
    for hub, point in points.items():
        given = hub in choice.given
        share = 0.0 if given else float(table["above_best_usd"][hub]) / largest
        ax.scatter(
            [point.x], [point.y], s=90 if hub in chosen else 40, marker="D" if given else "o", zorder=5,
            color="white" if given else regret_colour(share), edgecolor=INK, linewidth=1.6 if hub in chosen else 0.6,
        )  # fmt: skip
    _names(choice, ax, frame, points, chosen)
    ax.set_title(f"{run.title}: chosen in bold, open anyway as diamonds; the lighter, the dearer", loc="left")
    ax.text(0.99, 0.01, SOURCE, transform=ax.transAxes, ha="right", fontsize=6, color=INK)


def _names(choice: HubChoice, ax: Axes, frame: Frame, points: gpd.GeoSeries, chosen: tuple[str, ...]) -> None:
    """Write the names of hubs beside their points."""
    metres = frame.width / MAP_PIXELS
    at = [((point.x - frame.west) / metres, (point.y - frame.south) / metres) for point in points]
    names = [choice.names[str(hub)] for hub in points.index]
    sizes = [(6.2 * len(name) + 6.0, 12.0) for name in names]
    box = (0.0, 0.0, MAP_PIXELS, frame.height / metres)
    for hub, name, point, label in zip(
        points.index, names, points, place_labels(at, sizes, box, radius=9.0), strict=True
    ):
        if label is None:
            continue
        x, y = frame.west + label.x * metres, frame.south + label.y * metres
        if label.leads:
            ax.plot([point.x, x], [point.y, y], color=FAINT, linewidth=0.6, zorder=4)
        weight = "bold" if hub in chosen else "normal"
        ax.text(x, y, name, ha="center", va="center", fontsize=7.5, weight=weight, zorder=6)


def _backdrop(ax: Axes, frame: Frame, land: gpd.GeoDataFrame) -> None:
    ax.set_xlim(frame.west, frame.east)
    ax.set_ylim(frame.south, frame.north)
    ax.set_aspect("equal")
    ax.set_facecolor(WATER)
    if not land.empty:  # there are regions of islands too small for the outlines
        land.plot(ax=ax, color=LAND, edgecolor=BORDER, linewidth=0.5, aspect=None, zorder=1)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set(xlabel="", ylabel="")


@lettered
def plot_sets(choice: HubChoice, run: ScenarioChoice, ax: Axes) -> None:
    """Draw what the best sets cost above the best one, with the capacities of links and without.

    Parameters
    ----------
    choice : HubChoice
    run : ScenarioChoice
    ax : Axes
    """
    frame = choice.sets[choice.sets["scenario"] == run.scenario].head(SETS)
    at = np.arange(len(frame))
    above = _above(frame["lower_usd"], run.limited.objective)
    solved = frame["solved"].to_numpy(dtype=np.bool_)
    ax.barh(at[solved], above[solved], color="#486581", label="with the capacities of links")
    if not solved.all():
        bars = ax.barh(at[~solved], above[~solved], color="white", edgecolor="#486581", label="the same, at least")
        for bar in bars:
            bar.set_hatch("///")
    free = _above(frame["unlimited_lower_usd"], run.unlimited.objective)
    ax.scatter(free, at, marker="|", s=90, color="#c8102e", zorder=3, label="without them (at least)")
    ax.set_yticks(at, [_short(hub_list(choice, tuple(hubs.split(";")))) for hubs in frame["hubs"]])
    ax.invert_yaxis()
    ax.set_title("Million USD a year above the best set", loc="left")
    ax.legend(frameon=False, fontsize=7.5, loc="upper center", bbox_to_anchor=(0.4, -0.05), ncols=3)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    ax.tick_params(length=0)


def _above(lower: pd.Series, best: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.maximum(lower.to_numpy(dtype=np.float64) - best, 0.0) / 1e6


def _short(text: str) -> str:
    return text if len(text) < 46 else text[:43] + "..."
