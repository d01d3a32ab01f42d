r"""Incomplete hub networks and hub arc location: which hubs, and which links between them.

With :math:`l_{km} \in \{0, 1\}` for an undirected hub link of set-up cost :math:`g_{km}`, transfer flow uses open links
only, any number of them in sequence, and pays the handling at every hub that it passes. Flows are modelled by origin,
as shares of :math:`O_i`: :math:`Z_{ik}` collected at k, :math:`Y^i_{km}` on the link from k to m, :math:`X^i_{mj}` from
the last hub to j, and :math:`u_{ij}` by the outside option:

.. math::
    c_s = \sum_k f_{sk} z_k + \sum_{k<m} g_{km} l_{km} + \sum_{b,i} \omega O_i \Big( \sum_k a_{ik} Z_{ik}
        + \sum_{k \ne m} t_{km} Y^i_{km} + \sum_{m,j} e_{mj} X^i_{mj} + \sum_j o_{ij} u_{ij} \Big) \\
    Z_{ik} + \sum_m Y^i_{mk} = \sum_m Y^i_{km} + \sum_j X^i_{kj} \quad (1) \qquad
    \sum_m X^i_{mj} + u_{ij} = w_{ij} / O_i \quad (2) \\
    Z_{ik} \le x_{ik} \quad (3) \qquad X^i_{mj} \le (w_{ij} / O_i)\, x_{jm} \quad (4) \\
    Y^i_{km} + Y^i_{mk} \le l_{km} \quad (5) \qquad l_{km} \le z_k,\; l_{km} \le z_m \quad (6) \qquad
    \sum_{k<m} l_{km} = q \text{ where given} \quad (7)

with :math:`x_{ik} = z_k` for multiple allocation, :math:`\sum_k x_{ik} = 1` for single and
:math:`\sum_k x_{ik} \le r` for r-allocation, every hub's node allocated to itself. As a path may use any number of
links, no further rows are needed for costs that are not metric. In (5) both directions share the link, because the flow
of one origin never needs both: its cheapest paths form a tree.

(Nickel, Schöbel and Sonneborn 2001; Campbell, Ernst and Krishnamoorthy 2005; Alumur, Kara and Karasan 2009; the flow
variables after Ernst and Krishnamoorthy 1996.)
"""

import numpy as np

from optimize.compact.ending import method_result
from optimize.compact.frame import BoolArray, Frame, outside_of
from optimize.compact.origin_flows import Access, without_path
from optimize.errors import InputError
from optimize.problem import Block, FloatArray, IntArray, Problem, is_capacitated
from optimize.run import Design, Limits, MethodResult, Request, Status
from optimize.solvers import ABSENT, add_below, add_sums_below

_BUILT = 0.5  # a binary above it is 1: solvers return whole numbers within 1e-6


def run(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Find the hubs and the links between them of minimum cost.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
        With `link_cost`, or None for links without set-up cost.
    request : Request
        With `hub_links`, or None if the number of links is part of the decision.
    limits : Limits

    Returns
    -------
    MethodResult

    Raises
    ------
    InputError
        If a hub has a finite capacity.
    """
    if is_capacitated(problem):
        raise InputError(["hub links as a decision cannot be combined with hub capacities: leave one of them out"])
    formulation = NetworkModel(problem, request, limits)
    if formulation.hopeless:
        return MethodResult(Status.INFEASIBLE, None, np.inf, formulation.hopeless)
    report = formulation.frame.solve()
    design = None if report.values is None else formulation.design(report.values)
    # the frame's own bound is of paths over one hub link, which this model may go below
    model = formulation.frame.model
    return method_result(report, design, variables=model.columns, rows=model.rows)


class NetworkModel:
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
    first, second : (m,) int arrays
        The hubs of each link that can be set up.
    links : (m,) int array
        Columns of the link variables.
    hopeless : str
        Why there is no solution, if that is known without solving; else empty.
    """

    def __init__(self, problem: Problem, request: Request, limits: Limits) -> None:
        self.frame = Frame(problem, request, limits, "incomplete hub network")
        self.first, self.second, price = _buildable(problem, self.frame.alive)
        self._access = Access(self.frame)
        self.hopeless = self._why_hopeless()
        if self.hopeless:
            return
        model, z = self.frame.model, self.frame.z
        self.links = model.add_variables(len(price), up=1.0, integer=True)
        model.describe(self.links, "link", lambda: {"first_hub": self.first, "last_hub": self.second})
        add_below(model, self.links, z[self.first])
        add_below(model, self.links, z[self.second])
        if request.hub_links is not None:
            row = np.zeros(len(price), dtype=np.int64)
            model.add_rows(row, self.links, 1.0, "==", np.array([float(request.hub_links)]))
        for s, scenario in self.frame.scenarios:
            self.frame.costs[s].add(self.links, price)
            for b, block in enumerate(scenario.blocks):
                x = self._access.add(s, b, block)
                for i in np.flatnonzero(block.out_flow):
                    self._add_origin((s, b), block, int(i), x)
        self.hopeless = self._access.hopeless

    def _why_hopeless(self) -> str:
        asked = self.frame.request.hub_links
        if asked is not None and asked > len(self.first):
            return f"hub_links is {asked}, but only {len(self.first)} links can be built: lower it"
        links = np.zeros((self.frame.problem.h, self.frame.problem.h), dtype=bool)
        links[self.first, self.second] = links[self.second, self.first] = True
        return without_path(self.frame, links)

    def _add_origin(self, where: tuple[int, int], block: Block, i: int, x: IntArray) -> None:
        """Add rows (1) to (5) for the flow of one origin."""
        model, h, s = self.frame.model, len(self.frame.z), where[0]
        told = {"scenario": s, "block": where[1], "origin": i}
        total = float(block.out_flow[i])
        worth = block.weight * total
        to = np.flatnonzero(block.flow[i])
        part = block.flow[i, to] / total
        balance: list[tuple[IntArray, IntArray, float]] = []

        hub = np.flatnonzero((x[i] != ABSENT) & np.isfinite(block.collection_handled[i]))
        collected = model.add_variables(len(hub), up=1.0)
        self.frame.costs[s].add(collected, worth * block.collection_handled[i, hub])
        add_below(model, collected, x[i, hub])
        balance.append((hub, collected, 1.0))

        shared = np.full((h, h), ABSENT, dtype=np.int64)
        shared[self.first, self.second] = shared[self.second, self.first] = np.arange(len(self.links))
        k, m = np.nonzero((shared != ABSENT) & np.isfinite(block.transfer_handled))
        moved = model.add_variables(len(k), up=1.0)
        self.frame.costs[s].add(moved, worth * block.transfer_handled[k, m])
        add_sums_below(model, shared[k, m], moved, self.links)
        balance += [(k, moved, -1.0), (m, moved, 1.0)]

        last, place = np.nonzero((x[to] != ABSENT).T & np.isfinite(block.distribution[:, to]))
        brought = model.add_variables(len(last), up=part[place])
        self.frame.costs[s].add(brought, worth * block.distribution[last, to[place]])
        add_below(model, brought, x[to[place], last], part[place])
        balance.append((last, brought, -1.0))

        outside = outside_of(block, np.full(len(to), i), to)
        out = np.flatnonzero(np.isfinite(outside))
        around = model.add_variables(len(out), up=part[out])
        self.frame.costs[s].add(around, worth * outside[out])
        model.add_rows(np.concatenate([place, out]), np.concatenate([brought, around]), 1.0, "==", part)

        model.describe(collected, "collected", lambda: {**told, "hub": hub})
        model.describe(moved, "transferred", lambda: {**told, "first_hub": k, "last_hub": m})
        model.describe(brought, "distributed", lambda: {**told, "hub": last, "destination": to[place]})
        model.describe(around, "outside", lambda: {**told, "destination": to[out]})

        at_hub, columns = (np.concatenate([part[p] for part in balance]) for p in (0, 1))
        signs = np.concatenate([np.full(len(part[1]), part[2]) for part in balance])
        model.add_rows(at_hub, columns, signs, "==", np.zeros(h))

    def design(self, values: FloatArray) -> Design:
        """Read hubs, links and allocation from a solution.

        Parameters
        ----------
        values : (columns,) array
            Values of the program's variables.

        Returns
        -------
        Design
            Without paths: each flow takes its cheapest one over these links.
        """
        problem = self.frame.problem
        hubs = self.frame.hubs(values)
        built = values[self.links] > _BUILT
        links = np.zeros((problem.h, problem.h), dtype=bool)
        links[self.first[built], self.second[built]] = links[self.second[built], self.first[built]] = True
        return Design(hubs, self._access.assigned(values, hubs), links=links)


def _buildable(problem: Problem, alive: BoolArray) -> tuple[IntArray, IntArray, FloatArray]:
    """Links that can be set up between candidates that may be open, and their set-up costs."""
    first, second = (side.astype(np.int64) for side in np.triu_indices(problem.h, 1))
    price = np.zeros(len(first))
    if problem.link_cost is not None:
        price = np.minimum(problem.link_cost[first, second], problem.link_cost[second, first])
    there = alive[first] & alive[second] & np.isfinite(price)
    return first[there], second[there], price[there]
