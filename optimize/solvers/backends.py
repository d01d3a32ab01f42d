"""The one file that imports solver back ends: PuLP, and HiGHS's object that PuLP holds.

Works with PuLP 3.3 and PuLP 4, whose interfaces differ; nothing outside this file knows about either.
"""

import inspect
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import highspy
import numpy as np
import pulp

from optimize.errors import InputError
from optimize.problem import FloatArray, IntArray
from optimize.run import Status
from optimize.solvers.cbc import run_cbc, text_of
from optimize.solvers.milp import Arrays, OutOfTimeError, check_time
from optimize.solvers.outcome import Limits, RawOutcome

INFINITY = float(highspy.kHighsInf)
Report = Callable[[float, float, float], None]

_PULP_4 = int(pulp.__version__.partition(".")[0]) >= 4
_CBC_NAMES = ("cbc", "coin_cmd", "pulp_cbc_cmd")
_MODEL_STATUS = highspy.HighsModelStatus
_ENDS = {
    _MODEL_STATUS.kOptimal: Status.OPTIMAL,
    _MODEL_STATUS.kModelEmpty: Status.OPTIMAL,
    _MODEL_STATUS.kInfeasible: Status.INFEASIBLE,
    _MODEL_STATUS.kUnbounded: Status.UNBOUNDED,
}
_CUT_SHORT = ("kTimeLimit", "kInterrupt", "kIterationLimit", "kSolutionLimit", "kObjectiveBound", "kMemoryLimit")
_POLL_S = 0.2
_EACH_LOOK = 1024  # rows or columns that go to PuLP between two looks at the clock
_POOL_LOCK, _POOL = threading.Lock(), {"threads": -1}
_FEASIBLE_POINT = 2  # HiGHS's kSolutionStatusFeasible


def available_solvers() -> list[str]:
    """Names that `solve_model` takes and that work on this machine."""
    names = [name for name in pulp.listSolvers(onlyAvailable=True) if name.lower() not in _CBC_NAMES]
    if _cbc_path() is not None:
        names.append("CBC")
    return sorted(names, key=lambda name: (name != "HiGHS", name.lower()))


def check_solver(solver: str | None) -> str:
    """Canonical name of a solver that is there.

    Raises
    ------
    InputError
        Naming the solvers that are there and how to get others.
    """
    name = "highs" if solver is None else str(solver).lower()
    if name == "highs":
        return "HiGHS"
    if name in _CBC_NAMES:
        if _cbc_path() is not None:
            return "CBC"
        remedy = "install it with: pip install 'pulp[cbc]'"
    else:
        known = {each.lower(): each for each in pulp.listSolvers()}
        if name in known:
            if known[name] in pulp.listSolvers(onlyAvailable=True):
                return known[name]
            remedy = "install it, with its licence if it needs one"
        else:
            remedy = f"PuLP knows {', '.join(known.values())}"
    there = ", ".join(available_solvers())
    raise InputError([f"solver {solver!r} is not available here: use one of {there}; or {remedy}"])


def run(
    name: str,
    title: str,
    arrays: Arrays,
    factor: float,
    limits: Limits,
    report: Report | None = None,
    options: dict[str, Any] | None = None,
) -> RawOutcome:
    """Build the program with its objective times `factor` in PuLP and minimise it with the solver of that name."""
    start = time.perf_counter()
    deadline = None if limits.time_limit is None else start + limits.time_limit
    try:
        prob, variables = _to_pulp(title, arrays, factor, deadline)
        check_time(deadline)
    except OutOfTimeError:
        return RawOutcome(Status.NO_SOLUTION, None, -np.inf, 0, "the time ran out while the program was being built")
    if limits.time_limit is not None:
        limits = replace(limits, time_limit=max(0.0, limits.time_limit - (time.perf_counter() - start)))
    if name == "HiGHS":
        return _solve_highs(prob, arrays, limits, report, options or {})
    if name == "CBC":
        return _solve_cbc(prob, arrays, limits, report)
    return _solve_other(name, prob, variables, limits)


def _to_pulp(
    name: str, arrays: Arrays, factor: float, deadline: float | None = None
) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
    """Build the PuLP problem; column c is called X and its number, so that names sort as numbers do."""
    prob = pulp.LpProblem("".join(ch if ch.isalnum() else "_" for ch in name), pulp.LpMinimize)
    low, up = ([None if np.isinf(v) else v for v in side.tolist()] for side in (arrays.low, arrays.up))
    kind = [pulp.LpInteger if whole else pulp.LpContinuous for whole in arrays.integer.tolist()]
    variables = []
    for c, (lo, hi, cat) in enumerate(zip(low, up, kind, strict=True)):
        if c % _EACH_LOOK == 0:
            check_time(deadline)
        variables.append(prob.add_variable(f"X{c:07d}", lo, hi, cat=cat))
    cost = (arrays.cost * factor).tolist()
    prob.setObjective(_expression({x: c for x, c in zip(variables, cost, strict=True) if c != 0.0}))
    data, column = arrays.matrix.data.tolist(), [variables[c] for c in arrays.matrix.indices.tolist()]
    first = arrays.matrix.indptr.tolist()
    for r, (lo, hi) in enumerate(zip(arrays.row_low.tolist(), arrays.row_up.tolist(), strict=True)):
        if r % _EACH_LOOK == 0:
            check_time(deadline)
        a, b = first[r], first[r + 1]
        if a == b and lo <= 0.0 <= hi:
            continue
        terms = dict(zip(column[a:b], data[a:b], strict=True))
        if lo == hi:
            prob.addConstraint(_constraint(terms, pulp.LpConstraintEQ, lo))
        elif np.isinf(hi):
            prob.addConstraint(_constraint(terms, pulp.LpConstraintGE, lo))
        else:
            prob.addConstraint(_constraint(terms, pulp.LpConstraintLE, hi))
    return prob, variables


def _expression(terms: dict[Any, float]) -> Any:
    return pulp.LpAffineExpression.from_dict(terms) if _PULP_4 else pulp.LpAffineExpression(terms)


def _constraint(terms: dict[Any, float], sense: int, rhs: float) -> Any:
    if not _PULP_4:
        return pulp.LpConstraint(_expression(terms), sense, rhs=rhs)
    left = _expression(terms)
    if sense == pulp.LpConstraintEQ:
        return left == rhs
    return left >= rhs if sense == pulp.LpConstraintGE else left <= rhs


def _column_numbers(prob: pulp.LpProblem) -> IntArray:
    """Which of our columns each of the solver's columns is: PuLP 4 leaves out those that appear nowhere."""
    there = prob.exported_variables() if _PULP_4 else prob.variables()
    return np.array([int(v.name[1:]) for v in there], dtype=np.int64)


def _all_values(some: FloatArray, columns: IntArray, arrays: Arrays) -> FloatArray:
    """Values of all columns; what the solver never saw stands at the point of its bounds nearest to zero."""
    values = np.clip(0.0, arrays.low, arrays.up)
    values[columns] = some
    return values


def _cbc_path() -> str | None:
    """CBC's executable: of the cbcbox wheel or on the path, else the one that PuLP 3 bundles."""
    bundled = getattr(pulp, "PULP_CBC_CMD", None)
    places = [None] if bundled is None else [None, bundled.pulp_cbc_path]
    commands = [pulp.COIN_CMD(msg=False, path=path) for path in places]
    return next((str(command.path) for command in commands if command.available()), None)


def _solve_cbc(prob: pulp.LpProblem, arrays: Arrays, limits: Limits, report: Report | None) -> RawOutcome:
    with tempfile.TemporaryDirectory(prefix="silkhub-", ignore_cleanup_errors=True) as folder:
        mps = Path(folder) / "model.mps"
        columns = _column_numbers(prob)
        prob.writeMPS(str(mps), rename=True)
        out = run_cbc(
            str(_cbc_path()),
            mps,
            len(columns),
            time_limit=limits.time_limit,
            gap=limits.gap,
            threads=limits.threads,
            seed=limits.seed,
            log=limits.log,
            report=report,
        )
    values = None if out.values is None else _all_values(out.values, columns, arrays)
    return RawOutcome(out.status, values, out.bound, out.nodes, out.message, out.interrupted)


def _solve_other(name: str, prob: pulp.LpProblem, variables: list[pulp.LpVariable], limits: Limits) -> RawOutcome:
    """Any other solver, as far as PuLP's common interface goes: no bound comes back from a run that is cut short."""
    wanted = {"msg": limits.log, "timeLimit": limits.time_limit, "gapRel": limits.gap / 2, "threads": limits.threads}
    kind = type(pulp.getSolver(name))
    known = inspect.signature(kind.__init__).parameters
    refused = [key for key, value in wanted.items() if value is not None and key not in known]
    backend = pulp.getSolver(name, **{key: value for key, value in wanted.items() if key in known})
    try:
        outcome = prob.solve(backend)
    except (pulp.PulpError, OSError, RuntimeError) as error:
        return RawOutcome(Status.ERROR, None, -np.inf, 0, f"{name} failed: {error}")
    status = _status_of(prob, outcome)
    values = None
    if status in (Status.OPTIMAL, Status.FEASIBLE):
        values = np.array([np.nan if v.varValue is None else v.varValue for v in variables], dtype=np.float64)
        values = np.where(np.isnan(values), 0.0, values)
    bound = -np.inf
    if status is Status.OPTIMAL:
        objective = float(pulp.value(prob.objective))
        bound = objective - limits.gap / 2 * abs(objective)
    message = text_of(status) + (f"; {name} does not take {', '.join(refused)}" if refused else "")
    return RawOutcome(status, values, bound, 0, message)


def _status_of(prob: pulp.LpProblem, outcome: Any) -> Status:
    if _PULP_4:
        ends = {"Optimal": Status.OPTIMAL, "Infeasible": Status.INFEASIBLE, "Unbounded": Status.UNBOUNDED}
        return ends.get(outcome.status.name, Status.FEASIBLE if outcome.has_solution else Status.NO_SOLUTION)
    by_solution = {
        pulp.LpSolutionOptimal: Status.OPTIMAL,
        pulp.LpSolutionIntegerFeasible: Status.FEASIBLE,
        pulp.LpSolutionInfeasible: Status.INFEASIBLE,
        pulp.LpSolutionUnbounded: Status.UNBOUNDED,
    }
    return by_solution.get(prob.sol_status, Status.NO_SOLUTION)


def new_highs(prob: pulp.LpProblem | None = None, *, log: bool = False) -> highspy.Highs:
    """Make HiGHS's model through PuLP: of a PuLP problem, or empty."""
    problem = pulp.LpProblem("growing", pulp.LpMinimize) if prob is None else prob
    backend = pulp.HiGHS(msg=log)
    backend.createAndConfigureSolver(problem)
    if prob is not None:
        backend.buildSolverModel(problem)
    set_options(problem.solverModel, {"output_flag": log})
    return problem.solverModel


def set_options(highs: highspy.Highs, options: dict[str, Any]) -> None:
    """Set HiGHS options by name.

    Raises
    ------
    InputError
        If HiGHS knows no such option or does not take the value; PuLP would say nothing.
    """
    faults = [
        f"HiGHS does not take option {key!r} with value {value!r}: see its list of options"
        for key, value in options.items()
        if highs.setOptionValue(key, value) != highspy.HighsStatus.kOk
    ]
    if faults:
        raise InputError(faults)


def _use_threads(highs: highspy.Highs, count: int | None) -> None:
    """Set the number of threads; HiGHS keeps one pool for the whole process, and another number needs another pool."""
    wanted = 0 if count is None else int(count)
    with _POOL_LOCK:
        if wanted != _POOL["threads"]:
            highspy.Highs.resetGlobalScheduler(True)
            _POOL["threads"] = wanted
    set_options(highs, {"threads": wanted})


def run_highs(
    highs: highspy.Highs,
    *,
    time_limit: float | None = None,
    threads: int | None = None,
    report: Report | None = None,
    watched: bool = True,
) -> tuple[Status, str, bool]:
    """Run HiGHS so that Ctrl-C stops it in order; return status, message and whether it was interrupted.

    A watched run is in a thread, so that Python sees the signal at once. A second Ctrl-C is passed on.
    """
    _use_threads(highs, threads)
    # the clock of a HiGHS object runs on over several runs
    set_options(highs, {"time_limit": np.inf if time_limit is None else highs.getRunTime() + max(time_limit, 0.0)})
    outcome, interrupted = _watched_run(highs, report) if watched else (highs.run(), False)
    status = _highs_status(highs, outcome)
    text = text_of(status)
    if status is Status.ERROR:
        text = f"HiGHS failed with model status {highs.modelStatusToString(highs.getModelStatus())!r}"
    return status, text, interrupted


def set_integrality(highs: highspy.Highs, columns: IntArray, *, whole: bool) -> None:
    """Make columns integer or continuous."""
    kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
    highs.changeColsIntegrality(len(columns), columns.astype(np.int32), np.full(len(columns), int(kind), np.uint8))


def _watched_run(highs: highspy.Highs, report: Report | None) -> tuple[highspy.HighsStatus, bool]:
    stop = threading.Event()
    start = time.perf_counter()

    def look(event: Any) -> None:
        if stop.is_set():
            event.interrupt()
        out = event.data_out
        if report is not None and out is not None:
            report(time.perf_counter() - start, out.mip_dual_bound, out.mip_primal_bound)

    def look_only(event: Any) -> None:
        if stop.is_set():
            event.interrupt()

    outcome: list[Any] = []
    done = threading.Event()

    def work() -> None:
        try:
            outcome.append(highs.run())
        finally:
            done.set()

    highs.cbMipInterrupt += look
    highs.cbSimplexInterrupt += look_only
    highs.cbIpmInterrupt += look_only
    interrupted = False
    try:
        threading.Thread(target=work, daemon=True).start()
        # an event, as joining a thread is not safe against Ctrl-C
        try:
            _await(done)
        except KeyboardInterrupt:
            interrupted = True
            stop.set()
            _await(done)
    finally:
        stop.set()
        _await(done)
        highs.cbMipInterrupt -= look
        highs.cbSimplexInterrupt -= look_only
        highs.cbIpmInterrupt -= look_only
    return (outcome[0] if outcome else highspy.HighsStatus.kError), interrupted


def _await(done: threading.Event) -> None:
    while not done.wait(_POLL_S):
        pass


def _highs_status(highs: highspy.Highs, outcome: highspy.HighsStatus) -> Status:
    model, info = highs.getModelStatus(), highs.getInfo()
    if outcome == highspy.HighsStatus.kError:
        return Status.ERROR
    if model in _ENDS:
        return _ENDS[model]
    if model == _MODEL_STATUS.kUnboundedOrInfeasible:
        return _infeasible_or_unbounded(highs)
    if model.name in _CUT_SHORT:
        return Status.FEASIBLE if info.primal_solution_status == _FEASIBLE_POINT else Status.NO_SOLUTION
    return Status.ERROR


def _infeasible_or_unbounded(highs: highspy.Highs) -> Status:
    """Without an objective the two are told apart."""
    count = highs.getNumCol()
    columns, cost = np.arange(count, dtype=np.int32), np.array(highs.getLp().col_cost_)
    highs.changeColsCost(count, columns, np.zeros(count))
    highs.run()
    feasible = highs.getModelStatus() == _MODEL_STATUS.kOptimal
    highs.changeColsCost(count, columns, cost)
    return Status.UNBOUNDED if feasible else Status.INFEASIBLE


def _solve_highs(
    prob: pulp.LpProblem, arrays: Arrays, limits: Limits, report: Report | None, options: dict[str, Any]
) -> RawOutcome:
    highs = new_highs(prob, log=limits.log)
    columns = _column_numbers(prob)
    set_options(highs, {"mip_rel_gap": limits.gap, "random_seed": limits.seed, **options})
    status, message, interrupted = run_highs(highs, time_limit=limits.time_limit, threads=limits.threads, report=report)
    info, mip = highs.getInfo(), bool(arrays.integer.any())
    values = None
    if status is Status.OPTIMAL or (status is Status.FEASIBLE and mip):
        values = _all_values(np.array(highs.getSolution().col_value), columns, arrays)
    elif status is Status.FEASIBLE:
        status, message = Status.NO_SOLUTION, text_of(Status.NO_SOLUTION)
    bound = -np.inf
    if mip and status not in (Status.ERROR, Status.UNBOUNDED):
        bound = info.mip_dual_bound
    elif status is Status.OPTIMAL:
        bound = info.objective_function_value
    return RawOutcome(status, values, bound, int(info.mip_node_count), message, interrupted)
