r"""A good point before any cut of the whole: the linear program of gathered nodes on few candidates.

Cuts of all pairs over all candidates are dear, so the first of them should be good ones. Nodes that stand next to each
other are gathered into few (that is no bound, but much the same problem), candidates that promise little are left out,
and rounds of cuts bring the linear program of what is left to its end. Its multipliers say how much of the duals at
each of its points goes into those that it ends with. With this :class:`Mixture` one cut is made of all pairs that is
about as tight as the linear program; it holds for every candidate, as its duals are made to. Candidates that such a
cut likes, and that were left out, take part from then on (the gathered problem is asked first, until it names none).
"""

from dataclasses import dataclass, replace

import numpy as np

from optimize.benders.branch import between
from optimize.benders.certificate import Certificate, Domain
from optimize.benders.instance import Instance, Piece
from optimize.benders.master import Master
from optimize.benders.separation import Mixture, separate
from optimize.kernels import PreparedBlock
from optimize.problem import FloatArray, IntArray
from optimize.run import Clock, Workers

# Nodes that are left of many: fewer lose what tells nodes apart, more take longer (a judgement, as the others here)
_NODES = 100
# Pairs times candidates from which on the cuts of the whole are dear
_DEAR = 1e7
_CANDIDATES = 40  # that take part from the beginning, beside the hubs known
_NEWCOMERS = 40  # that join at a time at most
_ROUNDS = 15  # of cuts with the same candidates
_TIMES = 4  # that candidates join
_CLOSE = 0.03  # of the gap: less is not worth another round
_LITTLE = 0.01  # share of a point in an origin's duals below which it is left out
_TINY = 1e-300  # in place of no weight, to divide by


@dataclass(frozen=True, eq=False)
class Start:
    """What the small problem says of the large one.

    Attributes
    ----------
    mixture : Mixture
    z : (h,) array
        Where its linear program ended.
    promise : (h,) array
        The smaller, the more a candidate promises.
    """

    mixture: Mixture
    z: FloatArray
    promise: FloatArray


def is_worth_it(instance: Instance) -> bool:
    """Say whether cuts of the whole are so dear that a small problem should be asked first.

    Parameters
    ----------
    instance : Instance

    Returns
    -------
    bool
    """
    gathers = instance.n > 2 * _NODES or instance.h > 2 * _CANDIDATES
    return gathers and instance.h * instance.n**2 > _DEAR


def find_start(
    instance: Instance, domain: Domain, hubs: FloatArray, cutoff: float, workers: Workers, clock: Clock
) -> Start | None:
    """Solve the small problem.

    Parameters
    ----------
    instance : Instance
    domain : Domain
    hubs : (h,) array
        1 at the hubs of a known solution.
    cutoff : float
        Its objective: what the gap is measured against.
    workers : Workers
    clock : Clock

    Returns
    -------
    Start or None
        None if the clock or the solver gave up.
    """
    cluster = np.arange(instance.n, dtype=np.int64) * min(_NODES, instance.n) // instance.n
    small = _Small(gathered(instance, cluster), domain, cutoff, workers, clock)
    start = small.solve(hubs)
    if start is None:
        return None
    return replace(start, mixture=Mixture(start.mixture.points, start.mixture.share[:, cluster]))


@dataclass(frozen=True, eq=False)
class _Small:
    """The small problem, and what its linear programs are solved with."""

    instance: Instance
    domain: Domain
    cutoff: float
    workers: Workers
    clock: Clock

    def solve(self, hubs: FloatArray) -> Start | None:
        """Solve the linear program on more and more candidates, until those left out have nothing to add."""
        master = Master(self.instance, self.domain)
        mixture, promise, z = Mixture.at(hubs, master.shares), np.zeros(self.instance.h), hubs
        chosen = known = np.flatnonzero(hubs)
        for _ in range(_TIMES):
            solved = self._cut(master, mixture, promise, None)
            if solved is None:
                return None
            wanted, certificate = solved
            promise = certificate.slope
            more = self._newcomers(chosen, wanted, promise, _CANDIDATES if chosen is known else _NEWCOMERS)
            if chosen is not known and not (wanted[more] > 0).any():
                break
            chosen = np.sort(np.concatenate([chosen, more]))
            ended = self._root(chosen, z)
            if ended is None:
                return None
            mixture, z = ended
        return Start(mixture, z, promise)

    def _newcomers(self, chosen: IntArray, wanted: FloatArray, promise: FloatArray, count: int) -> IntArray:
        """Candidates to take in: those that have to be open, those that are wanted, then those that promise most."""
        opened = self.domain.opened
        rest = np.setdiff1d(np.flatnonzero(self.domain.free | opened), chosen)
        order = rest[np.lexsort((promise[rest], -wanted[rest], ~opened[rest]))]
        return order[: max(count, int(opened[rest].sum()))]

    def _cut(
        self, master: Master, mixture: Mixture, promise: FloatArray, value: FloatArray | None
    ) -> tuple[FloatArray, Certificate] | None:
        """Add a mixture's cuts, and what they cost by group at its first point to `value`; solve."""
        for cuts in separate(master.instance, master.shares, mixture, promise, self.workers, self.clock):
            master.add_cuts(cuts)
            if value is not None:
                value[master.shares.group[cuts.bundle]] += cuts.value(mixture.points[0])
        return None if self.clock.over else master.solve()

    def _root(self, chosen: IntArray, z: FloatArray) -> tuple[Mixture, FloatArray] | None:
        """Bring the linear program on some candidates to its end: what its duals are made of, and its point."""
        instance, domain = self.instance.restricted(chosen), self.domain.restricted(chosen)
        master = Master(instance, domain)
        at = core = z[chosen]
        upper, promise = np.inf, np.zeros(len(chosen))
        points = np.zeros((0, self.instance.h))
        for _ in range(_ROUNDS):
            core = between(at, core)
            points = np.vstack([points, np.zeros(self.instance.h)])
            points[-1, chosen] = core
            value = instance.fixed @ core
            solved = self._cut(master, Mixture.at(core, master.shares), promise, value)
            if solved is None:
                return None
            upper = min(upper, float(instance.objective(value)))
            at, certificate = solved
            promise, bound = certificate.slope, certificate.bound(domain)
            if upper - bound < _CLOSE * max(self.cutoff - bound, _CLOSE * abs(self.cutoff)):
                break
        end = np.zeros(self.instance.h)
        end[chosen] = at
        return _mixture(master, points), end


def _mixture(master: Master, points: FloatArray) -> Mixture:
    """What the master's certificate is made of; where there is nothing, the last point is as good as any."""
    shares = master.shares
    part = master.composition()
    part[part < _LITTLE] = 0.0
    total = part.sum(axis=1)
    part[total == 0.0, -1] = 1.0
    part /= np.where(total > 0.0, total, 1.0)[:, None]
    used = np.flatnonzero(part.any(axis=0))
    by_cluster = part[:, used].reshape(len(shares.bundles), shares.clusters, len(used))
    return Mixture(points[used], by_cluster[:, shares.cluster])


def gathered(instance: Instance, cluster: IntArray) -> Instance:
    """Gather nodes: their flows are added up, and their legs cost what they do on average.

    Parameters
    ----------
    instance : Instance
    cluster : (n,) int array
        Ascending, from 0 on.

    Returns
    -------
    Instance
    """
    count = int(cluster[-1]) + 1
    if count == len(cluster):
        return instance
    first = np.searchsorted(cluster, np.arange(count))
    return replace(instance, pieces=tuple(Piece(p.group, _gathered(p.view, first)) for p in instance.pieces))


def _gathered(view: PreparedBlock, first: IntArray) -> PreparedBlock:
    sent, received = view.weight.sum(axis=1) + _TINY, view.weight.sum(axis=0) + _TINY
    weight = _sums(_sums(view.weight, first, 0), first, 1)
    outside = _sums(_sums(view.weight * view.outside, first, 0), first, 1)
    return PreparedBlock(
        _sums(view.a * sent[:, None], first, 0) / _sums(sent, first, 0)[:, None],
        view.t,
        _sums(view.e * received, first, 1) / _sums(received, first, 0),
        weight,
        np.divide(outside, weight, out=np.zeros_like(weight), where=weight > 0),
    )


def _sums(values: FloatArray, first: IntArray, axis: int) -> FloatArray:
    return np.asarray(np.add.reduceat(values, first, axis=axis))
