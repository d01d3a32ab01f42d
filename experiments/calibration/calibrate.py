"""The calibration: what the model says beside what was observed, with every miss named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from rich.table import Table
from rich.text import Text

from experiments.calibration.summary import KINDS, USES, group_words, grouped
from experiments.files import plain_letters, whole, write_figure
from experiments.maps import FAINT, INK
from experiments.text import figure, plain_table, rows_by
from geodata import Region

GOOD, MISSED, SPAN = "#1f7a8c", "#c8102e", "#c9d3dc"
MARKS = dict(zip(USES, "soD^", strict=True))
"""Mark of each group."""


def calibration_table(frame: pd.DataFrame) -> Table:
    """Make one row a reference: observed with its range, modelled, and whether it is met.

    Parameters
    ----------
    frame : DataFrame
        As `Region.calibration` returns: index = reference.

    Returns
    -------
    Table
    """
    table = plain_table(
        _headline(frame),
        "Met: within the range of the reference, and within 15% of its value; “>15%” is within the range alone. "
        "(station): times and prices from station to station, others from door to door.",
    )
    for name in ("reference", "use", "kind", "what"):
        table.add_column(name, overflow="fold")
    for name in ("observed", "low", "high", "modelled", "ratio"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for name, row in rows_by(frame).items():
        about = what(row["from"], row["to"], row["via"], row["class"], row["scenario"])
        table.add_row(
            name, row["use"], row["kind"], about + (" (station)" if row["scope"] == "station" else ""),
            *[figure(row[key]) for key in ("value", "low", "high", "modelled", "ratio")],
            "" if row["met"] else Text(">15%" if row["within"] else "miss", style="red"),
        )  # fmt: skip
    return table


def misses(frame: pd.DataFrame) -> list[str]:
    """Put the references that the model does not meet into sentences.

    Parameters
    ----------
    frame : DataFrame
        As `Region.calibration` returns.

    Returns
    -------
    list of str
    """
    missed = grouped(frame)[~frame["met"]]
    return [
        f"{name} ({KINDS.get(row['what'], row['what'])}; {row['group']}): {row['miss']}"
        + (f". {row['note']}" if row["note"] else "")
        for name, row in rows_by(missed).items()
    ]


def _headline(frame: pd.DataFrame) -> str:
    met, within = (int(frame[name].sum()) for name in ("met", "within"))
    return f"Model and observation: {met} of {len(frame)} references met, {within} within their range"


def what(start: str, end: str, via: str, cls: str, scenario: str) -> str:
    """Describe in short what a reference is about.

    Parameters
    ----------
    start, end, via : str
        Places or countries; ``;``-lists.
    cls, scenario : str
        Commodity class and scenario; empty where the reference names none.

    Returns
    -------
    str
    """
    text = f"{start.replace(';', '+')} - {end.replace(';', '+')}" if start or end else ""
    if via:
        text += f" via {via.replace(';', ' : ')}" if text else via.replace(";", " : ")
    return text + (f" [{cls}]" if cls else "") + (f" ({scenario})" if scenario not in ("", "base") else "")


def draw_calibration(region: Region, frame: pd.DataFrame, path: Path) -> None:
    """Plot modelled against observed, relative to the observed value, one panel a kind.

    Each reference has a bar over its observed range and a mark at the model's number, by what the reference was to the
    model; references that the model does not meet are red.

    Parameters
    ----------
    region : Region
    frame : DataFrame
        As `Region.calibration` returns.
    path : Path
        PNG file.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    frame = grouped(frame)
    kinds = [kind for kind in KINDS if (frame["what"] == kind).any()]
    counts = [int((frame["what"] == kind).sum()) for kind in kinds]
    with plain_letters(font_size=8.5, text_color=INK, axes_labelcolor=INK), whole(path) as part:
        height = 1.9 + sum(0.24 * count + 0.62 for count in counts)
        figure = Figure(figsize=(11, height), layout="constrained")
        FigureCanvasAgg(figure)
        met = int(frame["met"].sum())
        figure.suptitle(
            f"{region.title}: {met} of {len(frame)} references met\n{group_words(frame)}", weight="bold", fontsize=13,
            x=0.02, ha="left",
        )  # fmt: skip
        panels = figure.subplots(len(kinds), 1, height_ratios=[n + 1.4 for n in counts], squeeze=False)[:, 0]
        for axes, kind in zip(panels, kinds, strict=True):
            _panel(axes, frame[frame["what"] == kind], KINDS[kind])
        shown = set(frame["group"])
        handles = [
            Line2D([], [], color=SPAN, linewidth=7, label="observed range"),
            *(Line2D([], [], marker=mark, color=GOOD, linestyle="", label=f"modelled; {use}")
              for use, mark in MARKS.items() if use in shown),
            Line2D([], [], marker="o", color=MISSED, linestyle="", label="red: not met"),
        ]  # fmt: skip
        panels[-1].set_xlabel("relative to the observed value (logarithmic)")
        figure.legend(handles=handles, loc="outside lower left", ncols=len(handles), frameon=False)
        write_figure(figure, part, dpi=140)


def _panel(axes: Axes, part: pd.DataFrame, title: str) -> None:
    value = part["value"].to_numpy(dtype=np.float64)
    low, high, modelled = (part[name].to_numpy(dtype=np.float64) / value for name in ("low", "high", "modelled"))
    at = np.arange(len(part))
    met = part["met"].to_numpy(dtype=bool)
    axes.hlines(at, np.maximum(low, 1e-3), high, color=SPAN, linewidth=7)
    axes.axvline(1.0, color=FAINT, linewidth=0.8)
    for use, mark in MARKS.items():
        mine = (part["group"] == use).to_numpy(dtype=bool)
        colours = np.where(met[mine], GOOD, MISSED).tolist()
        axes.scatter(modelled[mine], at[mine], c=colours, s=28, marker=mark, zorder=3)
    axes.set_xscale("log")
    seen = np.concatenate([low[low > 0], high, modelled[np.isfinite(modelled) & (modelled > 0)]])
    axes.set_xlim(min(0.4, seen.min() * 0.9), max(2.5, seen.max() * 1.1))
    ticks = [tick for tick in (0.1, 0.2, 0.5, 0.8, 1, 1.25, 2, 5, 10) if axes.get_xlim()[0] < tick < axes.get_xlim()[1]]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    names = [f"{what(r['from'], r['to'], r['via'], '', r['scenario'])}  ({name})" for name, r in rows_by(part).items()]
    axes.set_yticks(at, [name if len(name) < 62 else name[:59] + "..." for name in names])
    for index, (label, row) in enumerate(zip(axes.get_yticklabels(), rows_by(part).values(), strict=True)):
        axes.annotate(
            f"{figure(row['modelled'])} vs {figure(row['value'])}", (1.005, index), xycoords=("axes fraction", "data"),
            va="center", fontsize=7.5, color=INK if row["met"] else MISSED,
        )  # fmt: skip
        if not row["met"]:
            label.set_color(MISSED)
    axes.set_ylim(len(part) - 0.4, -0.6)
    axes.set_title(title, loc="left", fontsize=9.5, weight="bold")
    axes.tick_params(length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
