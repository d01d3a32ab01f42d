"""Variants of a problem with something changed or removed: they need no checks and share its arrays."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import fields, replace
from typing import Any, cast

import numpy as np

from optimize.problem.block import Block
from optimize.problem.problem import HubProblem
from optimize.problem.scenario import Problem, ScenarioProblem

_LEGS = ("collection", "transfer", "distribution")


def with_fields(problem: HubProblem, **changes: Any) -> HubProblem:
    """Copy a problem with some of its fields replaced, without checking them.

    Parameters
    ----------
    problem : HubProblem
    **changes
        Attributes of `HubProblem`, in their final form: arrays over the candidates, blocks, labels.

    Returns
    -------
    HubProblem
        Derived: its `replace` refuses to work.
    """
    other = HubProblem.__new__(HubProblem)
    other.__dict__.update({each.name: getattr(problem, each.name) for each in fields(problem)} | changes)
    return other


def with_blocks(problem: Problem, change: Callable[[Block], Block]) -> Problem:
    """Change every block of a problem.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    change : callable
        Takes and returns a `Block`.

    Returns
    -------
    HubProblem or ScenarioProblem
    """
    if isinstance(problem, ScenarioProblem):
        changed = {name: cast("HubProblem", with_blocks(one, change)) for name, one in problem.problems.items()}
        return ScenarioProblem(changed, problem.probability)
    return with_fields(problem, blocks=tuple(change(block) for block in problem.blocks))


def without_direct(problem: HubProblem) -> HubProblem:
    """Remove direct service: all flow has to pass through a hub, or is left unserved.

    Parameters
    ----------
    problem : HubProblem

    Returns
    -------
    HubProblem
    """
    return cast("HubProblem", with_blocks(problem, lambda block: replace(block, direct=None)))


def without_capacity(problem: HubProblem) -> HubProblem:
    """Remove the capacities of hubs.

    Parameters
    ----------
    problem : HubProblem

    Returns
    -------
    HubProblem
    """
    return with_fields(problem, capacity=None)


def unlinked(problem: Problem) -> Problem:
    """Link all hubs, at costs that do not fall with the flow.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem

    Returns
    -------
    HubProblem or ScenarioProblem
        Without set-up costs of hub links and without a flow-dependent discount.
    """
    if isinstance(problem, ScenarioProblem):
        each = {name: cast("HubProblem", unlinked(one)) for name, one in problem.problems.items()}
        return ScenarioProblem(each, problem.probability)
    return with_fields(problem, link_cost=None, discount=None)


def without_penalties(problem: Problem) -> Problem:
    """Remove the penalties for unmet demand: all demand must be served.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem

    Returns
    -------
    HubProblem or ScenarioProblem
    """
    return with_blocks(problem, lambda block: replace(block, unmet_penalty=None))


def without_weightless_gaps(problem: Problem) -> Problem:
    """Give classes of weight 0 finite costs on all legs: their costs do not count, but their flow uses hub capacity.

    Zero times an infinite cost would not be a number.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem

    Returns
    -------
    HubProblem or ScenarioProblem
    """
    if all(block.weight > 0 for scenario in problem.scenarios for block in scenario.blocks):
        return problem

    def free(block: Block) -> Block:
        if block.weight > 0:
            return block
        gapless: dict[str, Any] = {leg: np.where(np.isinf(m := getattr(block, leg)), 0.0, m) for leg in _LEGS}
        return replace(block, **gapless)

    return with_blocks(problem, free)


def one_scenario(problem: Problem, s: int) -> Problem:
    """Keep one scenario, with probability 1.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    s : int
        Position of the scenario.

    Returns
    -------
    HubProblem or ScenarioProblem
    """
    if isinstance(problem, HubProblem):
        return problem
    name = problem.scenarios[s].name
    return ScenarioProblem({name: problem.problems[name]})


def among(problem: HubProblem, nodes: Sequence[Hashable], hubs: Sequence[Hashable]) -> HubProblem:
    """Keep some of the nodes and some of the candidates.

    Parameters
    ----------
    problem : HubProblem
        Without link costs.
    nodes : sequence of labels
        Nodes to keep, in their new order.
    hubs : sequence of labels
        Candidates to keep; they must be among `nodes`.

    Returns
    -------
    HubProblem
    """
    where = [problem.labels.index(node) for node in nodes]
    order = {label: at for at, label in enumerate(nodes)}
    kept = sorted(
        (k for k, label in enumerate(problem.candidates) if label in hubs), key=lambda k: order[problem.candidates[k]]
    )
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
    return with_fields(
        problem,
        labels=tuple(nodes),
        candidate_index=np.array([order[problem.candidates[k]] for k in kept], dtype=np.int64),
        blocks=blocks,
        fixed_cost=problem.fixed_cost[kept],
        capacity=None if problem.capacity is None else problem.capacity[kept],
    )
