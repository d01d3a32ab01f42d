r"""Hub covering: serve pairs within a limit T on their unit cost.

Set covering: the fewest hubs, or the least fixed cost if any is positive, such that every pair with flow is covered,

.. math::
    \min \sum_k f_k z_k \quad \text{every pair with } w_{ij} > 0 \text{ is served at } F_{ij}(k, m) \le T. \quad (1)

Maximal covering: with p hubs, the largest weighted flow that is served within T,

.. math::
    \max \sum_{i,j} \omega\, w_{ij} v_{ij}, \quad 0 \le v_{ij} \le 1, \quad
    v_{ij} = 1 \text{ only if } F_{ij}(k, m) \le T \text{ for hubs } k, m \text{ that i and j use}. \quad (2)

(Campbell 1994; Kara and Tansel 2003; Wagner 2008.) An outside option within T covers its pair. Set covering has the
rows of `optimize.cover.sets`. Maximal covering has

- for multiple allocation: :math:`v \le \sum_{k} z_k + \sum_{\{k,m\}} y_{km}` over the hubs and couples that cover,
  one row for all pairs with equal sets; (3)
- for single allocation: :math:`v_{ij} = \sum_k v_{ij}^k`, :math:`v_{ij}^k \le x_{ik}`,
  :math:`v_{ij}^k \le \sum_{m:\, F_{ij}(k,m) \le T} x_{jm}`; (4)
- for r-allocation: :math:`v_{ij} \le \sum_{k,m} x_{ij}^{km}` over the paths that cover. (5)

With several scenarios, set covering covers every pair in each of them, and the risk measure applies to their fixed
costs. In maximal covering the risk measure applies to the negative of the covered flow: the worst case is the scenario
with the least covered flow.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from optimize.compact.ending import method_result
from optimize.compact.risk_rows import ScenarioCost, add_risk
from optimize.cover import (
    BoolArray,
    Case,
    CoverProgram,
    add_allocation,
    add_couples,
    add_hubs,
    add_paths,
    beyond,
    cover_program,
    cover_sets,
    path_cost_from,
    set_entries,
    suggest_hubs,
    too_few,
    within_outside,
)
from optimize.problem import Block, IntArray, Problem
from optimize.run import Limits, MethodResult, Request, Status, counted_scenarios
from optimize.solvers import ABSENT, Model, SolverReport, add_below, solve_model

_SOLVER_ROUNDING = 1e-6  # relative to the total flow: the solver's tolerance, below which covered flow is none


def run(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Solve a covering problem.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
        With the objective "set_covering" or "max_covering".
    limits : Limits

    Returns
    -------
    MethodResult
        Its bound is an upper bound for "max_covering".
    """
    limit = request.objective.limit
    alive = np.isin(np.arange(problem.h), sorted(request.closed_hubs), invert=True)
    if request.objective.counts_hubs:
        return _set_covering(problem, request, limits, limit, alive)
    return _max_covering(problem, request, limits, limit, alive)


def _cases(problem: Problem, counted: Sequence[int]) -> list[Case]:
    """Pairs with flow, of every block of the scenarios that count."""
    return [Case(s, b, block, block.flow > 0) for s in counted for b, block in enumerate(problem.scenarios[s].blocks)]


# ------------------------------------------------------------------------------------------------- set covering


def _set_covering(problem: Problem, request: Request, limits: Limits, limit: float, alive: BoolArray) -> MethodResult:
    cases = _cases(problem, range(len(problem.scenarios)))
    fault = beyond(problem, cases, limit, alive, limits.clock.check)
    if fault:
        return MethodResult(Status.INFEASIBLE, None, np.inf, fault)
    program = cover_program(problem, request, cases, [limit] * len(cases), alive, limits.clock)
    if program is None:
        return MethodResult(Status.INFEASIBLE, None, np.inf, too_few(request))
    suggest_hubs(program.model, program.z, limits)
    there = program.z != ABSENT
    program.model.describe(program.z, "open", lambda: {"hub": np.arange(problem.h)})
    priced = any(s.fixed_cost.any() for s in problem.scenarios)
    costs = {s: ScenarioCost() for s in counted_scenarios(problem, request)}
    for s, cost in costs.items():
        price = problem.scenarios[s].fixed_cost if priced else np.ones(problem.h)
        cost.add(program.z[there], price[there])
    unit = max((float(s.fixed_cost[there].max(initial=0.0)) for s in problem.scenarios), default=0.0) or 1.0
    unit = 1.0 if request.measure.is_relative or not priced else unit
    add_risk(program.model, problem, request, costs, unit)
    report = solve_model(program.model, limits, phase=request.objective.name)
    return _result(problem, program, report, cases, too_few(request))


# --------------------------------------------------------------------------------------------- maximal covering


def _max_covering(problem: Problem, request: Request, limits: Limits, limit: float, alive: BoolArray) -> MethodResult:
    counted = counted_scenarios(problem, request)
    cases = _cases(problem, counted)
    model = Model("maximal covering", clock=limits.clock)
    z = add_hubs(model, request, alive)
    model.describe(z, "open", lambda: {"hub": np.arange(problem.h)})
    suggest_hubs(model, z, limits)
    missed = {s: ScenarioCost() for s in counted}
    access: list[IntArray] = []
    for case in cases:
        cost = missed[case.scenario]
        outside = within_outside(case.block, limit)
        cost.constant -= case.block.weight * float(case.block.flow[outside].sum())
        wanted = case.needed & ~outside
        if request.allocation == "multiple":
            _cover_multiple(model, z, case.block, wanted, limit, alive, cost)
            continue
        single = request.allocation == "single"
        hubs = np.broadcast_to(alive, (problem.n, problem.h))
        r = 1 if single else int(request.allocation)
        x = add_allocation(model, z, hubs, problem.candidate_index, r, exactly=single)
        access.append(x)
        (_cover_single if single else _cover_paths)(model, x, case.block, wanted, limit, cost)
    if request.own_optimum is not None:
        # regret of covered flow: what could have been covered in the scenario minus what is
        request = replace(request, own_optimum=tuple(-own for own in request.own_optimum))
    unit = max((float(b.weight * b.flow.sum()) for s in counted for b in problem.scenarios[s].blocks), default=0.0)
    unit = unit or 1.0
    add_risk(model, problem, request, missed, 1.0 if request.measure.is_relative else unit)
    report = solve_model(model, limits, phase=request.objective.name)
    result = _result(problem, CoverProgram(model, z, access or None), report, cases, "")
    bound = result.bound
    if result.status is Status.OPTIMAL and max(abs(report.objective), abs(bound)) <= _SOLVER_ROUNDING * unit:
        bound = report.objective  # nothing can be covered: the solver's rounding would leave a gap of 100%
    return replace(result, bound=-bound)


def _cover_multiple(
    model: Model, z: IntArray, block: Block, wanted: BoolArray, limit: float, alive: BoolArray, cost: ScenarioCost
) -> None:
    """Rows (3)."""
    sets = cover_sets(block, wanted, limit, alive, block.flow, model.look)
    some = np.flatnonzero(sets.single.any(axis=1) | sets.couple.any(axis=1))
    if not some.size:
        return
    y = add_couples(model, z, sets.first, sets.second, np.asarray(sets.couple.any(axis=0)))
    v = model.add_variables(len(sets.weight), up=1.0)
    rows, columns = set_entries(sets, z, y)
    model.add_rows(
        np.concatenate([rows, np.arange(len(v))]),
        np.concatenate([columns, v]),
        np.concatenate([np.ones(len(rows)), -np.ones(len(v))]),
        ">=",
        np.zeros(len(v)),
    )
    cost.add(v, -block.weight * sets.weight)


def _cover_single(model: Model, x: IntArray, block: Block, wanted: BoolArray, limit: float, cost: ScenarioCost) -> None:
    """Rows (4)."""
    for i in range(block.n):
        model.look()
        covers = path_cost_from(block, i) <= limit
        for j in np.flatnonzero(wanted[i]):
            good = covers[:, :, j] & (x[i] != ABSENT)[:, None] & (x[j] != ABSENT)[None, :]
            if i == j:
                good &= np.eye(len(good), dtype=bool)
            first = np.flatnonzero(good.any(axis=1))
            if not first.size:
                continue
            v = model.add_variables(len(first), up=1.0)
            add_below(model, v, x[i, first])
            row = np.arange(len(first))
            at, last = np.nonzero(good[first])
            model.add_rows(
                np.concatenate([row, at]),
                np.concatenate([v, x[j, last]]),
                np.concatenate([np.ones(len(row)), -np.ones(len(at))]),
                "<=",
                np.zeros(len(row)),
            )
            cost.add(v, -block.weight * block.flow[i, j])


def _cover_paths(model: Model, y: IntArray, block: Block, wanted: BoolArray, limit: float, cost: ScenarioCost) -> None:
    """Rows (5)."""
    paths = add_paths(model, y, block, wanted, limit)
    count = len(paths.origin)
    if not len(paths.pair):
        return
    v = model.add_variables(count, up=1.0)
    model.add_rows(
        np.concatenate([paths.pair, np.arange(count)]),
        np.concatenate([paths.column, v]),
        np.concatenate([np.ones(len(paths.pair)), -np.ones(count)]),
        ">=",
        np.zeros(count),
    )
    cost.add(v, -block.weight * block.flow[paths.origin, paths.destination])


def _result(
    problem: Problem,
    program: CoverProgram,
    report: SolverReport,
    cases: Sequence[Case],
    explanation: str,
) -> MethodResult:
    design = None
    if report.values is not None:
        design = program.read(report.values, problem, cases).design(problem, cases)
    return method_result(report, design, explanation)
