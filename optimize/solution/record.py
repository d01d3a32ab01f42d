"""`Record`: a solution without its problem, as data that a file can hold, and the way back."""

import math
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np

from optimize.problem import Problem
from optimize.rules import Routing
from optimize.run import Design, Request, Status, relative_gap
from optimize.solution.design_reading import PLACES, read_design
from optimize.solution.reading import Reading, plain_number
from optimize.solution.request_reading import read_request

FORMAT = 1
"""Number of the layout below; a file of another one is refused."""

_NUMBERS = ("objective", "bound", "gap", "seconds")
_WITH_DESIGN = (Status.OPTIMAL, Status.FEASIBLE)
_MAYBE_WITH_DESIGN = (Status.ERROR,)
_SMALL = 1e-6  # of the costs: a gap may be relative to this where the objective is smaller, see `optimize.methods`
_ROUNDING = 1e-9  # relative to the objective: the bound is written on its right side, to the last digit


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
        numbers = {name: plain_number(getattr(self, name)) for name in _NUMBERS}
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
    def of(cls, data: Any, problem: Problem, faults: list[str]) -> "Record | None":
        """Make a record out of plain data.

        Parameters
        ----------
        data : dict
            As `plain` gives it.
        problem : HubProblem or ScenarioProblem
            That the solution is one of.
        faults : list of str
            Everything by which the data are no solution of that problem is appended to it.

        Returns
        -------
        Record or None
            None if there are faults.
        """
        if not isinstance(data, dict):
            faults.append("it does not hold entries by name")
            return None
        if "format" in data and (isinstance(data["format"], bool) or data["format"] != FORMAT):
            faults.append(f"format {str(data['format'])[:40]} is not known to this version")
            return None
        reading = Reading()
        found = reading.entries(data, ["format", *(each.name for each in fields(cls))]) or {}
        parts: dict[str, Any] = {}
        for name in _NUMBERS:
            with reading.within(name):
                parts[name] = reading.number(found[name], least=0.0 if name in ("gap", "seconds") else -math.inf)
        for name in ("method", "explanation"):
            with reading.within(name):
                parts[name] = reading.text(found[name])
        with reading.within("status"):
            status = reading.text(found["status"], [str(each) for each in Status])
        with reading.within("hubs"):
            parts["hubs"] = tuple(reading.text(name) for name in reading.items(found["hubs"]))
        with reading.within("request"):
            parts["request"] = None if found["request"] is None else read_request(reading, found["request"], problem)
        with reading.within("design"):
            parts["design"] = None if found["design"] is None else read_design(reading, found["design"], problem)
        faults.extend(reading.faults)
        return None if reading.faults else cls(status=Status(status), **parts)

    def contradictions(self, problem: Problem, size: float) -> list[str]:
        """Say what in the record contradicts itself.

        Parameters
        ----------
        problem : HubProblem or ScenarioProblem
        size : float
            Of the costs or flows that the objective is made of: the gap of a small one is relative to a part of these.

        Returns
        -------
        list of str
            What the design is worth is for the evaluator to say.
        """
        if self.design is None:
            found = [f"the status is {self.status}, but there is no design"] if self.status in _WITH_DESIGN else []
            if self.hubs:
                found.append(f"hubs {', '.join(self.hubs)} are named, but there is no design")
            if not math.isnan(self.objective):
                found.append(f"the objective is {self.objective!r}, but there is no design: it has to be nan")
            return found
        found = []
        if self.status not in (*_WITH_DESIGN, *_MAYBE_WITH_DESIGN):
            found.append(f"the status is {self.status}, but there is a design")
        if self.request is None:
            found.append("there is a design, but no request that says what was asked")
        names = tuple(str(problem.candidates[k]) for k in self.design.hubs)
        if names != self.hubs:
            ours, theirs = ", ".join(self.hubs) or "none", ", ".join(names) or "none"
            found.append(f"hubs are named {ours}, but the design opens {theirs}: is this the problem that was solved?")
        return found + self._about_the_bound(size)

    def _about_the_bound(self, size: float) -> list[str]:
        if not math.isfinite(self.objective):
            return [f"the objective is {self.objective}: a design has a finite one"]
        found = []
        sense = 1.0 if self.request is None else self.request.objective.sense
        small = _ROUNDING * abs(self.objective)
        if math.isnan(self.bound) or sense * (self.bound - self.objective) > small:
            side = "below" if sense > 0 else "above"
            found.append(f"the bound is {self.bound!r}, and has to be {side} the objective {self.objective!r}")
        else:
            most = relative_gap(self.objective, self.bound)
            least = relative_gap(self.objective, self.bound, _SMALL * size)
            if not least * (1 - _ROUNDING) - _ROUNDING <= self.gap <= most * (1 + _ROUNDING) + _ROUNDING:
                found.append(f"the gap is {self.gap!r}, which does not fit the bound {self.bound!r}")
        if self.status is Status.OPTIMAL and not self.gap < 1.0:
            found.append(f"the status is optimal, but the gap is {self.gap!r}")
        return found


def _plain_request(request: Request) -> dict[str, Any]:
    """The request, with the risk measure as the arguments of `solve`."""
    entries: dict[str, Any] = {}
    for name, value in asdict(request).items():
        entries |= request.measure.plain() if name == "measure" else {name: value}
    return {name: _plain(value) for name, value in entries.items()}


def _plain(value: Any) -> Any:
    """Values of a request as numbers, words, lists and dicts."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    return plain_number(value) if isinstance(value, float) else value


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
    return {name: getattr(routing, name).tolist() for name in (*PLACES, "share")}
