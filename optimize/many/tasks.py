"""What `solve_many` is given, one task after another; and what stands in the place of one that gave no solution."""

import inspect
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from optimize.errors import report
from optimize.problem import HubProblem, ScenarioProblem, few
from optimize.run import Status
from optimize.solution import HubSolution
from optimize.solve import solve

_OWN = ("progress",)  # arguments of `solve` that `solve_many` has itself
ARGUMENTS = tuple(name for name in inspect.signature(solve).parameters if name not in ("problem", *_OWN))
"""Keyword arguments that a task may have."""


@dataclass(frozen=True, eq=False)
class Task:
    """A problem and how it is solved.

    Attributes
    ----------
    number : int
        Its place.
    problem : HubProblem or ScenarioProblem
        Or anything else, where that was given.
    options : dict
        Keyword arguments of `solve`.
    fault : str
        Why it cannot be solved at all; empty if it can.
    """

    number: int
    problem: Any
    options: dict[str, Any]
    fault: str = ""


def read_tasks(problems: Any, parameters: Any, common: Mapping[str, Any]) -> tuple[Iterator[Task], int | None]:
    """Go through tasks.

    Parameters
    ----------
    problems, parameters
        As `solve_many` takes them.
    common : mapping
        Keyword arguments of all tasks.

    Returns
    -------
    iterator of Task
        Tasks are made when they are asked for.
    int or None
        How many there are, where that is known.

    Raises
    ------
    InputError
        If there is nothing to go through, or there is no such keyword argument, of all tasks or of one in a list.
    """
    faults = [_unknown([name]) for name in common if name not in ARGUMENTS]
    one = isinstance(problems, (HubProblem, ScenarioProblem))
    if one and parameters is None:
        faults.append("there is one problem: give its `parameters`, an iterable of dicts, or several problems")
    if not one and parameters is not None:
        faults.append("`parameters` are for one problem: give pairs (problem, parameters) for several")
    given = parameters if one else problems
    if not isinstance(given, Iterable) or isinstance(given, (str, Mapping)):
        what = "`parameters`" if one else "`problems`"
        faults.append(f"{what} is a {type(given).__name__}: give a list, or another iterable")
    elif isinstance(given, Sequence):
        faults += _unknown_in(given, one=one)
    total = len(given) if hasattr(given, "__len__") else None
    if total == 0:
        faults.append(f"there is nothing to solve: {'`parameters`' if one else '`problems`'} is empty")
    report(faults)
    return _each(problems if one else None, given, common), total


def _each(problem: Any, given: Iterable[Any], common: Mapping[str, Any]) -> Iterator[Task]:
    for number, item in enumerate(given):
        its, options = (problem, item) if problem is not None else (item, {})
        if problem is None and isinstance(item, (tuple, list)) and len(item) == 2:
            its, options = item
        fault = _fault(its, options)
        yield Task(number, its, {} if fault else {**common, **options}, fault)


def _unknown_in(given: Sequence[Any], *, one: bool) -> list[str]:
    """Say which tasks of a list have arguments that there are not, each such fault once."""
    first: dict[str, int] = {}
    for number, item in enumerate(given):
        options = item if one else item[1] if isinstance(item, (tuple, list)) and len(item) == 2 else {}
        unknown = [str(name) for name in options if name not in ARGUMENTS] if isinstance(options, Mapping) else []
        if unknown:
            first.setdefault(_unknown(unknown), number)
    return [f"number {number}, counted from 0: {fault}" for fault, number in first.items()]


def _fault(problem: Any, options: Any) -> str:
    if not isinstance(problem, (HubProblem, ScenarioProblem)):
        return f"it is a {type(problem).__name__}: give a HubProblem or a ScenarioProblem, or a pair of one and a dict"
    if not isinstance(options, Mapping):
        return f"its parameters are of type {type(options).__name__}: give a dict of keyword arguments of `solve`"
    unknown = [str(name) for name in options if name not in ARGUMENTS]
    return _unknown(unknown) if unknown else ""


def _unknown(names: list[str]) -> str:
    if any(name in _OWN for name in names):
        return f"{few(names)} is for `solve_many` as a whole, not for one problem"
    return f"`solve` has no argument {few(names)}: it has {', '.join(ARGUMENTS)}"


def without_solution(task: Task, status: Status, words: str, info: Mapping[str, Any]) -> HubSolution:
    """Make what stands in the place of a task that gave no solution.

    Parameters
    ----------
    task : Task
    status : Status
    words : str
        Why there is none.
    info : mapping

    Returns
    -------
    HubSolution
    """
    problem = task.problem if isinstance(task.problem, (HubProblem, ScenarioProblem)) else None
    return HubSolution(
        hubs=(),
        objective=math.nan,
        bound=math.nan,
        gap=math.nan,
        status=status,
        method=str(task.options.get("method", "auto")),
        seconds=0.0,
        explanation=words,
        info=dict(info),
        problem=problem,
    )


def failed(task: Task, words: str, kind: str = "InputError", trace: str = "") -> HubSolution:
    """Tell a failure in the place of a solution.

    Parameters
    ----------
    task : Task
    words : str
        What failed.
    kind : str
        Name of the error.
    trace : str
        Where it failed.

    Returns
    -------
    HubSolution
        Its status is "error".
    """
    info = {"error": kind, **({"traceback": trace} if trace else {})}
    return without_solution(task, Status.ERROR, f"{kind}: {words}", info)


def not_reached(task: Task, why: str) -> HubSolution:
    """Say that a task was stopped before it gave a solution.

    Parameters
    ----------
    task : Task
    why : str

    Returns
    -------
    HubSolution
        Its status is "no_solution".
    """
    return without_solution(task, Status.NO_SOLUTION, f"stopped before it was solved: {why}", {"stopped": why})
