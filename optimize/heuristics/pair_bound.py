r"""A bound from the pairs alone: each takes its cheapest path over *all* candidates.

.. math::
    \sum_{ij} w_{ij} \min_{k,m \in H} F_{ij}(k,m) + \min \Bigl\{\sum_{k \in S} f_k : |S| \ge p_{\min}\Bigr\}
"""

import numpy as np

from optimize.heuristics.data import SearchData
from optimize.kernels import total
from optimize.problem import FloatArray


def pair_bound(data: SearchData) -> FloatArray:
    """Bound every scenario's measure from below: cost, largest cost of a pair, or what is not covered.

    Parameters
    ----------
    data : SearchData

    Returns
    -------
    (s,) array
    """
    bound = []
    for blocks in data.blocks:
        measures = []
        for block in blocks:
            cost, weight = block.path_costs(data.free), block.view.weight
            counted = np.where(weight > 0, cost, 0.0)
            if data.request.objective.is_largest:
                measures.append(float(counted.max(initial=0.0)))
            else:
                measures.append(total(weight, counted, block.floor, block.limit))
        bound.append(max(measures) if data.request.objective.is_largest else sum(measures))
    return np.array(bound) + least_fixed_cost(data)


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
