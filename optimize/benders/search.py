"""Bound and branch over hub sets: cuts, certificates, elimination, enumeration of what is left."""

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from time import perf_counter

import numpy as np

from optimize.benders.certificate import Certificate, Domain
from optimize.benders.evaluation import additions
from optimize.benders.instance import Instance
from optimize.benders.local_search import improve
from optimize.benders.master import Master
from optimize.benders.pricing import Pricer
from optimize.benders.separation import separate
from optimize.benders.subsets import SetWalk
from optimize.problem import FloatArray
from optimize.run import Limits, OutOfTimeError, Request

_SMALL = 5e-3
_ROUNDS = 60
_NODE_ROUNDS = 6
_BATCH = 2048
_FEW_SETS = 64
_SAMPLE_RUNS = 8
_SAMPLE_ROWS = 32
_WORTH_ROUNDS = 1.0
_WORTH_ROUNDS_LAST = 10.0
_COUNT_LIMIT = 20_000_000
_POOL = 4


@dataclass
class Statistics:
    """What the search did."""

    rounds: int = 0
    nodes: int = 0
    evaluated: int = 0
    eliminated: int = 0
    seconds_cuts: float = 0.0
    seconds_master: float = 0.0
    seconds_sets: float = 0.0


@dataclass
class Search:
    """The state of a branch and bound over hub sets; all values in the instance's scale.

    Attributes
    ----------
    instance : Instance
    domain : Domain
        All hub sets that are admissible.
    request : Request
    pool : Executor
    threads : int
    limits : Limits
    allowed : float
        Hub sets that are better than the incumbent by less than this share of it need not be found.
    rounding : float
        Differences that mean nothing.
    ceiling : float
        Objective above which no hub set counts, whether there is an incumbent or not.
    """

    instance: Instance
    domain: Domain
    request: Request
    pool: Executor
    threads: int
    limits: Limits
    allowed: float
    rounding: float
    ceiling: float
    incumbent: tuple[int, ...] | None = None
    objective: float = np.inf
    bound: float = -np.inf
    statistics: Statistics = field(default_factory=Statistics)

    def __post_init__(self) -> None:
        self._tried: set[tuple[int, ...]] = set()
        self._certificates: list[Certificate] = []
        self._rng = np.random.default_rng(self.limits.seed)
        self._round_seconds = 0.01
        self._current, self._others = -np.inf, np.inf  # bounds of the branch at hand, and of all others

    @property
    def cutoff(self) -> float:
        """What a hub set has to beat."""
        if self.incumbent is None:
            return self.ceiling
        return self.objective - self.allowed * abs(self.objective) - self.rounding

    def offer(self, hubs: Iterable[int], objective: float) -> None:
        """Take a hub set (candidates alive) as the incumbent if it is better."""
        if objective < min(self.objective, self.ceiling):
            self.incumbent = tuple(sorted(int(self.instance.alive[k]) for k in hubs))
            self.objective = objective

    def run(self) -> None:
        """Search until the bound meets the incumbent, or until the clock is over."""
        self._master = Master(self.instance, self.domain)
        order = count()
        heap = [(-np.inf, next(order), self.domain)]
        try:
            while heap:
                bound, _, domain = heappop(heap)
                if bound >= self.cutoff:
                    break
                self._current, self._others = bound, heap[0][0] if heap else np.inf
                self.statistics.nodes += 1
                for child_bound, child in self._explore(domain, root=self.statistics.nodes == 1):
                    heappush(heap, (child_bound, next(order), child))
            self.bound = self.cutoff
        except OutOfTimeError:
            self.bound = min(self._current, self._others, self.cutoff)
            raise

    def _explore(self, domain: Domain, *, root: bool) -> list[tuple[float, Domain]]:
        """Bound a branch; return the two it is split into, or nothing if it is done."""
        for certificate in self._certificates:
            domain = certificate.tightened(domain, self.cutoff)
        if domain.empty or (not root and self._price_all(domain, self._certificates, _WORTH_ROUNDS) == 0.0):
            return []
        core: FloatArray | None = None
        if root and self.incumbent is not None:
            core = np.isin(self.instance.alive, self.incumbent).astype(float)
        upper = np.inf
        history: list[float] = []
        self._master.set_domain(domain)
        z = core
        promise = np.zeros(self.instance.h)
        certificates = self._certificates or [self._trivial()]
        pricing = np.inf
        for _ in range(_ROUNDS if root else _NODE_ROUNDS):
            if z is not None:
                point = z if core is None else 0.5 * z + 0.5 * core
                point = np.where(point < _SMALL, 0.0, point)
                upper = min(upper, self._cut(point, promise))
                if history:
                    core = point
            solved = self._solve()
            if solved is None:
                break
            z, certificate = solved
            promise = certificate.slope
            certificates = [certificate, *certificates[: _POOL - 1]]
            self._current = max(self._current, certificate.bound(domain))
            self._tell(root=root)
            history.append(self._current)
            if root:
                self._round_up(z)
            domain = certificate.tightened(domain, self.cutoff)
            if domain.empty or self._current >= self.cutoff:
                return []
            if root:
                keep = np.flatnonzero(domain.opened | domain.free)
                if len(keep) < 0.9 * self.instance.h:
                    domain, core, z, promise, certificates = self._shrink(keep, domain, core, z, promise, certificates)
            pricing = self._price_all(domain, certificates, _WORTH_ROUNDS, pricing)
            if pricing == 0.0:
                return []
            if self._settled(history, upper):
                break
            self._master.purge(domain)
        if self._price_all(domain, certificates, _WORTH_ROUNDS_LAST) == 0.0:
            return []
        if root:
            self._certificates = certificates
        k = _branching(domain, z, promise)
        self._current = max(self._current, max(c.bound(domain) for c in certificates))
        return [(self._current, domain.branch(k, is_open=True)), (self._current, domain.branch(k, is_open=False))]

    def _trivial(self) -> Certificate:
        """Costs are not negative, so that no objective is below minus the largest reference."""
        return Certificate(-float(self.instance.reference.max()), np.zeros(self.instance.h))

    def _cut(self, point: FloatArray, promise: FloatArray) -> float:
        """Add the cuts at a point; return the linear program's value there, or inf if it is not known."""
        began = perf_counter()
        shares = self._master.shares
        value = self.instance.fixed @ point
        for cuts in separate(self.instance, shares, point, promise, self.pool, self.limits.clock):
            self._master.add_cuts(cuts)
            value[shares.group[cuts.bundle]] += cuts.value
        self.statistics.rounds += 1
        seconds = perf_counter() - began
        self.statistics.seconds_cuts += seconds
        self._round_seconds = seconds
        self.limits.clock.check()
        return float(self.instance.objective(value))

    def _solve(self) -> tuple[FloatArray, Certificate] | None:
        began = perf_counter()
        solved = self._master.solve()
        seconds = perf_counter() - began
        self.statistics.seconds_master += seconds
        self._round_seconds += seconds
        self.limits.clock.check()
        return solved

    def _settled(self, history: list[float], upper: float) -> bool:
        """Whether more cuts would not close much of the gap."""
        gap = self.cutoff - history[-1]
        if upper - history[-1] < 0.03 * gap:
            return True
        return len(history) > 3 and history[-1] - history[-3] < 0.03 * gap

    def _shrink(
        self,
        keep: np.ndarray,
        domain: Domain,
        core: FloatArray | None,
        z: FloatArray,
        promise: FloatArray,
        certificates: list[Certificate],
    ) -> tuple[Domain, FloatArray | None, FloatArray, FloatArray, list[Certificate]]:
        """Drop the eliminated candidates from every array."""
        self.statistics.eliminated += self.instance.h - len(keep)
        self.instance = self.instance.restricted(keep)
        domain = domain.restricted(keep)
        self._master.restrict(self.instance, domain, keep)
        return (
            domain,
            None if core is None else core[keep],
            z[keep],
            promise[keep],
            [c.restricted(keep) for c in certificates],
        )

    def _round_up(self, z: FloatArray) -> None:
        """Try the hubs that the linear program likes best."""
        alive = self.instance.alive
        forced = [k for k in range(len(alive)) if int(alive[k]) in self.request.open_hubs]
        size = int(np.clip(round(float(z.sum())), self.domain.p_min, self.domain.p_max))
        liking = z.copy()
        liking[forced] = 2.0
        hubs = np.sort(np.argsort(-liking, kind="stable")[:size])
        name = tuple(int(alive[k]) for k in hubs)
        if name in self._tried or size == 0:
            return
        self._tried.add(name)
        value = additions(self.instance, hubs.tolist(), self.pool)[hubs[0]]
        better, objective = improve(
            self.instance,
            [int(k) for k in hubs],
            float(value),
            forced,
            self.domain.p_min,
            self.domain.p_max,
            self.pool,
            self.limits.clock,
        )
        self.offer(better, objective)

    def _price_all(
        self, domain: Domain, certificates: list[Certificate], rounds: float, before: float = np.inf
    ) -> float:
        """Price every hub set that the certificates leave in the domain, if that is worth it.

        It is if it takes no longer than so many rounds of cuts, or, up to `_WORTH_ROUNDS_LAST` rounds, if another
        round of cuts would hardly shorten it.

        Parameters
        ----------
        domain : Domain
        certificates : list of Certificate
        rounds : float
        before : float
            What this returned a round ago.

        Returns
        -------
        float
            0 if it was done; else how many seconds it would take (inf: very many).
        """
        walk = SetWalk(domain, certificates)
        if walk.count(self.cutoff, _FEW_SETS) < _FEW_SETS:
            self._price(walk)
            return 0.0
        patience = max(rounds, _WORTH_ROUNDS_LAST) * self._round_seconds
        set_seconds = self._sample(walk)
        limit = int(min(patience / set_seconds, _COUNT_LIMIT))
        sets = walk.count(self.cutoff, limit)
        if sets >= limit:
            return np.inf
        seconds = sets * set_seconds
        if seconds <= rounds * self._round_seconds or before - seconds < 0.5 * self._round_seconds:
            self._price(walk)
            return 0.0
        return seconds

    def _pricer(self) -> Pricer:
        master = self._master
        return Pricer(
            self.instance, master.shares, master.constant, master.slope, master.share, self.pool, self.threads
        )

    def _sample(self, walk: SetWalk) -> float:
        """Seconds that pricing one of the hub sets takes."""
        sets, size = walk.sample(self.cutoff, _SAMPLE_RUNS, _SAMPLE_ROWS, self._rng)
        if not len(sets):
            return 1e-9 * sum(piece.weight.size for piece in self.instance.pieces)
        pricer = self._pricer()
        began = perf_counter()
        pricer.values(sets, size, self.cutoff)
        return (perf_counter() - began) / len(sets)

    def _price(self, walk: SetWalk) -> None:
        """Price every hub set of the walk."""
        began = perf_counter()
        pricer = self._pricer()
        batches = walk.batches(self.cutoff, _BATCH)
        try:
            sets, size = next(batches)
            while True:
                cutoff = self.cutoff
                values = pricer.values(sets, size, cutoff)
                self.statistics.evaluated += len(values)
                best = int(values.argmin())
                if values[best] < cutoff:  # else it is a bound, not an objective
                    self.offer(sets[best, : size[best]], float(values[best]))
                self.limits.clock.check()
                sets, size = batches.send(self.cutoff)
        except StopIteration:
            pass
        self.statistics.seconds_sets += perf_counter() - began

    def _tell(self, *, root: bool) -> None:
        scale = self.instance.scale
        self.limits.clock.tell(
            "root" if root else "branching",
            bound=min(self._current, self._others, self.cutoff) / scale,
            incumbent=self.objective / scale,
        )


def _branching(domain: Domain, z: FloatArray | None, promise: FloatArray) -> int:
    """Candidate to branch on: the most fractional; failing that, the most promising."""
    free = np.flatnonzero(domain.free)
    if z is None:
        return int(free[np.argmin(promise[free])])
    fraction = np.minimum(z[free], 1.0 - z[free])
    best = int(fraction.argmax())
    if fraction[best] > 1e-6:
        return int(free[best])
    return int(free[np.argmax(z[free])])
