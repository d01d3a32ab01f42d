"""Placing labels so that they cover neither each other nor the points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_ANGLES = np.radians([0, 180, 45, 135, -45, -135, 90, -90, 22, 158, -22, -158])
_REACHES = (0.0, 1.0, 2.2, 3.6, 5.2, 7.0)
_STEP = 8.0
OBSTACLE = 3.0


@dataclass(frozen=True)
class Label:
    """A placed label: the centre of its box, whether it moved off its point so far that it needs a line to it."""

    x: float
    y: float
    leads: bool


def place_labels(
    points: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    bounds: tuple[float, float, float, float],
    *,
    radius: float | Sequence[float],
    obstacles: Sequence[tuple[float, float]] = (),
    taken: Sequence[tuple[float, float, float, float]] = (),
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
        Boxes stay within.
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
    left, low, right, high = bounds
    markers = np.array([*points, *obstacles], dtype=np.float64).reshape(-1, 2)
    own = np.full(len(points), radius) if isinstance(radius, (int, float)) else np.array(radius, dtype=np.float64)
    radii = np.concatenate([own, np.full(len(obstacles), OBSTACLE)])
    boxes = np.array(taken, dtype=np.float64).reshape(-1, 4)
    leads: list[tuple[float, float, float, float]] = []
    placed: list[Label | None] = []
    for (x, y), (width, height), around in zip(points, sizes, own, strict=True):
        if not (left <= x <= right and low <= y <= high):
            placed.append(None)
            continue
        best: tuple[float, float, float, bool] | None = None
        for step, reach in enumerate(_REACHES):
            gap = around + 1.0 + _STEP * reach
            for turn, angle in enumerate(_ANGLES):
                cx = x + np.cos(angle) * (gap + width / 2)
                cy = y + np.sin(angle) * (gap + height / 2)
                box = np.array([cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2])
                cost = 3.0 * step + 0.1 * turn
                cost += 60.0 * _covered(box, boxes) / (width * height)
                cost += 14.0 * _hit(box, markers, radii)
                cost += 12.0 * sum(_crosses(box, line) for line in leads)
                outside = max(0.0, left - box[0], low - box[1], box[2] - right, box[3] - high)
                cost += 40.0 * outside / height
                if best is None or cost < best[0]:
                    best = (cost, cx, cy, step > 1)
        if best is None or best[0] > give_up:
            placed.append(None)
            continue
        _, cx, cy, far = best
        boxes = np.vstack([boxes, [cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2]])
        if far:
            leads.append((x, y, cx, cy))
        placed.append(Label(float(cx), float(cy), far))
    return placed


def _covered(box: np.ndarray, boxes: np.ndarray) -> float:
    if not len(boxes):
        return 0.0
    wide = np.minimum(box[2], boxes[:, 2]) - np.maximum(box[0], boxes[:, 0])
    tall = np.minimum(box[3], boxes[:, 3]) - np.maximum(box[1], boxes[:, 1])
    return float((np.clip(wide, 0, None) * np.clip(tall, 0, None)).sum())


def _hit(box: np.ndarray, markers: np.ndarray, radii: np.ndarray) -> int:
    near_x = np.clip(markers[:, 0], box[0], box[2])
    near_y = np.clip(markers[:, 1], box[1], box[3])
    return int(((markers[:, 0] - near_x) ** 2 + (markers[:, 1] - near_y) ** 2 < (0.9 * radii) ** 2).sum())


def _crosses(box: np.ndarray, line: tuple[float, float, float, float]) -> bool:
    t = np.linspace(0, 1, 12)
    x, y = line[0] + t * (line[2] - line[0]), line[1] + t * (line[3] - line[1])
    return bool(((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])).any())
