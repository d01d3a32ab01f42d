"""A small map for each scenario: what it does to the network, and who is best then."""

from __future__ import annotations

import textwrap

import geopandas as gpd
import pandas as pd
from matplotlib import patheffects
from matplotlib.axes import Axes

from experiments.comparison import NOTHING_T, cheapest_first
from experiments.files import lettered
from experiments.maps import EFFECTS, INK, regret_colour
from experiments.report.hub_map import backdrop
from experiments.report.scene import Scene
from experiments.text import scaled, tonnes, weight_words

PANEL = 0.56
"""Height of a scenario's map over its width."""
MARKED = 0.05
"""Links shorter than this share of a scenario's map get a mark, as their line alone would not be seen."""
_MARKS = {"closed": "x", "worse": ".", "opened": "+", "better": "+"}


@lettered
def scenario_map(scene: Scene, axes: Axes, scenario: str, land: gpd.GeoDataFrame) -> None:
    """Draw what one scenario does to the links, and name the best hub.

    Parameters
    ----------
    scene : Scene
    axes : Axes
    scenario : str
        Name of the scenario.
    land : GeoDataFrame
        Outlines for all scenarios' maps, projected.
    """
    study = scene.found.study
    frame = scene.overview.shaped(1 / PANEL)
    backdrop(axes, frame, land)
    effect = scene.effects[scenario].reindex(scene.lines.index)
    plain = scene.lines[(effect != "planned") & (scene.lines["mode"] != "air")]
    plain.plot(ax=axes, color="#9aa5b1", linewidth=0.45, aspect=None, zorder=2)
    for name in ("better", "worse", "opened", "closed"):
        lines = scene.lines[effect == name]
        if not lines.empty:
            lines.plot(ax=axes, color=EFFECTS[name][0], linewidth=1.5, aspect=None, zorder=3)
            short = lines[lines.geometry.length < MARKED * frame.width].geometry.interpolate(0.5, normalized=True)
            axes.scatter(short.x, short.y, marker=_MARKS[name], s=26, color=EFFECTS[name][0], linewidth=1.6, zorder=4)
    rows = cheapest_first(scene.found.hubs[scene.found.hubs["scenario"] == scenario], "cost_usd")
    best = rows.iloc[0]
    for hub in (best["hub"], *study.gateways):
        point = scene.places.geometry.loc[hub]
        first = hub == best["hub"]
        axes.scatter(
            [point.x], [point.y], s=46 if first else 24, marker="o" if first else "D", zorder=5,
            color=regret_colour(0) if first else "white", edgecolor="white" if first else INK, linewidth=0.9,
        )  # fmt: skip
    _caption(scene, axes, scenario, rows)
    axes.set(xlabel="", ylabel="")


def _caption(scene: Scene, axes: Axes, scenario: str, rows: pd.DataFrame) -> None:
    """Write the scenario's title, its weight, and the best hub with its lead; red where it is not the overall best."""
    study, best = scene.found.study, rows.iloc[0]
    title = textwrap.fill(study.title(scenario), 34, max_lines=2, placeholder=" …")
    weight = weight_words(study.probability[scenario])
    again = best["hub"] == scene.ranking.index[0]
    told = f"{best['name']}" + (f", by {scaled(rows.iloc[1]['regret_usd'])} USD" if len(rows) > 1 else "")
    if best["unmet_t"] >= NOTHING_T:
        told += f"; unmet {tonnes(best['unmet_t'])}"
    axes.text(0, -0.04, title, transform=axes.transAxes, fontsize=8, weight="bold", va="top", linespacing=1.15)
    below = -0.04 - 0.105 * (1 + title.count("\n"))
    axes.text(0, below, told, transform=axes.transAxes, fontsize=7.5, va="top",
              color="#3e4c59" if again else EFFECTS["closed"][0], weight="normal" if again else "bold")  # fmt: skip
    halo = [patheffects.withStroke(linewidth=2.0, foreground="white", alpha=0.9)]
    axes.text(
        0.985, 0.035, weight, transform=axes.transAxes, fontsize=7, ha="right", color=INK, path_effects=halo, zorder=6
    )  # fmt: skip
