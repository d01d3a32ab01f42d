"""HiGHS, the default solver: PuLP builds its model; options, interrupts and progress go through highspy."""

import threading
from collections.abc import Callable
from typing import Any

import highspy
import numpy as np
import pulp

from optimize.errors import InputError
from optimize.problem import FloatArray, IntArray
from optimize.run import Clock, Limits, Status, thread_count
from optimize.solvers.milp import Arrays
from optimize.solvers.outcome import RawOutcome, text_of
from optimize.solvers.pulp_model import all_values, column_numbers

INFINITY = float(highspy.kHighsInf)
Report = Callable[[float, float], None]
"""Receives bound and incumbent of the scaled program."""

_MODEL_STATUS = highspy.HighsModelStatus
_ENDS = {
    _MODEL_STATUS.kOptimal: Status.OPTIMAL,
    _MODEL_STATUS.kModelEmpty: Status.OPTIMAL,
    _MODEL_STATUS.kInfeasible: Status.INFEASIBLE,
    _MODEL_STATUS.kUnbounded: Status.UNBOUNDED,
}
_CUT_SHORT = ("kTimeLimit", "kInterrupt", "kIterationLimit", "kSolutionLimit", "kObjectiveBound", "kMemoryLimit")
_POLL_S = 0.1  # seconds after which the main thread looks for Ctrl-C while HiGHS runs in another one (a judgement)
_POOL = threading.local()  # how many threads HiGHS's pool has, which it keeps for each thread that calls it
_FEASIBLE_POINT = 2  # the value of kSolutionStatusFeasible in HiGHS


def solve_highs(
    prob: pulp.LpProblem, arrays: Arrays, limits: Limits, report: Report | None, options: dict[str, Any]
) -> RawOutcome:
    """Minimise a PuLP problem with HiGHS.

    Parameters
    ----------
    prob : pulp.LpProblem
        From `to_pulp`.
    arrays : Arrays
        The program it was built from.
    limits : Limits
        Clock, gap, threads, seed and log.
    report : callable or None
        Receives bound and incumbent of the scaled program while HiGHS runs.
    options : dict
        Further HiGHS options by name.

    Returns
    -------
    RawOutcome

    Raises
    ------
    InputError
        If HiGHS does not know an option or does not accept its value.
    """
    highs = new_highs(prob, log=limits.log)
    columns = column_numbers(prob)
    set_options(highs, {"mip_rel_gap": limits.gap, "random_seed": limits.seed, **options})
    if arrays.start is not None:
        give_start(highs, arrays.start[columns])
    status, message = run_highs(highs, limits.clock, threads=limits.threads, report=report)
    info, mip = highs.getInfo(), bool(arrays.integer.any())
    values = None
    if status is Status.OPTIMAL or (status is Status.FEASIBLE and mip):
        values = all_values(np.array(highs.getSolution().col_value), columns, arrays)
    elif status is Status.FEASIBLE:
        status, message = Status.NO_SOLUTION, text_of(Status.NO_SOLUTION)
    bound = -np.inf
    if mip and status not in (Status.ERROR, Status.UNBOUNDED):
        bound = info.mip_dual_bound
    elif status is Status.OPTIMAL:
        bound = info.objective_function_value
    return RawOutcome(status, values, bound, int(info.mip_node_count), message)


def give_start(highs: highspy.Highs, start: FloatArray) -> None:
    """Tell HiGHS from which values a MIP starts; it looks for values of the other columns by itself.

    Parameters
    ----------
    highs : highspy.Highs
    start : (columns,) array
        ``nan`` for columns that nothing is known of.
    """
    known = np.flatnonzero(np.isfinite(start)).astype(np.int32)
    highs.setSolution(len(known), known, start[known])


class _Quiet(highspy.Highs):
    """HiGHS that does not greet on stdout while it is set up."""

    def enableCallbacks(self) -> None:  # noqa: N802  # highspy's name, called as its object is made
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def new_highs(prob: pulp.LpProblem | None = None, *, log: bool = False) -> highspy.Highs:
    """Make a HiGHS model through PuLP.

    Parameters
    ----------
    prob : pulp.LpProblem, optional
        The problem; default: an empty one.
    log : bool
        Whether HiGHS shows its log.

    Returns
    -------
    highspy.Highs
    """
    problem = pulp.LpProblem("growing", pulp.LpMinimize) if prob is None else prob
    problem.solverModel = _Quiet()  # type: ignore[no-untyped-call]
    if prob is not None:
        pulp.HiGHS(msg=log).buildSolverModel(problem)
    set_options(problem.solverModel, {"output_flag": log})
    return problem.solverModel


def set_options(highs: highspy.Highs, options: dict[str, Any]) -> None:
    """Set HiGHS options by name.

    Parameters
    ----------
    highs : highspy.Highs
    options : dict
        Values by HiGHS's own names.

    Raises
    ------
    InputError
        If HiGHS does not know an option or does not accept its value, which PuLP would ignore silently.
    """
    faults = [
        f"HiGHS does not take option {key!r} with value {value!r}: see its list of options"
        for key, value in options.items()
        if highs.setOptionValue(key, value) != highspy.HighsStatus.kOk
    ]
    if faults:
        raise InputError(faults)


def _use_threads(highs: highspy.Highs, count: int | None) -> None:
    """Set the number of threads: another number than the pool of the calling thread has needs a new pool."""
    wanted = thread_count(count)
    if wanted != getattr(_POOL, "threads", -1):
        highspy.Highs.resetGlobalScheduler(True)
        _POOL.threads = wanted
    set_options(highs, {"threads": wanted})


def _run(highs: highspy.Highs) -> highspy.HighsStatus:
    """Run HiGHS, again with a pool of its own if somebody else's has another number of threads, which it refuses."""
    outcome = highs.run()
    if outcome == highspy.HighsStatus.kError:
        highspy.Highs.resetGlobalScheduler(True)
        outcome = highs.run()
    return outcome


def run_highs(
    highs: highspy.Highs,
    clock: Clock,
    *,
    threads: int | None = None,
    report: Report | None = None,
    watched: bool = True,
) -> tuple[Status, str]:
    """Run HiGHS until it is done or the clock is over.

    Parameters
    ----------
    highs : highspy.Highs
        The model, with its options.
    clock : Clock
        When to stop.
    threads : int, optional
        See `thread_count`.
    report : callable, optional
        Receives bound and incumbent of a watched MIP.
    watched : bool
        Whether HiGHS runs in a thread of its own, so that an interrupt stops it at once; otherwise an interrupt takes
        effect only when HiGHS is done. A thread is not worth its cost for a short run.

    Returns
    -------
    Status
    str
        The status in words.
    """
    _use_threads(highs, threads)
    # the clock of a HiGHS object keeps running from one run to the next
    left = highs.getRunTime() + max(clock.left, 0.0) if clock.limited or clock.stopped else np.inf
    set_options(highs, {"time_limit": left})
    outcome = _watched_run(highs, clock, report) if watched else _run(highs)
    status = _highs_status(highs, outcome)
    text = text_of(status)
    if status is Status.ERROR:
        text = f"HiGHS failed with model status {highs.modelStatusToString(highs.getModelStatus())!r}"
    return status, text


def set_integrality(highs: highspy.Highs, columns: IntArray, *, whole: bool) -> None:
    """Make columns integer or continuous.

    Parameters
    ----------
    highs : highspy.Highs
    columns : (m,) int array
        Column numbers.
    whole : bool
        Whether they are to be integer.
    """
    kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
    highs.changeColsIntegrality(len(columns), columns.astype(np.int32), np.full(len(columns), int(kind), np.uint8))


def _watched_run(highs: highspy.Highs, clock: Clock, report: Report | None) -> highspy.HighsStatus:
    abandoned = threading.Event()

    def look(event: Any) -> None:
        if clock.stopped or abandoned.is_set():
            event.interrupt()

    def look_and_tell(event: Any) -> None:
        look(event)
        out = event.data_out
        if report is not None and out is not None:
            report(out.mip_dual_bound, out.mip_primal_bound)

    outcome: list[Any] = []
    done = threading.Event()

    def work() -> None:
        try:
            outcome.append(_run(highs))
        finally:
            done.set()

    highs.cbMipInterrupt += look_and_tell
    highs.cbSimplexInterrupt += look
    highs.cbIpmInterrupt += look
    try:
        threading.Thread(target=work, daemon=True).start()
        # wait for an event, because joining a thread is not safe when Ctrl-C is pressed
        _await(done)
    finally:
        abandoned.set()
        _await(done)
        highs.cbMipInterrupt -= look_and_tell
        highs.cbSimplexInterrupt -= look
        highs.cbIpmInterrupt -= look
    return outcome[0] if outcome else highspy.HighsStatus.kError


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
    """Tell the two apart by solving without an objective."""
    count = highs.getNumCol()
    columns, cost = np.arange(count, dtype=np.int32), np.array(highs.getLp().col_cost_)
    highs.changeColsCost(count, columns, np.zeros(count))
    highs.run()
    feasible = highs.getModelStatus() == _MODEL_STATUS.kOptimal
    highs.changeColsCost(count, columns, cost)
    return Status.UNBOUNDED if feasible else Status.INFEASIBLE
