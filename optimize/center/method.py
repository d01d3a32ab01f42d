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

from optimize.center.allocation import allocate
from optimize.center.kernels import COVERED, DONE, Question, count_couples, new_tree, walk
from optimize.cover import Case, CoverDesign, case_radius, center_cases, greedy_hubs, least_radius, nearest, unreachable
from optimize.problem import FloatArray, IntArray, Problem
from optimize.run import Design, Limits, Method, MethodResult, OutOfTimeError, Request, Status

_STEPS = 2_000  # steps of the walk between two looks at the clock: small against the delay, large against the overhead
# steps of the first attempt to allocate the nodes, after which the clock is looked at; each further attempt starts anew
# with ten times as many (a judgement)
_BUDGET = 200_000
_NARROW = 1e-3  # relative gap below which the level just below the best radius is tested, which is often the optimum
_STRICT = 1e-9  # relative: radii that are closer count as equal, as they are sums of three rounded costs
_DIGITS = 1e-14  # relative to what a regret is the difference of: about 50 times the rounding of such sums
_MOST_BITS = 63  # hubs in a set of bits: a 64-bit word of which one bit stays free, so that 2^p fits
_SAMPLE = 32  # hubs whose couples are counted to rank pairs by difficulty: a better order, against 32^2 checks per pair
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
    if request.allocation == "single" and request.p_max > _MOST_BITS:
        return f"with single allocation at most {_MOST_BITS} hubs may be open: set p or p_max"
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
        self.clock, self.gap, self.given = limits.clock, limits.gap, limits.start
        self.problem, self.request, self.cases = problem, request, cases
        self.own = np.asarray(problem.candidate_index)
        self.alive = np.isin(np.arange(problem.h), sorted(request.closed_hubs), invert=True)
        self.single = request.allocation == "single"
        if not self.single:
            # more hubs are never worse
            self.request = request = replace(request, p_min=request.p_max)
        self.collect = np.ascontiguousarray([case.block.collection_handled for case in cases])
        self.transfer = np.ascontiguousarray([case.block.transfer_handled for case in cases])
        self.distribute = np.ascontiguousarray([case.block.distribution for case in cases])
        self.pairs = self._all_pairs()
        self.best: CoverDesign | None = None
        self.radius = np.inf
        self.nodes = 0

    def _all_pairs(self) -> IntArray:
        """(m, 3) case, origin and destination of the pairs that count; single allocation joins both directions."""
        parts = []
        for c, case in enumerate(self.cases):
            i, j = np.nonzero(np.triu(case.needed | case.needed.T) if self.single else case.needed)
            parts.append(np.column_stack([np.full(len(i), c), i, j]))
        return np.ascontiguousarray(np.vstack(parts), dtype=np.int64)

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
        return {"steps": steps, "nodes": self.nodes}

    def _tell(self, low: float) -> None:
        self.clock.tell("center", bound=low, incumbent=self.radius)

    def _largest(self) -> float:
        """A radius larger than every finite one."""
        legs = (self.collect, self.transfer, self.distribute)
        most = sum(float(leg[np.isfinite(leg)].max(initial=0.0)) for leg in legs)
        for case in self.cases:
            if case.block.outside is not None:
                finite = case.block.outside[np.isfinite(case.block.outside)]
                most = max(most, float(finite.max(initial=0.0)))
        return max(case.value(most) for case in self.cases) + 1.0

    def _begin(self, start: Design | None) -> None:
        """Find a first solution by a greedy heuristic, and sort the pairs so that those hard to cover come first.

        A solution that is given counts if it is better.
        """

        def value(hubs: IntArray) -> float:
            return max(case_radius(case, hubs, self._nearest(case, hubs)) for case in self.cases)

        hubs, radius = greedy_hubs(self.cases, self.alive, self.request, value, self.clock)
        if np.isfinite(radius):
            assigned = [nearest(case.block, hubs, self.own) for case in self.cases] if self.single else None
            self._keep(CoverDesign(hubs, assigned))
        if start is not None:
            self._keep(CoverDesign.of(start, self.cases))
        question = self._question(self.radius if np.isfinite(self.radius) else self._largest())
        question = question._replace(pairs=self.pairs)
        hubs = np.flatnonzero(self.alive)
        sample = np.ascontiguousarray(hubs[:: -(-len(hubs) // _SAMPLE)])
        self.pairs = self.pairs[np.argsort(count_couples(question, sample), kind="stable")]

    def _nearest(self, case: Case, hubs: IntArray) -> IntArray | None:
        return nearest(case.block, hubs, self.own).argmax(axis=1) if self.single else None

    def _keep(self, design: CoverDesign) -> None:
        radius = design.radius(self.cases)
        if radius < self.radius:
            self.best, self.radius = design, radius

    def _free(self, limits: FloatArray) -> np.typing.NDArray[np.bool_]:
        """(c, n, n) pairs that do not count or are covered by their outside option."""
        free = [~case.needed for case in self.cases]
        for c, case in enumerate(self.cases):
            if case.block.outside is not None:
                free[c] |= case.block.outside <= limits[c]
        return np.ascontiguousarray(free)

    def _question(self, level: float) -> Question:
        """The question whether some hubs cover every pair within a radius."""
        limits = np.array([case.limit(level) for case in self.cases])
        free = self._free(limits)
        c, i, j = self.pairs.T
        open_pairs = ~(free[c, i, j] & free[c, j, i]) if self.single else ~free[c, i, j]
        pairs = np.ascontiguousarray(self.pairs[open_pairs])
        return Question(self.collect, self.transfer, self.distribute, free, limits, self.single, pairs, self.own)

    def _within(self, level: float) -> bool:
        """Search for hubs within a radius, and keep the solution if one is found."""
        question, p_max = self._question(level), self.request.p_max
        forced = np.array(sorted(self.request.open_hubs), dtype=np.int64)
        tree = new_tree(question, self.alive, forced, p_max)
        state = tree.state
        while True:
            ended = walk(question, tree, p_max, _STEPS)
            self.nodes += int(state[3])
            state[3] = 0
            if ended == DONE:
                return False
            if ended == COVERED:
                count = int(state[0])
                if self._finish(tree.chosen[:count].copy(), question):
                    return True
                others = np.flatnonzero(tree.usable) if count < p_max else np.zeros(0, dtype=np.int64)
                tree.branch[count, : len(others)] = others
                tree.size[count], tree.place[count], state[2] = len(others), 0, 1
            self.clock.check()

    def _finish(self, hubs: IntArray, question: Question) -> bool:
        """Make a solution from hubs that cover each pair by itself, if possible."""
        if not self.single:
            spare = [k for k in np.flatnonzero(self.alive) if k not in hubs]
            filled = np.sort(np.concatenate([hubs, spare[: self.request.p_min - len(hubs)]]).astype(np.int64))
            self._keep(CoverDesign(filled, None))
            return True
        if len(hubs) < self.request.p_min:
            return False
        hubs = np.sort(hubs)
        assigned = []
        for c in range(len(self.cases)):
            done, place = -1, np.zeros(0, dtype=np.int64)
            budget = _BUDGET
            while done < 0:
                done, place = allocate(question, c, hubs, budget)
                budget *= 10
                if done < 0:
                    self.clock.check()
            if done == 0:
                return False
            assigned.append(np.eye(self.problem.h, dtype=bool)[hubs[place]])
        self._keep(CoverDesign(hubs, assigned))
        return True


METHOD = Method(
    "center",
    "p-hub centre: bisection on the radius with a tree search over hub sets",
    run,
    refuses,
    seconds=lambda _problem, _request: _SECONDS,
)
