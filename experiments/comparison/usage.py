"""What freight does under a design: passes hubs, goes direct, or stays behind."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np
import numpy.typing as npt

from geodata.traffic import routings
from optimize import HubProblem
from optimize.problem import Block
from optimize.rules import DIRECT, path_costs

FloatArray = npt.NDArray[np.float64]

MEASURES = ("cost_usd", "flow_t", "hub_t", "any_hub_t", "direct_t", "unmet_t")
"""What `usage` measures, in the order of its columns; cost in USD a year, the others in tonnes a year."""


def classes_of(problem: HubProblem) -> tuple[str, ...]:
    """List the commodity classes of a problem of a region, which may have several blocks for one class.

    Parameters
    ----------
    problem : HubProblem

    Returns
    -------
    tuple of str
        In the order of the blocks.
    """
    return tuple(dict.fromkeys(_class(problem, block) for block in problem.blocks))


def _class(problem: HubProblem, block: Block) -> str:
    return str(problem.metadata.get("class_of_block", {}).get(block.name, block.name))


def usage(problem: HubProblem, hubs: Iterable[Hashable], hub: Hashable) -> FloatArray:
    """Measure a design by commodity class, every pair on its cheapest path, or all together within the hubs' room.

    Parameters
    ----------
    problem : HubProblem
        Capacities count where it has any.
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
    chosen = sorted(position[label] for label in hubs)
    own = position[hub]
    classes = classes_of(problem)
    found = np.zeros((len(classes), len(MEASURES)))
    for block, routing in zip(problem.blocks, routings(problem, chosen), strict=True):
        tonnes = routing.share * block.flow[routing.origin, routing.destination]
        unit = path_costs(block, routing.origin, routing.destination, routing.first, routing.last)
        sent = tonnes > 0
        through = (routing.first == own) | (routing.last == own)
        direct, over_hubs = routing.first == DIRECT, routing.first >= 0
        masks = (sent, through, over_hubs, direct, ~direct & ~over_hubs)
        cost = block.weight * float((tonnes[sent] * unit[sent]).sum())
        found[classes.index(_class(problem, block))] += [cost, *(float(tonnes[mask].sum()) for mask in masks)]
    return found
