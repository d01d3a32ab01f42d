"""The air study as a picture: what hubs save and cost, and how that grows with trade."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from experiments.air.study import AirStudy
from experiments.air.volumes import GROWTH
from experiments.files import label_text, lettered, plain_letters, whole, write_figure
from experiments.maps import FAINT, INK

DPI = 140
LINES = 5
"""Most hubs of the curves."""


def draw_air(study: AirStudy, path: Path) -> None:
    """Draw both plots to a PNG file.

    Parameters
    ----------
    study : AirStudy
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
        height = max(4.0, 0.32 * len(study.base) + 1.6)
        figure = Figure(figsize=(12.0, height), layout="constrained")
        FigureCanvasAgg(figure)
        figure.suptitle(f"{study.question.region.title}: a hub of air cargo", weight="bold", fontsize=13)
        left, right = figure.subplots(1, 2)
        plot_hubs(study, left)
        plot_growth(study, right)
        write_figure(figure, part, dpi=DPI)


@lettered
def plot_hubs(study: AirStudy, ax: Axes) -> None:
    """Draw what each hub saves before its fixed cost, and that cost.

    Parameters
    ----------
    study : AirStudy
    ax : Axes
    """
    frame = study.base.sort_values("gross_saving_usd", ascending=False, kind="stable")
    at = np.arange(len(frame))
    ax.barh(at, frame["gross_saving_usd"] / 1e6, color="#9fb4c7", label="saves before its fixed cost")
    ax.scatter(frame["fixed_usd"] / 1e6, at, marker="|", s=120, color="#c8102e", label="fixed cost")
    ax.set_yticks(at, [str(name) for name in frame["name"]])
    ax.invert_yaxis()
    ax.set_title("Million USD a year, undisturbed", loc="left")
    ax.legend(frameon=False, fontsize=7.5, loc="upper center", bbox_to_anchor=(0.5, -0.05), ncols=2)
    _plain(ax)


@lettered
def plot_growth(study: AirStudy, ax: Axes) -> None:
    """Draw the saving of the best hubs, fixed cost counted, over the factor of trade.

    Parameters
    ----------
    study : AirStudy
    ax : Axes
    """
    ax.set_title("Saving after the fixed cost, million USD, by factor of trade", loc="left")
    curve = study.curve[study.curve["kind"] == GROWTH]
    if curve["factor"].nunique() < 2:
        ax.text(0.5, 0.5, "no other volume was computed", ha="center", va="center", transform=ax.transAxes)
        ax.set_axis_off()
        return
    names = dict(zip(study.base["hub"], study.base["name"], strict=True))
    best = study.base.sort_values("gross_saving_usd", ascending=False, kind="stable")["hub"].head(LINES)
    last = 1.05 * _last_factor(study)
    for hub in best:
        own = curve[(curve["hub"] == hub) & (curve["factor"] <= last)].sort_values("factor")
        ax.plot(own["factor"], own["saving_usd"] / 1e6, marker=".", label=label_text(names[hub]))
    ax.axhline(0.0, color=FAINT, linewidth=0.8)
    ax.legend(frameon=False, fontsize=7.5)
    _plain(ax)


def _last_factor(study: AirStudy) -> float:
    """The largest factor of trade from which on a hub pays: what lies far beyond would press the rest together."""
    own = study.volumes[(study.volumes["what"] == "hub") & (study.volumes["kind"] == GROWTH)]["above"]
    known = own[own.notna()]
    curve = study.curve.loc[study.curve["kind"] == GROWTH, "factor"]
    return max(float(known.max()), 1.0) if len(known) else float(curve.max())


def _plain(ax: Axes) -> None:
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    ax.tick_params(length=0)
