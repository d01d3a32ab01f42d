r"""Large problems made small without losing the bound: nodes that cost much the same are taken together.

For clusters I of origins and J of destinations let :math:`\bar a_{Ik} = \min_{i \in I} a_{ik}`,
:math:`\sigma_i = \min_k (a_{ik} - \bar a_{Ik}) \ge 0`, and :math:`\bar e`, :math:`\tau` likewise for destinations. Then
:math:`F_{ij}(k,m) \ge \sigma_i + \tau_j + \bar a_{Ik} + t_{km} + \bar e_{mJ}`, so that for every hub set

.. math::
    \sum_{ij} w_{ij} F_{ij}(S) \;\ge\; \sum_i O_i \sigma_i + \sum_j D_j \tau_j + \sum_{IJ} W_{IJ} F_{IJ}(S).

Candidates stay as they are. Nodes are taken together where that loses least: centres are chosen one after another, each
the node that loses most with the centres so far (Gonzalez 1985).
"""

from dataclasses import dataclass, replace

import numpy as np

from optimize.problem import Block, FloatArray, IntArray, Problem, Scenario


@dataclass(frozen=True, eq=False)
class Aggregate:
    """What a decomposition needs of a problem, with fewer nodes.

    Attributes
    ----------
    scenarios : tuple of Scenario
    h : int
        Number of candidates.
    constant : (s,) array
        To be added to every scenario's cost.
    """

    scenarios: tuple[Scenario, ...]
    h: int
    constant: FloatArray


def aggregate(problem: Problem, clusters: int) -> Aggregate:
    """Take the nodes of every block together to at most `clusters`.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    clusters : int

    Returns
    -------
    Aggregate
        Whose cost plus `constant` is a lower bound on the problem's, scenario by scenario, for every hub set in
        multiple allocation.
    """
    scenarios, constants = [], []
    for scenario in problem.scenarios:
        done = [_aggregated(block, clusters) for block in scenario.blocks]
        scenarios.append(replace(scenario, blocks=tuple(block for block, _ in done)))
        constants.append(sum(constant for _, constant in done))
    return Aggregate(tuple(scenarios), problem.h, np.array(constants))


def _aggregated(block: Block, clusters: int) -> tuple[Block, float]:
    if block.n <= clusters:
        return block, 0.0
    into, out = block.collection_handled, block.distribution.T
    of = _clusters(into, out, block.out_flow, block.in_flow, clusters)
    count = int(of.max()) + 1
    a, sigma = _least(into, of, count)
    e, tau = _least(out, of, count)
    member = np.zeros((count, block.n))
    member[of, np.arange(block.n)] = 1.0
    outside = None
    if block.outside is not None:
        # a pair may go outside at its own price, so that nothing can be set apart for its legs
        sigma, tau = np.zeros(block.n), np.zeros(block.n)
        outside = np.full((count, count), np.inf)
        price = np.where(block.flow > 0, block.outside, np.inf)
        np.minimum.at(outside, (of[:, None], of[None, :]), price)
    small = Block(
        name=block.name,
        flow=member @ block.flow @ member.T,
        collection=a,
        transfer=block.transfer_handled,
        distribution=np.ascontiguousarray(e.T),
        handling=np.zeros_like(block.handling),
        direct=outside,
        weight=block.weight,
    )
    return small, block.weight * float(block.out_flow @ sigma + block.in_flow @ tau)


def _least(cost: FloatArray, of: IntArray, count: int) -> tuple[FloatArray, FloatArray]:
    """(clusters, h) least cost in each cluster, and (n,) how much more than that every node pays at least."""
    least = np.full((count, cost.shape[1]), np.inf)
    np.minimum.at(least, of, cost)
    with np.errstate(invalid="ignore"):
        more = cost - least[of]
    # no way at all costs more than anything: such hubs do not bind
    more[np.isinf(cost)] = np.inf
    extra = more.min(axis=1)
    return least, np.where(np.isfinite(extra), extra, 0.0)


def _clusters(into: FloatArray, out: FloatArray, sent: FloatArray, received: FloatArray, most: int) -> IntArray:
    """Cluster of each node, by what a node loses at the legs of its centre."""
    of = np.zeros(len(into), dtype=np.int64)
    loss = np.full(len(into), np.inf)
    centre = int((sent + received).argmax())
    for number in range(most):
        mine = sent * _excess(into, into[centre]) + received * _excess(out, out[centre])
        mine[centre] = -1.0
        closer = mine < loss
        of[closer], loss[closer] = number, mine[closer]
        centre = int(loss.argmax())
        if loss[centre] <= 0.0:
            break
    return of


def _excess(cost: FloatArray, other: FloatArray) -> FloatArray:
    """(n,) largest difference of each node's legs from another's, where both have a way."""
    with np.errstate(invalid="ignore"):
        difference = np.abs(cost - other)
    difference[np.isnan(difference)] = 0.0
    largest: FloatArray = difference.max(axis=1)
    return np.minimum(largest, np.finfo(np.float64).max / 1e30)
