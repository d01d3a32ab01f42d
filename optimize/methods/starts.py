"""Starts: hubs that are known, or earlier solutions, made into a design from which methods start.

A start is checked and priced by the evaluator before any method runs. Of an earlier solution what fits is kept: who
uses which hub, the links, the paths within capacities, node by node and class by class under their names. Where that is
not enough, as where hubs alone are given and a node may use one of them only, the rest is solved with the hubs fixed.
"""

import math
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from optimize.errors import collecting, report
from optimize.evaluate import evaluate
from optimize.explain import explain_infeasible
from optimize.methods.attempt import attempt
from optimize.methods.choice import choose
from optimize.problem import IntArray, Problem, Scenario, find_labels
from optimize.rules import Routing
from optimize.run import Clock, Design, Limits, Method, MethodResult, Request, Status
from optimize.solution import HubSolution

# seconds that finding out who uses the hubs of a start may take in any case, time limit or not; the part of the time
# that is left; and the most seconds: a better start, against less time for the search (judgements)
_GRACE_S, _SHARE, _MOST_S = 0.5, 0.2, 10.0
_TOLD = 3  # faults of a start that are told
_GIVEN = "HiGHS"  # the solver whose programs are given the hubs of a start
_WORDS = "the hubs are those of the start"


@dataclass(frozen=True, eq=False)
class Start:
    """Hubs to start from.

    Attributes
    ----------
    name : str
        What it is called in messages.
    hubs : tuple of int
        Positions among the candidates, ascending.
    solution : HubSolution or None
        The earlier solution that they come from.
    """

    name: str
    hubs: tuple[int, ...]
    solution: HubSolution | None = None


def read_starts(problem: Problem, request: Request, given: Any) -> list[Start]:
    """Check starts.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    given : iterable of labels, HubSolution, list of these, or None
        As `solve` takes it.

    Returns
    -------
    list of Start

    Raises
    ------
    InputError
        If hubs are unknown or not allowed; it reports all faults at once.
    """
    if given is None:
        return []
    each = _listed(problem, given)
    faults: list[str] = []
    found = []
    for number, one in enumerate(each):
        name = "start" if len(each) == 1 else f"start {number + 1}"
        solution = one if isinstance(one, HubSolution) else None
        if solution is not None and not solution.hubs:
            faults.append(f"{name}: the earlier solution has no hubs (status {solution.status}): give one that has")
            continue
        wrong: list[str] = []
        nodes = find_labels(one if solution is None else solution.hubs, problem.labels, name, wrong)
        hubs = tuple(sorted(_positions(problem, nodes, name, wrong)))
        faults += wrong or _not_allowed(problem, request, hubs, name)
        found.append(Start(name, hubs, solution))
    report(faults)
    return found


def _listed(problem: Problem, given: Any) -> list[Any]:
    """Starts one by one: a solution or a list of labels is one, a list of these are several."""
    if isinstance(given, (HubSolution, str)) or not isinstance(given, Iterable):
        return [given]
    items = list(given)
    return items if items and all(_is_start(problem, item) for item in items) else [items]


def _is_start(problem: Problem, item: Any) -> bool:
    if isinstance(item, HubSolution):
        return True
    a_label = isinstance(item, str) or (isinstance(item, Hashable) and item in problem.labels)
    return isinstance(item, Iterable) and not a_label


def _positions(problem: Problem, nodes: Iterable[int], name: str, faults: list[str]) -> Iterator[int]:
    where = {int(node): k for k, node in enumerate(problem.candidate_index)}
    for node in nodes:
        if node in where:
            yield where[node]
        else:
            faults.append(f"{name}: {problem.labels[node]!r} is not a candidate: add it to `candidates`, or drop it")


def _not_allowed(problem: Problem, request: Request, hubs: tuple[int, ...], name: str) -> list[str]:
    """Why a request does not allow hubs."""
    faults = []
    if not request.p_min <= len(hubs) <= request.p_max:
        asked = f"{request.p_min}" if request.p is not None else f"{request.p_min} to {request.p_max}"
        count = f"{len(hubs)} hub" if len(hubs) == 1 else f"{len(hubs)} hubs"
        faults.append(f"{name} has {count} ({_named(problem, hubs) or 'none'}), but {asked} are asked for")
    if missing := sorted(request.open_hubs - set(hubs)):
        faults.append(f"{name} lacks {_named(problem, missing)} of open_hubs: add it")
    if closed := sorted(request.closed_hubs & set(hubs)):
        faults.append(f"{name} has {_named(problem, closed)}, which closed_hubs forbids: take it out of one of the two")
    return faults


def _named(problem: Problem, hubs: Iterable[int]) -> str:
    return ", ".join(repr(problem.candidates[k]) for k in hubs)


def best_start(problem: Problem, request: Request, limits: Limits, starts: list[Start]) -> MethodResult | None:
    """Price starts and take the best.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
        With `own_optimum` if the risk measure needs it.
    limits : Limits
    starts : list of Start

    Returns
    -------
    MethodResult or None
        Without a design where none was found in time, which its explanation says; None if there are no starts.

    Raises
    ------
    InputError
        If hubs cannot serve all flow under the rules.
    """
    faults: list[str] = []
    best, least, slow = None, math.inf, []
    sense = request.objective.sense
    for start in starts:
        with collecting(faults):
            design = _design(problem, request, limits, start)
            if design is None:
                slow.append(start.name)
                continue
            value = sense * evaluate(problem, design, request).objective
            if best is None or value < least:
                best, least = design, value
    report(faults)
    if not starts:
        return None
    words = f"no way to use the hubs of {', '.join(slow)} was found in time" if slow else ""
    status = Status.NO_SOLUTION if best is None else Status.FEASIBLE
    return MethodResult(status, best, -sense * math.inf, words)


def _design(problem: Problem, request: Request, limits: Limits, start: Start) -> Design | None:
    """The best design with the hubs of a start that is found soon."""
    some = [Design(start.hubs)] if start.solution is None else [*_carried(problem, request, start), Design(start.hubs)]
    worth = [(value, design) for design in some if (value := _value(problem, request, design)) is not None]
    if worth:
        return min(worth, key=lambda pair: pair[0])[1]
    fixed = request.only(start.hubs, problem.h)
    left = limits.clock.left
    clock = limits.clock.part(min(_SHARE * left, _MOST_S)) if _SHARE * left > _GRACE_S else Clock(_GRACE_S)
    way, _ = choose("auto", problem, fixed)
    found = attempt(way, problem, fixed, replace(limits, clock=clock.silent(), start=None))
    if found.status is Status.INFEASIBLE:
        why = found.explanation or explain_infeasible(problem, fixed)
        report([f"{start.name}: hubs {_named(problem, start.hubs)} are no solution: {why}"])
    return found.design


def _value(problem: Problem, request: Request, design: Design) -> float | None:
    """What a design is worth, less being better; None if it may not be."""
    found = evaluate(problem, design, request)
    return None if found.faults or not math.isfinite(found.objective) else request.objective.sense * found.objective


def _carried(problem: Problem, request: Request, start: Start) -> Iterator[Design]:
    """Designs that keep what an earlier solution tells beside its hubs."""
    assert start.solution is not None  # noqa: S101
    earlier, design = start.solution.problem, start.solution.design
    if earlier is None or design is None:
        return
    there = {label: i for i, label in enumerate(earlier.labels)}
    if not all(label in there for label in problem.labels):
        return
    old_node = np.array([there[label] for label in problem.labels], dtype=np.int64)
    known = {label: k for k, label in enumerate(problem.candidates)}
    new_hub = np.array([known.get(label, -1) for label in earlier.candidates], dtype=np.int64)
    blocks = _old_blocks(problem, earlier)
    if blocks is None:
        return

    def each(carry: Callable[[Any], Any], stored: tuple[tuple[Any, ...], ...]) -> Any:
        return tuple(tuple(carry(stored[s][b]) for s, b in of_scenario) for of_scenario in blocks)

    assigned = None
    if request.allocation != "multiple" and design.assigned is not None:
        assigned = each(lambda uses: _moved(uses[old_node], new_hub, problem.h), design.assigned)
    links = None
    if design.links is not None and request.chooses_links(problem):
        links = _moved(_moved(design.links, new_hub, problem.h).T, new_hub, problem.h).T
    if design.routing is not None:
        new_node = np.full(earlier.n, -1, dtype=np.int64)
        new_node[old_node] = np.arange(problem.n)
        routing = each(lambda paths: _moved_paths(paths, new_node, new_hub), design.routing)
        yield Design(start.hubs, assigned, routing, links)
    yield Design(start.hubs, assigned, None, links)


def _old_blocks(problem: Problem, earlier: Problem) -> list[list[tuple[int, int]]] | None:
    """For each scenario and block the earlier ones of the same names; failing that, the only or first one.

    None where there is no telling.
    """
    scenarios = {scenario.name: s for s, scenario in enumerate(earlier.scenarios)}
    found = []
    for scenario in problem.scenarios:
        s = scenarios.get(scenario.name, 0)
        places = _old_places(scenario, earlier.scenarios[s])
        if places is None:
            return None
        found.append([(s, b) for b in places])
    return found


def _old_places(scenario: Scenario, earlier: Scenario) -> list[int] | None:
    names = [block.name for block in earlier.blocks]
    if all(block.name in names for block in scenario.blocks):
        return [names.index(block.name) for block in scenario.blocks]
    if len(earlier.blocks) == 1:
        return [0] * len(scenario.blocks)
    return list(range(len(scenario.blocks))) if len(earlier.blocks) == len(scenario.blocks) else None


def _moved(uses: np.typing.NDArray[np.bool_], new_hub: IntArray, h: int) -> np.typing.NDArray[np.bool_]:
    """Columns of earlier candidates put where the candidates are now."""
    moved = np.zeros((len(uses), h), dtype=bool)
    there = new_hub >= 0
    moved[:, new_hub[there]] = uses[:, there]
    return moved


def _moved_paths(paths: Routing, new_node: IntArray, new_hub: IntArray) -> Routing:
    """Paths between nodes and over hubs as they are numbered now; those over others are left out."""
    first, last = (np.where(hub < 0, hub, new_hub[np.maximum(hub, 0)]) for hub in (paths.first, paths.last))
    origin, destination = new_node[paths.origin], new_node[paths.destination]
    lost = ((paths.first >= 0) & (first < 0)) | ((paths.last >= 0) & (last < 0)) | (origin < 0) | (destination < 0)
    kept = ~lost
    return Routing(origin[kept], destination[kept], first[kept], last[kept], paths.share[kept])


def no_worse(
    problem: Problem, request: Request, start: MethodResult, result: MethodResult, way: Method
) -> MethodResult:
    """Take the better of a start and of what a method found after it.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    start : MethodResult
        See `best_start`.
    result : MethodResult
    way : Method
        The method.

    Returns
    -------
    MethodResult
        Its explanation says where the method could not make use of the start.
    """
    if start.design is None:
        return _explained(result, start.explanation)
    solver = result.info.get("solver", _GIVEN)
    unused = way.without_start or (f"{solver} searched without the start" if solver != _GIVEN else "")
    result = _explained(result, unused)
    sense = request.objective.sense
    least = sense * evaluate(problem, start.design, request).objective
    if result.design is not None and sense * evaluate(problem, result.design, request).objective <= least:
        return result
    proven = result.status in (Status.OPTIMAL, Status.FEASIBLE, Status.NO_SOLUTION)
    result = _explained(result, _WORDS)
    return MethodResult(
        result.status if result.status is Status.OPTIMAL else Status.FEASIBLE,
        start.design,
        result.bound if proven else start.bound,
        result.explanation,
        result.info,
    )


def _explained(result: MethodResult, words: str) -> MethodResult:
    return replace(result, explanation="; ".join(x for x in (result.explanation, words) if x))
