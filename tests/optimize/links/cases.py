"""Small random problems with hub links, under multiple allocation: asymmetric, with gaps, ties and outside options."""

import numpy as np

from optimize import HubProblem


def linked_problem(seed, nodes=5, discount=None, priced=False):
    """A problem of five nodes with two classes; nothing about its costs is metric."""
    rng = np.random.default_rng(seed)

    def legs():
        cost = rng.integers(0, 12, (nodes, nodes)).astype(float)
        cost[rng.random((nodes, nodes)) < rng.choice([0.0, 0.1])] = np.inf
        flow = rng.integers(0, 6, (nodes, nodes)) * (rng.random((nodes, nodes)) < 0.7)
        return {
            "flow": flow.astype(float),
            "cost": cost,
            "transfer": 1.0 if discount else 0.5,
            "handling_cost": rng.uniform(0, 1, nodes),
            "unmet_penalty": float(rng.choice([9.0, 40.0])),
            "weight": float(rng.choice([0.5, 2.0])),
        }

    more = {"discount": discount} if discount else {}
    if priced:
        price = rng.integers(0, 40, (nodes, nodes)).astype(float)
        price[rng.random((nodes, nodes)) < 0.1] = np.inf
        more["link_cost"] = price
    fixed = rng.integers(0, 60, nodes).astype(float)
    return HubProblem.from_blocks({"one": legs(), "other": legs()}, fixed_cost=fixed, **more)
