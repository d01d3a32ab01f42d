"""Labelled tables of the paths and legs of one block."""

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from optimize.problem import Block, IntArray, Problem
from optimize.rules import DIRECT, UNMET, Routing, path_costs


def named(names: tuple[Hashable, ...], positions: Any) -> Any:
    """Labels by position, as an object array (labels may be tuples)."""
    array = np.empty(len(names), dtype=object)
    for at, name in enumerate(names):
        array[at] = name
    return array[np.asarray(positions, dtype=np.int64)]


def path_table(problem: Problem, block: Block, routing: Routing) -> pd.DataFrame:
    """Paths with flow: origin, destination, first_hub, last_hub, flow, unit_cost, cost."""
    i, j, k, m, carried = _used(block, routing)
    unit = path_costs(block, i, j, k, m)
    hubs = (*problem.candidates, "unmet", "direct")  # positions -2 and -1
    return pd.DataFrame(
        {
            "origin": named(problem.labels, i),
            "destination": named(problem.labels, j),
            "first_hub": named(hubs, k),
            "last_hub": named(hubs, m),
            "flow": carried,
            "unit_cost": unit,
            "cost": carried * unit,
        }
    )


def leg_table(problem: Problem, block: Block, routing: Routing) -> pd.DataFrame:
    """Flow and cost summed on each leg: leg, from, to, flow, cost."""
    i, j, k, m, carried = _used(block, routing)
    nodes, hubs = problem.labels, problem.candidates
    unit = path_costs(block, i, j, k, m)
    over, moved = k >= 0, (k >= 0) & (k != m)
    pieces = [
        ("collection", over, i, k, block.collection, nodes, hubs),
        ("transfer", moved, k, m, block.transfer, hubs, hubs),
        ("distribution", over, m, j, block.distribution, hubs, nodes),
        ("direct", k == DIRECT, i, j, None, nodes, nodes),
        ("unmet", k == UNMET, i, j, None, nodes, nodes),
    ]
    frames = []
    for leg, rows, start, end, price, from_names, to_names in pieces:
        a, b, flow = start[rows], end[rows], carried[rows]
        cost = flow * (unit[rows] if price is None else price[a, b])
        summed = pd.DataFrame({"a": a, "b": b, "flow": flow, "cost": cost}).groupby(["a", "b"], as_index=False).sum()
        ends = {"leg": leg, "from": named(from_names, summed["a"]), "to": named(to_names, summed["b"])}
        frames.append(pd.DataFrame({**ends, "flow": summed["flow"], "cost": summed["cost"]}))
    return pd.concat([f for f in frames if len(f)] or frames[:1], ignore_index=True)


def handling_cost(block: Block, routing: Routing) -> float:
    """Cost of handling at all hubs, unweighted."""
    _, _, k, m, carried = _used(block, routing)
    hub = k >= 0
    first, last = k[hub], m[hub]
    return float(carried[hub] @ (block.handling[first] + np.where(first != last, block.handling[last], 0.0)))


def _used(block: Block, routing: Routing) -> tuple[IntArray, IntArray, IntArray, IntArray, Any]:
    carried = routing.share * block.flow[routing.origin, routing.destination]
    used = np.flatnonzero(carried > 0)
    i, j, k, m = (x[used] for x in (routing.origin, routing.destination, routing.first, routing.last))
    return i, j, k, m, carried[used]
