"""Routes kept for another problem: each once, and only those that are open and worth their cost there."""

from dataclasses import replace

import numpy as np
from scipy import sparse

from optimize.flows.commodities import Columns, MulticommodityProblem
from optimize.flows.route_pool import RoutePool


def problem(**changes):
    """Two classes go from 0 to 1, over one of two arcs."""
    given = {
        "nodes": 2, "tail": [0, 0], "head": [1, 1], "cost": [[1.0, 4.0], [2.0, 5.0]],
        "usage": sparse.csr_array(np.array([[1.0, 0.0]])), "capacity": [6.0], "cls": [0, 1], "origin": [0, 0],
        "destination": [1, 1], "demand": [10.0, 3.0], "penalty": [9.0, 8.0],
    }  # fmt: skip
    return MulticommodityProblem(**{**given, **changes})


def routes(*rows):
    """(pair, cost, arcs) as columns."""
    arcs = sparse.csr_array(np.array([row[2] for row in rows], dtype=float))
    usage = sparse.csr_array(arcs @ problem().usage.T)
    return Columns(np.array([row[0] for row in rows]), np.array([row[1] for row in rows]), arcs, usage)


FIRST, SECOND, OTHERS, NONE = (0, 1.0, [1, 0]), (0, 4.0, [0, 1]), (1, 2.0, [1, 0]), (0, 9.0, [0, 0])


def named(columns):
    return list(zip(columns.pair.tolist(), columns.cost.tolist(), columns.arcs.toarray().tolist(), strict=True))


def test_a_route_is_kept_once():
    pool = RoutePool.empty(problem()).joined(routes(FIRST, SECOND)).joined(routes(SECOND, OTHERS, NONE, OTHERS))
    assert named(pool.columns) == [FIRST, SECOND, OTHERS, NONE]
    assert pool.price.tolist() == [0.0]


def test_a_route_over_an_arc_that_is_closed_to_its_class_is_of_no_use():
    pool = RoutePool.empty(problem()).joined(routes(FIRST, SECOND, OTHERS, NONE))
    plenty = np.full(2, 99.0)
    assert named(pool.usable(problem(), plenty)) == [FIRST, SECOND, OTHERS, NONE]
    shut = replace(problem(), cost=np.array([[np.inf, 4.0], [2.0, 5.0]]))
    assert named(pool.usable(shut, plenty)) == [SECOND, OTHERS, NONE]


def test_a_route_that_costs_more_than_it_can_be_worth_is_left():
    pool = RoutePool.empty(problem()).joined(routes(FIRST, SECOND, OTHERS, NONE)).priced(np.array([3.5]))
    # with the price of the first arc its route costs 4.5, that of the other class 5.5
    assert named(pool.usable(problem(), np.array([4.0, 6.0]))) == [SECOND, OTHERS]
