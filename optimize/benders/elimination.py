"""Hubs that no good solution opens or does without, by the bounds of multiple allocation: for other allocations too."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from optimize.benders.branch import Branch
from optimize.benders.certificate import Certificate, Domain
from optimize.benders.instance import make_instance
from optimize.benders.master import Master
from optimize.benders.search import Search
from optimize.problem import Problem
from optimize.run import Limits, OutOfTimeError, Request, Workers, thread_count

_UNIT = 1e4  # the value to beat is scaled to this, as the optimum is in `optimize.benders.method`
_ROUNDS = 60  # of cuts at most; mostly more of them would not close much of the gap long before
_ROUNDING = 1e-11  # relative error that sums over pairs may have
_SAFETY = 1e-9  # relative: by so much a solution may be dearer than the value to beat before its hubs are struck


@dataclass(frozen=True)
class Elimination:
    """What multiple allocation tells about every solution that costs less than a known one.

    Attributes
    ----------
    bound : float
        No solution costs less; at least the known value if none is better than that.
    opened, closed : frozensets of int
        Candidates that are in every better solution, and in none: those that the request opens and closes among them.
    rounds : int
        Rounds of cuts.
    """

    bound: float
    opened: frozenset[int]
    closed: frozenset[int]
    rounds: int


class _Sieve(Search):
    """The root of the search, against a value that is not the cost of a multiple allocation."""

    @property
    def cutoff(self) -> float:
        return self.ceiling

    def offer(self, hubs: Iterable[int], objective: float) -> None:
        """Leave the cut-off alone: a multiple allocation is no solution."""

    def sieve(self, hubs: Iterable[int]) -> Branch:
        """Make rounds of cuts while they close much of the gap; `hubs` make the first point.

        Returns
        -------
        Branch
            What is left; `bound` holds in it.
        """
        self._master = Master(self.instance, self.domain)
        start = np.isin(self.instance.alive, list(hubs)).astype(float)
        trivial = Certificate(-float(self.instance.reference.max()), np.zeros(self.instance.h))
        branch = Branch(self.domain, [trivial], trivial.slope, start, start)
        try:
            for _ in range(_ROUNDS):
                if not self._improve(branch, root=True) or branch.domain.empty or self._current >= self.cutoff:
                    break
                self._shrink(branch)
                if self._settled(branch):
                    break
                self._master.purge(branch.domain)
        except OutOfTimeError:
            pass
        self.bound = self.cutoff if branch.domain.empty else self._current
        return branch

    def _round_up(self, z: object) -> None:
        """Hubs are of no use here."""


def eliminate(problem: Problem, request: Request, hubs: Iterable[int], value: float, limits: Limits) -> Elimination:
    """Bound by multiple allocation, and fix hubs by its reduced costs against the cost of a known solution.

    Every pair takes its cheapest way in multiple allocation, whatever the rule of allocation and the capacities: so its
    bounds hold for all of them (for single allocation: Zetina, Contreras and Jayaswal 2021).

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
        Of any allocation; its objective adds up costs.
    hubs : iterable of int
        Open hubs of the known solution, positions among the candidates.
    value : float
        Its objective, finite: only what costs less is of interest.
    limits : Limits

    Returns
    -------
    Elimination
    """
    request = replace(request, allocation="multiple")
    full = make_instance(problem, request)
    opened = np.isin(full.alive, sorted(request.open_hubs))
    domain = Domain(opened, ~opened, request.p_min, min(request.p_max, full.h))
    unit = value + float(full.reference.max())
    if domain.empty or value <= 0:
        return Elimination(min(0.0, value), request.open_hubs, request.closed_hubs, 0)
    scale = _UNIT / unit
    with Workers(thread_count(limits.threads)) as workers:
        sieve = _Sieve(
            instance=full.capped(value).scaled(scale),
            domain=domain,
            request=request,
            workers=workers,
            limits=limits.silent(),
            allowed=0.0,
            rounding=0.0,
            ceiling=(value + _SAFETY * unit) * scale,
        )
        branch = sieve.sieve(hubs)
    rounds = sieve.statistics.rounds
    if sieve.bound >= sieve.cutoff:
        return Elimination(value, request.open_hubs, request.closed_hubs, rounds)
    alive = sieve.instance.alive
    left = frozenset(int(k) for k in alive[branch.domain.opened | branch.domain.free])
    fixed = frozenset(int(k) for k in alive[branch.domain.opened])
    bound = sieve.bound / scale - _ROUNDING * unit
    return Elimination(bound, fixed, frozenset(range(problem.h)) - left, rounds)
