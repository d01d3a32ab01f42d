"""A solution as a picture: hubs, and legs as wide as their flow; a graph to look at, and one page to explore.

Longitudes go on beyond 180 degrees where the nodes lie around the antimeridian, so that no line crosses the whole map.
Matplotlib is imported when it is used.
"""

from __future__ import annotations

from collections.abc import Hashable
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from optimize.brief import cell, html_table
from optimize.files import Document
from optimize.late import pd
from optimize.problem import FloatArray, Problem, points_at

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.axes import Axes

COLOURS = {
    "collection": "#5b9bb5",
    "transfer": "#1b4f72",
    "distribution": "#109a8f",
    "direct": "#a58a67",
    "unmet": "#c81023",
}
INK, PAPER = "#1f2933", "#ffffff"
WIDEST, THINNEST = 6.0, 0.6
"""Widths of lines, in points."""
_SIDE = 900.0
"""Units of the longer side of a drawing."""


def places_of(problem: Problem, places: Any) -> gpd.GeoSeries:
    """Find the points of a problem's nodes.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    places : GeoDataFrame, GeoSeries, region or None
        A region has its places. None takes the points that the problem was made of.

    Returns
    -------
    GeoSeries
        Indexed by label.

    Raises
    ------
    TypeError
        If there are no points.
    """
    import geopandas as gpd

    if places is None:
        one = problem if hasattr(problem, "metadata") else next(iter(problem.problems.values()))
        places = one.metadata.get("points")
    if not isinstance(places, (gpd.GeoDataFrame, gpd.GeoSeries)):
        places = getattr(places, "places", places)
    if not isinstance(places, (gpd.GeoDataFrame, gpd.GeoSeries)):
        msg = "give the places of the nodes: a GeoDataFrame or GeoSeries of points indexed by their labels, or a region"
        raise TypeError(msg)
    return places.geometry


def draw(problem: Problem, legs: pd.DataFrame, hubs: pd.DataFrame, places: Any, ax: Axes | None) -> Axes:
    """Draw hubs, and legs as wide as their flow.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    legs : DataFrame
        With columns ``leg, from, to, flow``.
    hubs : DataFrame
        With columns ``hub, throughput``.
    places : GeoDataFrame, GeoSeries, region or None
        See `places_of`.
    ax : Axes or None
        A new figure where it is None.

    Returns
    -------
    Axes
    """
    import matplotlib.pyplot as plt

    points = places_of(problem, places)
    at = _positions(problem, points)
    if ax is None:
        _, ax = plt.subplots(figsize=(8, 6), layout="constrained")
    lines = _summed(legs)
    largest = float(lines["flow"].max()) if len(lines) else 1.0
    seen: set[str] = set()
    for leg, start, end, flow in lines.itertuples(index=False, name=None):
        (x0, y0), (x1, y1) = at[start], at[end]
        width = max(THINNEST, WIDEST * flow / largest)
        label = None if leg in seen else str(leg)
        ax.plot(
            [x0, x1], [y0, y1], color=COLOURS[leg], lw=width, alpha=0.7, label=label, zorder=1, solid_capstyle="round",
            linestyle="--" if leg == "unmet" else "-",
        )  # fmt: skip
        seen.add(leg)
    everywhere = np.array(list(at.values()))
    ax.scatter(everywhere[:, 0], everywhere[:, 1], s=8, color=INK, zorder=2, linewidths=0)
    chosen = np.array([at[hub] for hub in dict.fromkeys(hubs["hub"])]).reshape(-1, 2)
    ax.scatter(chosen[:, 0], chosen[:, 1], s=80, color=COLOURS["transfer"], edgecolors=PAPER, zorder=3, label="hub")
    for hub in dict.fromkeys(hubs["hub"]):
        # a dollar sign in a name begins no formula
        ax.annotate(str(hub), at[hub], xytext=(5, 5), textcoords="offset points", zorder=4, parse_math=False, color=INK)
    ax.legend(loc="best", frameon=False, fontsize="small")
    ax.set_aspect(_aspect(points, everywhere))
    ax.set_axis_off()
    return ax


def page(problem: Problem, legs: pd.DataFrame, hubs: pd.DataFrame, places: Any, summary: str) -> Document:
    """Make one page with a drawing whose parts tell what they are when they are pointed at, and with the tables.

    Parameters
    ----------
    problem, legs, hubs, places
        See `draw`.
    summary : str
        Lines that say what was found.

    Returns
    -------
    Document
    """
    points = places_of(problem, places)
    at = _positions(problem, points)
    xy = np.array(list(at.values()))
    aspect = _aspect(points, xy)
    low, span = xy.min(axis=0), np.ptp(xy, axis=0) * [1.0, aspect]
    scale = _SIDE / max(float(span.max()), 1e-12)
    width, height = (float(side) * scale + 80.0 for side in span)

    def where(label: Hashable) -> tuple[float, float]:
        x, y = (np.array(at[label]) - low) * [scale, scale * aspect]
        return float(x) + 40.0, height - 40.0 - float(y)

    lines = _summed(legs)
    largest = float(lines["flow"].max()) if len(lines) else 1.0
    parts = []
    for leg, start, end, flow in lines.itertuples(index=False, name=None):
        (x0, y0), (x1, y1) = where(start), where(end)
        told = f"{leg}: {start} → {end}, {flow:,.6g}"
        wide = max(THINNEST, WIDEST * flow / largest) * 1.5
        parts.append(
            f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" stroke="{COLOURS[leg]}" '
            f'stroke-width="{wide:.2f}" stroke-opacity="0.7" stroke-linecap="round">{_title(told)}</line>'
        )
    through: dict[Hashable, float] = hubs.groupby("hub", sort=False)["throughput"].sum().to_dict()
    for label in at:
        x, y = where(label)
        told = f"{label}: {through[label]:,.6g} through the hub" if label in through else str(label)
        size, colour = (9, COLOURS["transfer"]) if label in through else (3, INK)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" fill="{colour}" stroke="{PAPER}">{_title(told)}</circle>'
        )
        if label in through:
            parts.append(f'<text x="{x + 12:.1f}" y="{y - 6:.1f}" font-size="16" fill="{INK}">{_text(label)}</text>')
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="100%" role="img" '
        f'aria-label="Hubs and flows" font-family="sans-serif">{"".join(parts)}</svg>'
    )
    tables = html_table(hubs, "hubs") + html_table(lines.sort_values("flow", ascending=False), "legs")
    title = f"Hubs: {', '.join(map(str, through))}"
    body = f"<h1>{cell(title)}</h1>{drawing}<pre>{cell(summary)}</pre>{tables}"
    policy = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    head = f'<meta charset="utf-8">{policy}<title>{_text(title)}</title>'
    return Document(f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>', title)


def _title(text: str) -> str:
    return f"<title>{_text(text)}</title>"


def _text(value: Any) -> str:
    letters = str(value).encode("utf-8", "backslashreplace").decode()
    return escape("".join(letter for letter in letters if letter >= " "))


def _summed(legs: pd.DataFrame) -> pd.DataFrame:
    """Legs between different nodes, all classes and scenarios together."""
    moved = legs[[a != b for a, b in zip(legs["from"], legs["to"], strict=True)]]
    return moved.groupby(["leg", "from", "to"], sort=False)[["flow"]].sum().reset_index()


def _positions(problem: Problem, points: gpd.GeoSeries) -> dict[Hashable, tuple[float, float]]:
    """Where each node is drawn; degrees run on where the nodes lie around the antimeridian."""
    found = points_at(problem.labels, points)
    x = np.array([point.x for point in found.values()])
    if points.crs is not None and points.crs.is_geographic:
        ordered = np.sort(x)
        gaps = np.diff(ordered, append=ordered[0] + 360.0)
        widest = int(np.argmax(gaps))
        if gaps[widest] > gaps[-1] + 1e-9:  # a gap wider than that over the antimeridian: begin behind it
            x = np.where(x <= ordered[widest], x + 360.0, x)
    return {label: (float(at), float(point.y)) for at, (label, point) in zip(x, found.items(), strict=True)}


def _aspect(points: gpd.GeoSeries, xy: FloatArray) -> float:
    """How much longer a unit upwards is than one to the right."""
    if points.crs is None or not points.crs.is_geographic:
        return 1.0
    middle = float(xy[:, 1].min() + xy[:, 1].max()) / 2
    return 1.0 / max(float(np.cos(np.radians(middle))), 0.05)
