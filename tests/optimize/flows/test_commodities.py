"""What a multicommodity problem may be, and what its solution holds."""

import numpy as np
import pytest
from scipy import sparse

from optimize import InputError
from optimize.flows.commodities import MulticommodityFlow, MulticommodityProblem, RouteFlow
from optimize.flows.route_pool import RoutePool
from optimize.run import Status

GIVEN = {
    "nodes": 3,
    "tail": [0, 1, 0],
    "head": [1, 2, 2],
    "cost": np.ones((2, 3)),
    "usage": sparse.csr_array(np.array([[1.0, 2.0, 0.0]])),
    "capacity": [5.0],
    "cls": [0, 1],
    "origin": [0, 1],
    "destination": [2, 2],
    "demand": [2.0, 1.0],
    "penalty": [9.0, 9.0],
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"head": [1, 2]}, "head has the shape"),
        ({"cost": np.ones((1, 3))}, "cost has the shape"),
        ({"tail": [0, 1, 3]}, "tail holds numbers outside 0 ... 2"),
        ({"cls": [0, 2]}, "cls holds numbers outside 0 ... 1"),
        ({"origin": [2, 1]}, "same node"),
        ({"demand": [-1.0, 1.0]}, "demand holds negative"),
        ({"capacity": [np.nan]}, "capacity holds negative or missing"),
        ({"penalty": [np.inf, 1.0]}, "finite"),
        ({"usage": sparse.csr_array(np.array([[-1.0, 0, 0]]))}, "usage holds negative"),
    ],
)
def test_what_cannot_be_is_refused(change, words):
    with pytest.raises(InputError, match=words):
        MulticommodityProblem(**{**GIVEN, **change})


def flow():
    """Two units of class 0 over both arcs, a half of class 1 over the second; half a unit of class 1 is unmet."""
    arcs = sparse.csr_array(np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 0.0]]))
    return MulticommodityFlow(
        problem=MulticommodityProblem(**GIVEN),
        status=Status.FEASIBLE,
        objective=10.0,
        bound=9.0,
        uncapacitated=5.0,
        routes=RouteFlow(np.array([0, 1]), np.array([2.0, 0.5]), arcs),
        unmet=np.array([0.0, 0.5]),
        price=np.zeros(1),
        generated=RoutePool.empty(MulticommodityProblem(**GIVEN)).columns,
    )


def test_flows_by_class_and_what_they_take_of_a_capacity():
    assert flow().flow.tolist() == [[2.0, 2.0, 0.0], [0.0, 0.5, 0.0]]
    assert flow().load.tolist() == [2.0 + 2 * 2.5]
    assert flow().gap == pytest.approx(0.1)


def test_a_route_over_several_arcs_of_a_set_is_counted_once():
    routes = flow().routes
    assert routes.over(np.array([0, 1])).tolist() == [2.0, 0.5]
    assert routes.over(np.array([0])).tolist() == [2.0, 0.0]
    assert routes.over(np.array([2])).tolist() == [0.0, 0.0]
