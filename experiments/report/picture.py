"""The static map: hubs ranked on their network, the ranking beside it, and every scenario below."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from experiments.files import lettered, plain_letters, whole, write_figure
from experiments.maps import (
    BORDER,
    EFFECTS,
    FAINT,
    INK,
    land_within,
    projection_words,
    regret_colour,
)
from experiments.pictures import fitted, plot_ranking
from experiments.report.hub_map import hub_map
from experiments.report.scenario_map import PANEL, scenario_map
from experiments.report.scene import Scene
from experiments.text import count, scale_of

DPI = 150
WIDTH_IN = 15.0
MAIN_IN = 7.3
MARGIN_IN = 0.35
COLUMNS = 6
LAND_M = 25_000
"""Metres below which the outlines of the scenarios' maps lose their details: a pixel of them."""


def draw_map(scene: Scene, path: Path) -> None:
    """Draw a comparison's map to a PNG file.

    Parameters
    ----------
    scene : Scene
    path : Path

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    with plain_letters(font_size=9, text_color=INK, axes_edgecolor=BORDER), whole(path) as part:
        figure = _figure(scene)
        FigureCanvasAgg(figure)
        write_figure(figure, part, dpi=DPI, title=scene.found.study.region.title)


def _figure(scene: Scene) -> Figure:
    scenarios = scene.found.study.scenarios
    rows = -(-len(scenarios) // COLUMNS)
    cell = (WIDTH_IN - 2 * MARGIN_IN) / COLUMNS
    cell_height = cell * PANEL + 0.62
    header, footer, gap = 1.0, 0.35, 0.95
    height = header + MAIN_IN + gap + rows * cell_height + footer
    figure = Figure(figsize=(WIDTH_IN, height))
    _heading(figure, scene, height)

    def axes(left: float, top: float, width: float, tall: float) -> Axes:
        return figure.add_axes((left / WIDTH_IN, 1 - (top + tall) / height, width / WIDTH_IN, tall / height))

    main = WIDTH_IN - 2 * MARGIN_IN - 4.6
    hub_map(scene, axes(MARGIN_IN, header, main, MAIN_IN), main / MAIN_IN, MAIN_IN)
    ranking_bars(scene, axes(WIDTH_IN - MARGIN_IN - 2.95, header + 0.35, 2.6, MAIN_IN - 0.9))
    top = header + MAIN_IN + gap
    figure.text(
        MARGIN_IN / WIDTH_IN, 1 - (top - 0.32) / height, "What each scenario does to the network, and who is best then",
        fontsize=12, weight="bold",
    )  # fmt: skip
    _effect_legend(figure, scene, 1 - (top - 0.36) / height)
    land = land_within(scene.overview.shaped(1 / PANEL), scene.crs, LAND_M)
    for number, name in enumerate(scenarios):
        row, column = divmod(number, COLUMNS)
        panel = axes(MARGIN_IN + column * cell, top + row * cell_height, cell - 0.12, cell * PANEL)
        scenario_map(scene, panel, name, land)
    region = scene.found.study.region
    drawn = f"{projection_words(scene.crs)} · lines are drawn from place to place, not surveyed"
    told = f"{fitted(region.title, 7.5, 250)}, {region.base_year} · {drawn} · {scene.sources}"
    figure.text(MARGIN_IN / WIDTH_IN, 0.16 / height, f"silkhub · {told}", fontsize=7.5, color=FAINT)
    return figure


def _heading(figure: Figure, scene: Scene, height: float) -> None:
    left = MARGIN_IN / WIDTH_IN
    title = f"{scene.found.study.region.title}: one hub {scene.found.headline.title}"
    title = fitted(title, 17, (WIDTH_IN - 2 * MARGIN_IN) * 72, bold=True)
    figure.text(left, 1 - 0.42 / height, title, fontsize=17, weight="bold")
    lines = textwrap.wrap(scene.found.verdict[0], 165)[:2]
    figure.text(left, 1 - 0.56 / height, "\n".join(lines), fontsize=10.5, va="top", color="#3e4c59", linespacing=1.4)


@lettered
def ranking_bars(scene: Scene, axes: Axes) -> None:
    """Draw expected regret as bars, best on top, with the maximum regret as a mark.

    Parameters
    ----------
    scene : Scene
    axes : Axes
    """
    study = scene.found.study
    table = scene.ranking.assign(name=[study.name(str(hub)) for hub in scene.ranking.index])
    plot_ranking(table, "expected_regret_usd", mark="max_regret_usd", ax=axes)
    axes.get_yticklabels()[0].set_fontweight("bold")
    axes.set_title("Regret", loc="left", fontsize=12, weight="bold", x=-0.42)
    _, unit = scale_of(max(table["max_regret_usd"].max() / 10, 1.0))
    over = count(len(study.scenarios), "scenario")
    axes.set_xlabel(f"{unit} USD a year above the best hub\nbar: expected over {over}; tick: largest in any one",
                    fontsize=8, color=FAINT)  # fmt: skip


def _effect_legend(figure: Figure, scene: Scene, y: float) -> None:
    seen = {str(name) for effect in scene.effects.values() for name in effect.unique()}
    shown = [name for name in ("closed", "worse", "opened", "better") if name in seen]
    if "opened" in shown and "better" in shown:
        shown.remove("better")
    handles: list[Any] = [Line2D([], [], color=EFFECTS[n][0], linewidth=2.2, label=EFFECTS[n][1]) for n in shown]
    handles.append(Line2D([], [], marker="o", linestyle="", color=regret_colour(0), label="best hub"))
    if scene.found.study.gateways:
        handles.append(Line2D([], [], marker="D", linestyle="", color="white", markeredgecolor=INK, label="gateway"))
    handles.append(Rectangle((0, 0), 0, 0, alpha=0, label="percent: weight in expected costs"))
    figure.legend(
        handles=handles, loc="center right", bbox_to_anchor=(1 - MARGIN_IN / WIDTH_IN, y), ncols=len(handles),
        fontsize=8, frameon=False, handlelength=1.4, columnspacing=1.3,
    )  # fmt: skip
