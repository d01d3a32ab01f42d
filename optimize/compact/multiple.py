r"""Multiple allocation, p-hub median and fixed charge: the path model with merged rows.

For every scenario, block and pair (i, j) with flow, :math:`x_{ij}^e \ge 0` is the share of the flow over
:math:`e = \{k,m\}` (in its cheaper direction) or :math:`e = \{k\}`, for the paths that `optimize.compact.paths` keeps.
:math:`o_{ij}` is the unit cost of the pair's outside option, or of its cheapest path over hubs that are forced open if
that is lower. With :math:`\omega` the block's weight,

.. math::
    c_s = \sum_k f_{sk} z_k + \sum_{b, i, j} \omega w_{ij} \Big(\sum_e F_{ij}(e)\, x_{ij}^e
          + o_{ij} \big(1 - \sum_e x_{ij}^e\big)\Big) \\
    \sum_e x_{ij}^e = 1 \quad (\le 1 \text{ where } o_{ij} < \infty) \quad (1) \\
    \sum_{e \ni k} x_{ij}^e \le z_k \quad (2)

(Hamacher, Labbé, Nickel, Sonneborn 2004; Marín, Cánovas, Landete 2006). There is one row (2) for each pair and hub,
whether the hub is the first or the last of a path; it is facet-defining and stronger than separate rows for first and
last hubs. If a block's costs and outside options are symmetric (:math:`a_{ik} = e_{ki}`, :math:`t_{km} = t_{mk}`), the
flows of (i, j) and (j, i) share their variables.

With capacities, the flow-based model (`optimize.compact.flow_based`) replaces this one from a smaller size. Below that
size both directions of a couple are kept, and so are paths that only capacities make worthwhile; :math:`o_{ij}` is the
outside option only, flows may be split, and `optimize.compact.capacity_rows` adds the rows of the capacities.
"""

import numpy as np

from optimize.compact import flow_based
from optimize.compact.capacity_rows import HubLoads, add_capacity
from optimize.compact.frame import (
    Frame,
    flows,
    joint_cost,
    least_costs,
    outside_of,
    routing_of,
    unserved,
)
from optimize.compact.paths import Paths, describe_paths, find_paths, numbered
from optimize.problem import Block, FloatArray, IntArray, Problem, is_capacitated
from optimize.rules import Routing, cheapest_paths
from optimize.run import Design, Limits, MethodResult, Request, Status
from optimize.search import AnyPricing, Choice, LocalSearch

# paths beyond which the flow-based model with n^3 variables is used: its bound is weaker, but it can be built (a
# judgement about memory and building time)
_MOST_PATHS = 4_000_000
# the same with capacities, where fewer paths can be left out and the bound is hardly better (a judgement)
_MOST_LIMITED = 20_000
_MOST_GREEDY = 400_000  # paths beyond which the greedy heuristic takes too long after the time is up (a judgement)
# absolute, on rows with coefficients near 1: the shares then sum to 1, and loads stay within capacities, to 1e-9
_TIGHT = {"primal_feasibility_tolerance": 1e-9}


def run(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Solve a multiple-allocation problem with the objective "cost" by one mixed-integer program.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    limits : Limits

    Returns
    -------
    MethodResult
    """
    if count_paths(problem, request) > (_MOST_LIMITED if is_capacitated(problem) else _MOST_PATHS):
        return flow_based.run(problem, request, limits)
    formulation = PathModel(problem, request, limits)
    if formulation.hopeless:
        return MethodResult(Status.INFEASIBLE, None, np.inf)
    report = formulation.frame.solve()
    design = None
    if report.values is not None:
        hubs = formulation.frame.hubs(report.values)
        routing = route(problem, request, hubs, formulation, report.values) if is_capacitated(problem) else None
        design = Design(hubs, routing=routing)
    elif (
        report.status is Status.NO_SOLUTION
        and not is_capacitated(problem)
        and count_paths(problem, request) <= _MOST_GREEDY
    ):
        design = greedy(problem, request)
    return formulation.frame.result(report, design)


def greedy(problem: Problem, request: Request) -> Design | None:
    """Open hubs one at a time, always the one that lowers the cost most: a solution if the solver has none in time.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
        Without capacities.
    request : Request

    Returns
    -------
    Design or None
        None if the hubs found do not serve all flow.
    """
    pricing = AnyPricing(lambda hubs: _cost_of(problem, request, tuple(hubs.tolist())))
    found = LocalSearch(pricing, Choice.of(request, problem.h)).construct()
    return Design(tuple(found.hubs.tolist())) if np.isfinite(found.value) else None


def _cost_of(problem: Problem, request: Request, hubs: tuple[int, ...]) -> float:
    return joint_cost(problem, request, least_costs(problem, request.only(hubs, problem.h)))


def count_paths(problem: Problem, request: Request) -> int:
    """Largest number of path variables that the model can have.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    int
    """
    h = problem.h - len(request.closed_hubs)
    return sum(int(np.count_nonzero(block.flow)) for s in problem.scenarios for block in s.blocks) * h * (h + 1) // 2


def route(
    problem: Problem, request: Request, hubs: tuple[int, ...], found: "PathModel", values: FloatArray
) -> tuple[tuple[Routing, ...], ...]:
    """Find the cheapest paths within the capacities of given hubs, to a smaller tolerance than in the search for hubs.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    hubs : tuple of int
        Positions of the open candidates.
    found : PathModel
        The model that found the hubs.
    values : (columns,) array
        Its solution, from which the paths are read if the linear program fails.

    Returns
    -------
    tuple of tuples of Routing
        By scenario and block.
    """
    # with given hubs it is a small linear program, solved by HiGHS whichever solver found the hubs
    given = PathModel(problem, request.only(hubs, problem.h), Limits())
    report = given.frame.solve(**_TIGHT)
    if report.values is None:
        return found.routing(values, hubs)
    return given.routing(report.values, hubs)


class PathModel:
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
        self.frame = Frame(problem, request, limits, "multiple allocation, paths")
        self.hopeless = False
        self._limited = is_capacitated(problem)
        self._paths: dict[tuple[int, int], tuple[IntArray, IntArray, Paths, IntArray]] = {}
        for s, scenario in self.frame.scenarios:
            loads = HubLoads()
            for b, block in enumerate(scenario.blocks):
                self._add_block(s, b, block, loads)
            if self._limited:
                add_capacity(self.frame.model, self.frame.z, scenario, loads, problem.capacity_on)

    def _add_block(self, s: int, b: int, block: Block, loads: HubLoads) -> None:
        frame, model = self.frame, self.frame.model
        origin, destination, quantity = flows(block)
        if not self._limited:
            origin, destination, quantity = _folded(block, origin, destination, quantity)
        certain = outside_of(block, origin, destination)
        outside = certain
        if not self._limited and frame.request.open_hubs:
            forced = cheapest_paths(block, sorted(frame.request.open_hubs))[2]
            certain = np.minimum(certain, forced[origin, destination])
        rule = "directed" if self._limited else "couples"
        paths = find_paths(block, origin, destination, np.flatnonzero(frame.alive), certain, rule)
        free = np.isfinite(certain)
        served = np.zeros(len(origin), dtype=bool)
        served[paths.which] = True
        self.hopeless |= bool((~served & ~free).any())

        priced = block.weight * quantity
        frame.costs[s].constant += float(priced[free] @ certain[free])
        base = np.where(free, certain, 0.0)
        x = model.add_variables(len(paths))
        describe_paths(model, x, (s, b), (origin, destination), paths)
        frame.costs[s].add(x, priced[paths.which] * (paths.cost - base[paths.which]))
        for sense, chosen in (("==", ~free & served), ("<=", free & served)):
            place = np.cumsum(chosen) - 1
            entries = chosen[paths.which]
            rows = place[paths.which[entries]]
            model.add_rows(rows, x[entries], 1.0, sense, np.ones(int(chosen.sum())))
        self._link(paths, x)
        if self._limited:
            room = block.capacity_use * quantity
            loads.add(paths.first, x, room[paths.which])
            if frame.problem.capacity_on == "throughput":
                between = paths.first != paths.last
                loads.add(paths.last[between], x[between], room[paths.which[between]])
            loads.total += float(room.sum())
            loads.bound_to_serve += float(room[np.isinf(outside)].sum())
        self._paths[s, b] = origin, destination, paths, x

    def _link(self, paths: Paths, x: IntArray) -> None:
        """Rows (2)."""
        h = self.frame.problem.h
        couple = np.flatnonzero(paths.first != paths.last)
        pair = np.concatenate([paths.which, paths.which[couple]])
        hub = np.concatenate([paths.first, paths.last[couple]])
        keys, row = numbered(pair * h + hub, int(pair.max(initial=-1) + 1) * h)
        count = len(keys)
        self.frame.model.add_rows(
            np.concatenate([row, np.arange(count)]),
            np.concatenate([x, x[couple], self.frame.z[keys % h]]),
            np.concatenate([np.ones(len(row)), -np.ones(count)]),
            "<=",
            np.zeros(count),
        )

    def routing(self, values: FloatArray, hubs: tuple[int, ...]) -> tuple[tuple[Routing, ...], ...]:
        """Read the paths from a solution.

        Parameters
        ----------
        values : (columns,) array
            Values of the program's variables.
        hubs : tuple of int
            Positions of the open candidates.

        Returns
        -------
        tuple of tuples of Routing
            By scenario and block.
        """
        routings = []
        for s, scenario in enumerate(self.frame.problem.scenarios):
            of_blocks = []
            for b, block in enumerate(scenario.blocks):
                if (s, b) not in self._paths:
                    of_blocks.append(unserved(block))
                    continue
                origin, destination, paths, x = self._paths[s, b]
                of_blocks.append(
                    routing_of(block, hubs, (origin, destination), paths.first, paths.last, paths.which, values[x])
                )
            routings.append(tuple(of_blocks))
        return tuple(routings)


def _folded(
    block: Block, origin: IntArray, destination: IntArray, quantity: FloatArray
) -> tuple[IntArray, IntArray, FloatArray]:
    """Join the flows of both directions if they have the same costs."""
    same = np.array_equal(block.collection, block.distribution.T)
    same = same and np.array_equal(block.transfer, block.transfer.T)
    same = same and (block.outside is None or np.array_equal(block.outside, block.outside.T))
    if not same:
        return origin, destination, quantity
    flow = np.triu(block.flow) + np.tril(block.flow, -1).T
    one, other = (x.astype(np.int64) for x in np.nonzero(flow))
    return one, other, flow[one, other]
