"""Fewest hubs that cover every pair: is one enough, are two, and so on, each decided by the search of the p-hub centre.

The smallest number not yet excluded is a bound at any moment. Where that takes long, a heuristic finds some hubs that
cover every pair, and under multiple allocation the hitting-set program of `optimize.covering.hitting` takes over.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np

from optimize.center import MOST_BITS, Decision
from optimize.cover import Case, CoverDesign, nearest
from optimize.covering.hitting import HittingSet
from optimize.problem import IntArray, Problem
from optimize.run import Clock, Limits, OutOfTimeError, Request

# of the time, and seconds, that the search gets before other ways are tried to find some hubs (judgements)
_SHARE, _MOST_S = 0.2, 2.0
_PROGRAM_SHARE = 0.3  # of the time that is left, for the bound of multiple allocation (a judgement)


class Fewest:
    """A search under way.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    cases : sequence of Case
        Blocks with the pairs that count.
    limit : float
        Largest unit cost that counts as covered.
    limits : Limits
    """

    def __init__(self, problem: Problem, request: Request, cases: Sequence[Case], limit: float, limits: Limits) -> None:
        self.problem, self.request, self.cases = problem, request, cases
        self.limits, self.clock = limits, limits.clock
        self.radii = np.full(len(cases), limit)
        self.bound = max(request.p_min, len(request.open_hubs), 1)
        self.best: CoverDesign | None = None
        free = min(request.p_max, problem.h - len(request.closed_hubs))
        self.most = min(free, MOST_BITS) if request.allocation == "single" else free
        self._all_numbers = self.most == free
        self.decision = Decision(problem, request, cases, limits.clock)

    def offer(self, design: CoverDesign) -> None:
        """Keep a design if it has the fewest hubs so far.

        Parameters
        ----------
        design : CoverDesign
        """
        if self.best is None or len(design.hubs) < len(self.best.hubs):
            self.best = design
            self._tell()

    def run(self, find: Callable[[], CoverDesign | None]) -> bool:
        """Search.

        Parameters
        ----------
        find : callable
            Looks for some hubs that cover every pair, where the search takes long.

        Returns
        -------
        bool
            Whether the number is proven: that of the best design, or that there is none.
        """
        clock = self.clock
        if self.request.allocation == "single":
            self._drop()
        try:
            self.decision.sort_pairs(self.radii)
            if self._count(clock.part(min(_MOST_S, _SHARE * clock.left))):
                return True
            found = find()
            if found is not None:
                self.offer(found)
            if self.request.allocation == "multiple":
                self._hit(clock)
                return True
            with suppress(OutOfTimeError):
                self._hit(clock.part(_PROGRAM_SHARE * clock.left))
            clock.check()
            if self.best is None:
                self._dive(clock.part(_SHARE * clock.left))
            return self._count(clock)
        except OutOfTimeError:
            return False

    def _drop(self) -> None:
        """Close hub after hub while the nearest open hubs cover every pair, from all candidates on."""
        hubs = np.flatnonzero(self.decision.alive)
        found = self._nearest(hubs)
        for k in hubs.tolist():
            if found is None or self.clock.over:
                break
            if k not in self.request.open_hubs and len(found.hubs) > self.request.p_min:
                found = self._nearest(found.hubs[found.hubs != k]) or found
        if found is not None and len(found.hubs) <= self.request.p_max:
            self.offer(found)

    def _nearest(self, hubs: IntArray) -> CoverDesign | None:
        """The design in which each node uses its nearest hub, if it covers every pair."""
        if not len(hubs):
            return None
        design = CoverDesign(hubs, [nearest(case.block, hubs, self.decision.own) for case in self.cases])
        return design if design.radius(self.cases) <= self.radii[0] else None

    def _hit(self, clock: Clock) -> None:
        """Solve the hitting-set program; where no number will do, the bound is beyond the largest one.

        Single allocation needs no fewer hubs than multiple allocation, so that it takes the bound.
        """
        forced = np.isin(np.arange(self.problem.h), sorted(self.request.open_hubs))
        question, limits = self.decision.question(self.radii), replace(self.limits, clock=clock)
        if question.single:
            question = question.of_multiple()
        program = HittingSet(question, self.decision.alive, forced, self.most, limits, self._found, self._proven)
        known = None if self.best is None or self.request.allocation == "single" else self.best.hubs
        program.run(self.bound, known)

    def _found(self, hubs: IntArray) -> None:
        single = self.request.allocation == "single"
        design = self._nearest(hubs) if single else CoverDesign(hubs, None)
        if design is not None and len(hubs) >= self.request.p_min:
            self.offer(design)

    def _proven(self, number: int) -> None:
        self.bound = max(self.bound, number)
        self._tell()

    def _dive(self, clock: Clock) -> None:
        """Look for any number of hubs."""
        with suppress(OutOfTimeError):
            if not self._search(clock, self.most):
                self.bound = self.most + 1

    def _count(self, clock: Clock) -> bool:
        """Try one number of hubs after another; say whether that came to an end."""
        try:
            while self.bound <= self.most and (self.best is None or self.bound < len(self.best.hubs)):
                if not self._search(clock, self.bound):
                    self.bound += 1
                self._tell()
        except OutOfTimeError:
            return False
        return self.best is not None or self._all_numbers

    def _search(self, clock: Clock, most: int) -> bool:
        self.decision.clock = clock
        found = self.decision.search(self.radii, self.request.p_min, most)
        if found is not None:
            self.offer(found)
        return found is not None

    def _tell(self) -> None:
        incumbent = None if self.best is None else float(len(self.best.hubs))
        self.clock.tell("set_covering", bound=float(self.bound), incumbent=incumbent)
