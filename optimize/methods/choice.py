"""Which method suits a problem: what each can do, and what "auto" picks."""

import numpy as np

from optimize.problem import Problem, is_capacitated
from optimize.run import Request
from optimize.table import MEMORY_LIMIT_BYTES, count_sets

# pairs of nodes that the kernels of the table price in a second on one processor: 4e9 to 8e9 measured
_PAIRS_PER_SECOND = 4e9
_SECONDS_A_SET = 2e-7
# beyond this the decomposition is at least as fast, and by far as the sets grow
_TABLE_SECONDS = 0.1


def has_links(problem: Problem, request: Request) -> bool:
    """Whether hub links are a decision (incomplete hub networks)."""
    return problem.link_cost is not None or request.hub_links is not None


def unsupported(method: str, problem: Problem, request: Request) -> str:
    """Why a method cannot treat a request; empty if it can."""
    if request.objective != "cost" and is_capacitated(problem):
        return f"capacities count for the objective 'cost' alone, not for {request.objective!r}: leave them out"
    closed_form = not (is_capacitated(problem) or has_links(problem, request) or problem.discount is not None)
    if method == "compact":
        return ""
    if method == "center":
        from optimize.center import method as center

        return center.unsupported(problem, request)
    if method == "heuristic":
        if has_links(problem, request) or problem.discount is not None:
            return "heuristics know no hub link decisions and no flow-dependent discounts; use 'compact'"
        if is_capacitated(problem) and request.allocation == "single":
            return _beyond_capacities(problem)
        if is_capacitated(problem) and request.allocation != "multiple":
            return "capacities with r-allocation are for 'compact'"
        return ""
    if method == "enumeration":
        if request.objective not in ("cost", "center"):
            return f"the table of hub sets knows the objectives 'cost' and 'center', not {request.objective!r}"
        if request.allocation != "multiple":
            return "the table of hub sets is for multiple allocation; use 'single' or 'compact'"
        return "" if closed_form else "capacities, hub links and discounts have no closed form; use 'compact'"
    if request.objective != "cost":
        return f"it is for the objective 'cost'; use 'compact' for {request.objective!r}"
    if method == "benders":
        if request.allocation != "multiple":
            return "it is for multiple allocation; use 'single' or 'compact'"
        return "" if closed_form else "capacities, hub links and discounts are beyond it; use 'compact'"
    if request.allocation != "single":
        return "it is for single allocation"
    if has_links(problem, request) or problem.discount is not None:
        return "hub links and discounts are beyond it; use 'compact'"
    return _beyond_capacities(problem) if is_capacitated(problem) else ""


def _beyond_capacities(problem: Problem) -> str:
    """Which capacities of single allocation only the compact model knows."""
    if problem.capacity_on != "collection":
        return "capacities on throughput are for 'compact'"
    if any(block.outside is not None for s in problem.scenarios for block in s.blocks):
        return "capacities beside direct service or unmet demand (flow may go outside to relieve a hub): use 'compact'"
    return ""


def table_seconds(problem: Problem, request: Request) -> float:
    """Estimate the processor seconds for the table of all hub sets; infinite beyond its memory."""
    elements = problem.h - len(request.open_hubs) - len(request.closed_hubs)
    sets = count_sets(elements, request.p_max - len(request.open_hubs))
    if sets * len(problem.scenarios) * 8 > MEMORY_LIMIT_BYTES / 4:
        return np.inf
    pairs = sum(int(np.count_nonzero(b.flow.any(axis=1))) * b.n for s in problem.scenarios for b in s.blocks)
    return sets * (pairs / _PAIRS_PER_SECOND + _SECONDS_A_SET)


def choose(problem: Problem, request: Request) -> tuple[str, str]:
    """Pick a method and say why."""
    if unsupported("enumeration", problem, request) == "":
        seconds = table_seconds(problem, request)
        if seconds <= _TABLE_SECONDS:
            return "enumeration", "the table of all hub sets is small enough to be exact at once"
        if unsupported("benders", problem, request) == "":
            return "benders", "too many hub sets to list: decomposition with elimination of candidates"
    if unsupported("center", problem, request) == "":
        return "center", "p-hub centre: bisection on the radius with a tree search over hub sets"
    if unsupported("single", problem, request) == "":
        return "single", "single allocation: bounds over hub sets and exact allocation"
    return "compact", "no closed form for given hubs: one mixed-integer program"
