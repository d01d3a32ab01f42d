r"""Hub sets priced in stages, each dropped as soon as it is proven not to count.

The cuts bound every share of a hub set's cost from below, and more tightly than any one certificate does, as each share
takes its own best cut. Stage by stage (some blocks, some origins) the bound is replaced by the exact cost; a hub set
whose sum reaches the cutoff is dropped. Most never see the second stage.
"""

from concurrent.futures import Executor

import numpy as np

from optimize.benders.evaluation import add_sets
from optimize.benders.instance import Instance
from optimize.benders.shares import Shares
from optimize.kernels import kernel
from optimize.problem import FloatArray, IntArray

_STAGES = 8


@kernel
def cut_bounds(constant, slope, first_cut, stage_of, sets, size, first, last, bound):  # type: ignore[no-untyped-def]
    """Add up for hub sets ``first <= r < last`` what the cuts say of each stage's cost.

    Parameters
    ----------
    constant : (cuts,) array
        Sorted by share.
    slope : (h, cuts) array
    first_cut : (shares + 1,) int array
        Where each share's cuts begin.
    stage_of : (shares,) int array
    sets, size : (rows, width), (rows,) int arrays
        Neighbouring rows share prefixes.
    bound : (rows, stages) array
        Added to.
    """
    cuts = constant.shape[0]
    width = sets.shape[1]
    value = np.empty((width + 1, cuts))
    for c in range(cuts):
        value[0, c] = constant[c]
    known = 0
    before = np.empty(width, dtype=np.int64)
    for r in range(first, last):
        level = 0
        while level < known and level < size[r] and sets[r, level] == before[level]:
            level += 1
        while level < size[r]:
            k = sets[r, level]
            for c in range(cuts):
                value[level + 1, c] = value[level, c] - slope[k, c]
            before[level] = k
            level += 1
        known = level
        now = value[level]
        for share in range(stage_of.shape[0]):
            best = 0.0
            for c in range(first_cut[share], first_cut[share + 1]):
                best = max(best, now[c])
            bound[r, stage_of[share]] += best


class Pricer:
    """Prices the hub sets of an instance.

    Parameters
    ----------
    instance : Instance
    shares : Shares
    constant, slope, share : (cuts,), (cuts, h), (cuts,) arrays
        Cuts ``cost of the share >= constant - slope @ z``.
    pool : Executor
    threads : int
    """

    def __init__(
        self,
        instance: Instance,
        shares: Shares,
        constant: FloatArray,
        slope: FloatArray,
        share: IntArray,
        pool: Executor,
        threads: int,
    ) -> None:
        self._instance = instance
        self._pool, self._threads = pool, threads
        order = np.argsort(share, kind="stable")
        self._constant = constant[order]
        self._slope = np.ascontiguousarray(slope[order].T)
        self._first_cut = np.searchsorted(share[order], np.arange(shares.count + 1))
        # stages are bundles of blocks, or parts of them where bundles are few
        parts = max(1, min(shares.clusters, -(-_STAGES // len(shares.bundles))))
        part_of = np.arange(shares.clusters, dtype=np.int64) * parts // shares.clusters
        self._stage_of = (np.arange(len(shares.bundles), dtype=np.int64)[:, None] * parts + part_of).ravel()
        rows = [np.flatnonzero(part_of[shares.cluster] == part) for part in range(parts)]
        self._stages = [
            (group, bundle, int(origins[0]), int(origins[-1]) + 1)
            for bundle, group in zip(shares.bundles, shares.group, strict=True)
            for origins in rows
        ]
        self._gain = np.zeros(len(self._stages))

    def values(self, sets: IntArray, size: IntArray, cutoff: float) -> FloatArray:
        """Objective of every hub set whose objective is below the cutoff; of the others something not below it.

        Parameters
        ----------
        sets : (rows, width) int array
            Hubs, -1 behind the last one; rows sorted so that prefixes are shared.
        size : (rows,) int array
        cutoff : float
        """
        edges = np.linspace(0, len(sets), self._threads + 1).astype(np.int64)
        parts = self._pool.map(
            lambda c: self._part(sets[edges[c] : edges[c + 1]], size[edges[c] : edges[c + 1]], cutoff),
            range(self._threads),
        )
        return np.concatenate(list(parts))

    def _part(self, sets: IntArray, size: IntArray, cutoff: float) -> FloatArray:
        instance = self._instance
        bound = np.zeros((len(sets), len(self._stages)))
        cut_bounds(self._constant, self._slope, self._first_cut, self._stage_of, sets, size, 0, len(sets), bound)
        cost = np.where((sets >= 0)[:, :, None], instance.fixed.T[sets], 0.0).sum(axis=1)
        for s, (group, _, _, _) in enumerate(self._stages):
            cost[:, group] += bound[:, s]
        value = instance.objective(cost)
        for s in np.argsort(-self._gain):
            left = np.flatnonzero(value < cutoff)
            if not len(left):
                break
            group, bundle, first, last = self._stages[s]
            exact = np.zeros(len(left))
            for b in bundle:
                piece = instance.pieces[b]
                add_sets(
                    piece.weight[first:last],
                    piece.a[first:last],
                    piece.t,
                    piece.e,
                    piece.outside[first:last],
                    sets[left],
                    size[left],
                    0,
                    len(left),
                    exact,
                )
            # rounding must not make a bound exceed the cost that it bounds
            cost[left, group] += np.maximum(exact - bound[left, s], 0.0)
            self._gain[s] = 0.5 * self._gain[s] + 0.5 * float((exact - bound[left, s]).mean())
            value[left] = instance.objective(cost[left])
        return value
