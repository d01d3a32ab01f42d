"""Why flow cannot be covered, in words."""

from collections.abc import Sequence

import numpy as np

from optimize.cover.radius import BoolArray, Case, pair_costs
from optimize.problem import Problem
from optimize.rules import Look
from optimize.run import Request


def beyond(problem: Problem, cases: Sequence[Case], limit: float, alive: BoolArray, look: Look) -> str:
    """Say which pair exceeds the threshold most with every hub open.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    cases : sequence of Case
    limit : float
        Largest unit cost that counts as covered.
    alive : (h,) bool array
        Candidates that may be open.
    look : callable
        See `cheapest_costs`.

    Returns
    -------
    str
        Empty if there is none.
    """
    worst, text, count = limit, "", 0
    for case in cases:
        cost = np.where(case.needed, pair_costs(case.block, np.flatnonzero(alive), look=look), 0.0)
        count += int((cost > limit).sum())
        if cost.max(initial=0.0) > worst:
            worst = float(cost.max())
            i, j = np.unravel_index(cost.argmax(), cost.shape)
            text = (
                f"the flow from {problem.labels[i]!r} to {problem.labels[j]!r} (scenario "
                f"{problem.scenarios[case.scenario].name!r}, class {case.block.name!r})"
            )
    if not text:
        return ""
    if np.isinf(worst):
        return f"{text} has no path over any hub, whatever the threshold: give it a finite cost or leave it out"
    return (
        f"{text} costs at least {worst:.10g} with every hub open, and {count} flows are beyond the threshold: the "
        f"smallest threshold that works with every hub open is {worst:.10g}"
    )


def too_few(request: Request) -> str:
    """Say that the hubs that may be open are too few.

    Parameters
    ----------
    request : Request

    Returns
    -------
    str
    """
    return (
        f"at most {request.p_max} hubs with {request.allocation} allocation cannot cover every flow within the "
        "threshold, though every single one can be covered: allow more hubs, or find the smallest threshold with "
        "objective='center'"
    )
