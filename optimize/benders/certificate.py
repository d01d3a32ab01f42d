r"""Certificates: affine lower bounds :math:`c_0 + \sum_k r_k z_k` on the objective of every hub set z.

A convex combination of Benders cuts is one, whatever the quality of the solver that proposed the multipliers. What is
proven in this package is proven by certificates and by evaluated hub sets, never by a solver's word. Over a domain
(some hubs open, some closed, between p_min and p_max in all) a certificate's minimum is a matter of sorting.
"""

from dataclasses import dataclass

import numpy as np

from optimize.problem import BoolArray, FloatArray, IntArray
from optimize.search import Choice


@dataclass(frozen=True, eq=False)
class Domain:
    """Hub sets of a branch: candidates that are open, candidates that are undecided, and how many may open.

    Attributes
    ----------
    opened, free : (h,) bool arrays
    p_min, p_max : int
        Least and most hubs, those already open included.
    """

    opened: BoolArray
    free: BoolArray
    p_min: int
    p_max: int

    @property
    def least(self) -> int:
        """How many more hubs have to open."""
        return max(0, self.p_min - int(self.opened.sum()))

    @property
    def most(self) -> int:
        """How many more hubs may open."""
        return min(self.p_max - int(self.opened.sum()), int(self.free.sum()))

    @property
    def empty(self) -> bool:
        """Whether no hub set is left."""
        return self.least > self.most

    def branch(self, k: int, *, is_open: bool) -> "Domain":
        """Give the part of the domain where a candidate is open, or closed.

        Parameters
        ----------
        k : int
            An undecided candidate.
        is_open : bool

        Returns
        -------
        Domain
        """
        opened, free = self.opened.copy(), self.free.copy()
        opened[k] = is_open
        free[k] = False
        return Domain(opened, free, self.p_min, self.p_max)

    def choice(self) -> Choice:
        """Give the branch to a local search.

        Returns
        -------
        Choice
        """
        forced = frozenset(int(k) for k in np.flatnonzero(self.opened))
        return Choice(self.p_min, self.p_max, forced, np.flatnonzero(self.opened | self.free))

    def restricted(self, keep: IntArray) -> "Domain":
        """Give the domain on some candidates only.

        Parameters
        ----------
        keep : (k,) int array

        Returns
        -------
        Domain
        """
        return Domain(self.opened[keep], self.free[keep], self.p_min, self.p_max)


@dataclass(frozen=True, eq=False)
class Certificate:
    """The bound ``constant + slope @ z`` on the objective of z.

    Attributes
    ----------
    constant : float
    slope : (h,) array
    """

    constant: float
    slope: FloatArray

    def restricted(self, keep: IntArray) -> "Certificate":
        """Give the certificate on some candidates only.

        Parameters
        ----------
        keep : (k,) int array

        Returns
        -------
        Certificate
        """
        return Certificate(self.constant, self.slope[keep])

    def bound(self, domain: Domain) -> float:
        """Give the least value over a domain.

        Parameters
        ----------
        domain : Domain

        Returns
        -------
        float
            ``inf`` if the domain is empty.
        """
        if domain.empty:
            return np.inf
        prefix = np.concatenate([[0.0], np.cumsum(np.sort(self.slope[domain.free]))])
        base = self.constant + self.slope[domain.opened].sum()
        return float(base + prefix[domain.least : domain.most + 1].min())

    def bounds_by_candidate(self, domain: Domain) -> tuple[FloatArray, FloatArray]:
        """Give the least values over a domain with each free candidate open, and closed.

        Parameters
        ----------
        domain : Domain

        Returns
        -------
        with_open, with_closed : (free,) arrays
            In the order of ``flatnonzero(domain.free)``; ``inf`` where there is no such hub set.
        """
        slope = self.slope[domain.free]
        order = np.argsort(slope, kind="stable")
        rank = np.empty(len(slope), dtype=np.int64)
        rank[order] = np.arange(len(slope))
        prefix = np.concatenate([[0.0], np.cumsum(slope[order]), [np.inf]])
        base = self.constant + self.slope[domain.opened].sum()
        count = np.arange(domain.least, domain.most + 1)[None, :]
        chosen = rank[:, None] < count
        own = slope[:, None]
        with_open = np.where(chosen, prefix[count], prefix[np.maximum(count - 1, 0)] + own)
        with_open = np.where(count > 0, with_open, np.inf)
        with_closed = np.where(chosen, prefix[count + 1] - own, prefix[count])
        return base + with_open.min(axis=1, initial=np.inf), base + with_closed.min(axis=1, initial=np.inf)

    def tightened(self, domain: Domain, cutoff: float) -> Domain:
        """Decide the candidates that have only one choice in hub sets below the cutoff.

        Parameters
        ----------
        domain : Domain
        cutoff : float

        Returns
        -------
        Domain
        """
        if domain.empty:
            return domain
        free = np.flatnonzero(domain.free)
        with_open, with_closed = self.bounds_by_candidate(domain)
        to_close, to_open = with_open >= cutoff, with_closed >= cutoff
        opened = domain.opened.copy()
        undecided = domain.free.copy()
        opened[free[to_open & ~to_close]] = True
        undecided[free[to_open | to_close]] = False
        return Domain(opened, undecided, domain.p_min, domain.p_max)
