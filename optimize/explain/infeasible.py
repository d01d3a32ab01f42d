"""Why a request has no solution: which rule prevents it, where, and by how much.

First everything that can be checked without solving: nodes that cannot be reached, capacities that are too small in
total, impossible numbers of hubs and links. If nothing is found there, an elastic model says how much flow must stay
unserved.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from optimize.explain.elastic import least_relaxation
from optimize.problem import Block, IntArray, Problem, Scenario
from optimize.rules import cheapest_costs
from optimize.run import Request, counted_scenarios

_SHOWN = 5  # entries named in one message: enough to see a pattern in one line of text (a judgement)


def explain_infeasible(problem: Problem, request: Request) -> str:
    """Say why no design satisfies a request.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    str
        One sentence for every obstacle found, each with its remedy.
    """
    found = obstacles(problem, request)
    if not found:
        found = least_relaxation(problem, request)
    if not found:
        found = [
            (
                "each rule can be met alone, but not all of them together: no set of "
                f"{_number(request)} hubs serves all flows in every scenario; raise p, free hubs that are forced, "
                "or give direct_cost or unmet_penalty"
            )
        ]
    return "; ".join(found)


def obstacles(problem: Problem, request: Request) -> list[str]:
    """Find everything that makes a request impossible and can be checked without solving.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    list of str
        One sentence for each obstacle, with its remedy; empty if nothing is found, which proves nothing.
    """
    found = _hub_numbers(problem, request) + _link_numbers(problem, request)
    for s in counted_scenarios(problem, request):
        scenario = problem.scenarios[s]
        where = f" in scenario {scenario.name!r}" if len(problem.scenarios) > 1 else ""
        for block in scenario.blocks:
            found += _unreachable(problem, request, block, where)
        if scenario.is_limited and request.objective.has_capacities:
            found += _short_of_capacity(problem, request, scenario, where)
    return list(dict.fromkeys(found))


def _hub_numbers(problem: Problem, request: Request) -> list[str]:
    available = problem.h - len(request.closed_hubs)
    if request.p_min > available:
        return [
            (
                f"{request.p_min} hubs are asked for but only {available} of {problem.h} candidates may be open: lower "
                "p or drop closed_hubs"
            )
        ]
    if len(request.open_hubs) > request.p_max:
        return [
            (
                f"{len(request.open_hubs)} hubs are forced open but at most {request.p_max} may be: raise p or drop "
                "open_hubs"
            )
        ]
    return []


def _link_numbers(problem: Problem, request: Request) -> list[str]:
    if request.hub_links is None:
        return []
    most = request.p_max * (request.p_max - 1) // 2
    if request.hub_links > most:
        return [
            (
                f"{request.hub_links} hub links are asked for but {request.p_max} hubs have at most {most}: "
                "lower hub_links"
            )
        ]
    if problem.link_cost is None:
        return []
    usable = _usable(problem, request)
    price = np.minimum(problem.link_cost, problem.link_cost.T)[np.ix_(usable, usable)]
    there = int(np.isfinite(price[np.triu_indices(len(usable), 1)]).sum())
    if request.hub_links > there:
        return [
            (
                f"{request.hub_links} hub links are asked for but link_cost allows only {there} between candidates: "
                "lower hub_links or give more links a finite cost"
            )
        ]
    return []


def _unreachable(problem: Problem, request: Request, block: Block, where: str) -> list[str]:
    """Nodes that cannot reach, or cannot be reached from, any hub; if there are none, pairs without a path."""
    usable = _usable(problem, request)
    where = f" for class {block.name!r}{where}"
    needed = block.flow > 0
    if request.objective.is_largest:
        needed = np.ones_like(needed) if request.allocation == "single" else ~np.eye(block.n, dtype=bool)
    outside = block.direct if request.objective.is_covering else block.outside
    if outside is not None:
        needed &= ~np.isfinite(outside)
    sends = needed.any(axis=1)
    takes = needed.any(axis=0)
    no_way_out = np.asarray(sends & ~np.isfinite(block.collection_handled[:, usable]).any(axis=1))
    no_way_in = np.asarray(takes & ~np.isfinite(block.distribution[usable]).any(axis=0))
    remedy = "add a link, another candidate, direct_cost or unmet_penalty"
    found = []
    if no_way_out.any():
        found.append(f"no candidate hub can be reached from {_places(problem, no_way_out)}{where}: {remedy}")
    if no_way_in.any():
        found.append(f"no candidate hub reaches {_places(problem, no_way_in)}{where}: {remedy}")
    if found:
        return found
    cost = cheapest_costs(block, [int(k) for k in usable])
    broken = needed & ~np.isfinite(cost)
    if broken.any() and problem.link_cost is None and request.hub_links is None:
        pairs = [f"{problem.labels[i]} -> {problem.labels[j]}" for i, j in np.argwhere(broken)]
        return [f"no path over the candidate hubs joins {_few(pairs)}{where}, not even with all of them open: {remedy}"]
    limit = request.objective.threshold
    if request.objective.counts_hubs and limit is not None:
        served = cost if block.direct is None else np.minimum(cost, block.direct)
        beyond = (block.flow > 0) & (served > limit * (1 + 1e-9))
        if beyond.any():
            worst = float(served[beyond].max())
            pairs = [f"{problem.labels[i]} -> {problem.labels[j]}" for i, j in np.argwhere(beyond)]
            return [
                (
                    f"{_few(pairs)} cannot be covered within {limit:g}{where} even with all candidates open; a "
                    f"threshold of {worst:.6g} would do for them"
                )
            ]
    return []


def _short_of_capacity(problem: Problem, request: Request, scenario: Scenario, where: str) -> list[str]:
    capacity = scenario.capacity
    if capacity is None:
        return []
    need = 0.0
    for block in scenario.blocks:
        bound = block.flow > 0 if block.outside is None else (block.flow > 0) & ~np.isfinite(block.outside)
        need += block.capacity_use * float(block.flow[bound].sum())
    forced = sorted(request.open_hubs)
    free = [int(k) for k in _usable(problem, request) if k not in request.open_hubs]
    by_size = sorted(free, key=lambda k: -capacity[k])
    chosen = forced + by_size[: request.p_max - len(forced)]
    most = float(capacity[chosen].sum())
    if most >= need * (1 - 1e-9):
        return []
    names = ", ".join(str(problem.candidates[k]) for k in chosen[:_SHOWN])
    more = " and others" if len(chosen) > _SHOWN else ""
    return [
        (
            f"capacity is short by {need - most:.6g}{where}: {need:.6g} has to be served over hubs, and the most that "
            f"{len(chosen)} hubs can take ({names}{more}) is {most:.6g}: raise capacities or p, or give direct_cost or "
            "unmet_penalty"
        )
    ]


def _usable(problem: Problem, request: Request) -> IntArray:
    return np.array([k for k in range(problem.h) if k not in request.closed_hubs], dtype=np.int64)


def _number(request: Request) -> str:
    return str(request.p_min) if request.p is not None else f"{request.p_min} to {request.p_max}"


def _places(problem: Problem, mask: npt.NDArray[np.bool_]) -> str:
    return _few([str(problem.labels[i]) for i in np.flatnonzero(mask)])


def _few(items: Sequence[str]) -> str:
    more = f" and {len(items) - _SHOWN} more" if len(items) > _SHOWN else ""
    return ", ".join(items[:_SHOWN]) + more
