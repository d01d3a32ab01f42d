"""Shortest routes of a class: their length, and the arcs that they run over."""

import numpy as np
import pytest
from scipy import sparse

from optimize.flows.commodities import MulticommodityProblem
from optimize.flows.route_search import RouteSearch, surcharge_of


def network(**changes):
    """Four nodes in a row, two arcs between the first and the second; the way to the last is closed to class 1."""
    given = {
        "nodes": 4,
        "tail": [0, 0, 1, 2, 0],
        "head": [1, 1, 2, 3, 2],
        "cost": [[5.0, 3.0, 1.0, 1.0, 9.0], [5.0, 3.0, 1.0, np.inf, 9.0]],
        "usage": sparse.csr_array(np.array([[0, 2.0, 0, 0, 0], [0, 0, 1.0, 1.0, 0]])),
        "capacity": [4.0, 9.0],
        "cls": [0, 0, 1],
        "origin": [0, 1, 0],
        "destination": [3, 3, 3],
        "demand": [1.0, 1.0, 1.0],
        "penalty": [50.0, 50.0],
    }
    return MulticommodityProblem(**{**given, **changes})


def arcs_of(routes):
    return [np.flatnonzero(row).tolist() for row in routes.toarray()]


def test_the_cheaper_of_parallel_arcs_is_taken_whatever_their_order():
    search = RouteSearch(network(), 0)
    assert search.run(np.zeros(5), np.array([0, 1])).tolist() == [5.0, 2.0]
    assert arcs_of(search.routes(np.array([0, 1]))) == [[1, 2, 3], [2, 3]]
    # with a surcharge on the second of them the first one is the cheaper
    assert search.run(np.array([0.0, 4.0, 0.0, 0.0, 0.0]), np.array([0])).tolist() == [7.0]
    assert arcs_of(search.routes(np.array([0]))) == [[0, 2, 3]]
    # and with one on the way over the second node the long arc
    assert search.run(np.array([9.0, 9.0, 0.0, 0.0, 0.0]), np.array([0])).tolist() == [10.0]
    assert arcs_of(search.routes(np.array([0]))) == [[3, 4]]


def test_an_arc_closed_to_a_class_is_no_way_for_it():
    search = RouteSearch(network(), 1)
    assert search.run(np.zeros(5), np.array([2])).tolist() == [np.inf]
    assert arcs_of(search.routes(np.array([2]))) == [[]]


def test_a_price_is_paid_for_what_an_arc_uses():
    assert surcharge_of(network(), np.array([10.0, 1.0])).tolist() == [0.0, 20.0, 1.0, 1.0, 0.0]


def test_without_any_arc_there_is_no_way():
    closed = network(cost=np.full((2, 5), np.inf))
    search = RouteSearch(closed, 0)
    assert np.isinf(search.run(np.zeros(5), np.array([0, 1]))).all()
    assert arcs_of(search.routes(np.array([0, 1]))) == [[], []]


@pytest.mark.parametrize("seed", range(10))
def test_lengths_are_those_of_bellman(seed):
    rng = np.random.default_rng(seed)
    tail = rng.integers(6, size=20)
    head = (tail + rng.integers(1, 6, 20)) % 6
    cost = rng.integers(0, 9, (1, 20)).astype(float)
    cost[0, rng.random(20) < 0.2] = np.inf
    origin, destination = np.repeat(np.arange(6), 6), np.tile(np.arange(6), 6)
    apart = origin != destination
    count = int(apart.sum())
    problem = MulticommodityProblem(
        nodes=6, tail=tail, head=head, cost=cost, usage=sparse.csr_array((1, 20)), capacity=[1.0],
        cls=np.zeros(count, dtype=int), origin=origin[apart], destination=destination[apart],
        demand=np.ones(count), penalty=[99.0],
    )  # fmt: skip
    search = RouteSearch(problem, 0)
    length = search.run(np.zeros(20), np.arange(count))
    routes = search.routes(np.arange(count)).toarray()
    reached = np.full((6, 6), np.inf)
    np.fill_diagonal(reached, 0.0)
    for _ in range(6):
        for a in range(20):
            reached[:, head[a]] = np.minimum(reached[:, head[a]], reached[:, tail[a]] + cost[0, a])
    assert length.tolist() == reached[problem.origin, problem.destination].tolist()
    there = np.isfinite(length)
    finite = np.where(np.isfinite(cost[0]), cost[0], 0.0)
    assert (routes @ finite)[there] == pytest.approx(length[there])


def test_distances_are_those_to_all_nodes():
    search = RouteSearch(network(), 1)
    assert search.distances(np.zeros(5), np.array([1, 0])).tolist() == [[np.inf, 0, 1, np.inf], [0, 3, 4, np.inf]]
    assert search.distances(np.array([0.0, 0, 1, 0, 0]), np.array([0])).tolist() == [[0, 3, 5, np.inf]]
    closed = RouteSearch(network(cost=np.full((2, 5), np.inf)), 0)
    assert closed.distances(np.zeros(5), np.array([2])).tolist() == [[np.inf, np.inf, 0, np.inf]]
