"""`Branch`: a part of the hub sets that is being bounded, and what is known of it so far."""

from dataclasses import dataclass, field

import numpy as np

from optimize.benders.certificate import Certificate, Domain
from optimize.problem import FloatArray, IntArray

# Fractions of hubs below this count as 0 at the point where cuts are made: every hub above it takes part in each pair's
# transport problem, whose time grows with their square.
_SMALL = 5e-3
_FRACTIONAL = 1e-6  # from 0 or 1: below it the linear solver means the whole number


@dataclass
class Branch:
    """A branch that is being bounded.

    Attributes
    ----------
    domain : Domain
    certificates : list of Certificate
        The newest first.
    promise : (h,) array
        Slope of the newest: the smaller, the more a candidate promises.
    z : (h,) array or None
        The linear program's point.
    core : (h,) array or None
        A point between which and z cuts are made: they are stronger there than at z itself (Magnanti and Wong 1981).
    upper : float
        Least value of the linear program with all cuts at the points so far.
    history : list of float
        Bound after every round.
    """

    domain: Domain
    certificates: list[Certificate]
    promise: FloatArray
    z: FloatArray | None = None
    core: FloatArray | None = None
    upper: float = np.inf
    history: list[float] = field(default_factory=list)

    @property
    def point(self) -> FloatArray | None:
        """(h,) fractions open where the next cuts are to be made; None before there is any."""
        if self.z is None:
            return None
        return between(self.z, self.z if self.core is None else self.core)

    def restrict(self, keep: IntArray) -> None:
        """Drop the other candidates.

        Parameters
        ----------
        keep : (k,) int array
            Positions among the candidates.
        """
        self.domain = self.domain.restricted(keep)
        self.certificates = [c.restricted(keep) for c in self.certificates]
        self.promise = self.promise[keep]
        self.z = None if self.z is None else self.z[keep]
        self.core = None if self.core is None else self.core[keep]

    def undecided(self) -> int:
        """Find the candidate to branch on.

        Returns
        -------
        int
            The most fractional one; failing that, the most promising.
        """
        free = np.flatnonzero(self.domain.free)
        if self.z is None:
            return int(free[np.argmin(self.promise[free])])
        z = self.z[free]
        fraction = np.minimum(z, 1.0 - z)
        best = int(fraction.argmax())
        return int(free[best if fraction[best] > _FRACTIONAL else np.argmax(z)])


def between(z: FloatArray, core: FloatArray) -> FloatArray:
    """Give the point half way between two, without what hardly counts.

    Parameters
    ----------
    z, core : (h,) arrays

    Returns
    -------
    (h,) array
    """
    point = 0.5 * z + 0.5 * core
    return np.where(point < _SMALL, 0.0, point)
