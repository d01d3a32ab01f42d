r"""Flow-dependent economies of scale: the unit cost of a hub link falls with its flow.

The cost :math:`t_{km}\, g(y)` of a directed hub link with flow y, :math:`g(y) = \min_q \{\phi_q + \sigma_q y\}`, is
concave, so that a minimisation needs a binary variable for each link and piece. Flows are modelled by origin, as shares
of :math:`O_i`: :math:`V^i_k` collected and distributed at hub k, :math:`Y^{iq}_{km}` transferred from k to m on piece
q, :math:`X^i_{mj}` from the last hub to j, :math:`u_{ij}` by the outside option. For every class of every scenario

.. math::
    c \mathrel{+}= \omega \sum_{k \ne m,\, q} t_{km} \phi_q b^q_{km} + \omega \sum_i O_i \Big( \sum_k a_{ik} V^i_k
        + \sum_{k \ne m,\, q} (a_{ik} + \sigma_q t_{km} + h_m) Y^{iq}_{km} + \sum_{m,j} e_{mj} X^i_{mj}
        + \sum_j o_{ij} u_{ij} \Big) \\
    V^i_m + \sum_{k,q} Y^{iq}_{km} = \sum_j X^i_{mj} \quad (1) \qquad
    \sum_m X^i_{mj} + u_{ij} = w_{ij} / O_i \quad (2) \\
    V^i_k + \sum_{m,q} Y^{iq}_{km} \le x_{ik} \quad (3) \qquad X^i_{mj} \le (w_{ij} / O_i)\, x_{jm} \quad (4) \\
    Y^{iq}_{km} \le b^q_{km} \quad (5) \qquad \sum_q b^q_{km} \le z_k,\; \sum_q b^q_{km} \le z_m \quad (6)

with :math:`x_{ik} = z_k` for multiple allocation (where (3) also holds with the flow that arrives at k from other hubs
added on the left), :math:`\sum_k x_{ik} = 1` for single and :math:`\sum_k x_{ik} \le r` for r-allocation. Each unit is
collected, transferred over at most one hub link, and distributed, so that no flow passes through a third hub, whatever
the costs. Pieces without a fixed part, and links without cost, need no binary; pieces that are nowhere the minimum up
to the block's total flow are left out. The paths follow from the chosen pieces: each flow takes its cheapest path at
their slopes.

(O'Kelly and Bryan 1998; Ernst and Krishnamoorthy 1996 for flows by origin.)
"""

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from optimize.compact.ending import method_result
from optimize.compact.frame import BoolArray, Frame, outside_of
from optimize.compact.origin_flows import Access
from optimize.errors import InputError
from optimize.problem import Block, FloatArray, IntArray, Problem, is_capacitated
from optimize.rules import Piece, Routing, cheapest_costs, cheapest_paths, useful_pieces
from optimize.run import Design, Limits, MethodResult, Request, Status
from optimize.solvers import ABSENT, add_below, add_sums_below

_ON = 0.5  # a binary above it is 1: solvers return whole numbers within 1e-6


def run(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Find the hubs and the paths of minimum cost under a flow-dependent discount.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
        With a `discount`.
    request : Request
    limits : Limits

    Returns
    -------
    MethodResult

    Raises
    ------
    InputError
        If hubs have capacities, or if hub links are a decision too.
    """
    faults = []
    if is_capacitated(problem):
        faults.append("a flow-dependent discount cannot be combined with hub capacities: leave one of them out")
    if problem.link_cost is not None or request.hub_links is not None:
        faults.append("a flow-dependent discount cannot be combined with a choice of hub links: leave one of them out")
    if faults:
        raise InputError(faults)
    formulation = DiscountModel(problem, request, limits)
    if formulation.hopeless:
        return MethodResult(Status.INFEASIBLE, None, np.inf, formulation.hopeless)
    report = formulation.frame.solve()
    design = None if report.values is None else formulation.design(report.values)
    # the frame's own bound is of undiscounted costs, which this model may go below
    model = formulation.frame.model
    return method_result(report, design, variables=model.columns, rows=model.rows)


class DiscountModel:
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
    hopeless : str
        Why there is no solution, if that is known without solving; else empty.
    """

    def __init__(self, problem: Problem, request: Request, limits: Limits) -> None:
        self.frame = Frame(problem, request, limits, "flow-dependent discount")
        self._access = Access(self.frame)
        self._pieces: dict[tuple[int, int], list[tuple[Piece, IntArray]]] = {}
        self.hopeless = ""
        for s, scenario in self.frame.scenarios:
            for b, block in enumerate(scenario.blocks):
                self._add_block(s, b, block)
        self.hopeless = self.hopeless or self._access.hopeless

    def _add_block(self, s: int, b: int, block: Block) -> None:
        problem = self.frame.problem
        cost = cheapest_costs(block, np.flatnonzero(self.frame.alive), self.frame.model.look)
        lost = np.argwhere((block.flow > 0) & np.isinf(cost))
        if len(lost):
            i, j = lost[0]
            self.hopeless = (
                f"flow from {problem.labels[i]!r} to {problem.labels[j]!r} has no path even with every hub open "
                f"(scenario {problem.scenarios[s].name!r}, class {block.name!r}; {len(lost)} such flows): give it a "
                "finite cost, a direct cost or an unmet penalty"
            )
            return
        x = self._access.add(s, b, block)
        arcs = self._arcs(block)
        pieces = self._add_pieces(s, b, block, arcs)
        for i in np.flatnonzero(block.out_flow):
            self._add_origin((s, b), block, int(i), x, arcs, pieces)

    def _arcs(self, block: Block) -> tuple[IntArray, IntArray]:
        """Directed hub links that can carry flow."""
        there = np.isfinite(block.transfer) & self.frame.alive[:, None] & self.frame.alive[None, :]
        np.fill_diagonal(there, False)
        first, second = np.nonzero(there)
        return first.astype(np.int64), second.astype(np.int64)

    def _add_pieces(
        self, s: int, b: int, block: Block, arcs: tuple[IntArray, IntArray]
    ) -> list[tuple[Piece, IntArray]]:
        """Add b^q_km, `ABSENT` where none is needed, and rows (6)."""
        model, z = self.frame.model, self.frame.z
        first, second = arcs
        transfer = block.transfer[first, second]
        pieces: list[tuple[Piece, IntArray]] = []
        entries: list[tuple[IntArray, IntArray]] = []
        for piece in useful_pieces(self.frame.problem.discount or ((0.0, 1.0),), float(block.flow.sum())):
            columns = np.full(len(first), ABSENT, dtype=np.int64)
            if piece[0] > 0:
                arc = np.flatnonzero(transfer > 0)
                columns[arc] = model.add_variables(len(arc), up=1.0, integer=True)
                told: dict[str, Any] = {"scenario": s, "block": b, "first_hub": first, "last_hub": second}
                model.describe(columns, f"piece{len(pieces) + 1}", partial(dict, told))
                self.frame.costs[s].add(columns[arc], block.weight * piece[0] * transfer[arc])
                entries.append((arc, columns[arc]))
            pieces.append((piece, columns))
        if entries:
            arc, columns = (np.concatenate(parts) for parts in zip(*entries, strict=True))
            for hub in (first, second):
                used, at = np.unique(arc, return_inverse=True)
                limit = z[hub[used]]
                add_sums_below(model, at, columns, limit)
        self._pieces[s, b] = pieces
        return pieces

    def _add_origin(
        self,
        where: tuple[int, int],
        block: Block,
        i: int,
        x: IntArray,
        arcs: tuple[IntArray, IntArray],
        pieces: list[tuple[Piece, IntArray]],
    ) -> None:
        """Add rows (1) to (5) for the flow of one origin."""
        model, cost = self.frame.model, self.frame.costs[where[0]]
        told: dict[str, Any] = {"scenario": where[0], "block": where[1], "origin": i}
        total = float(block.out_flow[i])
        worth = block.weight * total
        to = np.flatnonzero(block.flow[i])
        part = block.flow[i, to] / total
        collect = np.where(x[i] != ABSENT, block.collection_handled[i], np.inf)

        own = np.flatnonzero(np.isfinite(collect))
        stay = model.add_variables(len(own), up=1.0)
        cost.add(stay, worth * collect[own])
        model.describe(stay, "collected", lambda: {**told, "hub": own})
        leaving, arriving = [(own, stay)], [(own, stay)]
        first, second = arcs
        for (_, slope), binary in pieces:
            arc = np.flatnonzero(np.isfinite(collect[first]))
            k, m = first[arc], second[arc]
            moved = model.add_variables(len(arc), up=1.0)
            ride = {**told, "first_hub": k, "last_hub": m}
            model.describe(moved, f"transferred{len(leaving)}", partial(dict, ride))
            cost.add(moved, worth * (collect[k] + slope * block.transfer[k, m] + block.handling[m]))
            switched = np.flatnonzero(binary[arc] != ABSENT)
            add_below(model, moved[switched], binary[arc[switched]])
            leaving.append((k, moved))
            arriving.append((m, moved))
        passing = leaving + arriving[1:] if self.frame.request.allocation == "multiple" else leaving
        hub, columns = (np.concatenate(parts) for parts in zip(*passing, strict=True))
        # at a hub that this origin cannot use, only (4) limits the flow that arrives
        kept = x[i, hub] != ABSENT
        add_sums_below(model, hub[kept], columns[kept], x[i])

        last, place = np.nonzero((x[to] != ABSENT).T & np.isfinite(block.distribution[:, to]))
        brought = model.add_variables(len(last), up=part[place])
        cost.add(brought, worth * block.distribution[last, to[place]])
        add_below(model, brought, x[to[place], last], part[place])
        model.describe(brought, "distributed", lambda: {**told, "hub": last, "destination": to[place]})
        hub = np.concatenate([h for h, _ in arriving] + [last])
        model.add_rows(
            hub,
            np.concatenate([c for _, c in arriving] + [brought]),
            np.concatenate([np.ones(len(hub) - len(last)), -np.ones(len(last))]),
            "==",
            np.zeros(len(self.frame.z)),
        )
        outside = outside_of(block, np.full(len(to), i), to)
        out = np.flatnonzero(np.isfinite(outside))
        around = model.add_variables(len(out), up=part[out])
        model.describe(around, "outside", lambda: {**told, "destination": to[out]})
        cost.add(around, worth * outside[out])
        model.add_rows(np.concatenate([place, out]), np.concatenate([brought, around]), 1.0, "==", part)

    def design(self, values: FloatArray) -> Design:
        """Read hubs, allocation and paths from a solution.

        Parameters
        ----------
        values : (columns,) array
            Values of the program's variables.

        Returns
        -------
        Design
        """
        hubs = self.frame.hubs(values)
        assigned = self._access.assigned(values, hubs)
        routing = tuple(
            tuple(
                self._route(values, hubs, None if assigned is None else assigned[s][b], s, b, block)
                for b, block in enumerate(scenario.blocks)
            )
            for s, scenario in enumerate(self.frame.problem.scenarios)
        )
        return Design(hubs, assigned, routing)

    def _route(
        self, values: FloatArray, hubs: tuple[int, ...], assigned: BoolArray | None, s: int, b: int, block: Block
    ) -> Routing:
        """Each flow's cheapest path at the slopes of the chosen pieces."""
        sloped = np.full_like(block.transfer, np.inf)
        np.fill_diagonal(sloped, 0.0)
        if (s, b) in self._pieces:
            first, second = self._arcs(block)
            for (_, slope), columns in self._pieces[s, b]:
                on = (columns == ABSENT) | (values[np.maximum(columns, 0)] > _ON)
                k, m = first[on], second[on]
                sloped[k, m] = np.minimum(sloped[k, m], slope * block.transfer[k, m])
        else:
            sloped = block.transfer
        i, j = np.nonzero(block.flow)
        over, last, _ = cheapest_paths(replace(block, transfer=sloped), hubs, assigned)
        return Routing(i.astype(np.int64), j.astype(np.int64), over[i, j], last[i, j], np.ones(len(i)))
