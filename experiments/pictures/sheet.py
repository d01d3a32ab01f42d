"""The sheet of a map: its frame and ground, names that cover nothing, the strip with the keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import matplotlib as mpl
import numpy as np
import shapely
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure, SubFigure
from matplotlib.path import Path
from pyproj import CRS

from experiments.files import plain_text
from experiments.maps import (
    LIGHT,
    SOURCE,
    Frame,
    Label,
    cut_at_antimeridian,
    land_within,
    place_labels,
    projected,
    projection,
    projection_words,
)
from experiments.pictures.sizes import small
from experiments.pictures.strip import Sample, Strip, text_width
from optimize import InputError

MARGIN = 0.04
"""Room about what is shown, as a share of the longer side."""
LEAST_M = 20_000.0
"""Least width and height of a map, metres: a lone place is shown with what lies about it."""
LONGEST = 26
"""Letters from which on a name on a map is shortened."""
OBSTACLE_PT = 7.0
"""Points along lines that names keep off stand so far apart."""
_GIVE_UP = 5.5
"""Penalty from which on a place is not named: names of places stand beside them and cover nothing."""

Box = tuple[float, float, float, float]


def geographic(shapes: gpd.GeoDataFrame, what: str) -> gpd.GeoDataFrame:
    """Bring shapes to degrees.

    Parameters
    ----------
    shapes : GeoDataFrame
    what : str
        What they are, for the message.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, lines cut at the antimeridian; rows without a shape are left out.

    Raises
    ------
    InputError
        If they have no CRS, or there are none.
    """
    if not isinstance(shapes, gpd.GeoDataFrame):
        raise InputError([f"{what} have to be a GeoDataFrame, not a {type(shapes).__name__}"])
    if shapes.crs is None:
        raise InputError([f"{what} have no CRS, so where they are is not known: use set_crs(4326) if in degrees"])
    there = shapes[~(shapes.geometry.is_empty | shapes.geometry.isna())].to_crs(4326)
    if there.empty:
        raise InputError([f"there are no {what} to draw"])
    return there.set_geometry(cut_at_antimeridian(there.geometry))


@dataclass
class Sheet:
    """A map on axes.

    Attributes
    ----------
    axes : Axes
    crs : CRS
        Projection.
    frame : Frame
        What is shown above the strip.
    per_metre : float
        Points a metre.
    strip : Strip or None
        Below the frame.
    """

    axes: Axes
    crs: CRS
    frame: Frame
    per_metre: float
    strip: Strip | None
    _taken: list[Box] = field(default_factory=list)
    _obstacles: list[tuple[float, float]] = field(default_factory=list)

    @classmethod
    def laid(
        cls,
        axes: Axes,
        around: gpd.GeoDataFrame,
        *,
        samples: Iterable[Sample] = (),
        note: str | None = "",
        keys: bool = True,
        crs: CRS | None = None,
        land: gpd.GeoDataFrame | None = None,
    ) -> Sheet:
        """Lay out a map and draw its ground.

        Parameters
        ----------
        axes : Axes
        around : GeoDataFrame
            EPSG:4326; the frame holds all of it.
        samples : iterable of Sample
            The keys.
        note : str or None
            Whose the data are; None leaves out projection and outlines too.
        keys : bool
            Whether there is a strip.
        crs : CRS, optional
            The one that suits `around` if not given.
        land : GeoDataFrame, optional
            Outlines that were cut for the same frame already.

        Returns
        -------
        Sheet
        """
        crs = projection(around) if crs is None else crs
        wide, tall = _points(axes)
        told = "" if note is None else note_words(crs, note)
        strip = Strip.laid(samples, told, wide) if keys else None
        below = strip.height if strip is not None else 0.0
        room = max(tall - below, 0.2 * tall)
        frame = _frame(projected(around, crs)).shaped(wide / room)
        per_metre = wide / frame.width
        sheet = cls(axes, crs, frame, per_metre, strip)
        whole = Frame(frame.west, frame.north - tall / per_metre, frame.east, frame.north)
        _ground(axes, whole, land_within(whole, crs, 0.35 / per_metre) if land is None else land)
        if strip is not None:
            strip.draw(axes, per_metre)
        return sheet

    def projected(self, shapes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Project shapes.

        Parameters
        ----------
        shapes : GeoDataFrame

        Returns
        -------
        GeoDataFrame
        """
        return projected(shapes, self.crs)

    def at(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Turn metres into points from the frame's south-western corner.

        Parameters
        ----------
        x, y : float or array
            Metres.

        Returns
        -------
        (x, y) : tuple of float or array
        """
        return (x - self.frame.west) * self.per_metre, (y - self.frame.south) * self.per_metre

    def keep_off(self, lines: Iterable[shapely.Geometry]) -> None:
        """Let names keep off lines.

        Parameters
        ----------
        lines : iterable of lines
            Metres.
        """
        step = OBSTACLE_PT / self.per_metre
        for line in lines:
            for part in shapely.get_parts(line):
                along = np.arange(step / 2, part.length, step)
                xy = shapely.get_coordinates(shapely.line_interpolate_point(part, along))
                inside = (
                    (xy[:, 0] > self.frame.west) & (xy[:, 0] < self.frame.east)
                    & (xy[:, 1] > self.frame.south) & (xy[:, 1] < self.frame.north)
                )  # fmt: skip
                self._obstacles += [self.at(x, y) for x, y in xy[inside]]

    def take(self, x: float, y: float, radius: float) -> None:
        """Let names keep off a mark.

        Parameters
        ----------
        x, y : float
            Metres.
        radius : float
            Points.
        """
        left, low = self.at(x, y)
        self._taken.append((left - radius, low - radius, left + radius, low + radius))

    def name(
        self,
        points: gpd.GeoDataFrame,
        names: Sequence[str],
        *,
        radius: Sequence[float],
        strong: bool = False,
        must: bool = False,
    ) -> list[str]:
        """Write names beside points, the first ones best, so that they cover neither each other nor anything drawn.

        Parameters
        ----------
        points : GeoDataFrame
            Projected.
        names : sequence of str
        radius : sequence of float
            Of the points' marks, points.
        strong : bool
            Whether they stand out.
        must : bool
            Whether all within the frame are named, if need be at the end of a line.

        Returns
        -------
        list of str
            The names written, as they were given.
        """
        text = small(factor=1.0 if strong else 0.86)
        shown = [shortened(plain_text(name), LONGEST) for name in names]
        sizes = [(text_width(name, text, bold=strong) + 0.6 * text, 1.3 * text) for name in shown]
        at = [self.at(point.x, point.y) for point in points.geometry]
        bounds = (2.0, 2.0, self.frame.width * self.per_metre - 2.0, self.frame.height * self.per_metre - 2.0)
        placed = place_labels(
            at, sizes, bounds, radius=list(radius), obstacles=self._obstacles, taken=self._taken,
            give_up=np.inf if must else _GIVE_UP,
        )  # fmt: skip
        written = []
        for name, word, point, label, size in zip(names, shown, at, placed, sizes, strict=True):
            if label is not None:
                self._write(word, point, label, text, strong)
                wide, tall = size[0] / 2, size[1] / 2
                self._taken.append((label.x - wide, label.y - tall, label.x + wide, label.y + tall))
                written.append(name)
        return written

    def _write(self, word: str, point: tuple[float, float], label: Label, text: float, strong: bool) -> None:
        if label.leads:
            start, end = self._metres(*point), self._metres(label.x, label.y)
            self.axes.plot([start[0], end[0]], [start[1], end[1]], color=LIGHT.soft, linewidth=0.4, zorder=9)
        halo = [patheffects.withStroke(linewidth=0.28 * text, foreground="white", alpha=0.85)]
        self.axes.text(
            *self._metres(label.x, label.y), word, fontsize=text, weight="bold" if strong else "normal", ha="center",
            va="center", color=LIGHT.ink if strong else LIGHT.soft, path_effects=halo, zorder=12, clip_on=True,
            gid="name",
        )  # fmt: skip

    def _metres(self, x: float, y: float) -> tuple[float, float]:
        return self.frame.west + x / self.per_metre, self.frame.south + y / self.per_metre


def note_words(crs: CRS, note: str) -> str:
    """Say what stands at the foot of a map.

    Parameters
    ----------
    crs : CRS
    note : str
        Whose the data are.

    Returns
    -------
    str
        Projection, `note`, and whose the outlines are, which is said once.
    """
    own = plain_text(note).replace(SOURCE, "").strip("; ·")
    return " · ".join(part for part in (projection_words(crs), own, SOURCE) if part)


def shortened(name: str, letters: int) -> str:
    """Shorten a name.

    Parameters
    ----------
    name : str
    letters : int
        Most letters.

    Returns
    -------
    str

    Examples
    --------
    >>> shortened("Almaty", 8), shortened("Ust-Kamenogorsk", 8)
    ('Almaty', 'Ust-Kam…')
    """
    return name if len(name) <= letters else f"{name[: letters - 1].rstrip()}…"


def settle_layout(axes: Axes) -> None:
    """Let a figure's layout find its axes' places, where it has one.

    Parameters
    ----------
    axes : Axes
    """
    figure: Figure | SubFigure = axes.figure
    while isinstance(figure, SubFigure):
        figure = figure.figure
    if figure.get_layout_engine() is not None:
        figure.draw_without_rendering()


def _points(axes: Axes) -> tuple[float, float]:
    """Width and height of axes, points, with what their figure's layout makes of them."""
    settle_layout(axes)
    box = axes.get_window_extent()
    dpi = axes.figure.dpi
    return box.width * 72 / dpi, box.height * 72 / dpi


def _frame(shapes: gpd.GeoDataFrame) -> Frame:
    west, south, east, north = shapes.total_bounds
    frame = Frame(float(west), float(south), float(east), float(north))
    wide, tall = max(LEAST_M - frame.width, 0.0) / 2, max(LEAST_M - frame.height, 0.0) / 2
    return Frame(frame.west - wide, frame.south - tall, frame.east + wide, frame.north + tall).padded(MARGIN)


def _ground(axes: Axes, frame: Frame, land: gpd.GeoDataFrame) -> None:
    axes.set_xlim(frame.west, frame.east)
    axes.set_ylim(frame.south, frame.north)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_aspect("equal")
    axes.set_facecolor(LIGHT.water)
    # GeoPandas' own plots would draw the whole figure after each of them
    paths = [_path(part) for part in shapely.get_parts(land.geometry.to_numpy()) if part.geom_type == "Polygon"]
    line = 0.6 * float(mpl.rcParams["axes.linewidth"])
    ground = PathCollection(paths, facecolor=LIGHT.land, edgecolor=LIGHT.border, linewidth=line, zorder=1)
    axes.add_collection(ground, autolim=False)
    for spine in axes.spines.values():
        spine.set_color(LIGHT.border)
        spine.set_zorder(22)


def _path(polygon: shapely.Polygon) -> Path:
    """Outline of a polygon with its holes."""
    corners, codes = [], []
    for ring in (polygon.exterior, *polygon.interiors):
        xy = shapely.get_coordinates(ring)
        corners.append(xy)
        codes.append(np.r_[Path.MOVETO, np.full(len(xy) - 2, Path.LINETO), Path.CLOSEPOLY])
    return Path(np.concatenate(corners), np.concatenate(codes))
