"""The static map: hubs ranked on their network, the ranking beside it, and every scenario below."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextPath

from experiments.comparison import weight_words
from experiments.maps.labels import place_labels
from experiments.maps.projection import Frame
from experiments.maps.scene import Scene
from experiments.maps.style import BORDER, EFFECTS, FAINT, INK, LAND, MODES, WATER, regret_colour
from experiments.text import count, scale_of, scaled, tonnes

DPI = 150
WIDTH_IN = 15.0
MAIN_IN = 7.3
MARGIN_IN = 0.35
COLUMNS = 6
PANEL = 0.56
"""Height of a scenario's map over its width."""
MARKED = 0.05
"""Links shorter than this share of a scenario's map get a mark, as their line alone would not be seen."""
_MARKS = {"closed": "x", "worse": ".", "opened": "+", "better": "+"}
_WIDTHS = {"rail": 1.5, "road": 0.7, "air": 0.6, "ferry": 1.6, "sea": 0.9}


def draw_map(scene: Scene, path: Path) -> None:
    """Draw a comparison's map to a PNG file."""
    with mpl.rc_context({"font.family": "DejaVu Sans", "font.size": 9, "text.color": INK, "axes.edgecolor": BORDER}):
        figure = _figure(scene)
        FigureCanvasAgg(figure)
        figure.savefig(path, dpi=DPI, facecolor="white", metadata={"Title": scene.found.study.region.title})


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
    land = scene.land(scene.overview.shaped(1 / PANEL), 25_000)
    for number, name in enumerate(scenarios):
        row, column = divmod(number, COLUMNS)
        panel = axes(MARGIN_IN + column * cell, top + row * cell_height, cell - 0.12, cell * PANEL)
        scenario_map(scene, panel, name, land)
    region = scene.found.study.region
    told = f"{region.title}, {region.base_year} · lines are drawn from place to place, not surveyed · {scene.sources}"
    figure.text(MARGIN_IN / WIDTH_IN, 0.16 / height, f"silkhub · {told}", fontsize=7.5, color=FAINT)
    return figure


def _heading(figure: Figure, scene: Scene, height: float) -> None:
    left = MARGIN_IN / WIDTH_IN
    title = f"{scene.found.study.region.title}: one hub {scene.found.headline.title}"
    figure.text(left, 1 - 0.42 / height, title, fontsize=17, weight="bold")
    lines = textwrap.wrap(scene.found.verdict[0], 165)[:2]
    figure.text(left, 1 - 0.56 / height, "\n".join(lines), fontsize=10.5, va="top", color="#3e4c59", linespacing=1.4)


def backdrop(axes: Axes, frame: Frame, land: Any) -> None:
    """Set up a map's axes: frame, water, land."""
    axes.set_xlim(frame.west, frame.east)
    axes.set_ylim(frame.south, frame.north)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_aspect("equal")
    axes.set_facecolor(WATER)
    land.plot(ax=axes, color=LAND, edgecolor=BORDER, linewidth=0.5, aspect=None)
    for spine in axes.spines.values():
        spine.set_color(BORDER)


def hub_map(scene: Scene, axes: Axes, ratio: float, height_in: float) -> None:
    """Draw hubs by rank, regret and tonnes on the network by mode."""
    frame = scene.focus.shaped(ratio)
    land = scene.land(frame, 2_000)
    backdrop(axes, frame, land)
    base = scene.effects[scene.found.study.scenarios[0]]
    for mode in reversed(list(MODES)):
        lines = scene.lines[(scene.lines["mode"] == mode) & ~scene.lines["planned"]]
        if lines.empty:
            continue
        lines.plot(
            ax=axes, color=MODES[mode][0], linewidth=_WIDTHS[mode], alpha=0.16 if mode == "air" else 0.75,
            linestyle="--" if mode in ("ferry", "sea") else "-", aspect=None, zorder=2,
        )  # fmt: skip
    planned = scene.lines[scene.lines["planned"] & (base.reindex(scene.lines.index) == "planned")]
    if not planned.empty:
        planned.plot(ax=axes, color=MODES["rail"][0], linewidth=1.1, linestyle=":", alpha=0.8, aspect=None, zorder=2)
    points = scene.places.geometry.loc[list(scene.ranking.index)]
    others = scene.places[~scene.places.index.isin(points.index)]
    axes.scatter(others.geometry.x, others.geometry.y, s=7, color="white", edgecolor=FAINT, linewidth=0.7, zorder=3)
    colours = [regret_colour(share) for share in scene.ranking["regret_share"]]
    axes.scatter(points.x, points.y, s=_areas(scene), c=colours, edgecolor="white", linewidth=1.4, zorder=5)
    _hub_labels(scene, axes, frame, height_in)
    _mode_legend(scene, axes)
    axes.set(xlabel="", ylabel="")  # geopandas writes what its axes are


def _areas(scene: Scene) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Areas of the hubs' markers in square points."""
    tonnes = scene.ranking["hub_t"].to_numpy()
    return np.asarray(60 + 420 * tonnes / max(tonnes.max(), 1.0))


def _hub_labels(scene: Scene, axes: Axes, frame: Frame, height_in: float) -> None:
    study, per_metre = scene.found.study, height_in * 72 / frame.height
    hubs = [hub for hub in scene.ranking.index if scene.places.index.isin([hub]).any()]
    others = [place for place in _worth_naming(scene) if place not in hubs]

    def at(place: str) -> tuple[float, float]:
        point = scene.places.geometry.loc[place]
        return (point.x - frame.west) * per_metre, (point.y - frame.south) * per_metre

    def size(text: str, points: float) -> tuple[float, float]:
        return TextPath((0, 0), text, size=points).get_extents().width * 1.06 + 4, points * 1.35

    texts = {hub: f"{scene.ranking.loc[hub, 'expected_rank']}  {study.name(hub)}" for hub in hubs}
    bounds = (3.0, 3.0, frame.width * per_metre - 3, frame.height * per_metre - 3)
    everywhere = [at(place) for place in scene.places.index]
    placed = place_labels(
        [at(hub) for hub in hubs],
        [size(texts[hub], 10.5) for hub in hubs],
        bounds,
        radius=list(np.sqrt(_areas(scene)) / 2),
        obstacles=everywhere,
    )
    boxes = []
    for hub, label in zip(hubs, placed, strict=True):
        if label is None:
            continue
        wide, tall = size(texts[hub], 10.5)
        boxes.append((label.x - wide / 2, label.y - tall / 2, label.x + wide / 2, label.y + tall / 2))
        _write(axes, frame, per_metre, label.x, label.y, texts[hub], 10.5, INK, "bold")
        if label.leads:
            x, y = at(hub)
            axes.plot(
                [frame.west + x / per_metre, frame.west + label.x / per_metre],
                [frame.south + y / per_metre, frame.south + label.y / per_metre],
                color=FAINT, linewidth=0.8, zorder=4,
            )  # fmt: skip
    names = [study.name(place) for place in others]
    small = place_labels(
        [at(place) for place in others], [size(name, 7.5) for name in names], bounds, radius=3.5,
        obstacles=everywhere, taken=boxes, give_up=9.0,
    )  # fmt: skip
    for name, label in zip(names, small, strict=True):
        if label is not None:
            _write(axes, frame, per_metre, label.x, label.y, name, 7.5, "#52606d", "normal")


def _write(
    axes: Axes, frame: Frame, per_metre: float, x: float, y: float, text: str, size: float, colour: str, weight: str
) -> None:
    halo = [patheffects.withStroke(linewidth=2.6, foreground="white", alpha=0.9)]
    axes.text(
        frame.west + x / per_metre, frame.south + y / per_metre, text, fontsize=size, color=colour, weight=weight,
        ha="center", va="center", path_effects=halo, zorder=6, clip_on=True,
    )  # fmt: skip


def _worth_naming(scene: Scene) -> list[str]:
    """Gateways, then border posts and ports, then cities by size."""
    places = scene.places
    roles = places["roles"].map(set)
    value = places["population"].fillna(0.0) / 1e6
    value += 30.0 * roles.map(lambda held: bool(held & {"gateway"}))
    value += 6.0 * roles.map(lambda held: bool(held & {"border", "port"}))
    value[list(scene.found.study.gateways)] += 100.0
    return [str(place) for place in value.sort_values(ascending=False).index]


def _mode_legend(scene: Scene, axes: Axes) -> None:
    used = set(scene.lines["mode"])
    handles = [
        Line2D([], [], color=colour, linewidth=2, linestyle="--" if mode in ("ferry", "sea") else "-", label=name)
        for mode, (colour, name) in MODES.items()
        if mode in used
    ]
    if scene.lines["planned"].any():
        handles.append(Line2D([], [], color=MODES["rail"][0], linewidth=1.4, linestyle=":", label="planned"))
    handles.append(
        Line2D([], [], marker="o", linestyle="", markersize=9, color=regret_colour(0), markeredgecolor="white",
               label="hub: number = rank, area = tonnes, colour = regret")
    )  # fmt: skip
    axes.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(-0.008, -0.004), fontsize=8, frameon=False,
        ncols=len(handles), columnspacing=1.4, handlelength=1.8,
    )  # fmt: skip


def ranking_bars(scene: Scene, axes: Axes) -> None:
    """Draw expected regret as bars, best on top, with the maximum regret as a mark."""
    table, study = scene.ranking, scene.found.study
    factor, unit = scale_of(max(table["max_regret_usd"].max() / 10, 1.0))
    rows = np.arange(len(table))
    axes.barh(
        rows, table["expected_regret_usd"] / factor, height=0.62,
        color=[regret_colour(share) for share in table["regret_share"]],
    )  # fmt: skip
    axes.scatter(table["max_regret_usd"] / factor, rows, marker="|", s=90, color=INK, linewidth=1.4, zorder=3)
    axes.set_yticks(rows, [f"{row.expected_rank}  {study.name(str(hub))}" for hub, row in table.iterrows()], fontsize=9)
    axes.get_yticklabels()[0].set_fontweight("bold")
    axes.invert_yaxis()
    axes.tick_params(length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.xaxis.grid(visible=True, color="#e4e7eb", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_title("Regret", loc="left", fontsize=12, weight="bold", x=-0.42)
    over = count(len(study.scenarios), "scenario")
    axes.set_xlabel(f"{unit} USD a year above the best hub\nbar: expected over {over}; tick: largest in any one",
                    fontsize=8, color=FAINT)  # fmt: skip


def scenario_map(scene: Scene, axes: Axes, scenario: str, land: Any) -> None:
    """Draw what one scenario does to the links, and name the best hub."""
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
    rows = scene.found.hubs[scene.found.hubs["scenario"] == scenario].sort_values("cost_usd")
    best = rows.iloc[0]
    for hub in (best["hub"], *study.gateways):
        point = scene.places.geometry.loc[hub]
        first = hub == best["hub"]
        axes.scatter(
            [point.x], [point.y], s=46 if first else 24, marker="o" if first else "D", zorder=5,
            color=regret_colour(0) if first else "white", edgecolor="white" if first else INK, linewidth=0.9,
        )  # fmt: skip
    title = textwrap.fill(study.title(scenario), 34, max_lines=2, placeholder=" …")
    weight = weight_words(study.probability[scenario])
    again = best["hub"] == scene.ranking.index[0]
    told = f"{best['name']}" + (f", by {scaled(rows.iloc[1]['regret_usd'])} USD" if len(rows) > 1 else "")
    if rows.iloc[0]["unmet_t"] >= 1:
        told += f"; unmet {tonnes(rows.iloc[0]['unmet_t'])}"
    axes.text(0, -0.04, title, transform=axes.transAxes, fontsize=8, weight="bold", va="top", linespacing=1.15)
    below = -0.04 - 0.105 * (1 + title.count("\n"))
    axes.text(0, below, told, transform=axes.transAxes, fontsize=7.5, va="top",
              color="#3e4c59" if again else EFFECTS["closed"][0], weight="normal" if again else "bold")  # fmt: skip
    axes.set(xlabel="", ylabel="")
    halo = [patheffects.withStroke(linewidth=2.0, foreground="white", alpha=0.9)]
    axes.text(
        0.985, 0.035, weight, transform=axes.transAxes, fontsize=7, ha="right", color=INK, path_effects=halo, zorder=6
    )  # fmt: skip


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
