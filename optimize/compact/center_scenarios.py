r"""The p-hub centre over several scenarios: the expected radius, its CVaR, and other measures that mix radii.

:math:`Z_s`, the radius of scenario s, is at least the radius :math:`L_s` with every hub open. Costs below :math:`L_s`
count as :math:`L_s`.

Multiple allocation, path model: for each pair, class and scenario, with e running over hubs, couples of hubs in their
cheaper order (unless one of the two hubs alone is as cheap), and the outside option,

.. math::
    Z_s \ge \sum_e F_{ij}(e)\, x_{ij}^e, \quad \sum_e x_{ij}^e = 1, \quad \sum_{e \ni k} x_{ij}^e \le z_k. \quad (1)

r-allocation: e runs over ordered couples, with :math:`\sum_m x_{ij}^{km} \le y_{ik}` and
:math:`\sum_k x_{ij}^{km} \le y_{jm}` in place of the last.

Single allocation, radius model with radii of collection :math:`R_k` and of distribution :math:`D_m`:

.. math::
    R_k \ge a_{ik} x_{ik}, \quad D_m \ge e_{mj} x_{jm}, \quad
    Z_s \ge R_k + t_{km} + D_m - M_{km} (2 - z_k - z_m), \quad Z_s \ge R_k + D_k \quad (2)

with :math:`M_{km} = (t_{km} + \max(\max_i a_{ik}, \max_j e_{mj}) - L_s)^+`; the term may be dropped only if costs are
metric and the transfer factor is at most 1 (Ernst, Hamacher, Jiang, Krishnamoorthy and Woeginger 2009). The model is
exact, because the pairs i = j count and every open hub serves at least its own node. An outside option limits the cost
of single pairs, which radii cannot express; then the rows are

.. math::
    Z_s \ge \sum_m \min\{F_{ij}(k, m), c_{ij}\}\, x_{jm} - M_{ijk} (1 - x_{ik}). \quad (3)
"""

from collections.abc import Sequence

import numpy as np

from optimize.compact.ending import method_result
from optimize.compact.risk_rows import ScenarioCost, add_risk
from optimize.cover import (
    BoolArray,
    Case,
    CoverProgram,
    add_allocation,
    add_hubs,
    pair_costs,
    path_cost_from,
    suggest_hubs,
)
from optimize.problem import Block, FloatArray, IntArray, Problem
from optimize.run import Limits, MethodResult, Request, Status
from optimize.solvers import ABSENT, Model, add_sums_below, solve_model


def run(problem: Problem, request: Request, limits: Limits, cases: Sequence[Case], alive: BoolArray) -> MethodResult:
    """Minimise the expected radius, or another measure that is not the largest of them.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    limits : Limits
    cases : sequence of Case
        Blocks with the pairs that count; each pair has a path if all candidates that may be open are.
    alive : (h,) bool array
        Candidates that may be open.

    Returns
    -------
    MethodResult
    """
    lowest = dict.fromkeys((case.scenario for case in cases), 0.0)
    for case in cases:
        cost = pair_costs(case.block, np.flatnonzero(alive), look=limits.clock.check)
        most = float(cost[case.needed].max(initial=0.0))
        lowest[case.scenario] = max(lowest[case.scenario], most)
    unit = max(lowest.values()) or 1.0
    text = f"no set of hubs gives every pair a path under {request.allocation} allocation"
    usable = [_usable(case, request, alive) for case in cases]
    for each in usable:
        alive = alive & each[problem.candidate_index, np.arange(problem.h)]
    usable = [each & alive for each in usable]
    if not (all(each.any(axis=1).all() for each in usable) and alive[sorted(request.open_hubs)].all()):
        return MethodResult(Status.INFEASIBLE, None, np.inf, text)
    model = Model("center", clock=limits.clock)
    z = add_hubs(model, request, alive)
    suggest_hubs(model, z, limits)
    radius = {s: model.add_variables(1, low=low / unit) for s, low in lowest.items()}
    access: list[IntArray] = []
    for case, hubs in zip(cases, usable, strict=True):
        least, column = lowest[case.scenario] / unit, radius[case.scenario]
        scaled = _Scaled(case.block, case.needed, unit, least)
        if request.allocation == "multiple":
            _add_paths(model, z, column, scaled, alive)
            continue
        single = request.allocation == "single"
        r = 1 if single else int(request.allocation)
        x = add_allocation(model, z, hubs, problem.candidate_index, r, exactly=single)
        access.append(x)
        if not single:
            _add_allocated_paths(model, x, column, scaled)
        elif case.block.outside is None:
            _add_radii(model, z, x, column, scaled)
        else:
            _add_pairs(model, x, column, scaled)
    costs = {s: ScenarioCost() for s in lowest}
    for s, column in radius.items():
        costs[s].add(column, unit)
    add_risk(model, problem, request, costs, unit)
    report = solve_model(model, limits, phase="center")
    design = None
    if report.values is not None:
        found = CoverProgram(model, z, access or None).read(report.values, problem, cases)
        design = found.design(problem, cases)
    return method_result(report, design, text)


def _usable(case: Case, request: Request, alive: BoolArray) -> BoolArray:
    """(n, h) hubs that a node may use."""
    block = case.block
    if request.allocation == "single" and block.outside is None:
        return np.isfinite(block.collection_handled) & np.isfinite(block.distribution.T) & alive
    return np.broadcast_to(alive, block.collection.shape)


class _Scaled:
    """Costs of a block in the model's unit, none below the radius with every hub open."""

    def __init__(self, block: Block, needed: BoolArray, unit: float, least: float) -> None:
        self.block, self.needed, self.unit, self.least = block, needed, unit, least
        self.outside = None if block.outside is None else np.maximum(block.outside / unit, least)

    def paths(self, origin: int) -> FloatArray:
        """(h, h, n) costs of all paths from one node."""
        return np.maximum(path_cost_from(self.block, origin) / self.unit, self.least)


def _add_choice(model: Model, radius: IntArray, choices: IntArray, cost: FloatArray, outside: float) -> None:
    """Choose exactly one path of a pair, or its outside option, with a cost within the radius."""
    if np.isfinite(outside):
        choices, cost = np.append(choices, model.add_variables(1, up=1.0)), np.append(cost, outside)
    model.add_rows(np.zeros(len(choices), dtype=np.int64), choices, 1.0, "==", np.ones(1))
    columns, values = np.append(radius, choices), np.append(1.0, -cost)
    model.add_rows(np.zeros(len(columns), dtype=np.int64), columns, values, ">=", np.zeros(1))


def _add_paths(model: Model, z: IntArray, radius: IntArray, scaled: _Scaled, alive: BoolArray) -> None:
    """Rows (1)."""
    first, second = np.triu_indices(len(alive), 1)
    both = alive[first] & alive[second]
    first, second, hubs = first[both], second[both], np.flatnonzero(alive)
    for i in range(scaled.block.n):
        paths = scaled.paths(i)
        for j in np.flatnonzero(scaled.needed[i]):
            alone = paths[:, :, j].diagonal()
            couple = np.minimum(paths[first, second, j], paths[second, first, j])
            outside = np.inf if scaled.outside is None else float(scaled.outside[i, j])
            if outside <= scaled.least:
                continue
            better = (couple < alone[first]) & (couple < alone[second]) & (couple < outside)
            own = hubs[(alone[hubs] < outside) & np.isfinite(alone[hubs])]
            choices = model.add_variables(len(own) + int(better.sum()), up=1.0)
            cost = np.concatenate([alone[own], couple[better]])
            _add_choice(model, radius, choices, cost, outside)
            joint = choices[len(own) :]
            add_sums_below(
                model,
                np.concatenate([own, first[better], second[better]]),
                np.concatenate([choices[: len(own)], joint, joint]),
                z,
            )


def _add_allocated_paths(model: Model, y: IntArray, radius: IntArray, scaled: _Scaled) -> None:
    """Rows (1) for r-allocation."""
    for i in range(scaled.block.n):
        paths = scaled.paths(i)
        for j in np.flatnonzero(scaled.needed[i]):
            outside = np.inf if scaled.outside is None else float(scaled.outside[i, j])
            if outside <= scaled.least:
                continue
            there = (y[i] != ABSENT)[:, None] & (y[j] != ABSENT)[None, :]
            first, last = np.nonzero(there & (paths[:, :, j] < outside) & np.isfinite(paths[:, :, j]))
            choices = model.add_variables(len(first), up=1.0)
            _add_choice(model, radius, choices, paths[first, last, j], outside)
            add_sums_below(model, first, choices, y[i])
            add_sums_below(model, last, choices, y[j])


def _add_radii(model: Model, z: IntArray, x: IntArray, radius: IntArray, scaled: _Scaled) -> None:
    """Rows (2)."""
    block, unit = scaled.block, scaled.unit
    collect, distribute = block.collection_handled / unit, block.distribution.T / unit
    reach = []
    for cost in (collect, distribute):
        most = np.where(np.isfinite(cost), cost, 0.0).max(axis=0)
        column = model.add_variables(len(most))
        node, hub = np.nonzero((x != ABSENT) & (cost > 0))
        row = np.arange(len(node))
        model.add_rows(
            np.concatenate([row, row]),
            np.concatenate([column[hub], x[node, hub]]),
            np.concatenate([np.ones(len(row)), -cost[node, hub]]),
            ">=",
            np.zeros(len(row)),
        )
        reach.append((column, most))
    (r, most_r), (d, most_d) = reach
    hubs = np.flatnonzero(z != ABSENT)
    transfer = block.transfer_handled / unit
    for k in hubs:
        for m in hubs:
            if k == m:
                model.add_rows([0, 0, 0], np.array([radius[0], r[k], d[k]]), [1.0, -1.0, -1.0], ">=", np.zeros(1))
            elif np.isinf(transfer[k, m]):
                model.add_rows([0, 0], z[[k, m]], 1.0, "<=", np.ones(1))
            else:
                big = max(0.0, transfer[k, m] + max(most_r[k], most_d[m]) - scaled.least)
                model.add_rows(
                    np.zeros(5, dtype=np.int64),
                    np.array([radius[0], r[k], d[m], z[k], z[m]]),
                    [1.0, -1.0, -1.0, -big, -big],
                    ">=",
                    np.array([transfer[k, m] - 2.0 * big]),
                )


def _add_pairs(model: Model, x: IntArray, radius: IntArray, scaled: _Scaled) -> None:
    """Rows (3)."""
    for i in range(scaled.block.n):
        paths = scaled.paths(i)
        for j in np.flatnonzero(scaled.needed[i]):
            cost = paths[:, :, j]
            if scaled.outside is not None:
                cost = np.minimum(cost, scaled.outside[i, j])
            for k in np.flatnonzero(x[i] != ABSENT):
                there = x[j] != ABSENT
                finite = there & np.isfinite(cost[k])
                if i == j:
                    # the same hub collects and distributes
                    there = finite = np.arange(len(there)) == k
                    if np.isinf(cost[k, k]):
                        model.add_rows([0], x[i, [k]], 1.0, "==", np.zeros(1))
                        continue
                apart = np.flatnonzero(there & ~finite)
                if apart.size:
                    columns = np.append(x[i, k], x[j, apart])
                    model.add_rows(np.zeros(len(columns), dtype=np.int64), columns, 1.0, "<=", np.ones(1))
                here = np.flatnonzero(finite)
                if not here.size:
                    continue
                big = float(cost[k, here].max()) - scaled.least
                if big > 0:
                    columns = np.concatenate([radius, x[j, here], x[i, [k]]])
                    values = np.concatenate([[1.0], -cost[k, here], [-big]])
                    model.add_rows(np.zeros(len(columns), dtype=np.int64), columns, values, ">=", np.array([-big]))
