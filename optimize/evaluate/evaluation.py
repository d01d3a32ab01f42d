"""What a design is worth: its objective, scenario by scenario and over all of them, and the rules that it breaks."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

import numpy as np

from optimize.brief import Brief
from optimize.errors import InputError, report
from optimize.evaluate.design import PricedDesign, link_set_up_cost, price_design
from optimize.evaluate.flow_rules import within_threshold
from optimize.evaluate.pricing import PricedBlock, weighted_cost
from optimize.evaluate.risk import risk_value, size_of
from optimize.evaluate.rules import broken_rules
from optimize.late import pd
from optimize.pickles import Slim
from optimize.problem import FloatArray, Problem, Scenario, find_labels
from optimize.rules import DIRECT, UNMET, Routing
from optimize.run import Design, Request

AUDIT_TOLERANCE = 1e-6
"""Relative difference that a stated objective may have from its re-computed value: a file may state it to 7 digits."""


@dataclass(frozen=True, eq=False)
class Evaluation(Slim, Brief):
    """What a design is worth.

    Attributes
    ----------
    objective : float
        Over all scenarios; ``inf`` where some flow has no way.
    scenario_cost : (s,) array
        Objective in each scenario.
    routings : tuple of tuples of Routing
        Paths of every scenario's blocks.
    faults : tuple of str
        Rules of the request that the design breaks; empty for an admissible design.
    """

    objective: float
    scenario_cost: FloatArray
    routings: tuple[tuple[Routing, ...], ...]
    faults: tuple[str, ...]


def evaluate(problem: Problem, design: Design, request: Request) -> Evaluation:
    """Price a design and check it against the request.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    design : Design
        Its arrays have to have the shapes of the problem; all else may be wrong with it.
    request : Request
        With `Request.own_optimum` for the regrets.

    Returns
    -------
    Evaluation

    Raises
    ------
    ValueError
        For a regret without the scenarios' own optima.
    """
    case = PricedDesign(problem, request, design, price_design(problem, design))
    value = _VALUES[request.objective.name]
    cost = np.array([value(case, *each) for each in zip(problem.scenarios, case.blocks, strict=True)])
    probability = np.array([scenario.probability for scenario in problem.scenarios])
    return Evaluation(
        objective=_over_scenarios(cost, probability, request),
        scenario_cost=cost,
        routings=tuple(tuple(priced.routing for priced in blocks) for blocks in case.blocks),
        faults=broken_rules(case),
    )


def evaluate_hubs(problem: Problem, hubs: Iterable[Hashable]) -> pd.DataFrame:
    """Price a set of hubs when every flow takes its cheapest way, by scenario and class.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    hubs : iterable of labels, or a single text label

    Returns
    -------
    DataFrame
        Index (scenario, block); columns ``cost`` (weighted, without fixed costs), ``flow``, ``hub_flow`` (served over
        hubs), ``direct_flow``, ``unmet_flow``.

    Raises
    ------
    InputError
        For an unknown hub, and if there is none.
    """
    faults: list[str] = []
    nodes = find_labels(hubs, problem.labels, "hubs", faults)
    where = {int(node): k for k, node in enumerate(problem.candidate_index)}
    faults += [
        f"hubs: {problem.labels[node]!r} is not a candidate: add it to `candidates`"
        for node in nodes
        if node not in where
    ]
    if not nodes and not faults:
        faults.append("hubs is empty: name at least one")
    report(faults)
    blocks = price_design(problem, Design(tuple(sorted(where[node] for node in nodes))))
    rows = {}
    for scenario, of_scenario in zip(problem.scenarios, blocks, strict=True):
        for priced in of_scenario:
            first = priced.routing.first
            rows[scenario.name, priced.block.name] = {
                "cost": weighted_cost(priced),
                "flow": priced.block.flow.sum(),
                "hub_flow": priced.carried[priced.over_hubs].sum(),
                "direct_flow": priced.carried[first == DIRECT].sum(),
                "unmet_flow": priced.carried[first == UNMET].sum(),
            }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(["scenario", "block"])


def audit(problem: Problem, design: Design, request: Request, objective: float) -> Evaluation:
    """Evaluate a design and raise unless it is admissible and worth `objective`.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    design : Design
    request : Request
    objective : float
        What the design is said to be worth.

    Returns
    -------
    Evaluation

    Raises
    ------
    InputError
        Naming every rule that the design breaks, and the two values where they differ.
    """
    evaluation = evaluate(problem, design, request)
    faults = list(evaluation.faults)
    if not _agree(evaluation, objective, request):
        faults.append(f"the objective is stated as {objective!r} but evaluates to {evaluation.objective!r}")
    if faults:
        raise InputError(faults)
    return evaluation


def _agree(evaluation: Evaluation, objective: float, request: Request) -> bool:
    """Whether a stated objective is that of the evaluation."""
    size = abs(evaluation.objective)
    if request.measure.against_optimum:
        # a regret is a small difference of large costs, and is known no better than these
        size = max(size, size_of(evaluation.scenario_cost, request))
    return evaluation.objective == objective or abs(evaluation.objective - objective) <= AUDIT_TOLERANCE * size


def _over_scenarios(cost: FloatArray, probability: FloatArray, request: Request) -> float:
    """The objective; where flow covered is a gain, the worst case is the least of it."""
    sign = -1.0 if request.objective.name == "max_covering" else 1.0
    own = None if request.own_optimum is None else sign * np.array(request.own_optimum)
    return sign * risk_value(sign * cost, probability, request, own) + 0.0  # not -0.0


def _total_cost(case: PricedDesign, scenario: Scenario, blocks: tuple[PricedBlock, ...]) -> float:
    """Cost of hubs, hub links and flow."""
    opening = float(scenario.fixed_cost[list(case.design.hubs)].sum()) + link_set_up_cost(case.problem, case.design)
    return sum((weighted_cost(priced) for priced in blocks), start=opening)


def _largest_cost(case: PricedDesign, _: Scenario, blocks: tuple[PricedBlock, ...]) -> float:
    """Largest unit cost of a pair; a node's way to itself counts under single allocation only."""
    largest = 0.0
    for priced in blocks:
        routing = priced.routing
        counted = (routing.origin != routing.destination) | (case.request.allocation == "single")
        largest = max(largest, float(priced.unit_cost[counted].max(initial=0.0)))
    return largest


def _covered_flow(case: PricedDesign, _: Scenario, blocks: tuple[PricedBlock, ...]) -> float:
    """Weighted flow whose path costs no more than the threshold."""
    return sum(b.block.weight * float(b.carried[within_threshold(b, case.request)].sum()) for b in blocks)


def _price_of_hubs(case: PricedDesign, scenario: Scenario, _: tuple[PricedBlock, ...]) -> float:
    """Fixed cost of the hubs, or their number if none has a cost in any scenario."""
    hubs = list(case.design.hubs)
    priced = any(each.fixed_cost.any() for each in case.problem.scenarios)
    return float(scenario.fixed_cost[hubs].sum()) if priced else float(len(hubs))


_VALUES: dict[str, Callable[[PricedDesign, Scenario, tuple[PricedBlock, ...]], float]] = {
    "cost": _total_cost,
    "center": _largest_cost,
    "max_covering": _covered_flow,
    "set_covering": _price_of_hubs,
}
"""The value of a design in one scenario, by the name of the objective."""
