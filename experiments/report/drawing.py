"""The interactive map's shapes as whole numbers: land, links and places in steps of the map's grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from experiments.maps import Frame
from experiments.report.packing import lines
from experiments.report.scene import Scene

FINE = 16_000.0
"""Steps of the grid over the width of the whole network: a third of a pixel where it is magnified four times on a wide
screen."""
DETAIL_M = 3_500.0
"""Metres below which the outlines of land lose their details: half of it doubles the page, which is 1 MB."""

MEET_M = 1.0
"""Metres between ends that were one point before they were cut and projected."""


@dataclass(frozen=True)
class Grid:
    """Whole numbers for projected metres, x to the east and y to the north.

    Attributes
    ----------
    step_m : float
        Metres of a step.
    """

    step_m: float

    @classmethod
    def of(cls, frame: Frame) -> Grid:
        """Make the grid that is fine enough for a frame.

        Parameters
        ----------
        frame : Frame

        Returns
        -------
        Grid
        """
        return cls(max(float(np.ceil(frame.width / FINE)), 1.0))

    def points(self, x: npt.ArrayLike, y: npt.ArrayLike) -> npt.NDArray[np.int32]:
        """Place points.

        Parameters
        ----------
        x, y : (k,) array
            Metres.

        Returns
        -------
        (2 k,) array
            Steps, x and y in turn.
        """
        metres = np.column_stack([np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)])
        return np.round(metres / self.step_m).astype(np.int32).ravel()

    def box(self, frame: Frame) -> list[float]:
        """Round a frame to metres.

        Parameters
        ----------
        frame : Frame

        Returns
        -------
        [west, south, east, north] : list of float
        """
        return [round(side, 0) for side in (frame.west, frame.south, frame.east, frame.north)]


def paths(shape: Any) -> list[npt.NDArray[np.float64]]:
    """Take a shape apart into lines.

    Parameters
    ----------
    shape : shapely geometry
        What is neither line nor polygon is left out.

    Returns
    -------
    list of (k, 2) arrays
        Lines, and the rings of polygons, which end where they begin.
    """
    found = []
    for piece in shapely.get_parts(shape):
        rings = [piece.exterior, *piece.interiors] if piece.geom_type == "Polygon" else [piece]
        found += [shapely.get_coordinates(ring) for ring in rings if ring.geom_type in ("LinearRing", "LineString")]
    return [line for line in found if len(line) > 1 and np.isfinite(line).all()]


@dataclass(frozen=True)
class Drawing:
    """Shapes of the map.

    Attributes
    ----------
    grid : Grid
    whole, focus, everywhere : list of float
        Frames in metres: west, south, east, north; of the network on land, the hubs, and all places that links reach.
    land : array of int
        Of the countries, as `experiments.report.packing.lines` writes them.
    countries : list of (str, int, int, int)
        Name of each, where to write it, and how large it is across, steps; the largest first.
    links : array of int
        Of the links, in the scene's order.
    """

    grid: Grid
    whole: list[float]
    focus: list[float]
    everywhere: list[float]
    land: npt.NDArray[np.int64]
    countries: list[tuple[str, int, int, int]]
    links: npt.NDArray[np.int64]


def drawing(scene: Scene) -> Drawing:
    """Collect the shapes of the interactive map.

    Parameters
    ----------
    scene : Scene

    Returns
    -------
    Drawing
    """
    whole = scene.overview.shaped(1.5).padded(0.02)
    grid = Grid.of(whole)
    everywhere = _holding(whole, scene.everywhere)
    land = scene.land(_holding(whole.padded(0.3), everywhere.shaped(1.5).padded(0.1)), DETAIL_M)
    shown = shapely.box(whole.west, whole.south, whole.east, whole.north)
    names = []
    for name, shape in zip(land["name"], land.geometry, strict=True):
        inside = shapely.intersection(shape, shown)
        if not inside.is_empty and inside.area > 0:
            largest = max(shapely.get_parts(inside), key=lambda part: part.area)
            at = shapely.get_coordinates(shapely.point_on_surface(largest))[0]
            x, y = grid.points([at[0]], [at[1]]).tolist()
            names.append((str(name), x, y, round(float(np.sqrt(largest.area)) / grid.step_m)))
    return Drawing(
        grid=grid,
        whole=grid.box(whole),
        focus=grid.box(scene.focus),
        everywhere=grid.box(everywhere),
        land=lines([paths(shape) for shape in land.geometry], grid.step_m),
        countries=sorted(names, key=lambda country: -country[3]),
        links=lines([_joined(paths(shape)) for shape in scene.lines.geometry], grid.step_m),
    )


def _holding(one: Frame, other: Frame) -> Frame:
    """The smallest frame that holds two."""
    return Frame.around(np.array([one.west, one.east, other.west, other.east]),
                        np.array([one.south, one.north, other.south, other.north]))  # fmt: skip


def _joined(parts: list[npt.NDArray[np.float64]]) -> list[npt.NDArray[np.float64]]:
    """Put together again what was cut at the antimeridian, where the ends meet; parts keep their direction."""
    whole: list[npt.NDArray[np.float64]] = []
    for part in parts:
        for at, other in enumerate(whole):
            if _meet(other[-1], part[0]):
                whole[at] = np.vstack([other, part[1:]])
                break
            if _meet(part[-1], other[0]):
                whole[at] = np.vstack([part, other[1:]])
                break
        else:
            whole.append(part)
    return whole


def _meet(end: npt.NDArray[np.float64], start: npt.NDArray[np.float64]) -> bool:
    return float(np.hypot(*(end - start))) < MEET_M
