"""Solutions as JSON files, which the evaluator audits when they are read."""

import json
import math
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np

from optimize.errors import InputError
from optimize.evaluate import audit
from optimize.problem import Problem
from optimize.rules import Objective, Routing
from optimize.run import Design, Request, Status
from optimize.solution.solution import HubSolution

_FORMAT = 1
_PATH = ("origin", "destination", "first", "last", "share")


def write_solution(solution: HubSolution, path: str | Path) -> None:
    """Write a solution, without its problem, to a JSON file."""
    data: dict[str, Any] = {
        "format": _FORMAT,
        "hubs": [str(x) for x in solution.hubs],
        "objective": _plain(solution.objective),
        "bound": _plain(solution.bound),
        "gap": _plain(solution.gap),
        "status": str(solution.status),
        "method": solution.method,
        "seconds": solution.seconds,
        "explanation": solution.explanation,
        "request": None if solution.request is None else _request_to_json(solution.request),
        "design": None if solution.design is None else _design_to_json(solution.design),
    }
    Path(path).write_text(json.dumps(data, indent=1), encoding="utf-8")


def read_solution(path: str | Path, problem: Problem) -> HubSolution:
    """Read a solution of `problem` and audit it.

    Raises
    ------
    InputError
        If the file is not a solution, or the design is not worth what the file says on this problem.
    """
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
        if data["format"] != _FORMAT:
            raise InputError([f"{path}: format {data['format']!r} is not known to this version"])
        request = None if data["request"] is None else _request_from_json(data["request"])
        design = None if data["design"] is None else _design_from_json(data["design"], problem)
        status, objective = Status(data["status"]), float(data["objective"])
    except InputError:
        raise
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise InputError([f"{path} is not a saved solution of this problem: {error!r}"]) from error
    solved = design is not None and request is not None
    return HubSolution(
        hubs=() if design is None else tuple(problem.candidates[k] for k in design.hubs),
        objective=objective,
        bound=float(data["bound"]),
        gap=float(data["gap"]),
        status=status,
        method=data["method"],
        seconds=float(data["seconds"]),
        explanation=data["explanation"],
        problem=problem,
        request=request,
        design=design,
        evaluation=audit(problem, design, request, objective) if solved else None,  # type: ignore[arg-type]
    )


def _plain(value: float) -> float | str:
    return value if math.isfinite(value) else str(value)


def _request_to_json(request: Request) -> dict[str, Any]:
    return {k: sorted(v) if isinstance(v, frozenset) else v for k, v in asdict(request).items()}


def _request_from_json(data: dict[str, Any]) -> Request:
    known = {each.name: data[each.name] for each in fields(Request) if each.name in data}
    sets = {key: frozenset(data[key]) for key in ("open_hubs", "closed_hubs")}
    stated = data["objective"]
    # files of version 0.1 have the objective's name, and its threshold beside it
    objective = Objective(**stated) if isinstance(stated, dict) else Objective(stated, data.get("threshold"))
    own = data.get("own_optimum")
    return Request(**{**known, **sets, "objective": objective, "own_optimum": None if own is None else tuple(own)})


def _design_to_json(design: Design) -> dict[str, Any]:
    return {
        "hubs": list(design.hubs),
        "assigned": None
        if design.assigned is None
        else [[[np.flatnonzero(row).tolist() for row in of] for of in blocks] for blocks in design.assigned],
        "routing": None
        if design.routing is None
        else [[{key: getattr(r, key).tolist() for key in _PATH} for r in rs] for rs in design.routing],
        "links": None if design.links is None else np.argwhere(np.triu(design.links, 1)).tolist(),
    }


def _design_from_json(data: dict[str, Any], problem: Problem) -> Design:
    assigned = routing = links = None
    if data["assigned"] is not None:
        assigned = tuple(tuple(_mask(of, problem.h) for of in blocks) for blocks in data["assigned"])
    if data["routing"] is not None:
        routing = tuple(
            tuple(
                Routing(*(np.array(r[key]) for key in ("origin", "destination", "first", "last", "share"))) for r in rs
            )
            for rs in data["routing"]
        )
    if data["links"] is not None:
        links = np.zeros((problem.h, problem.h), dtype=bool)
        for k, m in data["links"]:
            links[k, m] = links[m, k] = True
    return Design(tuple(data["hubs"]), assigned, routing, links)


def _mask(rows: list[list[int]], h: int) -> np.typing.NDArray[np.bool_]:
    mask = np.zeros((len(rows), h), dtype=bool)
    for i, hubs in enumerate(rows):
        mask[i, hubs] = True
    return mask
