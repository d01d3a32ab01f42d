"""Bound and branch over hub sets: cuts, certificates, elimination, enumeration of what is left."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

import numpy as np

from optimize.benders.branch import Branch
from optimize.benders.certificate import Certificate, Domain
from optimize.benders.instance import Instance
from optimize.benders.master import Master
from optimize.benders.narrow import find_start, is_worth_it
from optimize.benders.pricing import Pricer
from optimize.benders.separation import Mixture, separate
from optimize.benders.subsets import SetWalk
from optimize.pauses import now
from optimize.problem import FloatArray
from optimize.run import Limits, OutOfTimeError, Request, Workers
from optimize.search import LocalSearch

# Rounds of cuts at the root and in other branches at most; mostly `_settled` ends them before. Kept from the first
# version.
_ROUNDS = 60
_NODE_ROUNDS = 6
# A round settles little, or the last two do, if it closes less than this share of the gap: then branching is better.
_LITTLE = 0.03
_WORTH_SHRINKING = 0.9  # candidates left, as a share, below which all arrays and the master are made anew without them
# Hub sets between two looks at the clock and at the cut-off: fewer lose shared prefixes, more miss a better cut-off.
_BATCH = 2048
_FEW_SETS = 64  # so few hub sets are priced without asking what that takes
# Runs and hub sets in each that are priced to know what pricing takes: enough to be measurable, few enough to be free.
_SAMPLE_RUNS = 8
_SAMPLE_ROWS = 32
# All hub sets that are left are priced if that takes no longer than so many rounds of cuts; at a branch's end, where
# the other way is to branch, it may take longer. Kept from the first version.
_WORTH_ROUNDS = 1.0
_WORTH_ROUNDS_LAST = 10.0
_COUNT_LIMIT = 20_000_000  # hub sets counted at most: beyond, counting alone would take as long as rounds of cuts
_POOL = 4  # certificates that have to be beaten by a hub set: more exclude more, each costs its part in every step


@dataclass
class Statistics:
    """What the search did.

    Attributes
    ----------
    rounds : int
        Rounds of cuts.
    nodes : int
        Branches.
    evaluated : int
        Hub sets priced.
    eliminated : int
        Candidates proven to be in no better hub set.
    seconds_cuts, seconds_master, seconds_sets : float
        Spent on cuts, on the linear program, and on pricing hub sets.
    """

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
    workers : Workers
    limits : Limits
    allowed : float
        Hub sets that are better than the incumbent by less than this share of it need not be found.
    rounding : float
        Differences that mean nothing.
    ceiling : float
        Objective above which no hub set counts, whether there is an incumbent or not.
    incumbent : tuple of int or None
        Best hub set, in the problem's candidates.
    objective : float
        Its objective.
    bound : float
        Proven when the search ends, however it ends.
    statistics : Statistics
    """

    instance: Instance
    domain: Domain
    request: Request
    workers: Workers
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
        """Take a hub set as the incumbent if it is better.

        Parameters
        ----------
        hubs : iterable of int
            Positions among the candidates alive.
        objective : float
        """
        if objective < min(self.objective, self.ceiling):
            self.incumbent = tuple(sorted(int(self.instance.alive[k]) for k in hubs))
            self.objective = objective

    def run(self) -> None:
        """Search until the bound meets the incumbent.

        Raises
        ------
        OutOfTimeError
            When the clock is over; `bound` holds all the same.
        """
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
        branch = Branch(domain, self._certificates or [self._trivial()], np.zeros(self.instance.h))
        if root and self.incumbent is not None:
            branch.z = branch.core = np.isin(self.instance.alive, self.incumbent).astype(float)
        self._master.set_domain(domain)
        if root and branch.z is not None and is_worth_it(self.instance):
            self._begin(branch, branch.z)
        pricing = np.inf
        for _ in range(_ROUNDS if root else _NODE_ROUNDS):
            if not self._improve(branch, root=root):
                break
            if branch.domain.empty or self._current >= self.cutoff:
                return []
            if root:
                self._shrink(branch)
            pricing = self._price_all(branch.domain, branch.certificates, _WORTH_ROUNDS, pricing)
            if pricing == 0.0:
                return []
            if self._settled(branch):
                break
            self._master.purge(branch.domain)
        if self._price_all(branch.domain, branch.certificates, _WORTH_ROUNDS_LAST) == 0.0:
            return []
        if root:
            self._certificates = branch.certificates
        k = branch.undecided()
        self._current = max(self._current, max(c.bound(branch.domain) for c in branch.certificates))
        return [(self._current, branch.domain.branch(k, is_open=is_open)) for is_open in (True, False)]

    def _improve(self, branch: Branch, *, root: bool) -> bool:
        """Make a round of cuts and draw the conclusions; return False if there are none."""
        point = branch.point
        if point is not None:
            branch.upper = min(branch.upper, self._cut(point, branch.promise))
            if branch.history:
                branch.core = point
        return self._conclude(branch, root=root)

    def _begin(self, branch: Branch, hubs: FloatArray) -> None:
        """Make the first cuts where a small problem says that they are good."""
        start = find_start(self.instance, branch.domain, hubs, self.cutoff, self.workers, self.limits.clock)
        self.limits.clock.check()
        if start is not None:
            branch.core = start.z
            # good hubs before the first cuts, which are dear
            self._round_up(start.z)
            self._tell(root=True)
            self._cut(start.z, start.promise, start.mixture)
            if self._conclude(branch, root=True):
                self._shrink(branch)

    def _conclude(self, branch: Branch, *, root: bool) -> bool:
        """Solve the linear program and draw the conclusions; return False if it could not be solved."""
        solved = self._solve()
        if solved is None:
            return False
        branch.z, certificate = solved
        branch.promise = certificate.slope
        branch.certificates = [certificate, *branch.certificates[: _POOL - 1]]
        self._current = max(self._current, certificate.bound(branch.domain))
        self._tell(root=root)
        branch.history.append(self._current)
        if root:
            self._round_up(branch.z)
        branch.domain = certificate.tightened(branch.domain, self.cutoff)
        return True

    def _trivial(self) -> Certificate:
        """Costs are not negative, so that no objective is below minus the largest reference."""
        return Certificate(-float(self.instance.reference.max()), np.zeros(self.instance.h))

    def _cut(self, point: FloatArray, promise: FloatArray, mixture: Mixture | None = None) -> float:
        """Add the cuts at a point, or of a mixture of points; return their value at the point."""
        began = now()
        shares = self._master.shares
        mixture = Mixture.at(point, shares) if mixture is None else mixture
        value = self.instance.fixed @ point
        for cuts in separate(self.instance, shares, mixture, promise, self.workers, self.limits.clock):
            self._master.add_cuts(cuts)
            value[shares.group[cuts.bundle]] += cuts.value(point)
        self.statistics.rounds += 1
        seconds = now() - began
        self.statistics.seconds_cuts += seconds
        self._round_seconds = seconds
        self.limits.clock.check()
        return float(self.instance.objective(value))

    def _solve(self) -> tuple[FloatArray, Certificate] | None:
        began = now()
        solved = self._master.solve()
        seconds = now() - began
        self.statistics.seconds_master += seconds
        self._round_seconds += seconds
        self.limits.clock.check()
        return solved

    def _settled(self, branch: Branch) -> bool:
        """Whether more cuts would not close much of the gap."""
        history = branch.history
        gap = self.cutoff - history[-1]
        if branch.upper - history[-1] < _LITTLE * gap:
            return True
        return len(history) > 3 and history[-1] - history[-3] < _LITTLE * gap

    def _shrink(self, branch: Branch) -> None:
        """Drop the eliminated candidates from every array, if that is worth it."""
        keep = np.flatnonzero(branch.domain.opened | branch.domain.free)
        if len(keep) >= _WORTH_SHRINKING * self.instance.h:
            return
        self.statistics.eliminated += self.instance.h - len(keep)
        # the next round is quicker by so much at least
        self._round_seconds *= len(keep) / self.instance.h
        self.instance = self.instance.restricted(keep)
        branch.restrict(keep)
        self._master.restrict(self.instance, branch.domain, keep)

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
        opened = np.isin(np.arange(len(alive)), forced)
        choice = Domain(opened, ~opened, self.domain.p_min, self.domain.p_max).choice()
        moves = LocalSearch(self.instance.hub_sets(self.workers), choice, self.limits.clock.silent())
        found = moves.descend(moves.pricing.price(hubs.tolist()))
        self.offer(found.hubs, found.value)

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
        return Pricer(self.instance, master.shares, master.constant, master.slope, master.share, self.workers)

    def _sample(self, walk: SetWalk) -> float:
        """Seconds that pricing one of the hub sets takes."""
        sets, size = walk.sample(self.cutoff, _SAMPLE_RUNS, _SAMPLE_ROWS, self._rng)
        if not len(sets):
            # nothing to measure: the kernels' pairs in a second, roughly
            return 1e-9 * sum(piece.view.weight.size for piece in self.instance.pieces)
        pricer = self._pricer()
        began = now()
        pricer.values(sets, size, self.cutoff)
        return (now() - began) / len(sets)

    def _price(self, walk: SetWalk) -> None:
        """Price every hub set of the walk."""
        began = now()
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
        self.statistics.seconds_sets += now() - began

    def _tell(self, *, root: bool) -> None:
        scale = self.instance.scale
        self.limits.clock.tell(
            "root" if root else "branching",
            bound=min(self._current, self._others, self.cutoff) / scale,
            incumbent=self.objective / scale,
        )
