"""Shortest-path trees against SciPy's, with free arcs, ties, and nodes that are not reached."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import sparse
from scipy.sparse.csgraph import dijkstra

from optimize.kernels import NO_NODE, shortest_trees


def network(seed):
    """Arcs without parallels, in the order of their tails; a third of them free."""
    draw = np.random.default_rng(seed)
    nodes = int(draw.integers(1, 40))
    there = draw.random((nodes, nodes)) < draw.choice([0.03, 0.1, 0.5])
    np.fill_diagonal(there, val=False)
    tail, head = np.nonzero(there)
    weight = draw.integers(0, 9, size=len(tail)) * draw.choice([1.0, 0.37])
    return np.searchsorted(tail, np.arange(nodes + 1)), head, weight


def trees(start, head, weight, roots):
    length, before = np.empty((len(roots), len(start) - 1)), np.empty((len(roots), len(start) - 1), dtype=np.int64)
    shortest_trees(start, head, weight, roots, length, before)
    return length, before


@pytest.mark.parametrize("seed", range(40))
def test_lengths_are_those_of_scipy_and_the_ways_have_them(seed):
    start, head, weight = network(seed)
    nodes = len(start) - 1
    roots = np.arange(nodes)[::2]
    length, before = trees(start, head, weight, roots)
    matrix = sparse.csr_array((weight, head, start), shape=(nodes, nodes))
    np.testing.assert_allclose(length, dijkstra(matrix, indices=roots), rtol=1e-12)
    arcs = {(i, int(head[a])): weight[a] for i in range(nodes) for a in range(start[i], start[i + 1])}
    for row, root in enumerate(roots):
        for node in range(nodes):
            if node == root or np.isinf(length[row, node]):
                assert before[row, node] == NO_NODE
                continue
            way = [node]
            while way[-1] != root:
                way.append(int(before[row, way[-1]]))
                assert len(way) <= nodes
            assert sum(arcs[pair] for pair in pairwise(way[::-1])) == pytest.approx(length[row, node])


def test_a_way_that_turns_out_shorter_later_is_taken():
    """0 to 3: at first over 1 for 5, then over 2 for 4; node 4 has no way on, node 5 no way in."""
    start, head = np.array([0, 2, 3, 4, 5, 5, 5]), np.array([1, 2, 3, 3, 4])
    length, before = trees(start, head, np.array([1.0, 3.0, 4.0, 1.0, 2.0]), np.array([0]))
    assert length.tolist() == [[0.0, 1.0, 3.0, 4.0, 6.0, np.inf]]
    assert before.tolist() == [[NO_NODE, 0, 0, 2, 3, NO_NODE]]
