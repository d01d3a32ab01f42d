"""`Record`: a solution without its problem, as data that a file can hold, and the way back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from optimize.problem import Problem
from optimize.rules import UNMET, Objective, Routing
from optimize.run import Design, Request, Status

FORMAT = 1
"""Number of the layout below; a file of another one is refused."""

_NUMBERS = ("objective", "bound", "gap", "seconds")
_PLACES = ("origin", "destination", "first", "last")


@dataclass(frozen=True, eq=False)
class Record:
    """What is kept of a solution.

    Attributes
    ----------
    hubs : tuple of str
        Names of the open hubs, for people; what counts is in `design`.
    objective, bound, gap, seconds : float
    status : Status
    method, explanation : str
    request : Request or None
    design : Design or None
    """

    hubs: tuple[str, ...]
    objective: float
    bound: float
    gap: float
    status: Status
    method: str
    seconds: float
    explanation: str
    request: Request | None
    design: Design | None

    def plain(self) -> dict[str, Any]:
        """Give the record as numbers, words, lists and dicts, in the order of the file.

        Returns
        -------
        dict
        """
        numbers = {name: _plain_number(getattr(self, name)) for name in _NUMBERS}
        return {
            "format": FORMAT,
            "hubs": list(self.hubs),
            "objective": numbers["objective"],
            "bound": numbers["bound"],
            "gap": numbers["gap"],
            "status": str(self.status),
            "method": self.method,
            "seconds": numbers["seconds"],
            "explanation": self.explanation,
            "request": None if self.request is None else _plain_request(self.request),
            "design": None if self.design is None else _plain_design(self.design),
        }

    @classmethod
    def of(cls, data: Any, problem: Problem) -> "Record":
        """Make a record out of plain data.

        Parameters
        ----------
        data : dict
            As `plain` gives it.
        problem : HubProblem or ScenarioProblem
            That the solution is one of.

        Returns
        -------
        Record

        Raises
        ------
        KeyError, TypeError, ValueError
            If the data are no solution of that problem.
        """
        if data["format"] != FORMAT:
            msg = f"format {data['format']!r} is not known to this version"
            raise ValueError(msg)
        numbers = {name: float(data[name]) for name in _NUMBERS}
        return cls(
            hubs=tuple(str(name) for name in data["hubs"]),
            status=Status(data["status"]),
            method=str(data["method"]),
            explanation=str(data["explanation"]),
            request=None if data["request"] is None else _request_of(data["request"], problem),
            design=None if data["design"] is None else _design_of(data["design"], problem),
            **numbers,
        )


def _plain_number(value: float) -> float | str:
    """A number, or the word for one that JSON has no number for."""
    number = float(value)
    return number if np.isfinite(number) else str(number)


def _plain_request(request: Request) -> dict[str, Any]:
    return {k: sorted(v) if isinstance(v, frozenset) else v for k, v in asdict(request).items()}


def _request_of(data: Mapping[str, Any], problem: Problem) -> Request:
    known = {each.name: data[each.name] for each in fields(Request) if each.name in data}
    for key in ("open_hubs", "closed_hubs"):
        known[key] = frozenset(_positions(data[key], problem.h, "hub").tolist())
    stated, own = data["objective"], data.get("own_optimum")
    # files of version 0.1 have the objective's name, and its threshold beside it
    known["objective"] = (
        Objective(**stated) if isinstance(stated, Mapping) else Objective(stated, data.get("threshold"))
    )
    if own is not None:
        known["own_optimum"] = tuple(float(value) for value in _one_each(own, problem.scenarios, "own optima"))
    return Request(**known)


def _plain_design(design: Design) -> dict[str, Any]:
    assigned = design.assigned and [
        [[np.flatnonzero(row).tolist() for row in of] for of in blocks] for blocks in design.assigned
    ]
    routing = design.routing and [[_plain_routing(r) for r in blocks] for blocks in design.routing]
    links = None if design.links is None else np.argwhere(np.triu(design.links, 1)).tolist()
    return {
        "hubs": [int(k) for k in design.hubs],
        "assigned": assigned or None,
        "routing": routing or None,
        "links": links,
    }


def _plain_routing(routing: Routing) -> dict[str, Any]:
    return {name: getattr(routing, name).tolist() for name in (*_PLACES, "share")}


def _design_of(data: Mapping[str, Any], problem: Problem) -> Design:
    hubs = tuple(int(k) for k in _positions(data["hubs"], problem.h, "hub"))
    assigned = routing = links = None
    if data["assigned"] is not None:
        assigned = tuple(
            tuple(_mask(of, problem) for of in _one_each(blocks, scenario.blocks, "allocations of classes"))
            for scenario, blocks in _each_scenario(data["assigned"], problem)
        )
    if data["routing"] is not None:
        routing = tuple(
            tuple(_routing_of(r, problem) for r in _one_each(blocks, scenario.blocks, "paths of classes"))
            for scenario, blocks in _each_scenario(data["routing"], problem)
        )
    if data["links"] is not None:
        links = np.zeros((problem.h, problem.h), dtype=bool)
        for ends in data["links"]:
            k, m = _positions(ends, problem.h, "hub")
            links[k, m] = links[m, k] = True
    return Design(hubs, assigned, routing, links)


def _each_scenario(data: Sequence[Any], problem: Problem) -> Any:
    return zip(problem.scenarios, _one_each(data, problem.scenarios, "scenarios"), strict=True)


def _mask(rows: Sequence[Any], problem: Problem) -> npt.NDArray[np.bool_]:
    """(n, h) allocation out of the hubs of every node."""
    mask = np.zeros((problem.n, problem.h), dtype=bool)
    for i, hubs in enumerate(_one_each(rows, problem.labels, "nodes")):
        mask[i, _positions(hubs, problem.h, "hub")] = True
    return mask


def _routing_of(data: Mapping[str, Any], problem: Problem) -> Routing:
    origin, destination = (_positions(data[name], problem.n, "node") for name in ("origin", "destination"))
    first, last = (_positions(data[name], problem.h, "hub", UNMET) for name in ("first", "last"))
    share = np.array(data["share"], dtype=np.float64)
    for array in (destination, first, last, share):
        _one_each(array, origin, "paths")
    return Routing(origin, destination, first, last, share)


def _positions(values: Sequence[Any], count: int, what: str, lowest: int = 0) -> npt.NDArray[np.int64]:
    """Positions among nodes or candidates, checked."""
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value < count:
            msg = f"{what} {value!r} is not one of the {count} of this problem, which are numbered from 0"
            raise ValueError(msg)
    return np.array(values, dtype=np.int64)


def _one_each(values: Any, of: Any, what: str) -> Any:
    """`values`, if there are as many as things that they are of."""
    if len(values) != len(of):
        msg = f"{len(values)} {what} instead of {len(of)}"
        raise ValueError(msg)
    return values
