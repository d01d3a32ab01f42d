"""A design for a run that ended without one: what a heuristic finds in a moment, the clock's end or not.

Where heuristics refuse a rule, they search without it, and a design that obeys it is made of what they find: links
between the hubs are chosen by a spanning tree, and nodes that may have several hubs get one. The evaluator says which
of these designs may be.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from optimize.evaluate import evaluate
from optimize.methods.choice import refusal
from optimize.methods.registry import method
from optimize.problem import Problem, unlinked
from optimize.run import Clock, Design, Limits, OutOfTimeError, Request

GRACE_S = 0.5
"""Seconds beyond the time limit, or after an interrupt: enough for some hubs that serve all flow, hardly noticed by who
waits (a judgement)."""


def last_resort(problem: Problem, request: Request, limits: Limits) -> Design | None:
    """Look for some design that may be, for half a second.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    limits : Limits
        All but their clock.

    Returns
    -------
    Design or None
        The best of those found; None if there is none.
    """
    best, least = None, np.inf
    for design in _designs(problem, request, replace(limits, clock=Clock(GRACE_S), start=None)):
        found = evaluate(problem, design, request)
        cost = request.objective.sense * found.objective
        if not found.faults and cost < least:
            best, least = design, cost
    return best


def _designs(problem: Problem, request: Request, limits: Limits) -> Iterator[Design]:
    """Designs that are worth a trial."""
    simpler = unlinked(problem)
    asked = replace(request, hub_links=None)
    heuristic = method("heuristic")
    if refusal(heuristic, simpler, asked):
        asked = replace(asked, allocation="single")
    if refusal(heuristic, simpler, asked):
        return
    try:
        found = heuristic.run(simpler, asked, limits).design
    except (OutOfTimeError, MemoryError):
        return
    if found is not None and request.chooses_links(problem):
        yield from (replace(found, links=links) for links in _networks(problem, request, found.hubs))
    elif found is not None:
        yield found


def _networks(problem: Problem, request: Request, hubs: tuple[int, ...]) -> Iterator[NDArray[np.bool_]]:
    """Links between hubs: as many as are asked for; else those of a tree, and all."""
    order = _tree_first(problem, hubs)
    tree = max(0, len(hubs) - 1)
    for count in {tree, len(order)} if request.hub_links is None else {request.hub_links}:
        links = np.zeros((problem.h, problem.h), dtype=bool)
        for k, m in order[:count]:
            links[k, m] = links[m, k] = True
        yield links


def _tree_first(problem: Problem, hubs: tuple[int, ...]) -> list[tuple[int, int]]:
    """All links between hubs that can be set up: those of a smallest spanning tree first.

    Links are compared by what they cost to set up, and those that cost the same by what a ride costs.
    """
    price = np.zeros((problem.h, problem.h)) if problem.link_cost is None else problem.link_cost
    ride = problem.scenarios[0].blocks[0].transfer
    price, ride = np.minimum(price, price.T), np.minimum(ride, ride.T)
    links = [(k, m) for k in hubs for m in hubs if k < m and np.isfinite(price[k, m])]
    links.sort(key=lambda link: (float(price[link]), float(ride[link])))
    group = {k: k for k in hubs}
    tree = []
    for k, m in links:
        if group[k] != group[m]:
            tree.append((k, m))
            joined = group[m]
            group.update({each: group[k] for each, of in group.items() if of == joined})
    return tree + [link for link in links if link not in tree]
