r"""The weights of scenarios over which a risk measure is the largest weighted cost.

Every measure here is, for costs y of the scenarios,

.. math::
    \rho(y) = \max_{q \in Q} \sum_s q_s y_s

(Artzner, Delbaen, Eber and Heath 1999), with a set Q of weights that are not negative and sum to 1. Each such set is a
sum of weights that every member has, and of parts that may be given to the scenarios freely within caps:

.. math::
    Q = \Bigl\{ b + \sum_p u^p : \; 0 \le u^p_s \le k^p_s, \; \sum_s u^p_s = m_p \Bigr\}, \qquad
    \rho(y) = \sum_s b_s y_s + \sum_p \min_{\nu} \Bigl( m_p \nu + \sum_s k^p_s (y_s - \nu)^+ \Bigr).

The largest weighted cost fills each part from the dearest scenario down; the right side, by linear programming duality,
gives rows for mathematical programs.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimize.brief import Brief
from optimize.problem import FloatArray, IntArray

# relative: a part whose caps add up to its weight within that is decided; sums of probabilities are exact to 1e-9
_DECIDED = 1e-9


@dataclass(frozen=True, eq=False)
class Part(Brief):
    """Weight that is shared out among the scenarios within caps.

    Attributes
    ----------
    cap : (s,) array
        The most that each scenario gets; never more than `mass`.
    mass : float
        The weight, positive; the caps add up to more.
    """

    cap: FloatArray
    mass: float

    @property
    def free(self) -> npt.NDArray[np.bool_]:
        """(s,) whether one scenario can take the whole weight."""
        return self.cap >= self.mass

    def given(self, costs: FloatArray) -> FloatArray:
        """Share the weight out such that the weighted cost is largest.

        Parameters
        ----------
        costs : (..., s) array

        Returns
        -------
        (..., s) array
        """
        order, filled = self._filled(costs)
        taken = np.empty_like(filled)
        np.put_along_axis(taken, order, filled, axis=-1)
        return taken

    def value(self, costs: FloatArray) -> FloatArray:
        """Find the largest weighted cost.

        Parameters
        ----------
        costs : (..., s) array

        Returns
        -------
        (...) array
        """
        counted = self.cap > 0
        if self.free[counted].all():
            return np.asarray(self.mass * _chosen(costs, counted).max(axis=-1))
        order, filled = self._filled(costs)
        return _weighted(filled, np.take_along_axis(costs, order, axis=-1))

    def _filled(self, costs: FloatArray) -> tuple[IntArray, FloatArray]:
        """Scenarios from the dearest down, and the weight that each of them gets, in that order."""
        order = np.argsort(-costs, axis=-1, kind="stable")
        cap = self.cap[order]
        before = np.cumsum(cap, axis=-1) - cap
        return order, np.clip(self.mass - before, 0.0, cap)

    def near(self, proposed: FloatArray) -> FloatArray:
        """Turn proposed weights into some that are allowed.

        Parameters
        ----------
        proposed : (s,) array

        Returns
        -------
        (s,) array
            Within the caps; they add up to `mass` but for rounding, and to no more.
        """
        weight = np.clip(proposed, 0.0, self.cap)
        total = float(weight.sum())
        if total >= self.mass:
            return weight * (self.mass / total)
        room = self.cap - weight
        return weight + room * min(1.0, (self.mass - total) / max(float(room.sum()), 1e-300))


@dataclass(frozen=True, eq=False)
class Envelope(Brief):
    """A set of weights of scenarios; `envelope` makes it.

    Attributes
    ----------
    base : (s,) array
        Weights that every member has.
    parts : tuple of Part
        What is shared out freely.
    """

    base: FloatArray
    parts: tuple[Part, ...]

    @property
    def is_linear(self) -> bool:
        """Whether there is one member only, so that the measure is a weighted sum."""
        return not self.parts

    @property
    def most(self) -> FloatArray:
        """(s,) the largest weight that each scenario can have."""
        return np.asarray(self.base + sum(part.cap for part in self.parts))

    @property
    def counted(self) -> npt.NDArray[np.bool_]:
        """(s,) whether a scenario can have any weight; what happens in the others does not matter."""
        return self.most > 0

    @property
    def centre(self) -> FloatArray:
        """(s,) a member somewhere in the middle."""
        shared = (part.cap * (part.mass / part.cap.sum()) for part in self.parts)
        return np.asarray(self.base + sum(shared))

    def value(self, costs: FloatArray) -> FloatArray:
        """Find the largest weighted cost.

        Parameters
        ----------
        costs : (..., s) array
            May be infinite where a scenario cannot be served.

        Returns
        -------
        (...) array
            ``inf`` where a scenario that can have weight costs that much.
        """
        value = _weighted(self.base, costs)
        for part in self.parts:
            value = value + part.value(costs)
        return value

    def least(self, costs: FloatArray) -> float:
        """Find the smallest weighted cost.

        Parameters
        ----------
        costs : (s,) array

        Returns
        -------
        float
        """
        return -float(self.value(-costs))

    def weights(self, costs: FloatArray) -> FloatArray:
        """Find weights with the largest weighted cost: a subgradient of the measure.

        Parameters
        ----------
        costs : (..., s) array

        Returns
        -------
        (..., s) array
        """
        return np.asarray(self.base + sum(part.given(costs) for part in self.parts) + np.zeros(costs.shape))

    def restricted(self, which: npt.ArrayLike) -> "Envelope":
        """Give the envelope on some scenarios, which have to have all the weight.

        Parameters
        ----------
        which : (s,) bool array

        Returns
        -------
        Envelope
        """
        chosen = np.asarray(which, dtype=bool)
        return Envelope(self.base[chosen], tuple(Part(part.cap[chosen], part.mass) for part in self.parts))


def envelope(base: FloatArray, parts: Iterable[tuple[FloatArray, float]] = ()) -> Envelope:
    """Make a set of weights; parts that leave no choice become weights that every member has.

    Parameters
    ----------
    base : (s,) array
        Not negative.
    parts : iterable of ((s,) array, float)
        Caps, not negative, and the weight that is shared out within them.

    Returns
    -------
    Envelope
    """
    free = []
    for cap, mass in parts:
        cap = np.minimum(cap, mass)
        total = float(cap.sum())
        if mass <= 0 or total <= 0:
            continue
        if total <= mass * (1.0 + _DECIDED):
            base = base + cap * (mass / total)
        else:
            free.append(Part(cap, mass))
    return Envelope(np.asarray(base, dtype=np.float64), tuple(free))


def _chosen(costs: FloatArray, which: npt.NDArray[np.bool_]) -> FloatArray:
    """Costs of some scenarios, without a copy where these are all."""
    return costs if which.all() else costs[..., which]


def _weighted(weight: FloatArray, costs: FloatArray) -> FloatArray:
    """Sum of weighted costs; what has no weight may cost infinitely much."""
    if weight.ndim == 1:
        used = weight > 0
        return np.asarray(_chosen(costs, used) @ weight[used])
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(weight > 0, weight * costs, 0.0).sum(axis=-1))
