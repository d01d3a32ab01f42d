"""The corridor study as a picture: where freight goes, what the scenarios cost, which links are tight."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import TwoSlopeNorm
from matplotlib.figure import Figure

from experiments.corridors.study import CorridorStudy
from experiments.corridors.tables import leading_bottlenecks, leading_corridors
from experiments.files import lettered, plain_letters, whole, write_figure
from experiments.maps import FAINT, INK, MODES

DPI = 140
ROWS = 18
"""Most corridors and links of a plot."""


def draw_corridors(study: CorridorStudy, path: Path) -> None:
    """Draw all three plots to a PNG file.

    Parameters
    ----------
    study : CorridorStudy
    path : Path

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    bars = len(leading_bottlenecks(study, ROWS))
    count = len(study.runs)
    with (
        plain_letters(font_size=8.5, text_color=INK, axes_labelcolor=INK, axes_titlesize=9.5),
        whole(path) as part,
    ):
        lower = max(2.2, 0.24 * max(bars, count) + 1.0)
        figure = Figure(figsize=(max(11.0, 4.6 + 0.72 * count), 6.0 + lower), layout="constrained")
        FigureCanvasAgg(figure)
        figure.suptitle(
            f"{study.region.title}: corridors within their capacities{_open(study)}", weight="bold", fontsize=13
        )
        grid = figure.add_gridspec(2, 2, height_ratios=[6.0, lower])
        plot_flows(study, figure.add_subplot(grid[0, :]))
        plot_costs(study, figure.add_subplot(grid[1, 0]))
        plot_bottlenecks(study, figure.add_subplot(grid[1, 1]))
        write_figure(figure, part, dpi=DPI, title=study.region.title)


@lettered
def plot_flows(study: CorridorStudy, ax: Axes) -> None:
    """Draw corridors by scenarios: million tonnes a year in figures, the change from ``base`` in colour.

    Parameters
    ----------
    study : CorridorStudy
    ax : Axes
    """
    frame = study.flows_mt
    frame = frame.loc[leading_corridors(frame, ROWS)]
    values = frame.to_numpy()
    change = values - frame[["base"]].to_numpy()
    largest = max(float(np.abs(change).max(initial=0.0)), 0.01)
    ax.imshow(change, aspect="auto", cmap="RdBu", norm=TwoSlopeNorm(0.0, -largest, largest))
    for (row, column), value in np.ndenumerate(values):
        dark = abs(change[row, column]) > 0.6 * largest
        ax.text(column, row, f"{value:.1f}", ha="center", va="center", color="white" if dark else INK)
    ax.set_xticks(range(len(study.runs)), [_wrapped(run.title) for run in study.runs.values()])
    ax.xaxis.tick_top()
    ax.set_yticks(range(len(frame)), [str(name) for name in frame.index])
    ax.tick_params(length=0)
    ax.set_title(f"Mt a year over each corridor {study.whose}".strip() + "; blue above, red below base", loc="left")
    for side in ax.spines.values():
        side.set_visible(False)


@lettered
def plot_costs(study: CorridorStudy, ax: Axes) -> None:
    """Draw the cost of each scenario above ``base``: that of the disruption alone, and what capacities add.

    Parameters
    ----------
    study : CorridorStudy
    ax : Axes
    """
    frame = study.costs.set_index("scenario")
    at = np.arange(len(frame))
    whole = frame["above_base_usd"].to_numpy(dtype=np.float64) / 1e6
    added = frame["due_to_capacity_usd"].to_numpy(dtype=np.float64) / 1e6
    free = whole - (added - added[0])
    ax.barh(at, free, color="#9fb4c7", label="disruption alone, without capacities")
    ax.barh(at, whole - free, left=free, color="#c8102e", label="capacities")
    for row, (value, unmet) in enumerate(zip(whole, frame["unmet_t"], strict=True)):
        text = f" {value:,.0f}" + (f" ({unmet / 1e6:.1f} Mt unmet)" if unmet > 0 else "")
        ax.text(max(value, free[row], 0.0), row, text, va="center", fontsize=7.5)
    ax.set_yticks(at, [run.title for run in study.runs.values()])
    ax.invert_yaxis()
    ax.set_xlim(min(0.0, float(whole.min()), float(free.min())) * 1.05, 1.45 * max(float(whole.max()), 1.0))
    ax.axvline(0.0, color=FAINT, linewidth=0.8)
    ax.set_title("Cost above base, million USD a year", loc="left")
    ax.legend(frameon=False, fontsize=7.5, loc="lower right")
    _plain(ax)


@lettered
def plot_bottlenecks(study: CorridorStudy, ax: Axes) -> None:
    """Draw the prices of full links: what one more tonne a year of capacity would save.

    Parameters
    ----------
    study : CorridorStudy
    ax : Axes
    """
    frame = leading_bottlenecks(study, ROWS)
    ax.set_title("Full links: USD saved by one more tonne", loc="left")
    if frame.empty:
        ax.text(0.5, 0.5, "no link is full", ha="center", va="center", transform=ax.transAxes)
        ax.set_axis_off()
        return
    at = np.arange(len(frame))
    colours = [MODES[mode][0] for mode in frame["mode"]]
    ax.hlines(at, 0.1, frame["price_usd_per_t"], color=colours, linewidth=3)
    ax.scatter(frame["price_usd_per_t"], at, color=colours, s=18, zorder=3)
    names = [
        f"{mode} {start}-{end}: {study.runs[scenario].title}"
        for scenario, mode, start, end in zip(frame["scenario"], frame["mode"], frame["from"], frame["to"], strict=True)
    ]
    ax.set_yticks(at, [name if len(name) < 46 else name[:43] + "..." for name in names])
    ax.set_xscale("log")
    ax.set_xlim(0.1, 3 * float(frame["price_usd_per_t"].max()))
    ax.invert_yaxis()
    _plain(ax)


def _open(study: CorridorStudy) -> str:
    return f"; hubs open: {', '.join(study.hub_names)}" if study.hubs else ""


def _plain(ax: Axes) -> None:
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    ax.tick_params(length=0)


def _wrapped(title: str, width: int = 12) -> str:
    lines = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
