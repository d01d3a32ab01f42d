"""The corridor study as a picture: where freight goes, what the scenarios cost, which links are tight."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from experiments.corridors.loads import corridor_titles, link_loads
from experiments.corridors.study import NOTEWORTHY_T, CorridorStudy
from experiments.corridors.tables import leading_bottlenecks, leading_corridors
from experiments.files import lettered, whole, write_figure
from experiments.maps import FAINT, LIGHT, MODES, link_lines
from experiments.pictures import picture_style, plot_corridors, plot_flows, shortened, small
from experiments.text import listed, tonnes

ROWS = 18
"""Most corridors and links of a plot."""
LETTERS, HALF = 28, 18
"""Most letters of a scenario's title, and of a place's name, beside a bar."""
MANY, TITLE_ROOM_IN = 9, 1.3
"""Scenarios from which on their titles stand upright above the table of corridors, and the room that takes."""


def draw_corridors(study: CorridorStudy, path: Path) -> None:
    """Draw the map of the flows with the figures beside and below it to a PNG file.

    Parameters
    ----------
    study : CorridorStudy
    path : Path

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    bars = max(len(leading_bottlenecks(study, ROWS)), 3)
    table = corridor_flows(study)
    with picture_style("poster") as size, whole(path) as part:
        text = size.text_pt / 72
        upper = max(9.5, 1.75 * text * (len(study.runs) + bars) + 12 * text)
        lower = 1.75 * text * (min(len(table), ROWS) + 1) + 9 * text + TITLE_ROOM_IN * (len(study.runs) > MANY)
        figure = Figure(figsize=(size.inches[0], upper + lower), layout="constrained")
        FigureCanvasAgg(figure)
        figure.suptitle(f"{study.region.title}: corridors within their capacities{_open(study)}", x=0.01, ha="left")
        above, below = np.ravel(np.asarray(figure.subfigures(2, 1, height_ratios=[upper, lower])))
        left, right = above.subfigures(1, 2, width_ratios=[1.6, 1.0])
        plot_map(study, left.add_axes((0.012, 0.01, 0.976, 0.93)))
        costs, full = right.subplots(2, 1, height_ratios=[len(study.runs) + 3, bars + 3])
        plot_costs(study, costs)
        plot_bottlenecks(study, full)
        plot_corridors(
            table, most=ROWS, ax=below.add_subplot(),
            title=f"Mt a year over each corridor {study.whose}".strip(),
            words=f"blue: more than in “{table.columns[0]}”, orange: less; a tonne counts once on each corridor",
        )  # fmt: skip
        write_figure(figure, part, dpi=size.dpi, title=study.region.title)


def corridor_flows(study: CorridorStudy) -> pd.DataFrame:
    """Make the table of corridors by scenarios that is drawn.

    Parameters
    ----------
    study : CorridorStudy

    Returns
    -------
    DataFrame
        Tonnes a year; columns are titles, ``base`` first.
    """
    frame = study.flows_mt
    return 1e6 * frame.loc[leading_corridors(frame, ROWS)].rename(columns=corridor_titles(study))


@lettered
def plot_map(study: CorridorStudy, ax: Axes, scenario: str = "base") -> None:
    """Draw what links carry within their capacities, and which are full.

    Parameters
    ----------
    study : CorridorStudy
    ax : Axes
    scenario : str
        Its name.
    """
    loads = link_loads(study, scenario)
    lines = link_lines(study.region)
    lines = lines.join(loads)[lines["mode"] != "air"]
    near = lines if lines["mode"].eq("sea").all() else lines[lines["mode"] != "sea"]
    places = study.region.places
    shown = places[places.index.isin([*near["from"], *near["to"], *study.hubs])]
    plot_flows(
        lines, "forward_t", "backward_t", places=shown, hubs=study.hubs, around=shown, ax=ax,
        full=list(loads.index[loads["full"] & loads.index.isin(lines.index)]), note=f"{study.region.base_year} data",
        title=f"Where freight goes: {study.runs[scenario].title}",
    )  # fmt: skip


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
    ax.barh(at, free, color=LIGHT.back, label="disruption alone, without capacities")
    ax.barh(at, whole - free, left=free, color=LIGHT.effects["worse"], label="due to capacities")
    for row, (value, unmet) in enumerate(zip(whole, frame["unmet_t"], strict=True)):
        text = f" {value:,.0f}" + (f" ({tonnes(unmet)} unmet)" if unmet >= NOTEWORTHY_T else "")
        ax.text(max(value, free[row], 0.0), row, text, va="center", fontsize=small())
    ax.set_yticks(at, [shortened(title, LETTERS) for title in corridor_titles(study).values()], fontsize=small())
    ax.set_ylim(len(frame) - 0.4, -0.6)
    ax.set_xlim(min(0.0, float(whole.min()), float(free.min())) * 1.05, 1.6 * max(float(whole.max()), 1.0))
    ax.axvline(0.0, color=FAINT, linewidth=0.8)
    ax.set_title("Cost above the undisturbed state, million USD a year", loc="right", pad=2.2 * small())
    ax.legend(frameon=False, fontsize=small(), loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, borderaxespad=0.1,
              borderpad=0.1, handlelength=1.2)  # fmt: skip
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
    ax.set_title("Full links: USD saved by one more tonne", loc="right")
    if frame.empty:
        ax.text(0.5, 0.5, "no link is full", ha="center", va="center", transform=ax.transAxes)
        ax.set_axis_off()
        return
    at = np.arange(len(frame))
    colours = [MODES[mode][0] for mode in frame["mode"]]
    ax.hlines(at, 0.1, frame["price_usd_per_t"], color=colours, linewidth=3)
    ax.scatter(frame["price_usd_per_t"], at, color=colours, s=18, zorder=3)
    called, titles = study.region.places["name"], corridor_titles(study)
    names = [
        f"{shortened(called[start], HALF)} to {shortened(called[end], HALF)}, {MODES[mode][1]}"
        for mode, start, end in zip(frame["mode"], frame["from"], frame["to"], strict=True)
    ]
    ax.set_yticks(at, names, fontsize=small())
    for row, (scenario, price) in enumerate(zip(frame["scenario"], frame["price_usd_per_t"], strict=True)):
        ax.annotate(shortened(titles[scenario], LETTERS), (price, row), xytext=(0.8 * small(), 0), va="center",
                    textcoords="offset points", fontsize=small(), color=LIGHT.soft, annotation_clip=False)  # fmt: skip
    ax.set_xscale("log")
    top = max(float(frame["price_usd_per_t"].max()), 1.0)
    ax.set_xlim(0.1, 10 * top**2)  # half of it for the scenarios' names
    ax.set_xticks([tick for tick in 10.0 ** np.arange(-1, 7) if tick <= top])
    ax.invert_yaxis()
    _plain(ax)


def _open(study: CorridorStudy) -> str:
    return f"; hubs open: {listed(study.hub_names)}" if study.hubs else ""


def _plain(ax: Axes) -> None:
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    ax.tick_params(length=0)
