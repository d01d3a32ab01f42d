"""Costs far beyond the usual, mostly penalties that stand for "never": solved with them cut down, and then checked.

A solver's tolerances are relative to the largest numbers of a program. Beside a penalty of 1e12 times the usual cost,
the usual cost is rounding, bounds come out above the optimum and optima are missed. With such costs cut to a level that
is still far beyond the usual, no design costs more than before, so that every bound holds; and a design that uses none
of them costs the same, so that it is optimal if it was. Only if the best design has to use one, as where capacities
leave demand unserved, the problem is solved as it stands, in the scale of that design.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from optimize.errors import InputError
from optimize.evaluate import evaluate
from optimize.problem import Block, FloatArray, HubProblem, Problem, ScenarioProblem, with_blocks, with_fields
from optimize.run import Limits, MethodResult, Request, Status, counted_scenarios

_EXCESS = 1e6  # times the usual cost: from here on a cost is cut; CBC was seen to fail from 1e7 on, HiGHS from 1e10
_CUT = 1e5  # times the usual cost: the level they are cut to; far beyond any detour
_LEAST = 1e-290  # a sum that is smaller has fewer digits than it needs: numbers end at 1e-308
_SAME = 1e-9  # relative: designs that differ by less cost the same

Solve = Callable[[Problem, Limits], MethodResult]
"""Solves a problem within limits."""


@dataclass(frozen=True)
class Usual:
    """Usual costs of a problem.

    Attributes
    ----------
    unit : float
        Of one unit of flow; 0 if it cannot be told.
    total : float
        Of all flow.
    """

    unit: float
    total: float


def usual_costs(problem: Problem, request: Request) -> Usual:
    """Find out what is usual: a path over all three legs, and its share of the hubs' fixed costs.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    Usual
        Medians, which a few large numbers do not change, in the dearest scenario.
    """
    unit, flow = 0.0, 0.0
    for s in counted_scenarios(problem, request):
        scenario = problem.scenarios[s]
        blocks = [block for block in scenario.blocks if block.weight > 0]
        sent = sum(block.weight * float(block.flow.sum()) for block in blocks)
        if sent > 0:
            path = max(_path(block) for block in blocks)
            unit = max(unit, path + request.p_max * _middle(scenario.fixed_cost) / sent)
            flow = max(flow, sent)
    return Usual(unit, unit * flow)


def _path(block: Block) -> float:
    return sum(_middle(leg) for leg in (block.collection_handled, block.transfer_handled, block.distribution))


def _middle(costs: FloatArray) -> float:
    """Median of the positive finite numbers, 0 if there is none."""
    some = costs[np.isfinite(costs) & (costs > 0)]
    return float(np.median(some)) if some.size else 0.0


def check_units(problem: Problem, request: Request) -> None:
    """Refuse units in which the cost of all flow is so small or large that numbers lose their digits.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Raises
    ------
    InputError
        If they do.
    """
    with np.errstate(over="ignore", under="ignore"):
        if request.objective.adds_costs:
            usual = usual_costs(problem, request)
            what, there, size = "flows times costs", usual.unit > 0.0, usual.total
        elif request.objective.counts_covered:
            size = max(float(sum(block.flow.sum() for block in s.blocks)) for s in problem.scenarios)
            what, there = "flows", size > 0.0
        else:
            return
    if there and not _LEAST < size < 1.0 / _LEAST:
        words = f"{what} come to about {size:.1g}, too far from 1 to be told apart"
        raise InputError([f"{words}: give flows or costs in another unit"])


def without_excess(problem: Problem, request: Request) -> Problem:
    """Cut costs that are far beyond the usual.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    HubProblem or ScenarioProblem
        The problem itself if it has no such cost, or if the objective is not made of costs.
    """
    if request.objective.is_covering:
        return problem
    usual = usual_costs(problem, request)
    if usual.unit <= 0.0 or not np.isfinite(usual.total) or largest_excess(problem, usual) < _EXCESS:
        return problem

    def cut(costs: FloatArray | None, level: float) -> Any:
        return None if costs is None else np.where(np.isfinite(costs), np.minimum(costs, level), costs)

    def cut_block(block: Block) -> Block:
        names = ("collection", "transfer", "distribution", "handling", "direct", "unmet_penalty")
        return replace(block, **{name: cut(getattr(block, name), _CUT * usual.unit) for name in names})

    def cut_hubs(one: HubProblem) -> HubProblem:
        level = _CUT * usual.total
        return with_fields(one, fixed_cost=cut(one.fixed_cost, level), link_cost=cut(one.link_cost, level))

    lower = with_blocks(problem, cut_block)
    if isinstance(lower, ScenarioProblem):
        return ScenarioProblem({name: cut_hubs(one) for name, one in lower.problems.items()}, lower.probability)
    return cut_hubs(lower)


def largest_excess(problem: Problem, usual: Usual) -> float:
    """How many times the usual a problem's largest cost is.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    usual : Usual

    Returns
    -------
    float
    """
    ratio = 0.0
    for scenario in problem.scenarios:
        for block in scenario.blocks:
            legs = (block.collection_handled, block.transfer_handled, block.distribution)
            ratio = max(ratio, *(_largest(x) / usual.unit for x in (*legs, block.direct, block.unmet_penalty)))
        ratio = max(ratio, _largest(scenario.fixed_cost) / usual.total)
    return max(ratio, _largest(problem.link_cost) / usual.total)


def _largest(costs: FloatArray | None) -> float:
    return 0.0 if costs is None else float(costs[np.isfinite(costs)].max(initial=0.0))


def solved_without_excess(
    solve: Solve, problem: Problem, request: Request, limits: Limits, better: Callable[..., MethodResult]
) -> MethodResult:
    """Solve a problem with costs far beyond the usual cut down, and as it stands if that made a difference.

    Parameters
    ----------
    solve : callable
        Takes a problem and limits.
    problem : HubProblem or ScenarioProblem
    request : Request
    limits : Limits
    better : callable
        ``better(problem, request, one, other)`` combines two results for the same problem.

    Returns
    -------
    MethodResult
    """
    lower = without_excess(problem, request)
    if lower is problem:
        return solve(problem, limits)
    # the second run may be needed and is as long
    first = solve(lower, limits.within(limits.clock.left / 2))
    if first.design is None or limits.clock.stopped:
        return first
    costs = [evaluate(each, first.design, request).objective for each in (problem, lower)]
    if costs[0] - costs[1] <= _SAME * abs(costs[0]):
        return first
    second = solve(problem, replace(limits, magnitude=costs[0]))
    result = better(problem, request, replace(first, status=Status.FEASIBLE), second)
    ratio = largest_excess(problem, usual_costs(problem, request))
    words = f"the largest cost is {ratio:.2g} times the usual one, and cannot be avoided"
    if result.design is None:
        return result
    if result.bound > evaluate(problem, result.design, request).objective * (1 + _SAME):
        words += ": with such a ratio solvers give no valid bound; use one below 1e6"
        result = replace(result, status=Status.FEASIBLE, bound=first.bound)
    return replace(result, explanation="; ".join(x for x in (result.explanation, words) if x))
