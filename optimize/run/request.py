"""`Request`: what `solve` was asked, checked and in positions instead of labels, as every method receives it."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np

from optimize.errors import report
from optimize.problem import FloatArray, Problem, find_label
from optimize.rules import combine

ALLOCATIONS = ("multiple", "single")
OBJECTIVES = ("cost", "center", "covering", "set_covering", "max_covering")
RISKS = ("expected", "worst_case", "max_regret", "cvar")

Progress = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Request:
    """A checked request to `solve`.

    Attributes
    ----------
    p_min, p_max : int
        Least and most hubs; equal when p is given.
    allocation : "multiple", "single" or int
        r-allocation is the int r; 1 is "single", r >= number of candidates is "multiple".
    objective : str
        One of `OBJECTIVES`; "covering" has become "set_covering" (p not given) or "max_covering" (p given).
    risk : str
        One of `RISKS`; how the scenarios' costs are put together.
    cvar_level : float
    own_optimum : tuple of float or None
        Each scenario's own optimal cost under the same rules; `solve` fills it in for the risk "max_regret".
    open_hubs, closed_hubs : frozenset of int
        Positions among the candidates that have to be, and must not be, open.
    threshold : float or None
        Covering: the largest unit cost at which a pair counts as covered.
    hub_links : int or None
        Incomplete networks: exact number of undirected hub links.
    time_limit : float or None
        Seconds.
    gap : float
        Relative gap at which the search may stop.
    solver : str or None
        Name of a PuLP solver; None = HiGHS.
    threads : int or None
    seed : int
    log : bool
        Show the solver's own log.
    progress : callable or None
        Called now and then with a dict: ``seconds, bound, incumbent, gap, phase`` ...
    """

    p_min: int
    p_max: int
    allocation: str | int = "multiple"
    objective: str = "cost"
    risk: str = "expected"
    cvar_level: float = 0.9
    own_optimum: tuple[float, ...] | None = None
    open_hubs: frozenset[int] = frozenset()
    closed_hubs: frozenset[int] = frozenset()
    threshold: float | None = None
    hub_links: int | None = None
    time_limit: float | None = None
    gap: float = 1e-6
    solver: str | None = None
    threads: int | None = None
    seed: int = 0
    log: bool = False
    progress: Progress | None = None

    @property
    def p(self) -> int | None:
        """The number of hubs where it is fixed, else None."""
        return self.p_min if self.p_min == self.p_max else None

    def combine(self, scenario_cost: FloatArray, probability: FloatArray) -> FloatArray:
        """Put scenario costs, on the last axis, together by the risk measure."""
        own = None if self.own_optimum is None else np.array(self.own_optimum)
        return combine(scenario_cost, probability, self.risk, cvar_level=self.cvar_level, own_optimum=own)

    def allows(self, hubs: Iterable[int]) -> bool:
        """Whether a set of candidate positions obeys the number of hubs and the forced and banned hubs."""
        chosen = frozenset(hubs)
        return self.p_min <= len(chosen) <= self.p_max and self.open_hubs <= chosen and not (self.closed_hubs & chosen)


def counted_scenarios(problem: Problem, request: Request) -> list[int]:
    """Positions of the scenarios that the objective depends on."""
    all_of_them = request.risk in ("worst_case", "max_regret")
    return [s for s, scenario in enumerate(problem.scenarios) if all_of_them or scenario.probability > 0]


def make_request(
    problem: Problem,
    *,
    p: int | None = None,
    p_min: int | None = None,
    p_max: int | None = None,
    allocation: str | int = "multiple",
    objective: str = "cost",
    risk: str = "expected",
    cvar_level: float = 0.9,
    open_hubs: Iterable[Hashable] = (),
    closed_hubs: Iterable[Hashable] = (),
    threshold: float | None = None,
    hub_links: int | None = None,
    time_limit: float | None = None,
    gap: float = 1e-6,
    **rest: Any,
) -> Request:
    """Check the arguments of `solve` against the problem and translate labels to candidate positions.

    Raises
    ------
    InputError
        Naming every fault at once.
    """
    faults: list[str] = []
    numbers = {"threshold": threshold, "time_limit": time_limit, "hub_links": hub_links, "threads": rest.get("threads")}
    for name, value in {**numbers, "gap": gap, "cvar_level": cvar_level, "seed": rest.get("seed", 0)}.items():
        if not (isinstance(value, Real) or (value is None and name in numbers)):
            faults.append(f"{name} is {value!r}: it has to be a number")
    for name, hubs in (("open_hubs", open_hubs), ("closed_hubs", closed_hubs)):
        if not isinstance(hubs, Iterable):
            faults.append(f"{name} is {hubs!r}: give a list of nodes, for instance [{hubs!r}]")
    if rest.get("progress") is not None and not callable(rest["progress"]):
        faults.append(f"progress is {rest['progress']!r}: give a function that takes one dict")
    report(faults)
    if rest.get("threads") is not None and (rest["threads"] < 1 or int(rest["threads"]) != rest["threads"]):
        faults.append(f"threads is {rest['threads']!r}: give a whole number >= 1, or None for the solver's choice")
    if hub_links is not None and int(hub_links) != hub_links:
        faults.append(f"hub_links is {hub_links!r}: it has to be a whole number")
    opened = _positions(problem, open_hubs, "open_hubs", faults)
    closed = _positions(problem, closed_hubs, "closed_hubs", faults)
    for k in sorted(opened & closed):
        faults.append(f"hub {problem.candidates[k]!r} is in open_hubs and in closed_hubs: drop it from one")
    low, high = _hub_numbers(problem, p, p_min, p_max, len(opened), len(closed), faults)

    if isinstance(allocation, np.integer):
        allocation = int(allocation)
    if isinstance(allocation, bool) or not (isinstance(allocation, int) or allocation in ALLOCATIONS):
        faults.append(f"allocation is {allocation!r}: use 'multiple', 'single' or a whole number r >= 1")
    elif isinstance(allocation, int):
        if allocation < 1:
            faults.append(f"allocation is {allocation}: r has to be at least 1")
        elif allocation == 1:
            allocation = "single"
        elif allocation >= high:
            allocation = "multiple"
    if objective not in OBJECTIVES:
        faults.append(f"objective is {objective!r}: use one of {', '.join(OBJECTIVES)}")
    if objective == "covering":
        objective = "set_covering" if (p is None and p_max is None) else "max_covering"
    if objective in ("set_covering", "max_covering") and not (threshold is not None and threshold >= 0):
        faults.append(f"objective {objective!r} needs `threshold`, a unit cost >= 0; it is {threshold!r}")
    if risk not in RISKS:
        faults.append(f"risk is {risk!r}: use one of {', '.join(RISKS)}")
    if not 0.0 <= cvar_level < 1.0:
        faults.append(f"cvar_level is {cvar_level!r}: it has to be at least 0 and below 1")
    if time_limit is not None and not time_limit > 0:
        faults.append(f"time_limit is {time_limit!r}: give seconds > 0, or None for no limit")
    if not 0.0 <= gap < 1.0:
        faults.append(f"gap is {gap!r}: it is relative, at least 0 and below 1")
    if hub_links is not None and (hub_links < 0 or hub_links > high * (high - 1) // 2):
        faults.append(
            f"hub_links is {hub_links}: {high} hubs have between 0 and {high * (high - 1) // 2} undirected links"
        )
    report(faults)
    return Request(
        p_min=low,
        p_max=high,
        allocation=allocation,
        objective=objective,
        risk=risk,
        cvar_level=cvar_level,
        open_hubs=opened,
        closed_hubs=closed,
        threshold=threshold,
        hub_links=hub_links,
        time_limit=time_limit,
        gap=gap,
        **rest,
    )


def _positions(problem: Problem, hubs: Iterable[Hashable], what: str, faults: list[str]) -> frozenset[int]:
    given = [hubs] if isinstance(hubs, str) else list(hubs)
    where = {int(node): k for k, node in enumerate(problem.candidate_index)}
    found = set()
    for hub in given:
        node = find_label(hub, problem.labels, what, faults)
        if node is None:
            continue
        if node in where:
            found.add(where[node])
        elif what == "open_hubs":
            faults.append(f"{what}: {hub!r} is not a candidate: add it to `candidates`")
    return frozenset(found)


def _hub_numbers(
    problem: Problem,
    p: int | None,
    p_min: int | None,
    p_max: int | None,
    opened: int,
    closed: int,
    faults: list[str],
) -> tuple[int, int]:
    available = problem.h - closed
    if p is not None:
        if p_min is not None or p_max is not None:
            faults.append("give either p, or p_min and p_max")
        p_min = p_max = p
    low = max(1, opened) if p_min is None else p_min
    high = available if p_max is None else p_max
    for name, value in (("p_min" if p is None else "p", low), ("p_max", high)):
        if isinstance(value, bool) or not isinstance(value, Real) or value != value // 1:
            faults.append(f"{name} is {value!r}: it has to be a whole number")
            return 1, 1
        if p is not None and name == "p_max":
            continue
        if value < 1:
            faults.append(f"{name} is {value}: at least one hub has to be open")
        if value > available:
            banned = f" ({problem.h} less {closed} closed)" if closed else ""
            faults.append(f"{name} is {value}, but there are only {available} candidate hubs{banned}: lower it")
    if opened > high:
        faults.append(f"{opened} hubs are in open_hubs, but at most {high} may be open: raise p or drop some")
    if low > high:
        faults.append(f"p_min is {low} and p_max {high}: p_min must not be larger")
    return int(low), int(high)
