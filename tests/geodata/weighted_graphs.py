"""Random weights for a region's graph, and the graph as networkx has it."""

import networkx as nx
import numpy as np


def weighted(graph, weights):
    network = nx.DiGraph()
    network.add_nodes_from(range(graph.nodes))
    for tail, head, weight in zip(graph.tail.tolist(), graph.head.tolist(), weights.tolist(), strict=True):
        if np.isfinite(weight) and (not network.has_edge(tail, head) or network[tail][head]["weight"] > weight):
            network.add_edge(tail, head, weight=weight)
    return network


def random_weights(graph, seed):
    """Some free, some closed, some in parallel."""
    rng = np.random.default_rng(seed)
    weights = rng.uniform(0, 10, len(graph.kind)).round(1)
    weights[rng.random(len(weights)) < 0.15] = 0.0
    weights[rng.random(len(weights)) < 0.2] = np.inf
    return weights
