"""The question that a solution answers, out of plain data."""

import math
from dataclasses import fields
from typing import Any

from optimize.problem import Problem
from optimize.rules import OBJECTIVES, Objective
from optimize.run import ALLOCATIONS, RISKS, Request
from optimize.solution.reading import Reading

_FIRST_VERSION = ("threshold", "time_limit", "gap", "solver", "threads", "seed", "log", "progress", "method")
"""Entries that requests had in files of version 0.1; but for the first, they do not change what was asked."""
_NAMES = tuple(name for name in OBJECTIVES if name != "covering")


def read_request(reading: Reading, data: Any, problem: Problem) -> Request | None:
    """Read a request.

    Parameters
    ----------
    reading : Reading
        Takes the faults.
    data : object
        Plain data.
    problem : HubProblem or ScenarioProblem

    Returns
    -------
    Request or None
        None if there are faults.
    """
    before = len(reading.faults)
    own = [each.name for each in fields(Request)]
    found = reading.entries(data, ["p_min", "p_max"], [*(name for name in own if name[:2] != "p_"), *_FIRST_VERSION])
    if found is None:
        return None
    given = {name: found[name] for name in own if name in data}
    for name, read in (("p_min", _count), ("p_max", _count), ("allocation", _allocation), ("objective", _objective),
                       ("risk", _risk), ("cvar_level", _level), ("own_optimum", _own_optimum), ("open_hubs", _hubs),
                       ("closed_hubs", _hubs), ("hub_links", _links)):  # fmt: skip
        if name in given:
            with reading.within(name):
                given[name] = read(reading, given[name], problem)
    if isinstance(data.get("objective"), str):  # files of version 0.1 have the threshold beside the objective's name
        with reading.within("threshold"):
            given["objective"] = _with_threshold(reading, data["objective"], data.get("threshold"))
    if len(reading.faults) > before:
        return None
    request = Request(**given)
    if request.p_min > request.p_max:
        reading.note(f"p_min is {request.p_min} and p_max {request.p_max}: it must not be larger")
    if request.open_hubs & request.closed_hubs:
        reading.note(f"hubs {sorted(request.open_hubs & request.closed_hubs)} have to be open and closed")
    if request.risk == "max_regret" and request.own_optimum is None:
        reading.note("risk max_regret needs own_optimum, which is missing")
    return request


def _count(reading: Reading, data: Any, problem: Problem) -> int:
    return reading.whole(data, 1, problem.h)


def _allocation(reading: Reading, data: Any, problem: Problem) -> str | int:  # noqa: ARG001
    return reading.text(data, ALLOCATIONS) if isinstance(data, str) else reading.whole(data, 2)


def _risk(reading: Reading, data: Any, problem: Problem) -> str:  # noqa: ARG001
    return reading.text(data, RISKS)


def _level(reading: Reading, data: Any, problem: Problem) -> float:  # noqa: ARG001
    return reading.number(data, least=0.0, most=math.nextafter(1.0, 0.0), finite=True)


def _links(reading: Reading, data: Any, problem: Problem) -> int | None:
    return None if data is None else reading.whole(data, 0, problem.h * (problem.h - 1) // 2)


def _hubs(reading: Reading, data: Any, problem: Problem) -> frozenset[int]:
    return frozenset(reading.positions(data, problem.h, "hub", once=True).tolist())


def _own_optimum(reading: Reading, data: Any, problem: Problem) -> tuple[float, ...] | None:
    if data is None:
        return None
    return tuple(
        reading.number(value, finite=True) for value in reading.items(data, len(problem.scenarios), "own optima")
    )


def _objective(reading: Reading, data: Any, problem: Problem) -> Objective:  # noqa: ARG001
    if isinstance(data, str):
        return Objective(reading.text(data, _NAMES))
    found = reading.entries(data, ["name", "threshold"])
    return Objective() if found is None else _with_threshold(reading, found["name"], found["threshold"])


def _with_threshold(reading: Reading, name: Any, threshold: Any) -> Objective:
    name = reading.text(name, _NAMES)
    if threshold is not None:
        return Objective(name, reading.number(threshold, least=0.0))
    if "covering" in name:
        reading.note("covering needs a threshold")
    return Objective(name)
