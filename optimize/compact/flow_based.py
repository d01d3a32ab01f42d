r"""Multiple and r-allocation with :math:`n^3` variables, for sizes at which one variable per path is too many.

For every scenario, block of weight :math:`\omega` and origin i with :math:`O_i > 0`, with shares
:math:`g^i_k` of :math:`O_i` collected at k, :math:`Y^i_{km}` of :math:`O_i` transferred from k to m, and
:math:`X^i_{mj}` of :math:`w_{ij}` distributed from m,

.. math::
    c_s = \sum_k f_{sk} z_k + \sum_b \omega \sum_i \Big( O_i \sum_k a_{ik} g^i_k + O_i \sum_{k \ne m} t_{km} Y^i_{km}
          + \sum_{j} w_{ij} \big(\sum_m e_{mj} X^i_{mj} + o_{ij} (1 - \sum_m X^i_{mj})\big) \Big) \\
    \sum_m X^i_{mj} = 1 \quad (\le 1 \text{ where } o_{ij} < \infty) \quad (1) \\
    g^i_m + \sum_k Y^i_{km} = \sum_k Y^i_{mk} + \sum_j \tfrac{w_{ij}}{O_i} X^i_{mj} \quad (2) \\
    g^i_k \le z_k, \qquad X^i_{mj} \le z_m \quad (3) \\
    \sum_m Y^i_{km} \le g^i_k \quad (4)

(Ernst and Krishnamoorthy 1998 for (1)-(3)). Row (4) limits every unit to one transfer: flow from a hub to another was
collected at the former. Without it, discounted flow could pass through nodes that are not hubs if costs violate the
triangle inequality. In r-allocation, :math:`y_{ik}, y_{jm}` of `optimize.compact.assignment` replace :math:`z_k, z_m`
in (3) (Yaman 2011). The rows for capacities are in `optimize.compact.capacity_rows`.
"""

from dataclasses import dataclass

import numpy as np

from optimize.compact.assignment import add_assignment, assigned_hubs
from optimize.compact.capacity_rows import HubLoads, add_capacity
from optimize.compact.frame import Frame, flows, outside_of, routing_of, unserved
from optimize.compact.paths import joined
from optimize.problem import Block, FloatArray, IntArray, Problem, is_capacitated
from optimize.rules import Routing
from optimize.run import Design, Limits, MethodResult, Request, Status
from optimize.solvers import ABSENT

_SOME = 1e-9  # share of a flow that is more than a solver's rounding


def run(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Solve a multiple- or r-allocation problem with the objective "cost" by one mixed-integer program.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    limits : Limits

    Returns
    -------
    MethodResult
    """
    formulation = FlowModel(problem, request, limits)
    if formulation.hopeless:
        return MethodResult(Status.INFEASIBLE, None, np.inf)
    report = formulation.frame.solve()
    design = None if report.values is None else formulation.design(report.values)
    return formulation.frame.result(report, design)


@dataclass(frozen=True, eq=False)
class _Origin:
    """Columns of one origin in one block; `ABSENT` where there is none."""

    node: int
    collected: IntArray  # (h,)
    transferred: IntArray  # (h, h)
    distributed: IntArray  # (h, n)


class FlowModel:
    """The flow-based model, and reading its solutions.

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
        multiple = request.allocation == "multiple"
        self.frame = Frame(problem, request, limits, f"{'multiple' if multiple else 'r-'}allocation, flows")
        self.hopeless = False
        self._most = None if multiple else int(request.allocation)
        self._limited = is_capacitated(problem)
        self._assigned: dict[tuple[int, int], IntArray] = {}
        self._origins: dict[tuple[int, int], list[_Origin]] = {}
        for s, scenario in self.frame.scenarios:
            loads = HubLoads()
            for b, block in enumerate(scenario.blocks):
                self._add_block(s, b, block, loads)
            if self._limited:
                add_capacity(self.frame.model, self.frame.z, scenario, loads, problem.capacity_on)

    def _add_block(self, s: int, b: int, block: Block, loads: HubLoads) -> None:
        frame = self.frame
        shape = (block.n, frame.problem.h)
        if self._most is None:
            y = np.broadcast_to(np.where(frame.alive, frame.z, ABSENT), shape)
        else:
            y, _ = add_assignment(frame, (s, b), block, np.ones(shape, dtype=bool), self._most)
        self._assigned[s, b] = y
        self._origins[s, b] = [
            self._add_origin((s, b), block, int(i), y, loads) for i in np.flatnonzero(block.out_flow > 0)
        ]

    def _add_origin(self, where: tuple[int, int], block: Block, i: int, y: IntArray, loads: HubLoads) -> _Origin:
        s, b = where
        frame, model, h = self.frame, self.frame.model, self.frame.problem.h
        sent = block.out_flow[i]
        to = np.flatnonzero(block.flow[i] > 0)
        outside = outside_of(block, np.full(len(to), i), to)
        free = np.isfinite(outside)

        k = np.flatnonzero((y[i] != ABSENT) & np.isfinite(block.collection_handled[i]))
        collected = np.full(h, ABSENT, dtype=np.int64)
        collected[k] = g = model.add_variables(len(k), up=1.0)
        usable = np.zeros(h, dtype=bool)
        usable[k] = True
        linked = np.isfinite(block.transfer_handled) & usable[:, None] & frame.alive[None, :]
        np.fill_diagonal(linked, False)
        one, other = np.nonzero(linked)
        transferred = np.full((h, h), ABSENT, dtype=np.int64)
        transferred[one, other] = t = model.add_variables(len(one), up=1.0)
        m, at = np.nonzero((y[to].T != ABSENT) & np.isfinite(block.distribution[:, to]))
        distributed = np.full((h, block.n), ABSENT, dtype=np.int64)
        distributed[m, to[at]] = x = model.add_variables(len(m), up=1.0)
        told = {"scenario": s, "block": b, "origin": i}
        model.describe(g, "collected", lambda: {**told, "hub": k})
        model.describe(t, "transferred", lambda: {**told, "first_hub": one, "last_hub": other})
        model.describe(x, "distributed", lambda: {**told, "hub": m, "destination": to[at]})
        self.hopeless |= bool((~np.isin(np.arange(len(to)), at) & ~free).any())

        cost, quantity = frame.costs[s], block.flow[i, to]
        base = np.where(free, outside, 0.0)
        cost.constant += block.weight * float(quantity @ base)
        cost.add(g, block.weight * sent * block.collection_handled[i, k])
        cost.add(t, block.weight * sent * block.transfer_handled[one, other])
        cost.add(x, block.weight * quantity[at] * (block.distribution[m, to[at]] - base[at]))
        for sense, chosen in (("==", ~free), ("<=", free)):
            entries = chosen[at]
            place = np.cumsum(chosen) - 1
            model.add_rows(place[at[entries]], x[entries], 1.0, sense, np.ones(int(chosen.sum())))
        balance = np.concatenate([k, other, one, m])
        part = np.concatenate([np.ones(len(k) + len(other)), -np.ones(len(one)), -quantity[at] / sent])
        model.add_rows(balance, np.concatenate([g, t, t, x]), part, "==", np.zeros(h))
        self._below(g, y[i, k])
        self._below(x, y[to[at], m])
        row = np.concatenate([one, k])
        sign = np.concatenate([np.ones(len(one)), -np.ones(len(k))])
        model.add_rows(row, np.concatenate([t, g]), sign, "<=", np.zeros(h))
        room = block.capacity_use * float(sent)
        loads.add(k, g, room)
        if frame.problem.capacity_on == "throughput":
            loads.add(other, t, room)
        loads.total += room
        loads.bound_to_serve += block.capacity_use * float(quantity[~free].sum())
        return _Origin(i, collected, transferred, distributed)

    def _below(self, lesser: IntArray, greater: IntArray) -> None:
        row = np.arange(len(lesser))
        columns = np.concatenate([lesser, greater])
        sign = np.concatenate([np.ones(len(row)), -np.ones(len(row))])
        self.frame.model.add_rows(np.concatenate([row, row]), columns, sign, "<=", np.zeros(len(row)))

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
                if (s, b) not in self._origins:
                    of_blocks.append(np.zeros((problem.n, problem.h), dtype=bool))
                    block_routings.append(unserved(block))
                    continue
                block_routings.append(self._routing(block, self._origins[s, b], hubs, values))
                if self._most is not None:
                    of_blocks.append(assigned_hubs(problem, self._assigned[s, b], values, hubs, self._most))
            assigned.append(tuple(of_blocks))
            routings.append(tuple(block_routings))
        return Design(
            hubs,
            None if self._most is None else tuple(assigned),
            tuple(routings) if self._limited else None,
        )

    def _routing(self, block: Block, origins: list[_Origin], hubs: tuple[int, ...], values: FloatArray) -> Routing:
        """Decompose the flows of each origin into paths, in proportion to where a last hub's flow comes from."""
        pair, to, _ = flows(block)
        number = np.full(block.flow.shape, -1)
        number[pair, to] = np.arange(len(pair))
        parts: list[tuple[IntArray, IntArray, IntArray, FloatArray]] = []
        for origin in origins:
            g, t, x = (
                np.where(c == ABSENT, 0.0, values[c])
                for c in (origin.collected, origin.transferred, origin.distributed)
            )
            source = t.copy()  # source[k, m]: in m from k
            source[np.diag_indices(len(g))] = np.maximum(g - t.sum(axis=1), 0.0)
            source[source < _SOME] = 0.0
            within = source / np.maximum(source.sum(axis=0), _SOME)
            m, j = np.nonzero(x > _SOME)
            for last, destination in zip(m, j, strict=True):
                first = np.flatnonzero(within[:, last] > 0)
                which = np.full(len(first), number[origin.node, destination])
                parts.append((which, first, np.full(len(first), last), x[last, destination] * within[first, last]))
        paths = joined(parts)
        return routing_of(block, hubs, (pair, to), paths.first, paths.last, paths.which, paths.cost)
