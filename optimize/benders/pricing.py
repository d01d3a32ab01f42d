r"""Hub sets priced in stages, each dropped as soon as it is proven not to count.

The cuts bound every share of a hub set's cost from below, and more tightly than any one certificate does, as each share
takes its own best cut. Stage by stage (some blocks, some origins) the bound is replaced by the exact cost; a hub set
whose sum reaches the cutoff is dropped. Most never see the second stage.
"""

from typing import NamedTuple

import numpy as np

from optimize.benders.instance import Instance
from optimize.benders.shares import Shares
from optimize.kernels import kernel, price_sets
from optimize.problem import FloatArray, IntArray
from optimize.run import Workers

# Stages at least: more drop hub sets earlier, each costs a pass over those that are left. Kept from the first version.
_STAGES = 8
_MEMORY = 0.5  # of the bound's shortfall at a stage, over the batches before: what stage prunes most may change slowly


class Cuts(NamedTuple):
    """Benders cuts ``cost of the share >= constant - slope @ z``, sorted by share, for the compiled kernel.

    Attributes
    ----------
    constant : (cuts,) array
    slope : (h, cuts) array
    first : (shares + 1,) int array
        Where each share's cuts begin.
    stage_of : (shares,) int array
    """

    constant: FloatArray
    slope: FloatArray
    first: IntArray
    stage_of: IntArray


@kernel
def cut_bounds(cuts: Cuts, sets: IntArray, size: IntArray, bound: FloatArray) -> None:
    """Add up for each hub set what the cuts say of each stage's cost.

    Parameters
    ----------
    cuts : Cuts
    sets, size : (rows, width), (rows,) int arrays
        Neighbouring rows share prefixes.
    bound : (rows, stages) array
        Added to.
    """
    constant, slope, first_cut, stage_of = cuts.constant, cuts.slope, cuts.first, cuts.stage_of
    count = constant.shape[0]
    width = sets.shape[1]
    value = np.empty((width + 1, count))
    for c in range(count):
        value[0, c] = constant[c]
    known = 0
    before = np.empty(width, dtype=np.int64)
    for r in range(sets.shape[0]):
        level = 0
        while level < known and level < size[r] and sets[r, level] == before[level]:
            level += 1
        while level < size[r]:
            k = sets[r, level]
            for c in range(count):
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
    workers : Workers
    """

    def __init__(
        self,
        instance: Instance,
        shares: Shares,
        constant: FloatArray,
        slope: FloatArray,
        share: IntArray,
        workers: Workers,
    ) -> None:
        self._instance, self._workers = instance, workers
        # stages are bundles of blocks, or parts of them where bundles are few
        parts = max(1, min(shares.clusters, -(-_STAGES // len(shares.bundles))))
        part_of = np.arange(shares.clusters, dtype=np.int64) * parts // shares.clusters
        stage_of = (np.arange(len(shares.bundles), dtype=np.int64)[:, None] * parts + part_of).ravel()
        order = np.argsort(share, kind="stable")
        first_cut = np.searchsorted(share[order], np.arange(shares.count + 1))
        self._cuts = Cuts(constant[order], np.ascontiguousarray(slope[order].T), first_cut, stage_of)
        rows = [np.flatnonzero(part_of[shares.cluster] == part) for part in range(parts)]
        self._stages = [
            (group, [instance.pieces[b].view.origins(int(origins[0]), int(origins[-1]) + 1) for b in bundle])
            for bundle, group in zip(shares.bundles, shares.group, strict=True)
            for origins in rows
        ]
        self._gain = np.zeros(len(self._stages))

    def values(self, sets: IntArray, size: IntArray, cutoff: float) -> FloatArray:
        """Price hub sets.

        Parameters
        ----------
        sets : (rows, width) int array
            Hubs, -1 behind the last one; rows sorted so that prefixes are shared.
        size : (rows,) int array
        cutoff : float

        Returns
        -------
        (rows,) array
            The objective where it is below the cutoff; elsewhere something that is not below the cutoff.
        """
        threads = self._workers.threads
        edges = np.linspace(0, len(sets), threads + 1).astype(np.int64)
        parts = self._workers.map(
            lambda c: self._part(sets[edges[c] : edges[c + 1]], size[edges[c] : edges[c + 1]], cutoff), range(threads)
        )
        return np.concatenate(list(parts))

    def _part(self, sets: IntArray, size: IntArray, cutoff: float) -> FloatArray:
        instance = self._instance
        bound = np.zeros((len(sets), len(self._stages)))
        cut_bounds(self._cuts, sets, size, bound)
        cost = np.where((sets >= 0)[:, :, None], instance.fixed.T[sets], 0.0).sum(axis=1)
        for s, (group, _) in enumerate(self._stages):
            cost[:, group] += bound[:, s]
        value = instance.objective(cost)
        for s in np.argsort(-self._gain):
            left = np.flatnonzero(value < cutoff)
            if not len(left):
                break
            group, views = self._stages[s]
            exact = np.zeros(len(left))
            for view in views:
                price_sets(view, sets[left], size[left], exact)
            # rounding must not make a bound exceed the cost that it bounds
            cost[left, group] += np.maximum(exact - bound[left, s], 0.0)
            short = float((exact - bound[left, s]).mean())
            self._gain[s] = _MEMORY * self._gain[s] + (1.0 - _MEMORY) * short
            value[left] = instance.objective(cost[left])
        return value
