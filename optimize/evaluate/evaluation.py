"""The independent evaluator: what a design costs, and whether it may be, from the problem's own numbers.

It shares no code with the methods that find designs: every path is priced leg by leg out of the blocks, and every rule
(number of hubs, allocation, capacity, links) is checked again. No solver is needed.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.errors import InputError
from optimize.problem import Block, FloatArray, Problem, Scenario
from optimize.rules import UNMET, Routing, cheapest_paths, closed_block, combine, discounted_cost, path_costs
from optimize.run import Design, Request, make_request

RELATIVE_TOLERANCE = 1e-6


@dataclass(frozen=True, eq=False)
class Evaluation:
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
    request : Request
        With `Request.own_optimum` for the risk "max_regret".
    """
    faults = _design_faults(problem, design, request)
    routings, values = [], []
    for s, scenario in enumerate(problem.scenarios):
        of_blocks, value = _evaluate_scenario(problem, scenario, s, design, request, faults)
        routings.append(of_blocks)
        values.append(value)
    scenario_cost = np.array(values)
    probability = np.array([scenario.probability for scenario in problem.scenarios])
    own = None if request.own_optimum is None else np.array(request.own_optimum)
    sign = request.objective.sense  # flow covered is a gain: its worst case is the least
    combined = combine(
        sign * scenario_cost,
        probability,
        request.risk,
        cvar_level=request.cvar_level,
        own_optimum=None if own is None else sign * own,
    )
    objective = sign * float(combined) + 0.0  # not -0.0
    return Evaluation(objective, scenario_cost, tuple(routings), tuple(faults))


def evaluate_hubs(problem: Problem, hubs: Iterable[Hashable]) -> pd.DataFrame:
    """Price a set of hubs when every flow takes its cheapest way, by scenario and class.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    hubs : iterable of labels

    Returns
    -------
    DataFrame
        Index (scenario, block); columns ``cost`` (weighted, without fixed costs), ``flow``, ``hub_flow`` (served over
        hubs), ``direct_flow``, ``unmet_flow``.

    Raises
    ------
    InputError
        For an unknown hub.
    """
    opened = list(hubs)
    request = make_request(problem, p=len(set(opened)), open_hubs=opened)
    evaluation = evaluate(problem, Design(tuple(sorted(request.open_hubs))), request)
    rows = {}
    for scenario, routings in zip(problem.scenarios, evaluation.routings, strict=True):
        for block, routing in zip(scenario.blocks, routings, strict=True):
            carried = routing.share * block.flow[routing.origin, routing.destination]
            unit = path_costs(block, routing.origin, routing.destination, routing.first, routing.last)
            rows[scenario.name, block.name] = {
                "cost": block.weight * _times(carried, unit),
                "flow": block.flow.sum(),
                "hub_flow": carried[routing.first >= 0].sum(),
                "direct_flow": carried[(routing.first < 0) & (routing.first != UNMET)].sum(),
                "unmet_flow": carried[routing.first == UNMET].sum(),
            }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(["scenario", "block"])


def audit(problem: Problem, design: Design, request: Request, objective: float) -> Evaluation:
    """Evaluate a design and raise unless it is admissible and worth `objective`.

    Raises
    ------
    InputError
        Naming every rule that the design breaks, and the two values where they differ.
    """
    evaluation = evaluate(problem, design, request)
    faults = list(evaluation.faults)
    if not np.isclose(evaluation.objective, objective, rtol=RELATIVE_TOLERANCE, atol=RELATIVE_TOLERANCE):
        faults.append(f"the objective is stated as {objective!r} but evaluates to {evaluation.objective!r}")
    if faults:
        raise InputError(faults)
    return evaluation


def _design_faults(problem: Problem, design: Design, request: Request) -> list[str]:
    faults = []
    named = [problem.candidates[k] for k in design.hubs]
    if not request.p_min <= len(design.hubs) <= request.p_max:
        faults.append(f"{len(design.hubs)} hubs {named} are open; asked for {request.p_min} to {request.p_max}")
    faults += [f"hub {problem.candidates[k]!r} has to be open" for k in request.open_hubs - set(design.hubs)]
    faults += [f"hub {problem.candidates[k]!r} has to be closed" for k in request.closed_hubs & set(design.hubs)]
    most = {"single": 1, "multiple": problem.h}.get(str(request.allocation), request.allocation)
    if request.allocation != "multiple" and design.assigned is None and request.objective.adds_costs:
        faults.append(f"allocation {request.allocation!r} needs to say which hubs a node uses")
    closed = np.setdiff1d(np.arange(problem.h), design.hubs)
    for of_scenario in design.assigned or ():
        for assigned in of_scenario:
            for i in np.flatnonzero(assigned.sum(axis=1) > int(most)):
                faults.append(f"node {problem.labels[i]!r} uses {assigned[i].sum()} hubs, more than {most}")
            if assigned[:, closed].any():
                faults.append("a node is assigned to a hub that is not open")
    if design.links is not None:
        if design.links[closed].any() or design.links[:, closed].any():
            faults.append("a hub link ends at a hub that is not open")
        built = int(np.triu(design.links | design.links.T, 1).sum())
        if request.hub_links is not None and built != request.hub_links:
            faults.append(f"{built} hub links are set up; asked for {request.hub_links}")
    return faults


def _evaluate_scenario(
    problem: Problem, scenario: Scenario, s: int, design: Design, request: Request, faults: list[str]
) -> tuple[tuple[Routing, ...], float]:
    routings, unit_costs = [], []
    for b, original in enumerate(scenario.blocks):
        block = original if design.links is None else closed_block(original, design.hubs, design.links)
        assigned = None if design.assigned is None else design.assigned[s][b]
        if design.routing is None:
            routing = _all_cheapest(block, design.hubs, assigned)
        else:
            routing = design.routing[s][b]
            faults += _routing_faults(block, routing, design, assigned)
        routings.append(routing)
        unit_costs.append(path_costs(block, routing.origin, routing.destination, routing.first, routing.last))
    if scenario.capacity is not None:
        faults += _capacity_faults(problem, scenario, scenario.capacity, routings, design)
    blocks = list(zip(scenario.blocks, routings, unit_costs, strict=True))
    if request.objective.is_largest:
        return tuple(routings), max(_largest(routing, unit, request) for _, routing, unit in blocks)
    if request.objective.counts_covered:
        covered = sum(
            block.weight * float(_carried(block, routing)[request.objective.within(unit)].sum())
            for block, routing, unit in blocks
        )
        return tuple(routings), covered
    if request.objective.counts_hubs:
        for block, routing, unit in blocks:
            beyond = (_carried(block, routing) > 0) & ~request.objective.within(unit)
            if beyond.any():
                faults.append(f"{int(beyond.sum())} pairs of class {block.name!r} are not covered")
        anything = any(s.fixed_cost.any() for s in problem.scenarios)
        return tuple(routings), float(scenario.fixed_cost[list(design.hubs)].sum() if anything else len(design.hubs))
    total = float(scenario.fixed_cost[list(design.hubs)].sum())
    if problem.link_cost is not None and design.links is not None:
        k, m = np.nonzero(np.triu(design.links | design.links.T, 1))
        total += float(np.minimum(problem.link_cost[k, m], problem.link_cost[m, k]).sum())
    for block, routing, unit in blocks:
        if block.weight == 0:
            continue  # 0 * inf is nan: what has no weight does not count
        if problem.discount is not None:
            total += block.weight * discounted_cost(block, routing, problem.discount)
        else:
            total += block.weight * _times(_carried(block, routing), unit)
    return tuple(routings), total


def _all_cheapest(block: Block, hubs: tuple[int, ...], assigned: np.typing.NDArray[np.bool_] | None) -> Routing:
    first, last, _ = cheapest_paths(block, hubs, assigned)
    origin, destination = (x.ravel() for x in np.indices(block.flow.shape))
    return Routing(origin, destination, first.ravel(), last.ravel(), np.ones(len(origin)))


def _carried(block: Block, routing: Routing) -> FloatArray:
    carried: FloatArray = routing.share * block.flow[routing.origin, routing.destination]
    return carried


def _times(flow: FloatArray, unit: FloatArray) -> float:
    """Sum of flow times unit cost, where no flow costs nothing even if there is no way."""
    counted = flow > 0
    return float(flow[counted] @ unit[counted])


def _largest(routing: Routing, unit: FloatArray, request: Request) -> float:
    """Largest unit cost; multiple allocation leaves a node's way to itself out (see `optimize.compact.center`)."""
    counted = unit if request.allocation == "single" else unit[routing.origin != routing.destination]
    return float(counted.max(initial=0.0))


def _routing_faults(
    block: Block, routing: Routing, design: Design, assigned: np.typing.NDArray[np.bool_] | None
) -> list[str]:
    faults = []
    if (routing.share < -RELATIVE_TOLERANCE).any():
        faults.append(f"class {block.name!r}: a share of a flow is negative")
    shares = np.zeros(block.flow.shape)
    np.add.at(shares, (routing.origin, routing.destination), routing.share)
    off = (block.flow > 0) & (np.abs(shares - 1.0) > RELATIVE_TOLERANCE)
    if off.any():
        faults.append(f"class {block.name!r}: {int(off.sum())} flows are not split into shares that sum to 1")
    over_hub = (routing.first >= 0) & (routing.share > RELATIVE_TOLERANCE)
    for hub in (routing.first[over_hub], routing.last[over_hub]):
        if not np.isin(hub, design.hubs).all():
            faults.append(f"class {block.name!r}: flow passes a hub that is not open")
    if assigned is not None:
        origin, destination = routing.origin[over_hub], routing.destination[over_hub]
        at_ends = (assigned[origin, routing.first[over_hub]], assigned[destination, routing.last[over_hub]])
        counted = block.flow[origin, destination] > 0
        if not all(end[counted].all() for end in at_ends):
            faults.append(f"class {block.name!r}: flow uses a hub that its node is not assigned to")
    return faults


def hub_load(block: Block, routing: Routing, capacity_on: str) -> FloatArray:
    """(h,) flow that counts against each candidate's capacity: collected from origins, or all that enters."""
    carried = _carried(block, routing)
    hub = routing.first >= 0
    h = len(block.handling)
    load: FloatArray = np.bincount(routing.first[hub], weights=carried[hub], minlength=h).astype(np.float64)
    if capacity_on == "throughput":
        between = hub & (routing.first != routing.last)
        load = load + np.bincount(routing.last[between], weights=carried[between], minlength=h)
    return load


def _capacity_faults(
    problem: Problem, scenario: Scenario, capacity: FloatArray, routings: list[Routing], design: Design
) -> list[str]:
    load = sum(
        (hub_load(b, r, problem.capacity_on) for b, r in zip(scenario.blocks, routings, strict=True)),
        np.zeros(problem.h),
    )
    return [
        f"hub {problem.candidates[k]!r} takes {load[k]:.6g} in scenario {scenario.name!r}, over its capacity "
        f"{capacity[k]:.6g}"
        for k in design.hubs
        if load[k] > capacity[k] * (1 + RELATIVE_TOLERANCE) + RELATIVE_TOLERANCE
    ]
