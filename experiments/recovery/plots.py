"""Disruptions as pictures: extra cost from day to day, and in total."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes

from experiments.files import label_text, lettered
from experiments.maps import INK
from experiments.pages import figure_file, plain_axes
from experiments.recovery.study import Resilience

PANELS, LINES, BARS = 6, 5, 25
"""Disruptions with a curve, hubs with a line, disruptions with a bar."""
_COLOURS = ("#0b5c73", "#e07b2a", "#6b9e78", "#8d6fb8", "#b0834a")


def dearest(found: Resilience, most: int) -> list[str]:
    """Choose the disruptions that cost the watched hub most.

    Parameters
    ----------
    found : Resilience
    most : int

    Returns
    -------
    list of str
        Names, dearest first.
    """
    own = found.areas[found.areas["hub"] == found.watched].set_index("scenario")["extra_usd"]
    return [str(name) for name in own.sort_values(ascending=False, kind="stable").head(most).index]


def shown_hubs(found: Resilience) -> list[str]:
    """Choose the hubs with a line: the watched one, the challenger, those that suffer least.

    Parameters
    ----------
    found : Resilience

    Returns
    -------
    list of str
    """
    hubs = [str(hub) for hub in found.hubs["hub"]]
    second = [hub for hub in (found.study.challenger,) if hub in hubs]
    return list(dict.fromkeys([found.watched, *second, *hubs]))[:LINES]


def draw_curves(found: Resilience, path: Path) -> None:
    """Draw the extra cost from day to day of the dearest disruptions.

    Parameters
    ----------
    found : Resilience
    path : Path

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    names = dearest(found, PANELS)
    across = min(len(names), 3)
    down = -(-len(names) // across)
    title = f"{found.study.region.title}: what disruptions cost from day to day"
    with figure_file(path, title, size=(1.5 + 3.9 * across, 1.2 + 3.2 * down)) as figure:
        axes = figure.subplots(down, across, squeeze=False).ravel()
        for ax, name in zip(axes, names, strict=False):
            plot_curve(found, name, ax)
        for ax in axes[len(names) :]:
            ax.set_axis_off()
        axes[0].legend(frameon=False, fontsize=7.5)


@lettered
def plot_curve(found: Resilience, scenario: str, ax: Axes) -> None:
    """Draw the extra cost of each day of a disruption, a line for each hub.

    Parameters
    ----------
    found : Resilience
    scenario : str
    ax : Axes
    """
    days = found.days[found.days["scenario"] == scenario]
    for hub, colour in zip(shown_hubs(found), _COLOURS, strict=False):
        own = days[days["hub"] == hub]
        extra = own["extra_usd_per_day"].to_numpy(dtype=np.float64) / 1e6
        name = found.study.names(hub.split("+")) if hub else "gateways alone"
        ax.step(own["day"], np.where(np.isfinite(extra), extra, np.nan), where="post", color=colour, label=name, lw=1.4)
    course = found.courses[scenario]
    for day in {course.react_days, course.backup_days, course.duration_days}:
        if 0 < day <= course.duration_days:
            ax.axvline(day, color=INK, linewidth=0.6, linestyle=":")
    ax.set_title(found.study.title(scenario), loc="left")
    ax.set_xlabel("days since it began")
    ax.set_ylabel("extra cost, million USD a day")
    plain_axes(ax)


def draw_areas(found: Resilience, path: Path) -> None:
    """Draw what each disruption costs in total.

    Parameters
    ----------
    found : Resilience
    path : Path

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    names = dearest(found, BARS)
    title = f"{found.study.region.title}: what disruptions cost in total"
    with figure_file(path, title, size=(10.0, 1.8 + 0.3 * len(names))) as figure:
        plot_areas(found, names, figure.subplots())


@lettered
def plot_areas(found: Resilience, names: list[str], ax: Axes) -> None:
    """Draw a bar a disruption for the watched hub, and marks for the hubs that suffer least and most.

    Parameters
    ----------
    found : Resilience
    names : list of str
    ax : Axes
    """
    areas = found.areas[np.isfinite(found.areas["extra_usd"])]
    at = np.arange(len(names))
    table = areas.pivot_table(index="scenario", columns="hub", values="extra_usd", sort=False) / 1e6
    table = table.reindex(index=names, columns=list(found.hubs["hub"]))
    watched = found.study.names(found.watched.split("+")) if found.watched else "gateways alone"
    ax.barh(at, table[found.watched], color="#c8102e", alpha=0.75, label=label_text(watched))
    if table.shape[1] > 1:
        ax.plot(
            table.min(axis=1),
            at,
            linestyle="none",
            marker="|",
            color="#0b5c73",
            ms=11,
            mew=2,
            label="least of all hubs",
        )
        ax.plot(table.max(axis=1), at, linestyle="none", marker="|", color=INK, ms=11, mew=2, label="most of all hubs")
    course = found.courses
    ax.set_yticks(at, [f"{found.study.title(name)} ({course[name].duration_days:g} d)" for name in names])
    ax.invert_yaxis()
    ax.axvline(0, color=INK, linewidth=0.6)
    ax.set_xlabel("extra cost from the beginning until all is as before, million USD")
    ax.legend(frameon=False, fontsize=7.5, loc="lower right")
    plain_axes(ax)
