"""Lines of a map as wide as what they carry: bands with arrows, closures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgba

from experiments.maps import EFFECTS, LIGHT
from experiments.pictures.sheet import Sheet
from experiments.pictures.sizes import small

FloatArray = npt.NDArray[np.float64]

THINNEST_PT = 0.35
"""Width that a flow has at least, points."""
NOTHING = 0.005
"""Share of the largest flow or change below which a line is drawn as one without."""
SHUT = (0, (1.6, 0.9))
"""Dashes of closed lines."""
WAY_COLOURS = (LIGHT.flow, LIGHT.back)
"""Eastward, westward."""


def draw_lines(
    sheet: Sheet,
    lines: Iterable[shapely.Geometry],
    colours: Any,
    widths: Any,
    zorder: float,
    style: Any = "-",
    *,
    alpha: float = 1.0,
) -> None:
    """Draw lines, each of its parts with the line's own colour and width.

    Parameters
    ----------
    sheet : Sheet
    lines : iterable of lines
        Projected.
    colours, widths : one, or as many as there are lines
        Widths in points.
    zorder : float
    style : line style of Matplotlib
    alpha : float
    """
    parts, of_line = shapely.get_parts(np.array(list(lines), dtype=object), return_index=True)
    if not len(parts):
        return
    many = np.atleast_1d(np.asarray(widths, dtype=np.float64))
    each = [to_rgba(colour) for colour in ([colours] if isinstance(colours, str) else colours)]
    sheet.axes.add_collection(
        LineCollection(
            [shapely.get_coordinates(part) for part in parts], zorder=zorder, linestyles=[style], alpha=alpha,
            colors=each if len(each) == 1 else [each[k] for k in of_line],
            linewidths=many if len(many) == 1 else many[of_line], joinstyle="round",
            capstyle="round" if style == "-" else "butt",
        ),
        autolim=False,
    )  # fmt: skip


def draw_bands(sheet: Sheet, lines: gpd.GeoDataFrame, flows: FloatArray, most: float, widest: float) -> None:
    """Draw flows along lines and, where there are two columns, against them, each on its own right.

    Parameters
    ----------
    sheet : Sheet
    lines : GeoDataFrame
        Projected.
    flows : (lines, 1 or 2) array
        Tonnes a year along each line, and against it.
    most : float
        Tonnes a year of the widest band.
    widest : float
        Its width, points.
    """
    pieces: list[_Band] = []
    two = flows.shape[1] == 2
    for line, amounts in zip(lines.geometry, flows, strict=True):
        for way, amount in enumerate(amounts):
            if amount > NOTHING * max(most, 1e-9):
                wide = max(widest * amount / most, THINNEST_PT)
                aside = (wide / 2 + 0.15) / sheet.per_metre if two else 0.0
                west = two and (_goes_west(line) != (way == 1))
                colour = WAY_COLOURS[west]
                pieces.append(_Band(wide, _beside(line, -aside if way == 0 else aside), line, way, colour))
    pieces.sort(key=lambda piece: piece.wide)
    draw_lines(sheet, [piece.drawn for piece in pieces], [piece.colour for piece in pieces],
           [piece.wide for piece in pieces], 4)  # fmt: skip
    if two:
        _arrows(sheet, pieces)


@dataclass(frozen=True)
class _Band:
    """A flow: its width in points, where it is drawn, the line that it belongs to, 1 for the way back, its colour."""

    wide: float
    drawn: shapely.Geometry
    line: shapely.Geometry
    way: int
    colour: str


def _goes_west(line: shapely.Geometry) -> bool:
    """Whether a line ends west of where it begins; south of it where it runs due north or south."""
    xy = shapely.get_coordinates(line)
    (east, north) = xy[-1] - xy[0]
    return bool(east < 0 or (east == 0 and north < 0))


def _beside(line: shapely.Geometry, aside: float) -> shapely.Geometry:
    """Move a line aside, to its left if above 0."""
    if aside == 0.0:
        return line
    moved = shapely.offset_curve(line, aside, join_style="round")
    return line if moved.is_empty else moved


def _longest(line: shapely.Geometry) -> shapely.LineString:
    """The longest part of a line."""
    return max(shapely.get_parts(line), key=lambda part: part.length)


def _arrows(sheet: Sheet, bands: Sequence[_Band]) -> None:
    """Draw the direction of flows in the middle of their bands, where those are long enough on the map."""
    text = small()
    shapes, fills, edges = [], [], []
    for band in bands:
        longest, drawn = _longest(band.line), _longest(band.drawn)
        tip = max(0.85 * band.wide, 0.55 * text) / sheet.per_metre
        if longest.length < 5 * tip or band.wide < 0.06 * text:
            continue
        # the way of the line itself: moved aside, it may be drawn from its other end
        middle = longest.length / 2
        ends = shapely.get_coordinates(shapely.line_interpolate_point(longest, [middle - tip / 2, middle + tip / 2]))
        along = (ends[1] - ends[0]) / max(np.hypot(*(ends[1] - ends[0])), 1e-9) * (1.0 if band.way == 0 else -1.0)
        across = 0.42 * tip * np.array([-along[1], along[0]])
        centre = shapely.get_coordinates(drawn.interpolate(drawn.project(shapely.Point(ends.mean(axis=0)))))[0]
        back = centre - 0.5 * tip * along
        shapes.append(np.array([centre + 0.5 * tip * along, back + across, back - across]))
        inside = band.wide > 0.45 * text
        fills.append("white" if inside else band.colour)
        edges.append("none" if inside else "white")
    if shapes:
        sheet.axes.add_collection(
            PolyCollection(shapes, facecolors=fills, edgecolors=edges, linewidths=0.03 * text, zorder=5, gid="arrows"),
            autolim=False,
        )


def draw_closures(sheet: Sheet, lines: gpd.GeoDataFrame) -> None:
    """Draw closed lines dashed, each with a cross that is seen however short it is.

    Parameters
    ----------
    sheet : Sheet
    lines : GeoDataFrame
        Projected.
    """
    text = small()
    red = EFFECTS["closed"][0]
    draw_lines(sheet, lines.geometry, "white", 0.42 * text, 6)
    draw_lines(sheet, lines.geometry, red, 0.22 * text, 6.1, SHUT)
    marked: list[shapely.Point] = []
    for line in lines.geometry:
        longest = _longest(line)
        middle = longest.interpolate(0.5, normalized=True)
        if any(middle.distance(other) * sheet.per_metre < 1.1 * text for other in marked):
            continue  # one cross stands for its neighbours
        marked.append(middle)
        sheet.axes.plot([middle.x], [middle.y], marker="o", markersize=1.15 * text, color="white", markeredgecolor=red,
                        markeredgewidth=0.12 * text, zorder=11)  # fmt: skip
        sheet.axes.plot([middle.x], [middle.y], marker="x", markersize=0.55 * text, color=red,
                        markeredgewidth=0.17 * text, zorder=11.1, gid="closure")  # fmt: skip
        sheet.take(middle.x, middle.y, 0.65 * text)
