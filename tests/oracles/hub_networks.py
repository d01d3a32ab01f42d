"""Random hub networks, and the cost of every set of hubs by a linear program over arcs: no routes, no bounds."""

from dataclasses import replace
from itertools import combinations

import numpy as np
from scipy import sparse

from optimize.flows import MulticommodityProblem
from optimize.networks import HubNetwork
from tests.oracles.multicommodity import arc_flow_optimum


def random_network(seed, *, places=4, hubs=3, classes=2, tight=0.5):
    """Places, hubs between them, services over several links and hubs, a few direct arcs; nothing is metric.

    Some arcs are parallel, closed to a class, or free; some hubs cannot reach others; capacities are of hubs (which
    classes use differently), of single arcs, of arcs together, some of them 0 or none.
    """
    draw = np.random.default_rng(seed)
    nodes = places + hubs + 1
    hub_node = draw.permutation(np.arange(places, places + hubs))  # hubs are not in the order of their nodes
    free = places + hubs  # a node that anyone may pass
    ends = [(i, k) for i in range(places) for k in hub_node] + [(k, i) for i in range(places) for k in hub_node]
    ends += [(k, m) for k in hub_node for m in hub_node if k != m] * 2
    ends += [(i, j) for i in range(places) for j in range(places) if i != j]
    ends += [(i, free) for i in range(places)] + [(free, i) for i in range(places)] + [(free, hub_node[0])]
    ends = np.array(ends)[draw.random(len(ends)) < 0.8]
    arcs = len(ends)
    cost = draw.integers(0, 12, size=(classes, arcs)).astype(float)
    direct = (ends < places).all(axis=1)
    cost[:, direct] += 25
    cost[draw.random((classes, arcs)) < 0.1] = np.inf
    into = [(ends[:, 1] == k) * draw.choice([1.0, 0.5]) for k in hub_node]
    shared = (draw.random((3, arcs)) < 0.12) * draw.choice([1.0, 2.0], size=(3, arcs))
    single = np.eye(arcs)[draw.choice(arcs, size=3, replace=False)]
    usage = np.vstack([*into, shared, single])
    pairs = [(c, i, j) for c in range(classes) for i in range(places) for j in range(places) if i != j]
    cls, origin, destination = np.array(pairs)[draw.random(len(pairs)) < 0.8].reshape(-1, 3).T
    demand = draw.exponential(10.0, size=len(cls))
    capacity = draw.exponential(tight * demand.sum() / hubs, size=len(usage))
    capacity[draw.random(len(usage)) < 0.2] = draw.choice([0.0, np.inf])
    flow = MulticommodityProblem(
        nodes=nodes, tail=ends[:, 0], head=ends[:, 1], cost=cost, usage=sparse.csr_array(usage), capacity=capacity,
        cls=cls, origin=origin, destination=destination, demand=demand, penalty=draw.choice([20.0, 60.0], size=classes),
    )  # fmt: skip
    fixed = draw.choice([0.0, 30.0, 200.0], size=hubs)
    return HubNetwork(flow, hub_node, fixed, [f"hub {letter}" for letter in "zyxwvu"[:hubs]])


def without_closed(network, hubs):
    """The problem of a set of hubs (labels), the arcs of all others taken out of the arrays."""
    flow = network.flow
    closed = [node for node, label in zip(network.hub_node, network.labels, strict=True) if label not in hubs]
    kept = ~np.isin(flow.tail, closed) & ~np.isin(flow.head, closed)
    return replace(flow, tail=flow.tail[kept], head=flow.head[kept], cost=flow.cost[:, kept], usage=flow.usage[:, kept])


def costs_of_all_sets(network, sizes=None):
    """Cost of each set of hubs (a tuple of labels in the network's order), fixed costs included."""
    fixed = dict(zip(network.labels, network.fixed_cost, strict=True))
    sets = [
        hubs
        for size in (range(network.candidates + 1) if sizes is None else sizes)
        for hubs in combinations(network.labels, size)
    ]
    return {hubs: arc_flow_optimum(without_closed(network, hubs)) + sum(fixed[hub] for hub in hubs) for hubs in sets}
