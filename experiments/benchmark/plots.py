"""Plots of a benchmark: performance profiles, and growth with the numbers of nodes and of scenarios."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.files import lettered, plain_letters, whole, write_figure

_MARKERS = "os^vDPX"
_LEAST_S = 1e-3
"""Seconds that shorter runs count as: below, a ratio is of clock ticks."""


def drawings(table: pd.DataFrame, time_limit: float) -> dict[str, Callable[[Path], None]]:
    """List the plots for which a summary has rows.

    Parameters
    ----------
    table : DataFrame
        As `experiments.benchmark.summary.summarise` returns.
    time_limit : float
        Seconds.

    Returns
    -------
    dict of str to callable
        By the name of a PNG file, what draws it to a path.
    """
    if table.empty:
        return {}
    single, family = table["allocation"] == "single", table["family"]
    plots: dict[str, tuple[Callable[..., Axes], pd.Series]] = {
        "profile_multiple": (performance_profile, ~single),
        "profile_single": (performance_profile, single),
        "growth_nodes": (growth, (family == "nodes") & ~single),
        "growth_nodes_single": (growth, (family == "nodes") & single),
        "growth_scenarios": (growth, family == "scenarios"),
    }
    return {
        f"{name}.png": partial(_draw, plot, table[rows], time_limit, "scenarios" if "scenarios" in name else None)
        for name, (plot, rows) in plots.items()
        if rows.any()
    }


def _draw(plot: Callable[..., Axes], table: pd.DataFrame, time_limit: float, across: str | None, path: Path) -> None:
    with plain_letters(), whole(path) as part:
        figure = Figure(figsize=(7.0, 4.5), layout="constrained")
        axis = figure.add_subplot()
        plot(table, time_limit, ax=axis)
        if across is not None:
            axis.set_xlabel(across)
        write_figure(figure, part, dpi=150)


@lettered
def performance_profile(table: pd.DataFrame, time_limit: float, *, ax: Axes) -> Axes:
    r"""Draw which part of the cases each way proves within a factor of the fastest way (Dolan and More 2002).

    .. math::
        \rho_w(\tau) = \frac{1}{|C|} \, \Bigl|\Bigl\{c \in C : t_{cw} \le \tau \min_v t_{cv} \Bigr\}\Bigr|

    with :math:`t_{cw} = \infty` where way w has no proof for case c. Ways that never prove anything (heuristics) are
    left out.

    Parameters
    ----------
    table : DataFrame
        Summary of a benchmark.
    time_limit : float
        Seconds.
    ax : Axes

    Returns
    -------
    Axes
    """
    times = profile_times(table)
    fastest = times.min(axis=1)
    solved = np.isfinite(fastest)
    ratios = times[solved].div(fastest[solved], axis=0)
    finite = ratios.to_numpy()[np.isfinite(ratios.to_numpy())]
    right = 1.2 * max(10.0, float(finite.max(initial=1.0)))
    for number, way in enumerate(times.columns):
        reached = np.sort(ratios[way][np.isfinite(ratios[way])].to_numpy())
        part = np.arange(1, len(reached) + 1) / max(1, len(times))
        steps = np.concatenate([[1.0], reached, [right]])
        heights = np.concatenate([[0.0], part, part[-1:] if len(part) else [0.0]])
        ax.step(steps, heights, where="post", label=way, marker=_MARKERS[number % len(_MARKERS)], markersize=3)
    ax.set(xscale="log", xlim=(0.95, right), ylim=(-0.02, 1.02))
    ax.set_xlabel("factor of the fastest way's time")
    ax.set_ylabel(f"part of {len(times)} cases proven in {time_limit:g} s")
    if len(times.columns):
        ax.legend(loc="lower right", fontsize="small")
    return ax


def profile_times(table: pd.DataFrame) -> pd.DataFrame:
    """Tabulate the seconds to a proof.

    Parameters
    ----------
    table : DataFrame
        Summary of a benchmark.

    Returns
    -------
    DataFrame
        Cases x ways, ``inf`` without a proof; ways that prove nothing at all are left out.
    """
    seconds = table["seconds"].clip(lower=_LEAST_S).where(table["status"] == "optimal", np.inf)
    times = table.assign(seconds=seconds).pivot_table(index="case", columns="way", values="seconds", sort=False)
    times = times.fillna(np.inf)
    return times[[way for way in times.columns if np.isfinite(times[way]).any()]]


@lettered
def growth(table: pd.DataFrame, time_limit: float, *, ax: Axes) -> Axes:
    """Draw seconds against size, one line a way; runs without a proof are hollow at the time they took.

    Parameters
    ----------
    table : DataFrame
        Summary of a benchmark, one family and one allocation.
    time_limit : float
        Seconds, drawn as a line.
    ax : Axes

    Returns
    -------
    Axes
    """
    for number, (way, part) in enumerate(table.groupby("way", sort=False)):
        ordered = part.sort_values("size")
        seconds = ordered["seconds"].clip(lower=_LEAST_S)
        style: dict[str, Any] = {"color": f"C{number}", "marker": _MARKERS[number % len(_MARKERS)]}
        ax.plot(ordered["size"], seconds, label=str(way), **style)
        open_ended = ordered["status"] != "optimal"
        ax.plot(ordered["size"][open_ended], seconds[open_ended], linestyle="", **style, markerfacecolor="white")
    ax.axhline(time_limit, color="0.6", linewidth=0.8, linestyle=":")
    ax.set(yscale="log", xlabel="nodes", ylabel="seconds (hollow: not proven)")
    ax.set_xticks(sorted(set(table["size"])))
    ax.legend(fontsize="small")
    return ax
