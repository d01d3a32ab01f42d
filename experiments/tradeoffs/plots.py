"""The fronts as a picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes

from experiments.files import lettered
from experiments.pages import figure_file, plain_axes
from experiments.text import rows
from experiments.tradeoffs.study import MEASURES, Frontier
from experiments.tradeoffs.words import TITLES

_LABELS = 3
"""Sets of a front that are named."""


def draw_fronts(found: Frontier, path: Path) -> None:
    """Draw expected cost against each measure, a line for each number of hubs.

    Parameters
    ----------
    found : Frontier
    path : Path

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    title = f"{found.study.region.title}: what guarding against disruptions costs"
    with figure_file(path, title, size=(5.0 * len(MEASURES), 5.4)) as figure:
        for ax, measure in zip(figure.subplots(1, len(MEASURES), squeeze=False)[0], MEASURES, strict=True):
            plot_front(found, measure, ax)


@lettered
def plot_front(found: Frontier, measure: str, ax: Axes) -> None:
    """Draw expected cost against one measure.

    Parameters
    ----------
    found : Frontier
    measure : str
    ax : Axes
    """
    front = found.front[found.front["measure"] == measure]
    finite = front[np.isfinite(front["value_usd"])]
    for p, part in finite.groupby("p"):
        ax.plot(part["expected_usd"] / 1e6, part["value_usd"] / 1e6, marker="o", markersize=4, label=str(p))
        if p == 1:
            for row in rows(part.head(_LABELS)):
                at = (row["expected_usd"] / 1e6, row["value_usd"] / 1e6)
                ax.annotate(row["name"], at, xytext=(4, 4), textcoords="offset points", fontsize=7.5)
    ax.set_title(f"{TITLES[measure].capitalize()}, million USD a year", loc="left")
    ax.set_xlabel("expected cost, million USD a year")
    if len(finite):
        ax.legend(title="hubs", frameon=False, fontsize=7.5)
    ax.ticklabel_format(useOffset=False, style="plain")
    plain_axes(ax)
