"""Placing labels so that they cover neither each other nor the points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

_ANGLES = np.radians([0, 180, 45, 135, -45, -135, 90, -90, 22, 158, -22, -158])
"""Directions that are tried, the most readable first."""
_REACHES = (0.0, 1.0, 2.2, 3.6, 5.2, 7.0)
"""Distances that are tried, in steps: more steps find room in a dense cluster, and take longer leader lines."""
_STEP = 8.0
"""Units of a step."""
OBSTACLE = 3.0
"""Radius of a further marker."""
# penalties, held against each other: an overlap of a whole label outweighs any move, a crossed line or marker a few
_PER_STEP, _PER_TURN = 3.0, 0.1
_OVERLAP, _MARKER, _LEAD, _OUTSIDE = 60.0, 14.0, 12.0, 40.0

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Label:
    """A placed label.

    Attributes
    ----------
    x, y : float
        Centre of its box.
    leads : bool
        Whether it is so far from its point that it needs a line to it.
    """

    x: float
    y: float
    leads: bool


def place_labels(
    points: Sequence[Point],
    sizes: Sequence[Point],
    bounds: Box,
    *,
    radius: float | Sequence[float],
    obstacles: Sequence[Point] = (),
    taken: Sequence[Box] = (),
    give_up: float = np.inf,
) -> list[Label | None]:
    """Place a label beside each point, the first ones best.

    Parameters
    ----------
    points : sequence of (x, y)
        In the units of the drawing (pixels).
    sizes : sequence of (width, height)
        Of the labels' boxes.
    bounds : (left, low, right, high)
        Boxes stay within, or stick out by less than their height where there is no room.
    radius : float or sequence of float
        Of the points' markers, which labels keep off.
    obstacles : sequence of (x, y)
        Further markers to keep off, of radius `OBSTACLE`.
    taken : sequence of (left, low, right, high)
        Boxes that are taken already.
    give_up : float
        Leave a label out where no position is better than this penalty (10 is a slight overlap).

    Returns
    -------
    list of Label or None
        In the order of the points; None for a point that is out of bounds, or left out.
    """
    own = np.full(len(points), radius) if isinstance(radius, (int, float)) else np.array(radius, dtype=np.float64)
    sheet = _Sheet(
        bounds,
        np.array([*points, *obstacles], dtype=np.float64).reshape(-1, 2),
        np.concatenate([own, np.full(len(obstacles), OBSTACLE)]),
        np.array(taken, dtype=np.float64).reshape(-1, 4),
    )
    return [
        sheet.place(point, size, float(around), give_up) for point, size, around in zip(points, sizes, own, strict=True)
    ]


@dataclass
class _Sheet:
    """What is on the drawing so far: markers with their radii, boxes of labels, lines to labels."""

    bounds: Box
    markers: FloatArray
    radii: FloatArray
    boxes: FloatArray
    leads: list[Box] = field(default_factory=list)

    def place(self, point: Point, size: Point, around: float, give_up: float) -> Label | None:
        """Find the best place for one label, and take it."""
        left, low, right, high = self.bounds
        if not (left <= point[0] <= right and low <= point[1] <= high):
            return None
        best, best_cost, best_box = None, np.inf, None
        for step, reach in enumerate(_REACHES):
            gap = around + 1.0 + _STEP * reach
            for turn, angle in enumerate(_ANGLES):
                x = point[0] + np.cos(angle) * (gap + size[0] / 2)
                y = point[1] + np.sin(angle) * (gap + size[1] / 2)
                box = np.array([x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2])
                cost = _PER_STEP * step + _PER_TURN * turn + self._penalty(box, size)
                if cost < best_cost:
                    best, best_cost, best_box = Label(float(x), float(y), step > 1), cost, box
        if best is None or best_box is None or best_cost > give_up:
            return None
        self.boxes = np.vstack([self.boxes, best_box])
        if best.leads:
            self.leads.append((*point, best.x, best.y))
        return best

    def _penalty(self, box: FloatArray, size: Point) -> float:
        left, low, right, high = self.bounds
        outside = max(0.0, left - box[0], low - box[1], box[2] - right, box[3] - high)
        if outside > size[1]:
            return np.inf
        cost = _OVERLAP * _covered(box, self.boxes) / (size[0] * size[1])
        cost += _MARKER * _hit(box, self.markers, self.radii)
        cost += _LEAD * sum(_crosses(box, line) for line in self.leads)
        return float(cost + _OUTSIDE * outside / size[1])


def _covered(box: FloatArray, boxes: FloatArray) -> float:
    if not len(boxes):
        return 0.0
    wide = np.minimum(box[2], boxes[:, 2]) - np.maximum(box[0], boxes[:, 0])
    tall = np.minimum(box[3], boxes[:, 3]) - np.maximum(box[1], boxes[:, 1])
    return float((np.clip(wide, 0, None) * np.clip(tall, 0, None)).sum())


def _hit(box: FloatArray, markers: FloatArray, radii: FloatArray) -> int:
    near_x = np.clip(markers[:, 0], box[0], box[2])
    near_y = np.clip(markers[:, 1], box[1], box[3])
    return int(((markers[:, 0] - near_x) ** 2 + (markers[:, 1] - near_y) ** 2 < (0.9 * radii) ** 2).sum())


def _crosses(box: FloatArray, line: tuple[float, float, float, float]) -> bool:
    t = np.linspace(0, 1, 12)
    x, y = line[0] + t * (line[2] - line[0]), line[1] + t * (line[3] - line[1])
    return bool(((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])).any())
