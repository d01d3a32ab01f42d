r"""Multiple allocation with capacities: hub sets searched, their flows routed by a linear program.

For open hubs S the cheapest routing within the capacities is

.. math::
    \min \sum_{b i j e} \omega_b w_{bij} F_{bij}(e)\, x_{bije} \quad \text{s.t.} \quad
    \sum_e x_{bije} = 1, \quad \sum_{b i j}\ \sum_{e \ni k} w_{bij}\, x_{bije} \le \Gamma_k, \quad x \ge 0,

where e runs over paths by a first and a last hub (only the cheapest last hub where the capacity is on collection), the
outside option, and a shortage at a price above all. :math:`e \ni k` counts the first hub, and on throughput the last.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from optimize.heuristics.allocation_search import Allocation, AllocationSearch
from optimize.problem import Block, FloatArray, IntArray, Problem, Scenario
from optimize.rules import DIRECT, UNMET, Routing
from optimize.run import Clock, Limits
from optimize.search import below
from optimize.solvers import Model, solve_model

_SHORT = -3
_TINY = 1e-9
MOST_PATHS = 400_000


@dataclass(frozen=True, eq=False)
class Routed(Allocation):
    """A hub set with its routing in every scenario and block."""

    routing: tuple[tuple[Routing, ...], ...] = ()


@dataclass
class CapacitySearch(AllocationSearch):
    """Search over hub sets whose flows are routed within the capacities.

    Attributes
    ----------
    problem : Problem
    """

    problem: Problem = field(kw_only=True)

    def allocate(self, hubs: Iterable[int], near: Allocation | None = None) -> Allocation:  # noqa: ARG002
        """Route all flows over given hubs; a hub set is routed once.

        Parameters
        ----------
        hubs : iterable of int
        near : Allocation, optional
            Not used: routes are exact for the hubs.

        Returns
        -------
        Allocation
        """
        opened = np.array(sorted(int(k) for k in hubs), dtype=np.int64)
        key = tuple(opened.tolist())
        if key in self._known:
            return self._known[key]
        self.evaluated += 1
        costs, routing, feasible = [], [], True
        for s, scenario in enumerate(self.problem.scenarios):
            dear = [block.dear for block in self.data.blocks[s]]
            cost, routes, short = route(scenario, opened, dear, self.problem.capacity_on, self.clock)
            costs.append(cost)
            routing.append(routes)
            feasible = feasible and not short
        scenario_cost = np.array(costs) + self.data.fixed[:, opened].sum(axis=1)
        value = float(self.data.objective(scenario_cost))
        found = Routed(opened, (), scenario_cost, value, feasible, tuple(routing))
        self._known[key] = found
        if feasible and self.data.request.allows(key) and (self.best is None or below(value, self.best.value)):
            self.best = found
            self.clock.tell("search", incumbent=value)
        return found


def path_count(problem: Problem, p: int) -> int:
    """Number of columns of the largest scenario's routing program.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    p : int
        Number of hubs.

    Returns
    -------
    int
    """
    each = p + 2 if problem.capacity_on == "collection" else p * p + 2
    return max(sum(int(np.count_nonzero(b.flow)) for b in s.blocks) * each for s in problem.scenarios)


def route(
    scenario: Scenario, hubs: IntArray, dear: list[float], capacity_on: str, clock: Clock
) -> tuple[float, tuple[Routing, ...], bool]:
    """Route one scenario's flows within the capacities of the hubs.

    Parameters
    ----------
    scenario : Scenario
    hubs : (p,) int array
        Open hubs.
    dear : list of float
        For each block the price of a unit that falls short.
    capacity_on : {"collection", "throughput"}
        What capacities limit.
    clock : Clock

    Returns
    -------
    float
        Cost of the flows.
    tuple of Routing
        Of each block; empty if there is no solution.
    bool
        Whether some flow falls short.
    """
    model, parts = Model("routing"), []
    for block, price in zip(scenario.blocks, dear, strict=True):
        parts.append(_add_block(model, block, hubs, price, capacity_on))
    capacity = np.full(len(hubs), np.inf) if scenario.capacity is None else scenario.capacity[hubs]
    for place in np.flatnonzero(np.isfinite(capacity)):
        k = hubs[place]
        used = []
        for block, (cols, first, last, flow, _) in zip(scenario.blocks, parts, strict=True):
            at = (first == k) | (last == k) if capacity_on == "throughput" else first == k
            used.append((cols[at], block.capacity_use * flow[at]))
        columns = np.concatenate([cols for cols, _ in used])
        load, room = np.concatenate([flow for _, flow in used]), float(capacity[place])
        # scaled, so that the solver's tolerance is a part of the capacity in every unit of flow
        size = room if room > 0 else float(load.max(initial=0.0)) or 1.0
        model.add_rows(0, columns, load / size, "<=", room / size)
    report = solve_model(model, Limits(clock.silent()))
    if report.values is None:
        return sum(float((b.flow * b.weight).sum()) * d for b, d in zip(scenario.blocks, dear, strict=True)), (), True
    routes = tuple(
        _routing(block, report.values[cols], first, last, pair)
        for block, (cols, first, last, _, pair) in zip(scenario.blocks, parts, strict=True)
    )
    short = any(
        bool((report.values[cols] * flow)[first == _SHORT].sum() > _TINY * max(1.0, flow.sum()))
        for cols, first, _, flow, _ in parts
    )
    return report.objective, routes, short


def _add_block(
    model: Model, block: Block, hubs: IntArray, price: float, capacity_on: str
) -> tuple[IntArray, IntArray, IntArray, FloatArray, IntArray]:
    """Columns of a block's paths with their first and last hub, flow and pair number."""
    origin, destination = np.nonzero(block.flow)
    pairs = len(origin)
    first_of, last_of, costs = [], [], []
    for k in hubs:
        onward = block.transfer_handled[k, hubs][:, None] + block.distribution[hubs]
        to_hub = block.collection_handled[origin, k]
        if capacity_on == "collection":
            best = onward.argmin(axis=0)[destination]
            first_of.append(np.full(pairs, k))
            last_of.append(hubs[best])
            costs.append(to_hub + onward[best, destination])
        else:
            for place, m in enumerate(hubs):
                first_of.append(np.full(pairs, k))
                last_of.append(np.full(pairs, m))
                costs.append(to_hub + onward[place, destination])
    for mark, cost in ((DIRECT, block.direct), (UNMET, block.unmet_penalty)):
        if cost is not None:
            first_of.append(np.full(pairs, mark))
            last_of.append(np.full(pairs, mark))
            costs.append(cost[origin, destination])
    first_of.append(np.full(pairs, _SHORT))
    last_of.append(np.full(pairs, _SHORT))
    costs.append(np.full(pairs, price))
    unit = np.concatenate(costs)
    there_is = np.isfinite(unit)
    pair = np.tile(np.arange(pairs), len(costs))[there_is]
    flow = block.flow[origin, destination][pair]
    columns = model.add_variables(len(pair), cost=block.weight * flow * unit[there_is])
    model.add_rows(pair, columns, 1.0, "==", np.ones(pairs))
    return columns, np.concatenate(first_of)[there_is], np.concatenate(last_of)[there_is], flow, pair


def _routing(block: Block, share: FloatArray, first: IntArray, last: IntArray, pair: IntArray) -> Routing:
    origin, destination = np.nonzero(block.flow)
    kept = (share > _TINY) & (first != _SHORT)
    total = np.bincount(pair[kept], weights=share[kept], minlength=len(origin))
    whole = np.where(total > 0, total, 1.0)
    at = pair[kept]
    return Routing(origin[at], destination[at], first[kept], last[kept], share[kept] / whole[at])
