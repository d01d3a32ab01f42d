"""The search for labels, against all assignments."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.kernels import PreparedBlock
from optimize.ordered.labels import LabelSearch, make_labels, members_of
from tests.optimize.ordered.test_subset_kernels import cost_of, every, random_labels


def search_of(labels, big=math.inf):
    return LabelSearch(labels, big, np.arange(len(labels.own), dtype=float))


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_search_ends_with_the_cheapest_labels(seed):
    labels = random_labels(seed, n=5)
    search, least = search_of(labels), min(every(labels).values())
    while not search.done:
        assert search.bound <= least + 1e-9
        assert search.value >= least - 1e-9
        search.step(math.inf)
    assert search.value == pytest.approx(least)
    assert search.bound == pytest.approx(least)
    assert cost_of(labels, search.chosen) == pytest.approx(least)
    assert labels.allowed[np.arange(5), search.chosen].all()


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), part=st.floats(0.5, 1.2))
def test_a_limit_is_reached_or_the_optimum_is_found(seed, part):
    labels = random_labels(seed, n=5)
    search, least = search_of(labels), min(every(labels).values())
    limit = part * least
    while not search.done and search.bound < limit:
        search.step(limit)
    assert search.bound <= least + 1e-9
    assert search.bound >= min(limit, least) - 1e-9


def test_labels_are_all_sets_of_so_many_hubs():
    assert members_of(3, 2).astype(int).tolist() == [[1, 1, 0], [1, 0, 1], [0, 1, 1]]
    assert members_of(2, 5).astype(int).tolist() == [[1, 1]]


def test_a_hub_node_has_labels_with_its_hub_alone():
    ones = np.ones((2, 3)), np.zeros((3, 3)), np.ones((3, 2)), np.ones((2, 2)), np.full((2, 2), np.inf)
    labels, _ = make_labels(PreparedBlock(*ones), np.array([-1, 1]), members_of(3, 2))
    assert labels.allowed.tolist() == [[True, True, True], [True, False, True]]


def test_no_way_is_dearer_than_every_way_and_has_no_cost():
    legs = np.array([[np.inf], [2.0]]), np.zeros((1, 1)), np.array([[1.0, 1.0]])
    flow, outside = np.array([[0.0, 1.0], [0.0, 3.0]]), np.full((2, 2), np.inf)
    labels, big = make_labels(PreparedBlock(*legs, flow, outside), np.full(2, -1), members_of(1, 1))
    search = search_of(labels, big)
    assert search.value >= big
    while not search.done:
        search.step(math.inf)
    assert search.cost == search.bound == math.inf
