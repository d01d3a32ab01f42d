"""The same hub problem with something taken out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from optimize import HubProblem


def without_direct(problem: HubProblem) -> HubProblem:
    """Return the problem in which all freight has to pass a hub, or stay behind."""
    return _changed(problem, blocks=tuple(replace(block, direct=None) for block in problem.blocks))


def without_capacity(problem: HubProblem) -> HubProblem:
    """Return the problem in which hubs take any quantity."""
    return _changed(problem, capacity=None)


def among(problem: HubProblem, nodes: Sequence[str], hubs: Sequence[str]) -> HubProblem:
    """Return the problem between some of the nodes, with some of the candidates (which have to be among them)."""
    where = [problem.labels.index(node) for node in nodes]
    kept = [k for k, label in enumerate(problem.candidates) if label in hubs]
    blocks = tuple(
        replace(
            block,
            flow=block.flow[np.ix_(where, where)],
            collection=block.collection[np.ix_(where, kept)],
            transfer=block.transfer[np.ix_(kept, kept)],
            distribution=block.distribution[np.ix_(kept, where)],
            handling=block.handling[kept],
            direct=None if block.direct is None else block.direct[np.ix_(where, where)],
            unmet_penalty=None if block.unmet_penalty is None else block.unmet_penalty[np.ix_(where, where)],
        )
        for block in problem.blocks
    )
    return _changed(
        problem,
        labels=tuple(nodes),
        candidate_index=np.array([nodes.index(problem.candidates[k]) for k in kept], dtype=np.int64),
        blocks=blocks,
        fixed_cost=problem.fixed_cost[kept],
        capacity=None if problem.capacity is None else problem.capacity[kept],
    )


def has_capacity(problem: HubProblem) -> bool:
    """Whether any candidate hub has a finite capacity."""
    return problem.capacity is not None and bool(np.isfinite(problem.capacity).any())


def _changed(problem: HubProblem, **changes: Any) -> HubProblem:
    other = HubProblem.__new__(HubProblem)
    for each in fields(HubProblem):
        object.__setattr__(other, each.name, changes.get(each.name, getattr(problem, each.name)))
    return other
