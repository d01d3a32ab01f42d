r"""The smallest amount of flow that must stay unserved for a request to have a solution.

The elastic version of a problem drops all costs and allows every flow without an outside option to stay unserved at a
price of 1 per unit:

.. math::
    \min \sum_{s,b,i,j} u^{sb}_{ij}, \qquad 0 \le u^{sb}_{ij} \le w^{sb}_{ij},

subject to all rules of the request for the flow that is served. The request is infeasible if and only if the minimum is
positive.
"""

from collections import defaultdict
from dataclasses import replace

import numpy as np

from optimize.evaluate import evaluate
from optimize.problem import Block, FloatArray, HubProblem, Problem, ScenarioProblem, is_capacitated, with_fields
from optimize.risk import Expected
from optimize.rules import UNMET, Objective
from optimize.run import Clock, Design, Limits, Request, counted_scenarios

_SECONDS = 20.0  # time limit of each elastic model: better explanations, against waiting for them (a judgement)
# relative gap of the elastic model: what matters is whether the amount is 0, not its last digits, and a smaller gap
# takes longer to prove (a judgement)
_GAP = 1e-4
_NOTHING = 1e-6  # relative to the total flow: a smaller amount is a solver's tolerance and counts as none
_SHOWN = 5  # unserved flows named in one message: enough to see a pattern in one line of text (a judgement)
_MOST_VALUES = 2_000_000  # pairs times candidates beyond which the elastic model would take too long (a judgement)


def least_relaxation(problem: Problem, request: Request) -> list[str]:
    """Say how much flow no admissible design can serve, at best.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    list of str
        Empty if all flow can be served, or if it is not known: the model is too large or not solved in time, or the
        request has a kind of rule that it does not include (covering, hub links, flow-dependent discounts).
    """
    beyond = request.objective.is_covering or problem.discount is not None
    pairs = sum(block.flow.size for scenario in problem.scenarios for block in scenario.blocks)
    if beyond or request.hub_links is not None or problem.link_cost is not None or pairs * problem.h > _MOST_VALUES:
        return []
    found = _least_unserved(problem, request, limited=True)
    if found is None:
        return []
    amount, design, elastic = found
    hubs = ", ".join(str(problem.candidates[k]) for k in design.hubs)
    shown = _unserved(elastic, design, request)
    asked = f"{request.p_min}" if request.p is not None else f"{request.p_min} to {request.p_max}"
    number = f"{asked} hub{'s' if request.p_max > 1 else ''}"
    message = (
        f"with any choice of {number}, at least {amount:.6g} of the flow cannot be served; with {hubs} that is {shown}"
    )
    limited = is_capacitated(problem) and request.objective.has_capacities
    if limited and _least_unserved(problem, request, limited=False) is None:
        return [f"capacities are too small: {message}: raise capacities or p, or give unmet_penalty"]
    return [f"{message}: raise p, add candidates or links, or give direct_cost or unmet_penalty"]


def _least_unserved(problem: Problem, request: Request, *, limited: bool) -> tuple[float, Design, Problem] | None:
    """Least unserved flow, its design and the elastic problem; None if all can be served or it is not known."""
    from optimize.compact import run

    limited = limited and request.objective.has_capacities
    elastic = _elastic(problem, request, limited)
    asked = _least_flow(request)
    design = run(elastic, asked, Limits(Clock(_SECONDS), gap=_GAP)).design
    if design is None:
        return None
    amount = evaluate(elastic, design, asked).objective * len(elastic.scenarios)
    total = sum(float(block.flow.sum()) for scenario in elastic.scenarios for block in scenario.blocks)
    return None if amount <= _NOTHING * total else (amount, design, elastic)


def _least_flow(request: Request) -> Request:
    """The request with the least unserved flow as its objective."""
    return replace(request, objective=Objective(), measure=Expected(), own_optimum=None)


def _elastic(problem: Problem, request: Request, limited: bool) -> ScenarioProblem:
    """The problem whose cost is the flow left unserved, of the scenarios that count."""
    of_name = problem.problems if isinstance(problem, ScenarioProblem) else {problem.scenarios[0].name: problem}
    counted = {problem.scenarios[s].name for s in counted_scenarios(problem, request)}
    chosen = {name: _free_of_cost(one, request, limited) for name, one in of_name.items() if name in counted}
    return ScenarioProblem(chosen)


def _free_of_cost(problem: HubProblem, request: Request, limited: bool) -> HubProblem:
    return with_fields(
        problem,
        blocks=tuple(_priced_by_flow(block, request) for block in problem.blocks),
        fixed_cost=np.zeros(problem.h),
        capacity=problem.capacity if limited else None,
    )


def _priced_by_flow(block: Block, request: Request) -> Block:
    flow = block.flow
    if request.objective.is_largest:
        flow = np.ones_like(flow)
        if request.allocation != "single":
            np.fill_diagonal(flow, 0.0)
    has_outside = np.zeros(flow.shape, dtype=bool) if block.outside is None else np.isfinite(block.outside)
    return Block(
        name=block.name,
        flow=flow,
        collection=_zero(block.collection),
        transfer=_zero(block.transfer),
        distribution=_zero(block.distribution),
        handling=np.zeros_like(block.handling),
        capacity_use=block.capacity_use,
        unmet_penalty=np.where(has_outside, 0.0, 1.0),
    )


def _zero(leg: FloatArray) -> FloatArray:
    return np.where(np.isfinite(leg), 0.0, np.inf)


def _unserved(elastic: Problem, design: Design, request: Request) -> str:
    """The largest unserved flows of a design, as text."""
    routings = evaluate(elastic, design, _least_flow(request)).routings
    amount: dict[str, float] = defaultdict(float)
    for scenario, of_blocks in zip(elastic.scenarios, routings, strict=True):
        for block, routing in zip(scenario.blocks, of_blocks, strict=True):
            part = routing.share * block.flow[routing.origin, routing.destination]
            price = np.zeros_like(block.flow) if block.unmet_penalty is None else block.unmet_penalty
            left = (routing.first == UNMET) & (part > 0) & (price[routing.origin, routing.destination] > 0)
            for i, j, quantity in zip(routing.origin[left], routing.destination[left], part[left], strict=True):
                where = f" ({scenario.name})" if len(elastic.scenarios) > 1 else ""
                amount[f"{elastic.labels[i]} -> {elastic.labels[j]}{where}"] += float(quantity)
    largest = sorted(amount.items(), key=lambda item: -item[1])
    more = f" and {len(largest) - _SHOWN} more" if len(largest) > _SHOWN else ""
    return ", ".join(f"{quantity:.6g} of {pair}" for pair, quantity in largest[:_SHOWN]) + more
