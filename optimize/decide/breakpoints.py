r"""Where, along a parameter, another design becomes the best: switching values.

Only the costs of all designs at tried values of the parameter are known. Between two tried values a design's cost is
bounded by straight lines where its shape is known: a concave function (such as the cost of a hub set in a tariff: the
least of the linear costs of all its routings) lies above its chord and below the lines through tried values on one
side; for a convex one (such as the cost in a capacity) the lines change places. So a design that is the best at both
ends of an interval is *proven* to be the best in between if no other design's lower bound is below its upper bound.
Where that is not so, the interval is divided at the place where the bounds are furthest apart: for piecewise linear
costs that is where a piece ends, so that few steps do, as in the parametric search of Eisner and Severance (1976).
Where the best designs at the ends differ, the interval is divided where the two would cost the same.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from optimize.errors import InputError, report
from optimize.late import pd
from optimize.problem import FloatArray, IntArray

CostOf = Callable[[float], npt.ArrayLike]
NONE = -1
"""In place of a design: none is feasible."""

_TIE = 1e-12  # relative: costs that differ by less are equal: the rounding of a sum of many terms
_SLACK = 1e-10  # relative: a design that is better by less than that, and nowhere more, is not looked for
_GOLDEN = 0.3819660112501051  # divides unevenly, so that no regularity of the data is met again and again
_FIRST = 7  # values of the parameter that are tried to begin with, where the shape is known
_MOST = 5000  # values that are tried at most, and numbers that are kept of them
_MOST_NUMBERS = 5e7
_STEPS = (1e-7, 1e-6, 1e-5, 1e-4, 1e-3)  # from a switching value to where both designs are tried, by the range


@dataclass
class _Tried:
    """The costs of all designs at the values of the parameter that were tried."""

    cost_of: CostOf
    theta: list[float] = field(default_factory=list)
    cost: dict[float, FloatArray] = field(default_factory=dict)

    def at(self, theta: float) -> FloatArray:
        """(m,) costs at a value, tried once."""
        if theta not in self.cost:
            cost = np.asarray(self.cost_of(theta), dtype=np.float64)
            if cost.ndim != 1 or np.isnan(cost).any() or (self.theta and len(cost) != len(self.cost[self.theta[0]])):
                words = "one number for each design, in the same order everywhere, inf where it is not feasible"
                raise InputError([f"cost_of({theta!r}) has to return {words}"])
            self.cost[theta] = cost
            insort(self.theta, theta)
        return self.cost[theta]

    @property
    def full(self) -> bool:
        """Whether as many values were tried as there is time and room for."""
        tried = len(self.theta)
        return tried >= _MOST or tried * len(self.cost[self.theta[0]]) >= _MOST_NUMBERS

    def best(self, theta: float) -> IntArray:
        """The designs of least cost, ascending; `NONE` if none is feasible."""
        cost = self.at(theta)
        least = cost.min(initial=np.inf)
        if not np.isfinite(least):
            return np.array([NONE])
        return np.flatnonzero(cost <= least + _TIE * abs(least))

    def beside(self, a: float, b: float) -> tuple[float | None, float | None]:
        """Tried values left of a and right of b, not so close that rounding would spoil the line through them."""
        apart = 0.01 * (b - a)
        i, j = bisect_left(self.theta, a - apart), bisect_left(self.theta, b + apart)
        i = i if i < len(self.theta) and self.theta[i] == a - apart else i - 1
        left = self.theta[i] if i >= 0 else self.theta[0]
        right = self.theta[j] if j < len(self.theta) else self.theta[-1]
        return (left if left < a else None), (right if right > b else None)


def switching_values(
    cost_of: CostOf,
    low: float,
    high: float,
    *,
    shape: str | None = None,
    grid: int = 33,
    tolerance: float = 1e-9,
) -> pd.DataFrame:
    """Find all values of a parameter at which another design becomes the best.

    Parameters
    ----------
    cost_of : callable
        Takes a value of the parameter and returns the (m,) costs of all designs, always in the same order; ``inf`` for
        one that is not feasible. Of designs that cost the same the first is the best.
    low, high : float
        Range of the parameter.
    shape : {"concave", "convex", None}
        What the cost of every design is, as a function of the parameter. A design that is not feasible at any value
        that is tried is taken to be feasible nowhere. None: not known; then switches are looked for between
        neighbouring values of a grid, and a design that is the best only between two of them is missed.
    grid : int
        Number of values in that grid.
    tolerance : float
        Width, as a share of the range, down to which an interval with a switch is divided.

    Returns
    -------
    DataFrame
        A row for each switch: ``theta``; ``before``, ``after``, the designs that are the best below and above, by
        position, -1 where none is feasible; ``cost`` at theta; ``method``, "exact" where it is proven that there is no
        other switch, else "bracketed"; ``lower``, ``upper``, values around theta at which the two designs were tried;
        ``confirmed``, whether they are the best there.

    Raises
    ------
    InputError
        If arguments cannot be used, or `cost_of` returns something else.

    Examples
    --------
    >>> found = switching_values(lambda x: [2 + x, 3.0, 5 - x], 0.0, 4.0, shape="concave")
    >>> found["theta"].round(9).tolist(), found["before"].tolist(), found["after"].tolist()
    ([1.0, 2.0], [0, 1], [1, 2])
    """
    low, high = _range(low, high, shape, grid, tolerance)
    tried = _Tried(cost_of)
    count = grid if shape is None else _FIRST
    inner = (np.arange(1, count - 1) + (0.0 if shape is None else _GOLDEN - 0.5)) / (count - 1)
    points = [low, *(low + (high - low) * float(x) for x in inner), high]
    for theta in points:
        tried.at(theta)
    narrow = tolerance * (high - low)
    cells, proven = _divide(tried, points, shape, narrow)
    changes = ((0.5 * (x + y), one, other) for (_, x, one), (y, _, other) in pairwise(cells))
    switches = _settled(tried, _merged(tried, changes, narrow), narrow)
    method = "exact" if proven else "bracketed"
    between = [low, *(theta for theta, _, _ in switches), high]
    rows = []
    for at, (theta, before, after) in enumerate(switches):
        room = 0.5 * min(theta - between[at], between[at + 2] - theta)
        lower, upper, confirmed = _confirm(tried, theta, before, after, min(room, 1e-3 * (high - low)), high - low)
        cost = float(tried.at(theta).min())
        rows.append((theta, before, after, cost, method, lower, upper, confirmed))
    columns = ["theta", "before", "after", "cost", "method", "lower", "upper", "confirmed"]
    return pd.DataFrame(rows, columns=columns)


def _range(low: float, high: float, shape: str | None, grid: int, tolerance: float) -> tuple[float, float]:
    faults = []
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        faults.append(f"low is {low!r} and high {high!r}: give two finite numbers, the smaller one first")
    if shape not in ("concave", "convex", None):
        faults.append(f"shape is {shape!r}: use 'concave', 'convex' or None")
    if isinstance(grid, bool) or not isinstance(grid, int) or grid < 2:
        faults.append(f"grid is {grid!r}: it has to be a whole number >= 2")
    if not 0.0 < tolerance < 1.0:
        faults.append(f"tolerance is {tolerance!r}: it has to be a share of the range between 0 and 1")
    report(faults)
    return float(low), float(high)


def _divide(
    tried: _Tried, points: list[float], shape: str | None, narrow: float
) -> tuple[list[tuple[float, float, int]], bool]:
    """Intervals from left to right, each with the design that is the best in it, and whether that is proven."""
    cells: list[tuple[float, float, int]] = []
    proven = shape is not None
    waiting = [(a, b, 0) for a, b in pairwise(points)][::-1]
    while waiting:
        a, b, depth = waiting.pop()
        both = np.intersect1d(tried.best(a), tried.best(b))
        over = b - a <= narrow or tried.full
        if len(both):
            design = int(both[0])
            split = None if shape is None else _doubt(tried, a, b, design, shape)
            if split is None or over:
                proven &= split is None or b - a <= narrow
                cells.append((a, b, design))
                continue
        elif over:
            proven &= b - a <= narrow
            cells += [(a, a, int(tried.best(a)[0])), (b, b, int(tried.best(b)[0]))]
            continue
        else:
            split = _crossing(tried, a, b, depth)
        if not a + 1e-3 * narrow < split < b - 1e-3 * narrow:
            split = a + _GOLDEN * (b - a)
        waiting += [(split, b, depth + 1), (a, split, depth + 1)]
    return cells, proven


def _merged(tried: _Tried, switches: Iterable[tuple[float, int, int]], narrow: float) -> list[tuple[float, int, int]]:
    """Make changes that cannot be told apart one, and leave those at the ends of the range out."""
    low, high = tried.theta[0], tried.theta[-1]
    merged: list[tuple[float, int, int]] = []
    for theta, before, after in switches:
        if before == after or not low + narrow < theta < high - narrow:
            continue
        if merged and theta - merged[-1][0] <= 4.0 * narrow:
            theta, before, _ = merged.pop()
        if before != after:
            merged.append((theta, before, after))
    return merged


def _settled(tried: _Tried, switches: list[tuple[float, int, int]], narrow: float) -> list[tuple[float, int, int]]:
    """Let the first of two designs win where they cost the same along a stretch and not at one value alone."""
    low, high = tried.theta[0], tried.theta[-1]
    settled = []
    for at, (theta, before, after) in enumerate(switches):
        left = switches[at - 1][0] if at else low
        right = switches[at + 1][0] if at + 1 < len(switches) else high
        first, end = (after, left) if after < before else (before, right)
        step = np.copysign(min(1e-6 * (high - low), 0.5 * abs(end - theta)), end - theta)
        found = theta
        if NONE not in (before, after) and first in tried.best(theta + step):
            found = _edge(tried, theta + step, end, first, narrow)
        settled.append((found, before, after))
    return _merged(tried, settled, narrow)


def _edge(tried: _Tried, inside: float, end: float, design: int, narrow: float) -> float:
    """Where on the way from one value to another a design ceases to be among the best."""
    ahead = [x for x in tried.theta if min(inside, end) < x < max(inside, end) and design not in tried.best(x)]
    outside = min(ahead, key=lambda x: abs(x - inside), default=end)
    while abs(outside - inside) > narrow and not tried.full:
        middle = 0.5 * (inside + outside)
        if design in tried.best(middle):
            inside = middle
        else:
            outside = middle
    return inside


def _crossing(tried: _Tried, a: float, b: float, depth: int) -> float:
    """Where the best designs of the two ends cost the same, if both costs are linear; every other time just between."""
    one, other = int(tried.best(a)[0]), int(tried.best(b)[0])
    if NONE not in (one, other) and depth % 2 == 0:
        ahead = tried.at(a)[other] - tried.at(a)[one]
        behind = tried.at(b)[one] - tried.at(b)[other]
        if np.isfinite(ahead) and np.isfinite(behind):
            return float(a + (b - a) * ahead / (ahead + behind))
    return a + _GOLDEN * (b - a)


def _doubt(tried: _Tried, a: float, b: float, design: int, shape: str) -> float | None:
    """Where another design could be better than the one that is the best at both ends; None if it is proven to be."""
    if design == NONE:
        return None
    left, right = tried.beside(a, b)
    if left is None and right is None:
        return a + _GOLDEN * (b - a)
    at_a, at_b = tried.at(a), tried.at(b)
    rivals = _rivals(tried, [x for x in (left, a, b, right) if x is not None], design)
    rivals &= np.isfinite(at_a) | np.isfinite(at_b)
    if not rivals.any():
        return None
    slack = _SLACK * max(abs(at_a[design]), abs(at_b[design]))
    find = _concave_doubt if shape == "concave" else _convex_doubt
    share = find(tried, (left, a, b, right), design, rivals, slack)
    return None if share is None else a + share * (b - a)


def _rivals(tried: _Tried, thetas: list[float], design: int) -> npt.NDArray[np.bool_]:
    """Designs that do not cost the same at all of some values."""
    rival = np.zeros(len(tried.at(thetas[0])), dtype=bool)
    for theta in thetas:
        cost = tried.at(theta)
        with np.errstate(invalid="ignore"):  # inf - inf
            near = np.abs(cost - cost[design]) <= _TIE * abs(cost[design])
        rival |= ~near & (cost != cost[design])
    return rival


def _concave_doubt(
    tried: _Tried,
    at: tuple[float | None, float, float, float | None],
    design: int,
    rivals: npt.NDArray[np.bool_],
    slack: float,
) -> float | None:
    """The design's cost is at most a roof of two lines, each rival's at least its chord."""
    left, a, b, right = at
    at_a, at_b, width = tried.at(a), tried.at(b), b - a
    chord = (at_b[design] - at_a[design]) / width
    up = np.inf if left is None else max(0.0, (at_a[design] - tried.at(left)[design]) / (a - left) - chord)
    down = np.inf if right is None else max(0.0, chord - (tried.at(right)[design] - at_b[design]) / (right - b))
    share = 1.0 if np.isinf(down) else 0.0 if np.isinf(up) else down / (up + down) if up + down > 0 else 0.5
    top = (up * share if np.isfinite(up) else down * (1.0 - share)) * width
    if not top > slack:
        return None
    roof = (1.0 - share) * at_a[design] + share * at_b[design] + top
    # a rival that is feasible at one end alone has no chord
    known = np.isfinite(at_a) & np.isfinite(at_b)
    chords = np.where(known, (1.0 - share) * np.where(known, at_a, 0.0) + share * np.where(known, at_b, 0.0), -np.inf)
    if not (rivals & (chords < roof - slack)).any():
        return None
    return share if 0.0 < share < 1.0 else _GOLDEN


def _convex_doubt(
    tried: _Tried,
    at: tuple[float | None, float, float, float | None],
    design: int,
    rivals: npt.NDArray[np.bool_],
    slack: float,
) -> float | None:
    """The design's cost is at most its chord, each rival's at least two lines."""
    left, a, b, right = at
    at_a, at_b, width = tried.at(a), tried.at(b), b - a
    chord = at_b[design] - at_a[design]
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        ahead, behind = at_a - at_a[design], at_b - at_b[design]
        nowhere = np.full(len(at_a), -np.inf)
        fall = nowhere if left is None else (at_a - tried.at(left)) * (width / (a - left)) - chord
        rise = nowhere if right is None else -((tried.at(right) - at_b) * (width / (right - b)) - chord)
        # both lines by the share x of the width: ahead + fall x, and behind + rise (1 - x)
        fall = np.where(np.isfinite(fall), fall, -np.inf)
        rise = np.where(np.isfinite(rise), rise, -np.inf)
        lines = np.isfinite(fall) & np.isfinite(rise)
        share = np.where(lines, (behind + rise - ahead) / (fall + rise), np.where(np.isfinite(fall), 1.0, 0.0))
        share = np.clip(np.where(np.isfinite(share), share, 0.5), 0.0, 1.0)
        first = np.where(np.isfinite(fall), ahead + fall * share, -np.inf)
        second = np.where(np.isfinite(rise), behind + rise * (1.0 - share), -np.inf)
        # a line that does not fall never gets below: at its end it is not below
        safe = ((fall >= 0) & np.isfinite(ahead)) | ((rise >= 0) & np.isfinite(behind))
    depth = np.where(rivals & ~safe, np.maximum(first, second), np.inf)
    worst = int(depth.argmin())
    if not depth[worst] < -slack:
        return None
    return float(share[worst]) if lines[worst] and 0.0 < share[worst] < 1.0 else _GOLDEN


def _confirm(
    tried: _Tried, theta: float, before: int, after: int, room: float, width: float
) -> tuple[float, float, bool]:
    """Try both sides of a switch, as close as costs can be told apart."""
    steps = [step * width for step in _STEPS if step * width < room] or [room]
    for step in steps:
        below, above = tried.best(theta - step), tried.best(theta + step)
        if before in below and after in above and not np.array_equal(below, above):
            return theta - step, theta + step, True
    return theta - steps[-1], theta + steps[-1], False
