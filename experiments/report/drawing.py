"""The interactive map's shapes as SVG path data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from experiments.maps import Frame, place_labels
from experiments.report.scene import Scene

UNITS = 2000.0
"""Width of the whole network in the drawing's units."""
DETAIL_M = 3_500.0
"""Metres below which the outlines of land lose their details: half of it doubles the page, which is 1 MB."""
MARKED = 30.0
"""Links shorter than so many units get a mark where a scenario touches them."""
FOCUS_PX = 860.0
"""Width at which the hubs' labels are placed; the page hides them where the map is drawn smaller."""


@dataclass(frozen=True)
class Pen:
    """Turns projected metres into the drawing's units, y downwards.

    Attributes
    ----------
    frame : Frame
        What is drawn.
    scale : float
        Units a metre.
    """

    frame: Frame
    scale: float

    @classmethod
    def of(cls, frame: Frame) -> Pen:
        """Make the pen that draws a frame `UNITS` wide.

        Parameters
        ----------
        frame : Frame

        Returns
        -------
        Pen
        """
        return cls(frame, UNITS / frame.width)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Place a point.

        Parameters
        ----------
        x, y : float
            Metres.

        Returns
        -------
        (x, y) : tuple of float
            Units, to a tenth.
        """
        return round((x - self.frame.west) * self.scale, 1), round((self.frame.north - y) * self.scale, 1)

    def box(self, frame: Frame) -> list[float]:
        """Place a frame.

        Parameters
        ----------
        frame : Frame

        Returns
        -------
        [left, top, width, height] : list of float
            Units, to a tenth.
        """
        left, top = self.point(frame.west, frame.north)
        return [left, top, round(frame.width * self.scale, 1), round(frame.height * self.scale, 1)]

    def path(self, shape: Any) -> str:
        """Draw lines and polygons.

        Parameters
        ----------
        shape : shapely geometry
            Metres; what is neither line nor polygon is left out.

        Returns
        -------
        str
            SVG path data.
        """
        parts = []
        for piece in shapely.get_parts(shape):
            rings = [piece.exterior, *piece.interiors] if piece.geom_type == "Polygon" else [piece]
            for ring in rings:
                if ring.geom_type not in ("LinearRing", "LineString"):
                    continue
                xy = shapely.get_coordinates(ring)
                x = np.round((xy[:, 0] - self.frame.west) * self.scale, 1)
                y = np.round((self.frame.north - xy[:, 1]) * self.scale, 1)
                closed = ring.geom_type == "LinearRing"
                text = "L".join(f"{a:g} {b:g}" for a, b in zip(x, y, strict=True))
                parts.append(f"M{text}{'Z' if closed else ''}")
        return "".join(parts)


def drawing(scene: Scene) -> dict[str, Any]:
    """Collect the shapes of the interactive map, ready for the page's template and script.

    Parameters
    ----------
    scene : Scene

    Returns
    -------
    dict
        ``whole`` and ``focus`` (boxes), ``focus_px``, and lists of ``land``, ``links``, ``hubs`` (best first) and
        ``places``.
    """
    whole = scene.overview.shaped(1.75).padded(0.02)
    pen = Pen.of(whole)
    land = scene.land(whole.padded(0.25), DETAIL_M)
    study = scene.found.study
    places = []
    for place, row in scene.places.iterrows():
        x, y = pen.point(row.geometry.x, row.geometry.y)
        if -50 <= x <= UNITS + 50 and -50 <= y <= UNITS + 50 and place not in study.hubs:
            places.append({"id": place, "name": study.name(str(place)), "x": x, "y": y,
                           "gateway": place in study.gateways})  # fmt: skip
    return {
        "whole": pen.box(whole),
        "focus": pen.box(scene.focus),
        "focus_px": FOCUS_PX,
        "land": [{"name": row["name"], "d": pen.path(row.geometry)} for _, row in land.iterrows()],
        "links": [
            {
                "id": link,
                "mode": row["mode"],
                "planned": bool(row["planned"]),
                "d": pen.path(row.geometry),
                "mark": _mark(pen, row.geometry),
            }
            for link, row in scene.lines.iterrows()
        ],
        "hubs": _hubs(scene, pen),
        "places": places,
    }


def _mark(pen: Pen, line: Any) -> tuple[float, float] | None:
    """Middle of a link that is too short for its line alone to be seen; None for others."""
    if line.length * pen.scale > MARKED:
        return None
    middle = line.interpolate(0.5, normalized=True)
    return pen.point(middle.x, middle.y)


def _hubs(scene: Scene, pen: Pen) -> list[dict[str, Any]]:
    study = scene.found.study
    at = {hub: pen.point(scene.places.geometry.loc[hub].x, scene.places.geometry.loc[hub].y) for hub in study.hubs}
    left, top, width, height = pen.box(scene.focus)
    pixels = FOCUS_PX / width
    order = [str(hub) for hub in scene.ranking.index]
    points = [((at[hub][0] - left) * pixels, -(at[hub][1] - top) * pixels) for hub in order]
    sizes = [(7.6 * len(study.name(hub)) + 6, 17.0) for hub in order]
    bounds = (0.0, -height * pixels, width * pixels, 0.0)
    placed = place_labels(points, sizes, bounds, radius=14.0)
    hubs = []
    for hub, point, label in zip(order, points, placed, strict=True):
        dx, dy = (0.0, 24.0) if label is None else (label.x - point[0], -(label.y - point[1]))
        hubs.append({"id": hub, "name": study.name(hub), "x": at[hub][0], "y": at[hub][1],
                     "dx": round(dx, 1), "dy": round(dy, 1)})  # fmt: skip
    return hubs
