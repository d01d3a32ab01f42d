r"""Single allocation, p-hub median and fixed charge: the flow model, the path model, or each for a part of the pairs.

With :math:`x_{ik}` of `optimize.compact.assignment` for each scenario and block of weight :math:`\omega`, each pair
with flow is in one of two sets.

Flow part P (Ernst and Krishnamoorthy 1996): pairs without an outside option, or with one that is never cheaper than a
path. With :math:`O_i, D_j` the sums of :math:`w_{ij}` over P and :math:`Y^i_{kl} \ge 0` the share of :math:`O_i` that
is transferred from hub k to hub l:

.. math::
    c_s \mathrel{+}= \omega \sum_{i,k} (O_i a_{ik} + D_i e_{ki})\, x_{ik}
        + \omega \sum_i O_i \sum_{k \ne l} t_{kl} Y^i_{kl} \\
    \sum_l Y^i_{kl} - \sum_l Y^i_{lk} = x_{ik} - \sum_j \tfrac{w_{ij}}{O_i} x_{jk} \quad (1) \\
    \sum_l Y^i_{kl} \le x_{ik} \quad (2)

Row (2) is redundant if transfer costs satisfy the triangle inequality; if they do not, flow could pass through a third
hub without it.

Path part Q (Skorin-Kapov, Skorin-Kapov, O'Kelly 1996): the other pairs, or all pairs of small problems, where its
stronger bound pays off. With :math:`y_{ij}^{km} \ge 0` for paths cheaper than the outside option :math:`o_{ij}`:

.. math::
    c_s \mathrel{+}= \omega \sum_{(i,j) \in Q} w_{ij} \Big( \sum_{k,m} F_{ij}(k,m)\, y_{ij}^{km}
        + o_{ij} \big(1 - \sum_{k,m} y_{ij}^{km}\big) \Big) \\
    \sum_m y_{ij}^{km} = x_{ik}, \quad \sum_k y_{ij}^{km} = x_{jm} \quad (\le \text{ where } o_{ij} < \infty) \quad (3)

and for i = j only :math:`y_{ii}^{kk}`. Without capacities, :math:`y_{ij}^{km}` and :math:`y_{ji}^{mk}` are one variable
(see `optimize.compact.paths`), and flows from a node to itself are in the cost of :math:`x_{ik}`.

The rows for capacities (Ernst and Krishnamoorthy 1999: :math:`\sum_i O_i x_{ik} \le \Gamma_k z_k`), over all blocks of
a scenario, are in `optimize.compact.capacity_rows`. With capacities a pair may use its outside option to relieve a hub,
so every pair that has one is in Q, and the paths are part of the solution.
"""

from functools import partial
from typing import Any

import numpy as np

from optimize.compact.assignment import add_assignment, assigned_hubs
from optimize.compact.capacity_rows import HubLoads, add_capacity
from optimize.compact.frame import BoolArray, Frame, flows, outside_of, routing_of, unserved
from optimize.compact.paths import Paths, describe_paths, find_joint_paths, find_paths, path_cost
from optimize.problem import Block, FloatArray, IntArray, Problem, is_capacitated
from optimize.rules import Routing
from optimize.run import Design, Limits, MethodResult, Request, Status
from optimize.solvers import ABSENT

# paths up to which all pairs are in the path part, because its stronger bound outweighs its size; more where transfer
# is expensive, as the bound of the flow part is weak there (judgements)
_FEW_PATHS, _MANY_PATHS = 6_000, 250_000
_DEAR_TRANSFER = 0.5  # mean cost of transfer over that of the other legs from which it counts as expensive


def run(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Solve a single-allocation problem with the objective "cost" by one mixed-integer program.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    limits : Limits

    Returns
    -------
    MethodResult
    """
    formulation = SingleModel(problem, request, limits)
    if formulation.hopeless:
        return MethodResult(Status.INFEASIBLE, None, np.inf)
    report = formulation.frame.solve()
    design = None if report.values is None else formulation.design(report.values)
    return formulation.frame.result(report, design)


class SingleModel:
    """The model, and reading its solutions.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
        The problem.
    request : Request
        The question.
    limits : Limits
        Time, precision and solver.

    Attributes
    ----------
    frame : Frame
        The model with its hub variables and scenario costs.
    hopeless : bool
        Whether some node with flow can use no hub.
    """

    def __init__(self, problem: Problem, request: Request, limits: Limits) -> None:
        self.frame = Frame(problem, request, limits, "single allocation")
        self.hopeless = False
        self._limited = is_capacitated(problem)
        self._x: dict[tuple[int, int], IntArray] = {}
        self._paths: dict[tuple[int, int], tuple[IntArray, IntArray, Paths, IntArray]] = {}
        blocks = [block for _, scenario in self.frame.scenarios for block in scenario.blocks]
        pairs = sum(int(np.count_nonzero(block.flow + block.flow.T)) // 2 for block in blocks)
        dear = max((_transfer_part(block) for block in blocks), default=0.0) >= _DEAR_TRANSFER
        most = _MANY_PATHS if dear else _FEW_PATHS
        self._small = pairs * int(self.frame.alive.sum()) ** 2 <= most
        for s, scenario in self.frame.scenarios:
            loads = HubLoads()
            for b, block in enumerate(scenario.blocks):
                self._add_block(s, b, block, loads)
            if self._limited:
                add_capacity(self.frame.model, self.frame.z, scenario, loads, problem.capacity_on)

    def _add_block(self, s: int, b: int, block: Block, loads: HubLoads) -> None:
        origin, destination, quantity = flows(block)
        outside = outside_of(block, origin, destination)
        bound = np.isinf(outside)
        allowed = np.ones((block.n, self.frame.problem.h), dtype=bool)
        allowed[origin[bound]] &= np.isfinite(block.collection_handled[origin[bound]])
        allowed[destination[bound]] &= np.isfinite(block.distribution[:, destination[bound]].T)
        x, possible = add_assignment(self.frame, (s, b), block, allowed, 1)
        self.hopeless |= not possible
        self._x[s, b] = x
        in_paths = self._wants_paths(block, origin, destination, outside)
        in_flows, chosen = np.zeros_like(block.flow), np.zeros_like(block.flow)
        in_flows[origin[~in_paths], destination[~in_paths]] = quantity[~in_paths]
        chosen[origin[in_paths], destination[in_paths]] = quantity[in_paths]
        self._add_flow_part(s, b, block, in_flows, x, loads)
        if self._limited:
            self._add_paths(s, b, block, chosen, x, loads)
        else:
            self._add_joint_paths(s, b, block, chosen, x)
        loads.total += block.capacity_use * float(quantity.sum())
        loads.bound_to_serve += block.capacity_use * float(quantity[bound].sum())

    def _wants_paths(self, block: Block, origin: IntArray, destination: IntArray, outside: FloatArray) -> BoolArray:
        """Pairs of the path part."""
        if self._small:
            return np.ones(len(origin), dtype=bool)
        wants = np.isfinite(outside)
        if self._limited:
            return wants
        alive = np.flatnonzero(self.frame.alive)
        for i in np.unique(origin[wants]):
            pairs = np.flatnonzero((origin == i) & wants)
            dearest = path_cost(block, int(i), destination[pairs])[np.ix_(alive, alive)].max(axis=(0, 1))
            wants[pairs] = dearest > outside[pairs]
        return wants

    def _add_flow_part(self, s: int, b: int, block: Block, flow: FloatArray, x: IntArray, loads: HubLoads) -> None:
        frame, model = self.frame, self.frame.model
        sent, taken = flow.sum(axis=1), flow.sum(axis=0)
        node, hub = np.nonzero((x != ABSENT) & ((sent > 0) | (taken > 0))[:, None])
        with np.errstate(invalid="ignore"):
            leg = np.where(sent[node] > 0, sent[node] * block.collection_handled[node, hub], 0.0)
            leg = leg + np.where(taken[node] > 0, taken[node] * block.distribution[hub, node], 0.0)
        frame.costs[s].add(x[node, hub], block.weight * leg)
        loads.add(hub, x[node, hub], block.capacity_use * sent[node])
        linked = np.isfinite(block.transfer_handled) & frame.alive[:, None] & frame.alive[None, :]
        np.fill_diagonal(linked, False)
        h = frame.problem.h
        for i in np.flatnonzero(sent > 0):
            k, m = np.nonzero(linked & (x[i] != ABSENT)[:, None])
            y = model.add_variables(len(k), up=1.0)
            told: dict[str, Any] = {"scenario": s, "block": b, "origin": int(i), "first_hub": k, "last_hub": m}
            model.describe(y, "transferred", partial(dict, told))
            frame.costs[s].add(y, block.weight * sent[i] * block.transfer_handled[k, m])
            to, at = np.nonzero((x != ABSENT) & (flow[i] > 0)[:, None])
            here = np.flatnonzero(x[i] != ABSENT)
            model.add_rows(
                np.concatenate([k, m, here, at]),
                np.concatenate([y, y, x[i, here], x[to, at]]),
                np.concatenate([np.ones(len(k)), -np.ones(len(m)), -np.ones(len(here)), flow[i, to] / sent[i]]),
                "==",
                np.zeros(h),
            )
            model.add_rows(
                np.concatenate([k, here]),
                np.concatenate([y, x[i, here]]),
                np.concatenate([np.ones(len(k)), -np.ones(len(here))]),
                "<=",
                np.zeros(h),
            )
            if frame.problem.capacity_on == "throughput":
                loads.add(m, y, block.capacity_use * sent[i])

    def _add_joint_paths(self, s: int, b: int, block: Block, flow: FloatArray, x: IntArray) -> None:
        """Add the path part without capacities: both directions of a pair share their variables."""
        frame = self.frame
        everywhere = np.full(flow.shape, np.inf) if block.outside is None else block.outside
        one, other, base, paths = find_joint_paths(block, flow, everywhere, np.flatnonzero(frame.alive))
        paths = paths.only((x[one[paths.which], paths.first] != ABSENT) & (x[other[paths.which], paths.last] != ABSENT))
        free = np.isfinite(base)
        base = np.where(free, base, 0.0)
        frame.costs[s].constant += block.weight * float(base.sum())
        y = frame.model.add_variables(len(paths), up=1.0)
        describe_paths(frame.model, y, (s, b), (one, other), paths)
        frame.costs[s].add(y, block.weight * (paths.cost - base[paths.which]))
        self._link(one, paths.which, paths.first, free, x, y)
        self._link(other, paths.which, paths.last, free, x, y)
        itself = np.flatnonzero(np.diag(flow) > 0)
        node, hub = np.nonzero(x[itself] != ABSENT)
        node = itself[node]
        around = block.collection_handled[node, hub] + block.distribution[hub, node]
        frame.costs[s].add(x[node, hub], block.weight * flow[node, node] * np.minimum(around, everywhere[node, node]))

    def _add_paths(self, s: int, b: int, block: Block, flow: FloatArray, x: IntArray, loads: HubLoads) -> None:
        """Add the path part with capacities: each direction has its own choice of the outside option."""
        frame = self.frame
        origin, destination = (ends.astype(np.int64) for ends in np.nonzero(flow))
        quantity, outside = flow[origin, destination], outside_of(block, origin, destination)
        paths = find_paths(block, origin, destination, np.flatnonzero(frame.alive), outside, "all")
        i, j = origin[paths.which], destination[paths.which]
        usable = (x[i, paths.first] != ABSENT) & (x[j, paths.last] != ABSENT)
        paths = paths.only(usable & ((i != j) | (paths.first == paths.last)))
        free = np.isfinite(outside)
        base, priced = np.where(free, outside, 0.0), block.weight * quantity
        frame.costs[s].constant += float(priced @ base)
        y = frame.model.add_variables(len(paths), up=1.0)
        describe_paths(frame.model, y, (s, b), (origin, destination), paths)
        frame.costs[s].add(y, priced[paths.which] * (paths.cost - base[paths.which]))
        self._link(origin, paths.which, paths.first, free, x, y)
        self._link(destination, paths.which, paths.last, free, x, y)
        room = block.capacity_use * quantity[paths.which]
        loads.add(paths.first, y, room)
        if frame.problem.capacity_on == "throughput":
            between = paths.first != paths.last
            loads.add(paths.last[between], y[between], room[between])
        self._paths[s, b] = origin, destination, paths, y

    def _link(self, nodes: IntArray, which: IntArray, hub: IntArray, free: BoolArray, x: IntArray, y: IntArray) -> None:
        """Add rows (3) at one end of the pairs, with the pairs' `nodes` and the `hub` of each path y at this end."""
        h = x.shape[1]
        for sense, chosen in (("==", ~free), ("<=", free)):
            # without an outside option, a hub that is on no path cannot be the node's hub: its row is kept
            pair, at = np.nonzero(chosen[:, None] & (x[nodes] != ABSENT))
            place = np.full(len(nodes) * h, -1)
            place[pair * h + at] = np.arange(len(pair))
            entries = chosen[which]
            row = place[which[entries] * h + hub[entries]]
            self.frame.model.add_rows(
                np.concatenate([row, np.arange(len(pair))]),
                np.concatenate([y[entries], x[nodes[pair], at]]),
                np.concatenate([np.ones(len(row)), -np.ones(len(pair))]),
                sense,
                np.zeros(len(pair)),
            )

    def design(self, values: FloatArray) -> Design:
        """Read hubs, allocation and, with capacities, paths from a solution.

        Parameters
        ----------
        values : (columns,) array
            Values of the program's variables.

        Returns
        -------
        Design
        """
        problem, hubs = self.frame.problem, self.frame.hubs(values)
        assigned, routings = [], []
        for s, scenario in enumerate(problem.scenarios):
            of_blocks, block_routings = [], []
            for b, block in enumerate(scenario.blocks):
                if (s, b) not in self._x:
                    of_blocks.append(np.zeros((problem.n, problem.h), dtype=bool))
                    block_routings.append(unserved(block))
                    continue
                used = assigned_hubs(problem, self._x[s, b], values, hubs, 1)
                of_blocks.append(used)
                if self._limited:
                    block_routings.append(self._routing(s, b, block, used.argmax(axis=1), hubs, values))
            assigned.append(tuple(of_blocks))
            routings.append(tuple(block_routings))
        return Design(hubs, tuple(assigned), tuple(routings) if self._limited else None)

    def _routing(
        self, s: int, b: int, block: Block, hub_of: IntArray, hubs: tuple[int, ...], values: FloatArray
    ) -> Routing:
        """Routing of a block: each pair's only path, or the outside option to the extent that the solution uses it."""
        origin, destination, _ = flows(block)
        share = np.ones(len(origin))
        from_paths = self._paths[s, b]
        over = np.bincount(from_paths[2].which, weights=values[from_paths[3]], minlength=len(from_paths[0]))
        of_pair = np.ones_like(block.flow)
        of_pair[from_paths[0], from_paths[1]] = np.clip(over, 0.0, 1.0)
        optional = np.isfinite(outside_of(block, origin, destination))
        share[optional] = of_pair[origin[optional], destination[optional]]
        which = np.arange(len(origin))
        return routing_of(block, hubs, (origin, destination), hub_of[origin], hub_of[destination], which, share)


def _transfer_part(block: Block) -> float:
    """Mean cost of transfer divided by the mean cost of the other legs."""
    means = [
        float(leg[np.isfinite(leg)].mean()) if np.isfinite(leg).any() else 0.0
        for leg in (block.transfer_handled, block.collection_handled, block.distribution)
    ]
    ends = (means[1] + means[2]) / 2
    return means[0] / ends if ends > 0 else np.inf
