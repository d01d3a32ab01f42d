"""Cuts at a point: the kernel's work shared out over blocks, origins and threads."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from optimize.benders.duals import cut_origins
from optimize.benders.instance import Instance
from optimize.benders.shares import Shares
from optimize.kernels import PreparedBlock
from optimize.problem import FloatArray
from optimize.run import Clock, Workers

_TASK_ORIGINS = 16  # origins cut between two looks at the clock: at 200 nodes less than 0.1 s; fewer cost more calls


@dataclass(frozen=True, eq=False)
class BundleCuts:
    """The cuts of one bundle of blocks: origin i's pairs cost at least ``constant[i] - slope[i] @ z``.

    Attributes
    ----------
    bundle : int
    constant, slope : (n,), (n, h) arrays
    value : float
        The cuts' sum at the point that they were made for: the bundle's cost in the linear program there.
    """

    bundle: int
    constant: FloatArray
    slope: FloatArray
    value: float


def separate(
    instance: Instance, shares: Shares, point: FloatArray, promise: FloatArray, workers: Workers, clock: Clock
) -> Iterator[BundleCuts]:
    """Make every bundle's cuts at a point; stop early when the clock is over.

    Parameters
    ----------
    instance : Instance
    shares : Shares
    point : (h,) array
        Fractions open.
    promise : (h,) array
        The smaller, the less a candidate outside the point's support is made to carry.
    workers : Workers
    clock : Clock

    Yields
    ------
    BundleCuts
    """
    order = np.lexsort((promise, -point))
    z = point[order]
    count = int(np.count_nonzero(z))
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    edges = [*range(0, instance.n, _TASK_ORIGINS), instance.n]

    def work(task: tuple[PreparedBlock, int, int]) -> tuple[int, FloatArray, FloatArray] | None:
        view, first, last = task
        if clock.over:
            return None
        constant = np.empty(last - first)
        slope = np.empty((last - first, instance.h))
        cut_origins(view, z, count, first, last, constant, slope)
        return first, constant, slope

    for number, bundle in enumerate(shares.bundles):
        constant = np.zeros(instance.n)
        slope = np.zeros((instance.n, instance.h))
        members = [instance.pieces[b].view.restricted(order) for b in bundle]
        tasks = [(view, edges[c], edges[c + 1]) for view in members for c in range(len(edges) - 1)]
        for done in workers.map(work, tasks):
            if done is None:
                return
            first, part, slopes = done
            constant[first : first + len(part)] += part
            slope[first : first + len(part)] += slopes
        slope = slope[:, back]
        yield BundleCuts(number, constant, slope, float(constant.sum() - slope.sum(axis=0) @ point))
