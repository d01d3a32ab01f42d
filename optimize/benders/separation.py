"""Cuts at a point, or at several at once: the kernel's work shared out over blocks, origins and threads."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from optimize.benders.cuts import cut_origins
from optimize.benders.instance import Instance
from optimize.benders.onward import Onward, Points, is_metric, onward
from optimize.benders.shares import Shares
from optimize.kernels import PreparedBlock
from optimize.problem import FloatArray
from optimize.run import Clock, Workers

# Candidates, in the order in which they are raised, up to which each is raised to no more than those before it leave
# (a judgement: more make cuts a little stronger, and take longer)
_NEAR = 100
_TASK_ORIGINS = 16  # origins cut between two looks at the clock: at 200 nodes less than 0.1 s; fewer cost more calls


@dataclass(frozen=True, eq=False)
class Mixture:
    """Points, and for each origin how much of the duals there goes into its own.

    Attributes
    ----------
    points : (q, h) array
        Fractions open.
    share : (bundles, n, q) array
        At most 1 in all.
    """

    points: FloatArray
    share: FloatArray

    @classmethod
    def at(cls, point: FloatArray, shares: Shares) -> "Mixture":
        """Take the duals at a point as they are.

        Parameters
        ----------
        point : (h,) array
        shares : Shares

        Returns
        -------
        Mixture
        """
        return cls(point[None, :], np.ones((len(shares.bundles), len(shares.cluster), 1)))

    def ordered(self, promise: FloatArray) -> "tuple[np.ndarray[tuple[int], np.dtype[np.int64]], Mixture]":
        """Give the order in which candidates are raised, and the mixture in it.

        Parameters
        ----------
        promise : (h,) array

        Returns
        -------
        order : (h,) int array
            Candidates that are open at some point, the most open first, before the others, the most promising first.
        mixture : Mixture
        """
        order = np.lexsort((promise, -self.points.max(axis=0)))
        return order, Mixture(np.ascontiguousarray(self.points[:, order]), self.share)

    def of_bundle(self, bundle: int) -> Points:
        """Give what the kernel needs.

        Parameters
        ----------
        bundle : int

        Returns
        -------
        Points
        """
        used = np.flatnonzero((self.share[bundle] > 0).any(axis=0))
        points = self.points[used]
        size = (points > 0).sum(axis=1)
        hubs = np.zeros((len(used), int(size.max(initial=1))), dtype=np.int64)
        for q, point in enumerate(points):
            hubs[q, : size[q]] = np.flatnonzero(point)
        return Points(points, hubs, size, np.ascontiguousarray(self.share[bundle][:, used]))


@dataclass(frozen=True, eq=False)
class BundleCuts:
    """The cuts of one bundle of blocks: origin i's pairs cost at least ``constant[i] - slope[i] @ z``.

    Attributes
    ----------
    bundle : int
    constant, slope : (n,), (n, h) arrays
    """

    bundle: int
    constant: FloatArray
    slope: FloatArray

    def value(self, point: FloatArray) -> float:
        """Give the cuts' sum at a point: where they were made, the bundle's cost in the linear program.

        Parameters
        ----------
        point : (h,) array

        Returns
        -------
        float
        """
        return float(self.constant.sum() - self.slope.sum(axis=0) @ point)


def separate(
    instance: Instance, shares: Shares, mixture: Mixture, promise: FloatArray, workers: Workers, clock: Clock
) -> Iterator[BundleCuts]:
    """Make every bundle's cuts; stop early when the clock is over.

    Parameters
    ----------
    instance : Instance
    shares : Shares
    mixture : Mixture
    promise : (h,) array
        The smaller, the less a candidate that is open at no point is made to carry.
    workers : Workers
    clock : Clock

    Yields
    ------
    BundleCuts
    """
    order, mixed = mixture.ordered(promise)
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    edges = [*range(0, instance.n, _TASK_ORIGINS), instance.n]

    def work(
        task: tuple[PreparedBlock, Onward, Points, int, int],
    ) -> tuple[int, FloatArray, FloatArray] | None:
        view, common, points, first, last = task
        if clock.over:
            return None
        constant = np.empty(last - first)
        slope = np.empty((last - first, instance.h))
        cut_origins(view, common, points, first, last, constant, slope)
        return first, constant, slope

    for number, bundle in enumerate(shares.bundles):
        constant = np.zeros(instance.n)
        slope = np.zeros((instance.n, instance.h))
        points = mixed.of_bundle(number)
        members = [instance.pieces[b].view.restricted(order) for b in bundle]
        near = max(min(_NEAR, instance.h), int(points.hubs.max(initial=-1)) + 1)
        if near < instance.h and not all(is_metric(view.t) for view in members):
            near = instance.h
        of_members = list(workers.map(lambda view, near=near, points=points: onward(view, near, points), members))
        tasks = [
            (view, common, points, edges[c], edges[c + 1])
            for view, common in zip(members, of_members, strict=True)
            for c in range(len(edges) - 1)
        ]
        for done in workers.map(work, tasks):
            if done is None:
                return
            first, part, slopes = done
            constant[first : first + len(part)] += part
            slope[first : first + len(part)] += slopes
        yield BundleCuts(number, constant, slope[:, back])
