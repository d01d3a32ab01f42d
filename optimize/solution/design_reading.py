"""The decision of a solution, out of plain data: positions that exist, shapes that fit the problem."""

from typing import Any

import numpy as np
import numpy.typing as npt

from optimize.problem import Problem
from optimize.rules import UNMET, Routing
from optimize.run import Design
from optimize.solution.reading import Reading

PLACES = ("origin", "destination", "first", "last")
_OVER = 1e-6  # a share may be this much below 0 or above 1: solvers keep their rows to about 1e-7


def read_design(reading: Reading, data: Any, problem: Problem) -> Design | None:
    """Read a design.

    Parameters
    ----------
    reading : Reading
        Takes the faults.
    data : object
        Plain data.
    problem : HubProblem or ScenarioProblem

    Returns
    -------
    Design or None
        None if there are faults. Whether it keeps the rules is for the evaluator to say.
    """
    before = len(reading.faults)
    found = reading.entries(data, ["hubs", "assigned", "routing", "links"])
    if found is None:
        return None
    with reading.within("hubs"):
        hubs = reading.positions(found["hubs"], problem.h, "hub", once=True)
        if list(hubs) != sorted(hubs):
            reading.note("hubs are not in the order of the nodes")
    assigned = _of_each_block(reading, "assigned", found["assigned"], problem, "allocations of classes", _mask)
    routing = _of_each_block(reading, "routing", found["routing"], problem, "paths of classes", _routing)
    with reading.within("links"):
        links = None if found["links"] is None else _links(reading, found["links"], problem)
    if len(reading.faults) > before:
        return None
    return Design(tuple(hubs.tolist()), assigned, routing, links)


def _of_each_block(reading: Reading, name: str, data: Any, problem: Problem, what: str, read: Any) -> Any:
    """Something of every block of every scenario."""
    if data is None:
        return None
    with reading.within(name):
        scenarios = reading.items(data, len(problem.scenarios), "scenarios")
        return tuple(
            tuple(read(reading, of, problem) for of in reading.items(blocks, len(scenario.blocks), what))
            for blocks, scenario in zip(scenarios, problem.scenarios, strict=False)  # none where their number is wrong
        )


def _mask(reading: Reading, data: Any, problem: Problem) -> npt.NDArray[np.bool_]:
    """(n, h) allocation out of the hubs of every node."""
    mask = np.zeros((problem.n, problem.h), dtype=bool)
    for i, hubs in enumerate(reading.items(data, problem.n, "nodes")):
        mask[i, reading.positions(hubs, problem.h, "hub", once=True)] = True
    return mask


def _routing(reading: Reading, data: Any, problem: Problem) -> Routing | None:
    found = reading.entries(data, [*PLACES, "share"])
    if found is None:
        return None
    before = len(reading.faults)
    count = len(found["origin"]) if isinstance(found["origin"], list) else None
    arrays = {}
    for name in PLACES:
        with reading.within(name):
            of_hubs = name in ("first", "last")
            arrays[name] = reading.positions(
                found[name],
                problem.h if of_hubs else problem.n,
                "hub" if of_hubs else "node",
                lowest=UNMET if of_hubs else 0,
                length=count,
                of="paths",
            )
    with reading.within("share"):
        values = reading.items(found["share"], count, "paths")
        share = np.array([reading.number(x, least=-_OVER, most=1 + _OVER, finite=True) for x in values])
    if len(reading.faults) > before:
        return None
    first, last = arrays["first"], arrays["last"]
    if ((first < 0) | (last < 0)).any() and (first != last)[(first < 0) | (last < 0)].any():
        reading.note("a path that uses no hub has to say so in first and in last")
        return None
    return Routing(**arrays, share=share.astype(np.float64))


def _links(reading: Reading, data: Any, problem: Problem) -> npt.NDArray[np.bool_]:
    links = np.zeros((problem.h, problem.h), dtype=bool)
    for ends in reading.items(data):
        pair = reading.positions(ends, problem.h, "hub", once=True, length=2)
        if len(pair):
            k, m = pair
            if links[k, m]:
                reading.note(f"the link {k} - {m} is there more than once")
            links[k, m] = links[m, k] = True
    return links
