"""Labels of nodes: their tables against plain loops, their bounds against all assignments."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.kernels import PreparedBlock
from optimize.ordered.labels import make_labels, members_of
from optimize.ordered.subset_kernels import Labels, bound_of, descend, place_of, send


def random_labels(seed, n=4, count=3):
    """Costs of any kind, ties among them; not all nodes may have all labels, and not all pairs cost anything."""
    rng = np.random.default_rng(seed)
    own, pair = rng.integers(0, 9, (n, count)).astype(float), rng.integers(0, 9, (n * (n - 1) // 2, count, count)) * 1.5
    joint = np.triu(rng.random((n, n)) < 0.8, 1)
    for i, j in np.argwhere(~joint):
        if i < j:
            pair[place_of(n, i, j)] = 0.0
    allowed = rng.random((n, count)) < 0.8
    allowed[:, 0] |= ~allowed.any(axis=1)
    return Labels(own, pair, joint | joint.T, allowed)


def cost_of(labels, chosen):
    n = len(chosen)
    alone = sum(labels.own[i, chosen[i]] for i in range(n))
    return alone + sum(labels.pair[place_of(n, i, j), chosen[i], chosen[j]] for i in range(n) for j in range(i + 1, n))


def every(labels):
    """All assignments that are allowed, with their costs."""
    choices = product(*[np.flatnonzero(row).tolist() for row in labels.allowed])
    return {chosen: cost_of(labels, chosen) for chosen in choices}


def test_pairs_are_numbered_row_after_row():
    numbers = [place_of(5, i, j) for i in range(5) for j in range(i + 1, 5)]
    assert numbers == list(range(10))


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_any_messages_give_a_bound(seed):
    labels, rng = random_labels(seed), np.random.default_rng(seed + 1)
    sent = rng.normal(0, 3, (4, 4, 3))
    assert bound_of(labels, labels.allowed, sent) <= min(every(labels).values()) + 1e-9


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 10**6), above=st.sampled_from([0.5, 1.0, 1.01, 1.5]))
def test_passes_raise_the_bound_and_keep_all_that_is_below_the_target(seed, above):
    labels = random_labels(seed)
    costs = every(labels)
    least, target = min(costs.values()), above * min(costs.values())
    left, sent, chosen = labels.allowed.copy(), np.zeros((4, 4, 3)), np.zeros(4, dtype=np.int64)
    before = bound_of(labels, left, sent)
    bound = send(labels, left, sent, target, 20, 0.0, chosen)
    assert bound >= before - 1e-9
    better = [each for each, cost in costs.items() if cost < target * (1 - 1e-9)]
    assert all(left[i, each[i]] for each in better for i in range(4))
    assert not better or bound <= least + 1e-9


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_descent_ends_where_no_node_does_better_alone(seed):
    labels = random_labels(seed)
    chosen = labels.allowed.argmax(axis=1)
    started = cost_of(labels, chosen)
    cost = descend(labels, chosen)
    assert cost == pytest.approx(cost_of(labels, chosen))
    assert cost <= started + 1e-9
    for i in range(4):
        for x in np.flatnonzero(labels.allowed[i]):
            other = chosen.copy()
            other[i] = x
            assert cost_of(labels, other) >= cost - 1e-9


@pytest.mark.parametrize("seed", range(8))
def test_tables_are_what_plain_loops_say(seed):
    """Asymmetric costs, some infinite, outside options on some pairs, flows that stay where they are."""
    rng = np.random.default_rng(seed)
    n, p = 4, 3
    a, t, e = (rng.uniform(0, 9, shape) for shape in ((n, p), (p, p), (p, n)))
    a[rng.random((n, p)) < 0.2] = np.inf
    np.fill_diagonal(t, 0.0)
    weight = rng.integers(0, 3, (n, n)).astype(float)
    outside = np.where(rng.random((n, n)) < 0.5, rng.uniform(0, 20, (n, n)), np.inf)
    member = members_of(p, 2)
    labels, big = make_labels(PreparedBlock(a, t, e, weight, outside), np.full(n, -1), member)

    def one(i, j, firsts, lasts):
        ways = [a[i, k] + t[k, m] + e[m, j] for k in np.flatnonzero(firsts) for m in np.flatnonzero(lasts)]
        return weight[i, j] * min([outside[i, j], *ways]) if weight[i, j] > 0 else 0.0

    for i in range(n):
        for x, row in enumerate(member):
            assert labels.own[i, x] == pytest.approx(min(one(i, i, row, row), big))
            for j in range(i + 1, n):
                for y, column in enumerate(member):
                    both = one(i, j, row, column) + one(j, i, column, row)
                    assert labels.pair[place_of(n, i, j), x, y] == pytest.approx(min(both, big))
                assert labels.joint[i, j] == (weight[i, j] + weight[j, i] > 0)
