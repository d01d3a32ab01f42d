"""Labelled tables of the paths and of the legs of one block, whose costs are unweighted."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import numpy.typing as npt

from optimize.evaluate import PricedBlock
from optimize.late import pd
from optimize.problem import FloatArray, IntArray, Problem
from optimize.rules import DIRECT, UNMET

LEGS = ("collection", "transfer", "distribution", "direct", "unmet")
"""Names of the legs, in the order of the table."""


def named(names: tuple[Hashable, ...], positions: Any) -> Any:
    """Labels by position.

    Parameters
    ----------
    names : tuple of labels
    positions : int array

    Returns
    -------
    object array
        Of the shape of `positions`; labels may be tuples.
    """
    array = np.empty(len(names), dtype=object)
    for at, name in enumerate(names):
        array[at] = name
    return array[np.asarray(positions, dtype=np.int64)]


def path_table(problem: Problem, priced: PricedBlock) -> pd.DataFrame:
    """Paths with flow.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    priced : PricedBlock

    Returns
    -------
    DataFrame
        Columns origin, destination, first_hub, last_hub ("direct" or "unmet" where there is none), flow, unit_cost
        (where links earn a discount, their mean price), cost.
    """
    used = np.flatnonzero(priced.carried > 0)
    routing, carried, unit = priced.routing, priced.carried[used], priced.mean_unit_cost[used]
    hubs = (*problem.candidates, "unmet", "direct")  # positions UNMET = -2 and DIRECT = -1
    return pd.DataFrame(
        {
            "origin": named(problem.labels, routing.origin[used]),
            "destination": named(problem.labels, routing.destination[used]),
            "first_hub": named(hubs, routing.first[used]),
            "last_hub": named(hubs, routing.last[used]),
            "flow": carried,
            "unit_cost": unit,
            "cost": carried * unit,
        }
    )


def leg_table(problem: Problem, priced: PricedBlock) -> pd.DataFrame:
    """Flow and cost summed on each leg; handling at hubs is in none of them.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    priced : PricedBlock

    Returns
    -------
    DataFrame
        Columns leg (one of `LEGS`), from, to, flow, cost. A transfer is on each hub link that it rides on.
    """
    block, routing, carried = priced.block, priced.routing, priced.carried
    sent, first = carried > 0, routing.first
    over = sent & priced.over_hubs
    nodes, hubs = problem.labels, problem.candidates
    k, m = np.nonzero(priced.flow_on_links > 0)
    frames = [
        _summed(over, routing.origin, first, carried, block.collection, (nodes, hubs)),
        _labelled(k, m, priced.flow_on_links[k, m], priced.cost_of_links[k, m], (hubs, hubs)),
        _summed(over, routing.last, routing.destination, carried, block.distribution, (hubs, nodes)),
    ]
    for mark, price in ((DIRECT, block.direct), (UNMET, block.unmet_penalty)):
        prices = np.full(block.flow.shape, np.inf) if price is None else price
        frames.append(
            _summed(sent & (first == mark), routing.origin, routing.destination, carried, prices, (nodes, nodes))
        )
    legs = [frame.assign(leg=leg) for leg, frame in zip(LEGS, frames, strict=True)]
    return pd.concat([leg for leg in legs if len(leg)] or legs[:1], ignore_index=True)


def _summed(
    rows: npt.NDArray[np.bool_],
    start: IntArray,
    end: IntArray,
    carried: FloatArray,
    price: FloatArray,
    names: tuple[tuple[Hashable, ...], tuple[Hashable, ...]],
) -> pd.DataFrame:
    """Flow and cost of some paths' leg from `start` to `end`, summed over paths that share it."""
    shape = price.shape
    place, at = np.unique(start[rows] * shape[1] + end[rows], return_inverse=True)
    flow = np.bincount(at, weights=carried[rows], minlength=len(place)).astype(np.float64)
    a, b = np.divmod(place, shape[1])
    return _labelled(a, b, flow, flow * price[a, b], names)


def _labelled(
    start: IntArray,
    end: IntArray,
    flow: FloatArray,
    cost: FloatArray,
    names: tuple[tuple[Hashable, ...], tuple[Hashable, ...]],
) -> pd.DataFrame:
    return pd.DataFrame({"from": named(names[0], start), "to": named(names[1], end), "flow": flow, "cost": cost})


def cost_parts(priced: PricedBlock) -> dict[str, FloatArray]:
    """Tell the cost of a unit on each path by what it is paid for.

    Parameters
    ----------
    priced : PricedBlock

    Returns
    -------
    dict of str to (paths,) array
        ``collection, transfer, distribution, handling, direct, unmet``; they add up to `PricedBlock.mean_unit_cost`.
        Where several hub links make up a transfer, it is their sum, with the handling at each hub on the way; where
        links earn a discount, the units on a link share it evenly.
    """
    block, routing, over = priced.block, priced.routing, priced.over_hubs
    i, j, k, m = (ends[over] for ends in (routing.origin, routing.destination, routing.first, routing.last))
    of_link = block.transfer.copy()
    if priced.discount is not None:
        flow = priced.flow_on_links
        used = flow > 0
        of_link[used] = priced.cost_of_links[used] / flow[used]
    entered = np.broadcast_to(block.handling, of_link.shape).copy()
    np.fill_diagonal(entered, 0.0)
    parts = {leg: np.zeros(len(over)) for leg in ("collection", "transfer", "distribution", "handling", *LEGS[3:])}
    parts["collection"][over] = block.collection[i, k]
    parts["transfer"][over] = priced.links.along(of_link)[k, m]
    parts["distribution"][over] = block.distribution[m, j]
    parts["handling"][over] = block.handling[k] + priced.links.along(entered)[k, m]
    for leg, mark, price in (("direct", DIRECT, block.direct), ("unmet", UNMET, block.unmet_penalty)):
        chosen = routing.first == mark
        if price is not None:
            parts[leg][chosen] = price[routing.origin[chosen], routing.destination[chosen]]
        else:
            parts[leg][chosen] = np.inf
    return parts
