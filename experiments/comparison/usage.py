"""What freight does under a design: passes hubs, goes direct, or stays behind."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np
import numpy.typing as npt

from optimize import HubProblem
from optimize.problem import Block
from optimize.rules import DIRECT
from optimize.table import Router, Routes

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
    return tuple(dict.fromkeys(class_of(problem, block) for block in problem.blocks))


def class_of(problem: HubProblem, block: Block) -> str:
    """Name the commodity class of a block.

    Parameters
    ----------
    problem : HubProblem
    block : Block

    Returns
    -------
    str
        The block's own name where the problem does not say.
    """
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
    routes = Router.of(problem).routes(sorted(position[label] for label in hubs))
    return measured(problem, routes, position[hub])


def measured(problem: HubProblem, routes: Routes, hub: int) -> FloatArray:
    """Measure the routes of a design, see `usage`.

    Parameters
    ----------
    problem : HubProblem
    routes : Routes
        Of all its flows.
    hub : int
        Position of the hub whose own tonnes are counted, among the candidates.

    Returns
    -------
    (classes, measures) array
    """
    classes = classes_of(problem)
    number = np.array([classes.index(class_of(problem, block)) for block in problem.blocks], dtype=np.int64)
    weight = np.array([block.weight for block in problem.blocks])
    cls, tonnes, unit = number[routes.block], routes.flow, weight[routes.block]
    counted = unit > 0
    usd = np.zeros(len(tonnes))
    usd[counted] = unit[counted] * tonnes[counted] * routes.cost[counted]
    over_hubs, direct = routes.first >= 0, routes.first == DIRECT
    through = (routes.first == hub) | (routes.last == hub)
    columns = [usd, tonnes, *(np.where(on, tonnes, 0.0) for on in (through, over_hubs, direct, ~direct & ~over_hubs))]
    return np.column_stack([np.bincount(cls, weights=column, minlength=len(classes)) for column in columns])
