r"""The p-hub centre by bisection: the smallest radius T for which some hubs cover every pair within T.

The optimal radius is one of the finitely many unit costs :math:`F_{ij}(k, m)` (or of outside options), so bisection
over the sorted distinct values, with a covering problem at each, is exact; and at any moment the smallest value not
yet excluded is a proven lower bound (Ernst, Hamacher, Jiang, Krishnamoorthy and Woeginger 2009; Kara and Tansel 2000).
Worst case and maximum regret over scenarios are radii too; for regret, each scenario's own optimum is subtracted from
its costs, and for relative regret the difference is divided by the optimum.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from optimize.brief import Brief
from optimize.problem import Block, FloatArray, IntArray, Problem
from optimize.rules import Look, cheapest_costs
from optimize.run import Clock, OutOfTimeError, Request, counted_scenarios
from optimize.search import AnyPricing, Choice, LocalSearch

BoolArray = npt.NDArray[np.bool_]
_AT_ONCE = 10_000_000  # path costs computed between two looks at the clock: 0.1 s and 80 MB


@dataclass(frozen=True, eq=False)
class Case(Brief):
    """A block whose pairs have to be within the radius.

    Attributes
    ----------
    scenario, position : int
        Position of the scenario, and of the block among the scenario's blocks.
    block : Block
        The block.
    needed : (n, n) bool array
        The pairs that count.
    shift, factor : float
        Subtracted from the pair costs, and what the difference is multiplied by: the scenario's own optimum for
        regrets, else 0, and one over it for the relative regret, else 1.
    """

    scenario: int
    position: int
    block: Block
    needed: BoolArray
    shift: float = 0.0
    factor: float = 1.0

    def value(self, cost: Any) -> Any:
        """Give what a pair cost counts.

        Parameters
        ----------
        cost : float or array

        Returns
        -------
        float or array
        """
        excess = cost - self.shift if self.shift else cost
        return excess * self.factor if self.factor != 1.0 else excess

    def limit(self, level: float) -> float:
        """Give the pair cost that counts a level.

        Parameters
        ----------
        level : float

        Returns
        -------
        float
        """
        return level / self.factor + self.shift


def center_cases(problem: Problem, request: Request) -> list[Case]:
    """Cases of a p-hub centre request: all blocks of all scenarios that count.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    list of Case
        Every pair of different nodes counts, and with single allocation also every node with itself.
    """
    counted = np.full((problem.n, problem.n), True)
    if request.allocation != "single":
        np.fill_diagonal(counted, False)
    shift, factor = np.zeros(len(problem.scenarios)), np.ones(len(problem.scenarios))
    if request.own_optimum is not None:
        shift, factor = request.reference(problem), request.factor(problem)
    return [
        Case(s, b, block, counted, float(shift[s]), float(factor[s]))
        for s in counted_scenarios(problem, request)
        for b, block in enumerate(problem.scenarios[s].blocks)
    ]


def pair_costs(block: Block, hubs: IntArray, hub_of: IntArray | None = None, look: Look | None = None) -> FloatArray:
    """Unit cost of every pair's cheapest path, outside options included.

    Parameters
    ----------
    block : Block
    hubs : (p,) int array
        Positions of the open candidates.
    hub_of : (n,) int array, optional
        Single allocation: position of each node's hub; default: multiple allocation.
    look : callable, optional
        See `cheapest_costs`.

    Returns
    -------
    (n, n) array
    """
    if hub_of is not None:
        nodes = np.arange(block.n)
        to_last = block.collection_handled[nodes, hub_of][:, None] + block.transfer_handled[np.ix_(hub_of, hub_of)]
        cost = to_last + block.distribution[hub_of, nodes][None, :]
    else:
        cost = cheapest_costs(block, hubs, look)
    return cost if block.outside is None else np.minimum(cost, block.outside)


def case_radius(case: Case, hubs: IntArray, hub_of: IntArray | None = None) -> float:
    """Radius of a case: what the largest cost of a pair that counts is worth.

    Parameters
    ----------
    case : Case
    hubs : (p,) int array
        Positions of the open candidates.
    hub_of : (n,) int array, optional
        Single allocation: position of each node's hub.

    Returns
    -------
    float
    """
    return float(case.value(pair_costs(case.block, hubs, hub_of)[case.needed].max(initial=0.0)))


def levels_between(
    cases: Sequence[Case], alive: BoolArray, low: float, high: float, look: Look | None = None
) -> FloatArray:
    """Distinct values between two bounds that the radius may have.

    Parameters
    ----------
    cases : sequence of Case
    alive : (h,) bool array
        Candidates that may be open.
    low, high : float
        The bounds, inclusive.
    look : callable, optional
        Called now and then: it may look at a clock, and raise.

    Returns
    -------
    (m,) array
        Ascending; the first is `low`.
    """
    hubs = np.flatnonzero(alive)
    found = [np.array([low])]
    for case in cases:
        block = case.block
        between = block.transfer_handled[np.ix_(hubs, hubs)]
        for i in range(block.n):
            to = np.flatnonzero(case.needed[i])
            onward = block.distribution[hubs][:, to][None]
            for some in np.array_split(np.arange(len(hubs)), -(-onward.size * len(hubs) // _AT_ONCE) or 1):
                if look is not None:
                    look()
                to_last = (block.collection_handled[i, hubs[some]][:, None] + between[some])[:, :, None]
                cost = to_last + onward
                if block.outside is not None:
                    np.minimum(cost, block.outside[i, to], out=cost)
                values = case.value(cost.ravel())
                found.append(np.unique(values[(values >= low) & (values <= high) & np.isfinite(values)]))
    return np.unique(np.concatenate(found))


def least_radius(cases: Sequence[Case], alive: BoolArray, look: Look | None = None) -> float:
    """Radius with every hub open: none is smaller.

    Parameters
    ----------
    cases : sequence of Case
    alive : (h,) bool array
        Candidates that may be open.
    look : callable, optional
        See `cheapest_costs`.

    Returns
    -------
    float
    """
    hubs = np.flatnonzero(alive)
    return max(float(c.value(pair_costs(c.block, hubs, look=look)[c.needed].max(initial=0.0))) for c in cases)


def unreachable(problem: Problem, cases: Sequence[Case], alive: BoolArray, look: Look | None = None) -> str:
    """Find a pair without any path, even with every hub open.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    cases : sequence of Case
    alive : (h,) bool array
        Candidates that may be open.
    look : callable, optional
        See `cheapest_costs`.

    Returns
    -------
    str
        A message with a remedy; empty if there is no such pair.
    """
    for case in cases:
        cost = pair_costs(case.block, np.flatnonzero(alive), look=look)
        lost = np.argwhere(case.needed & np.isinf(cost))
        if len(lost):
            i, j = lost[0]
            return (
                f"{problem.labels[i]!r} cannot reach {problem.labels[j]!r} over any hub in scenario "
                f"{problem.scenarios[case.scenario].name!r}, class {case.block.name!r} ({len(lost)} such pairs; the "
                "centre counts every pair, also those without flow): give them a finite cost, a direct cost or an "
                "unmet penalty"
            )
    return ""


@dataclass(frozen=True)
class Bisection:
    """The outcome of a bisection.

    Attributes
    ----------
    bound : float
        The smallest level that is not excluded; if all are, the best value known (``inf`` = no solution).
    proven : bool
        Whether the bound is attained, or no level has a solution.
    steps : int
        Number of levels that were tested.
    """

    bound: float
    proven: bool
    steps: int


def bisect(
    levels: FloatArray,
    attained: float,
    within: Callable[[float], float | None],
    *,
    gap: float = 0.0,
    stop: Callable[[float, float], bool] | None = None,
) -> Bisection:
    """Find the smallest level for which `within` finds a solution.

    Parameters
    ----------
    levels : (m,) array
        Possible values, ascending; nothing smaller than the first is possible.
    attained : float
        Value of the best solution known; ``inf`` if there is none.
    within : callable
        Takes a level; returns the value of a solution within it, or None if there is proven to be none. Raises
        `OutOfTimeError` if it has no answer in time.
    gap : float
        Relative gap between bound and best value at which to stop.
    stop : callable, optional
        Called before each step with bound and best value; returns whether to stop.

    Returns
    -------
    Bisection

    Examples
    --------
    >>> bisect(np.array([1.0, 2, 4, 8]), np.inf, lambda level: 4.0 if level >= 3 else None)
    Bisection(bound=4.0, proven=True, steps=2)
    """
    low, high = 0, int(np.searchsorted(levels, attained))
    best, steps = attained, 0
    while low < high:
        if best - levels[low] <= gap * abs(best) and np.isfinite(best):
            return Bisection(float(levels[low]), True, steps)
        if stop is not None and stop(float(levels[low]), best):
            return Bisection(float(levels[low]), False, steps)
        middle = (low + high) // 2
        try:
            value = within(float(levels[middle]))
        except OutOfTimeError:
            return Bisection(float(levels[low]), False, steps + 1)
        steps += 1
        if value is None:
            low = middle + 1
        else:
            high = min(middle, int(np.searchsorted(levels, value)))
            best = min(best, value)
    return Bisection(float(levels[low]) if low < len(levels) else best, True, steps)


def greedy_hubs(
    cases: Sequence[Case],
    alive: BoolArray,
    request: Request,
    value: Callable[[IntArray], float],
    clock: Clock,
) -> tuple[IntArray, float]:
    """Find good hubs to start with: add the best one at a time, then exchange hubs as long as that helps.

    Parameters
    ----------
    cases : sequence of Case
    alive : (h,) bool array
        Candidates that may be open.
    request : Request
    value : callable
        Returns the radius of an array of hubs.
    clock : Clock
        When to stop exchanging.

    Returns
    -------
    (p,) int array
        Positions of the hubs, ascending.
    float
        Their radius.
    """
    # far from any solution all radii are infinite: compare the pairs that have a path
    pricing = AnyPricing(value, lambda hubs: _spread(cases, hubs))
    choice = Choice(request.p_min, request.p_max, request.open_hubs, np.flatnonzero(alive))
    moves = LocalSearch(pricing, choice, clock.silent())
    found = moves.descend(moves.construct())
    return found.hubs, found.value


def _spread(cases: Sequence[Case], hubs: IntArray) -> tuple[int, float]:
    """Number of pairs without a path, and total cost of the others."""
    lost, total = 0, 0.0
    for case in cases:
        cost = pair_costs(case.block, hubs)[case.needed]
        there = np.isfinite(cost)
        lost += int((~there).sum())
        total += float(cost[there].sum())
    return lost, total
