"""The paths of a problem's flows over given hubs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from optimize import HubProblem
from optimize.problem import is_capacitated
from optimize.rules import Routing, cheapest_paths
from optimize.table import route_within_room


def routings(problem: HubProblem, hubs: Sequence[int]) -> Iterator[Routing]:
    """Find the paths of the flows of each block over given hubs.

    Parameters
    ----------
    problem : HubProblem
        Capacities count where it has any.
    hubs : sequence of int
        Positions of the open candidates, ascending.

    Returns
    -------
    iterator of Routing
        One for each block.
    """
    if is_capacitated(problem):
        yield from route_within_room(problem, hubs)[0]
        return
    for block in problem.blocks:
        first, last, _ = cheapest_paths(block, hubs)
        origin, destination = np.nonzero(block.flow)
        k, m = first[origin, destination], last[origin, destination]
        yield Routing(origin, destination, k, m, np.ones(len(origin)))
