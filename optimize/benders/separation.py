"""Cuts at a point: the kernel's work shared out over blocks, origins and threads."""

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from optimize.benders.duals import cut_origins
from optimize.benders.instance import Instance, Piece
from optimize.benders.shares import Shares
from optimize.problem import FloatArray, IntArray
from optimize.run import Clock

_TASK_ORIGINS = 16


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
    instance: Instance, shares: Shares, point: FloatArray, promise: FloatArray, pool: Executor, clock: Clock
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
    pool : Executor
    clock : Clock
    """
    order = np.lexsort((promise, -point))
    z = point[order]
    count = int(np.count_nonzero(z))
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    edges = [*range(0, instance.n, _TASK_ORIGINS), instance.n]

    def work(task: tuple[Piece, int, int]) -> tuple[int, FloatArray, FloatArray] | None:
        piece, first, last = task
        if clock.over:
            return None
        constant = np.empty(last - first)
        slope = np.empty((last - first, instance.h))
        cut_origins(piece.weight, piece.a, piece.t, piece.e, piece.outside, z, count, first, last, constant, slope)
        return first, constant, slope

    for number, bundle in enumerate(shares.bundles):
        constant = np.zeros(instance.n)
        slope = np.zeros((instance.n, instance.h))
        members = [_ordered(instance.pieces[b], order) for b in bundle]
        tasks = [(piece, edges[c], edges[c + 1]) for piece in members for c in range(len(edges) - 1)]
        for done in pool.map(work, tasks):
            if done is None:
                return
            first, part, slopes = done
            constant[first : first + len(part)] += part
            slope[first : first + len(part)] += slopes
        slope = slope[:, back]
        yield BundleCuts(number, constant, slope, float(constant.sum() - slope.sum(axis=0) @ point))


def _ordered(piece: Piece, order: IntArray) -> Piece:
    """Return the piece with candidates in the given order, and a row of distribution costs a destination."""
    return Piece(
        piece.group,
        piece.weight,
        np.ascontiguousarray(piece.a[:, order]),
        np.ascontiguousarray(piece.t[np.ix_(order, order)]),
        np.ascontiguousarray(piece.e[order].T),
        piece.outside,
    )
