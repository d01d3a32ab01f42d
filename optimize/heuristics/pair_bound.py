r"""A bound from the pairs alone: each takes its cheapest path over *all* candidates.

.. math::
    \sum_{ij} w_{ij} \min_{k,m \in H} F_{ij}(k,m) + \min \Bigl\{\sum_{k \in S} f_k : |S| \ge p_{\min}\Bigr\}
"""

import numpy as np

from optimize.heuristics.data import SearchBlock, SearchData
from optimize.kernels import cheapest, total
from optimize.problem import FloatArray, IntArray
from optimize.run import Clock

_STEPS_BETWEEN_LOOKS = 50_000_000  # additions of costs between two looks at the clock: some 0.05 s


def pair_bound(data: SearchData, clock: Clock | None = None) -> FloatArray:
    """Bound every scenario's measure from below: cost, largest cost of a pair, or what is not covered.

    Parameters
    ----------
    data : SearchData
    clock : Clock, optional
        When it is over, origins that are not looked at yet count nothing.

    Returns
    -------
    (s,) array
    """
    bound = []
    for blocks in data.blocks:
        measures = []
        for block in blocks:
            cost, weight = _path_costs(block, data.free, clock), block.view.weight
            counted = np.where(weight > 0, cost, 0.0)
            if data.request.objective.is_largest:
                measures.append(float(counted.max(initial=0.0)))
            else:
                measures.append(total(weight, counted, block.floor, block.limit))
        bound.append(max(measures) if data.request.objective.is_largest else sum(measures))
    return np.array(bound) + least_fixed_cost(data)


def _path_costs(block: SearchBlock, hubs: IntArray, clock: Clock | None) -> FloatArray:
    """(n, n) cost of the cheapest paths, 0 from origins for which there was no time."""
    view, cost = block.view, np.zeros((block.n, block.n))
    step = 1 + _STEPS_BETWEEN_LOOKS // (len(hubs) * (len(hubs) + block.n) + 1)
    for first in range(0, block.n, step):
        if clock is not None and clock.over:
            break
        some = slice(first, first + step)
        cheapest(view._replace(a=view.a[some], outside=view.outside[some]), hubs, cost[some])
    return cost


def least_fixed_cost(data: SearchData) -> FloatArray:
    """Give the least fixed cost of an admissible number of hubs.

    Parameters
    ----------
    data : SearchData

    Returns
    -------
    (s,) array
    """
    request = data.request
    forced = sorted(request.open_hubs)
    others = np.setdiff1d(data.free, forced)
    more = max(0, request.p_min - len(forced))
    cheapest = np.sort(data.fixed[:, others], axis=1)[:, :more]
    least: FloatArray = data.fixed[:, forced].sum(axis=1) + cheapest.sum(axis=1)
    return least
