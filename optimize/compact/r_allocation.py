r"""r-allocation (every node uses at most r hubs), p-hub median and fixed charge.

With :math:`y_{ik}` of `optimize.compact.assignment` and :math:`x_{ij}^{km} \ge 0` for the paths that are cheaper than
the pair's outside option :math:`o_{ij}`, for every scenario, block of weight :math:`\omega` and pair with flow,

.. math::
    c_s = \sum_k f_{sk} z_k + \sum_{b,i,j} \omega w_{ij} \Big(\sum_{k,m} F_{ij}(k,m)\, x_{ij}^{km}
          + o_{ij} \big(1 - \sum_{k,m} x_{ij}^{km}\big)\Big) \\
    \sum_{k,m} x_{ij}^{km} = 1 \quad (\le 1 \text{ where } o_{ij} < \infty) \quad (1) \\
    \sum_m x_{ij}^{km} \le y_{ik}, \qquad \sum_k x_{ij}^{km} \le y_{jm} \quad (2)

(Yaman 2011). r = 1 is single allocation, and r equal to the number of hubs is multiple allocation. Beyond a certain
size, the flow-based model is used instead (`optimize.compact.flow_based`).
"""

import numpy as np

from optimize.compact import flow_based
from optimize.compact.assignment import add_assignment, assigned_hubs
from optimize.compact.capacity_rows import HubLoads, add_capacity
from optimize.compact.frame import Frame, flows, outside_of, routing_of, unserved
from optimize.compact.paths import Paths, describe_paths, find_paths, numbered
from optimize.problem import Block, FloatArray, IntArray, Problem, is_capacitated
from optimize.run import Design, Limits, MethodResult, Request, Status

_FEW_PATHS = 60_000  # paths up to which the path model's stronger bound outweighs its size (a judgement)


def run(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Solve an r-allocation problem with the objective "cost" by one mixed-integer program.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    limits : Limits

    Returns
    -------
    MethodResult
    """
    h = problem.h - len(request.closed_hubs)
    pairs = sum(int(np.count_nonzero(block.flow)) for s in problem.scenarios for block in s.blocks)
    if pairs * h * h > _FEW_PATHS:
        return flow_based.run(problem, request, limits)
    formulation = RAllocationModel(problem, request, limits)
    if formulation.hopeless:
        return MethodResult(Status.INFEASIBLE, None, np.inf)
    report = formulation.frame.solve()
    design = None if report.values is None else formulation.design(report.values)
    return formulation.frame.result(report, design)


class RAllocationModel:
    """The path model, and reading its solutions.

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
        Whether some pair has neither a path nor an outside option.
    """

    def __init__(self, problem: Problem, request: Request, limits: Limits) -> None:
        self.frame = Frame(problem, request, limits, "r-allocation, paths")
        self.hopeless = False
        self._most = int(request.allocation)
        self._limited = is_capacitated(problem)
        self._parts: dict[tuple[int, int], tuple[IntArray, IntArray, IntArray, Paths, IntArray]] = {}
        for s, scenario in self.frame.scenarios:
            loads = HubLoads()
            for b, block in enumerate(scenario.blocks):
                self._add_block(s, b, block, loads)
            if self._limited:
                add_capacity(self.frame.model, self.frame.z, scenario, loads, problem.capacity_on)

    def _add_block(self, s: int, b: int, block: Block, loads: HubLoads) -> None:
        frame, model = self.frame, self.frame.model
        origin, destination, quantity = flows(block)
        outside = outside_of(block, origin, destination)
        y, _ = add_assignment(frame, (s, b), block, np.ones((block.n, frame.problem.h), dtype=bool), self._most)
        paths = find_paths(block, origin, destination, np.flatnonzero(frame.alive), outside, "all")
        free = np.isfinite(outside)
        served = np.zeros(len(origin), dtype=bool)
        served[paths.which] = True
        self.hopeless |= bool((~served & ~free).any())
        base, priced = np.where(free, outside, 0.0), block.weight * quantity
        frame.costs[s].constant += float(priced @ base)
        x = model.add_variables(len(paths), up=1.0)
        describe_paths(model, x, (s, b), (origin, destination), paths)
        frame.costs[s].add(x, priced[paths.which] * (paths.cost - base[paths.which]))
        for sense, chosen in (("==", ~free & served), ("<=", free & served)):
            place = np.cumsum(chosen) - 1
            entries = chosen[paths.which]
            model.add_rows(place[paths.which[entries]], x[entries], 1.0, sense, np.ones(int(chosen.sum())))
        h = frame.problem.h
        for nodes, ends in ((origin, paths.first), (destination, paths.last)):
            keys, row = numbered(paths.which * h + ends, len(nodes) * h)
            model.add_rows(
                np.concatenate([row, np.arange(len(keys))]),
                np.concatenate([x, y[nodes[keys // h], keys % h]]),
                np.concatenate([np.ones(len(row)), -np.ones(len(keys))]),
                "<=",
                np.zeros(len(keys)),
            )
        room = block.capacity_use * quantity
        loads.add(paths.first, x, room[paths.which])
        if frame.problem.capacity_on == "throughput":
            between = paths.first != paths.last
            loads.add(paths.last[between], x[between], room[paths.which[between]])
        loads.total += float(room.sum())
        loads.bound_to_serve += float(room[~free].sum())
        self._parts[s, b] = y, origin, destination, paths, x

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
                if (s, b) not in self._parts:
                    of_blocks.append(np.zeros((problem.n, problem.h), dtype=bool))
                    block_routings.append(unserved(block))
                    continue
                y, origin, destination, paths, x = self._parts[s, b]
                used = assigned_hubs(problem, y, values, hubs, self._most)
                of_blocks.append(used)
                allowed = used[origin[paths.which], paths.first] & used[destination[paths.which], paths.last]
                share = np.where(allowed, values[x], 0.0)
                ends = paths.first, paths.last, paths.which
                block_routings.append(routing_of(block, hubs, (origin, destination), *ends, share))
            assigned.append(tuple(of_blocks))
            routings.append(tuple(block_routings))
        return Design(hubs, tuple(assigned), tuple(routings) if self._limited else None)
