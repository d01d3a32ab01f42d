"""The question that a solution answers, out of plain data."""

import math
from dataclasses import fields
from typing import Any

from optimize.problem import Problem
from optimize.risk import MEASURES, Expected, RiskMeasure, make_measure
from optimize.rules import OBJECTIVES, Objective
from optimize.run import ALLOCATIONS, Request
from optimize.solution.reading import Reading

_FIRST_VERSION = ("threshold", "time_limit", "gap", "solver", "threads", "seed", "log", "progress", "method")
"""Entries that requests had in files of version 0.1; but for the first, they do not change what was asked."""
_RISK = ("risk", *dict.fromkeys(name for measure in MEASURES.values() for name in measure.parameters()))
"""Entries that make up the risk measure: its name, and the parameters of all of them."""
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
    own = [each.name for each in fields(Request) if each.name != "measure"]
    optional = [*(name for name in own if name[:2] != "p_"), *_RISK, *_FIRST_VERSION]
    found = reading.entries(data, ["p_min", "p_max"], optional)
    if found is None:
        return None
    given = {name: found[name] for name in own if name in data}
    for name, read in (("p_min", _count), ("p_max", _count), ("allocation", _allocation), ("objective", _objective),
                       ("own_optimum", _own_optimum), ("open_hubs", _hubs), ("closed_hubs", _hubs),
                       ("hub_links", _links)):  # fmt: skip
        if name in given:
            with reading.within(name):
                given[name] = read(reading, given[name], problem)
    given["measure"] = _measure(reading, data, problem)
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
    if request.measure.against_optimum and request.own_optimum is None:
        reading.note(f"risk {request.risk} needs own_optimum, which is missing")
    if request.measure.is_relative and 0.0 in (request.own_optimum or ()):
        reading.note(f"risk {request.risk} needs own optima that are not 0")
    return request


def _count(reading: Reading, data: Any, problem: Problem) -> int:
    return reading.whole(data, 1, problem.h)


def _allocation(reading: Reading, data: Any, problem: Problem) -> str | int:  # noqa: ARG001
    return reading.text(data, ALLOCATIONS) if isinstance(data, str) else reading.whole(data, 2)


def _measure(reading: Reading, data: Any, problem: Problem) -> RiskMeasure:
    """The risk measure, out of the arguments of `solve` that stand in the request."""
    before = len(reading.faults)
    with reading.within("risk"):
        name = reading.text(data.get("risk", "expected"), list(MEASURES))
    given = {name: data.get(name) for name in _RISK[1:]}
    for number, most in (("cvar_level", math.nextafter(1.0, 0.0)), ("cvar_weight", 1.0), ("radius", 1.0)):
        if given[number] is not None:
            with reading.within(number):
                given[number] = reading.number(given[number], least=0.0, most=most, finite=True)
    for bounds in ("probability_low", "probability_high"):
        if given[bounds] is not None:
            with reading.within(bounds):
                each = reading.items(given[bounds], len(problem.scenarios), "probabilities")
                given[bounds] = [reading.number(value, least=0.0, most=1.0, finite=True) for value in each]
    if len(reading.faults) > before:
        return Expected()
    given = {name: value for name, value in given.items() if value is not None}
    faults: list[str] = []
    measure = make_measure(name, given, [scenario.name for scenario in problem.scenarios], faults)
    for fault in faults:
        reading.note(fault)
    return measure or Expected()


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
