r"""A bound from the pairs alone: each takes its cheapest path over *all* candidates.

.. math::
    \sum_{ij} w_{ij} \min_{k,m \in H} F_{ij}(k,m) + \min \Bigl\{\sum_{k \in S} f_k : |S| \ge p_{\min}\Bigr\}
"""

import numpy as np

from optimize.heuristics.data import SearchData
from optimize.heuristics.hub_set_kernels import price_set
from optimize.problem import FloatArray


def pair_bound(data: SearchData) -> FloatArray:
    """(s,) lower bound on every scenario's measure: cost, largest cost of a pair, or what is not covered."""
    bound = []
    for blocks in data.blocks:
        measures = []
        for block in blocks:
            cost = np.empty((block.n, block.n))
            legs = (block.a, block.t, block.e, block.w, block.outside, block.floor, block.limit)
            total = price_set(*legs, data.free, cost)
            largest = float(cost[block.w > 0].max(initial=0.0))
            measures.append(largest if data.request.objective.is_largest else total)
        bound.append(max(measures) if data.request.objective.is_largest else sum(measures))
    return np.array(bound) + least_fixed_cost(data)


def least_fixed_cost(data: SearchData) -> FloatArray:
    """(s,) least fixed cost of an admissible number of hubs."""
    request = data.request
    forced = sorted(request.open_hubs)
    others = np.setdiff1d(data.free, forced)
    more = max(0, request.p_min - len(forced))
    cheapest = np.sort(data.fixed[:, others], axis=1)[:, :more]
    least: FloatArray = data.fixed[:, forced].sum(axis=1) + cheapest.sum(axis=1)
    return least
