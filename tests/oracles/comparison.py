"""What a design costs, pair by pair over all paths, for tests of the comparison: slow and plain."""

from itertools import product

import numpy as np


def paths(block, hubs, i, j, *, direct=True):
    """Every way from i to j: (unit cost, first hub, last hub), hubs as positions, or "direct" and "unmet"."""
    found = []
    for k, m in product(hubs, hubs):
        cost = block.collection[i, k] + block.handling[k] + block.distribution[m, j]
        if k != m:
            cost += block.transfer[k, m] + block.handling[m]
        found.append((cost, k, m))
    if direct and block.direct is not None:
        found.append((block.direct[i, j], "direct", "direct"))
    if block.unmet_penalty is not None:
        found.append((block.unmet_penalty[i, j], "unmet", "unmet"))
    return found


def design(problem, labels, *, direct=True):
    """Cost of a set of hubs, and the tonnes unmet and over each hub."""
    hubs = [problem.candidates.index(label) for label in labels]
    cost = float(sum(problem.fixed_cost[k] for k in hubs))
    unmet, over = 0.0, dict.fromkeys(labels, 0.0)
    for block in problem.blocks:
        for i, j in zip(*np.nonzero(block.flow), strict=True):
            unit, first, last = min(paths(block, hubs, i, j, direct=direct), key=lambda path: path[0])
            cost += block.weight * block.flow[i, j] * unit
            if first == "unmet":
                unmet += block.flow[i, j]
            elif first != "direct":
                for hub in {first, last}:
                    over[problem.candidates[hub]] += block.flow[i, j]
    return cost, unmet, over
