"""Hubs that no good solution opens or does without, by the bounds of multiple allocation: for other allocations too."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np

from optimize.benders.branch import Branch
from optimize.benders.certificate import Certificate, Domain
from optimize.benders.instance import make_instance
from optimize.benders.master import Master
from optimize.benders.narrow import is_worth_it
from optimize.benders.search import Search
from optimize.brief import Brief
from optimize.problem import Problem
from optimize.run import Limits, OutOfTimeError, Request, Workers, thread_count

_UNIT = 1e4  # the value to beat is scaled to this, as the optimum is in `optimize.benders.method`
_ROUNDS = 60  # of cuts at most; mostly more of them would not close much of the gap long before
_NUMBERS = 5  # of hubs, more and fewer than in the known solution, that are tried to be ruled out (a judgement)
_ROUNDING = 1e-11  # relative error that sums over pairs may have
_SAFETY = 1e-9  # relative: by so much a solution may be dearer than the value to beat before its hubs are struck


@dataclass(frozen=True)
class Elimination(Brief):
    """What multiple allocation tells about every solution that costs less than a known one.

    Attributes
    ----------
    bound : float
        No solution costs less; at least the known value if none is better than that.
    opened, closed : frozensets of int
        Candidates that are in every better solution, and in none: those that the request opens and closes among them.
    p_min, p_max : int
        Fewest and most hubs of every better solution.
    rounds : int
        Rounds of cuts.
    """

    bound: float
    opened: frozenset[int]
    closed: frozenset[int]
    p_min: int
    p_max: int
    rounds: int


class _Sieve(Search):
    """The root of the search, against a value that is not the cost of a multiple allocation."""

    @property
    def cutoff(self) -> float:
        return self.ceiling

    def offer(self, hubs: Iterable[int], objective: float) -> None:
        """Leave the cut-off alone: a multiple allocation is no solution."""

    def sieve(self, hubs: Collection[int]) -> Branch:
        """Make rounds of cuts while they close much of the gap, for all hub sets and then for larger and smaller ones.

        Parameters
        ----------
        hubs : collection of int
            They make the first point, and their number is the one to start from.

        Returns
        -------
        Branch
            What is left; `bound` holds in it.
        """
        self._master = Master(self.instance, self.domain)
        start = np.isin(self.instance.alive, list(hubs)).astype(float)
        trivial = Certificate(-float(self.instance.reference.max()), np.zeros(self.instance.h))
        branch = Branch(self.domain, [trivial], trivial.slope, start, start)
        out = False
        with suppress(OutOfTimeError):
            if is_worth_it(self.instance):
                self._begin(branch, start)
            out = self._is_out(branch, whole=True)
        self.bound = self.cutoff if out else self._current
        if not out:
            with suppress(OutOfTimeError):
                self._narrow(branch, len(hubs))
        return branch

    def _is_out(self, branch: Branch, *, whole: bool = False) -> bool:
        """Make rounds of cuts in a branch; returns whether no hub set in it is below the cut-off."""
        self._current = self._current if whole else -np.inf
        if branch.domain.empty or self._current >= self.cutoff:
            return True
        for _ in range(_ROUNDS):
            if not self._improve(branch, root=True):
                return False
            if branch.domain.empty or self._current >= self.cutoff:
                return True
            if whole:
                self._shrink(branch)
            if self._settled(branch):
                return False
            self._master.purge(branch.domain)
        return False

    def _narrow(self, branch: Branch, size: int) -> None:
        """Rule out larger and smaller hub sets: a part has all sets of so many hubs or more, or of so many or fewer."""
        whole = branch.domain
        for most in range(size, min(size + _NUMBERS, whole.p_max)):
            if self._is_out(self._part(branch, replace(branch.domain, p_min=most + 1))):
                branch.domain = replace(branch.domain, p_max=most)
                break
        for fewest in range(size, max(size - _NUMBERS, whole.p_min), -1):
            if self._is_out(self._part(branch, replace(branch.domain, p_max=fewest - 1))):
                branch.domain = replace(branch.domain, p_min=fewest)
                break
        for certificate in branch.certificates:
            branch.domain = certificate.tightened(branch.domain, self.cutoff)

    def _part(self, branch: Branch, domain: Domain) -> Branch:
        """The branch with a part of its domain, and the master with it; it knows what the branch knows."""
        self._master.renew(domain)
        return Branch(domain, branch.certificates, branch.promise, branch.z, branch.core)

    def _round_up(self, z: object) -> None:
        """Hubs are of no use here."""


def eliminate(problem: Problem, request: Request, hubs: Collection[int], value: float, limits: Limits) -> Elimination:
    """Bound by multiple allocation, and fix hubs by its reduced costs against the cost of a known solution.

    Every pair takes its cheapest way in multiple allocation, whatever the rule of allocation and the capacities: so its
    bounds hold for all of them (for single allocation: Zetina, Contreras and Jayaswal 2021).

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
        Of any allocation; its objective adds up costs.
    hubs : collection of int
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
        return _nothing(request, min(0.0, value), 0)
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
        return _nothing(request, value, rounds)
    alive = sieve.instance.alive
    left = frozenset(int(k) for k in alive[branch.domain.opened | branch.domain.free])
    fixed = frozenset(int(k) for k in alive[branch.domain.opened])
    bound = sieve.bound / scale - _ROUNDING * unit
    closed = frozenset(range(problem.h)) - left
    return Elimination(bound, fixed, closed, branch.domain.p_min, branch.domain.p_max, rounds)


def _nothing(request: Request, bound: float, rounds: int) -> Elimination:
    """A bound alone."""
    return Elimination(bound, request.open_hubs, request.closed_hubs, request.p_min, request.p_max, rounds)
