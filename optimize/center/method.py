r"""`method="center"`: the p-hub centre by bisection on the radius with a tree search over hub sets.

At a radius T the question is whether some hubs cover every pair. A node of the tree has some hubs open. Among the pairs
that these do not cover, it chooses one that the fewest further hubs could help to cover, and opens each of these in
turn; hubs tried before are excluded below it. Extreme pairs leave few choices if T is close to the optimum, so the tree
stays small, and no solver is needed. Under multiple allocation, hubs that cover every pair are a solution. Under single
allocation, a pair has to be covered in both directions, and a hub's own node uses that hub; then the nodes have to be
allocated such that *all* pairs are covered at once, which backtracking with arc consistency decides. If that is
impossible, every further hub is tried.

The bound is the largest radius that is proven impossible (bisection as in Kara and Tansel 2000 and Ernst, Hamacher,
Jiang, Krishnamoorthy and Woeginger 2009; the tree search is silkhub's own).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from optimize import heuristics
from optimize.center.decision import MOST_BITS, Decision
from optimize.cover import Case, CoverDesign, center_cases, least_radius, unreachable
from optimize.problem import FloatArray, Problem
from optimize.run import Design, Limits, Method, MethodResult, OutOfTimeError, Request, Status

# the part of the time that is left, and the most seconds, that the heuristic gets to find a first solution (judgements)
_FIRST_SHARE, _FIRST_S = 0.3, 1.5
_NARROW = 1e-3  # relative gap below which the level just below the best radius is tested, which is often the optimum
_STRICT = 1e-9  # relative: radii that are closer count as equal, as they are sums of three rounded costs
_DIGITS = 1e-14  # relative to what a regret is the difference of: about 50 times the rounding of such sums
_SECONDS = 0.1  # processor seconds that setting up and the first bisections take at least; a small table is faster


def refuses(problem: Problem, request: Request) -> str:
    """Say why the search cannot solve a request.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    str
        Empty if it can.
    """
    if not request.objective.is_largest:
        return "it is for the objective 'center'"
    if request.allocation not in ("multiple", "single"):
        return "it is for multiple and single allocation"
    if request.allocation == "single" and request.p_max > MOST_BITS:
        return f"with single allocation at most {MOST_BITS} hubs may be open: set p or p_max"
    scenarios = {case.scenario for case in center_cases(problem, request)}
    if not request.measure.is_largest and len(scenarios) > 1:
        return f"the risk measure {request.risk!r} over several scenarios is not a radius"
    return ""


def run(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Find the hubs that minimise the largest cost of a pair.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
        See `refuses`.
    limits : Limits

    Returns
    -------
    MethodResult
    """
    cases = center_cases(problem, request)
    alive = np.isin(np.arange(problem.h), sorted(request.closed_hubs), invert=True)
    hopeless = unreachable(problem, cases, alive, limits.clock.check)
    if hopeless:
        return MethodResult(Status.INFEASIBLE, None, np.inf, hopeless)
    return _Search(problem, request, limits, cases).run()


class _Search:
    """The search, with its arrays and the best solution found so far."""

    def __init__(self, problem: Problem, request: Request, limits: Limits, cases: Sequence[Case]) -> None:
        self.limits = limits
        self.clock, self.gap, self.given = limits.clock, limits.gap, limits.start
        self.problem, self.request, self.cases = problem, request, cases
        self.single = request.allocation == "single"
        if not self.single:
            # more hubs are never worse
            self.request = request = replace(request, p_min=request.p_max)
        self.decision = Decision(problem, request, cases, limits.clock)
        self.own, self.alive = self.decision.own, self.decision.alive
        self.best: CoverDesign | None = None
        self.radius = np.inf

    def run(self) -> MethodResult:
        self._begin(self.given)
        steps, stopped = 0, False
        try:
            low = least_radius(self.cases, self.alive, self.clock.check)
        except OutOfTimeError:
            low, stopped = -max(case.factor * case.shift for case in self.cases), True
        while not stopped and low < self.radius:
            size = max(abs(self.radius), 1e-6 * self._largest()) if np.isfinite(self.radius) else np.inf
            # twice: the last level asked for is one `_STRICT` below the radius, give or take rounding
            strict = self._strict(size)
            if np.isfinite(size) and self.radius - low <= max(self.gap * size, 2.0 * strict):
                break
            self._tell(low)
            if self.clock.over:
                stopped = True
                continue
            if np.isinf(self.radius):
                level = self._largest()
            elif self.radius - low <= _NARROW * size:
                level = self.radius - strict
            else:
                level = 0.5 * (low + self.radius)
            try:
                found = self._within(level)
            except OutOfTimeError:
                stopped = True
                continue
            steps += 1
            if not found and np.isinf(self.radius):
                text = f"no admissible set of hubs gives every pair a path under {self.request.allocation} allocation"
                return MethodResult(Status.INFEASIBLE, None, np.inf, text, self._info(steps))
            if not found:
                low = level
        self._tell(low)
        if self.best is None:
            text = "stopped before a solution was found"
            return MethodResult(Status.NO_SOLUTION, None, low, text, self._info(steps))
        status = Status.FEASIBLE if stopped else Status.OPTIMAL
        bound = min(low, self.radius)
        return MethodResult(status, self.best.design(self.problem, self.cases), bound, "", self._info(steps))

    def _strict(self, size: float) -> float:
        """How much less than the radius a level has to be to be another one, in the digits of what is compared."""
        taken_off = max(case.factor * abs(case.shift) for case in self.cases)
        return max(_STRICT * size, _DIGITS * (self.radius + taken_off))

    def _info(self, steps: int) -> dict[str, Any]:
        return {"steps": steps, "nodes": self.decision.nodes}

    def _tell(self, low: float) -> None:
        self.clock.tell("center", bound=low, incumbent=self.radius)

    def _largest(self) -> float:
        """A radius larger than every finite one."""
        legs = (self.decision.collect, self.decision.transfer, self.decision.distribute)
        most = sum(float(leg[np.isfinite(leg)].max(initial=0.0)) for leg in legs)
        for case in self.cases:
            if case.block.outside is not None:
                finite = case.block.outside[np.isfinite(case.block.outside)]
                most = max(most, float(finite.max(initial=0.0)))
        return max(case.value(most) for case in self.cases) + 1.0

    def _begin(self, start: Design | None) -> None:
        """Find a first solution by the heuristic, and sort the pairs so that those hard to cover come first.

        A solution that is given counts if it is better.
        """
        within = self.limits.silent().within(min(_FIRST_S, _FIRST_SHARE * self.clock.left))
        found = heuristics.METHOD.run(self.problem, self.request, replace(within, start=None)).design
        if found is not None:
            self._keep(CoverDesign.of(found, self.cases))
        if start is not None:
            self._keep(CoverDesign.of(start, self.cases))
        self.decision.sort_pairs(self._limits(self.radius if np.isfinite(self.radius) else self._largest()))

    def _limits(self, level: float) -> FloatArray:
        return np.array([case.limit(level) for case in self.cases])

    def _within(self, level: float) -> bool:
        """Search for hubs within a radius, and keep the solution if one is found."""
        found = self.decision.search(self._limits(level), self.request.p_min, self.request.p_max)
        if found is not None:
            self._keep(found)
        return found is not None

    def _keep(self, design: CoverDesign) -> None:
        radius = design.radius(self.cases)
        if radius < self.radius:
            self.best, self.radius = design, radius


METHOD = Method(
    "center",
    "p-hub centre: bisection on the radius with a tree search over hub sets",
    run,
    refuses,
    seconds=lambda _problem, _request: _SECONDS,
)
