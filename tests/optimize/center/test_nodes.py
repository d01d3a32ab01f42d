"""Single allocation: a node that no open hub suits is seen, and the hubs that would help hit every solution."""

from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.center.bits import bits_of, unpacked
from optimize.center.kernels import Question, make_rows
from optimize.center.nodes import narrow_by_nodes, plan_by_nodes
from optimize.center.tree import new_tree

N = 5
PAIRS = np.array([[0, i, j] for i in range(N) for j in range(i, N)])


def possible(cost, hubs, limit):
    """Whether some allocation to hubs has every pair within a limit, from the definition."""
    between = np.where(np.eye(N, dtype=bool), 0.0, 0.5 * cost)
    for uses in product(*[[i] if i in hubs else hubs for i in range(N)]):
        pairs = product(range(N), repeat=2)
        if all(cost[i, uses[i]] + between[uses[i], uses[j]] + cost[uses[j], j] <= limit for i, j in pairs):
            return True
    return False


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 2))
def test_the_hubs_to_open_next_hit_every_solution(seed, spare):
    rng = np.random.default_rng(seed)
    cost = rng.random((N, N))
    limit, opened = float(rng.uniform(0.6, 1.6)), (0, 1)
    legs = (np.array([cost]), np.array([np.where(np.eye(N, dtype=bool), 0.0, 0.5 * cost)]), np.array([cost]))
    asked = Question(*legs, np.zeros((1, N, N), dtype=bool), np.array([limit]), True, PAIRS, np.arange(N))
    alive = np.ones(N, dtype=bool)
    rows = make_rows(asked, alive, np.ones((1, N, N), dtype=bool), np.arange(len(PAIRS)))
    tree = new_tree(rows, alive, np.arange(N), np.array(opened), 2 + spare, single=True)
    others = [k for k in range(N) if k not in opened]
    more_hubs = [set(more) for size in range(spare + 1) for more in combinations(others, size)]
    solutions = [more for more in more_hubs if possible(cost, (*opened, *more), limit)]
    children = np.zeros(N, dtype=np.int64)
    number = plan_by_nodes(rows, tree, spare, children)
    if number >= 0:
        assert all(set(children[:number].tolist()) & more for more in solutions)
    if spare == 1:
        left = bits_of(np.isin(np.arange(N), others))
        complete = narrow_by_nodes(rows, tree, 1, left)
        kept = set(np.flatnonzero(unpacked(left, N)).tolist())
        assert complete or all(more & kept for more in solutions)
