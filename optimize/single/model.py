r"""The arrays that single allocation works on: clients with linear costs, pairs of clients with joint costs.

Every node of every block is a *client* that chooses one label, its hub. With blocks b of weight :math:`\pi_b`
(scenario weight times block weight), single allocation is

.. math::
    \min \sum_k f_k z_k + \sum_{b,i} c^b_{i,x^b_i} + \sum_{b,\,i<j} \theta^b_{ij}(x^b_i, x^b_j),
    \qquad x^b_i \in S = \{k : z_k = 1\}, \quad x^b_k = k \text{ for } k \in S.

Without an outside option :math:`c_{ik} = \pi (O_i a_{ik} + D_i e_{ki})` and
:math:`\theta_{ij}(k,m) = \pi (w_{ij} t_{km} + w_{ji} t_{mk})` (O'Kelly 1987). With one, the whole path is in the pair:
:math:`\theta_{ij}(k,m) = \pi w_{ij} \min(a_{ik} + t_{km} + e_{mj}, o_{ij})` and the same for (j, i).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from optimize.problem import Block, FloatArray, IntArray, Problem

BoolArray = np.typing.NDArray[np.bool_]

HUGE = 1e200
"""Stands for infinity in the kernels: finite, so that no flow times no path is nothing."""

_ENDLESS = 1e150
"""Costs from here on count as infinite: above any real cost, and below `HUGE` times a small weight."""

_PACE = 0.75
"""Exponent of a pair's flow in the pace of its messages: 0 moves all pairs alike, and wastes the bound of those with
little flow; 1 starves them (a judgement)."""


class Model(NamedTuple):
    """A single-allocation problem for the compiled kernels; blocks first, then clients, then hubs.

    Attributes
    ----------
    unary : (B, n, h) array
        Cost of client i at hub k; `ceiling` where there is no path.
    flow : (B, n, n) array
        Weighted flow, diagonal 0.
    pace : (B, n, n) array
        How far the messages of each pair move, relative to those of the others; symmetric.
    transfer, reverse : (B, h, h) arrays
        Transfer cost, and its transpose.
    symmetric : bool
        Transfer costs are the same in both directions in every block.
    general : bool
        The pair costs are not just flow times transfer cost: outside options, or missing hub links.
    collection, distribution : (B, n, h) arrays
        Leg costs inside the pair cost; of no size unless `general`.
    outside : (B, n, n) array
        Outside option; of no size unless `general`.
    fixed : (h,) array
        Fixed cost of each hub.
    own : (h,) int array
        Node that has to use the hub when it is open: its own; -1 = none.
    group : (B,) int array
        Scenario of each block, for capacities.
    demand : (B, n) array
        Quantity collected at each client, unweighted.
    capacity : (G, h) array
        ``inf`` = no limit; of no size if there is no limit at all.
    ceiling : float
        More than any solution with a path for every flow can cost.
    """

    unary: FloatArray
    flow: FloatArray
    pace: FloatArray
    transfer: FloatArray
    reverse: FloatArray
    symmetric: bool
    general: bool
    collection: FloatArray
    distribution: FloatArray
    outside: FloatArray
    fixed: FloatArray
    own: IntArray
    group: IntArray
    demand: FloatArray
    capacity: FloatArray
    ceiling: float


def build_model(problem: Problem, scenario_weight: Sequence[float] | FloatArray) -> Model:
    """Make the arrays, with a weight for each scenario (its probability for the expected cost).

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    scenario_weight : sequence of float
        Factor of each scenario's cost and fixed cost. Scenarios without weight are left out.

    Returns
    -------
    Model
    """
    scenarios = problem.scenarios
    blocks = [(s, scenarios[s].blocks[b]) for s, b in blocks_in(problem, scenario_weight)]
    general = any(is_general(block) for _, block in blocks)
    unary, flow, transfer, collection, distribution, outside = [], [], [], [], [], []
    for s, block in blocks:
        weighted = block.flow * (block.weight * float(scenario_weight[s]))
        unary.append(_unary(block, weighted))
        between = weighted.copy()
        np.fill_diagonal(between, 0.0)
        flow.append(between)
        transfer.append(_finite(block.transfer_handled))
        if general:
            joint = block.outside is not None
            collection.append(_finite(block.collection_handled) * joint)
            distribution.append(_finite(block.distribution.T) * joint)
            outside.append(np.full_like(between, HUGE) if block.outside is None else _finite(block.outside))
    fixed = np.zeros(problem.h)
    for factor, scenario in zip(scenario_weight, scenarios, strict=True):
        if factor > 0:
            fixed += float(factor) * scenario.fixed_cost
    empty = np.zeros((len(blocks), 0, 0))
    limited = any(scenario.is_limited for scenario in scenarios)
    capacity = np.zeros((0, problem.h))
    if limited:
        capacity = np.array([scenario.limits for scenario in scenarios])
    model = Model(
        unary=np.array(unary),
        flow=np.array(flow),
        pace=_pace(np.array(flow)),
        transfer=np.array(transfer),
        reverse=np.array([t.T for t in transfer]),
        symmetric=all(np.array_equal(t, t.T) for t in transfer),
        general=general,
        collection=np.array(collection) if general else empty,
        distribution=np.array(distribution) if general else empty,
        outside=np.array(outside) if general else empty,
        fixed=fixed,
        own=np.asarray(problem.candidate_index, dtype=np.int64),
        group=np.array([s for s, _ in blocks], dtype=np.int64),
        demand=np.array([block.out_room for _, block in blocks]),
        capacity=capacity,
        ceiling=HUGE,
    )
    # clearly above every solution, and small enough that sums with it keep the digits of the rest
    return capped(model, 1.0 + 1.5 * _most(model))


def blocks_in(problem: Problem, scenario_weight: Sequence[float] | FloatArray) -> list[tuple[int, int]]:
    """List the blocks that a model has.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    scenario_weight : sequence of float
        As in `build_model`.

    Returns
    -------
    list of (int, int)
        Scenario of each block, and the block's position in it.
    """
    return [
        (s, b)
        for s, scenario in enumerate(problem.scenarios)
        for b in range(len(scenario.blocks))
        if scenario_weight[s] > 0
    ]


def capped(model: Model, ceiling: float) -> Model:
    """Make a model in which no single cost is above `ceiling`: a relaxation for solutions that cost less.

    It keeps missing paths out of sums, where they would swallow the digits of the rest.

    Parameters
    ----------
    model : Model
    ceiling : float
        The most that a client or a pair may cost.

    Returns
    -------
    Model
    """
    return model._replace(unary=np.minimum(model.unary, ceiling), ceiling=float(ceiling))


def restricted(model: Model, hubs: IntArray) -> Model:
    """Make the model in which the other candidates do not exist.

    Parameters
    ----------
    model : Model
    hubs : (p,) int array
        Positions of the candidates that stay.

    Returns
    -------
    Model
    """
    legs = hubs if model.general else np.zeros(0, dtype=np.int64)
    return model._replace(
        unary=np.ascontiguousarray(model.unary[..., hubs]),
        collection=np.ascontiguousarray(model.collection[..., legs]),
        distribution=np.ascontiguousarray(model.distribution[..., legs]),
        fixed=model.fixed[hubs],
        own=model.own[hubs],
        transfer=np.ascontiguousarray(model.transfer[:, hubs][:, :, hubs]),
        reverse=np.ascontiguousarray(model.reverse[:, hubs][:, :, hubs]),
        capacity=np.ascontiguousarray(model.capacity[:, hubs]),
    )


def _pace(flow: FloatArray) -> FloatArray:
    """How far the messages of each pair go: less than in proportion to its flow, which is what they are worth."""
    joint = flow + flow.transpose(0, 2, 1)
    pace: FloatArray = (joint / max(float(joint.max(initial=0.0)), 1e-300)) ** _PACE
    return pace


def is_general(block: Block) -> bool:
    """Whether a block makes a model general: an outside option, or a missing hub link.

    Parameters
    ----------
    block : Block

    Returns
    -------
    bool
    """
    return block.outside is not None or not bool(np.isfinite(block.transfer_handled).all())


def _finite(array: FloatArray) -> FloatArray:
    """Put `HUGE` for every infinite cost and for every multiple of it."""
    return np.where(array < _ENDLESS, array, HUGE)


def _unary(block: Block, weighted: FloatArray) -> FloatArray:
    """Linear cost of each client at each hub, `HUGE` where there is no path."""
    a, e = _finite(block.collection_handled), _finite(block.distribution.T)
    if block.outside is not None:
        # the legs of the paths to other nodes are in the pairs
        own = np.minimum(_finite(a + e), _finite(np.diag(block.outside))[:, None])
        return _finite(np.diag(weighted)[:, None] * own)
    out, into = weighted.sum(axis=1), weighted.sum(axis=0)
    return _finite(_finite(out[:, None] * a) + _finite(into[:, None] * e))


def _most(model: Model) -> float:
    """More than any solution costs that has a path for every flow."""

    def largest(array: FloatArray, axis: int | None = None) -> FloatArray:
        return np.max(np.where(array < HUGE, array, 0.0), axis=axis, initial=0.0)

    total = float(model.fixed.sum()) + float(np.sum(largest(model.unary, axis=2)))
    for b in range(len(model.flow)):
        unit = np.full(model.flow[b].shape, float(largest(model.transfer[b])))
        if model.general:
            unit += largest(model.collection[b], axis=1)[:, None] + largest(model.distribution[b], axis=1)[None, :]
            option = model.outside[b]
            unit = np.maximum(unit, np.where(option < HUGE, option, 0.0))
        total += float((model.flow[b] * unit).sum())
    return total
