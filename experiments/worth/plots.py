"""What items are worth, and where they begin to pay, as pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes

from experiments.files import label_text, lettered
from experiments.pages import figure_file, plain_axes
from experiments.text import rows
from experiments.worth.study import RouteValue
from experiments.worth.words import KINDS, shown_design

_COLOUR = "#30638e"
_MILLION = 1e6


def _plain(value: float, _: float) -> str:
    """A tick as a plain number, 0.01 and not a power."""
    return f"{value:g}"


def draw_worth(found: RouteValue, path: Path) -> None:
    """Draw what each item is worth, on average over the scenarios, with the draws' spread beside.

    Parameters
    ----------
    found : RouteValue
    path : Path

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    title = f"{found.study.region.title}: what links and services are worth"
    with figure_file(path, title, size=(10.0, 1.6 + 0.42 * len(found.items))) as figure:
        plot_worth(found, figure.subplots())


@lettered
def plot_worth(found: RouteValue, ax: Axes) -> None:
    """Draw a bar for each item, and a line from the 5th to the 95th percentile of the draws.

    Parameters
    ----------
    found : RouteValue
    ax : Axes
    """
    design = shown_design(found)
    value = found.value[found.value["design"] == design].sort_values("worth_usd", kind="stable")
    at = np.arange(len(value))
    ax.barh(at, value["worth_usd"] / _MILLION, color=_COLOUR, height=0.6, label="average over the scenarios")
    spread = found.spread[found.spread["design"] == design].set_index("item")
    where = "" if found.asked["every_scenario"] else " of the undisturbed state"
    if len(spread):
        own = spread.loc[list(value["item"])]
        low, high = own["worth_low_usd"] / _MILLION, own["worth_high_usd"] / _MILLION
        ax.hlines(at, low, high, color="black", linewidth=1.2, label=f"draws{where}, 5% to 95%")
        ax.plot(own["worth_mean_usd"] / _MILLION, at, "o", color="black", markersize=3.5, label=f"draws{where}, mean")
    largest = float(np.abs(value["worth_usd"]).max()) / _MILLION or 1.0
    ax.set_xscale("symlog", linthresh=max(largest / 1e4, 1e-6))
    ax.xaxis.set_major_formatter(_plain)
    ax.set_yticks(at, list(value["name"]))
    ax.axvline(0.0, color="black", linewidth=0.8)
    ax.set_xlabel("million USD a year saved by all freight (logarithmic)")
    ax.legend(frameon=False, fontsize=7.5, loc="lower right")
    plain_axes(ax)


def draw_curves(found: RouteValue, path: Path) -> None:
    """Draw worth, and what is left after cost, against what is multiplied.

    Parameters
    ----------
    found : RouteValue
    path : Path

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    own = found.curve[found.curve["design"] == shown_design(found)]
    kinds = [kind for kind in KINDS if (own["curve"] == kind).any()]
    title = f"{found.study.region.title}: from where on links and services pay"
    with figure_file(path, title, size=(max(6.5, 5.2 * len(kinds)), 6.6)) as figure:
        for ax, kind in zip(figure.subplots(1, len(kinds), squeeze=False)[0], kinds, strict=True):
            plot_curve(found, kind, ax)


@lettered
def plot_curve(found: RouteValue, kind: str, ax: Axes) -> None:
    """Draw a line for each item: what is left after cost where that is known, else what it is worth (dashed).

    Parameters
    ----------
    found : RouteValue
    kind : str
        ``trade``, ``departures`` or ``tariff``.
    ax : Axes
    """
    own = found.curve[(found.curve["design"] == shown_design(found)) & (found.curve["curve"] == kind)]
    colours = colormaps["tab20"].colors  # type: ignore[attr-defined]
    number = {item.name: at for at, item in enumerate(found.items)}
    for name, part in own.groupby("name", sort=False):
        known = bool(part["net_usd"].notna().all())
        line = part.sort_values("factor")
        column = "net_usd" if known else "worth_usd"
        style = "-" if known else "--"
        colour = colours[number[str(name)] % len(colours)]
        ax.plot(
            line["factor"],
            line[column] / _MILLION,
            style,
            color=colour,
            marker="o",
            markersize=2.5,
            label=label_text(str(name)),
        )
    ax.axhline(0.0, color="black", linewidth=0.8)
    ax.axvline(1.0, color="black", linewidth=0.5, linestyle=":")
    ax.set_xscale("log")
    ax.set_yscale("symlog", linthresh=1.0)
    ax.xaxis.set_major_formatter(_plain)
    ax.yaxis.set_major_formatter(_plain)
    ax.set_xlabel(f"{KINDS[kind]}, times what it is")
    ax.set_ylabel("million USD a year (logarithmic)")
    ax.set_title("net worth; dashed: worth, cost unknown", loc="left")
    ax.legend(frameon=False, fontsize=6.5, loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=2)
    plain_axes(ax)


def has_curves(found: RouteValue) -> bool:
    """Tell whether there is a curve to draw.

    Parameters
    ----------
    found : RouteValue

    Returns
    -------
    bool
    """
    return bool(len(rows(found.curve)))
