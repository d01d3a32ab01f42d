"""What freight does under a design: passes hubs, goes direct, or stays behind."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np
import numpy.typing as npt

from optimize import HubProblem
from optimize.rules import DIRECT, cheapest_paths

FloatArray = npt.NDArray[np.float64]

MEASURES = ("cost_usd", "flow_t", "hub_t", "any_hub_t", "direct_t", "unmet_t")
"""What `usage` measures, in the order of its columns; cost in USD a year, the others in tonnes a year."""


def usage(problem: HubProblem, hubs: Iterable[Hashable], hub: Hashable) -> FloatArray:
    """Measure a design by commodity class, every pair on its cheapest path.

    Parameters
    ----------
    problem : HubProblem
    hubs : iterable of labels
        The open hubs.
    hub : label
        The hub whose own tonnes are counted.

    Returns
    -------
    (classes, measures) array
        Columns as in `MEASURES`: transport cost (fixed costs not counted), all tonnes, tonnes that pass `hub`, that
        pass any hub, that go direct, that are unmet.
    """
    position = {label: k for k, label in enumerate(problem.candidates)}
    chosen = [position[label] for label in hubs]
    own = position[hub]
    rows = []
    for block in problem.blocks:
        first, last, unit_cost = cheapest_paths(block, chosen)
        flow = block.flow
        sent = flow > 0
        cost = block.weight * float((flow[sent] * unit_cost[sent]).sum())
        through = (first == own) | (last == own)
        direct = first == DIRECT
        over_hubs = first >= 0
        unmet = ~direct & ~over_hubs
        rows.append([cost, *(float(flow[mask].sum()) for mask in (sent, through, over_hubs, direct, unmet))])
    return np.array(rows)
